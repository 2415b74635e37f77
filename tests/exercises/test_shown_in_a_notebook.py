"""Results, hints, solutions and progress as a learner sees or hears them."""

import re

import pytest
from heard import Balanced

from cnnteach.exercises import Help, Result, catalogue, check, hint, progress, solution
from cnnteach.exercises import help as help_module
from cnnteach.exercises.display import indented, paragraphs


def test_each_verdict_has_a_sign_words_and_a_colour_of_its_own():
    exercise = catalogue()["output_size"]
    results = [check("output_size", answer) for answer in (exercise.solution, 1, ...)]
    texts = [repr(result) for result in results]
    assert [text.splitlines()[0] for text in texts] == [
        "✓ Right: The size of the output (2 points)",
        "✗ Not right yet",
        "… Not tried yet",
    ]
    pages = [result._repr_html_() for result in results]
    colours = [re.search(r"border-left:4px solid (\S+?,)", page)[1] for page in pages]
    assert len(set(colours)) == 3
    assert all(colour.startswith("var(--jp-") for colour in colours)
    for page, words in zip(pages, ("Right: The size", "Not right yet", "Not tried"), strict=True):
        read = Balanced(page)
        assert read.open == []
        assert "".join(read.said).startswith((" " + words, words))
        assert 'role="status"' in page


def test_a_result_is_true_only_where_the_answer_is_right():
    assert bool(check("alexnet", (55, 55, 96))) is True
    assert bool(check("alexnet", (54, 54, 96))) is False
    assert bool(check("alexnet", ...)) is False


def test_what_a_learner_wrote_is_no_html():
    page = check("green_of_pixel", "<img src=x onerror=alert(1)>")._repr_html_()
    assert "<img" not in page
    assert "&lt;img" in page


def test_no_colour_is_set_without_the_themes_own():
    for page in (check("alexnet", 3)._repr_html_(), progress()._repr_html_()):
        colours = re.findall(r"(?:color|background|border[a-z-]*):([^;\"]+)", page)
        assert colours
        assert all(
            "var(--jp-" in colour or colour in ("transparent", "inherit", "collapse")
            for colour in colours
        )


def test_code_keeps_its_empty_lines():
    page = paragraphs(f"Look\n\n{indented('def f():' + chr(10) * 2 + '    return 1 < 2')}\n\nend")
    assert "<pre" in page
    assert ">def f():\n\n    return 1 &lt; 2</pre>" in page
    assert page.count("<pre") == 1


@pytest.fixture
def nothing_asked(monkeypatch):
    monkeypatch.setattr(help_module, "_asked", {})


@pytest.mark.usefixtures("nothing_asked")
def test_hints_come_one_by_one_and_then_the_way_to_the_solution():
    first, second = catalogue()["sobel"].hints
    shown = [repr(hint("sobel")) for _ in range(4)]
    assert first in shown[0]
    assert second not in shown[0]
    assert 'hint("sobel")' in shown[0]
    assert second in shown[1]
    assert 'solution("sobel")' in shown[1]
    assert first in shown[2]
    assert second in shown[2]
    assert 'solution("sobel")' in shown[2]
    assert shown[2] == shown[3]


@pytest.mark.usefixtures("nothing_asked")
def test_each_exercise_counts_its_own_hints():
    hint("sobel")
    assert repr(hint("crop")).startswith("Hint 1 of 2")
    assert repr(hint("sobel")).startswith("Hint 2 of 2")


def test_a_solution_is_shown_with_its_reason():
    exercise = catalogue()["corr2d_valid"]
    shown = solution("corr2d_valid")
    assert isinstance(shown, Help)
    assert exercise.because in repr(shown)
    for line in exercise.solution_source.splitlines():
        assert line in repr(shown)
    assert Balanced(shown._repr_html_()).open == []


@pytest.mark.parametrize("ask", [hint, solution])
def test_help_for_an_unknown_name_says_what_is_near(ask):
    with pytest.raises(LookupError, match='did you mean "sobel"'):
        ask("sobl")


def test_progress_counts_points_by_notebook_and_says_what_is_next():
    for name in ("numbers_in_photo", "green_of_pixel", "channels_first"):
        check(name, catalogue()[name].solution)
    check("crop", lambda image, top, left, height, width: image)
    shown = progress()
    assert shown.points == 4
    assert shown.out_of == sum(exercise.points for exercise in catalogue().values())
    assert shown.next.name == "crop"
    text = repr(shown)
    assert text.startswith(f"Your progress: 4 of {shown.out_of} points")
    assert "01_an_image_is_a_tensor: 4 of 9 points" in text
    assert "✓ Channels last to channels first (channels_first): 2 of 2, 1 attempt, 20" in text
    assert "✗ Cut a window out of a photograph (crop): 0 of 1, 1 attempt, –" in text
    assert "… Colour to grey (to_grey): 0 of 2, 0 attempts, –" in text
    assert f"Kept in `{shown.path}`" in text


def test_progress_is_a_table_that_can_be_listened_to():
    check("output_size", catalogue()["output_size"].solution)
    page = progress()._repr_html_()
    read = Balanced(page)
    assert read.open == []
    assert page.count('scope="row"') == len(catalogue())
    assert (
        page.count("<caption")
        == page.count("<details")
        == len({e.notebook for e in catalogue().values()})
    )
    assert '<a href="02_convolution.ipynb">' in page
    assert not any("<a" in line for line in re.findall(r"(?s)<summary.*?</summary>", page))
    assert read.said.count("right") == 1
    assert read.said.count("not tried yet") == len(catalogue()) - 1


def test_the_notebook_that_is_next_is_open_and_no_other():
    for exercise in catalogue().values():
        if exercise.notebook == "01_an_image_is_a_tensor":
            check(exercise.name, exercise.solution)
    opened = re.findall(r'<details open.*?<a href="([^"]*)"', progress()._repr_html_())
    assert opened == ["02_convolution.ipynb"]


def test_when_all_is_right_progress_says_so():
    for name, exercise in catalogue().items():
        check(name, exercise.solution)
    shown = progress()
    assert shown.points == shown.out_of
    assert shown.next is None
    assert "Every exercise is right." in repr(shown)


def test_a_note_stands_below_the_answer():
    result = Result(True, "Right", "Because.", "sobel", "right", note="`a` is full")
    assert repr(result) == "✓ Right\nBecause.\n\n`a` is full"
    assert "<code>a</code> is full" in result._repr_html_()
