"""The image kernels are those of the textbooks, at any size."""

from itertools import product

import numpy as np
import pytest
from scipy import ndimage

from cnnteach import kernels

SIZES = list(product(range(1, 8), repeat=2))
SUMS = {"identity": 1, "box": 1, "sharpen": 1, "gaussian": 1, "emboss": 1,
        "sobel_x": 0, "sobel_y": 0, "laplacian": 0}  # fmt: skip


def test_they_do_what_scipys_filters_do():
    image = np.random.default_rng(0).standard_normal((8, 9))
    inside = (slice(1, -1), slice(1, -1))
    expected = {
        "identity": image,
        "box": ndimage.uniform_filter(image, 3),
        "sobel_x": ndimage.sobel(image, axis=1),
        "sobel_y": ndimage.sobel(image, axis=0),
        "laplacian": ndimage.laplace(image),
        "sharpen": image - ndimage.laplace(image),
    }
    for name, result in expected.items():
        found = ndimage.correlate(image, kernels.kernel(name))
        np.testing.assert_allclose(found[inside], result[inside], atol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", kernels.NAMES)
def test_every_size_can_be_had(name):
    for size in SIZES:
        kernel = kernels.kernel(name, size)
        assert kernel.shape == size
        if name in SUMS and min(size) >= 3:
            assert kernel.sum() == pytest.approx(SUMS[name])


def test_larger_ones_keep_their_middle_and_are_as_smooth_as_they_should_be():
    np.testing.assert_array_equal(kernels.kernel("sobel_x", 5)[1:4, 1:4], kernels.kernel("sobel_x"))
    assert np.count_nonzero(kernels.kernel("sobel_x", 7)) == 6
    np.testing.assert_allclose(kernels.kernel("gaussian", (1, 5)) * 16, [[1, 4, 6, 4, 1]])
    assert len(np.unique(kernels.kernel("box", (2, 7)))) == 1


def test_the_table_holds_each_kernel_at_each_size():
    table, at = np.frombuffer(kernels.table(), np.float32), 0
    for name in kernels.NAMES:
        for rows, columns in SIZES:
            expected = kernels.kernel(name, (rows, columns)).astype(np.float32).ravel()
            np.testing.assert_array_equal(table[at : at + rows * columns], expected)
            at += rows * columns
    assert at == len(table)


@pytest.mark.parametrize("size", [0, 8, (3, 9), -1, 2.5, "3", (3, 3, 3), None])
def test_an_impossible_size_is_refused(size):
    with pytest.raises(ValueError, match="1 to 7 rows and columns"):
        kernels.kernel("box", size)


def test_recentring_keeps_the_middle_and_undoes_itself():
    rng = np.random.default_rng(1)
    for (rows, columns), size in product([(3, 3), (2, 5), (4, 1)], SIZES):
        w = rng.standard_normal((rows, columns, 2))
        there = kernels.recentre(w, size)
        assert there.shape == (*size, 2)
        middle = (rows - 1) // 2, (columns - 1) // 2
        np.testing.assert_array_equal(there[(size[0] - 1) // 2, (size[1] - 1) // 2], w[middle])
        if size[0] > rows + 1 and size[1] > columns + 1:
            np.testing.assert_array_equal(kernels.recentre(there, (rows, columns)), w)


def test_the_misprint_has_lost_the_signs_of_its_last_row():
    mended = kernels.kernel("misprint") * [[1], [1], [-1]]
    np.testing.assert_array_equal(mended, kernels.kernel("sobel_y"))
    assert kernels.kernel("misprint").sum() == -8


@pytest.mark.parametrize("size", [1, 2, 3, 5, (3, 6), 7])
@pytest.mark.parametrize("name", kernels.NAMES)
def test_what_is_separated_is_of_rank_1_and_makes_the_kernel_again(name, size):
    w = kernels.kernel(name, size)
    assert kernels.rank(w) == np.linalg.matrix_rank(w)
    parts = kernels.separate(w)
    assert (parts is None) == (np.linalg.matrix_rank(w) != 1)
    if parts:
        np.testing.assert_allclose(np.outer(*parts), w, atol=1e-12)


def test_a_column_adds_up_to_1_or_begins_with_the_smallest_whole_number():
    five = np.array([1, 4, 6, 4, 1]) / 16
    for part in kernels.separate(np.outer(five, five)):
        np.testing.assert_allclose(part, five)
    for name, column, row in [
        ("sobel_x", [1, 2, 1], [-1, 0, 1]),
        ("sobel_y", [-1, 0, 1], [1, 2, 1]),
    ]:
        for part, expected in zip(
            kernels.separate(kernels.kernel(name)), (column, row), strict=True
        ):
            np.testing.assert_array_equal(part, expected)
    for part in kernels.separate(np.outer([1.0, -1], [1.0, -1])):
        assert np.abs(part).tolist() == [1, 1]
    assert kernels.separate(np.zeros((3, 3))) is None


def test_float32_does_not_hide_a_rank_of_1():
    w = np.outer([0.1, 0.7, 0.2], [1 / 3, 1 / 7, 0.9]).astype(np.float32)
    assert kernels.rank(w) == 1
    assert kernels.rank(w + np.eye(3) * 1e-3) == 3
