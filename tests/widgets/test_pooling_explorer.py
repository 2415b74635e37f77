"""The traits of PoolingExplorer: what it takes, what follows, and what it refuses."""

import math

import numpy as np
import pytest

from cnnteach import ops
from cnnteach.widgets import PoolingExplorer, activation_maps

X = np.array([[1, 3, 2, 1], [4, 2, 1, 5], [0, 1, 9, 2], [2, 8, 3, 4]])


def random_words(seed):
    """Return an input and options of every kind; whole numbers, so that some tie."""
    rng = np.random.default_rng(seed)
    x = rng.integers(-4, 5, rng.integers(4, 10, 2))
    words = {"kind": ["max", "average", "learned"][seed % 3]}
    words["windows"] = "global" if seed % 10 < 2 else "sliding"
    words["window"] = tuple(rng.integers(1, 4, 2).tolist())
    words["padding"] = ["valid", "same", 0][seed % 5 % 3]
    if words["kind"] == "learned":
        words["windows"] = "sliding"
    words["stride"] = [None, 1, (2, 1), (1, 3)][seed % 4]
    return x, words


def keras_layer(explorer):
    """Return the layer of Keras that does the same."""
    from keras import layers

    name = {"max": "Max", "average": "Average"}.get(explorer.kind)
    if explorer.windows == "global":
        return getattr(layers, f"Global{name}Pooling2D")(keepdims=True)
    steps = {"strides": explorer.pooling.stride or explorer.window}
    steps["padding"] = explorer.padding or "valid"
    if name:
        return getattr(layers, f"{name}Pooling2D")(explorer.window, **steps)
    layer = layers.Conv2D(1, explorer.window, use_bias=False, **steps)
    layer.build((1, *explorer.x.shape, 1))
    layer.set_weights([explorer.w[:, :, None, None]])
    return layer


@pytest.mark.parametrize("seed", range(24))
def test_output_and_gradient_are_those_of_keras(seed):
    tf = pytest.importorskip("tensorflow")
    x, words = random_words(seed)
    explorer = PoolingExplorer(x, **words)
    if explorer.kind == "learned":
        explorer.w = np.random.default_rng(seed).integers(-2, 3, explorer.w.shape)
    layer, image = keras_layer(explorer), tf.constant(x[None, :, :, None], "float32")
    with tf.GradientTape() as tape:
        tape.watch(image)
        y = layer(image)
        loss = tf.reduce_sum(y * explorer.dy[None, :, :, None].astype("f4"))
    np.testing.assert_allclose(explorer.output, y[0, :, :, 0], atol=1e-5)
    if (explorer.windows, explorer.kind) == ("global", "max"):
        return  # equal pixels share the gradient there
    dx = tape.gradient(loss, image)[0, :, :, 0]
    np.testing.assert_allclose(explorer.dx, dx, atol=1e-4)


@pytest.mark.parametrize("seed", range(8))
def test_adaptive_windows_begin_rounded_down_and_end_rounded_up(seed):
    rng = np.random.default_rng(seed)
    x, (rows, columns) = rng.integers(-4, 5, rng.integers(4, 10, 2)), rng.integers(1, 5, 2)
    edges = [
        [(math.floor(i * size / n), math.ceil((i + 1) * size / n)) for i in range(n)]
        for size, n in zip(x.shape, (rows, columns), strict=True)
    ]
    for kind, take in (("max", np.max), ("average", np.mean)):
        explorer = PoolingExplorer(x, kind=kind, windows="adaptive", output_size=(rows, columns))
        expected = [[take(x[a:b, c:d]) for c, d in edges[1]] for a, b in edges[0]]
        np.testing.assert_allclose(explorer.output, expected)
        assert explorer.dx.sum() == pytest.approx(explorer.dy.sum())


@pytest.mark.parametrize(("kind", "value"), [("max", 9), ("average", 3)])
@pytest.mark.parametrize("size", [(4, 4), (3, 4), (2, 3)])
def test_global_pooling_gives_one_number_whatever_the_size(kind, value, size):
    explorer = PoolingExplorer(X, kind=kind, windows="global", size=size)
    expected = {"max": np.max, "average": np.mean}[kind](X[: size[0], : size[1]])
    np.testing.assert_allclose(explorer.output, [[expected]])
    assert explorer.dx.shape == size
    assert explorer.dx.sum() == pytest.approx(1)
    if size == (4, 4):
        assert expected == value


