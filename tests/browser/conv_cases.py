"""Random convolutions and explorers for the tests of ConvExplorer's view."""

import numpy as np
from harness.view import call

from cnnteach import kernels, shapes
from cnnteach.widgets import ConvExplorer
from cnnteach.widgets.explorer import Explorer

MADE_BY_ANYWIDGET = {"_esm", "_css", "_anywidget_id"}
SIDES = ("size", "kernel", "stride", "padding", "dilation")


def random_padding(rng):
    """Return a padding in one of the ways in which it can be said."""

    def pair():
        return rng.integers(0, 3, 2).tolist()

    return [lambda: pair()[0], pair, lambda: [pair(), pair()], lambda: "same", lambda: "valid"][
        rng.integers(5)
    ]()


def random_geometry(rng):
    """Return the state of a convolution, whose kernel need not fit."""
    groups, depth = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    most = {"size": 9, "kernel": 4, "stride": 3, "dilation": 3}
    return {
        **{name: rng.integers(1, top + 1, 2).tolist() for name, top in most.items()},
        "padding": random_padding(rng),
        "channels": groups * depth,
        "filters": groups * int(rng.integers(1, 3)),
        "groups": groups,
    }


def axes_of(state):
    """Give the words of the rows and of the columns, as `cnnteach.shapes` takes them."""
    halves = {name: shapes.two(name, state[name]) for name in SIDES}
    return [{name: half[axis] for name, half in halves.items()} for axis in (0, 1)]


def outputs_of(words):
    """Count the windows along an axis; none where the kernel does not fit."""
    try:
        return shapes.output_size(**words)
    except ValueError:
        return 0


def sides_of(words):
    return shapes.padding_sides(*(words[name] for name in SIDES[:4]), words["dilation"])


GEOMETRIES = [random_geometry(np.random.default_rng(seed)) for seed in range(300)]
FITTING = [state for state in GEOMETRIES if all(map(outputs_of, axes_of(state)))]


def words_of(state):
    """Pick what `cnnteach.ops.conv2d` takes."""
    return {name: state[name] for name in ("stride", "padding", "dilation", "groups")}


def arrays_of(state, seed, *, whole=True):
    """Return x (1, H, W, C), w (KH, KW, C // groups, F) and b (F,)."""
    rng = np.random.default_rng(seed)
    channels, filters = state["channels"], state["filters"]
    kernels = (*state["kernel"], channels // state["groups"], filters)
    sizes = ((1, *state["size"], channels), kernels, (filters,))
    draw = (lambda size: rng.integers(-9, 10, size) * 1.0) if whole else rng.standard_normal
    return [draw(size) for size in sizes]


def random_explorer(seed):
    """Return a ConvExplorer with presets and kernels of its own, which were cut or grown."""
    rng = np.random.default_rng(seed)
    channels, filters = int(rng.integers(1, 4)), int(rng.integers(1, 7))
    explorer = ConvExplorer(
        size=rng.integers(8, 13, 2).tolist(),
        channels=channels,
        filters=filters,
        image=str(rng.choice(["pattern", "random", "cat's eye"])),
        stride=rng.integers(1, 3, 2).tolist(),
        padding=random_padding(rng),
        flip=bool(rng.integers(2)),
    )
    if rng.integers(2):
        explorer.w = rng.standard_normal((*rng.integers(1, 8, 2), channels, filters))
    explorer.kernel = rng.integers(1, 8, 2).tolist()
    presets = list(explorer.presets)
    presets[int(rng.integers(6))] = str(rng.choice(kernels.NAMES))
    explorer.presets = presets
    explorer.b = rng.integers(-3, 4, filters)
    return explorer


def state_of(explorer):
    """Return the traits that the view reads."""
    names = explorer.trait_names(sync=True)
    return explorer.get_state(set(names) - set(Explorer.class_trait_names()) - MADE_BY_ANYWIDGET)


def each_of(page, kind=ConvExplorer):
    """Return ``each(function, cases)``: call a function of the script with each case, in one go."""
    map_it = "const each = (cases) => cases.map((values) => (%s)(...values));"

    def each(function, cases):
        script = f"{kind._esm}\n{map_it % function}"
        return call(page, script, "each", [list(case) for case in cases])

    return each
