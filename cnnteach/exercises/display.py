"""Small texts with `code` and indented blocks in them, shown in a notebook and in a terminal.

Colours are JupyterLab's own, with fallbacks, on a see-through ground: light and dark themes follow.
A colour never says what a sign and a word do not say too.
"""

import html
import re
from collections.abc import Mapping
from types import MappingProxyType

_TONES = {
    "right": "var(--jp-success-color1, #2e7d32)",
    "wrong": "var(--jp-error-color1, #c62828)",
    "open": "var(--jp-warn-color1, #b26a00)",
    "info": "var(--jp-brand-color1, #1565c0)",
}
_PRE = (
    "margin:.4em 0;padding:0;background:transparent;color:inherit;line-height:1.25;"
    "font-family:var(--jp-code-font-family, monospace);font-size:.93em;"
    "white-space:pre;overflow-x:auto"
)


def inline(text: str) -> str:
    """Escape `text` for HTML, and set what stands in backticks as code.

    Examples
    --------
    >>> inline("`a < b` is not 3")
    '<code>a &lt; b</code> is not 3'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def paragraphs(text: str, drawn: Mapping[str, str] = MappingProxyType({})) -> str:
    """Turn paragraphs, and blocks indented by four spaces, into HTML.

    `drawn` gives, by block, the HTML that stands in its place.
    """
    return "".join(drawn.get(part) or _paragraph(part) for part in text.split("\n\n"))


def _paragraph(part: str) -> str:
    if part.startswith("    "):
        lines = (line.removeprefix("    ") for line in part.splitlines())
        return f'<pre style="{_PRE}">{html.escape(chr(10).join(lines), quote=False)}</pre>'
    return f'<p style="margin:.3em 0">{inline(part)}</p>'


def indented(block: str) -> str:
    """Indent `block` by four spaces, empty lines too, which makes it a block of its own."""
    return "\n".join(f"    {line}" for line in block.splitlines())


def card(tone: str, sign: str, title: str, body: str) -> str:
    """Return HTML: a bar in the colour of `tone`, the sign, the title in bold, then `body`.

    The sign is hidden from screen readers, since the title says the same in words.
    """
    colour = _TONES[tone]
    heading = (
        f'<p style="margin:0 0 .3em"><span aria-hidden="true" style="color:{colour};'
        f'font-weight:bold">{sign}</span> <strong>{inline(title)}</strong></p>'
    )
    return (
        f'<div role="status" style="border-left:4px solid {colour};padding:.2em 0 .2em .8em;'
        f'margin:.3em 0;max-width:85ch">{heading}{body}</div>'
    )
