"""The layers of this package against NumPy, by hand, and through a file."""

import keras
import numpy as np
import pytest

from cnnteach import models, ops
from cnnteach.models import layers as own
from cnnteach.models.lenet5_1998 import C3_TABLE
from cnnteach.models.losses import RightClassPenalty


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor)


def random(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def test_connection_table_convolves_what_the_table_says():
    table = [(0, 2), (1,), (0, 1, 2)]
    layer = own.ConnectionTableConv2D(table, (2, 3), activation="tanh")
    x = random(2, 6, 5, 3)
    y = numbers(layer(x))
    kernel, bias = random(2, 3, 6, seed=1), random(3, seed=2)
    layer.set_weights([kernel, bias])
    y = numbers(layer(x))
    full, entry = np.zeros((2, 3, 3, 3), "float32"), 0
    for out, sources in enumerate(table):
        for source in sources:
            full[:, :, source, out] = kernel[:, :, entry]
            entry += 1
    np.testing.assert_allclose(y, np.tanh(ops.conv2d(x, full, bias)), atol=1e-5)


def test_lenets_table_has_60_kernels_as_table_i():
    assert sum(map(len, C3_TABLE)) == 60
    assert [len(reads) for reads in C3_TABLE] == [3] * 6 + [4] * 9 + [6]
    assert len(set(C3_TABLE)) == 16
    readers = [sum(source in reads for reads in C3_TABLE) for source in range(6)]
    assert readers == [10] * 6  # every map of s2 is read as often


def test_a_table_that_reads_a_map_that_is_not_there_is_refused():
    layer = own.ConnectionTableConv2D([(0, 3)], 3)
    with pytest.raises(ValueError, match="reads input map 3, but there are 3, from 0 to 2"):
        layer(random(1, 5, 5, 3))


def test_subsampling_adds_scales_and_shifts():
    layer = own.Subsampling((2, 3), activation=own.scaled_tanh)
    x = random(2, 5, 7, 2)
    layer(x)
    coefficient, bias = np.array([0.5, -1.0], "float32"), np.array([0.1, 0.2], "float32")
    layer.set_weights([coefficient, bias])
    sums = x[:, :4, :6].reshape(2, 2, 2, 2, 3, 2).sum(axis=(2, 4))
    expected = 1.7159 * np.tanh(2 / 3 * (coefficient * sums + bias))
    np.testing.assert_allclose(numbers(layer(x)), expected, atol=1e-5)


@pytest.mark.parametrize("n", [1, 3, 5])
def test_local_response_normalisation_sums_over_its_neighbours(n):
    x = random(2, 3, 4, 6)
    expected = np.empty_like(x)
    for i in range(6):
        near = x[..., max(i - n // 2, 0) : i + n // 2 + 1]
        expected[..., i] = x[..., i] / (2 + 0.3 * (near**2).sum(axis=-1)) ** 0.75
    layer = own.LocalResponseNormalization(n=n, alpha=0.3)
    np.testing.assert_allclose(numbers(layer(x)), expected, rtol=1e-5)


def test_radial_basis_measures_squared_distance():
    x, codes = random(3, 4), random(2, 4, seed=1)
    expected = [
        [sum((a - b) ** 2 for a, b in zip(row, code, strict=True)) for code in codes] for row in x
    ]
    layer = own.RadialBasis(codes)
    np.testing.assert_allclose(numbers(layer(x)), expected, rtol=1e-5)
    assert not layer.trainable_weights
    with pytest.raises(ValueError, match="gives 5 numbers, but a code has 4"):
        own.RadialBasis(codes)(random(1, 5))


@pytest.mark.parametrize(
    ("sequence", "k", "expected"),
    [
        pytest.param([3, 1, 4, 1, 5, 9, 2, 6], 3, [5, 9, 6], id="order-is-kept"),
        pytest.param([2, 2, 2], 2, [2, 2], id="ties"),
        pytest.param([-1, -3, -2], 2, [-1, -2], id="negative"),
        pytest.param([4, 7], 2, [4, 7], id="all-of-them"),
    ],
)
def test_k_max_keeps_the_order(sequence, k, expected):
    x = np.array(sequence, "float32").reshape(1, -1, 1)
    assert numbers(own.KMaxPooling1D(k)(x)).ravel().tolist() == expected


def test_k_max_takes_the_first_of_equal_ones_for_each_filter_by_itself():
    """The gradient shows which place was taken: with ties the value does not."""
    tf = pytest.importorskip("tensorflow")
    if keras.backend.backend() != "tensorflow":
        pytest.skip("looks at a gradient of TensorFlow's")
    x = tf.constant([[[2.0, 1.0], [2.0, 5.0], [2.0, 5.0], [1.0, 5.0]]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(own.KMaxPooling1D(2)(x))
    assert tape.gradient(y, x)[0].numpy().T.tolist() == [[1, 1, 0, 0], [0, 1, 1, 0]]


def test_more_than_there_are_cannot_be_kept():
    with pytest.raises(ValueError, match="k is 5, but the sequence has only 3 places"):
        own.KMaxPooling1D(5)(random(1, 3, 2))


@pytest.mark.parametrize("strides", [1, (2, 1)])
def test_locally_connected_uses_a_kernel_of_its_own_at_each_place(strides):
    layer = own.LocallyConnected2D(4, (3, 2), strides, activation="relu")
    x = random(2, 7, 6, 3)
    shape = numbers(layer(x)).shape[1:]
    kernel, bias = random(*shape[:2], 18, 4, seed=1), random(*shape, seed=2)
    layer.set_weights([kernel, bias])
    y = numbers(layer(x))
    down, right = (strides, strides) if isinstance(strides, int) else strides
    for i, j in np.ndindex(shape[:2]):
        patch = x[:, i * down : i * down + 3, j * right : j * right + 2].reshape(2, 18)
        expected = np.maximum(patch @ kernel[i, j] + bias[i, j], 0)
        np.testing.assert_allclose(y[:, i, j], expected, atol=1e-4)


def test_locally_connected_with_the_same_kernel_everywhere_is_a_convolution():
    layer = own.LocallyConnected2D(2, 3)
    x = random(1, 6, 5, 2)
    layer(x)
    shared = random(3, 3, 2, 2, seed=3)
    everywhere = np.broadcast_to(shared.reshape(18, 2), (4, 3, 18, 2))
    layer.set_weights([everywhere, np.zeros((4, 3, 2), "float32")])
    np.testing.assert_allclose(numbers(layer(x)), ops.conv2d(x, shared), atol=1e-4)


def test_locally_connected_weights_start_with_the_spread_of_one_place():
    """He's deviation for 75 inputs, not for the 75 x 100 of all places."""
    layer = own.LocallyConnected2D(8, 5, kernel_initializer=keras.initializers.HeNormal(seed=0))
    layer.build((None, 14, 14, 3))
    assert np.std(numbers(layer.kernel)) == pytest.approx((2 / 75) ** 0.5, rel=0.02)


def test_spatial_pyramid_takes_maxima_of_parts():
    x = random(2, 7, 5, 3)
    layer = own.SpatialPyramidPooling2D([3, 1])
    rows, columns = [(0, 3), (2, 5), (4, 7)], [(0, 2), (1, 4), (3, 5)]
    parts = [x[:, a:b, c:d].max(axis=(1, 2)) for a, b in rows for c, d in columns]
    expected = np.concatenate([*parts, x.max(axis=(1, 2))], axis=-1)
    np.testing.assert_array_equal(numbers(layer(x)), expected)
    with pytest.raises(ValueError, match="map of 2 x 5 cannot be cut into 3 x 3 parts"):
        own.SpatialPyramidPooling2D([3])(random(1, 2, 5, 1))


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_bilinear_weights_enlarge_a_ramp_to_a_ramp(factor):
    """Inside of the image an enlarged slope has the slope divided by the factor."""
    ramp = np.tile(np.arange(6.0, dtype="float32"), (6, 1))[None, :, :, None] * [1.0, -2.0]
    kernel = 2 * factor - factor % 2
    up = keras.layers.Conv2DTranspose(
        2, kernel, factor, "same", use_bias=False, kernel_initializer=own.Bilinear()
    )
    inner = numbers(up(ramp.astype("float32")))[0, factor:-factor, factor:-factor]
    np.testing.assert_allclose(np.diff(inner[..., 0], axis=1), 1 / factor, atol=1e-5)
    np.testing.assert_allclose(np.diff(inner[..., 1], axis=1), -2 / factor, atol=1e-5)
    np.testing.assert_allclose(np.diff(inner, axis=0), 0, atol=1e-5)


def test_padded_shortcut_keeps_every_other_pixel_and_adds_silent_maps():
    x = random(1, 5, 4, 2)
    y = numbers(own.PaddedShortcut(5, 2)(x))
    np.testing.assert_array_equal(y[..., :2], x[:, ::2, ::2])
    assert y.shape == (1, 3, 2, 5)
    assert not y[..., 2:].any()


def test_the_losses_are_equations_8_and_9():
    labels, penalties = (
        np.array([[2], [0]]),
        np.array([[3.0, 1.0, 2.0], [0.5, 4.0, 1.0]], "float32"),
    )
    assert float(RightClassPenalty()(labels, penalties)) == pytest.approx((2.0 + 0.5) / 2)
    rivals = np.log(np.exp(-0.7) + np.exp(-penalties).sum(axis=1))
    expected = (np.array([2.0, 0.5]) + rivals).mean()
    assert float(RightClassPenalty(rival=0.7)(labels, penalties)) == pytest.approx(expected)


BILINEAR = {"strides": 2, "kernel_initializer": own.Bilinear()}
LAYERS = [
    pytest.param(own.ConnectionTableConv2D([(0, 1), (2,)], 3, "relu"), (6, 7, 3), id="table"),
    pytest.param(own.Subsampling((2, 3), activation=own.scaled_tanh), (6, 7, 3), id="subsampling"),
    pytest.param(own.LocalResponseNormalization(n=3, alpha=0.1), (6, 7, 3), id="normalisation"),
    pytest.param(own.RadialBasis(random(4, 5)), (5,), id="radial-basis"),
    pytest.param(own.KMaxPooling1D(3), (7, 2), id="k-max"),
    pytest.param(own.LocallyConnected2D(2, (3, 2), 2, activation="tanh"), (6, 7, 3), id="local"),
    pytest.param(own.SpatialPyramidPooling2D([2, 1]), (6, 7, 3), id="pyramid"),
    pytest.param(own.PaddedShortcut(5), (6, 7, 3), id="shortcut"),
    pytest.param(own.SimpleCells(4, 3, 2.5, padding=1, seed=7), (6, 7, 3), id="simple-cells"),
    pytest.param(own.ComplexCells(3, 2, padding=(1, 2)), (6, 7, 3), id="complex-cells"),
    pytest.param(keras.layers.Conv2DTranspose(3, 4, **BILINEAR), (4, 5, 3), id="bilinear"),
]


@pytest.mark.parametrize(("layer", "shape"), LAYERS)
def test_layers_go_through_a_file_and_say_their_shape(layer, shape, tmp_path):
    copy = layer.__class__.from_config(layer.get_config())
    image = keras.Input(shape)
    model = keras.Model(image, copy(image))
    model.save(tmp_path / "layer.keras")
    loaded = models.load(tmp_path / "layer.keras")
    x = np.abs(random(3, *shape))
    expected = numbers(model(x))
    np.testing.assert_array_equal(numbers(loaded(x)), expected)
    assert loaded.layers[-1].get_config() == model.layers[-1].get_config()
    assert expected.shape == (3, *model.output_shape[1:])


def test_crop_like_follows_the_second_image():
    big, small = keras.Input((None, None, 2)), keras.Input((None, None, 3))
    model = keras.Model([big, small], own.CropLike()([big, small]))
    x = random(1, 6, 7, 2)
    np.testing.assert_array_equal(numbers(model([x, random(1, 4, 5, 3)])), x[:, :4, :5])
    assert model.output_shape == (None, None, None, 2)


def test_response_normalisation_has_a_map_in_the_middle():
    with pytest.raises(ValueError, match="n is 4, but must be odd"):
        own.LocalResponseNormalization(n=4)
