"""Exercises of notebook 09 on the steps of a training."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("09_train_lenet5")


def momentum_steps(w, gradient, learning_rate, momentum, steps):
    """Return an array (steps,): the weight after each step of gradient descent with momentum.

    `gradient` is a function of the weight. The velocity begins at 0; each step makes it
    momentum · velocity - learning_rate · gradient, and moves the weight by it.
    """
    velocity, path = 0.0, []
    for _ in range(steps):
        velocity = momentum * velocity - learning_rate * gradient(w)
        w = w + velocity
        path.append(w)
    return np.array(path)


def _one(w):
    """A slope of 1 everywhere."""
    return 1.0


def _valley(w):
    """The slope of w²."""
    return 2 * w


def _rolling(step):
    """Return a path of which `step` says the new velocity and the move."""

    def path(w, gradient, learning_rate, momentum, steps):
        velocity, places = 0.0, []
        for _ in range(steps):
            velocity, move = step(velocity, gradient(w), learning_rate, momentum)
            w = w + move
            places.append(w)
        return np.array(places)

    return path


def _by_ops(w, gradient, learning_rate, momentum, steps):
    place, velocity, path = np.array([float(w)]), None, []
    for _ in range(steps):
        options = {"learning_rate": learning_rate, "momentum": momentum}
        slope = np.array([float(gradient(place[0]))])
        place, velocity = ops.sgd(place, slope, velocity, **options)
        path.append(place[0])
    return np.array(path)


chapter.function(
    momentum_steps,
    title="A ball with friction",
    points=3,
    minutes=10,
    level="medium",
    because="The velocity remembers: 0.9 of the last move stays, so that a steady slope is taken "
    "faster and faster (0.1, then 0.19, then 0.271), and a zigzag cancels itself.",
    examples=[
        ((1.0, _one, 0.1, 0.9, 3), np.array([0.9, 0.71, 0.439])),
        ((5.0, _valley, 0.1, 0.9, 3), np.array([4.0, 2.3, 0.31])),
    ],
    variants=lambda rng: [
        (float(rng.normal()), _valley, 0.2, 0.5, 5),
        (float(rng.normal()), _one, float(rng.uniform(0.01, 0.1)), 0.8, 4),
    ],
    oracle=_by_ops,
    hints=(
        "Two numbers change in each step: first the velocity, then the weight.",
        "`velocity = momentum * velocity - learning_rate * gradient(w)`, then `w = w + velocity`. "
        "Where is velocity set to 0?",
    ),
    mistakes=[
        Mistake(
            "begins again at each step",
            "The velocity is made anew in each step, so nothing is remembered. Set it to 0 once, "
            "before the loop.",
            _rolling(lambda v, g, rate, m: (0.0, -rate * g)),
        ),
        Mistake(
            "climbs",
            "The gradient points uphill: go against it, with a minus.",
            _rolling(lambda v, g, rate, m: (m * v + rate * g, m * v + rate * g)),
        ),
        Mistake(
            "moves before the velocity is new",
            "You moved by the old velocity. First the new velocity, then the move.",
            _rolling(lambda v, g, rate, m: (m * v - rate * g, v)),
        ),
        Mistake(
            "mixes old and new like an average",
            "You weighed the gradient by 1 - momentum too. That is another rule: here the whole "
            "gradient counts, times the learning rate.",
            _rolling(
                lambda v, g, rate, m: (m * v - (1 - m) * rate * g, m * v - (1 - m) * rate * g)
            ),
        ),
    ],
)


chapter.ordering(
    "training_step_order",
    "What happens in one step of training with momentum?",
    [
        ("draw a few images by chance, with their labels", ""),
        (
            "run the images through the network, which gives scores",
            "There is nothing to run through the network before images are drawn.",
        ),
        (
            "compare the scores with the labels: the loss",
            "The loss compares scores with labels: the scores have to be there first.",
        ),
        (
            "go back through the network: the gradient by each weight",
            "Going back begins at the loss, so it comes after the loss.",
        ),
        (
            "make the move: a part of the last move, less the rate times the gradient",
            "The move is made of the gradient, which comes by going back through the network.",
        ),
        (
            "add the move to the weights",
            "The weights change last, by the move that the gradient has given.",
        ),
    ],
    title="One step of training",
    points=1,
    minutes=3,
    because="Forward to the loss, back to the gradient, then the move. Only the last step changes "
    "the weights, so forward and back see the same ones.",
    hints=(
        "Forward first, then back. Where does the loss stand?",
        "Draw, forward, loss, back; then the move, and last the weights.",
    ),
)


def training_loop(w, batches, gradient, rate, epochs):
    """Train: return the weights (D,) after `epochs` passes through all of the `batches`.

    Begin with `w`, which stays as it is. Each batch in turn gives one step against its gradient,
    `gradient(weights, batch)`, times the `rate`.
    """
    weights = w.copy()
    for _ in range(epochs):
        for batch in batches:
            weights = weights - rate * gradient(weights, batch)
    return weights


def _towards(weights, batch):
    """The gradient of half the squared distance from the batch's mean."""
    return weights - batch.mean(axis=0)


