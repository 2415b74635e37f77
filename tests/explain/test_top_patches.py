"""The search for what excites a unit most, against all maps kept and sorted, and changed pixels."""

import io
import re
from contextlib import redirect_stderr

import keras
import numpy as np
import pytest
from keras import layers

from cnnteach import models
from cnnteach.explain import TopPatches, top_patches

LAYERS = ["first", "both", "sum", "last"]


def maps_of(model, layer, images):
    return keras.ops.convert_to_numpy(
        keras.Model(model.inputs[0], model.get_layer(layer).output)(images)
    )


def sorted_maps(maps, k, per_image):
    """Return (value, image, row, column) of the k strongest of each unit, all places sorted."""
    for unit in range(maps.shape[-1]):
        plane = maps[..., unit]
        order = np.argsort(-plane.ravel(), kind="stable")
        places = list(zip(*np.unravel_index(order, plane.shape), strict=True))
        if per_image:
            first = {}
            for place in places:
                first.setdefault(place[0], place)
            places = list(first.values())
        yield [(plane[place], *map(int, place)) for place in places[:k]]


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(1).normal(size=(23, 21, 17, 2)).astype(np.float32)


@pytest.mark.parametrize("per_image", [True, False], ids=["an-image-each", "any-place"])
@pytest.mark.parametrize("size", [4, 250])
def test_they_are_those_of_all_maps_kept_and_sorted(branched, images, per_image, size):
    top = top_patches(branched, LAYERS, images, k=5, per_image=per_image, batch_size=size)
    for layer in LAYERS:
        expected = sorted_maps(maps_of(branched, layer, images), 5, per_image)
        for unit, best in enumerate(expected):
            found = [(p.value, p.image, *p.place) for p in top[layer][unit]]
            kept = [each for each in best if each[0] != 0]
            np.testing.assert_allclose(found, kept, rtol=1e-4, atol=1e-5, err_msg=layer)


def test_a_patch_is_the_box_that_the_unit_sees_cut_at_the_border(branched, images):
    top = top_patches(branched, LAYERS, images, k=3)
    summary = models.summary(branched)
    clipped = 0
    for layer in LAYERS:
        for patch in (patch for unit in range(len(top[layer])) for patch in top[layer][unit]):
            (up, down), (left, right) = summary[layer].field.box(*patch.place)
            assert patch.box == (up, left, down, right)
            rows, columns = slice(max(up, 0), down), slice(max(left, 0), right)
            np.testing.assert_array_equal(patch.pixels, images[patch.image, rows, columns])
            assert patch.is_clipped == (up < 0 or left < 0 or down > 21 or right > 17)
            clipped += patch.is_clipped
    assert clipped


def test_pixels_outside_of_the_patch_do_not_matter_and_those_inside_do(branched, images, rng):
    top = top_patches(branched, LAYERS, images, k=1)
    for layer in LAYERS:
        for unit in range(len(top[layer])):
            for patch in top[layer][unit]:
                up, left, down, right = np.maximum(patch.box, 0)
                other, same = rng.normal(size=(2, 1, 21, 17, 2)).astype(np.float32)
                other[0, up:down, left:right] = patch.pixels
                answer, changed = (
                    maps_of(branched, layer, x)[0, patch.place[0], patch.place[1], unit]
                    for x in (other, same)
                )
                assert answer == pytest.approx(patch.value, rel=1e-4)
                assert changed != pytest.approx(patch.value, rel=1e-2)


def test_a_dense_layers_units_have_whole_images(branched, images):
    top = top_patches(branched, "scores", images, k=2)["scores"]
    best = np.argsort(-maps_of(branched, "scores", images), axis=0)[:2].T
    np.testing.assert_array_equal(top.images, best)
    np.testing.assert_array_equal(top[1][0].pixels[:20], images[best[1, 0], :20])


def test_layers_of_a_model_in_the_model_are_named_with_a_slash(branched, images):
    outer = keras.Sequential([keras.Input((21, 17, 2)), layers.Rescaling(2.0), branched])
    top = top_patches(outer, ["branched/last"], images, k=2)["branched/last"]
    expected = top_patches(branched, ["last"], 2 * images, k=2)["last"]
    np.testing.assert_array_equal(top.images, expected.images)
    np.testing.assert_array_equal(top.places, expected.places)


# ---- units that say nothing ----


@pytest.fixture
def three_units():
    """One unit that answers, one that is dead, and one that is excited by the first image alone."""
    relu = layers.Conv2D(3, 1, activation="relu", use_bias=True, name="relu")
    model = keras.Sequential([keras.Input((4, 5, 1)), relu])
    relu.set_weights([np.ones((1, 1, 1, 3)), np.array([0.0, -9.0, -1.5])])
    return model


def test_dead_units_and_ties_at_zero_are_masked(three_units):
    images = np.ones((6, 4, 5, 1), np.float32)
    images[0, 2, 3], images[1, 1, 1] = 2.0, 1.25
    top = top_patches(three_units, "relu", images, k=4)["relu"]
    assert top.dead.tolist() == [False, True, False]
    assert [len(top[unit]) for unit in range(3)] == [4, 0, 1]
    assert top[2][0].value == 0.5
    assert top[2][0].place == (2, 3)
    assert top.counts.sum(axis=1).tolist() == [4, 0, 1]


