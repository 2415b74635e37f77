"""The run of the networks: every way in turn, for each network and each task."""

from dataclasses import replace

from cnnteach.bench.processes import Unanswered
from cnnteach.bench.rounds import Plan, Rounds

PLAN = Plan(repeats=5, turn=0.3)
QUICK = Plan(repeats=3, turn=0.1)


class NetworkRun(Rounds):
    """Networks on the devices of this machine."""

    def measure(self, workload, task):
        """Measure one task of one network in all ways, and append the row."""
        found = self.time(workload, task, self._prepare)
        for entry in found.values():
            if entry["status"] == "timed":
                entry["images_per_second"] = workload.batch / entry["seconds"]
        self.rows.append(
            {
                "title": workload.title,
                "network": workload.name,
                "size": workload.size,
                "batch": workload.batch,
                "task": task,
                "contenders": found,
            }
        )

    def _prepare(self, way, workload, task):
        part = replace(workload, device=way.device, xla=way.xla, policy=way.policy)
        try:
            self._processes[way.name].ask("prepare", part, task, None)
        except Unanswered as error:
            return {"status": error.status, "why": str(error)}
        return {"status": "ready", "share": 1}
