"""What the teacher's page says is so: its states, its numbers, its minutes, its commands."""

import itertools
import re
from pathlib import Path

import pytest
import teaching_page

from cnnteach import widgets
from cnnteach.exercises import catalogue

ROOT = Path(__file__).parents[2]
TEXT = teaching_page.text()


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("lesson"))
        return teaching_page.run()


def test_every_block_shows_something_and_every_explorer_is_shown(shown):
    assert all(each.value is not None for each in shown)
    kinds = {type(each.value).__name__ for each in shown}
    assert set(widgets.__all__) <= kinds


def test_what_the_page_says_in_bold_is_what_its_state_says(shown):
    """`<!-- says: EXPRESSION -->` gives one or more texts, in bold in the paragraph before it."""
    checked = 0
    for each in shown:
        for paragraph, expression in re.findall(r"(?s)([^\n].*?)<!-- says: (.*?) -->", each.below):
            found = eval(expression, each.names)
            said = re.findall(r"\*\*(?:Answer: )?(.*?)\.?\*\*", paragraph.split("\n\n")[-1])
            assert set([found] if isinstance(found, str) else found) <= set(said), expression
            checked += 1
    assert checked == TEXT.count("<!-- says:")


def test_the_page_for_those_without_python_is_made(shown):
    assert [each.value for each in shown if "export_html" in each.code] == ["first.html"]


def plans():
    """Return the rows of each lesson's plan, ``[(from, to), ...]``, by its minutes."""
    found = {}
    for title, body in re.findall(r"(?ms)^## A lesson of (\d+) minutes[^\n]*\n(.*?)^#", TEXT):
        rows = re.findall(r"(?m)^\| (\d+)–(\d+) \|", body)
        found[int(title)] = [(int(start), int(end)) for start, end in rows]
    return found


@pytest.mark.parametrize("minutes", [45, 90])
def test_a_plan_fills_its_lesson_without_a_gap(minutes):
    rows = plans()[minutes]
    assert rows[0][0] == 0
    assert rows[-1][1] == minutes
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(rows))


def test_exercises_have_the_points_and_minutes_that_it_gives_them():
    found = re.findall(r"`(\w+)` \((\d+) points?, (\d+) minutes\)", TEXT)
    assert len(found) >= 5
    for name, points, minutes in found:
        exercise = catalogue()[name]
        assert (int(points), int(minutes)) == (exercise.points, exercise.minutes), name


def test_every_name_in_code_is_there():
    """Exercises, notebooks and commands that the page names."""
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    for name in re.findall(r"`(\d\d_\w+)(?:\.ipynb)?`", TEXT):
        assert name in notebooks
    for command, assignment in re.findall(r"cnnteach classroom (\w+) (\d\S+)", TEXT):
        assert command in ("release", "collect", "grade", "report", "feedback")
        assert assignment in {e.notebook for e in catalogue().values()}
    hard = re.search(r"set the hard ones \(([^)]*)\)", TEXT)[1]
    assert set(re.findall(r"`(\w+)`", hard)) <= set(catalogue())


def test_the_course_has_every_notebook():
    weeks = re.findall(r"(?m)^\| \d \| ([^|]*)\|", TEXT)
    assert len(weeks) == 6
    named = {number for week in weeks for number in re.findall(r"\d\d", week)}
    numbers = {path.name[:2] for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    assert named == numbers - {"90"}


def test_a_teacher_finds_it_at_the_top_of_the_readme():
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert "](docs/teaching.md)" in first
