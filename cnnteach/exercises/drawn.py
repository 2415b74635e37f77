"""Draw an answer beside the right one: as HTML for a notebook, and as text for a terminal.

Numbers stand in grids, each differing one with a sign (too large, too small) and a ground of its
own, the first one framed. Of more than two axes, the plane of the first difference is drawn, and of
a large plane the part around it: the title says which, as NumPy would.
"""

from dataclasses import dataclass
from html import escape
from itertools import zip_longest

import numpy as np

MOST = 8  # rows and columns that are drawn
WIDEST = 100  # characters; wider grids stand below each other
AXES = {  # what the axes are called, by their number, unless an exercise says otherwise
    1: ("numbers",),
    2: ("rows", "columns"),
    3: ("rows", "columns", "channels"),
    4: ("images", "rows", "columns", "channels"),
}
_WORDS = {"▲": "too large", "▼": "too small", "≠": "different"}
_GROUND = {"▲": "var(--above)", "▼": "var(--below)", "≠": "var(--apart)"}
_MIXED = ";".join(
    f"--{name}:color-mix(in srgb,var(--jp-{theme}-color1,{other}) 35%,transparent)"
    for name, theme, other in [
        ("above", "warn", "#e65100"),
        ("below", "brand", "#1976d2"),
        ("apart", "error", "#c62828"),
    ]
)
_FRAME = "outline:2px solid var(--jp-ui-font-color1,currentColor);font-weight:bold"
BESIDE = f"display:flex;flex-wrap:wrap;gap:.5em 2em;margin:.5em 0;{_MIXED}"
_TABLE = "border-collapse:collapse;margin:0;color:inherit;font-variant-numeric:tabular-nums"
_CAPTION = "text-align:left;font-weight:bold;white-space:nowrap;padding:.2em 0"
_SIDE = "font-weight:normal;color:var(--jp-ui-font-color2,inherit)"


@dataclass(frozen=True)
class Picture:
    """The same thing twice: `text` for a terminal, `html` for a notebook."""

    text: str
    html: str


@dataclass(frozen=True)
class _Grid:
    """One plane: what stands in each cell, the sign where it differs, and the framed cell."""

    title: str
    rows: list[str]
    columns: list[str]
    texts: list[list[str]]
    signs: list[list[str]]
    first: tuple[int, int]

    @property
    def cells(self):
        """Pairs of a row's name and its (text, sign, is first) triples."""
        for i, name in enumerate(self.rows):
            pairs = zip(self.texts[i], self.signs[i], strict=True)
            yield name, [(text, sign, (i, j) == self.first) for j, (text, sign) in enumerate(pairs)]


def beside(
    given: np.ndarray,
    right: np.ndarray,
    apart: np.ndarray,
    *,
    hidden: bool = False,
    axes: tuple[str, ...] = (),
) -> Picture | None:
    """Draw two arrays of one shape, which differ where `apart` says so.

    Parameters
    ----------
    given, right, apart : ndarray
        All of one shape.
    hidden : bool
        Leaves out what is right.
    axes : tuple of str
        What the axes are called, "rows" and "columns" among them, which are drawn.

    Returns
    -------
    Picture or None
        None where there are no axes to draw along, or more than 4.

    Examples
    --------
    >>> print(beside(np.array([1, 5, 3]), np.array([1, 2, 3]), np.array([False, True, False])).text)
    yours            right
       0   1   2        0  1  2
       1  [5▲] 3        1 [2] 3
    ▲ too large; the first is framed
    """
    if given.ndim not in AXES:
        return None
    called = axes or AXES[given.ndim]
    plane = [at for at, name in enumerate(called) if name in ("numbers", "rows", "columns")]
    first = tuple(int(i) for i in np.argwhere(apart)[0])
    index = _window(first, given.shape, plane)
    signs = _signs(given, right, apart)
    texts = _written(*(np.atleast_2d(array[index]) for array in (given, right, apart)))
    spans = [(first[axis], index[axis]) for axis in plane]
    names = [[""], *([str(i) for i in range(span.start, span.stop)] for _, span in spans)][-2:]
    framed = (0, *(at - span.start for at, span in spans))[-2:]
    drawn, cut = np.atleast_2d(signs[index]), _indexed(index, given.shape)
    grids = [_Grid(f"yours{cut}", *names, texts[0], drawn.tolist(), framed)]
    if not hidden:
        unsigned = np.full(drawn.shape, "").tolist()
        grids.append(_Grid(f"right{cut}", *names, texts[1], unsigned, framed))
    return _picture(grids, _legend(signs))


