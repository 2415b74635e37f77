"""The traits of SharingDial: its matrix, its weights, its shift, and what it refuses."""

import numpy as np
import pytest

from cnnteach.widgets import SharingDial
from cnnteach.widgets.sharing_dial import sharing

CASES = [((6, 6), (3, 3)), ((5, 7), (2, 3)), ((8, 4), (1, 4)), ((3, 3), (3, 3))]


@pytest.mark.parametrize(("size", "kernel"), CASES)
@pytest.mark.parametrize("stop", sharing.STOPS)
def test_the_matrix_makes_the_output_and_holds_as_many_weights_as_it_says(stop, size, kernel):
    x = np.random.default_rng(0).integers(-9, 10, size)
    dial = SharingDial(x, sharing=stop, kernel=kernel, shift=0, seed=3)
    np.testing.assert_allclose((dial.matrix @ x.ravel()).reshape(dial.output.shape), dial.output)
    assert dial.weights == len(np.unique(dial.tied[dial.tied >= 0]))
    np.testing.assert_array_equal(dial.matrix[dial.tied < 0], 0)
    for weight in range(dial.weights):
        assert len(np.unique(dial.matrix[dial.tied == weight])) == 1


def test_each_stop_of_the_dial_keeps_weights_of_the_one_before():
    dial = SharingDial(seed=1)
    dense = dial.matrix
    dial.sharing = "local"
    local = dial.matrix
    window = dial.tied >= 0
    np.testing.assert_array_equal(local[window], dense[window])
    assert (dense[~window] != 0).all()
    dial.sharing = "shared"
    np.testing.assert_array_equal(dial.matrix[0], local[0])
    for row in range(1, 4):  # the outputs beside the first
        np.testing.assert_array_equal(dial.matrix[row, row:], dial.matrix[0, :-row])


@pytest.mark.parametrize("stop", sharing.STOPS)
def test_the_layer_is_that_of_keras(stop):
    import keras

    dial = SharingDial(sharing=stop, image="random", size=(5, 6), shift=0)
    if stop == "shared":
        layer = keras.layers.Conv2D(1, 3, use_bias=False)
        layer.build((1, 5, 6, 1))
        layer.set_weights([dial.w[:, :, None, None]])
        y = layer(dial.x[None, :, :, None])
    else:
        layer = keras.layers.Dense(12, use_bias=False)
        layer.build((1, 30))
        layer.set_weights([dial.matrix.T])
        y = layer(dial.x.reshape(1, -1))
    np.testing.assert_allclose(np.reshape(y, (3, 4)), dial.output, atol=1e-4)


@pytest.mark.parametrize("shift", [(0, 1), (2, 0), (-1, 1), (0, -2)])
def test_only_shared_weights_let_a_shift_through(shift):
    dial = SharingDial(np.random.default_rng(2).integers(1, 9, (7, 7)), shift=shift)
    known = ~np.isnan(dial.difference)
    rows, columns = (5 - abs(step) for step in shift)
    assert known.sum() == rows * columns
    for stop in ("dense", "local"):
        dial.sharing = stop
        assert np.nanmax(np.abs(dial.difference)) > 1
    dial.sharing = "shared"
    np.testing.assert_array_equal(dial.difference[known], 0)
    after = dial.layer(dial.still)
    row, column = 2, 2
    assert dial.output[row, column] == after[row - shift[0], column - shift[1]]


def test_counts_are_those_of_the_lectures():
    dial = SharingDial()
    assert dial.counted == {"dense": 10**7, "local": 10**5, "shared": 10**2}
    dial.image_side, dial.units = 200, 40_000
    assert dial.counted["dense"] == 1_600_000_000
    dial.image_channels = 3
    assert dial.counted == {"dense": 4_800_000_000, "local": 12_000_000, "shared": 300}


def test_the_first_window_holds_sobels_kernel_or_ones_own():
    dial = SharingDial(sharing="shared")
    assert dial.w.tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    dial.w = [[1, -1]]
    assert (dial.kernel, dial.weights, dial.output.shape) == ([1, 2], 2, (6, 5))
    np.testing.assert_array_equal(dial.output, dial.x[:, :-1] - dial.x[:, 1:])
    assert (SharingDial(seed=1).matrix[1] != SharingDial(seed=2).matrix[1]).any()


def test_one_weight_moves_one_output_or_all():
    moved = {}
    for stop in sharing.STOPS:
        dial = SharingDial(np.ones((6, 6)), sharing=stop, shift=0)
        before = dial.output
        w = dial.w
        w[1, 2] += 1
        dial.w = w
        moved[stop] = int((dial.output != before).sum())
    assert moved == {"dense": 1, "local": 1, "shared": 16}


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ({"sharing": "some"}, ValueError, "sharing is 'some', but must be one of 'dense', 'local'"),
        ({"size": 9}, ValueError, "size is 9, and SharingDial shows at most 8"),
        ({"size": 0}, ValueError, "size is 0"),
        ({"kernel": 6}, ValueError, "kernel is 6, and SharingDial shows at most 5"),
        ({"kernel": 4, "size": 3}, ValueError, "a kernel of 4.*only 3"),
        ({"shift": 3}, ValueError, "shift is 3.*at most 2"),
        ({"x": np.ones((9, 9))}, ValueError, r"x has shape \(9, 9\).*up to 8"),
        ({"x": np.ones((4, 4)), "size": 5}, ValueError, r"size is 5, but x has shape \(4, 4\)"),
        ({"w": np.ones((6, 6))}, ValueError, r"w has shape \(6, 6\).*up to 5"),
        ({"units": 0}, ValueError, "units is 0"),
        ({"image_side": 10.5}, TypeError, r"image_side is 10\.5"),
        ({"image": "yours"}, ValueError, "image is 'yours'.*start with one of a cross"),
        ({"image": "lena"}, ValueError, "there is no image 'lena'; there are a cross"),
        ({"stride": 2}, TypeError, "SharingDial has no option 'stride'; it has x, w, seed, size"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, kind, message):
    with pytest.raises(kind, match=f"(?s){message}"):
        SharingDial(**words)


def test_its_sentence_counts_weights_and_agreement():
    said = SharingDial(sharing="shared").describe()
    assert said == (
        "SharingDial: shared layer, 6x6 input, 3x3 windows -> 4x4 output, 9 weights; "
        "shifted by [0, 1], 12 of 12 outputs agree with the shifted output"
    )
    dial = SharingDial(size=4)
    dial.kernel = 5
    assert "no output: a kernel of 5" in dial.describe()
    assert dial.figure().texts[0].get_text() == dial.describe()


def test_the_figure_gives_each_weight_one_colour():
    for stop, colours in (("dense", 576), ("local", 144), ("shared", 9)):
        dial = SharingDial(sharing=stop)
        figure = dial.figure()
        picture = figure.axes[1].images[0].get_array()
        flat = picture[dial.tied >= 0].round(6)
        assert len(np.unique(flat, axis=0)) == colours
        assert (picture[dial.tied < 0] == 1).all()
        assert figure.get_supxlabel() == f"{stop} layer: {colours} weights"
