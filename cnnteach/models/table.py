"""A model's layers in rows: for print, for a notebook, and as data."""

import html
import re
from dataclasses import dataclass, fields

from cnnteach.models.receptive_field import ReceptiveField


@dataclass(frozen=True)
class Row:
    """What there is to know about one layer.

    Parameters
    ----------
    layer, kind : str
        Its name, and its class.
    shape : tuple
        Of its output, without the number of images: (H, W, C); None where a size is open.
    parameters, fixed : int
        Weights that backprop changes, and weights that it does not.
    connections : int or None
        Multiply-adds; each bias is one. None where it is not known.
    neurons : int or None
        Its units, if they weigh their inputs; a max pooling has none.
    field : ReceptiveField or None
        Which pixels its units see. None where it is not known.
    """

    layer: str
    kind: str
    shape: tuple
    parameters: int
    fixed: int
    connections: int | None
    neurons: int | None
    field: ReceptiveField | None

    @property
    def receptive_field(self):
        """Pixels that a unit sees, (rows, columns), or None."""
        return self.field and self.field.size

    @property
    def jump(self):
        """Pixels from a unit's window to the next's, (rows, columns), or None."""
        return self.field and self.field.jump

    def as_dict(self):
        """Return the row as plain numbers, tuples and words."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "field"}
        start = self.field and self.field.start
        return plain | {"receptive_field": self.receptive_field, "jump": self.jump, "start": start}


@dataclass(frozen=True)
class Totals:
    """Sums over a model; None where one of the layers' numbers is not known."""

    parameters: int
    fixed: int
    connections: int | None
    neurons: int | None


COLUMNS = ("layer", "kind", "shape", "parameters", "connections", "neurons", "sees", "jump")
_TEXTS = 3  # so many columns of text before those of numbers
_HYPHENATED = {
    "parameters": "para&shy;meters",
    "connections": "connec&shy;tions",
    "neurons": "neu&shy;rons",
}
_MAY_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=_)")  # as in MaxPooling2D and conv2_block1
_MEANINGS = {
    "parameters": "weights and biases",
    "connections": "multiply-adds: each weight and bias, once for each place of its use",
    "neurons": "units that weigh their inputs",
    "sees": "receptive field: the pixels that a unit sees",
    "jump": "pixels from a unit's window to its neighbour's",
}


@dataclass(frozen=True)
class SummaryTable:
    """The rows of a model's layers, in the order in which the numbers flow.

    ``table["conv1"]`` is the row of a layer, ``len(table)`` the number of layers, and a loop goes
    over the rows.
    """

    name: str
    rows: tuple

    def __getitem__(self, layer):
        """Return the row of `layer`, by its name or its number."""
        if not isinstance(layer, str):
            return self.rows[layer]
        for row in self.rows:
            if row.layer == layer:
                return row
        known = ", ".join(row.layer for row in self.rows)
        raise KeyError(f"{self.name} has no layer {layer!r}; it has {known}")

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    @property
    def totals(self):
        """Sums of the columns."""
        names = [field.name for field in fields(Totals)]
        columns = {name: [getattr(row, name) for row in self.rows] for name in names}
        return Totals(**{n: None if None in c else sum(c) for n, c in columns.items()})

    def as_dicts(self):
        """Return a dict a row: what ``pandas.DataFrame`` takes."""
        return [row.as_dict() for row in self.rows]

    @property
    def headline(self):
        """The totals in a line."""
        total = self.totals
        fixed = f", {total.fixed:,} fixed" if total.fixed else ""
        return (
            f"{self.name}: {total.parameters:,} trainable parameters{fixed}; "
            f"{_number(total.connections)} connections; {_number(total.neurons)} neurons"
        )

    def cells(self):
        """Return the table as words: a list of rows, each as long as `COLUMNS`."""
        return [_words(row) for row in self.rows]

    def __str__(self):
        lines = [COLUMNS, *self.cells()]
        widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
        texts = [_aligned(line, widths) for line in lines]
        texts.insert(1, "-" * max(map(len, texts)))
        return "\n".join([self.headline, "", *(text.rstrip() for text in texts)])

    def _repr_html_(self):
        head = "".join(
            f'<th scope="col" title="{html.escape(_MEANINGS.get(name, ""))}">'
            f"{_HYPHENATED.get(name, name)}</th>"
            for name in COLUMNS
        )
        body = "".join(_html_row(cells) for cells in self.cells())
        caption = f'<caption style="text-align:left">{html.escape(self.headline)}</caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _words(row):
    return (
        row.layer,
        row.kind,
        _sides(row.shape),
        f"{row.parameters + row.fixed:,}",
        _number(row.connections),
        _number(row.neurons),
        _sides(row.receptive_field),
        _jump(row),
    )


def _number(value):
    return "?" if value is None else f"{value:,}"


def _sides(numbers):
    """Write (5, 5) as 5x5; an open side, and a field that is not known, as a question mark."""
    if numbers is None:
        return "?"
    return "x".join("?" if number is None else str(number) for number in numbers)


def _jump(row):
    """Write one number where the axes agree, and a dash where every unit sees the same."""
    if row.field is None:
        return "?"
    if row.jump is None:
        return "-"
    return str(row.jump[0]) if len(set(row.jump)) == 1 else _sides(row.jump)


def _aligned(line, widths):
    """Set texts to the left and numbers to the right."""
    cells = zip(line, widths, strict=True)
    return "  ".join(
        cell.ljust(width) if i < _TEXTS else cell.rjust(width)
        for i, (cell, width) in enumerate(cells)
    )


def _html_row(cells):
    texts = "".join(
        f'<td style="text-align:left">{_breakable(cell)}</td>' for cell in cells[1:_TEXTS]
    )
    numbers = "".join(
        f'<td style="text-align:right">{html.escape(cell)}</td>' for cell in cells[_TEXTS:]
    )
    name = f'<th scope="row" style="text-align:left">{_breakable(cells[0])}</th>'
    return f"<tr>{name}{texts}{numbers}</tr>"


def _breakable(name):
    """Let a name go on in the next line where a page is narrow."""
    return "<wbr>".join(html.escape(part) for part in _MAY_BREAK.split(name))
