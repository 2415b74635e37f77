"""What a DetectorExplorer shows without arguments: the astronaut, as the detector judged her.

The scores are those of the shipped face detector; a test holds them to it.
"""

from functools import cache
from pathlib import Path

import numpy as np

SIDE = 256  # pixels
FACE = (35.0, 86.5, 89.0, 138.5)  # from the hair to the chin, marked by eye
SCORES = Path(__file__).with_name("example.npz")


@cache
def photograph():
    """Return the photograph: ndarray of uint8, shape (256, 256, 3)."""
    from PIL import Image

    from cnnteach.datasets import photo

    small = Image.fromarray(photo("astronaut")).resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.array(small)


@cache
def score_maps():
    """Return what the detector said, one map a scale: [(scale, scores)]."""
    with np.load(SCORES, allow_pickle=False) as file:
        scales = file["scales"].tolist()
        return [(tuple(scale), file[str(number)]) for number, scale in enumerate(scales)]


def write(maps, path=SCORES):
    """Write score maps as the file that `score_maps` reads.

    Parameters
    ----------
    maps : list of ScoreMap
        Of `cnnteach.tasks.detector_arrays(photograph())`.
    path : path
    """
    scores = {str(number): level.scores.astype(np.float16) for number, level in enumerate(maps)}
    np.savez_compressed(path, scales=np.array([level.scale for level in maps]), **scores)
