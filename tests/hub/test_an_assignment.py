"""An assignment goes out, is fetched, answered, handed in, collected, graded and given back."""

import nbformat
import pytest
from running import ADA, BOB, TEACHER, can_make_accounts
from students import ASSIGNMENT, FULL, NEEDS_SANDBOX, solve

from cnnteach.classroom.hub import COURSE

pytestmark = [pytest.mark.slow, NEEDS_SANDBOX]


@pytest.fixture(scope="module")
def classroom(hub, teacher):
    """``classroom(*words)`` is what the teacher types in a terminal of the hub."""

    def run(*words):
        command = ["python", "-m", "cnnteach", "classroom", *words]
        done = hub.as_user(TEACHER, command, cwd=hub.home(TEACHER) / COURSE)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def clicked(answer):
    """Return what nbgrader answered a button, which must have worked."""
    assert answer.ok, answer.text
    assert answer.json()["success"], answer.json()
    return answer.json()


@pytest.fixture(scope="module")
def collected(hub, classroom, teacher, ada, bob):
    """Both have handed in, one all right and one nothing, and the teacher has collected."""
    classroom("release", ASSIGNMENT)
    clicked(teacher.post(f"formgrader/api/assignment/{ASSIGNMENT}/release"))
    named = {"course_id": COURSE, "assignment_id": ASSIGNMENT}
    for visitor in (ada, bob):
        clicked(visitor.post("assignments/fetch", data=named))
    path = f"api/contents/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    notebook = nbformat.from_dict(ada.get(path).json()["content"])
    solve(notebook)
    ada.put(path, json={"type": "notebook", "content": notebook})
    for visitor in (ada, bob):
        clicked(visitor.post("assignments/submit", data=named))
    clicked(teacher.post(f"formgrader/api/assignment/{ASSIGNMENT}/collect"))
    return hub.home(TEACHER) / COURSE


def test_what_was_handed_in_is_collected_under_each_ones_name(collected):
    names = {path.parent.name for path in collected.glob(f"submitted/*/{ASSIGNMENT}")}
    assert names == {ADA, BOB}


@pytest.mark.skipif(not can_make_accounts(), reason="needs system accounts")
def test_a_learner_cannot_see_what_others_handed_in(hub, collected):
    inbound = hub.hub.folder / "exchange" / COURSE / "inbound"
    assert {path.name.split("+")[0] for path in inbound.iterdir()} == {ADA, BOB}
    assert hub.as_user(BOB, ["ls", inbound]).returncode != 0
    assert hub.as_user(TEACHER, ["ls", inbound]).returncode == 0


def test_grades_and_feedback_come_back_to_each(hub, collected, classroom, teacher, ada, bob):
    said = classroom("grade", ASSIGNMENT)
    assert f"{ADA}: graded, {FULL:g} points" in said
    assert f"{BOB}: graded, 0 points" in said
    classroom("feedback", ASSIGNMENT)
    clicked(teacher.post(f"formgrader/api/assignment/{ASSIGNMENT}/release_feedback"))
    named = {"course_id": COURSE, "assignment_id": ASSIGNMENT}
    for visitor in (ada, bob):
        clicked(visitor.post("assignments/fetch_feedback", data=named))
    pages = {name: [*hub.home(name).glob(f"{ASSIGNMENT}/feedback/*/*.html")] for name in (ADA, BOB)}
    assert {name: len(found) for name, found in pages.items()} == {ADA: 1, BOB: 1}
    assert f"(Score: {FULL:.1f} / {FULL:.1f})" in pages[ADA][0].read_text()
    assert f"(Score: 0.0 / {FULL:.1f})" in pages[BOB][0].read_text()
