"""ConvExplorer in Python: every word is read and set, and the output follows."""

import numpy as np
import pytest

from cnnteach import kernels, ops, shapes
from cnnteach.widgets import ConvExplorer

PLAIN = {
    "size": 7, "kernel": 3, "stride": 1, "padding": 0, "dilation": 1, "channels": 1, "filters": 1,
    "groups": 1, "flip": False, "image": "pattern", "selected": [0, 0], "filter": 0,
}  # fmt: skip


def test_it_starts_as_documented():
    explorer = ConvExplorer()
    assert {name: getattr(explorer, name) for name in PLAIN} == PLAIN
    assert explorer.x.shape == (7, 7, 1)
    np.testing.assert_array_equal(explorer.w[:, :, 0, 0], kernels.kernel("sobel_x"))
    np.testing.assert_array_equal(explorer.b, [0])
    assert explorer.output.shape == (5, 5, 1)


@pytest.mark.parametrize(
    ("name", "value", "held", "shape"),
    [
        ("size", 9, 9, (7, 7, 1)),
        ("size", (5, 8), [5, 8], (3, 6, 1)),
        ("kernel", (2, 5), [2, 5], (6, 3, 1)),
        ("stride", 3, 3, (2, 2, 1)),
        ("stride", [1, 2], [1, 2], (5, 3, 1)),
        ("padding", 2, 2, (9, 9, 1)),
        ("padding", (0, 1), [[0, 0], [1, 1]], (5, 7, 1)),
        ("padding", ((0, 1), (2, 3)), [[0, 1], [2, 3]], (6, 10, 1)),
        ("padding", "same", "same", (7, 7, 1)),
        ("padding", "valid", "valid", (5, 5, 1)),
        ("dilation", (2, 2), 2, (3, 3, 1)),
        ("dilation", (1, 3), [1, 3], (5, 1, 1)),
        ("channels", 3, 3, (5, 5, 1)),
        ("filters", 4, 4, (5, 5, 4)),
        ("flip", True, True, (5, 5, 1)),
        ("image", "cat's eye", "cat's eye", (5, 5, 1)),
    ],
)
def test_each_word_is_taken_at_the_start_and_later(name, value, held, shape):
    later = ConvExplorer()
    setattr(later, name, value)
    for explorer in (ConvExplorer(**{name: value}), later):
        assert explorer.output.shape == shape
        assert {key: getattr(explorer, key) for key in PLAIN} == {**PLAIN, name: held}


def test_the_output_follows_a_trait():
    explorer = ConvExplorer()
    x, w = explorer.x[None], explorer.w
    explorer.stride = 2
    np.testing.assert_array_equal(explorer.output, ops.conv2d(x, w, stride=2)[0])
    explorer.flip = True
    np.testing.assert_array_equal(explorer.output, ops.conv2d(x, w[::-1, ::-1], stride=2)[0])
    explorer.b = 10
    np.testing.assert_array_equal(explorer.output, ops.conv2d(x, w[::-1, ::-1], stride=2)[0] + 10)


def test_numpys_numbers_are_taken_as_pythons():
    explorer = ConvExplorer(size=np.int64(6), padding=np.int64(1), stride=np.array([1, 2]))
    explorer.filters, explorer.filter = np.int32(3), np.int64(2)
    explorer.selected = np.unravel_index(explorer.output[:, :, 2].argmax(), (6, 3))
    explorer.flip = np.bool_(True)
    kinds = {type(part) for name in PLAIN for part in np.ravel(getattr(explorer, name)).tolist()}
    assert kinds == {int, bool, str}
    assert all(type(part) is int for part in (*explorer.selected, explorer.size, *explorer.stride))


def random_words(seed):
    """Return an input, kernels, biases and words that ConvExplorer takes, H != W, KH != KW."""
    rng = np.random.default_rng(seed)
    groups = int(rng.choice([1, 1, 2, 3]))
    depth = 1 if groups > 1 else int(rng.integers(1, 4))
    filters = groups * int(rng.integers(1, 6 // groups + 1))
    words = {
        "stride": tuple(rng.integers(1, 4, 2).tolist()),
        "dilation": tuple(rng.integers(1, 3, 2).tolist()),
        "padding": ["same", "valid", 1, (0, 2), ((1, 0), (2, 1))][seed % 5],
        "groups": groups,
    }
    x = rng.integers(-9, 10, (*rng.integers(7, 12, 2), groups * depth)) / 4
    w = rng.integers(-9, 10, (*rng.integers(1, 4, 2), depth, filters)) / 8
    return x, w, rng.integers(-9, 10, filters) / 2, words


@pytest.mark.parametrize("seed", range(40))
def test_the_output_is_that_of_ops_on_what_was_given(seed):
    x, w, b, words = random_words(seed)
    explorer = ConvExplorer(x, w, b, flip=bool(seed % 2), **words)
    np.testing.assert_array_equal(explorer.x, x)
    np.testing.assert_array_equal(explorer.w, w)
    np.testing.assert_array_equal(explorer.b, b)
    used = w[::-1, ::-1] if seed % 2 else w
    np.testing.assert_array_equal(explorer.output, ops.conv2d(x[None], used, b, **words)[0])


def with_keras(x, w, b, *, stride, padding, dilation, groups):
    """Convolve with Keras, which takes no stride and dilation at once and no four-sided padding."""
    import keras

    spans = [(size - 1) * gap + 1 for size, gap in zip(w.shape, dilation, strict=False)]
    spread = np.zeros((*spans, *w.shape[2:]))
    spread[:: dilation[0], :: dilation[1]] = w
    if not isinstance(padding, str):
        sides = [shapes.two("side", side) for side in shapes.two("padding", padding)]
        x, padding = np.pad(x, (*sides, (0, 0))), "valid"
    arrays = (keras.ops.convert_to_tensor(a, "float32") for a in (x[None], spread))
    y = keras.ops.conv(*arrays, strides=stride, padding=padding, data_format="channels_last")
    return keras.ops.convert_to_numpy(y)[0] + b


def test_the_output_is_that_of_keras():
    for seed in range(25):
        x, w, b, words = random_words(seed)
        expected = with_keras(x, w, b, **words)
        np.testing.assert_allclose(ConvExplorer(x, w, b, **words).output, expected, atol=1e-4)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, np.float32, bool])
