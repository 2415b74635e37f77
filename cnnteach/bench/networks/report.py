"""What a run of the networks prints and leaves behind: tables of images a second, and a verdict."""

import json
from pathlib import Path
from statistics import median

from cnnteach.bench.networks.ways import MIXED, XLA
from cnnteach.bench.report import table
from cnnteach.bench.statistics import spread

NAME = "models"  # of the files: models.json, models.md
HELPS = 1.05  # times as fast, at the median of the networks: less is no gain
_SHORT = {"none": "–", "failed": "failed", "absent": "–"}


def compose(measured):
    """Write a run as Markdown that can be read as it is.

    Parameters
    ----------
    measured : dict
        As `command.bench_models` writes it to models.json.
    """
    rows, ways = measured["rows"], measured["ways"]
    parts = ["\n".join(_machine(measured)), "\n".join(measured["noise"])]
    for task in dict.fromkeys(row["task"] for row in rows):
        cells = [_cells(row, ways) for row in rows if row["task"] == task]
        parts.append(f"Images a second in {task}; * is the fastest way.")
        parts.append(table(["", *ways], cells))
    parts += ["\n".join(f"- {name}: {says}" for name, says in ways.items())]
    parts += ["\n".join(verdicts(rows)), "\n".join(_failures(rows))]
    return "\n\n".join(part for part in parts if part) + "\n"


def verdicts(rows):
    """Say of XLA and of mixed precision, device by device, how much they help.

    Parameters
    ----------
    rows : list of dict
        Of `NetworkRun`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> timed = lambda rate: {"status": "timed", "images_per_second": rate}
    >>> found = {"cpu:0": timed(200.0), "cpu:0 XLA": timed(100.0)}
    >>> verdicts([{"network": "lenet5", "task": "training", "contenders": found}])
    ['XLA on cpu:0: training 0.50 times as fast, no gain (0.50, lenet5).']
    """
    tasks = dict.fromkeys(row["task"] for row in rows)
    ways = dict.fromkeys(name for row in rows for name in row["contenders"])
    said = []
    for name in ways:
        option = next((option for option in (XLA, MIXED) if name.endswith(option)), None)
        plain = option and name.removesuffix(option)
        told = [_gain(rows, task, plain, name) for task in tasks] if option else []
        if told := [words for words in told if words]:
            what = "XLA" if option == XLA else "Mixed precision"
            said.append(f"{what} on {plain}: {'; '.join(told)}.")
    return said


def _gain(rows, task, plain, name):
    """Say by how much a way is faster than the plain one, at the median of the networks."""
    gains = {}
    for row in rows:
        rates = [row["contenders"].get(way, {}).get("images_per_second") for way in (plain, name)]
        if row["task"] == task and all(rates):
            gains[row["network"]] = rates[1] / rates[0]
    if not gains:
        return ""
    low, high = min(gains, key=gains.get), max(gains, key=gains.get)
    ends = f"{gains[low]:.2f}, {low}" + f", to {gains[high]:.2f}, {high}" * (low != high)
    middle = median(gains.values())
    helps = "which helps" if middle > HELPS else "no gain"
    return f"{task} {middle:.2f} times as fast, {helps} ({ends})"


def write(measured, text, folder):
    """Write the numbers and the tables into a folder that is there; return their paths."""
    numbers, words = (Path(folder, f"{NAME}.{kind}") for kind in ("json", "md"))
    numbers.write_text(json.dumps(measured, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    words.write_text(text, encoding="utf-8")
    return [numbers, words]


def _machine(measured):
    machine, plan = measured["machine"], measured["plan"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    yield f"{machine['cpu']}, {machine['cores']} cores; Python {machine['python']}, {versions}"
    batches = ", ".join(f"{b}" for b in sorted({row["batch"] for row in measured["rows"]}))
    yield (
        f"{machine['date']}, {measured['backend']}, {measured['size']} size, {batches} images at a "
        f"time, the median of {plan['repeats']} rounds"
        f"{'; stopped before its end' * measured['stopped']}"
    )


def _cells(row, ways):
    entries = [row["contenders"].get(name, {"status": "none"}) for name in ways]
    rates = [entry.get("images_per_second") for entry in entries]
    best = max((rate for rate in rates if rate), default=None)
    alone = sum(rate is not None for rate in rates) < 2
    cells = []
    for entry, rate in zip(entries, rates, strict=True):
        star = "*" * (rate == best and not alone)
        cells.append(star + _rate(entry) if rate else _SHORT[entry["status"]])
    return [row["network"], *cells]


def _rate(entry):
    rate, varies = entry["images_per_second"], spread(entry)
    return f"{float(f'{rate:.3g}'):,g}" + f" ±{varies:.0%}" * (len(entry["turns"]) > 1)


def _failures(rows):
    for row in rows:
        for name, entry in row["contenders"].items():
            if entry["status"] == "failed":
                yield f"{row['network']}, {row['task']}, {name} failed: {entry['why']}"
