"""A learner's progress, by notebook and exercise, as a page in a notebook or as text."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cnnteach.exercises import display
from cnnteach.exercises.exercise import Exercise
from cnnteach.exercises.progress_file import Kept, NotKept, ProgressFile, Record
from cnnteach.exercises.registry import catalogue
from cnnteach.exercises.result import Result

_CELL = "text-align:left;padding:.15em .8em .15em 0;font-weight:normal"
_COLUMNS = ("Exercise", "Points", "Attempts", "First right on", "Minutes")


@dataclass(frozen=True)
class Row:
    """One exercise, and what became of it."""

    exercise: Exercise
    record: Record

    @property
    def state(self) -> tuple[str, str]:
        """A sign and a word."""
        if self.record.points:
            return "✓", "right"
        return ("✗", "not right yet") if self.record.attempts else ("…", "not tried yet")

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Points, attempts, date and minutes as text."""
        date = (self.record.passed_on or "").split("T")[0] or "–"
        points = f"{self.record.points} of {self.exercise.points}"
        return points, str(self.record.attempts), date, str(self.exercise.minutes)


@dataclass(frozen=True)
class Progress:
    """What a learner has done: shown as a table in a notebook, and elsewhere as text.

    Attributes
    ----------
    records : mapping
        A `Record` by exercise: best points, attempts, date, the last mistake's label.
    predictions : mapping
        By widget, how many predictions were right at once, and how many were tried.
    path : Path
        The file in which it is kept.
    note : str
        That the file could not be read, and why.
    learner : str
        Whose it is, where several share an account.
    """

    records: Mapping[str, Record]
    predictions: Mapping[str, tuple[int, int]]
    path: Path
    note: str = ""
    learner: str = ""

    @property
    def rows(self) -> list[Row]:
        """Every exercise of the catalogue, tried or not, in order."""
        return [
            Row(exercise, self.records.get(name, Record()))
            for name, exercise in catalogue().items()
        ]

    @property
    def points(self) -> int:
        """The points earned."""
        return sum(row.record.points for row in self.rows)

    @property
    def out_of(self) -> int:
        """The points that there are."""
        return sum(row.exercise.points for row in self.rows)

    @property
    def next(self) -> Exercise | None:
        """The first exercise that is not right yet."""
        return next((row.exercise for row in self.rows if not row.record.points), None)

    def by_notebook(self) -> dict[str, list[Row]]:
        """Return the rows of each notebook."""
        grouped = groupby(self.rows, key=lambda row: row.exercise.notebook)
        return {notebook: list(rows) for notebook, rows in grouped}

    @property
    def title(self) -> str:
        """The points, in words."""
        whose = f"Progress of {self.learner}" if self.learner else "Your progress"
        return f"{whose}: {self.points} of {self.out_of} points"

    @property
    def _lines_below(self) -> list[str]:
        coming = self.next
        where = f"Next: {coming.title} (`{coming.name}`, {coming.notebook})" if coming else ""
        done = "" if coming else "Every exercise is right."
        lines = (where, done, self.predicted, self.note, f"Kept in `{self.path}`")
        return [line for line in lines if line]

    @property
    def predicted(self) -> str:
        """The predictions made with the widgets, in words; nothing where there are none."""
        counts = [f"{w} {right} of {tried}" for w, (right, tried) in self.predictions.items()]
        return f"Predictions right at the first try: {', '.join(counts)}" if counts else ""

    def __repr__(self) -> str:
        lines = [self.title]
        for notebook, rows in self.by_notebook().items():
            lines.append(f"\n{notebook}: {_total(rows)}")
            for row in rows:
                points, attempts, date, _ = row.cells
                lines.append(
                    f"  {row.state[0]} {row.exercise.title} ({row.exercise.name}): {points}, "
                    f"{attempts} attempt{'s' * (attempts != '1')}, {date}"
                )
        return "\n".join([*lines, "", *self._lines_below])

    def _repr_html_(self) -> str:
        coming = self.next.notebook if self.next else ""
        tables = "".join(
            _table(notebook, rows, is_open=notebook == coming)
            for notebook, rows in self.by_notebook().items()
        )
        below = "".join(
            f'<p style="margin:.3em 0">{display.inline(line)}</p>' for line in self._lines_below
        )
        bar = (
            f'<progress value="{self.points}" max="{self.out_of}" aria-label="points earned">'
            "</progress>"
        )
        return display.card("info", "→", self.title, bar + below + tables)


def _total(rows: list[Row]) -> str:
    earned = sum(row.record.points for row in rows)
    return f"{earned} of {sum(row.exercise.points for row in rows)} points"


def _table(notebook: str, rows: list[Row], *, is_open: bool) -> str:
    """Return the exercises of a notebook as a table that opens and closes."""
    name = html.escape(notebook)
    head = "".join(f'<th scope="col" style="{_CELL}"><b>{column}</b></th>' for column in _COLUMNS)
    return (
        f'<details{" open" * is_open} style="margin:.2em 0"><summary style="cursor:pointer">'
        f"<b>{name}</b>: {_total(rows)}</summary>"
        f'<table style="border-collapse:collapse;margin:.2em 0 .6em 1.2em"><caption '
        f'style="caption-side:top;text-align:left"><a href="{name}.ipynb">Open {name}</a></caption>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(_table_row, rows))}</tbody></table></details>"
    )


def _table_row(row: Row) -> str:
    sign, word = row.state
    title = display.inline(row.exercise.title)
    cells = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row.cells)
    return (
        f'<tr><th scope="row" style="{_CELL}"><span role="img" aria-label="{word}" '
        f'title="{word}">{sign}</span> {title}</th>{cells}</tr>'
    )


def progress() -> Progress:
    """Return the learner's progress; in a notebook it shows itself as a table."""
    file = ProgressFile()
    try:
        kept, note = file.read(), aside_note(file)
    except NotKept as error:
        kept, note = Kept(), f"Progress could not be read: {error}."
    return Progress(kept.exercises, kept.predictions, file.path, note, file.learner)


def keep(exercise: Exercise, result: Result) -> str:
    """Record a tried answer; return a line to show if that could not be done, else nothing."""
    file = ProgressFile()
    points = exercise.points if result.passed else 0
    try:
        file.record(exercise.name, exercise.notebook, points, result.label)
    except NotKept as error:
        return f"Your answer was checked, but progress could not be kept: {error}."
    return aside_note(file)


def aside_note(file: ProgressFile) -> str:
    """Say where a file went that could not be read, if one did."""
    if not file.set_aside:
        return ""
    return (
        f"The progress file could not be read. It is set aside as `{file.set_aside}`, "
        "and a new one begins."
    )
