"""The run: every contender in turn, round after round, so that all meet the same weather."""

import random
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from cnnteach.bench import workloads
from cnnteach.bench.machine import physical_memory
from cnnteach.bench.processes import Process, Unanswered
from cnnteach.bench.statistics import summarise, with_ratios
from cnnteach.bench.workloads import FLOAT

SLOW = 0.1  # seconds a call; whoever needs more has fewer turns
SLOW_TURNS = 3


@dataclass(frozen=True)
class Plan:
    """How often and how long; seconds."""

    repeats: int = 7
    turn: float = 0.1
    pause: float = 0.2  # libraries' threads spin for so long before they sleep
    fresh: bool = True  # a fresh process for each library and task, to see its memory


QUICK = Plan(repeats=3, turn=0.03, pause=0.08, fresh=False)


class Run:
    """One process for each contender, and the rows measured so far.

    Parameters
    ----------
    contenders : list of Contender
        The first is the one that the others are held to, and compared with.
    plan : Plan
    progress : callable
        Called with the words for what comes next, and how many turns are done or dropped.
    """

    def __init__(self, contenders, plan, progress=lambda words, turns: None):
        self.contenders, self.plan, self.progress = contenders, plan, progress
        self.rows = []
        self._machine = {}
        self._first = contenders[0]
        self._random = random.Random(0)

    def __enter__(self):
        with ExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self._processes = {
                c.name: stack.enter_context(closing(Process(c))) for c in self.contenders
            }
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        self._stack.close()

    def turns(self, chosen):
        """Return how many turns the workloads take, for a progress bar."""
        rows = sum(len(workload.tasks) for workload in chosen)
        return rows * len(self.contenders) * self.plan.repeats

    def machine(self):
        """Return NumPy's BLAS and the machine's best rates yet, as far as they can be had."""
        for question in ("blas", "rates"):
            with suppress(Unanswered):
                answer = self._processes[self._first.name].ask(question)
                self._machine |= {k: max(v, self._machine.get(k, v)) for k, v in answer.items()}
        return self._machine

    def measure(self, workload, task):
        """Measure one task of one workload by all contenders, and append the row."""
        label = f"{workload.title}, {task}"
        found, ready = {}, {}
        for contender in self.contenders:
            self.progress(f"{label}: {contender.name}", 0)
            found[contender.name] = self._prepare(contender, workload, task)
            if found[contender.name]["status"] == "ready":
                ready[contender] = []
            else:
                self.progress(label, self.plan.repeats)
        for reference in self._folder.glob("*.npz"):
            reference.unlink()
        self._rounds(ready, found, label)
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

    def _rounds(self, ready, found, label):
        """Give every contender a turn in each round, in an order that changes."""
        for _ in range(self.plan.repeats):
            order = list(ready)
            self._random.shuffle(order)
            for contender in order:
                self.progress(f"{label}: {contender.name}", 1)
                self._turn(contender, ready, found)
        for contender, turns in ready.items():
            if found[contender.name]["status"] == "ready":
                entry = found[contender.name]
                found[contender.name] = entry | summarise(turns, 1 / entry["share"])
                found[contender.name]["status"] = "timed"

    def _turn(self, contender, ready, found):
        turns = ready[contender]
        enough = len(turns) >= SLOW_TURNS and turns[0][0] > SLOW
        if found[contender.name]["status"] != "ready" or enough:
            return
        time.sleep(self.plan.pause)
        try:
            turns.append(self._processes[contender.name].ask("turn", self.plan.turn))
        except Unanswered as error:
            found[contender.name] = {"status": error.status, "why": str(error)}


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
