"""How a chapter sets an exercise, and how the chapters become one catalogue."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from cnnteach.exercises import Chapter, Mistake, catalogue, registry
from cnnteach.exercises.judging import judge
from cnnteach.exercises.source import function_stub, question_source


def double(x):
    """Return twice `x`.

    It may be negative.
    """
    return 2 * x


@pytest.fixture
def chapter():
    chapter = Chapter("09_numbers")
    chapter.function(
        double,
        title="Twice",
        points=1,
        minutes=1,
        because="Two times.",
        examples=[((2,), 4), ((3,), 6)],
        variants=lambda rng: [(int(rng.integers(10, 99)),)],
        oracle=lambda x: x + x,
        hints=("Once and once again.", "`2 * x`"),
        mistakes=[Mistake("squares", "That is the square.", lambda x: x * x)],
    )
    chapter.question(
        "legs",
        "How many legs has a cat?",
        4,
        title="Legs",
        points=1,
        minutes=1,
        because="Count.",
        hints=("Look.", "Count."),
        mistakes={2: ("one side", "There are two sides.")},
    )
    return chapter


def test_a_function_is_set_by_its_solution(chapter):
    twice = chapter.exercises[0]
    assert (twice.name, twice.answer_name, twice.notebook) == ("double", "double", "09_numbers")
    assert twice.task == "Return twice `x`."
    assert twice.stub_source == (
        'def double(x):\n    """Return twice `x`.\n\n    It may be negative.\n    """\n'
        "    raise NotImplementedError  # your code here"
    )
    assert twice.solution_source.endswith("    return 2 * x")
    assert judge(twice, lambda x: x * 2).passed is True
    assert judge(twice, lambda x: x**2).label == "squares"


def test_a_question_is_set_by_its_answer(chapter):
    legs = chapter.exercises[1]
    assert legs.stub_source == "# How many legs has a cat?\nlegs = ..."
    assert legs.solution_source == "# How many legs has a cat?\nlegs = 4"
    assert legs.stub is ...
    assert judge(legs, 4).passed is True
    assert "There are two sides." in judge(legs, 2).message


def test_a_long_question_is_wrapped():
    lines = question_source("word " * 40 + "\nb: second line", "name", "...").splitlines()
    assert max(map(len, lines)) <= 88
    assert lines[-2:] == ["# b: second line", "name = ..."]


def test_a_stub_keeps_a_long_signature():
    source = 'def f(\n    a,\n    b,\n):\n    """Task."""\n    return a + b'
    stub = function_stub(source)
    assert stub == source.replace("return a + b", "raise NotImplementedError  # your code here")


def test_a_name_belongs_to_one_exercise(chapter, monkeypatch):
    twice = SimpleNamespace(chapter=chapter)
    monkeypatch.setattr(registry, "import_module", lambda name: twice)
    with pytest.raises(ValueError, match="two exercises are called double, legs"):
        registry._all.__wrapped__()


def test_the_catalogue_cannot_be_spoilt_by_who_gets_it():
    catalogue().clear()
    assert "output_size" in catalogue()


def test_importing_is_cheap_and_brings_nothing_heavy():
    code = (
        "import numpy, sys, time\n"
        "start = time.process_time()\n"
        "from cnnteach.exercises import check\n"
        "took = time.process_time() - start\n"
        "heavy = {'matplotlib', 'keras', 'tensorflow', 'scipy', 'ipywidgets', 'IPython'}\n"
        "print(took, *(heavy & sys.modules.keys()))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    took, *heavy = run.stdout.split()
    assert heavy == []
    assert float(took) < 0.15
