"""SaliencyLab in Python: it holds what the methods say, and its rules are those of NumPy."""

from types import SimpleNamespace

import numpy as np
import pytest

from cnnteach import explain, models
from cnnteach.datasets import photo
from cnnteach.datasets.image_folder import middle_square
from cnnteach.explain.comparison import compare_methods
from cnnteach.widgets import SaliencyLab
from cnnteach.widgets.saliency_lab.data import the_cat

FEW = {"gradient": explain.gradient, "Grad-CAM": explain.grad_cam}


@pytest.fixture(scope="module")
def compared():
    """The two methods computed now, of the cat that the file is of."""
    cat = middle_square(photo("chelsea")[:, 151:], side=32)
    model = models.load("zfnet_cifar10")
    return compare_methods(model, cat, unit=3, name="cat", methods=FEW, stages=7)


def test_the_file_holds_what_the_methods_say_now(compared):
    stored = the_cat()
    np.testing.assert_array_equal(stored.image, compared.image)
    assert (stored.name, tuple(stored.stages)) == ("cat", compared.stages)
    np.testing.assert_allclose(stored.probabilities, compared.probabilities, atol=1e-3)
    rows = [stored.methods.index(name) for name in FEW]
    np.testing.assert_allclose(stored.similarity[:, rows], compared.similarity, atol=0.02)
    far = np.abs(stored.pictures[:, rows].astype(int) - compared.pictures.astype(int))
    assert np.quantile(far, 0.99) <= 2


def test_pictures_are_maps_around_middle_grey(compared):
    cat = compared.image / 255
    slopes = explain.gradient(models.load("zfnet_cifar10"), cat, unit=3)
    far = np.quantile(np.abs(slopes), 0.995)
    wanted = (255 * (0.5 + (slopes / far).clip(-1, 1) / 2)).round()
    assert np.abs(compared.pictures[0, 0, 0] - wanted).max() <= 1


def test_a_comparison_is_kept_in_a_file(compared, tmp_path):
    compared.save(tmp_path / "c.npz")
    with np.load(tmp_path / "c.npz", allow_pickle=False) as file:
        np.testing.assert_array_equal(file["pictures"], compared.pictures)


def test_it_shows_a_comparison_of_ones_own(compared):
    lab = SaliencyLab(compared, of="probability", stage=3)
    assert lab.methods == ["gradient", "Grad-CAM"]
    assert lab.similarity == dict(zip(FEW, compared.similarity[1, :, 3].tolist(), strict=True))
    assert lab.stages[3] in lab.describe()
    assert [axes.get_title() for axes in lab.figure().axes[:3]] == ["image", *FEW]
    again = SaliencyLab.from_link(lab.link().split('"')[1], source=compared)
    assert (again.of, again.stage) == ("probability", 3)


@pytest.mark.parametrize(
    ("inputs", "upstream", "passed"),
    [(1, 5, (5, 5, 5)), (-1, 6, (0, 6, 0)), (2, -7, (-7, 0, 0)), (-2, -8, (0, 0, 0))],
)
def test_the_rules(inputs, upstream, passed):
    found = SaliencyLab(inputs=inputs, upstream=upstream).passed
    assert tuple(found.values()) == passed
    assert not any(np.signbit(value) for value in found.values() if value == 0)


def test_what_it_cannot_show_is_refused():
    with pytest.raises(ValueError, match="stage is 7, but the last of the stages is 6"):
        SaliencyLab(stage=7)
    with pytest.raises(ValueError, match="of is 'softmax', but must be one of 'logit', 'prob"):
        SaliencyLab(of="softmax")
    with pytest.raises(ValueError, match="inputs is 2000, but must be a number from -1000 to 1000"):
        SaliencyLab(inputs=2000)
    with pytest.raises(TypeError, match=r"source is a list without name, .*compare_methods"):
        SaliencyLab([])
    cat = the_cat()
    wrong = SimpleNamespace(**vars(cat) | {"similarity": cat.similarity[:, :1]})
    with pytest.raises(ValueError, match="they do not belong together"):
        SaliencyLab(wrong)
