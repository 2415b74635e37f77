"""Maps of a network that forgets, stage by stage, and how alike they stay."""

import numpy as np
from matplotlib.figure import Figure

from cnnteach.figures.attributions import as_picture, draw_attribution, draw_image
from cnnteach.figures.tones import MARK

LINES = ("-", "--", "-.", ":")


def show_forgetting(image, stages, maps, similarity, *, most=6, side=1.25):
    """Draw a row for each method: its map as learned, then after more layers were shuffled.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, C)
        Bytes, or floats of 0 to 1.
    stages : sequence of str
        "as learned", then the layer that was shuffled last.
    maps : dict of str to ndarray, shape (stages, ...)
    similarity : dict of str to ndarray, shape (stages,)
        Written below each map.
    most : int
        Stages that are drawn, the first and the last among them.
    side : float
        Of a map, in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = {"gradient": np.zeros((2, 4, 4, 1))}
    >>> figure = show_forgetting(np.zeros((4, 4)), ["as learned", "c1"], maps, {"gradient": [1, 0]})
    >>> [axes.get_title() for axes in figure.axes]
    ['image', 'as learned', '… to c1']
    """
    image = as_picture(image)
    chosen = np.unique(np.linspace(0, len(stages) - 1, min(most, len(stages))).round().astype(int))
    tall = image.shape[0] / image.shape[1]
    size = ((len(chosen) + 1) * side, len(maps) * (side * tall + 0.22) + 0.3)
    figure = Figure(figsize=size, layout="constrained")
    cells = figure.subplots(len(maps), len(chosen) + 1, squeeze=False)
    for row, (name, found) in zip(cells, maps.items(), strict=True):
        for axes in row:
            axes.set(xticks=[], yticks=[])
        draw_image(row[0], image)
        row[0].set_ylabel(name, fontsize=9)
        for axes, stage in zip(row[1:], chosen, strict=True):
            draw_attribution(axes, found[stage], image)
            axes.set_xlabel(f"{similarity[name][stage]:.2f}".replace("-", "−"), fontsize=8)
    titles = ["image", *(("… to " if stage else "") + stages[stage] for stage in chosen)]
    for axes, title in zip(cells[0], titles, strict=True):
        axes.set_title(title, fontsize=9)
    return figure


def similarity_lines(stages, similarity, *, width=6.4):
    """Draw how alike each method's map stays to the one as learned.

    Parameters
    ----------
    stages : sequence of str
    similarity : dict of str to ndarray, shape (stages,)
    width : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = similarity_lines(["as learned", "c1"], {"gradient": [1, 0.2], "guided": [1, 0.9]})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['guided', 'gradient']
    """
    figure = Figure(figsize=(width, 3.4), layout="constrained")
    axes = figure.subplots()
    colours = [MARK, "#1c7ed6", "#2b8a3e", "#862e9c", "#5c3c10", "#343a40"]
    for number, (name, values) in enumerate(similarity.items()):
        line = LINES[number % len(LINES)]
        axes.plot(values, line, color=colours[number % len(colours)], marker="o", ms=3, label=name)
    axes.axhline(0, color="0.7", lw=0.8, zorder=0)
    _names_at_the_end(axes, similarity)
    axes.set_xticks(range(len(stages)), stages, rotation=45, ha="right", fontsize=8)
    axes.set_xlabel("shuffled, from the top down to", fontsize=9)
    axes.set_ylabel("rank correlation with the first map", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _names_at_the_end(axes, similarity):
    """Write each name beside the end of its line, none over another."""
    colours = {line.get_label(): line.get_color() for line in axes.lines}
    ends = sorted(similarity, key=lambda name: -similarity[name][-1])
    low, high = axes.get_ylim()
    height, gap = np.inf, (high - low) * 0.065
    for name in ends:
        height = min(similarity[name][-1], height - gap)
        axes.annotate(
            name,
            (len(similarity[name]) - 1, height),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colours[name],
            annotation_clip=False,
        )
