"""Look at a submission before it is graded: what nbgrader would pass over or misread.

It scores a notebook without metadata 0 of 8 and says nothing, loses the points of a deleted check
silently, or of one that stands above its answer, and fails a whole notebook for one cell that
stands in it twice.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat

from cnnteach.classroom.course import is_pattern
from cnnteach.classroom.master import grade_id
from cnnteach.classroom.mending import known

LARGEST = 20_000_000  # bytes


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one student's submission.

    Attributes
    ----------
    student, text : str
    is_fatal : bool
        Whether it must be mended before it can be graded fairly.
    """

    student: str
    text: str
    is_fatal: bool = True

    def __str__(self) -> str:
        return f"{self.student}: {self.text}"


def complaints(student: str, folder: Path, released: Path) -> list[Complaint]:
    """Return what is wrong with the submission in `folder`, which began as `released`.

    Examples
    --------
    >>> print(*complaints("ada", Path("nowhere"), Path("03_stride.ipynb")))
    ada: 03_stride.ipynb is missing; the folder is empty
    """
    if is_pattern(student):
        text = "nbgrader takes [, * and ? in the folder's name for a pattern; give it another"
        return [Complaint(student, text)]
    links = sorted(each.name for each in folder.rglob("*") if each.is_symlink())
    if links:
        return [Complaint(student, f"{links[0]} is a link to another file, no file of their own")]
    path = folder / released.name
    if not path.exists():
        others = ", ".join(sorted(each.name for each in folder.glob("*"))) or "nothing"
        held = "the folder is empty" if others == "nothing" else f"there is {others}"
        return [Complaint(student, f"{released.name} is missing; {held}")]
    if path.stat().st_size > LARGEST:
        text = f"{path.name} is larger than {LARGEST // 1_000_000} MB; ask for it without outputs"
        return [Complaint(student, f"{text} (Edit, Clear Outputs of All Cells)")]
    try:
        submitted = read(path)
    except Exception as error:  # whatever a file can hold
        said = (str(error).splitlines() or [type(error).__name__])[0][:80]
        return [Complaint(student, f"{path.name} cannot be read as a notebook ({said})")]
    faults = _faults(submitted, nbformat.read(released, as_version=4))
    return [Complaint(student, text, is_fatal) for text, is_fatal in faults]


def read(path: Path) -> nbformat.NotebookNode:
    """Return a submitted notebook, each of whose cells has text and, where it is named, a name.

    Raises
    ------
    Exception
        Of any kind, since a file can hold anything; a ValueError that counts from 0 for a cell.
    """
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        try:
            cell.source.encode()  # which half a letter cannot be
            cell.metadata.get("nbgrader", {}).get("grade_id", "").encode()
        except (AttributeError, ValueError) as error:
            raise ValueError(f"its cell {number} is damaged") from error
    return notebook


def _faults(submitted, released):
    """Give (text, whether it is fatal) for each difference from the released cells."""
    wanted = _by_id(released)
    counts = Counter(grade_id(cell) for cell in submitted.cells if grade_id(cell))
    if not known(submitted, released):
        yield (
            "none of this assignment's cells is in it: it is another notebook, or another program "
            "saved it; ask for the file that was handed out, with the answers in it",
            True,
        )
        return
    if not counts:
        yield (
            "the notebook has lost its metadata (another program saved it), so no cell is known; "
            "ask for the file as JupyterLab saves it",
            True,
        )
        return
    for name in wanted:
        if counts[name] == 0:
            yield f"the cell {name} is missing; it was deleted", True
        elif counts[name] > 1:
            yield f"the cell {name} stands {counts[name]} times; one of them must go", True
    order = [name for name in counts if name in wanted]
    for name, above in _moved(order, wanted):
        yield f"the cell {name} stands above {above}, and belongs below it", True
    for name, cell in _by_id(submitted).items():
        if name in wanted and _is_locked(wanted[name]) and cell.source != wanted[name].source:
            yield f"the check {name} was changed; the original is graded", False


def _moved(order, wanted):
    """Return each check that stands above its answer, and the last cell where it is not the last.

    There is nothing to check yet above the answer; what stands below the last cell, which sees
    whether the grading was tampered with, is not seen by it.
    """
    pairs = [(name, before) for before, name in pairwise(wanted) if _is_locked(wanted[name])]
    pairs += [(list(wanted)[-1], name) for name in order[-1:]]
    places = {name: place for place, name in enumerate(order)}
    there = [pair for pair in dict.fromkeys(pairs) if places.keys() >= set(pair)]
    return [(name, before) for name, before in there if places[name] < places[before]]


def _by_id(notebook):
    return {grade_id(cell): cell for cell in notebook.cells if grade_id(cell)}


def _is_locked(cell):
    return cell.metadata["nbgrader"].get("locked", False)
