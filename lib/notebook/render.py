"""Turns Markdown and TypeScript into HTML: a JSON list of {"markdown": text} or {"code": text} in, a list of HTML out."""

import json
import sys

import mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer, get_lexer_by_name
from pygments.util import ClassNotFound


def coloured(code, lexer):
    return highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")


class Renderer(mistune.HTMLRenderer):
    def block_code(self, code, info=None):
        try:
            inner = coloured(code, get_lexer_by_name((info or "").split(" ")[0]))
        except ClassNotFound:
            inner = mistune.escape(code)
        return f"<pre><code>{inner}</code></pre>\n"


markdown = mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table", "strikethrough"])
parts = json.load(sys.stdin)
json.dump(
    [markdown(p["markdown"]) if "markdown" in p else coloured(p["code"], TypeScriptLexer()) for p in parts],
    sys.stdout,
)
