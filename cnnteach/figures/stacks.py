"""A stack of layers as bars: where the parameters of a network are, and where its work is."""

from matplotlib.figure import Figure

COLOURS = {"parameters": "#2166ac", "connections": "#d95f0e"}


def stack_of_layers(names, shapes, parameters, connections, *, title=""):
    """Draw a row a layer: its name, its output's shape, its parameters and its connections.

    Parameters
    ----------
    names : sequence of str
        From the input on; they stand from the top down.
    shapes : sequence of tuple of int
    parameters, connections : sequence of int
    title : str

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Examples
    --------
    >>> figure = stack_of_layers(["c1"], [(28, 28, 6)], [156], [122_304])
    >>> [axes.get_title() for axes in figure.axes]
    ['156 parameters', '122,304 connections']
    """
    columns = {"parameters": parameters, "connections": connections}
    for name, values in {"shapes": shapes, **columns}.items():
        if len(values) != len(names):
            raise ValueError(f"{name} has {len(values)} entries, but must have {len(names)}")
    figure = Figure(figsize=(9, 1.1 + 0.26 * max(2, len(names))), layout="constrained")
    both = figure.subplots(1, 2, sharey=True)
    labels = [
        f"{name}  {'×'.join(map(str, shape))}" for name, shape in zip(names, shapes, strict=True)
    ]
    for axes, (name, values) in zip(both, columns.items(), strict=True):
        axes.barh(range(len(names)), values, color=COLOURS[name])
        axes.set_title(f"{sum(values):,} {name}", fontsize=10)
        axes.set_xlim(0, 1.35 * max([*values, 1]))
        for place, value in enumerate(values):
            axes.text(value, place, f" {value:,}", va="center", fontsize=7.5)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xticks([])  # every bar has its number
    both[0].set_yticks(range(len(names)), labels, fontsize=8)
    both[0].invert_yaxis()
    figure.suptitle(title, fontsize=9, wrap=True)
    return figure
