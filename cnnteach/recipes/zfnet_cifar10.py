"""A ZFNet-like net on CIFAR-10: over 85 of 100 test images right, and filters worth looking at.

What makes the first layer's filters clean, oriented edges and blobs of colour rather than noise, is
the weight decay on them alone, and large kernels with batch normalisation behind them; they are
crisp from the middle of the training on.
"""

from cnnteach.recipes.recipe import Recipe


def _data():
    from cnnteach.datasets import cifar10

    return cifar10()


def _settings():
    from cnnteach.training import Augmentation, Cosine

    return {
        "epochs": 12,
        "batch_size": 128,
        "optimizer": "nesterov",
        "learning_rate": 0.1,
        "schedule": Cosine(warm_up=300),
        "weight_decay": {"conv1": 0.001},
        "augment": Augmentation(flip=True, shift=4),
        "record": ("conv1",),
    }


RECIPE = Recipe(
    name="zfnet_cifar10",
    title="A ZFNet-like net on CIFAR-10",
    network="zfnet_cifar",
    data=_data,
    about={
        "input": "colour images, 32 x 32, red, green and blue of 0 to 1; the network subtracts the "
        "means and divides by the deviations itself",
        "data": "CIFAR-10's 50,000 training images, cnnteach.datasets.cifar10()",
        "data_licence": "none stated; cite Krizhevsky, 2009, Learning multiple layers of features "
        "from tiny images",
        "tested_on": "CIFAR-10's 10,000 test images",
    },
    settings=_settings,
    minutes=8,
)
