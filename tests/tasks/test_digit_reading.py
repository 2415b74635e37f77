"""A drawn digit is made to look like MNIST's, and read."""

import numpy as np
import pytest
from scipy import ndimage

from cnnteach import tasks
from cnnteach.datasets import digits
from cnnteach.tasks.digit_reading import as_mnist


def photographed(digit, scale=6):
    """An MNIST digit as dark ink on bright paper, larger, and far from the middle."""
    large = np.kron(255 - digit, np.ones((scale, scale), np.uint8)).astype(np.float32)
    paper = np.pad(large, ((10, 70), (90, 5)), constant_values=255)
    return (40 + 0.7 * paper).astype(np.uint8)  # grey paper, grey ink


def test_a_bar_by_hand():
    drawing = np.zeros((50, 80), np.uint8)
    drawing[5:45, 10:14] = 200
    digit = as_mnist(drawing)
    assert (digit.shape, digit.dtype) == ((28, 28), np.float32)
    rows, columns = np.nonzero(digit > 0.5)
    assert (rows.min(), rows.max()) == (4, 23)
    assert (columns.min(), columns.max()) == (13, 14)
    assert digit.max() == 1


def test_dark_on_bright_and_bright_on_dark_are_the_same():
    digit = digits()[0][2600]
    np.testing.assert_allclose(as_mnist(digit), as_mnist(255 - digit), atol=1e-5)


def test_the_centre_of_mass_is_in_the_middle():
    for digit in digits()[0][::501]:
        middle = ndimage.center_of_mass(as_mnist(photographed(digit)))
        assert np.abs(np.subtract(middle, 13.5)).max() < 0.75


def test_photographed_digits_are_read(record_property):
    images, labels = digits()
    read = [tasks.read_digit(photographed(images[i]), k=1)[0].name for i in range(7, 5000, 50)]
    right = np.mean([int(name) == label for name, label in zip(read, labels[7::50], strict=True)])
    record_property("right", f"{right:.0%} of {len(read)}")
    assert right > 0.9


def test_guesses_are_ordered_probabilities():
    guesses = tasks.read_digit(digits()[0][0], k=10)
    shares = [guess.probability for guess in guesses]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_sheet_has_no_digit(value):
    with pytest.raises(ValueError, match="there is no digit on the image"):
        as_mnist(np.full((40, 40), value, np.uint8))
