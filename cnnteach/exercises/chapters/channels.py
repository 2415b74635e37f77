"""Exercises of notebook 02 with many channels and many filters: what a layer does."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("02_convolution")

_D2_IMAGE = np.stack([np.arange(9).reshape(3, 3), np.arange(1, 10).reshape(3, 3)], axis=-1)
_D2_KERNEL = np.stack([[[0, 1], [2, 3]], [[1, 2], [3, 4]]], axis=-1)
_D2_FILTERS = np.stack([_D2_KERNEL] * 3, axis=-1)


def _layer(image, kernels, bias=None):
    return ops.conv2d(image[None], kernels, bias)[0]


def multi_channel(image, kernel):
    """Slide `kernel` (KH, KW, C) over `image` (H, W, C): return one map (H - KH + 1, W - KW + 1).

    Each number of the map is the dot product of the kernel with a window, in all C channels.
    """
    rows, columns, _ = kernel.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return output


def _map_by_channel(image, kernel):
    channels = range(image.shape[-1])
    maps = [multi_channel(image[..., c : c + 1], kernel[..., c : c + 1]) for c in channels]
    return np.stack(maps, axis=-1)


chapter.function(
    multi_channel,
    title="A kernel as deep as the image",
    points=2,
    minutes=8,
    level="medium",
    because="The kernel is as deep as the image, so its products are added over rows, columns "
    "and channels: one filter, one map.",
    examples=[((_D2_IMAGE, _D2_KERNEL), np.array([[56, 72], [104, 120]]))],
    variants=lambda rng: [
        (rng.integers(0, 10, (4, 6, 3)), rng.integers(-5, 6, (2, 3, 3))),
        (rng.integers(0, 10, (5, 4, 2)), rng.normal(size=(3, 2, 2))),
        (rng.normal(size=(4, 4, 1)), rng.normal(size=(2, 3, 1))),
    ],
    oracle=lambda image, kernel: _layer(image, kernel[..., None])[..., 0],
    hints=(
        "It is `corr2d_valid` with a window that goes through all the channels. What shape has "
        "the map of one filter?",
        "`image[i : i + rows, j : j + columns]` has all the channels; `np.sum` adds over them too.",
    ),
    mistakes=[
        Mistake(
            "gives a map for each channel",
            "One filter makes one map, however many channels it looks at: sum over the channels.",
            _map_by_channel,
        ),
        Mistake(
            "takes the mean of the channels",
            "You took the mean over the channels; a dot product is a sum.",
            lambda image, kernel: _map_by_channel(image, kernel).mean(axis=-1),
        ),
        Mistake(
            "uses the first channel only",
            "Only channel 0 is in it: every channel has weights of its own, and all are added.",
            lambda image, kernel: _map_by_channel(image, kernel)[..., 0],
        ),
        Mistake(
            "adds the channels first",
            "You added the channels before multiplying: each must first meet its own weights.",
            lambda image, kernel: multi_channel(
                image.sum(axis=-1, keepdims=True), kernel.sum(axis=-1, keepdims=True)
            ),
        ),
        Mistake(
            "uses one channel's weights for all",
            "Every channel was given the weights of channel 0. The kernel has C layers, one for "
            "each channel.",
            lambda image, kernel: multi_channel(image.sum(axis=-1, keepdims=True), kernel[..., :1]),
        ),
    ],
)


def many_filters(image, kernels, bias):
    """Apply a layer of F filters, `kernels` (KH, KW, C, F) with `bias` (F,), to `image` (H, W, C).

    Return its F maps one behind the other, (H - KH + 1, W - KW + 1, F): each is a sliding dot
    product plus the filter's own bias.
    """
    rows, columns, _, filters = kernels.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1, filters))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + rows, j : j + columns, :, np.newaxis]
            output[i, j] = np.sum(window * kernels, axis=(0, 1, 2)) + bias
    return output


chapter.function(
    many_filters,
    title="A whole layer: many filters and a bias",
    points=3,
    minutes=12,
    level="hard",
    because="Every filter is a kernel with one bias; the maps are stacked into a new image of F "
    "channels, as 6 filters make 28 x 28 x 6 out of 32 x 32 x 3.",
    examples=[
        (
            (_D2_IMAGE, _D2_FILTERS, np.array([1, 2, 3])),
            np.array([[[57, 58, 59], [73, 74, 75]], [[105, 106, 107], [121, 122, 123]]]),
        )
    ],
    variants=lambda rng: [
        (
            rng.integers(0, 10, (4, 6, 3)),
            rng.integers(-5, 6, (2, 3, 3, 4)),
            rng.integers(1, 9, 4),
        ),
        (rng.integers(0, 10, (5, 4, 2)), rng.normal(size=(3, 2, 2, 3)), rng.normal(size=3)),
        (rng.normal(size=(4, 4, 1)), rng.normal(size=(2, 1, 1, 2)), rng.normal(size=2)),
    ],
    oracle=_layer,
    hints=(
        "Take the filters one by one: `kernels[..., f]` is the kernel of filter f, and "
        "`bias[f]` its bias. Where does its map go in the output?",
        "`output[i, j, f] = np.sum(window * kernels[..., f]) + bias[f]`, in three loops.",
    ),
    mistakes=[
        Mistake(
            "adds the bias at every weight",
            "The bias is in there KH·KW·C times: add it once, after the sum and not inside it.",
            lambda image, kernels, bias: _layer(image, kernels, bias * kernels[..., 0].size),
        ),
        Mistake(
            "forgets the bias",
            "The maps are right, but for the bias: each filter adds its own to its whole map.",
            lambda image, kernels, bias: _layer(image, kernels),
        ),
        Mistake(
            "gives every filter the first bias",
            "Every map got `bias[0]`. Filter f has its own, `bias[f]`.",
            lambda image, kernels, bias: _layer(image, kernels) + bias[0],
        ),
        Mistake(
            "puts the filters first",
            "The maps are right, but stand first: (F, H, W). The channels come last here, so "
            "stack along the last axis.",
            lambda image, kernels, bias: np.moveaxis(_layer(image, kernels, bias), -1, 0),
        ),
        Mistake(
            "adds the maps up",
            "You added the maps of all filters. They stay apart: each is a channel of the output.",
            lambda image, kernels, bias: _layer(image, kernels, bias).sum(axis=-1),
        ),
    ],
)
