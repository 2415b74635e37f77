"""Random states of PoolingExplorer, and what a learner sees of one."""

import numpy as np
from conv_cases import random_padding
from conv_page import ConvPage, number
from harness.view import call

from cnnteach.widgets import PoolingExplorer
from cnnteach.widgets.explorer import Explorer


def random_pooling(seed):
    """Return a PoolingExplorer of any kind, with ties, padding, overlap, leftovers and a shift."""
    rng = np.random.default_rng(seed)
    explorer = PoolingExplorer(rng.integers(-3, 4, rng.integers(7, 12, 2)) / rng.choice([1, 4]))
    explorer.kind = str(rng.choice(["max", "average", "learned"]))
    if explorer.kind != "learned":
        explorer.windows = str(rng.choice(["sliding", "sliding", "adaptive", "global"]))
    explorer.window = rng.integers(1, 5, 2).tolist()
    explorer.stride = [None, *rng.integers(1, 5, (2, 2)).tolist()][rng.integers(3)]
    explorer.padding = random_padding(rng)
    explorer.output_size = rng.integers(1, 8, 2).tolist()
    explorer.shift = rng.integers(-3, 4, 2).tolist()
    if explorer._problem():  # more padding than window
        explorer.padding = 0
    if rng.integers(2):
        explorer.dy = rng.integers(-4, 5, explorer.output.shape) / 2
        explorer.w = rng.integers(-4, 5, explorer.w.shape) / 8
    return explorer


def state_of(explorer):
    """Return the traits that the view reads."""
    names = set(PoolingExplorer.class_trait_names(sync=True)) - set(Explorer.class_trait_names())
    return explorer.get_state(names)


def each_of(page):
    """Return ``each(function, cases)``: call a function of the script with each case, in one go."""

    def each(function, cases):
        map_it = f"const each = (cases) => cases.map((values) => ({function})(...values));"
        script = f"{PoolingExplorer._esm}\n{map_it}"
        return call(page, script, "each", [list(case) for case in cases])

    return each


class PoolPage(ConvPage):
    """The view of a PoolingExplorer: its grids are input, weights, output, dx, dw and dy."""

    @property
    def chips(self):
        """The chips as (what stands above, what below)."""
        above, below = (self.root.locator(f".cn-term {tag}").all_text_contents() for tag in "bi")
        return list(zip(above, below, strict=True))

    @property
    def result_text(self):
        return self.text(".cn-sum")

    @property
    def result(self):
        return number(self.result_text.rpartition("= ")[2])


def shown(open_view, *arrays, **words):
    """Show a PoolingExplorer on a blank page; return its `View`, and what a learner sees of it."""
    view = open_view(PoolingExplorer(*arrays, **words))
    return view, PoolPage(view.root)


def explorer_of(view):
    """Return an explorer in Python with the traits that a view's model has."""
    explorer = PoolingExplorer()
    explorer.set_state({name: view.get(name) for name in state_of(explorer)})
    return explorer
