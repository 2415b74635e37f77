"""Grade one submission on Gradescope: what ``run_autograder`` of the archive starts.

``python -m cnnteach.classroom.autograder ROOT``, where ROOT is ``/autograder``, reads what is in
``submission`` and ``submission_metadata.json``; whatever happens, it writes
``results/results.json``.
"""

import json
import shutil
import sys
import traceback
from pathlib import Path

from cnnteach.classroom.course import Course
from cnnteach.classroom.grading import grade
from cnnteach.classroom.sandbox import choose
from cnnteach.exercises.registry import catalogue

FAILED = "The autograder failed, which is not your fault. Please tell your teacher."


def results(entry: dict, visibility: str, most: dict[str, float]) -> dict:
    """Return what Gradescope shows for an entry of the ledger.

    Parameters
    ----------
    entry : dict
        See `cnnteach.classroom.grading.grade`.
    visibility : str
        When students see it: see `cnnteach.classroom.gradescope.VISIBLE`.
    most : dict
        What each check is worth, by its name.

    Examples
    --------
    >>> shown = results({"status": "refused", "why": "the cell width is missing"}, "visible", {})
    >>> shown["score"], shown["output"]
    (0, 'This notebook cannot be graded: the cell width is missing. Mend it and submit again.')
    """
    if entry["status"] == "graded":
        tests = [_test(question, entry, most[question]) for question in entry["points"]]
        notes = [f"Note: {note}." for note in entry.get("notes", [])]
        return {"tests": tests, "visibility": visibility, "output": "\n".join(notes)}
    said = {
        "refused": f"This notebook cannot be graded: {entry.get('why')}. Mend it and submit again.",
        "stopped": f"This notebook was not graded to its end: {entry.get('why')}.",
        "tampered": "Something in this notebook interfered with its checks; nothing was counted.",
    }[entry["status"]]
    return {"score": 0, "output": said, "extra_data": {"status": entry["status"]}}


def _test(question, entry, most):
    exercise = catalogue().get(question.removeprefix("check_"))
    return {
        "name": exercise.title if exercise else question,
        "score": entry["points"][question],
        "max_score": most,
        "output": entry["said"].get(question, "Right."),
        "extra_data": {"label": entry["labels"][question]},
    }


def run(root: Path) -> dict:
    """Grade what lies in `root`, and return what Gradescope shows.

    Raises
    ------
    RuntimeError
        If there is no sandbox: not even another user's rights.
    """
    options = json.loads((root / "source" / "options.json").read_text(encoding="utf-8"))
    course, assignment = Course.open(root / "source" / "course"), options["assignment"]
    student = _student(root / "submission_metadata.json")
    _take(root / "submission", course.root / "submitted" / student / assignment, assignment)
    entry = grade(
        course,
        assignment,
        jobs=1,
        seconds=options["seconds"],
        sandbox=_sandbox(),
        seed_by_student=options["seed_by_student"],
        again=True,
    )[student]
    return results(entry, options["visibility"], course.points(assignment))


def _student(metadata):
    """Return a name for who submitted; of a group, who is listed first."""
    try:
        users = json.loads(metadata.read_text(encoding="utf-8"))["users"]
        return f"student-{users[0]['id']}"
    except (OSError, ValueError, LookupError):
        return "student"


def _take(submission, folder, assignment):
    """Copy what was submitted, links as links; the only notebook may have any name."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(submission, folder, symlinks=True)
    notebooks = list(folder.glob("*.ipynb"))
    if len(notebooks) == 1:
        notebooks[0].rename(folder / f"{assignment}.ipynb")


def _sandbox():
    """Prefer bubblewrap; most containers forbid it, and then nobody's rights must do."""
    try:
        return choose("bubblewrap")
    except RuntimeError:
        return choose("nobody")


def main(root: Path) -> None:
    """Write the results."""
    try:
        shown = run(root)
    except Exception:
        traceback.print_exc()  # for the teacher alone
        shown = {"score": 0, "output": FAILED}
    path = root / "results" / "results.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(shown, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
