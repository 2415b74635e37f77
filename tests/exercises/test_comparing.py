"""What a comparison says: the first element that differs, both shapes, both types."""

import numpy as np
import pytest

from cnnteach.exercises.compare import brief, describe, difference
from cnnteach.exercises.relations import shape_relation, value_relation

GRID = np.arange(12.0).reshape(3, 4)


def exact(*arrays):
    return 0.0


def test_the_first_differing_element_is_named_with_both_numbers_and_the_count():
    given = GRID.copy()
    given[1, 2], given[2, 0] = 60, 80
    found = difference(given, GRID)
    assert found.kind == "value"
    assert found.text == (
        "at [1, 2] your answer is 60.0, and 6.0 is right (2 of 12 numbers differ)"
    )


def test_both_shapes_are_said():
    found = difference(GRID.T, GRID)
    assert found.kind == "shape"
    assert found.text == "your answer has shape (4, 3), and (3, 4) is right"
    assert "swapped" in found.guess


@pytest.mark.parametrize(
    ("dtype", "near", "far"),
    [(np.float64, 5e-6, 1e-4), (np.float32, 1e-5, 1e-2), (np.float16, 1e-3, 0.5)],
)
def test_floats_may_differ_as_far_as_their_dtype_makes_them(dtype, near, far):
    right = GRID.astype(dtype)
    given = right.astype(float)
    given[0, 1] += near
    assert difference(given, right) is None
    given[0, 1] += far
    assert difference(given, right).kind == "value"


def test_a_whole_number_larger_than_any_float_is_wrong():
    assert difference(10**400, 0.5).kind == "value"
    assert difference(np.float32(0.1), 0.1) is None


def test_a_large_number_does_not_hide_an_error_in_integers():
    right = np.array([10**9, 3])
    assert difference(np.array([10**9, 4]), right).text.startswith("at [1]")
    assert difference(np.array([1e9, 3.0]), right) is None


def test_tiny_right_numbers_are_not_within_reach_of_zero():
    right = np.array([1e-9, 2e-9])
    assert difference(np.zeros(2), right).kind == "value"
    assert difference(right * (1 + 1e-9), right) is None


def test_nan_is_no_number_that_is_near():
    found = difference(np.array([1.0, np.nan]), np.array([1.0, 2.0]))
    assert found.text.startswith("at [1] your answer is nan")
    assert "not finite" in found.guess


def test_uint8_is_compared_without_wrapping_round():
    assert difference(np.array([255], dtype=np.uint8), np.array([-1])).kind == "value"
    assert difference(np.array([3], dtype=np.uint8), np.array([3.0])) is None


def test_the_dtype_counts_only_where_it_is_asked_for():
    given, right = np.array([1, 2]), np.array([1, 2], dtype=np.uint8)
    assert difference(given, right) is None
    found = difference(given, right, same_dtype=True)
    assert (found.kind, found.text) == ("dtype", "your array is int64, and uint8 is right")


class FakeTensor:
    __module__ = "torch"

    def __array__(self, *args, **kwargs):
        return GRID


FakeTensor.__name__ = "Tensor"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GRID.tolist(), "a list; a NumPy array of shape (3, 4) is expected"),
        ("edges", "'edges', a string; a NumPy array of shape (3, 4) is expected"),
        (None, "None (is a `return` missing?); a NumPy array of shape (3, 4) is expected"),
        (FakeTensor(), "a torch Tensor; a NumPy array of shape (3, 4) is expected"),
        (7, "7, an int; a NumPy array of shape (3, 4) is expected"),
        (difference, "a function (called without brackets?); a NumPy array"),
    ],
    ids=["list", "string", "None", "tensor", "int", "function"],
)
def test_another_type_than_an_array_gets_a_sentence(given, said):
    found = difference(given, GRID)
    assert found.kind == "type"
    assert found.text.startswith(f"your answer is {said}")


def test_an_array_of_anything_but_numbers_gets_a_sentence():
    assert difference(GRID.astype(object), GRID).text == (
        "your array holds object; numbers are expected"
    )
    assert difference(GRID.astype(complex), GRID).kind == "type"


