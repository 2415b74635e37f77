"""Teach the face detector by its own mistakes: learn, look where it sees faces that are none, again.

A photograph has tens of thousands of windows, and nearly all are easy. After each round the
detector searches photographs without a face; whatever it finds there is a mistake, and joins the
windows that it learns from ("bootstrapping" [1]_, "hard negatives").

References
----------
.. [1] Sung & Poggio, 1998, "Example-based learning for view-based human face detection", IEEE
       Transactions on Pattern Analysis and Machine Intelligence 20(1), section 2.4.
"""

from typing import NamedTuple

import numpy as np

from cnnteach.tasks.face_net import WINDOW, face_net
from cnnteach.tasks.face_windows import (
    cut,
    faceless_photographs,
    labelled_windows,
    relit,
    spoiled,
    varied,
)
from cnnteach.tasks.sliding_window import pyramid, score_maps

FACES = 8_000  # windows in a round, each a variation of one of 80 faces
FRESH = 2_000  # of them, new in each round
FIRST_CUTS, FIRST_SPOILED, FIRST_OTHERS = 8_000, 3_000, 1_000
NEAR = -1.0  # scores from here on are mistakes to learn from
MOST = 300  # mistakes to take from one photograph
TURNED_UNTIL = 2  # rounds before the last: from here on photographs are searched upright alone


class Round(NamedTuple):
    """One round: windows that were learned from, and windows that were mistaken after it."""

    windows: int
    mistaken: int


def train_face_detector(*, seed=0, rounds=6, epochs=3, photographs=None, tell=None):
    """Train the face detector.

    Parameters
    ----------
    seed : int
        The same seed gives the same weights on one machine's CPU.
    rounds : int
        How often it learns from its mistakes. In the first rounds the photographs are also
        searched upside down, on their sides, and mirrored: such photographs have no faces either.
    epochs : int
        How often each window is shown in a round.
    photographs : dict of str to ndarray, optional
        Photographs without a face, float32 (H, W) of 0 to 1; `faceless_photographs`, if not given.
    tell : function of Round, optional
        Called after each round.

    Returns
    -------
    keras.Model
        See `cnnteach.tasks.face_net`.
    """
    from cnnteach.training import fit

    rng = np.random.default_rng(seed)
    photographs = faceless_photographs() if photographs is None else photographs
    known = labelled_windows()
    faces = varied(known.faces, FACES, rng)
    others = _first_others(known, photographs, rng)
    model = face_net(seed=seed)
    for number in range(rounds):
        labels = np.repeat([1, 0], [len(faces), len(others)])
        fit(
            model,
            (np.concatenate([faces, others])[..., None], labels),
            epochs=epochs, batch_size=128, optimizer="adamw", weight_decay=1e-3,
            learning_rate=2e-3 * (1 - number / rounds), seed=seed + number, every=[0],
        )  # fmt: skip
        turn = 1 + number % 7 if number < rounds - TURNED_UNTIL else 0
        found = mistakes(model, photographs, turns=sorted({0, turn}))
        if tell is not None:
            tell(Round(len(labels), len(found)))
        others = np.concatenate([others, found, relit(found[:, :, ::-1], rng)])
        faces = np.concatenate([faces[FRESH:], varied(known.faces, FRESH, rng)])
    return model


def mistakes(model, photographs, *, turns=(0,)):
    """Collect the windows of photographs without a face that the detector takes for one, or nearly.

    Parameters
    ----------
    model : keras.Model
    photographs : dict of str to ndarray, float32 (H, W)
    turns : sequence of int
        0 searches them upright, 1 to 3 turned by so many quarters, 4 to 7 the same mirrored.

    Returns
    -------
    ndarray of float32, shape (N, 25, 25)
        At most 300 of each photograph and turn, the worst ones.
    """
    found = [np.empty((0, WINDOW, WINDOW), np.float32)]
    for image in photographs.values():
        for turn in turns:
            shown = np.rot90(image[:, ::-1] if turn >= 4 else image, turn % 4)
            windows = _above(score_maps(model, np.ascontiguousarray(shown)))
            found.extend(window[None] for _, window in windows[:MOST])
    return np.concatenate(found)


def _above(maps):
    """Return (score, window) of all windows that are nearly faces, the worst mistake first."""
    found = []
    for level in maps:
        for row, column in np.argwhere(level.scores > NEAR):
            top, left = row * level.step[0], column * level.step[1]
            window = level.image[top : top + WINDOW, left : left + WINDOW]
            found.append((float(level.scores[row, column]), window))
    return sorted(found, key=lambda pair: -pair[0])


def _first_others(known, photographs, rng):
    """Return the windows without a face that the first round learns from."""
    sizes = [[level.image for level in pyramid(image, window=WINDOW)] for image in photographs.values()]
    return np.concatenate(
        [
            cut(sizes, FIRST_CUTS, rng),
            spoiled(known.faces, FIRST_SPOILED, rng),
            varied(known.others, FIRST_OTHERS, rng),
        ]
    )