def test_one_image_alone_makes_no_unit_dead_that_answers(three_units):
    top = top_patches(three_units, "relu", np.ones((1, 4, 5, 1)), k=2)["relu"]
    assert top.dead.tolist() == [False, True, True]


def test_negative_answers_are_ranked_too():
    linear = layers.Conv2D(1, 1, use_bias=False, name="linear")
    model = keras.Sequential([keras.Input((3, 3, 1)), linear])
    linear.set_weights([-np.ones((1, 1, 1, 1))])
    images = np.arange(1.0, 5).reshape(4, 1, 1, 1) * np.ones((4, 3, 3, 1))
    top = top_patches(model, "linear", images, k=2)["linear"]
    assert [patch.value for patch in top[0]] == [-1.0, -2.0]


def test_of_equal_answers_the_first_image_stays(three_units):
    images = np.ones((9, 4, 5, 1), np.float32)
    images[5] = 3.0
    for size in (2, 9):
        top = top_patches(three_units, "relu", images, k=3, batch_size=size)["relu"]
        assert [patch.image for patch in top[0]] == [5, 0, 1]


# ---- kept, and merged ----


def assert_same(one, other):
    assert repr(one) == repr(other)
    assert list(one.layers) == list(other.layers)
    for layer in one.layers:
        for unit in range(len(one[layer])):
            for mine, its in zip(one[layer][unit], other[layer][unit], strict=True):
                assert mine[1:4] == its[1:4]
                assert mine.value == pytest.approx(its.value, rel=1e-5)
                np.testing.assert_array_equal(mine.pixels, its.pixels)
            np.testing.assert_array_equal(one[layer].pictures(unit), other[layer].pictures(unit))
        np.testing.assert_array_equal(one[layer].dead, other[layer].dead)


@pytest.mark.parametrize("per_image", [True, False])
def test_shards_merge_into_the_search_of_all(branched, images, per_image):
    options = {"k": 4, "per_image": per_image, "batch_size": 5}
    whole = top_patches(branched, LAYERS, images, **options)
    parts = [
        top_patches(branched, LAYERS, part, **options) for part in np.split(images, [1, 9, 11])
    ]
    assert_same(TopPatches.merged(parts), whole)


def test_it_is_the_same_when_it_comes_back_from_a_file(branched, images, tmp_path):
    top = top_patches(branched, [*LAYERS, "scores"], images, k=3)
    top.save(tmp_path / "top.npz")
    assert_same(TopPatches.load(tmp_path / "top.npz"), top)


def test_a_file_of_something_else_is_refused(tmp_path):
    np.savez(tmp_path / "weights.npz", w=np.ones(3))
    (tmp_path / "text.npz").write_text("no archive")
    for name in ("weights.npz", "text.npz"):
        with pytest.raises(ValueError, match=r"holds no top patches; TopPatches\.save writes"):
            TopPatches.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        TopPatches.load(tmp_path / "missing.npz")


def test_searches_for_different_things_do_not_merge(branched, images):
    one, other = (top_patches(branched, layer, images[:2]) for layer in ("first", "last"))
    with pytest.raises(ValueError, match="searched for different things"):
        TopPatches.merged([one, other])
    with pytest.raises(ValueError, match="no parts to merge"):
        TopPatches.merged([])


def search_on_a_worker(layer, shard):
    from cnnteach import explain, models

    return explain.top_patches(models.load("lenet5_digits"), layer, shard, batch_size=50)


def test_shards_are_searched_by_the_workers_of_a_cluster(lenet):
    distributed = pytest.importorskip("distributed")
    from cnnteach.datasets import digits

    images = digits()[0][::25]
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**local) as cluster, distributed.Client(cluster) as client:
        parts = client.map(search_on_a_worker, ["c3"] * 4, np.array_split(images, 4))
        merged = TopPatches.merged(client.gather(parts))
    assert_same(merged, top_patches(lenet, "c3", images, batch_size=50))


# ---- pictures and progress ----


def test_pictures_have_one_size_and_are_clear_beyond_the_border(branched, images):
    part = top_patches(branched, "both", images, k=6)["both"]
    for unit in range(len(part)):
        pictures, patches = part.pictures(unit), part[unit]
        assert pictures.shape == (len(patches), *np.minimum(part.frame, (21, 17)), 4)
        for picture, patch in zip(pictures, patches, strict=True):
            assert (picture[..., 3] > 0).sum() == patch.pixels[..., 0].size
            assert patch.is_clipped == bool((picture[..., 3] == 0).any())


def test_bytes_stay_as_they_are_in_pictures(lenet):
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    part = top_patches(lenet, "c3", images, k=1)["c3"]
    patch, picture = part[4][0], part.pictures(4)[0]
    shown = picture[picture[..., 3] > 0].reshape(*patch.pixels.shape[:2], 4)
    np.testing.assert_array_equal(shown[..., :3], patch.pixels.repeat(3, axis=-1))


def test_a_bar_is_shown_when_it_is_wanted_alone(lenet):
    images = np.zeros((7, 28, 28, 1), np.float32)
    for wanted in (True, False):
        said = io.StringIO()
        with redirect_stderr(said):
            top_patches(lenet, "c1", images, progress=wanted)
        assert bool(re.search(r"7/7", said.getvalue())) == wanted
        assert wanted or said.getvalue() == ""