def test_a_tie_goes_to_the_first_in_maximum_pooling_with_keras_too():
    tf = pytest.importorskip("tensorflow")
    import keras

    ones = tf.ones((1, 4, 4, 1))
    found = {}
    for name in ("MaxPooling2D", "GlobalMaxPooling2D"):
        with tf.GradientTape() as tape:
            tape.watch(ones)
            y = tf.reduce_sum(getattr(keras.layers, name)()(ones))
        found[name] = tape.gradient(y, ones)[0, :, :, 0].numpy()
    explorer = PoolingExplorer(np.ones((4, 4)))
    explorer.dy = 1
    np.testing.assert_array_equal(explorer.dx, found["MaxPooling2D"])
    np.testing.assert_array_equal(found["GlobalMaxPooling2D"], np.full((4, 4), 1 / 16))
    explorer.windows = "global"
    assert explorer.dx.tolist()[0] == [1, 0, 0, 0]


def test_a_larger_number_takes_the_gradient_along():
    explorer = PoolingExplorer(X)
    assert explorer.dx[1, 0] == 1
    x = X.copy()
    x[0, 0] = 5
    explorer.x = x
    assert (explorer.dx[1, 0], explorer.dx[0, 0]) == (0, 1)


def test_gradients_add_up_where_windows_overlap():
    explorer = PoolingExplorer(np.pad([[9]], 2), window=3, stride=1)
    assert explorer.dx[2, 2] == explorer.dy.sum() == 45


def test_the_gradient_of_the_weights_is_the_slope():
    explorer = PoolingExplorer(X, kind="learned", window=3, stride=1)
    w, step = np.arange(9.0).reshape(3, 3) / 8, 2.0**-10
    explorer.w = w

    def loss(w):
        explorer.w = w
        return (explorer.output * explorer.dy).sum()

    explorer.dy = [[1, -2], [3, 0.5]]
    slopes = [(loss(w + nudge) - loss(w - nudge)) / (2 * step) for nudge in _nudges(w, step)]
    explorer.w = w
    np.testing.assert_allclose(explorer.dw.ravel(), slopes, atol=1e-3)


def _nudges(w, step):
    return step * np.eye(w.size).reshape(-1, *w.shape)


def test_learned_pooling_starts_as_the_average_and_upstream_gradients_count_from_one():
    explorer = PoolingExplorer(X, kind="learned")
    average = PoolingExplorer(X, kind="average")
    np.testing.assert_allclose(explorer.output, average.output, rtol=1e-6)
    assert explorer.dy.tolist() == [[1, 2], [3, 4]]
    explorer.dy, explorer.w = 5, [[1, 0], [0, 0]]
    assert explorer.dy.tolist() == [[5, 5], [5, 5]]
    assert explorer.output.tolist() == [[1, 2], [0, 9]]
    explorer.window = 3
    np.testing.assert_allclose(explorer.w, 1 / 9, rtol=1e-6)
    assert explorer.dy.tolist() == [[1]]


