"""Version of the plugin; pyproject.toml says the same."""

VERSION = "1.0.1"
