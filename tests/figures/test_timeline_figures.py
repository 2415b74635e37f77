"""The pictures of a training at one of its steps."""

import numpy as np

from cnnteach.figures.timeline import plane
from cnnteach.widgets.training_timeline.lessons import PLAIN
from cnnteach.widgets.training_timeline.plane_data import points
from cnnteach.widgets.training_timeline.plane_net import scores, train


def test_curves_points_and_what_the_net_says_are_drawn():
    training = train(**PLAIN)
    branch = train(**PLAIN, branch_step=50, branch_rate=2.0)
    figure = plane(training, branch, 120, points("moons"))
    losses, field = figure.axes
    labels = ["40 points", "held out", "40 points, branch", "held out, branch"]
    assert [line.get_label() for line in losses.lines[:4]] == labels
    np.testing.assert_allclose(losses.lines[2].get_ydata(), branch.loss)
    assert losses.lines[4].get_xdata() == [120, 120]
    shown = field.images[0].get_array()
    place = np.array([[(2 * 40 + 1) / 60 - 1, 1 - (2 * 10 + 1) / 60]]) * 1.9
    _, logit = scores(branch.weights[120], place)
    np.testing.assert_allclose(shown[10, 40], 0.6 * np.tanh(logit[0] / 2))
    counts = [len(each.get_offsets()) for each in field.collections]
    assert counts == [60, 60, 20, 20]


def test_without_a_branch_the_first_is_shown():
    figure = plane(train(**PLAIN), None, 0, points("moons"))
    assert len(figure.axes[0].lines) == 3
    assert figure.axes[1].get_title() == "what the net says before step 0"
