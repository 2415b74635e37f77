"""A fully convolutional network that tells coins from their ground: one photograph is enough."""

from cnnteach.recipes.recipe import Recipe

SIDE = 96  # pixels of a piece


def pieces(dataset, count):
    """Cut a dataset's training images into pieces, turned and mirrored; the test stays as it is."""
    from cnnteach.tasks.crops_with_labels import labelled_crops

    return dataset._replace(train=labelled_crops(*dataset.train, count, side=SIDE, seed=0))


def settings():
    """Return how both segmenters are trained."""
    return {
        "epochs": 8,
        "batch_size": 8,
        "optimizer": "adamw",
        "learning_rate": 0.002,
        "schedule": "cosine",
        "weight_decay": 0.0001,
        "record": ("conv1_1",),
        "every": [0, 50, 200, 800],
    }


def notes(model, dataset):
    """Say the intersection over union of each class, over all test images."""
    from cnnteach.tasks.segmentation import region_overlap
    from cnnteach.training.forward import outputs_of

    images, labels = dataset.test
    predicted = outputs_of(model, images[..., None]).argmax(axis=-1)
    iou = region_overlap(predicted, labels, classes=len(dataset.classes)).iou
    named = zip(dataset.classes, iou, strict=True)
    return "intersection over union: " + ", ".join(f"{name} {share:.3f}" for name, share in named)


def _data():
    from cnnteach.datasets import membrane

    return pieces(membrane(embedded=True), 800)


RECIPE = Recipe(
    name="coin_segmenter",
    title="A fully convolutional network that tells coins from their ground",
    network="fcn",
    options={"size": "teaching", "input_shape": [None, None, 1], "classes": 2, "stride": 4},
    data=_data,
    about={
        "input": "grey photographs of any size, 0 (black) to 1 (white)",
        "data": "800 pieces of 96 x 96, turned and mirrored, of the left three quarters of "
        "scikit-image's photograph of coins; labels by a watershed, cnnteach.datasets.coins",
        "data_licence": "no known copyright restrictions; Brooklyn Museum Collection",
        "tested_on": "the pixels of seven windows of its right quarter",
    },
    settings=settings,
    notes=notes,
    minutes=1,
)
