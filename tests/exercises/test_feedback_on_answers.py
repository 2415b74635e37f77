"""What a learner reads: not tried, another kind of answer, an error in a line, a changed input."""

import linecache

import numpy as np
import pytest

from cnnteach.exercises import catalogue, check
from cnnteach.exercises.running import is_untouched

CORRECT = catalogue()["corr2d_valid"].solution


def cell(code, name="<cell 3>"):
    """Run code as a notebook does: its lines can be looked up."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    namespace = {"np": np}
    exec(compile(code, name, "exec"), namespace)
    return namespace


def test_an_error_shows_the_learners_own_line_and_its_number():
    code = (
        "def corr2d_valid(image, kernel):\n"
        "    output = np.zeros((2, 2))\n"
        "    output[5, 0] = 1\n"
        "    return output\n"
    )
    result = check("corr2d_valid", cell(code)["corr2d_valid"])
    assert result.label == "exception"
    assert "stopped with IndexError in line 3: `output[5, 0] = 1`" in result.message
    assert "    IndexError: index 5 is out of bounds for axis 0 with size 2" in result.message
    assert "    image = [[0 1 2]" in result.message
    assert "cnnteach" not in result.message


def test_an_error_in_a_library_shows_the_line_that_called_it():
    code = "def sobel(image):\n\n    return np.linalg.inv(image[:, :2])\n"
    message = check("sobel", cell(code)["sobel"]).message
    assert "LinAlgError in line 3: `return np.linalg.inv(image[:, :2])`" in message


def test_an_error_in_the_learners_helper_shows_the_helpers_line():
    code = (
        "def half(x):\n"
        "    return x / nothing\n"
        "def output_size(size, kernel, stride, padding):\n"
        "    return half(size)\n"
    )
    message = check("output_size", cell(code)["output_size"]).message
    assert "NameError in line 2: `return x / nothing`" in message
    assert "It was given `size=10, kernel=3, stride=2, padding=0`." in message


def test_an_interrupt_is_the_learners_and_not_an_answer():
    def endless(size, kernel, stride, padding):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("output_size", endless)


def test_right_numbers_with_a_changed_input_are_not_right_and_say_so_kindly():
    def corr2d_valid(image, kernel):
        answer = CORRECT(image, kernel)
        image[0, 0] = 99
        return answer

    result = check("corr2d_valid", corr2d_valid)
    assert result.passed is False
    assert result.label == "changes its input"
    assert "Your function changes `image`" in result.message
    assert "`image.copy()`" in result.message


def test_a_mistake_is_known_though_an_input_is_changed_too():
    def corr2d_valid(image, kernel):
        kernel[...] = kernel[::-1, ::-1].copy()
        return CORRECT(image, kernel)

    assert check("corr2d_valid", corr2d_valid).label == "flips the kernel"


def test_what_a_learner_changes_is_a_copy():
    def corr2d_valid(image, kernel):
        image[...] = 0
        kernel[...] = 0
        return np.zeros((1, 1))

    assert check("corr2d_valid", corr2d_valid).passed is False
    assert check("corr2d_valid", CORRECT).passed is True


def test_an_output_that_the_next_call_writes_into_again_is_kept():
    shared = []

    def receptive_field(layers):
        shared[:] = catalogue()["receptive_field"].solution(layers)
        return shared

    assert check("receptive_field", receptive_field).passed is True


def test_cases_are_new_each_time_and_the_same_for_a_seed():
    given = []

    def output_size(*args):
        given[-1].append(args)
        return 4

    for seed in (None, None, 7, 7):
        given.append([])
        check("output_size", output_size, seed=seed)
    once, again, seeded, seeded_again = given
    assert once != again
    assert seeded == seeded_again


def _docstring_only(size, kernel, stride, padding):
    """The task."""


def _dots(size, kernel, stride, padding):
    """The task."""
    ...


def _returns_none(size, kernel, stride, padding):
    return None


def _begun(size, kernel, stride, padding):
    padded = size + 2 * padding
    raise NotImplementedError(padded)


@pytest.mark.parametrize(
    "answer", [None, ..., _docstring_only, _dots, _returns_none, _begun, lambda a, b, c, d: ...]
)
def test_what_is_left_as_it_was_is_not_tried_yet(answer):
    result = check("output_size", answer)
    assert result.passed is None
    assert "raise NotImplementedError" in result.message
    assert '`hint("output_size")`' in result.message


@pytest.mark.parametrize("answer", [0, "", False, [], lambda: 0, np.zeros(3), max, print])
def test_what_is_something_is_tried(answer):
    assert not is_untouched(answer)


def test_a_forgotten_return_is_told():
    def output_size(size, kernel, stride, padding):
        (size + 2 * padding - kernel) // stride + 1

    result = check("output_size", output_size)
    assert result.passed is False
    assert "is a `return` missing?" in result.message


def test_other_parameters_are_told():
    result = check("output_size", lambda size, kernel: 3)
    assert result.label == "wrong parameters"
    assert "takes 2 parameters (size, kernel), where it is given 4" in result.message
    assert "`def output_size(size, kernel, stride, padding):`" in result.message


def test_more_parameters_with_defaults_are_welcome():
    def output_size(size, kernel, stride, padding, dilation=1):
        return (size + 2 * padding - kernel) // stride + 1

    assert check("output_size", output_size).passed is True


def test_a_call_in_place_of_the_function_is_told():
    result = check("output_size", 4)
    assert result.label == "wrong kind of answer"
    assert '`check("output_size", output_size)`' in result.message


def test_a_function_in_place_of_a_value_is_told():
    assert "A value is asked for" in check("alexnet", lambda: (55, 55, 96)).message


def test_a_function_of_numpys_own_is_an_answer():
    assert check("patch_dot", np.vdot).passed is True
    assert check("patch_dot", np.dot).label == "takes the matrix product"


@pytest.mark.parametrize(
    ("value", "kind"),
    [([[1]], "a list"), ("x", "'x', a string"), (5, "5, an int"), ({}, "a dict")],
)
def test_another_type_is_told(value, kind):
    message = check("corr2d_valid", lambda image, kernel: value).message
    assert f"Your answer is {kind}; a NumPy array of shape (2, 2) is expected." in message


def test_images_and_weights_are_shown_plane_by_plane():
    message = check("conv_batch", lambda x, w, b, stride, padding: x).message
    assert "x[0, :, :, 0] = [[0 1 2]\n" in message
    assert "w[:, :, 0, 0] = [[0 1]\n" in message


def test_the_first_wrong_case_can_be_called_again():
    result = check("corr2d_valid", lambda image, kernel: CORRECT(image, kernel) + 1)
    image, kernel = result.args
    assert CORRECT(image, kernel).tolist() == [[19, 25], [37, 43]]
    assert "Every number is 1 too large." in result.message


def test_a_mistake_in_some_cases_only_is_known_too():
    def output_size(size, kernel, stride, padding):
        once = (size + padding - kernel) // stride + 1
        return 7 if (size, kernel) == (7, 3) else once  # one of the examples, learnt by heart

    assert check("output_size", output_size).label == "counts the padding once"


def test_a_new_mistake_is_told_by_its_numbers():
    result = check("output_size", lambda size, kernel, stride, padding: size + stride)
    assert result.label == "value"
    assert "Your answer is 12, and 4 is right." in result.message


def test_the_same_answer_to_everything_is_told():
    result = check("output_size", lambda size, kernel, stride, padding: 4)
    assert result.passed is False
    assert "the same answer whatever it is given" in result.message


def test_a_wrong_value_does_not_give_the_right_one_away():
    exercises = catalogue()
    for name in ("numbers_in_photo", "alexnet"):
        for wrong in [*exercises[name].wrong_answers.values(), 17, (1, 2, 3), "x", 1.5]:
            message = check(name, wrong).message
            assert str(exercises[name].solution) not in message
            assert "786" not in message
            assert "55, 55, 96" not in message


def test_an_image_of_channels_is_shown_channel_by_channel():
    message = check("multi_channel", lambda image, kernel: np.zeros((2, 2))).message
    assert "    image[:, :, 1] = [[1 2 3]" in message


def test_checks_do_not_depend_on_each_other():
    exercises = list(catalogue().values())
    forwards = [check(each.name, each.solution, seed=3).passed for each in exercises]
    backwards = [check(each.name, each.solution, seed=3).passed for each in exercises[::-1]]
    assert forwards == backwards == [True] * len(exercises)


@pytest.mark.parametrize(("wrong", "right"), [("outputsize", "output_size"), ("sobell", "sobel")])
def test_an_unknown_name_is_answered_with_the_nearest(wrong, right):
    with pytest.raises(LookupError, match=f'no exercise "{wrong}"; did you mean .*"{right}"'):
        check(wrong, 3)


def test_a_name_without_quotes_is_told():
    with pytest.raises(TypeError, match='in quotes, such as "corr2d_valid"'):
        check(CORRECT, 3)


def test_no_mistake_is_seen_in_right_numbers_whose_input_is_changed():
    def dropout_forward(x, mask, rate, training):
        if training:
            x[~mask] = 0
            x /= 1 - rate
        return x

    message = check("dropout_forward", dropout_forward).message
    assert "Your function changes `x`" in message
    hints = [mistake.hint for mistake in catalogue()["dropout_forward"].mistakes]
    assert [hint for hint in hints if hint in message] == []


@pytest.mark.parametrize("answer", ["image[10, 20, 1]", "b)", ""])
def test_a_letter_is_asked_for_and_nothing_longer_is_taken_for_one(answer):
    exercise = catalogue()["green_of_pixel"]
    assert 'letter in quotes, such as "a"' in exercise.stub_source
    assert 'a letter in quotes, such as "a", is expected' in check(exercise.name, answer).message


def test_a_quotient_may_answer_a_question_about_whole_numbers():
    assert check("without_sharing", 105_705_600 / 34_944)
    assert "a whole number (int) is expected" in check("without_sharing", 3025.5).message


def test_where_a_function_is_asked_for_its_code_replaces_a_line():
    def stop(size, kernel, stride, padding):
        raise NotImplementedError

    message = check("output_size", stop).message
    assert "your code in place of the line `raise NotImplementedError" in message


def test_patches_are_shown_one_by_one():
    message = check("cut_top_patches", lambda images, planes, k, size, stride: images[:k, :2, :2])
    assert "images[0, :, :] = [[ 0  1  2  3]" in message.message
    assert "yours[0, :, :]" in message.message
