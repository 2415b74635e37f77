"""The teacher's page, taken apart into what is run and what is said below it."""

import ast
import re
import textwrap
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "teaching.md"
BLOCK = re.compile(r"(?ms)^ *```python\n(?P<code>.*?)\n *```\n(?P<below>.*?)(?=^ *```python|^#|\Z)")


class Shown:
    """What a block of the page shows when it is run, and the text below it."""

    def __init__(self, code, below, names):
        *before, last = ast.parse(code).body
        exec(compile(ast.Module(before, []), "<page>", "exec"), names)
        self.value = eval(compile(ast.Expression(last.value), "<page>", "eval"), names)
        self.code, self.below, self.names = code, below, names | {"shown": self.value}


def text():
    """Return the page."""
    return PAGE.read_text(encoding="utf-8")


def run():
    """Run the page's blocks in their order, as a teacher does; return what each shows."""
    names = {}
    return [
        Shown(textwrap.dedent(block["code"]), block["below"], names)
        for block in BLOCK.finditer(text())
    ]
