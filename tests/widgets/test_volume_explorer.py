"""VolumeExplorer in Python: volumes as the lectures have them, held to ops and to Keras."""

import numpy as np
import pytest

from cnnteach import ops
from cnnteach.widgets import VolumeExplorer

WORDS = {
    "image": ["flower"],
    "filters": [1, 8],
    "kernel": [1, 7],
    "stride": [2],
    "padding": [2],
    "layers": [2],
    "filters2": [3],
    "kernel2": [5],
    "relu": [True],
    "layer": [2],
    "filter": [3],
    "selected": [[4, 5]],
    "unravelled": [50],
}


def test_the_lectures_volume_becomes_the_lectures_volume():
    explorer = VolumeExplorer()
    assert explorer.x.shape == (32, 32, 3)
    assert explorer.w.shape == (5, 5, 3, 6)
    assert explorer.maps.shape == explorer.output.shape == (28, 28, 6)
    expected = ops.conv2d(explorer.x[None], explorer.w, explorer.b)[0]
    np.testing.assert_array_equal(explorer.maps, expected)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in WORDS.items() for v in vs])
def test_each_word_is_taken_at_the_start_and_later(name, value):
    later = VolumeExplorer()
    setattr(later, name, value)
    at_once = VolumeExplorer(**{name: value})
    assert getattr(at_once, name) == getattr(later, name) == value
    np.testing.assert_array_equal(at_once.output, later.output)


def random_explorer(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, (*rng.integers(9, 15, 2), rng.integers(1, 9)))
    explorer = VolumeExplorer(
        [x, None][seed % 2],
        seed=seed,
        filters=int(rng.integers(1, 9)),
        kernel=int(rng.integers(1, 5)),
        stride=int(rng.integers(1, 3)),
        padding=int(rng.integers(0, 3)),
        layers=int(rng.integers(1, 3)),
        filters2=int(rng.integers(1, 9)),
        kernel2=int(rng.integers(1, 4)),
        relu=bool(rng.integers(2)),
    )
    explorer.layer = int(rng.integers(1, 3))
    explorer.selected = rng.integers(0, 9, 2)
    explorer.filter = int(rng.integers(0, 8))
    return explorer