@pytest.mark.parametrize("given", [4, np.int64(4), np.array(4), np.uint8(4)])
def test_a_whole_number_may_be_numpys(given):
    assert difference(given, 4) is None


@pytest.mark.parametrize("given", [4.0, "4", True, [4], np.array([4]), None, 4 + 0j])
def test_a_whole_number_is_neither_a_float_nor_anything_around_it(given):
    assert difference(given, 4).kind == "type"


def test_a_dot_product_may_be_a_float_or_an_int():
    assert difference(19.0, np.int64(19)) is None
    assert difference(19, 19.0) is None
    assert difference(np.float32(19.00001), 19.0) is None
    assert difference(19.1, 19.0).text == "your answer is 19.1, and 19.0 is right"


def test_a_pair_is_compared_item_by_item():
    assert difference([1, 2], (1, 2)) is None
    assert difference(np.array([1, 2]), (1, 2)) is None
    assert difference((1, 3), (1, 2)).text == (
        "your answer is (1, 3), and (1, 2) is right: look at [1]"
    )
    assert difference((1, 2.0), (1, 2)).text.startswith("at [1] your answer is 2.0, a float")
    assert difference((1,), (1, 2)).kind == "shape"
    assert difference(3, (1, 2)).text == "your answer is 3, an int; a tuple of 2 is expected"
    assert difference(((3, 2), (7, 5)), [(3, 2), (7, 4)]).kind == "value"


def test_in_a_pair_of_arrays_the_item_and_the_element_are_named():
    found = difference((GRID, GRID + 1), (GRID, GRID))
    assert found.text.startswith("in item [1], at [0, 0] your answer is 1.0, and 0.0 is right")
    assert found.arrays[0][0, 0] == 1


def test_a_letter_may_be_large_and_have_room_around_it():
    assert difference(" B ", "b") is None
    assert difference("c", "b").kind == "value"
    assert difference(2, "b").text.startswith("your answer is 2, an int; a letter in quotes")


def test_large_numbers_do_not_make_long_lines():
    assert len(brief(list(range(1000)))) == 60
    assert describe(np.float32(1)) == "a float32"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (GRID[::-1], "upside down"),
        (GRID[:, ::-1], "mirrored"),
        (GRID[::-1, ::-1], "half a turn"),
        (-GRID, "opposite sign"),
        (GRID + 5, "5 too large"),
        (GRID - 0.5, "0.5 too small"),
        (GRID * 3, "3 times"),
        (GRID * 0, "Every number is 0"),
        (GRID**2, ""),
    ],
)
def test_what_a_wrong_array_has_to_do_with_the_right_one(given, word):
    said = value_relation(given, GRID, exact)
    assert word in said
    assert bool(said) == bool(word)


def test_a_square_that_is_transposed_is_known():
    square = np.arange(9).reshape(3, 3)
    assert "transpose" in value_relation(square.T, square, exact)


def test_nothing_is_said_of_a_blank_map_that_should_be_blank_elsewhere():
    assert value_relation(np.array([0, 1, 0]), np.zeros(3), exact) == ""


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        ((2, 3), "last position is missing"),
        ((4, 4), "one position too many"),
        ((3, 4, 1), "3 axes"),
        ((4, 3), "swapped"),
        ((7, 1), ""),
    ],
)
def test_what_a_wrong_shape_has_to_do_with_the_right_one(shape, word):
    said = shape_relation(np.zeros(shape), GRID)
    assert word in said
    assert bool(said) == bool(word)


def test_channels_in_front_are_known():
    assert "another order" in shape_relation(np.zeros((6, 3, 4)), np.zeros((3, 4, 6)))


def test_infinity_is_near_to_nothing_but_itself():
    assert difference(0.33, np.inf)
    assert difference(np.inf, 0.33)
    assert difference(np.inf, np.inf) is None
    assert difference(np.array([1.0, 5.0]), np.array([np.inf, 5.0]))
