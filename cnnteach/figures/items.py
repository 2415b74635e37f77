"""How a class answered each question: right, not tried, or which mistake; bars of shares."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

RIGHT, OPEN = "#2b8a3e", "#adb5bd"
ROW, WIDTH = 0.34, 9.0  # inches
SHOWN = 3  # mistakes of a question that are named; the rest are added up


def items(counts: Mapping[str, Mapping[str, int]]) -> Figure:
    """Draw how a class answered.

    Parameters
    ----------
    counts : mapping of question to (mapping of label to number of students)
        "right" and "not tried" are labels too.

    Returns
    -------
    matplotlib.figure.Figure
        A bar a line: the share of students who are right, and below it the commonest mistakes.

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> figure = items({"width": {"right": 3, "forgets the + 1": 1}})
    >>> [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    ['width: right', 'forgets the + 1']
    """
    lines = [line for question, labels in counts.items() for line in _lines(question, labels)]
    if not lines:
        raise ValueError("no answers were counted; grade an assignment first")
    figure = Figure(figsize=(WIDTH, 1 + ROW * len(lines)), layout="constrained")
    axes = figure.subplots()
    names, shares, colours, numbers = zip(*lines, strict=True)
    bars = axes.barh(range(len(lines)), shares, color=colours)
    axes.bar_label(bars, numbers, padding=3, fontsize=9)
    axes.set_yticks(range(len(lines)), names, fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.12)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("students")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _lines(question, labels):
    """Return (name, share, colour, number) of each bar of a question."""
    total = sum(labels.values())
    mistakes = sorted(
        (n, label) for label, n in labels.items() if label not in ("right", "not tried")
    )
    shown, rest = mistakes[::-1][:SHOWN], sum(n for n, _ in mistakes[::-1][SHOWN:])
    right = labels.get("right", 0)
    lines = [(f"{question}: right", right, RIGHT)]
    lines += [(label, n, MARK) for n, label in shown]
    lines += [("other mistakes", rest, MARK)] * bool(rest)
    lines += [("not tried", n, OPEN) for label, n in labels.items() if label == "not tried"]
    return [(name, n / total, colour, f"{n} of {total}") for name, n, colour in lines]
