"""Versions, and JSON with one row a line (Infinity as text, as in tests/quality/scikit_image_expected.json)."""
import json, math, pathlib, platform


def clean(v):
    if isinstance(v, dict): return {k: clean(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)): return [clean(x) for x in v]
    if hasattr(v, "item"): v = v.item()
    if isinstance(v, float) and not math.isfinite(v): return "Infinity" if v > 0 else "-Infinity" if v < 0 else "NaN"
    return v


def versions(*names):
    from importlib.metadata import version
    return dict(python=platform.python_version(), **{n.replace("-", "_"): version(n) for n in names})


def store(path, made, rows, key="pairs"):
    text = json.dumps(clean(made))[:-1] + f', "{key}": [\n  ' + ",\n  ".join(json.dumps(clean(r)) for r in rows) + "\n]}\n"
    pathlib.Path(__file__).with_name(path).write_text(text)
    print(path, len(rows), "rows", len(text), "bytes")
