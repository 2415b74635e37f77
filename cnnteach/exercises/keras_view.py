"""What of a Keras model is compared: its output's shape, its counts, and numbers that it computes.

Two networks are the same if they have weights of the same shapes and compute the same with the same
weights in them, whatever layers they are made of. So every weight gets values that follow from what
it is called and its shape, and a batch of images goes through.
"""

import zlib

import numpy as np

IMAGES, SIDE = 2, 12  # how many go through; how large they are where the model leaves that open


class Facts(dict):
    """What is compared, by name, in this order: shapes, counts, and last the numbers."""


class Weights:
    """Hands out the values of weights, and remembers their shapes.

    Examples
    --------
    >>> weights = Weights()
    >>> weights("kernel", 3, 1).shape, weights.learned
    ((3, 1), 3)
    """

    def __init__(self):
        self.shapes: list[tuple] = []
        self.learned = 0

    def __call__(self, name: str, *shape: int) -> np.ndarray:
        self.shapes.append(shape)
        self.learned += int(np.prod(shape)) if not name.startswith("moving") else 0
        return values(name, shape)


def facts(input_shape: tuple, weights: Weights, numbers: np.ndarray) -> Facts:
    """Put together what is right of a model, worked out without Keras.

    Parameters
    ----------
    input_shape : tuple
        With None for the batch.
    weights : Weights
        That were handed out.
    numbers : ndarray
        What the model makes of `images`.
    """
    return Facts(
        {
            "input shape": input_shape,
            "output shape": (None, *numbers.shape[1:]),
            "parameters": weights.learned,
            "weights": _sorted(weights.shapes),
            "numbers": numbers,
        }
    )


def of_model(answer: object, right: object = None) -> object:
    """Return the `Facts` of a Keras model; anything else comes back as it is.

    Parameters
    ----------
    answer : object
    right : Facts, optional
        No more than what it holds is worked out; else all.
    """
    import keras

    if not isinstance(answer, keras.Model) or len(getattr(answer, "inputs", None) or ()) != 1:
        return dict(answer) if isinstance(answer, Facts) else answer
    known = {
        "input shape": lambda: answer.input_shape,
        "output shape": lambda: answer.output_shape,
        "parameters": lambda: sum(int(np.prod(w.shape)) for w in answer.trainable_weights),
        "weights": lambda: _sorted([tuple(weight.shape) for weight in answer.weights]),
        "numbers": lambda: (
            keras.ops.convert_to_numpy(_computed(answer)) if len(answer.input_shape) == 4 else None
        ),
    }
    return Facts({name: fact() for name, fact in known.items() if right is None or name in right})


def values(name: str, shape: tuple) -> np.ndarray:
    """Return the values of the weight that Keras calls `name`, which follow from its shape.

    Examples
    --------
    >>> values("bias", (3,)).shape
    (3,)
    """
    rng = np.random.default_rng(zlib.crc32(f"{name} {shape}".encode()))
    if name in ("gamma", "moving_variance"):
        return rng.uniform(0.5, 1.5, shape).astype("float32")
    fan_in = np.prod(shape[:-1]) if len(shape) > 1 else 4
    return rng.normal(0, (2 / fan_in) ** 0.5, shape).astype("float32")


def images(height: int | None, width: int | None, channels: int) -> np.ndarray:
    """Return the images that go through a model, shape (N, height, width, channels)."""
    shape = (IMAGES, height or SIDE, width or SIDE, channels)
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def _sorted(shapes):
    """The largest first, so that the order of branches does not matter."""
    return sorted(shapes, key=lambda shape: (-int(np.prod(shape)), shape))


def _computed(model):
    """Let images through with set weights, and put the model's own weights back."""
    own = model.get_weights()
    named = [(weight.path.rpartition("/")[2], tuple(weight.shape)) for weight in model.weights]
    model.set_weights([values(name, shape) for name, shape in named])
    try:
        return model(images(*model.input_shape[1:]), training=False)
    finally:
        model.set_weights(own)