def _trained(w, batches, gradient, rate, epochs):
    """By recursion: what the last step makes of what all the steps before it have made."""
    steps = [batch for _ in range(epochs) for batch in batches]
    if not steps:
        return w
    before = _trained(w, steps[:-1], gradient, rate, 1)
    return ops.sgd(before, gradient(before, steps[-1]), learning_rate=rate)[0]


def _with_old_weights(w, batches, gradient, rate, epochs):
    weights = w
    for _ in range(epochs):
        weights = weights - rate * sum(gradient(weights, batch) for batch in batches)
    return weights


def _batches(rng, count, features):
    return [rng.normal(size=(4, features)) for _ in range(count)]


chapter.function(
    training_loop,
    title="A training loop",
    points=3,
    minutes=10,
    level="medium",
    because="Two loops: epochs, and in each of them the batches. Every step starts from where the "
    "step before it ended.",
    examples=[
        (
            (
                np.array([0.0, 0.0]),
                [np.array([[2.0, 4.0]]), np.array([[4.0, 0.0]])],
                _towards,
                0.5,
                1,
            ),
            np.array([2.5, 1.0]),
        ),
        (
            (np.array([0.0]), [np.array([[8.0]])], _towards, 0.5, 3),
            np.array([7.0]),
        ),
    ],
    variants=lambda rng: [
        (rng.normal(size=3), _batches(rng, 3, 3), _towards, 0.3, 2),
        (rng.normal(size=2), _batches(rng, 2, 2), _towards, 0.1, 4),
    ],
    oracle=_trained,
    hints=(
        "A loop over epochs, in it a loop over batches, in it one step.",
        "`weights = weights - rate * gradient(weights, batch)`; begin with a copy of `w`.",
    ),
    mistakes=[
        Mistake(
            "goes uphill",
            "You add the gradient: the loss grows. A step goes against it.",
            lambda w, batches, gradient, rate, epochs: _trained(
                w, batches, lambda *at: -gradient(*at), rate, epochs
            ),
        ),
        Mistake(
            "passes through the batches once",
            "That is one epoch. The batches come again in every epoch.",
            lambda w, batches, gradient, rate, epochs: _trained(w, batches, gradient, rate, 1),
        ),
        Mistake(
            "takes one step an epoch",
            "All gradients of an epoch are taken at its first weights. Each batch steps at once, "
            "and the next gradient is taken where that step ended.",
            _with_old_weights,
        ),
        Mistake(
            "uses the first batch alone",
            "Only the first batch is used: loop over all of them.",
            lambda w, batches, gradient, rate, epochs: _trained(
                w, batches[:1], gradient, rate, epochs
            ),
        ),
    ],
)
