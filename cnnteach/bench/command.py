"""The command `cnnteach bench`: its options, and what it does in their order."""

from pathlib import Path
from typing import Annotated

import typer

OUTPUT = Path("build", "bench")


def bench(
    only: Annotated[
        str, typer.Option(help="What to measure, with commas: conv, pool, b1; or lenet5,vgg16.")
    ] = "",
    contenders: Annotated[
        str, typer.Option(help="Whom to measure beside cnnteach: loops,torch; or a device: gpu:0.")
    ] = "",
    models: Annotated[
        bool, typer.Option("--models", help="Networks, in images a second, on each device.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Networks as large as in the papers, not for teaching.")
    ] = False,
    repeats: Annotated[
        int | None, typer.Option(min=1, help="Rounds; each gives every contender one turn.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A minute: fewer workloads.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="The search for top patches beside prediction.")
    ] = False,
    output: Annotated[
        Path, typer.Option(help="Folder for bench.json, bench.md and bench.png; replaced.")
    ] = OUTPUT,
):
    """Measure the NumPy operations beside their peers, or networks on each device.

    Prints times and memory beside those of the loops, SciPy, plain NumPy and, where installed,
    TensorFlow and PyTorch; takes about ten minutes on a quiet machine. With --models, measures
    instead images a second of each network, in training and in inference, by XLA and in mixed
    precision or not; with --explain, what the search for the patches that excite a network most
    costs.
    """
    if models:
        from cnnteach.bench.networks.command import bench_models

        size, options = "full" if full else "teaching", {"quick": quick, "repeats": repeats}
        bench_models(_names(only), _names(contenders), size=size, folder=_folder(output), **options)
        return
    if explain:
        _explain(repeats, quick, _folder(output))
        return
    from dataclasses import asdict, replace

    from cnnteach.bench import progress, report, schedule

    chosen, peers = _chosen(only, contenders, quick)
    folder = _folder(output)
    plan = schedule.QUICK if quick else schedule.Plan()
    plan = replace(plan, repeats=repeats or plan.repeats)
    measured = progress.follow(schedule.Run(peers, plan), chosen)
    measured |= {"plan": asdict(plan), "quick": quick}
    if not measured["rows"]:
        typer.echo("Stopped before anything was measured.", err=True)
        raise typer.Exit(1)
    text = report.compose(measured, {peer.name: peer.says for peer in peers})
    typer.echo(text)
    for path in report.write(measured, text, folder):
        typer.echo(f"written: {path}")


def _explain(repeats, quick, folder):
    """Measure the search for top patches; print it, and write explain.json and explain.md."""
    import json

    from tqdm import tqdm

    from cnnteach.bench import explaining, machine
    from cnnteach.bench.progress import BAR

    repeats, known = repeats or (1 if quick else 3), machine.facts()
    with tqdm(total=repeats * len(explaining.SAYS), **BAR) as bar:
        shown = lambda words, turns: (bar.set_description(words), bar.update(turns))  # noqa: E731
        measured = explaining.measure(repeats, quick=quick, progress=shown) | {"machine": known}
    text = explaining.compose(measured)
    typer.echo(text)
    for name, content in (("explain.json", json.dumps(measured, indent=1)), ("explain.md", text)):
        (folder / name).write_text(content, encoding="utf-8")
        typer.echo(f"written: {folder / name}")


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
