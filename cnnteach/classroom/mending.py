"""Give a submitted notebook back what other programs took from it, as far as its code tells.

Some programs save a notebook without its cells' metadata, in which nbgrader finds each cell's name;
some students delete a check. An answer is known by what it defines. The checks are the same for
all, so the released ones take their place.
"""

import ast
from collections import Counter
from copy import deepcopy

from nbformat import NotebookNode

from cnnteach.classroom.master import CANARY, grade_id


def mend(submitted: NotebookNode, released: NotebookNode) -> list[str]:
    """Put names and checks back into `submitted`, and drop its outputs, which grading makes anew.

    Returns
    -------
    list of str
        What was mended, in words. What is missing still is for `cnnteach.classroom.lint` to tell.
    """
    for cell in submitted.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    named = _name_answers(submitted, released)
    added = _add_checks(submitted, released)
    if named:
        return [f"saved without its cells' names; {named} answers were known by what they define"]
    return [f"the check {name} was lost, and put back" for name in added]


def known(notebook: NotebookNode, released: NotebookNode) -> int:
    """Count the cells of `released` alone that `notebook` holds, by name or by what they define."""
    wanted = {grade_id(cell) for cell in released.cells} - {"", CANARY}
    held = {grade_id(cell) for cell in notebook.cells}
    return len(wanted & held.union(*map(_defined, notebook.cells)))


def is_begun(notebook: NotebookNode, released: NotebookNode) -> bool:
    """Say whether an answer is no longer as it was handed out."""
    answers = {c.source for c in released.cells if grade_id(c) and not _is_check(c)}
    return bool(answers - {cell.source for cell in notebook.cells})


def _name_answers(submitted, released):
    """Name each answer whose name is lost, where one cell alone defines it."""
    held = {grade_id(cell) for cell in submitted.cells}
    nameless = [cell for cell in submitted.cells if not grade_id(cell)]
    definers = Counter(name for cell in nameless for name in _defined(cell))
    lost = {grade_id(c): c for c in released.cells if not _is_check(c)}.keys() - held
    found = 0
    for cell in nameless:
        names = [name for name in _defined(cell) if name in lost and definers[name] == 1]
        if len(names) == 1:
            cell.metadata["nbgrader"] = _about(released, names[0])
            found += 1
    return found


def _add_checks(submitted, released):
    """Put each check that is missing after the cell that it follows, if that is there."""
    added, before = [], None
    for cell in released.cells:
        name = grade_id(cell)
        places = {grade_id(each): i for i, each in enumerate(submitted.cells) if grade_id(each)}
        if _is_check(cell) and name not in places and before in places:
            _drop_nameless(submitted, cell.source)
            places = {grade_id(each): i for i, each in enumerate(submitted.cells)}
            submitted.cells.insert(places[before] + 1, deepcopy(cell))
            added.append(name)
        before = name or before
    return added


def _drop_nameless(submitted, source):
    """Leave out the cell that was this check, so that it does not run twice."""
    submitted.cells = [c for c in submitted.cells if grade_id(c) or c.source.strip() != source]


def _about(released, name):
    return next(c for c in released.cells if grade_id(c) == name).metadata["nbgrader"]


def _is_check(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def _defined(cell) -> set[str]:
    """Return the names that a cell's code defines at its outermost level."""
    if cell.cell_type != "code":
        return set()
    try:
        steps = ast.parse(cell.source).body
    except (SyntaxError, ValueError):
        return set()
    targets = [t for step in steps if isinstance(step, ast.Assign) for t in step.targets]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return names | {step.name for step in steps if isinstance(step, ast.FunctionDef)}
