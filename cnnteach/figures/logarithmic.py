"""An axis of powers that can be read: plain numbers, and never one alone."""

from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator


def plain_logarithmic(axes):
    """Make the axis of heights logarithmic, with 1, 2, 5, 10, ... or closer numbers beside it.

    What is drawn must be there already: the numbers depend on how far it reaches.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_subplot()
    >>> _ = axes.plot([0.4, 0.08])
    >>> plain_logarithmic(axes)
    >>> low, high = axes.get_ylim()
    >>> [f"{tick:g}" for tick in axes.get_yticks() if low < tick < high]
    ['0.1', '0.2']
    """
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    ratio = high / low
    digits = range(1, 10) if ratio < 5 else (1, 2, 5) if ratio < 1000 else (1,)
    axes.yaxis.set_major_locator(LogLocator(subs=digits))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_locator(NullLocator())