def test_two_layers_are_those_of_keras():
    import keras

    for seed in range(8):
        explorer = random_explorer(seed)
        activation = "relu" if explorer.relu else None
        layers = [
            keras.layers.ZeroPadding2D(explorer.padding),
            keras.layers.Conv2D(
                explorer.filters,
                explorer.kernel,
                strides=explorer.stride,
                activation=activation,
            ),
            keras.layers.Conv2D(explorer.filters2, explorer.kernel2),
        ]
        model = keras.Sequential([keras.Input(explorer.x.shape), *layers[: 1 + explorer.layers]])
        layers[1].set_weights([explorer.w, explorer.b])
        if explorer.layers == 2:
            layers[2].set_weights([explorer.w2, explorer.b2])
        found = keras.ops.convert_to_numpy(model(explorer.x[None].astype("float32")))[0]
        scale = max(1, np.abs(explorer.output).max())
        np.testing.assert_allclose(found / scale, explorer.output / scale, atol=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_a_unit_is_what_its_channels_contribute_and_the_bias(seed):
    explorer = random_explorer(seed)
    second = explorer.layers == explorer.layer == 2
    volume = explorer.output if second else explorer.maps
    row, column = np.minimum(explorer.selected, np.subtract(volume.shape[:2], 1))
    f = min(explorer.filter, volume.shape[2] - 1)
    np.testing.assert_array_equal(explorer.column, volume[row, column])
    b = (explorer.b2 if second else explorer.b)[f]
    unit = explorer.partial_sums.sum() + b
    kept = max(unit, 0) if explorer.relu and not second else unit
    assert kept == pytest.approx(explorer.column[f])
    assert (
        explorer.window.shape[2]
        == len(explorer.partial_sums)
        == (explorer.filters if second else explorer.x.shape[2])
    )


def test_1x1_is_a_matrix_product_at_every_pixel():
    x = np.arange(12.0).reshape(3, 2, 2).transpose(1, 2, 0)  # (C, H, W) in the catalogue
    explorer = VolumeExplorer(x, filters=2, kernel=1)
    explorer.w = np.array([[1, 0, -1], [1, 1, 1]]).T[None, None]
    explorer.b = [0, 10]
    np.testing.assert_array_equal(explorer.maps[..., 0], np.full((2, 2), -8))
    np.testing.assert_array_equal(explorer.maps[..., 1], [[22, 25], [28, 31]])


def test_weights_of_ones_own_stay_when_more_filters_come():
    explorer = VolumeExplorer(np.eye(9), seed=4)
    drawn = explorer.w
    w = np.arange(12.0).reshape(2, 2, 1, 3)
    explorer.w, explorer.b = w, [7, 8, 9]
    np.testing.assert_array_equal(explorer.w, w)
    explorer.filters, explorer.kernel = 6, 5
    np.testing.assert_array_equal(explorer.w[:2, :2, :, :3], w)
    np.testing.assert_array_equal(explorer.w[2:], drawn[2:])
    np.testing.assert_array_equal(explorer.b[:3], [7, 8, 9])
    explorer.w2 = np.ones((1, 1, 6, 2))
    assert (explorer.layers, explorer.filters2) == (2, 2)
    np.testing.assert_allclose(explorer.output[..., 1] - explorer.b2[1], explorer.maps.sum(axis=2))


def test_seeds_draw_other_weights():
    first, again, other = (VolumeExplorer(seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.w, again.w)
    assert (first.w != other.w).any()
    assert set(np.unique(first.w)) == {-2, -1, 0, 1, 2}


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ({"x": np.ones((40, 4))}, ValueError, r"x has shape \(40, 4\).*up to 32"),
        ({"x": np.ones((4, 4, 9))}, ValueError, r"\(4, 4, 9\).*C up to 8"),
        ({"image": "yours"}, ValueError, "image is 'yours'.*start with one of pattern, edge"),
        ({"image": "lena"}, ValueError, "there is no image 'lena'"),
        ({"filters": 9}, ValueError, "filters is 9, and VolumeExplorer shows at most 8"),
        ({"kernel": 0}, ValueError, "kernel is 0, but must be at least 1"),
        ({"kernel": (3, 3)}, TypeError, "kernel"),
        ({"layers": 3}, ValueError, "layers is 3.*at most 2"),
        ({"x": np.ones((4, 4)), "kernel": 5}, ValueError, "a kernel of 5"),
        ({"layers": 2, "stride": 4, "kernel": 7, "kernel2": 7, "x": np.eye(20)}, ValueError, "7"),
        ({"dilation": 2}, TypeError, "VolumeExplorer has no option 'dilation'; it has x, seed"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, kind, message):
    with pytest.raises(kind, match=message):
        VolumeExplorer(**words)


@pytest.mark.parametrize(
    ("w", "message"),
    [
        (np.ones((3, 3, 2, 4)), r"w has shape \(3, 3, 2, 4\), but must be \(K, K, 3, F\).*as deep"),
        (np.ones((3, 2, 3, 4)), "filters are square here"),
        (np.ones((9, 9, 3, 1)), "up to 7"),
    ],
)
def test_filters_that_do_not_reach_through_are_refused(w, message):
    with pytest.raises(ValueError, match=message):
        VolumeExplorer().w = w


def test_the_sentence_and_the_figure_give_the_sizes():
    explorer = VolumeExplorer(layers=2, relu=True, selected=(3, 4), filter=2)
    said = explorer.describe()
    assert "32×32×3 → 6 filters, 5×5×3 → 28×28×6 → 4 filters, 1×1×6 → 28×28×4" in said
    assert said.endswith("ReLU after layer 1; unit at row 3, column 4, filter 2")
    texts = [text.get_text() for text in explorer.figure().axes[0].texts]
    assert {"32", "28", "3", "6", "4", "6 filters, 5×5×3", "maps of layer 2"} <= set(texts)
    explorer.selected, explorer.filter = (31, 31), 7
    assert explorer.describe().endswith("unit at row 27, column 27, filter 5")
    explorer.kernel2, explorer.stride = 7, 4
    explorer.x = np.eye(12)
    assert "no output: " in explorer.describe()
    assert "no output" in explorer.figure().texts[0].get_text()
