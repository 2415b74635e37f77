"""LeNet-5 on the whole of MNIST: over 99 of 100 test images right, in a few minutes."""

from cnnteach.recipes.recipe import Recipe


def _data():
    from cnnteach.datasets import mnist

    return mnist()


def _settings():
    from cnnteach.training import Augmentation, Cosine

    return {
        "epochs": 12,
        "batch_size": 128,
        "optimizer": "nesterov",
        "learning_rate": 0.05,
        "schedule": Cosine(warm_up=300),
        "weight_decay": 0.0005,
        "augment": Augmentation(shift=2, rotation=10.0),
        "record": ("c1", "c3"),
    }


RECIPE = Recipe(
    name="lenet5_mnist",
    title="LeNet-5, today's form, on MNIST",
    network="lenet5",
    data=_data,
    about={
        "input": "grey images, 28 x 28, 0 (background) to 1 (stroke)",
        "data": "MNIST's 60,000 training images, cnnteach.datasets.mnist()",
        "data_licence": "CC BY-SA 3.0; LeCun, Cortes & Burges",
        "tested_on": "MNIST's 10,000 test images",
    },
    settings=_settings,
    minutes=3,
)
