"""Processes side by side, each grading one submission after the other.

A process pays once for importing nbgrader; one that dies is replaced, and only the submission that
it died of is lost.
"""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext

from cnnteach.classroom.course import Course
from cnnteach.classroom.preloaded import preloaded

LOG = "grading.log"


class Worker:
    """A process of `cnnteach.classroom.worker`, begun when it is first asked."""

    def __init__(self, course: Course, assignment: str, options: dict, variables: dict[str, str]):
        words = [str(course.root), assignment, json.dumps(options)]
        self.command = [sys.executable, "-m", "cnnteach.classroom.worker", *words]
        self.environment = {**os.environ, **variables}
        self.log = course.reports / LOG
        self.process: subprocess.Popen | None = None

    def ask(self, student: str) -> dict:
        """Let it grade a student's submission, and return what came of it."""
        process = self._running()
        try:
            process.stdin.write(json.dumps(student) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if line:
            return json.loads(line)
        process.wait()
        why = f"the grading process ended ({process.returncode}); {self.log} says more"
        return {"student": student, "status": "stopped", "why": why}

    def _running(self):
        if self.process is None or self.process.poll() is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            pipe = subprocess.PIPE
            with self.log.open("ab") as said:
                self.process = subprocess.Popen(
                    self.command,
                    env=self.environment,
                    stdin=pipe,
                    stdout=pipe,
                    stderr=said,
                    text=True,
                )
        return self.process

    def end(self) -> None:
        """End the process, and with it the kernel that it may be waiting for."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def answers(
    course: Course, assignment: str, students: Sequence[str], jobs: int, options: dict
) -> Iterator[dict]:
    """Give what came of each student's submission, in the order in which they are done."""
    pays = options["sandbox"] == "bubblewrap" and len(students) > 1
    notebook, log = course.released(assignment), course.reports / LOG
    with preloaded(notebook, log) if pays else nullcontext({}) as variables:
        jobs = min(jobs, len(students))
        workers = [Worker(course, assignment, options, variables) for _ in range(jobs)]
        yield from _shared(workers, students)


def _shared(workers, students):
    """Give each student to a worker that is free."""
    free: queue.LifoQueue = queue.LifoQueue()
    for worker in workers:
        free.put(worker)

    def ask(student):
        worker = free.get()
        try:
            return worker.ask(student)
        finally:
            free.put(worker)

    threads = ThreadPoolExecutor(len(workers) or 1)
    try:
        for done in as_completed([threads.submit(ask, student) for student in students]):
            yield done.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.end()
