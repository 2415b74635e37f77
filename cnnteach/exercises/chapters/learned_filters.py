"""Exercises of notebook 10: filters as pictures, what excites them, and who never answers."""

import numpy as np

from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("10_learned_filters")


def filter_to_picture(kernel):
    """Turn a filter (KH, KW, C) into bytes: weight 0 is 128, and the one furthest from 0 ±127 off.

    Bytes are rounded, and uint8. All channels share the scale. A filter of zeros is middle grey.
    """
    far = np.abs(kernel).max()
    return (128 + 127 * kernel / (far or 1)).round().astype(np.uint8)


def _scaled(kernel, far):
    return (128 + 127 * kernel / far).round().clip(0, 255).astype(np.uint8)


def _stretched(kernel):
    low, high = kernel.min(), kernel.max()
    return (255 * (kernel - low) / ((high - low) or 1)).round().astype(np.uint8)


chapter.function(
    filter_to_picture,
    title="A filter as an honest picture",
    points=2,
    minutes=8,
    because="One number, the largest |weight|, scales all of them, so that 0 stays grey, signs "
    "stay signs, and the channels can be compared.",
    examples=[
        ((np.array([[[-2.0], [0.0], [1.0]]]),), np.array([[[1], [128], [192]]], np.uint8)),
        ((np.zeros((2, 1, 3)),), np.full((2, 1, 3), 128, np.uint8)),
    ],
    variants=lambda rng: [
        (rng.normal(size=(4, 3, 3)),),
        (rng.normal(size=(3, 5, 3)) * [1.0, 0.2, 3.0] - 0.5,),
        (-np.abs(rng.normal(size=(2, 3, 1))),),
    ],
    oracle=lambda kernel: np.rint(127 * (kernel / (np.abs(kernel).max() or 1)) + 128).astype(
        np.uint8
    ),
    same_dtype=True,
    hints=(
        "Which single number decides the scale, so that both the most negative and the most "
        "positive weight fit?",
        "`far = np.abs(kernel).max()`; then `128 + 127 * kernel / far`, rounded, as uint8. Mind a "
        "filter of zeros.",
    ),
    mistakes=[
        Mistake(
            "stretches from least to greatest",
            "You stretched from the least to the greatest weight: 0 is then no longer grey, and "
            "nobody sees which weights are negative.",
            _stretched,
        ),
        Mistake(
            "divides by 0",
            "A filter of zeros has no largest weight: 0 / 0 is no number. Divide by 1 there.",
            lambda kernel: (128 + 127 * kernel / np.abs(kernel).max()).round().astype(np.uint8),
        ),
        Mistake(
            "does not round",
            "`astype` cuts fractions off: 191.5 becomes 191. Round first.",
            lambda kernel: (128 + 127 * kernel / (np.abs(kernel).max() or 1)).astype(np.uint8),
        ),
        Mistake(
            "scales each channel by itself",
            "Each channel got a scale of its own: a faint colour then looks as strong as the "
            "others. Take one largest weight for all.",
            lambda kernel: _scaled(
                kernel, np.where((far := np.abs(kernel).max(axis=(0, 1))) == 0, 1, far)
            ),
        ),
        Mistake(
            "scales by the sum",
            "You divided by the sum of all |weights|, which makes every filter nearly grey: take "
            "the largest.",
            lambda kernel: _scaled(kernel, np.abs(kernel).sum() or 1),
        ),
        Mistake(
            "drops the negative weights",
            "Weights below 0 all became the same tone. They should be darker than 128, the "
            "furthest of them 1.",
            lambda kernel: _scaled(np.maximum(kernel, 0), np.abs(kernel).max() or 1),
        ),
    ],
)


def most_exciting(kernel, patches):
    """Return the number of the patch that a filter answers to most.

    `kernel` is (k, k, C), `patches` (N, k, k, C); the answer is the sum of weight times pixel.
    """
    return int((patches * kernel).sum(axis=(1, 2, 3)).argmax())


chapter.function(
    most_exciting,
    title="What does this filter like?",
    points=2,
    minutes=6,
    because="A unit's answer is a dot product: greatest for the patch that has much light where "
    "the weights are positive and little where they are negative.",
    examples=[
        (
            (np.array([[[-1.0], [1.0]]]), np.array([[[[5.0], [5]]], [[[0], [3]]], [[[9], [0]]]])),
            1,
        )
    ],
    variants=lambda rng: [
        (np.array([[[-1.0], [1.0]]]), np.array([[[[9.0], [1]]], [[[9], [12]]], [[[0], [2]]]])),
        (np.array([[[0.2], [-0.2]]]), np.array([[[[0.0], [9]]], [[[0.3], [0]]], [[[5], [2]]]])),
        (rng.normal(size=(3, 3, 3)), rng.random((7, 3, 3, 3))),
    ],
    oracle=lambda kernel, patches: int(np.argmax(np.einsum("nijc,ijc->n", patches, kernel))),
    hints=(
        "What does a unit compute from a patch? That for each patch, and then the largest.",
        "`(patches * kernel)` multiplies each patch; sum over the last three axes, then `argmax`.",
    ),
    mistakes=[
        Mistake(
            "takes the nearest patch",
            "You took the patch whose pixels are nearest to the weights. A unit does not measure a "
            "distance: it multiplies and adds, and a patch of more contrast excites it more.",
            lambda kernel, patches: int(((patches - kernel) ** 2).sum(axis=(1, 2, 3)).argmin()),
        ),
        Mistake(
            "takes the largest either way",
            "A strongly negative answer is the opposite of excitement: do not take |answer|.",
            lambda kernel, patches: int(np.abs((patches * kernel).sum(axis=(1, 2, 3))).argmax()),
        ),
        Mistake(
            "takes the brightest patch",
            "That is the brightest patch. The weights say where light counts, and where it counts "
            "against.",
            lambda kernel, patches: int(patches.sum(axis=(1, 2, 3)).argmax()),
        ),
    ],
)


