"""What a run prints and leaves behind: a table, the numbers, a picture."""

import json
import textwrap
from pathlib import Path

_VERDICT = {
    "disagrees": "disagrees with cnnteach and was not timed",
    "failed": "failed",
    "too large": "was spared",
}
NAME = "bench"  # of the files: bench.json, bench.md, bench.png
_SHORT = {
    "absent": "–",
    "none": "–",
    "disagrees": "wrong",
    "failed": "failed",
    "too large": "too large",
}


def compose(measured, legend):
    """Write a run as Markdown that can be read as it is.

    Parameters
    ----------
    measured : dict
        As `command.bench` writes it to bench.json.
    legend : dict of str to str
        Contenders by name, and what each is.
    """
    rows = measured["rows"]
    names = [name for name in present(rows) if name != "cnnteach"]
    parts = [
        "\n".join(_machine(measured)),
        "\n".join(measured["noise"]),
        "Time: cnnteach's in milliseconds (and half the distance of its quartiles); then the "
        "others' over it.\nBelow 1 is faster than cnnteach; * was timed on a share of the work, "
        "and is scaled up.",
        table(["", "cnnteach", *names], [_times(row, names) for row in rows]),
        "Memory: MB at the peak, beyond the inputs and the results. What NumPy allocates is "
        "traced; of torch\nand tensorflow it is by how much a fresh process grows in its first "
        "call (not in a quick run).",
        table(["", "cnnteach", *names], [_memory(row, names) for row in rows]),
        "\n".join(_wrapped(f"- {name}: {legend[name]}") for name in present(rows)),
        "\n".join(remarks(rows)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(head, rows):
    """Align cells as a Markdown table, the first column left and the others right.

    Examples
    --------
    >>> print(table(["", "ms"], [["one", "1.00"], ["three", "12"]]))
    |       |   ms |
    |-------|-----:|
    | one   | 1.00 |
    | three |   12 |
    """
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells):
        first, *others = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        return f"| {' | '.join(padded)} |"

    first, *others = widths
    rule = "|".join(["-" * (first + 2), *("-" * (width + 1) + ":" for width in others)])
    return "\n".join([line(head), f"|{rule}|", *map(line, rows)])


def figures(number):
    """Write a number with the figures that a measurement bears.

    Examples
    --------
    >>> [figures(n) for n in (0.0012, 0.567, 4.56, 45.6, 1234.5)]
    ['<0.01', '0.57', '4.6', '46', '1230']
    """
    if number < 0.01:
        return "<0.01"
    if number < 1:
        return f"{number:.2f}"
    return f"{number:.1f}" if number < 10 else f"{float(f'{number:.3g}'):.0f}"


def present(rows):
    """Return the names of the contenders that are installed, in the run's order."""
    return list(
        dict.fromkeys(
            name
            for row in rows
            for name, entry in row["contenders"].items()
            if entry["status"] != "absent"
        )
    )


def remarks(rows):
    """Say who is not installed, was wrong, failed or was too large, and why.

    Examples
    --------
    >>> entry = {"status": "absent", "why": "No module named 'torch'"}
    >>> remarks([{"title": "b1", "task": "forward", "contenders": {"torch": entry}}])
    ["Left out: torch is not installed (No module named 'torch')."]
    """
    said = {}
    for row in rows:
        for name, entry in row["contenders"].items():
            if entry["status"] == "absent":
                said[f"Left out: {name} is not installed ({entry['why']})."] = []
            elif "why" in entry and entry["status"] != "none":
                where = said.setdefault(f"{name} {_VERDICT[entry['status']]}: {entry['why']}", [])
                where.append(f"{row['title']}, {row['task']}")
    return [f"{words} [{'; '.join(where)}]" if where else words for words, where in said.items()]


def write(measured, text, folder):
    """Write the numbers, the table and the picture; return their paths.

    Parameters
    ----------
    measured : dict
    text : str
        Of `compose`.
    folder : Path
        Is there; a former run's files in it are replaced.
    """
    numbers, words, picture = (Path(folder, f"{NAME}.{kind}") for kind in ("json", "md", "png"))
    numbers.write_text(json.dumps(measured, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    words.write_text(text, encoding="utf-8")
    plot(measured).savefig(picture, dpi=110)
    return [numbers, words, picture]


def plot(measured):
    """Return a matplotlib Figure of the ratios, a panel a row."""
    from cnnteach.figures.ratios import ratio_panels

    rows = measured["rows"]
    names = [name for name in present(rows) if name != "cnnteach"]
    titles = [f"{row['title']}\n{row['task']}: {_own_time(row)}" for row in rows]
    ratios = [[row["contenders"].get(name, {}).get("ratio") for name in names] for row in rows]
    return ratio_panels(titles, names, ratios, unit="cnnteach")


def _wrapped(text):
    return textwrap.fill(text, 99, subsequent_indent="  ")


def _machine(measured):
    machine = measured["machine"]
    if "gemm_gflops" in machine:
        yield (
            f"{machine['cpu']}, {machine['cores']} cores: {machine['gemm_gflops']:.0f} GFLOP/s in "
            f"a matrix product, {machine['copy_gb_per_s']:.1f} GB/s in a copy"
        )
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    yield f"Python {machine['python']}, {versions}; BLAS: {machine.get('blas', 'unknown')}"
    variables = "".join(f", {name}={value}" for name, value in machine["variables"].items())
    plan = measured["plan"]
    yield f"{machine['date']}, {plan['repeats']} rounds{variables}{_ending(measured)}"


def _ending(measured):
    return "; stopped before its end" if measured["stopped"] else ""


def _own_time(row):
    own = row["contenders"]["cnnteach"]
    return f"{figures(own['seconds'] * 1e3)} ms" if "seconds" in own else own["status"]


def _times(row, names):
    from cnnteach.bench.statistics import spread

    own = row["contenders"]["cnnteach"]
    varies = f" ±{spread(own):.0%}" if len(own.get("turns", ())) > 1 else ""
    cells = [_cell(row, name, "ratio", 1) for name in names]
    return [f"{row['title']}, {row['task']}", _own_time(row) + varies, *cells]


def _memory(row, names):
    cells = [_cell(row, name, "extra_bytes", 1e-6) for name in ("cnnteach", *names)]
    return [f"{row['title']}, {row['task']}", *cells]


def _cell(row, name, key, unit):
    entry = row["contenders"][name]
    if entry["status"] != "timed":
        return _SHORT[entry["status"]]
    if entry.get(key) is None:
        return "–"
    return figures(entry[key] * unit) + "*" * (entry["share"] < 1)
