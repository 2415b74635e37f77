"""From the times of single calls to the numbers of the table."""

from statistics import median, quantiles


def summarise(turns, scale=1.0):
    """Reduce the turns of one contender to its time.

    Parameters
    ----------
    turns : list of list of float
        Seconds of each call, turn by turn.
    scale : float
        By what the times are multiplied: 1 for the whole workload, more where a share was timed.

    Returns
    -------
    dict
        ``seconds``: the median of the turns' medians, so that neither a long turn nor a disturbed
        one counts for more; ``low``, ``high``: their quartiles; ``turns``: the medians themselves.

    Examples
    --------
    >>> summarise([[1.0, 2.0, 9.0], [3.0], [4.0]])["seconds"]
    3.0
    """
    middles = [median(turn) * scale for turn in turns]
    low, _, high = quantiles(middles, n=4, method="inclusive") if len(middles) > 1 else middles * 3
    return {"seconds": median(middles), "low": low, "high": high, "turns": middles}


def spread(measured):
    """Return the half distance of the quartiles, as a part of the median.

    Examples
    --------
    >>> spread({"seconds": 10.0, "low": 9.0, "high": 12.0})
    0.15
    """
    return (measured["high"] - measured["low"]) / 2 / measured["seconds"]


def with_ratios(measured, base="cnnteach"):
    """Add ``ratio`` to each contender that was timed: its time over that of `base`.

    Examples
    --------
    >>> found = with_ratios({"cnnteach": {"seconds": 2.0}, "x": {"seconds": 3.0}, "y": {}})
    >>> [entry.get("ratio") for entry in found.values()]
    [1.0, 1.5, None]
    """
    unit = measured.get(base, {}).get("seconds")
    return {
        name: entry | ({"ratio": entry["seconds"] / unit} if unit and "seconds" in entry else {})
        for name, entry in measured.items()
    }
