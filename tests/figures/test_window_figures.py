import pytest
from matplotlib.colors import to_hex

from cnnteach import shapes
from cnnteach.figures.stops import stops
from cnnteach.figures.tones import MARK
from cnnteach.figures.volumes import volumes


def weights(figure):
    """Return the pixels that each stop's weights meet."""
    lines = {}
    for patch in figure.axes[0].patches:
        if to_hex(patch.get_facecolor()) == MARK:
            x, y = patch.get_xy()
            lines.setdefault(y, []).append(round(x))
    return [sorted(lines[y]) for y in sorted(lines)]


def hatched(figure):
    return [round(p.get_x()) for p in figure.axes[0].patches if p.get_hatch()]


@pytest.mark.parametrize(
    ("stride", "met", "unused", "words"),
    [
        (
            1,
            [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6]],
            [],
            "5 stops; 0 pixels unused",
        ),
        (2, [[0, 1, 2], [2, 3, 4], [4, 5, 6]], [], "3 stops; 0 pixels unused"),
        (3, [[0, 1, 2], [3, 4, 5]], [6], "2 stops; 1 pixel unused"),
    ],
)
def test_the_lectures_seven_pixels_under_a_window_of_three(stride, met, unused, words):
    figure = stops(7, kernel=3, stride=stride)
    assert weights(figure) == met
    assert hatched(figure) == unused
    text = figure.axes[0].texts[-1].get_text()
    assert text == f"floor((7 + 0 − 3) / {stride}) + 1 = {words}"


def test_padding_dilation_and_strides_wider_than_the_kernel():
    figure = stops(5, kernel=2, stride=3, padding=1, dilation=2)
    assert weights(figure) == [[-1, 1], [2, 4]]
    assert hatched(figure) == [0, 3, 5]
    assert figure.axes[0].texts[-1].get_text().startswith("floor((5 + 2 − 3) / 3) + 1 = 2 stops")


def test_a_window_that_does_not_fit_is_the_error_of_shapes():
    with pytest.raises(ValueError, match="a kernel of 5"):
        stops(3, kernel=5)


def test_the_volumes_edges_are_to_scale():
    figure = volumes((32, 16, 3), (8, 8, 12))
    fronts = [patch.get_xy() for patch in figure.axes[0].patches[::3]]
    tall = [front[:, 1].max() - front[:, 1].min() for front in fronts]
    thick = [front[:, 0].max() - front[:, 0].min() for front in fronts]
    assert tall[0] == pytest.approx(4 * tall[1])
    assert thick[1] == pytest.approx(2 * thick[0])


def test_the_volumes_are_as_the_convolution_makes_them():
    side = shapes.output_size(32, kernel=5)
    figure = volumes(
        (32, 32, 3), (side, side, 6), titles=("in", "out"), between=("six",), window=(5, 5)
    )
    words = [text.get_text() for text in figure.axes[0].texts]
    assert [word for word in words if word.isdigit()] == ["32", "32", "3", "28", "28", "6"]
    assert {"in", "out", "six"} <= set(words)
    assert sum(to_hex(patch.get_edgecolor()) == MARK for patch in figure.axes[0].patches) >= 6


@pytest.mark.parametrize("size", [(32, 32), (32, 32, 0), (32.0, 32, 3)])
def test_what_is_no_volume_is_refused(size):
    with pytest.raises(ValueError, match=r"a volume is \(H, W, C\)"):
        volumes(size)