chapter.question(
    "why_edges",
    "A network's first filters, the means of clusters of small patches, and independent\n"
    "components of such patches all look like edges and bars. What is the best reason?\n"
    "a: Gradient descent can find nothing else.\n"
    "b: The drawing makes everything look like edges.\n"
    "c: Photographs are made so: neighbours are alike, except where a thing ends.\n"
    "d: All three have learned to tell cats from dogs.",
    "c",
    title="Edges, wherever one looks",
    points=1,
    minutes=2,
    because="Three methods with nothing in common but the photographs come to the same: so it is "
    "in the photographs.",
    hints=(
        "What do the three have in common?",
        "Two of the three have no gradient descent, and no labels.",
    ),
    mistakes={
        "a": (
            "credits gradient descent",
            "k-means and ICA find edges, too, and have no gradient descent.",
        ),
        "b": (
            "blames the drawing",
            "A filter of noise, drawn in the same way, looks like noise.",
        ),
        "d": (
            "credits the labels",
            "Clusters and components have never seen a label.",
        ),
    },
)


def complex_cell(even, odd):
    """Return what a complex cell answers: the root of the sum of both cells' squares.

    `even` and `odd` are arrays of the answers of two simple cells, a quarter of a cycle apart,
    before any ReLU.
    """
    return np.sqrt(even**2 + odd**2)


chapter.function(
    complex_cell,
    title="A cell that does not mind the phase",
    points=1,
    minutes=5,
    because="As stripes drift by, one cell's answer goes as the cosine and the other's as the "
    "sine, and cos² + sin² = 1 at every moment.",
    examples=[((np.array([3.0, 0, -3]), np.array([4.0, -5, -4])), np.array([5.0, 5, 5]))],
    variants=lambda rng: [tuple(rng.normal(size=(2, 6))) for _ in range(3)],
    oracle=lambda even, odd: np.abs(np.asarray(even) + 1j * np.asarray(odd)),
    hints=(
        "If one is cos(phase) and the other sin(phase), what of the two is the same for any phase?",
        "cos² + sin² = 1: square both, add, take the root.",
    ),
    mistakes=[
        Mistake(
            "adds them",
            "A sum still rises and falls as the stripes drift: cos + sin is no constant.",
            lambda even, odd: even + odd,
        ),
        Mistake(
            "adds their sizes",
            "|cos| + |sin| still wobbles, from 1 to 1.41. Square before you add.",
            lambda even, odd: np.abs(even) + np.abs(odd),
        ),
        Mistake(
            "forgets the root",
            "That is the square of the answer: the root is missing.",
            lambda even, odd: even**2 + odd**2,
        ),
        Mistake(
            "takes the larger",
            "The larger of the two dips to 0.71 between them. Square both, add, take the root.",
            lambda even, odd: np.maximum(np.abs(even), np.abs(odd)),
        ),
    ],
)


def dead_maps(maps):
    """Say of each map whether it is 0 everywhere, for every image.

    `maps` are the answers of a layer after its ReLU, (N, H, W, F); the result is bool, (F,).
    """
    return (maps == 0).all(axis=(0, 1, 2))


def _sparse(rng, shape):
    """Return maps after a ReLU, mostly 0, one of them dead."""
    maps = np.maximum(rng.normal(size=shape) - 0.5, 0)
    maps[..., rng.integers(shape[-1])] = 0
    maps[0, ..., 0] = 0  # silent for one image alone
    maps[-1, 0, 0, 0] = 1.0
    return maps


chapter.function(
    dead_maps,
    title="Which units never answer?",
    points=2,
    minutes=6,
    because="A unit is dead only if no place of no image excites it; a map that is silent for one "
    "image may answer to another.",
    examples=[
        ((np.array([[[[0.0, 0, 2]]], [[[0, 1, 0]]]]),), np.array([True, False, False])),
    ],
    variants=lambda rng: [(_sparse(rng, (3, 4, 5, 6)),), (_sparse(rng, (2, 3, 2, 4)),)],
    oracle=lambda maps: np.array([not np.any(maps[..., f]) for f in range(maps.shape[-1])]),
    hints=(
        "For one map: when would you call it dead? Over which axes must you look?",
        "`maps == 0`, then `.all(...)` over images, rows and columns: axes 0, 1 and 2.",
    ),
    mistakes=[
        Mistake(
            "looks at the first image only",
            "You looked at one image: a unit that is silent there may answer to the next.",
            lambda maps: (maps[0] == 0).all(axis=(0, 1)),
        ),
        Mistake(
            "finds any zero",
            "After a ReLU nearly every map has a 0 somewhere. Dead means 0 everywhere: all, not "
            "any.",
            lambda maps: (maps == 0).any(axis=(0, 1, 2)),
        ),
        Mistake(
            "answers for each image",
            "There is an answer for each image and map. One for each map: the images' axis counts "
            "too.",
            lambda maps: (maps == 0).all(axis=(1, 2)),
        ),
        Mistake(
            "finds the living",
            "It is the other way round: these are the maps that answer to something.",
            lambda maps: (maps != 0).any(axis=(0, 1, 2)),
        ),
    ],
)
