"""The run of the NumPy operations and their peers: who agrees with cnnteach is timed."""

import tempfile
from contextlib import closing, suppress
from pathlib import Path

from cnnteach.bench import workloads
from cnnteach.bench.machine import physical_memory
from cnnteach.bench.processes import Process, Unanswered
from cnnteach.bench.rounds import Plan, Rounds
from cnnteach.bench.statistics import with_ratios
from cnnteach.bench.workloads import FLOAT

QUICK = Plan(repeats=3, turn=0.03, pause=0.08, fresh=False)


class Run(Rounds):
    """Operations beside their peers; the first contender is the one that the others are held to."""

    def __init__(self, contenders, plan, **options):
        super().__init__(contenders, plan, **options)
        self._machine = {}
        self._first = contenders[0]

    def __enter__(self):
        super().__enter__()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        return self

    def machine(self):
        """Return NumPy's BLAS and the machine's best rates yet, as far as they can be had."""
        for question in ("blas", "rates"):
            with suppress(Unanswered):
                answer = self._processes[self._first.name].ask(question)
                self._machine |= {k: max(v, self._machine.get(k, v)) for k, v in answer.items()}
        return self._machine

    def measure(self, workload, task):
        """Measure one task of one workload by all contenders, and append the row."""
        found = self.time(workload, task, self._prepare)
        for reference in self._folder.glob("*.npz"):
            reference.unlink()
        self.rows.append(
            {
                "workload": workload.name,
                "title": workload.title,
                "task": task,
                "x": workload.x_shape,
                "w": workload.w_shape,
                "y": workload.y_shape,
                "stride": workload.stride,
                "padding": workload.padding,
                "multiply_adds": workload.multiply_adds(task),
                "contenders": with_ratios(found, self._first.name),
            }
        )

    def _prepare(self, contender, workload, task):
        """Hold a contender's result to the first one's; say whether it can be timed."""
        part = workloads.share(workload, *contender.share) if contender.share else workload
        if (why := _too_large(contender, part)) is not None:
            return {"status": "too large", "why": why}
        try:
            reference = self._reference(part, task) if contender.checked else None
            answer = self._processes[contender.name].ask("prepare", part, task, reference)
        except Unanswered as error:
            return {"status": error.status, "why": str(error)}
        if answer["disagreement"]:
            return {"status": "disagrees", "why": answer["disagreement"]}
        extra = answer["extra_bytes"]
        if contender.library and self.plan.fresh:
            extra = _first_call(contender, part, task)
        share = part.outputs / workload.outputs
        return {"status": "ready", "extra_bytes": extra, "share": share}

    def _reference(self, part, task):
        """Return the file with the first contender's results, made once a row."""
        path = self._folder / "-".join([*map(str, part.x_shape + part.y_shape), "of-this-row.npz"])
        if not path.exists():
            try:
                self._processes[self._first.name].ask("reference", part, task, str(path))
            except Unanswered as error:
                first = self._first.name
                raise Unanswered(f"{first} gave nothing to compare with: {error}") from None
        return str(path)


def _too_large(contender, workload):
    """Say why a contender that copies every window is spared a workload; None where it is not."""
    need, memory = contender.copies * workload.columns * FLOAT, physical_memory()
    if workload.kind == "pool" or memory is None or need < memory / 2:
        return None
    return f"would hold {need / 1e9:.1f} GB of columns, of {memory / 1e9:.1f} GB of memory"


def _first_call(contender, workload, task):
    """Return what a library's process grows by in its first call, in bytes; None if it fails."""
    small = next(tiny for tiny in workloads.TINY if tiny.kind == workload.kind)
    with closing(Process(contender)) as fresh, suppress(Unanswered):
        return fresh.ask("first_call", workload, small, task)
    return None