def _window(first, shape, plane):
    """Return the index of what is drawn: slices along the plane, and elsewhere the place itself."""
    index = list(first)
    for axis in plane:
        size = shape[axis]
        start = max(0, min(first[axis] - MOST // 2, size - MOST))
        index[axis] = slice(start, min(start + MOST, size))
    return tuple(index)


def _indexed(index, shape):
    """Write an index as NumPy does, or nothing where it takes all that there is."""
    parts = []
    for at, size in zip(index, shape, strict=True):
        whole = isinstance(at, slice) and at == slice(0, size)
        parts.append(
            ":" if whole else f"{at.start}:{at.stop}" if isinstance(at, slice) else f"{at}"
        )
    return f"[{', '.join(parts)}]" if set(parts) != {":"} else ""


def _signs(given, right, apart):
    if given.dtype == right.dtype == bool:
        return np.where(apart, "≠", "")
    with np.errstate(invalid="ignore"):
        signs = np.where(given > right, "▲", np.where(given < right, "▼", "≠"))
    return np.where(apart, signs, "")


def _written(given, right, apart):
    """Write both with as many digits as it takes to see each difference."""
    for digits in (4, 6, 9, 17):
        texts = [_texts(array, digits) for array in (given, right)]
        pairs = zip(np.array(texts[0])[apart], np.array(texts[1])[apart], strict=True)
        if all(one != other for one, other in pairs):
            break
    return texts


def _texts(array, digits):
    if array.dtype.kind != "f":
        return array.astype(str).tolist()
    return [[f"{value + 0:.{digits}g}" for value in row] for row in array.tolist()]  # -0 is 0


def _legend(signs):
    """Say in words what the signs mean."""
    used = ", ".join(f"{sign} {word}" for sign, word in _WORDS.items() if (signs == sign).any())
    return f"{used}; the first is framed"


def _picture(grids, legend):
    blocks = [_lines(grid) for grid in grids]
    text = in_a_row(blocks)
    tables = "".join(map(_table, grids))
    html = f'<div style="{BESIDE}">{tables}</div><p style="margin:.3em 0">{escape(legend)}</p>'
    return Picture(f"{text}\n{legend}", html)


def in_a_row(blocks: list[list[str]]) -> str:
    """Put blocks of lines beside each other, or below each other where that is too wide."""
    widths = [max(map(len, block)) + 3 for block in blocks]
    if sum(widths) > WIDEST:
        return "\n".join(line.rstrip() for block in blocks for line in block)
    rows = (map(str.ljust, row, widths) for row in zip_longest(*blocks, fillvalue=""))
    return "\n".join("".join(row).rstrip() for row in rows)


def _lines(grid):
    """Write a grid as text, with brackets for the frame."""
    wide = max(map(len, [*grid.columns, *(text for row in grid.texts for text in row)]))
    room = 1 if any(map(any, grid.signs)) else 0  # for the signs
    aside = max(map(len, grid.rows)) + 2
    heads = "".join(f" {name:>{wide}} {'':{room}}" for name in grid.columns)
    lines = [grid.title, " " * aside + heads]
    for name, cells in grid.cells:
        written = ((f"{text:>{wide}}{sign:{room}}", first) for text, sign, first in cells)
        row = "".join(f"[{cell}]" if first else f" {cell} " for cell, first in written)
        lines.append(f"{name:>{aside - 1}} {row}")
    return lines


def _table(grid):
    """Write a grid as a table, whose cells a screen reader reads with their signs' words."""
    head = "".join(f'<th scope="col" style="{_SIDE}">{name}</th>' for name in grid.columns)
    body = "".join(
        f'<tr><th scope="row" style="{_SIDE}">{name}</th>{"".join(map(_cell, cells))}</tr>'
        for name, cells in grid.cells
    )
    return (
        f'<table style="{_TABLE}"><caption style="{_CAPTION}">{grid.title}</caption>'
        f"<tr><td></td>{head}</tr>{body}</table>"
    )


def _cell(cell):
    text, sign, first = cell
    if not (sign or first):
        return f"<td>{text}</td>"
    ground = f"background:{_GROUND[sign]}" if sign else ""
    style = ";".join(part for part in (ground, _FRAME * first) if part)
    said = f' <span role="img" aria-label="{_WORDS[sign]}">{sign}</span>' if sign else ""
    return f'<td style="{style}">{text}{said}</td>'
