"""A fully convolutional network that finds the membranes of nerve cells; not shipped.

The data are, as far as is known, not for commercial use, so that everyone who wants these weights
makes them for themselves: ``cnnteach train membrane_segmenter`` downloads the slices (or takes them
from the cache, where `CNNTEACH_DATA` points), and in about four minutes on two cores is right for
91 of 100 pixels of slices that it never saw; intersection over union 0.63 for the membranes and
0.90 for the cells. ``tasks.segment(slice, models.load("membrane_segmenter", folder))`` uses it. The
coins of `cnnteach.recipes.coin_segmenter` are what is shipped.
"""

from cnnteach.recipes.coin_segmenter import notes, pieces, settings
from cnnteach.recipes.recipe import Recipe


def _data():
    from cnnteach.datasets import membrane

    return pieces(membrane(), 1600)


RECIPE = Recipe(
    name="membrane_segmenter",
    title="A fully convolutional network that finds the membranes of nerve cells",
    network="fcn",
    options={"size": "teaching", "input_shape": [None, None, 1], "classes": 2, "stride": 2},
    data=_data,
    about={
        "input": "grey slices under the electron microscope, of any size, 0 to 1",
        "data": "1,600 pieces of 96 x 96, turned and mirrored, of the first 24 slices of the ISBI "
        "2012 challenge, cnnteach.datasets.membrane()",
        "data_licence": "not for commercial use, as far as is known; Cardona and others, 2010",
        "licence": "for private study, as the data",
        "tested_on": "the pixels of its last six slices",
    },
    settings=settings,
    notes=notes,
    minutes=4,
)