def test_images_of_any_number_type_are_taken(dtype):
    x = np.arange(20).reshape(4, 5).astype(dtype)
    for given in (x, x[:, :, None], x[None, :, :, None], x.tolist()):
        explorer = ConvExplorer(given)
        np.testing.assert_array_equal(explorer.x, x[:, :, None].astype(float))
        assert (explorer.size, explorer.channels, explorer.image) == ([4, 5], 1, "yours")


def test_arrays_are_copied_in_and_out():
    x, w, b = np.ones((4, 4)), np.ones((3, 3)), np.ones(1)
    explorer = ConvExplorer(x, w, b)
    for array in (x, w, b, explorer.x, explorer.w, explorer.b):
        array[...] = 7
    assert explorer.output[0, 0, 0] == 10


def test_a_picture_replaces_an_input_and_an_input_a_picture():
    explorer = ConvExplorer(np.zeros((4, 5)))
    explorer.image = "edge"
    np.testing.assert_array_equal(explorer.x[0, :, 0], [0, 0, 0, 0, 9])
    explorer.x = np.ones((6, 6, 3))
    assert (explorer.size, explorer.channels, explorer.image) == (6, 3, "yours")
    explorer.size = 4  # cuts
    assert explorer.x.shape == (4, 4, 3)


def test_channels_of_a_picture_are_its_colours():
    grey, colour = (ConvExplorer(size=32, image="astronaut", channels=n) for n in (1, 3))
    mixed = colour.x @ (0.299, 0.587, 0.114)
    np.testing.assert_allclose(grey.x[:, :, 0], mixed, atol=1)
    assert not np.allclose(colour.x[:, :, 0], colour.x[:, :, 2])
    assert ConvExplorer(size=32, image="astronaut", channels=2).x.shape == (32, 32, 2)


def test_the_seed_is_that_of_the_random_picture():
    first, again, other = (ConvExplorer(image="random", seed=seed).x for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert set(np.unique(first)) <= set(range(10))


def test_a_kernel_of_ones_own_survives_shrinking_and_growing():
    w = np.arange(25.0).reshape(5, 5) - 7
    explorer = ConvExplorer(size=9, w=w)
    explorer.kernel = 3
    np.testing.assert_array_equal(explorer.w[:, :, 0, 0], w[1:4, 1:4])
    explorer.kernel = (7, 5)
    np.testing.assert_array_equal(explorer.w[:, :, 0, 0], np.pad(w, ((1, 1), (0, 0))))
    explorer.kernel = 5
    np.testing.assert_array_equal(explorer.w[:, :, 0, 0], w)


@pytest.mark.parametrize("name", kernels.NAMES)
@pytest.mark.parametrize("size", [1, 2, 3, (4, 7), 7])
def test_a_preset_is_the_kernel_of_its_name_at_any_size(name, size):
    explorer = ConvExplorer(size=9, kernel=name, channels=2)
    explorer.kernel = size
    for channel in (0, 1):
        expected = kernels.kernel(name, size).astype(np.float32)
        np.testing.assert_array_equal(explorer.w[:, :, channel, 0], expected)


def test_filters_have_presets_of_their_own():
    explorer = ConvExplorer(filters=3)
    explorer.presets = ["box", "identity", "emboss"]
    for f, name in enumerate(("box", "identity", "emboss")):
        np.testing.assert_allclose(explorer.w[:, :, 0, f], kernels.kernel(name), rtol=1e-6)
    assert len(explorer.presets) == 6  # those of filters to come


def test_a_name_for_w_keeps_the_size():
    explorer = ConvExplorer(kernel=5, w="gaussian")
    assert explorer.kernel == 5
    explorer.w = "box"
    np.testing.assert_allclose(explorer.w, 1 / 25, rtol=1e-6)


def test_biases_are_one_for_all_or_one_each_and_stay_where_filters_grow():
    explorer = ConvExplorer(filters=2, b=3)
    np.testing.assert_array_equal(explorer.b, [3, 3])
    explorer.b = [1, 2]
    explorer.filters = 3
    np.testing.assert_array_equal(explorer.b, [1, 2, 0])


def test_what_a_browser_sends_is_taken():
    explorer = ConvExplorer(np.zeros((3, 3)), np.ones((3, 3)))
    x, w, b = np.arange(9, dtype="f4"), np.full(9, 2, "f4"), np.full(6, 5, "f4")
    views = {"_source": memoryview(x.tobytes()), "_w": memoryview(w.tobytes())}
    explorer.set_state({**views, "_b": bytearray(b.tobytes()), "selected": [0, 0]})
    assert explorer.output.item() == 2 * x.sum() + 5


def test_a_change_is_told_to_those_who_observe_it():
    explorer, seen = ConvExplorer(), []
    explorer.observe(lambda change: seen.append(change.new), "stride")
    explorer.stride = 2
    explorer.stride = (2, 2)  # the same
    explorer.stride = (1, 2)
    assert seen == [2, [1, 2]]
