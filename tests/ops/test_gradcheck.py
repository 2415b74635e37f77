"""Gradient checking finds every usual mistake, and speaks of it so that a learner can mend it."""

import numpy as np
import pytest

from cnnteach import ops

X = np.random.default_rng(0).normal(size=(2, 5, 6, 2))
W = np.random.default_rng(1).normal(size=(3, 2, 2, 3))


def conv_mistakes():
    """Give backwards with the mistakes that courses see each year."""

    def right(dy, x, w):
        return ops.conv2d_backward(dy, x, w, padding=1)[:2]

    return {
        "dw flipped": lambda dy, x, w: (right(dy, x, w)[0], right(dy, x, w)[1][::-1, ::-1]),
        "dx of a flipped kernel": lambda dy, x, w: (
            right(dy, x, w[::-1, ::-1])[0],
            right(dy, x, w)[1],
        ),
        "averaged": lambda dy, x, w: tuple(g / len(x) for g in right(dy, x, w)),
        "zeros": lambda dy, x, w: (np.zeros_like(x), np.zeros_like(w)),
        "first image only": lambda dy, x, w: (
            right(dy, x, w)[0],
            right(dy[:1], x[:1], w)[1],
        ),
        "a single element": lambda dy, x, w: (
            right(dy, x, w)[0] + 1e-3 * (np.arange(x.size) == 17).reshape(x.shape),
            right(dy, x, w)[1],
        ),
    }


def test_the_right_backward_passes():
    result = ops.gradcheck(
        lambda x, w: ops.conv2d(x, w, padding=1),
        (X, W),
        backward=lambda dy, x, w: ops.conv2d_backward(dy, x, w, padding=1)[:2],
    )
    assert result
    assert result.passed
    assert [worst.name for worst in result.worst] == ["x", "w"]
    assert [worst.checked for worst in result.worst] == [X.size, W.size]
    assert max(worst.relative_error for worst in result.worst) < 1e-7


@pytest.mark.parametrize("mistake", conv_mistakes())
def test_each_mistake_is_found(mistake):
    result = ops.gradcheck(
        lambda x, w: ops.conv2d(x, w, padding=1), (X, W), backward=conv_mistakes()[mistake]
    )
    assert not result
    assert "DISAGREE" in repr(result)
    assert "WRONG" in repr(result)


def test_the_worst_element_is_named():
    x = np.arange(6.0).reshape(2, 3)

    def backward(dy, x):
        dx = 2 * x * dy
        dx[1, 2] *= 3
        return dx

    (worst,) = ops.gradcheck(lambda x: x**2, x, backward=backward).worst
    assert worst.index == (1, 2)
    assert worst.analytic == pytest.approx(3 * worst.numeric)
    assert worst.relative_error == pytest.approx(2 / 3)
    assert str(worst).startswith("dx[1, 2]: backward ")


def test_an_overlapping_pool_that_assigns_instead_of_adding_is_found():
    x = np.random.default_rng(2).permutation(25).reshape(1, 5, 5, 1) * 1.0

    def assigning(dy, x):
        _, argmax = ops.max_pool2d(x, 3, stride=1)
        dx = np.zeros(x.shape)
        dx.reshape(-1)[argmax.reshape(-1)] = dy.reshape(-1)
        return dx

    assert not ops.gradcheck(lambda x: ops.max_pool2d(x, 3, stride=1), x, backward=assigning)


def test_a_loss_that_gives_its_own_gradient():
    assert ops.gradcheck(lambda z: ops.softmax_cross_entropy(z, [1, 0]), np.eye(2, 3))
    unscaled = ops.gradcheck(
        lambda z: (
            ops.softmax_cross_entropy(z, [1, 0])[0],
            2 * ops.softmax_cross_entropy(z, [1, 0])[1],
        ),
        np.eye(2, 3),
    )
    assert not unscaled
    assert unscaled.worst[0].relative_error == pytest.approx(0.5)


def test_a_kink_is_said_to_be_one():
    result = ops.gradcheck(ops.relu, np.array([-1.0, 0.0, 2.0]), backward=ops.relu_backward)
    assert not result
    (worst,) = result.worst
    assert (worst.index, worst.kink) == ((1,), True)
    assert "kink" in repr(result)
    steep = ops.gradcheck(lambda x: x**2, [1.0], backward=lambda dy, x: dy)
    assert not steep.worst[0].kink


