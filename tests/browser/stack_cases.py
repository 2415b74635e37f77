"""Stacks for the tests of NetworkDesigner: presets and random ones, not all of which fit."""

import numpy as np

from cnnteach.widgets.network_designer.stack_presets import PRESETS, preset
from cnnteach.widgets.network_designer.stack_rows import (
    block,
    conv,
    dense,
    flatten,
    global_pool,
    pool,
)


def random_padding(rng):
    return [0, 1, 2, "same", "valid", [[0, 1], [2, 0]]][rng.integers(6)]


def random_conv(rng, name, *, stride=True):
    groups = int(rng.choice([1, 1, 1, 2]))
    return conv(
        name,
        groups * int(rng.integers(1, 9)),
        rng.integers(1, 5, 2).tolist(),
        stride=rng.integers(1, 3, 2).tolist() if stride else 1,
        padding=random_padding(rng) if stride else "same",
        groups=groups,
        bias=bool(rng.integers(2)),
        norm=bool(rng.integers(2)),
        activation=str(rng.choice(["relu", "none"])),
    )


def random_block(rng, name, channels):
    """Return a block that often fits: its layers keep rows and columns, and most channels too."""
    join = str(rng.choice(["add", "concat"]))
    main = [random_conv(rng, f"{name}a", stride=False), random_conv(rng, f"{name}b", stride=False)]
    if join == "add" and rng.random() < 0.8:
        main[-1]["filters"], main[-1]["groups"] = channels, 1
    main[0]["groups"] = 1 if rng.random() < 0.8 else main[0]["groups"]
    side = [pool(f"{name}p", 3, stride=1, padding="same")] if rng.random() < 0.4 else []
    repeat, skip = int(rng.integers(1, 4)), bool(rng.random() < 0.8)
    return block(name, [main, side], join=join, repeat=repeat, skip=skip)


def random_stack(seed):
    """Return a stack and the shape of its image, rows unlike columns."""
    rng = np.random.default_rng(seed)
    image = [int(rng.integers(9, 33)), int(rng.integers(9, 33)), int(rng.choice([1, 2, 4]))]
    stack, channels = [], image[2]
    for number in range(rng.integers(1, 5)):
        kind = rng.choice(["conv", "conv", "pool", "block"])
        if kind == "conv":
            row = random_conv(rng, f"c{number}")
            channels = row["filters"]
        elif kind == "pool":
            words = {"stride": rng.integers(1, 3, 2).tolist(), "padding": random_padding(rng)}
            mean = "average_pool" if rng.integers(2) else "max_pool"
            row = pool(f"p{number}", rng.integers(2, 4, 2).tolist(), kind=mean, **words)
        else:
            row = random_block(rng, f"b{number}", channels)
        stack.append(row)
    if rng.random() < 0.9:
        stack.append(flatten() if rng.integers(2) else global_pool("means"))
    return [*stack, dense("scores", int(rng.integers(2, 9)), activation="softmax")], image


RANDOM = [random_stack(seed) for seed in range(150)]
NAMED = {name: preset(name) for name in PRESETS}
