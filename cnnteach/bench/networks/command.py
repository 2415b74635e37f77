"""What `cnnteach bench --models` does, in its order."""

import sys
from dataclasses import asdict, replace

import typer


def bench_models(only, contenders, *, size, quick, repeats, folder):
    """Measure networks on this machine's devices; print and write images a second.

    Parameters
    ----------
    only, contenders : list of str
        Networks, and ways to compute them; all, where empty.
    size : "teaching" or "full"
    quick : bool
    repeats : int or None
    folder : Path
        Is there.
    """
    from cnnteach.bench.networks import report, run, workloads

    backend, ways = _ways(contenders)
    try:
        chosen = workloads.select(only, size=size, quick=quick)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--only") from None
    plan = run.QUICK if quick else run.PLAN
    plan = replace(plan, repeats=repeats or plan.repeats)
    measured = _measure(chosen, ways, plan)
    if not measured["rows"]:
        typer.echo("Stopped before anything was measured.", err=True)
        raise typer.Exit(1)
    measured |= {"plan": asdict(plan), "size": size, "backend": backend}
    text = report.compose(measured)
    typer.echo(text)
    for path in report.write(measured, text, folder):
        typer.echo(f"written: {path}")


def _ways(names):
    """Return the backend, and the ways to compute with it here that were asked for."""
    from cnnteach.bench.networks.ways import select, ways
    from cnnteach.doctor.arithmetic import processor_flags
    from cnnteach.doctor.backend import ask

    found = ask(sys.executable)
    if isinstance(found, str):
        typer.echo(f"Keras does not compute here: {found}; see `cnnteach doctor`.", err=True)
        raise typer.Exit(1)
    try:
        return found["backend"], select(ways(found, processor_flags()), names)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--contenders") from None


def _measure(chosen, ways, plan):
    """Run, with a progress bar, until the end or Ctrl-C; return what models.json holds."""
    from cnnteach.bench.networks.run import NetworkRun
    from cnnteach.bench.progress import follow

    known = follow(NetworkRun(ways, plan), chosen)
    return known | {"ways": {way.name: way.says for way in ways}}
