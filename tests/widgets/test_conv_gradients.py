"""ConvExplorer backwards in Python: the upstream gradient, and gradients that are Keras's own."""

import numpy as np
import pytest

from cnnteach.widgets import ConvExplorer
from cnnteach.widgets.conv_explorer.keras_gradients import conv_gradients


def test_it_starts_with_ones():
    explorer = ConvExplorer(backward=True)
    np.testing.assert_array_equal(explorer.upstream, np.ones((5, 5, 1)))
    np.testing.assert_array_equal(explorer.db, [25])
    assert explorer.dx.shape == explorer.x.shape
    assert explorer.dw.shape == explorer.w.shape


def test_by_hand():
    explorer = ConvExplorer([[1, 2, 3], [4, 5, 6]], w=[[1, 10]], upstream=[[1, 2], [0, 1]])
    np.testing.assert_array_equal(explorer.dx[:, :, 0], [[1, 12, 20], [0, 1, 10]])
    np.testing.assert_array_equal(explorer.dw[:, :, 0, 0], [[1 + 4 + 5, 2 + 6 + 6]])
    np.testing.assert_array_equal(explorer.db, [4])


def test_one_is_at_the_selected_output_and_follows_it():
    explorer = ConvExplorer(filters=2, upstream="one")
    explorer.selected, explorer.filter = (1, 3), 1
    assert np.argwhere(explorer.upstream).tolist() == [[1, 3, 1]]
    explorer.selected = (9, 9)  # the last there is
    assert np.argwhere(explorer.upstream).tolist() == [[4, 4, 1]]


def test_an_upstream_of_ones_own_keeps_its_corner_when_the_output_changes():
    explorer = ConvExplorer(size=5, upstream=np.arange(9.0).reshape(3, 3))
    explorer.size = 4
    np.testing.assert_array_equal(explorer.upstream[:, :, 0], [[0, 1], [3, 4]])
    explorer.size = 6
    assert explorer.upstream.sum() == 36


def test_random_is_that_of_the_seed():
    first, again, other = (ConvExplorer(upstream="random", seed=s).upstream for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_the_gradient_of_a_flipped_kernel_is_by_the_kernel_as_it_was_given():
    explorer = ConvExplorer(w=[[1, 2], [3, 4]], flip=True, upstream="random")
    before, h = explorer.w.copy(), 0.5
    losses = []
    for step in (h, -h):
        w = before.copy()
        w[0, 1] += step
        explorer.w = w
        losses.append((explorer.upstream * explorer.output).sum())
    assert explorer.dw[0, 1, 0, 0] == (losses[0] - losses[1]) / (2 * h)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("upstream", "twos", "is 'twos', but must be one of 'ones', 'one', 'random'"),
        ("upstream", np.ones((3, 3)), r"upstream has shape \(3, 3\), but the output has shape \(5"),
        ("upstream", [[np.nan]], "upstream.* is nan"),
        ("backward", 1, "backward is 1, but must be True or False"),
        ("traced", ("y", 0, 0, 0), '"x", "w" or "b", then a row'),
        ("traced", ("x", 0, 0), "traced is"),
        ("traced", ("x", 0, -1, 0), "traced is -1"),
    ],
)
def test_what_cannot_be_meant_is_refused(name, value, message):
    with pytest.raises((TypeError, ValueError), match=message):
        setattr(ConvExplorer(), name, value)


@pytest.mark.parametrize(
    ("traced", "said", "outlined"),
    [
        (("x", 2, 3, 0), "dx[2, 3, 0]", 0),
        (("w", 1, 2, 0), "dw[1, 2, 0, 0]", 1),
        (("b", 0, 0, 0), "db[0]", None),
        (("x", 40, 40, 2), "dx[6, 6, 0]", 0),
    ],
)
def test_the_traced_number_is_said_and_outlined(traced, said, outlined):
    explorer = ConvExplorer(backward=True, upstream="random")
    explorer.traced = traced
    assert f"backwards, {said} = " in explorer.describe()
    figure = explorer.figure()
    assert said in figure.get_supxlabel()
    assert [len(axes.patches) for axes in figure.axes] == [int(k == outlined) for k in range(3)]
    np.testing.assert_array_equal(figure.axes[0].images[0].get_array(), explorer.dx[:, :, 0])


CASES = [
    {},
    {"size": (9, 8), "stride": (2, 1), "padding": ((0, 1), (2, 1)), "dilation": (1, 2)},
    {"channels": 2, "filters": 4, "groups": 2, "padding": "same", "kernel": (2, 3)},
    {"channels": 3, "filters": 2, "dilation": 2, "stride": 2, "size": 9, "flip": True, "b": 2},
    {"size": 6, "kernel": 7, "padding": 2, "w": "gaussian"},
]


@pytest.mark.parametrize("case", CASES)
def test_gradients_are_kerass(case):
    explorer = ConvExplorer(image="random", upstream="random", **case)
    x, w, b, words = explorer._used()
    theirs = conv_gradients(x, w, b, explorer.upstream, **words)
    dw = explorer.dw[::-1, ::-1] if explorer.flip else explorer.dw
    for ours, found in zip((explorer.dx, dw, explorer.db), theirs, strict=True):
        assert ours.shape == found.shape
        scale = max(1, np.abs(ours).max())
        np.testing.assert_allclose(ours, found, atol=2e-6 * scale)
        assert np.abs(found).max() > 0


def test_the_view_is_answered_with_keras_gradients(monkeypatch):
    explorer, sent = ConvExplorer(backward=True), []
    monkeypatch.setattr(explorer, "send", sent.append)
    explorer._handle_custom_msg({"ask": "keras"}, [])
    dx, dw, db = sent[0]["answer"]
    np.testing.assert_allclose(dx, explorer.dx.ravel())
    np.testing.assert_allclose(dw, explorer.dw.ravel())
    assert db == [25]
    missing = "cnnteach.widgets.conv_explorer.keras_gradients"
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    explorer._handle_custom_msg({"ask": "keras"}, [])
    assert missing in sent[1]["error"]
