"""`cnnteach bench --explain`: what a search for the strongest patches costs beside prediction.

All run in turn, round after round, on the same images and the same network: the net for CIFAR-10
and its first three convolutions, 240 units; images of chance, which excite its units more evenly
than photographs do, so that more of them win and are computed again.
"""

import random
from time import perf_counter

from cnnteach.bench.memory import resident_peak, traced_peak
from cnnteach.bench.statistics import summarise, with_ratios

LAYERS = ("conv1", "conv2", "conv3")
IMAGES, QUICK_IMAGES = 10_000, 1_000
BATCH, K = 250, 9
SHARE = 20  # of the images whose maps are all stored: one in so many
BASE = "predict"
SAYS = {
    "predict": "model.predict alone, to the class probabilities",
    "top_patches": f"the {K} strongest patches of each unit of {', '.join(LAYERS)}, from "
    "different images, cut out",
    "all maps": f"every map stored and sorted, on one image in {SHARE}, and scaled up",
}


def measure(repeats, *, quick=False, progress=lambda words, turns: None):
    """Return what `compose` prints: times and memory of each contender.

    Parameters
    ----------
    repeats : int
        Rounds; in each, all have a turn, in a mixed order.
    quick : bool
        Fewer images.
    progress : callable
        Called with words and the number of turns done.

    Returns
    -------
    dict
        ``images``, ``contenders``: for each ``seconds``, ``low``, ``high``, ``ratio``, and
        ``extra_bytes``, the most that a call took beyond what was there.
    """
    calls, count = _calls(QUICK_IMAGES if quick else IMAGES)
    turns = {name: [] for name in calls}
    memory = {}
    for name, (call, _) in calls.items():
        progress(f"{name}: first call", 0)
        memory[name] = resident_peak(call) or 0
    order = random.Random(0)
    for _ in range(repeats):
        for name in order.sample(list(calls), len(calls)):
            progress(name, 1)
            began = perf_counter()
            calls[name][0]()
            turns[name].append([perf_counter() - began])
    found = {}
    for name, (call, scale) in calls.items():
        extra = max(traced_peak(call), memory[name]) * scale
        found[name] = summarise(turns[name], scale) | {"extra_bytes": extra, "share": 1 / scale}
    return {"images": count, "batch": BATCH, "contenders": with_ratios(found, BASE)}


def _calls(count):
    """Return each contender's call and by what its cost is scaled, and the number of images."""
    import numpy as np

    from cnnteach import models
    from cnnteach.explain import top_patches

    model = models.load("zfnet_cifar10")
    images = np.random.default_rng(0).random((count, 32, 32, 3), np.float32)
    few = images[: count // SHARE]
    return {
        "predict": (lambda: model.predict(images, batch_size=BATCH, verbose=0), 1),
        "top_patches": (lambda: top_patches(model, LAYERS, images, K, batch_size=BATCH), 1),
        "all maps": (lambda: all_maps_sorted(model, LAYERS, few, K), count / len(few)),
    }, count


def all_maps_sorted(model, layers, images, k):
    """Store every map and sort every place: what one writes first.

    Returns
    -------
    list of ndarray of int, shape (k, units)
        For each layer the images of the strongest answers, each another one.
    """
    import keras
    import numpy as np

    outputs = [model.get_layer(layer).output for layer in layers]
    maps = keras.Model(model.inputs[0], outputs).predict(images, batch_size=BATCH, verbose=0)
    found = []
    for of_layer in maps:
        places = of_layer.shape[1] * of_layer.shape[2]
        order = np.argsort(-of_layer.reshape(-1, of_layer.shape[-1]), axis=0, kind="stable")
        best = [list(dict.fromkeys((unit // places).tolist()))[:k] for unit in order.T]
        found.append(np.array(best).T)
    return found


def compose(measured):
    """Write what was measured as a table."""
    from cnnteach.bench.report import figures, table

    rows = []
    for name, found in measured["contenders"].items():
        star = "*" if found["share"] < 1 else ""
        rate = measured["images"] / found["seconds"]
        spread = (found["high"] - found["low"]) / 2
        rows.append(
            [
                name,
                f"{figures(found['seconds'])} ±{figures(spread)}{star}",
                f"{rate:,.0f}",
                figures(found["ratio"]),
                figures(found["extra_bytes"] / 1e6) + star,
            ]
        )
    head = ["", "seconds", "images/s", "of predict's time", "MB beyond the images"]
    legend = "\n".join(f"- {name}: {SAYS[name]}" for name in measured["contenders"])
    told = f"{measured['images']:,} images 32 x 32 x 3, batches of {measured['batch']}"
    return f"{told}; * scaled up from a share\n\n{table(head, rows)}\n\n{legend}\n"
