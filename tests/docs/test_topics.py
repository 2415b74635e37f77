"""docs/topics.md holds every topic, notebook, explorer and exercise, where it says they are."""

import re
from pathlib import Path

import nbformat
import pytest

from cnnteach import widgets
from cnnteach.exercises import catalogue

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "topics.md"
LECTURES = ROOT.parent / "shared" / "lectures"
ROW = '| topic | "slide" | [NN Section](../notebooks/NN_name.ipynb) | `Explorer` | `exercise` |'


class Topic:
    """One row of the page."""

    def __init__(self, lecture, line):
        self.lecture = lecture
        self.name, self.slide, places, explorers, exercises = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        self.taught = places != "not taught"
        self.places = re.findall(r"\[(\d\d) ([^\]]+)\]\(\.\./notebooks/(\w+)\.ipynb\)", places)
        self.explorers = re.findall(r"`(\w+)`", explorers)
        self.exercises = re.findall(r"`(\w+)`", exercises)

    @property
    def notebooks(self):
        return {stem for _, _, stem in self.places}


def topics():
    for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = part.splitlines()
        rows = [line for line in lines if line.startswith("|")][2:]
        yield from (Topic(title, line) for line in rows)


TOPICS = list(topics())
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


def notebooks():
    return sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def cells():
    """Return the cells of each notebook, by its name."""
    return {path.stem: nbformat.read(path, as_version=4).cells for path in notebooks()}


@each_topic
def test_its_sections_exist(topic, cells):
    assert bool(topic.places) == topic.taught
    for number, section, stem in topic.places:
        assert stem.startswith(number)
        headings = re.findall(r"(?m)^## (.*)", "\n".join(cell.source for cell in cells[stem]))
        assert section in headings, f"{PAGE.name}: {stem} has {headings}"


@each_topic
def test_its_explorers_and_exercises_stand_in_one_of_its_notebooks(topic, cells):
    code = "\n".join(
        cell.source for stem in topic.notebooks for cell in cells[stem] if cell.cell_type == "code"
    )
    assert set(topic.explorers) <= set(widgets.__all__)
    missing = [name for name in topic.explorers if f"{name}(" not in code]
    assert missing == [], f"{PAGE.name}: not in {', '.join(sorted(topic.notebooks))}"
    for name in topic.exercises:
        exercise = catalogue().get(name)
        assert exercise, f"{PAGE.name}: there is no exercise {name}"
        assert exercise.notebook in topic.notebooks, (
            f"{PAGE.name}: {name} is in {exercise.notebook}"
        )


def test_every_notebook_explorer_and_exercise_has_a_topic():
    """What is new gets its name into the row of its topic, or a row of its own."""
    exercises = {name for topic in TOPICS for name in topic.exercises}
    explorers = {name for topic in TOPICS for name in topic.explorers}
    placed = {stem for topic in TOPICS for stem in topic.notebooks}
    add = f"docs/topics.md: write it into the row of its topic, or add a row there: {ROW}"
    assert [
        f"{e.name} of {e.notebook}" for e in catalogue().values() if e.name not in exercises
    ] == [], add
    assert [name for name in widgets.__all__ if name not in explorers] == [], add
    assert [path.stem for path in notebooks()[1:] if path.stem not in placed] == [], add


def plain(text):
    """Return a slide's text without the marks of its conversion."""
    return re.sub(r"[\s*\\_]+", " ", text)


@pytest.mark.fixtures
@pytest.mark.skipif(not LECTURES.is_dir(), reason="the lectures are not beside this clone")
@each_topic
def test_its_slide_is_in_the_lecture(topic):
    number = topic.lecture.removeprefix("Lecture ")[:3]
    if number.isdigit():
        (text,) = (path.read_text(encoding="utf-8") for path in LECTURES.glob(f"{number}_*.txt"))
        slide = topic.slide.removeprefix("p. ").strip('"').split("–")[0]
        assert plain(slide) in plain(text)