def test_learners_whole_numbers_are_checked_as_fractions():
    assert ops.gradcheck(lambda x: x**2, np.arange(4), backward=lambda dy, x: 2 * x * dy)


def test_samples_spare_time_on_large_inputs():
    result = ops.gradcheck(np.sin, X, backward=lambda dy, x: dy * np.cos(x), samples=7)
    assert result
    assert result.worst[0].checked == 7


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_the_scale_of_the_numbers_does_not_matter(scale):
    w = np.random.default_rng(3).normal(size=(3, 2))
    x = np.random.default_rng(4).normal(size=(4, 3)) * scale

    def backward(dy, x, w):
        return ops.dense_backward(dy, x, w)[:2]

    assert ops.gradcheck(ops.dense, (x, w), backward=backward)
    assert not ops.gradcheck(
        ops.dense, (x, w), backward=lambda *a: (backward(*a)[0], 1.01 * backward(*a)[1])
    )


def test_gradients_that_are_all_zero_agree_despite_rounding():
    x = np.random.default_rng(5).normal(size=(3, 4))
    # The softmax of a row sums to 1, whatever x: the sum's gradient is 0.
    assert ops.gradcheck(
        lambda x: ops.softmax(x).sum(axis=1), x, backward=lambda dy, x: np.zeros_like(x)
    )


def test_the_centred_difference_has_the_error_of_the_exercise():
    exact = lambda dy, x: dy * 3 * x**2  # noqa: E731
    for step in (0.1, 0.01):
        (worst,) = ops.gradcheck(lambda x: x**3, 2.0, backward=exact, step=step, seed=1).worst
        h = 2 * step  # the step is relative to x
        error = abs(worst.numeric - worst.analytic) / abs(worst.analytic) * 12
        assert error == pytest.approx(h**2)


class TestErrors:
    """What a learner gets to read when the check itself cannot be made."""

    def test_shape_of_a_gradient(self):
        with pytest.raises(ValueError, match=r"dx has shape \(2,\), but x has shape \(3,\)"):
            ops.gradcheck(lambda x: x, np.ones(3), backward=lambda dy, x: dy[:2])

    def test_number_of_gradients(self):
        with pytest.raises(ValueError, match="3 gradients for 2 inputs"):
            ops.gradcheck(
                ops.dense, (np.ones((1, 2)), np.ones((2, 1))), backward=ops.dense_backward
            )

    def test_changed_input(self):
        def careless(x):
            x += 1
            return x

        with pytest.raises(ValueError, match="the function changes its input number 0"):
            ops.gradcheck(careless, np.ones(3), backward=lambda dy, x: dy)

    def test_backward_that_changes_its_input(self):
        def careless(dy, x):
            x *= dy
            return x

        with pytest.raises(ValueError, match="the backward changes its input"):
            ops.gradcheck(lambda x: x, np.ones(3), backward=careless)

    def test_not_finite(self):
        with (
            np.errstate(invalid="ignore"),
            pytest.raises(ValueError, match="function gives NaN or infinity"),
        ):
            ops.gradcheck(np.log, np.array([-1.0]), backward=lambda dy, x: dy / x)
        with pytest.raises(ValueError, match="backward gives NaN or infinity"):
            ops.gradcheck(np.exp, np.array([1.0]), backward=lambda dy, x: dy * np.nan)

    def test_no_backward(self):
        with pytest.raises(ValueError, match="pass backward="):
            ops.gradcheck(np.exp, np.ones(3))

    def test_text(self):
        with pytest.raises(TypeError, match="input 0 holds"):
            ops.gradcheck(np.exp, "text", backward=lambda dy, x: dy)

    def test_empty(self):
        with pytest.raises(ValueError, match="nothing to check"):
            ops.gradcheck(np.exp, np.ones((0, 2)), backward=lambda dy, x: dy)

    @pytest.mark.parametrize("option", [{"step": 0}, {"tolerance": -1}, {"samples": 0}])
    def test_options(self, option):
        with pytest.raises(ValueError, match=next(iter(option))):
            ops.gradcheck(np.exp, np.ones(3), backward=lambda dy, x: dy * np.exp(x), **option)
