"""A run from its first workload to its last, with a progress bar, or to Ctrl-C."""

from cnnteach.bench import machine
from cnnteach.bench.statistics import spread

BAR = {"unit": "turn", "leave": False, "dynamic_ncols": True}


def follow(run, chosen):
    """Measure all workloads.

    Parameters
    ----------
    run : Rounds
    chosen : list
        Workloads, each with its ``tasks``.

    Returns
    -------
    dict
        ``rows``; ``machine``; ``noise``: sentences that say why the numbers may be off;
        ``stopped``: whether it was Ctrl-C that ended the run.
    """
    from tqdm import tqdm

    known, stopped = machine.facts(), False
    with run, tqdm(total=run.turns(chosen), **BAR) as bar:
        run.progress = lambda words, turns: (bar.set_description(words), bar.update(turns))
        try:
            for workload in chosen:
                known |= run.machine()
                for task in workload.tasks:
                    run.measure(workload, task)
        except KeyboardInterrupt:
            stopped = True
    noise = machine.noise(known["load"], known["cores"], _spreads(run))
    return {"machine": known, "noise": noise, "stopped": stopped, "rows": run.rows}


def _spreads(run):
    """Return by how much the times of the first contender vary, for each row."""
    first = run.contenders[0].name
    owns = {f"{row['title']}, {row['task']}": row["contenders"][first] for row in run.rows}
    return {label: spread(own) for label, own in owns.items() if "seconds" in own}
