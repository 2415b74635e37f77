"""The command `cnnteach bench`: its options, and what it does in their order."""

from pathlib import Path
from typing import Annotated

import typer

OUTPUT = Path("build", "bench")
BAR = {"unit": "turn", "leave": False, "dynamic_ncols": True}


def bench(
    only: Annotated[
        str, typer.Option(help="What to measure, with commas: conv, pool, or names: b1,grey31.")
    ] = "",
    contenders: Annotated[
        str, typer.Option(help="Whom to measure beside cnnteach, with commas: loops,torch.")
    ] = "",
    repeats: Annotated[
        int | None, typer.Option(min=1, help="Rounds; each gives every contender one turn.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A minute: fewer workloads.")] = False,
    output: Annotated[
        Path, typer.Option(help="Folder for bench.json, bench.md and bench.png; replaced.")
    ] = OUTPUT,
):
    """Measure the NumPy operations beside their peers.

    Prints times and memory beside those of the loops, SciPy, plain NumPy and, where installed,
    TensorFlow and PyTorch; takes about ten minutes on a quiet machine.
    """
    from dataclasses import asdict, replace

    from cnnteach.bench import report, schedule

    chosen, peers = _chosen(only, contenders, quick)
    folder = _folder(output)
    plan = schedule.QUICK if quick else schedule.Plan()
    plan = replace(plan, repeats=repeats or plan.repeats)
    measured = _measure(chosen, peers, plan) | {"plan": asdict(plan), "quick": quick}
    if not measured["rows"]:
        typer.echo("Stopped before anything was measured.", err=True)
        raise typer.Exit(1)
    text = report.compose(measured, {peer.name: peer.says for peer in peers})
    typer.echo(text)
    for path in report.write(measured, text, folder):
        typer.echo(f"written: {path}")


def _chosen(only, contenders, quick):
    """Return the workloads and the contenders that the options name."""
    from cnnteach.bench import workloads
    from cnnteach.bench.contenders import select

    try:
        chosen = workloads.select(_names(only), quick=quick)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--only") from None
    try:
        return chosen, select(_names(contenders))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--contenders") from None


def _names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def _folder(path):
    """Make the folder now: nobody waits ten minutes for numbers that cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise typer.BadParameter(
            f"cannot write to {path} ({error.strerror}); choose another folder",
            param_hint="--output",
        ) from None
    return path


def _measure(chosen, peers, plan):
    """Run, with a progress bar, until the end or Ctrl-C; return what bench.json holds."""
    from tqdm import tqdm

    from cnnteach.bench import machine
    from cnnteach.bench.schedule import Run
    from cnnteach.bench.statistics import spread

    known, stopped = machine.facts(), False
    with Run(peers, plan) as run, tqdm(total=run.turns(chosen), **BAR) as bar:
        run.progress = lambda words, turns: (bar.set_description(words), bar.update(turns))
        try:
            for workload in chosen:
                known |= run.machine()
                for task in workload.tasks:
                    run.measure(workload, task)
        except KeyboardInterrupt:
            stopped = True
    spreads = {
        f"{row['title']}, {row['task']}": spread(own)
        for row in run.rows
        if "seconds" in (own := row["contenders"]["cnnteach"])
    }
    noise = machine.noise(known["load"], known["cores"], spreads)
    return {"machine": known, "noise": noise, "stopped": stopped, "rows": run.rows}
