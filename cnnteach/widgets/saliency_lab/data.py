"""What SaliencyLab shows if nothing else is given: the cat, and the course's CIFAR-10 network.

The file was written by ``compare_methods(model, cat, name="cat", stages=7).save(...)`` of
`cnnteach.explain`, so that the widget needs neither Keras nor time; a test computes it again.
"""

import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np

FILE = Path(__file__).with_name("cat.npz")
NEEDED = ("name", "image", "stages", "methods", "pictures", "similarity", "probabilities")


@cache
def the_cat():
    """Return the comparison that comes with the course; see `checked` for what is in it."""
    with np.load(FILE, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files if name != "words"}
        name, stages, methods = json.loads(str(file["words"]))
    return SimpleNamespace(name=name, stages=stages, methods=methods, **arrays)


def checked(source):
    """Return `source` if it is a comparison whose arrays belong together, or say why not.

    Raises
    ------
    TypeError, ValueError
        If something is missing, or the shapes disagree.
    """
    missing = [name for name in NEEDED if not hasattr(source, name)]
    if missing:
        raise TypeError(
            f"source is a {type(source).__name__} without {', '.join(missing)}; make one with "
            "cnnteach.explain.compare_methods(model, image)"
        )
    drawn = (2, len(source.methods), len(source.stages), *source.image.shape)
    shapes = [source.pictures.shape, source.similarity.shape, source.probabilities.shape]
    if shapes != [drawn, drawn[:3], drawn[2:3]]:
        raise ValueError(f"the source's arrays have shapes {shapes}; they do not belong together")
    return source
