"""Contenders in turn, round after round, so that all meet the same weather."""

import random
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass

from cnnteach.bench.processes import Process, Unanswered
from cnnteach.bench.statistics import summarise

SLOW = 0.1  # seconds a call; whoever needs more has fewer turns
SLOW_TURNS = 3


@dataclass(frozen=True)
class Plan:
    """How often and how long; seconds."""

    repeats: int = 7
    turn: float = 0.1
    pause: float = 0.2  # libraries' threads spin for so long before they sleep
    fresh: bool = True  # a fresh process for each library and task, to see its memory


class Rounds:
    """One process for each contender, and the rows measured so far.

    Parameters
    ----------
    contenders : list of Contender
    plan : Plan
    progress : callable
        Called with the words for what comes next, and how many turns are done or dropped.
    """

    def __init__(self, contenders, plan, progress=lambda words, turns: None):
        self.contenders, self.plan, self.progress = contenders, plan, progress
        self.rows = []
        self._random = random.Random(0)

    def __enter__(self):
        with ExitStack() as stack:
            self._processes = {
                c.name: stack.enter_context(closing(Process(c))) for c in self.contenders
            }
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        self._stack.close()

    def machine(self):
        """Return what the contenders know of the machine: nothing, unless a subclass asks."""
        return {}

    def turns(self, chosen):
        """Return how many turns the workloads take, for a progress bar."""
        rows = sum(len(workload.tasks) for workload in chosen)
        return rows * len(self.contenders) * self.plan.repeats

    def time(self, workload, task, prepare):
        """Get every contender ready for a task, and time those that are.

        Parameters
        ----------
        workload, task
        prepare : callable
            Of (contender, workload, task): its entry, whose ``status`` is "ready" where it can be
            timed; ``share`` says how much of the work it does.

        Returns
        -------
        dict of str to dict
            Entries by the contenders' names; see `summarise` for what those that were timed hold.
        """
        label = f"{workload.title}, {task}"
        found, ready = {}, {}
        for contender in self.contenders:
            self.progress(f"{label}: {contender.name}", 0)
            found[contender.name] = prepare(contender, workload, task)
            if found[contender.name]["status"] == "ready":
                ready[contender] = []
            else:
                self.progress(label, self.plan.repeats)
        self._take_turns(ready, found, label)
        for contender, turns in ready.items():
            entry = found[contender.name]
            if entry["status"] == "ready":
                entry |= summarise(turns, 1 / entry["share"]) | {"status": "timed"}
        return found

    def _take_turns(self, ready, found, label):
        """Give every contender a turn in each round, in an order that changes."""
        for _ in range(self.plan.repeats):
            order = list(ready)
            self._random.shuffle(order)
            for contender in order:
                self.progress(f"{label}: {contender.name}", 1)
                self._turn(contender, ready, found)

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
