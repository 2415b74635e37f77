"""Steps to be put in order: what counts as an order, and which pair is the wrong way round."""

from itertools import permutations

import pytest

from cnnteach.exercises import Chapter
from cnnteach.exercises.compare import difference
from cnnteach.exercises.judging import judge
from cnnteach.exercises.orders import Order, Reversed, lettered

STEPS = [("wake up", ""), ("get up", "First wake."), ("wash", "First up."), ("eat", "Wash first.")]


@pytest.fixture
def morning():
    chapter = Chapter("09_days")
    chapter.ordering(
        "morning",
        "How does a day begin?",
        STEPS,
        title="A morning",
        points=1,
        minutes=1,
        because="That is how.",
        hints=("Think of today.", "Eat last."),
    )
    return chapter.exercises[0]


def test_the_letters_stand_for_the_steps_in_another_order_than_the_right_one(morning):
    lines = dict(line.split(": ") for line in morning.task.splitlines()[1:5])
    assert [lines[letter] for letter in morning.solution] == [step for step, _ in STEPS]
    assert not any(f"{a}{b}" in morning.solution for a, b in ("ab", "bc", "cd"))
    assert morning.stub_source.endswith("morning = ...")


def test_the_letters_are_the_same_each_time_and_others_for_another_exercise():
    steps = [step for step, _ in STEPS] + ["go", "come"]
    assert lettered("morning", steps) == lettered("morning", steps)
    assert len({lettered(name, steps)[0] for name in "abcdefgh"}) > 3


def test_an_order_may_be_written_in_many_ways(morning):
    right = str(morning.solution)
    for answer in (right, right.upper(), " > ".join(right), ", ".join(right), list(right)):
        assert judge(morning, answer).passed is True, answer


def test_every_wrong_order_gets_the_hint_of_a_pair_that_it_has_the_wrong_way_round(morning):
    right = str(morning.solution)
    for wrong in map("".join, permutations(right)):
        if wrong == right:
            continue
        result = judge(morning, wrong)
        (named,) = [mistake for mistake in morning.mistakes if mistake.label == result.label]
        early, late = named.answer.early, named.answer.late
        assert wrong.index(late) < wrong.index(early)
        assert f"Your {late} comes before {early}." in result.message
        assert right not in result.message


def test_letters_that_are_missing_or_too_many_are_told(morning):
    result = judge(morning, "abbx")
    assert result.label == "letters"
    for said in ("c is missing", "d is missing", "b comes twice", "x names no step"):
        assert said in result.message


@pytest.mark.parametrize("answer", [3, (1, 2), [], ""])
def test_what_is_no_order_is_told(morning, answer):
    assert judge(morning, answer).passed is False


def test_a_reversed_pair_is_known_wherever_it_stands():
    pair = Reversed.of("abcd", 1)
    assert pair == "acbd"
    assert difference("dcab", pair) is None
    assert difference("abdc", pair).kind == "value"
    assert difference("abcd", Order("abcd")) is None
