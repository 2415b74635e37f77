"""Teach the face detector by its own mistakes: learn, look where it sees faces, and learn again.

A photograph has tens of thousands of windows, and nearly all are easy. After each round the
detector searches photographs without a face; whatever it finds there is a mistake, and joins the
windows that it learns from ("bootstrapping" [1]_, "hard negatives").

References
----------
.. [1] Sung & Poggio, 1998, "Example-based learning for view-based human face detection", IEEE
       Transactions on Pattern Analysis and Machine Intelligence 20(1), section 2.4.
"""

from typing import NamedTuple

import keras
import numpy as np

from cnnteach.tasks.face_net import WINDOW, face_net
from cnnteach.tasks.face_variations import relit, spoiled, varied
from cnnteach.tasks.face_windows import as_bytes, cut, labelled_windows
from cnnteach.tasks.sliding_window import pyramid, score_maps

FACES = 8_000  # windows in a round, each a variation of one of 80 faces
FRESH = 2_000  # of them, new in each round
CUTS, SPOILED, OTHERS = 8_000, 3_000, 1_000  # windows without a face in the first round
NEAR = -1.0  # scores from here on are mistakes to learn from
MOST = 100  # mistakes to take from one photograph, turned one way
TURNS = range(8)  # 0: upright, 1 to 3: turned by so many quarters, 4 to 7: the same mirrored
UPRIGHT = 2  # in so many last rounds the photographs are searched upright alone
SETTINGS = {"batch_size": 128, "optimizer": "adamw", "weight_decay": 1e-3}
LEARNING_RATE = 2e-3  # in the first round; then less and less


class Round(NamedTuple):
    """The detector after `number` rounds, and the windows (bytes) that the next one learns from."""

    number: int
    weights: list
    faces: np.ndarray
    others: np.ndarray


def first_round(photographs, *, seed=0):
    """Return the detector before it has learned, and what it begins with.

    Parameters
    ----------
    photographs : dict of str to ndarray, float32 (H, W)
        Without a face.
    seed : int

    Returns
    -------
    Round
    """
    rng, known = _chance(seed, 0), labelled_windows()
    sizes = [
        [level.image for level in pyramid(image, window=WINDOW)] for image in photographs.values()
    ]
    others = (
        cut(sizes, CUTS, rng),
        spoiled(known.faces, SPOILED, rng),
        varied(known.others, OTHERS, rng),
    )
    faces = varied(known.faces, FACES, rng)
    weights = face_net(seed=seed).get_weights()
    return Round(0, weights, as_bytes(faces), as_bytes(np.concatenate(others)))


def next_round(before, photographs, *, rounds, epochs=3, seed=0, callbacks=()):
    """Learn from the windows of a round, and add the mistakes that are left.

    In all but the last rounds the photographs are also searched upside down, on their sides, and
    mirrored: turned, too, they have no faces.

    Parameters
    ----------
    before : Round
    photographs : dict of str to ndarray, float32 (H, W)
        Without a face.
    rounds : int
        How many there will be in all.
    epochs : int
        How often each window is shown.
    seed : int
    callbacks : sequence of callable
        As for `cnnteach.training.fit`.

    Returns
    -------
    Round or None
        None if the training was stopped.
    """
    from cnnteach.training import fit

    number, _, faces, others = before
    model = detector_of(before)
    labels = np.repeat([1, 0], [len(faces), len(others)])
    rate = LEARNING_RATE * (1 - number / rounds)
    data, options = (np.concatenate([faces, others]), labels), SETTINGS | {"every": [0]}
    recording = fit(
        model, data, epochs=epochs, learning_rate=rate, seed=seed + number,
        callbacks=callbacks, **options,
    )  # fmt: skip
    if recording.stopped:
        return None
    turns = TURNS if number < rounds - UPRIGHT else (0,)
    found, rng = mistakes(model, photographs, turns=turns), _chance(seed, number + 1)
    mirrored = relit(found[:, :, ::-1], rng)
    others = np.concatenate([others, as_bytes(found), as_bytes(mirrored)])
    fresh = as_bytes(varied(labelled_windows().faces, FRESH, rng))
    return Round(number + 1, model.get_weights(), np.concatenate([faces[FRESH:], fresh]), others)


def detector_of(after):
    """Return the network as it was after a round."""
    model = face_net(seed=0)
    model.set_weights(after.weights)
    return model


def mistakes(model, photographs, *, turns=(0,)):
    """Collect the windows of photographs without a face that the detector takes for one, or nearly.

    Parameters
    ----------
    model : keras.Model
    photographs : dict of str to ndarray, float32 (H, W)
    turns : sequence of int
        How they are turned while they are searched; see `TURNS`.

    Returns
    -------
    ndarray of float32, shape (N, 25, 25)
        At most 100 of each photograph and turn, the worst ones.
    """
    found = [np.empty((0, WINDOW, WINDOW), np.float32)]
    for image in photographs.values():
        for turn in turns:
            shown = np.rot90(image[:, ::-1] if turn >= 4 else image, turn % 4)
            maps = score_maps(model, np.ascontiguousarray(shown))
            found.extend(window[None] for _, window in _above(maps)[:MOST])
    return np.concatenate(found)


def share_right(model, faces, others):
    """Return the share of windows that the detector puts on the right side of score 0.

    Parameters
    ----------
    model : keras.Model
    faces, others : ndarray of float32, shape (N, 25, 25)
    """
    scores = [keras.ops.convert_to_numpy(model(part[..., None]))[:, 0] for part in (faces, others)]
    return float(np.concatenate([scores[0] > 0, scores[1] <= 0]).mean())


def _above(maps):
    """Return (score, window) of all windows that are nearly faces, the worst mistake first."""
    found = []
    for level in maps:
        for row, column in np.argwhere(level.scores > NEAR):
            top, left = row * level.step[0], column * level.step[1]
            window = level.image[top : top + WINDOW, left : left + WINDOW]
            found.append((float(level.scores[row, column]), window))
    return sorted(found, key=lambda pair: -pair[0])


def _chance(seed, number):
    """Return the random generator of one round, whatever came before it."""
    return np.random.default_rng([seed, number])
