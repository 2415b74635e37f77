"""How a class answered each question: right, not tried, or which mistake; bars of shares."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from cnnteach.figures.tones import MARK

RIGHT, OPEN = "#1b5e20", "#ced4da"  # with MARK hatched between them, told apart in grey print too
ROW, GAP, WIDTH = 0.3, 0.7, 9.0  # inches, rows between questions, inches
SHOWN = 3  # mistakes of a question that are named; the rest are added up


def items(counts: Mapping[str, Mapping[str, int]], title: str = "") -> Figure:
    """Draw how a class answered.

    Parameters
    ----------
    counts : mapping of question to (mapping of label to number of students)
        "right" and "not tried" are labels too.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
        For each question the share of students who are right, and below it the commonest mistakes.

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> figure = items({"width": {"right": 3, "forgets the + 1": 1}})
    >>> [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    ['width', 'forgets the + 1']
    """
    lines, heights, below = [], [], 0.0
    for question, labels in counts.items():
        new = _lines(question, labels)
        heights += [below + number for number in range(len(new))]
        lines, below = [*lines, *new], below + len(new) + GAP
    if not lines:
        raise ValueError("no answers were counted; grade an assignment first")
    figure = Figure(figsize=(WIDTH, 1.2 + ROW * below), layout="constrained")
    axes = figure.subplots()
    _draw(axes, heights, lines)
    axes.set_ylim(below - GAP - 0.2, -0.8)
    axes.set_title(title, loc="left")
    axes.set_xlim(0, 1.22)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("students")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _draw(axes, heights, lines):
    names, shares, colours, numbers = zip(*lines, strict=True)
    bars = axes.barh(heights, shares, color=colours, edgecolor="white", linewidth=0)
    for bar, colour in zip(bars, colours, strict=True):
        bar.set_hatch("////" if colour == MARK else "")
    axes.bar_label(bars, numbers, padding=3, fontsize=9)
    axes.set_yticks(heights, names, fontsize=9)
    axes.tick_params(axis="y", length=0)
    for tick, colour in zip(axes.get_yticklabels(), colours, strict=True):
        tick.set_fontweight("bold" if colour == RIGHT else "normal")


def _lines(question, labels):
    """Return (name, share, colour, number) of each bar of a question."""
    total = sum(labels.values())
    mistakes = sorted(
        (n, label) for label, n in labels.items() if label not in ("right", "not tried")
    )
    shown, rest = mistakes[::-1][:SHOWN], sum(n for n, _ in mistakes[::-1][SHOWN:])
    right = labels.get("right", 0)
    lines = [(question, right, RIGHT, f"{right} of {total} right")]
    lines += [(label, n, MARK, f"{n}") for n, label in shown]
    lines += [("other mistakes", rest, MARK, f"{rest}")] * bool(rest)
    lines += [("not tried", n, OPEN, f"{n}") for label, n in labels.items() if label == "not tried"]
    return [(name, n / total, colour, number) for name, n, colour, number in lines]