def test_a_shift_moves_zeros_in_and_says_what_survives():
    x = np.kron([[5, 1], [2, 8]], np.ones((4, 4)))
    explorer = PoolingExplorer(x, window=4, shift=(0, 1))
    np.testing.assert_array_equal(explorer.still, x)
    np.testing.assert_array_equal(explorer.x, np.pad(x, ((0, 0), (1, 0)))[:, :-1])
    assert explorer.survives.tolist() == [[True, False], [True, True]]
    explorer.kind = "average"
    assert not explorer.survives.any()
    explorer.shift = (-3, -2)
    np.testing.assert_array_equal(explorer.x, np.pad(x, ((0, 3), (0, 2)))[3:, 2:])
    explorer.shift = 0
    assert explorer.survives.all()


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ({"kind": "mean"}, ValueError, "kind is 'mean', but must be one of 'max', 'average'"),
        ({"windows": 3}, ValueError, "windows is 3, but must be one of 'sliding'"),
        ({"window": 0}, ValueError, "window is 0, but must be at least 1"),
        ({"window": 8}, ValueError, "window is 8.*at most 7"),
        ({"window": 7}, ValueError, "a kernel of 7.*only 6"),
        ({"stride": 0}, ValueError, "stride is 0"),
        ({"stride": "two"}, TypeError, "stride is 'two'"),
        ({"padding": 2}, ValueError, "nothing but padding"),
        ({"padding": "full"}, ValueError, "padding is 'full'"),
        ({"output_size": 0}, ValueError, "output_size is 0"),
        ({"shift": 4}, ValueError, "shift is 4.*at most 3"),
        ({"shift": (0, -4)}, ValueError, "shift is -4, but must be at least -3"),
        ({"compare": 1}, TypeError, "compare is 1, but must be True or False"),
        ({"image": "yours"}, ValueError, "image is 'yours'.*start with one of numbers, ties"),
        ({"image": "lena"}, ValueError, "there is no image 'lena'; there are numbers, ties"),
        ({"size": 33}, ValueError, "size is 33.*at most 32"),
        ({"x": np.ones((4, 4)), "size": 5}, ValueError, r"size is 5, but x has shape \(4, 4\)"),
        ({"x": np.ones((4, 4, 3))}, ValueError, r"x has shape \(4, 4, 3\)"),
        ({"x": [[np.nan]]}, ValueError, r"x\[0, 0\] is nan"),
        ({"kind": "learned", "windows": "global"}, ValueError, "no fixed number of weights"),
        ({"strides": 2}, TypeError, "no option 'strides'; it has x, seed, size, kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, kind, message):
    with pytest.raises(kind, match=f"(?s){message}"):
        PoolingExplorer(**words)


def test_an_upstream_gradient_belongs_to_each_output_or_is_one_for_all():
    explorer = PoolingExplorer(X)
    with pytest.raises(ValueError, match=r"dy has shape \(3,\), but the output has \(2, 2\)"):
        explorer.dy = [1, 2, 3]


def test_a_setting_without_output_says_why_in_sentence_and_picture():
    explorer = PoolingExplorer()
    explorer.kind, explorer.windows = "learned", "adaptive"
    assert "no output: windows is 'adaptive'" in explorer.describe()
    assert explorer.figure().texts[0].get_text() == explorer.describe()
    explorer.kind = "average"
    assert explorer.describe() == (
        "PoolingExplorer: 6x6 input, average pooling, adaptive 3 -> 3x3 output"
    )


def test_the_sentence_gives_window_stride_and_shift():
    said = PoolingExplorer(window=3, stride=(1, 2), padding="same", shift=(0, 1)).describe()
    assert "6x6 input, shifted by [0, 1], max pooling, window 3, stride [1, 2]" in said
    assert said.endswith("padding same -> 6x3 output")


@pytest.mark.parametrize("case", [{}, {"kind": "average", "windows": "adaptive", "size": 7}])
def test_the_figure_shows_both_ways_and_outlines_the_window(case):
    explorer = PoolingExplorer(**case)
    explorer.selected = (2, 1)
    figure = explorer.figure()
    shown = [axes.images[0].get_array() for axes in figure.axes]
    for found, name in zip(shown, ("x", "output", "dx", "dy"), strict=True):
        np.testing.assert_array_equal(found, getattr(explorer, name))
    window = figure.axes[0].patches[0]
    corner = (*window.get_xy(), window.get_width(), window.get_height())
    assert corner == ((1.5, 3.5, 2, 2) if not case else (1.5, 3.5, 3, 3))
    if not case:
        winner = figure.axes[2].patches[1].get_xy()
        assert explorer.dx[int(winner[1] + 0.5), int(winner[0] + 0.5)] == explorer.dy[2, 1] == 8


def test_the_activation_map_is_what_a_filter_answers_to_a_photograph():
    names, maps = activation_maps.pictures()
    cup, relu, signed = (
        maps[names.index(name)] for name in ("coffee cup", "edges of the cup", "edges, both signs")
    )
    for row, column in ((5, 2), (20, 20), (10, 6)):
        window = cup[row - 1 : row + 2, column - 1 : column + 2] / 255
        answer = (window * [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]).sum()
        assert signed[row, column] == pytest.approx(answer, abs=0.051)
    np.testing.assert_array_equal(relu, np.maximum(signed, 0))
    explorer = PoolingExplorer(size=32, image="edges, both signs", window=4)
    most = np.abs(explorer.output).max()
    explorer.kind = "average"
    assert np.abs(explorer.output).max() < 0.8 * most  # why an average may be a poor choice


def test_argmax_is_that_of_ops_and_none_without_a_maximum():
    explorer = PoolingExplorer(X, window=3, stride=1)
    expected = ops.max_pool2d(X[None, :, :, None], 3, stride=1)[1]
    np.testing.assert_array_equal(explorer.argmax, expected[0, :, :, 0])
    explorer.kind = "average"
    assert explorer.argmax is explorer.dw is None
