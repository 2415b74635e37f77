"""What is made from the teacher's page: a notebook for the projector, and counted exercises."""

import re
import textwrap

from nbformat.v4 import new_code_cell, new_markdown_cell

from cnnteach.exercises import catalogue

HEAD = """\
# For the projector

The states of the lesson plans in `docs/teaching.md`, in their order and without the answers. Run
a cell with Shift + Enter when its step comes; each needs those before it."""
COUNTED = re.compile(r"(<!-- exercises of ([\d ]+) -->).*?(<!-- -->)")


def projector(page):
    """Return the cells of a notebook: what the page tells a teacher to run, and its headings.

    >>> [cell.source for cell in projector("# A\\n## B\\ntext\\n```python\\n1 + 1\\n```\\n")[1:]]
    ['## B', '1 + 1']
    """
    cells, heading = [new_markdown_cell(HEAD)], None
    for title, code in re.findall(r"(?ms)^(#+ [^\n]+)$|^ *```python\n(.*?)\n *```", page):
        if title:
            heading = title
            continue
        if heading:
            cells.append(new_markdown_cell(heading))
        cells.append(new_code_cell(textwrap.dedent(code)))
        heading = None
    return cells


def counted(page):
    """Return a page with the exercises counted wherever it says of which notebooks.

    >>> counted("<!-- exercises of 08 -->?<!-- -->")
    '<!-- exercises of 08 -->4 exercises, 5 points, 17 minutes<!-- -->'
    """
    return COUNTED.sub(lambda match: f"{match[1]}{_sum(match[2].split())}{match[3]}", page)


def _sum(numbers):
    found = [each for each in catalogue().values() if each.notebook[:2] in numbers]
    points, minutes = (sum(getattr(each, what) for each in found) for what in ("points", "minutes"))
    return f"{len(found)} exercises, {points} points, {minutes} minutes" if found else ""
