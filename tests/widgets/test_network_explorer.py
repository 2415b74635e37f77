"""NetworkExplorer's traits: what is chosen, what follows, what is refused."""

import re

import numpy as np
import pytest

from cnnteach import ops
from cnnteach.widgets import NetworkExplorer
from cnnteach.widgets.network_explorer.edge_network import EdgeNetwork


@pytest.fixture
def explorer():
    return NetworkExplorer()


def array(explorer, name, shape):
    return np.frombuffer(getattr(explorer, name), np.float32).reshape(shape)


def test_what_it_tells_of_a_unit_adds_up_to_its_number(explorer):
    for layer, kind in ((0, "weighted"), (1, "maximum"), (2, "weighted")):
        for unit in range(4):
            explorer.select(layer, unit, (3, 5))
            found = explorer.sums
            window = array(explorer, "_window", found["shape"])
            assert found["of"] == [layer, unit, 3, 5]
            assert found["kind"] == kind
            if kind == "maximum":
                assert window.max() == pytest.approx(explorer.value)
            else:
                weights = array(explorer, "_weights", found["shape"])
                total = (window * weights).sum() + found["bias"]
                assert max(total, 0) == pytest.approx(explorer.value, abs=1e-5)
            plane = array(explorer, "_map", explorer.layers[layer]["shape"][:2])
            assert plane[3, 5] == pytest.approx(explorer.value)
            assert explorer.map_of == [layer, unit]


def test_without_a_place_it_goes_to_the_maps_strongest(explorer):
    explorer.image = 4
    explorer.select("textures", 3)
    assert explorer.layer == 2
    assert explorer.value == explorer.maps[2][:, :, 3].max()
    explorer.layer, explorer.unit = 0, 1
    explorer.seek += 1
    assert explorer.value == explorer.maps[0][:, :, 1].max()


def test_a_unit_and_its_strongest_place_are_answered_in_one_message(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    explorer.set_state({"layer": 2, "unit": 3, "seek": 1})
    (update,) = (message["state"] for message in sent if message["method"] == "update")
    assert {"place", "sums", "map_of", "evidence", "score"} <= set(update)
    assert update["sums"]["of"] == [2, 3, *explorer.strongest()]


def test_what_is_slow_follows_the_numbers(monkeypatch):
    class Slow(EdgeNetwork):
        def traced(self, layer, unit):
            return np.full((1, 1), 10 * layer + unit, np.uint8)

    explorer, sent = NetworkExplorer(Slow()), []
    assert list(explorer._traced) == [0]
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    explorer.set_state({"layer": 2, "unit": 3, "seek": 1})
    updates = [message for message in sent if message["method"] == "update"]
    assert ["_traced"] in updates[1]["buffer_paths"]
    assert "sums" in updates[0]["state"]
    assert list(explorer._traced) == [23]
    explorer.unit = 1
    assert list(explorer._traced) == [21]


def test_a_painted_image_goes_through_the_network_and_can_beat_the_dataset(explorer):
    explorer.select("textures", 0)
    assert explorer.score["first"] == pytest.approx(4.0, abs=0.02)
    pixels = np.zeros((32, 32, 1))
    pixels[:, 2::4] = pixels[:, 3::4] = 1  # more upright edges than in any picture
    explorer.pixels = pixels
    assert explorer.image == -1
    expected = ops.relu(ops.conv2d(pixels[None], EdgeNetwork().edges))[0]
    np.testing.assert_allclose(explorer.maps[0], expected)
    assert explorer.score["best"] == pytest.approx(7.0)
    explorer.image = 2
    np.testing.assert_array_equal(explorer.pixels, explorer.source.samples[2])


def test_the_view_hears_each_answer(explorer):
    turns = []
    explorer.observe(lambda change: turns.append(change.new["turn"]), "score")
    for place in ([0, 0], [0, 1], [0, 0]):
        explorer.place = place
    assert turns == [turns[0], 1 - turns[0], turns[0]]


def test_a_layer_with_fewer_units_keeps_the_choice_inside(explorer):
    explorer.select(0, 3, (29, 29))
    explorer.layer = 2
    assert explorer.place == [12, 12]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"layer": 3}, "layer is 3, but there are 3, from 0 to 2"),
        ({"image": 99}, "image is 99, but there are"),
        ({"image": -1}, "image is -1, the one that is painted; start with 0 to 7"),
        ({"unit": 4}, "unit is 4, but edges is 30 x 30 x 4"),
        ({"layer": 2, "place": (13, 0)}, "but textures is 13 x 13 x 4"),
        ({"unit": -1}, "unit"),
    ],
)
def test_what_is_not_there_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        NetworkExplorer(**options)


def test_layers_by_name_and_pixels_of_another_shape(explorer):
    with pytest.raises(ValueError, match="no layer 'conv9'; there are edges, strongest"):
        explorer.select("conv9")
    for wrong, said in (
        (np.zeros((3, 3, 1)), r"shape \(3, 3, 1\), but must be \(32, 32, 1\)"),
        (np.full((32, 32, 1), np.nan), r"pixels\[0, 0, 0\] is nan"),
        (np.full((32, 32, 1), 255), "go from 255 to 255, but must lie in 0 to 1; divide"),
        (np.full((32, 32, 1), -0.5), "go from -0.5 to -0.5"),
        ([[0, 1], [0]], "rows of different lengths"),
    ):
        with pytest.raises(ValueError, match=said):
            explorer.pixels = wrong
    assert explorer.image == 0


def test_a_source_that_is_none_says_how_to_make_one():
    with pytest.raises(TypeError, match=r"without layers, .*explain\.explore\(model, images\)"):
        NetworkExplorer(np.zeros(3))


def test_a_fault_of_the_source_is_a_sentence_in_the_view(explorer, monkeypatch):
    def fail(*_):
        raise RuntimeError("out of order")

    monkeypatch.setattr(explorer.source, "arithmetic", fail)
    explorer.unit = 2
    assert explorer.problem == "RuntimeError: out of order"
    monkeypatch.undo()
    explorer.unit = 1
    assert explorer.problem == ""
    explorer.wanted = [0, 1]
    assert "has no gradients" in explorer.problem


def test_a_painted_image_travels_in_the_link(explorer):
    pixels = np.zeros((32, 32, 1), np.float32)
    pixels[4:9, 7] = 1
    explorer.pixels = pixels
    explorer.select(2, 1, (4, 2))
    again = NetworkExplorer.from_link(re.search('"(.*)"', explorer.link())[1])
    np.testing.assert_array_equal(again.pixels, pixels)
    assert again.sums == explorer.sums
    assert len(explorer.link()) < 1000


def test_a_link_of_a_network_of_ones_own_asks_for_it(explorer):
    class Other(EdgeNetwork):
        pass

    class Unrelated:
        def __getattr__(self, name):
            return getattr(source, name)

    source = Other()
    network = Unrelated()
    mine = NetworkExplorer(network, layer=2, unit=3, place=(1, 2))
    line = mine.link()
    assert line.endswith(", source=source)")
    names = {"source": network}
    exec(line.replace("; Net", "; found = Net"), names)
    assert names["found"].sums == mine.sums


def test_its_figure_shows_image_map_and_patches(explorer):
    explorer.select("edges", 0, (3, 4))
    titles = [axes.get_title() for part in explorer.figure().subfigs for axes in part.axes]
    assert titles[:2] == ["image", f"edges, unit 0: {explorer.value:.3g}"]
    assert [float(title) for title in titles[2:]] == pytest.approx(
        explorer.evidence["values"], rel=1e-2
    )
