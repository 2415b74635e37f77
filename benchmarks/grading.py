"""What grading takes: seconds a submission, of the clock and of the processor, by notebook.

    python benchmarks/grading.py                            # 03, 09 and 13: about two minutes
    python benchmarks/grading.py --only 05,06 --students 20 --jobs 4

Each notebook is set and released as a teacher does it, solved, submitted once for each student, and
graded by ``cnnteach classroom grade`` in the sandbox that works here. It prints a table, and writes
``build/grading.json``. On a busy machine the processor's seconds say more than the clock's.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil

from cnnteach.classroom.course import Course
from cnnteach.classroom.ledger import Ledger
from cnnteach.classroom.master import grade_id
from cnnteach.exercises import catalogue

ROOT = Path(__file__).parents[1]


def classroom(*words):
    """Run `cnnteach classroom ...`, stop where it fails; return what it took of the processor.

    The system does not add up what becomes of a killed sandbox, so its processes are watched.
    """
    command = [sys.executable, "-m", "cnnteach", "classroom", *map(str, words)]
    took = {}
    with tempfile.TemporaryFile("w+") as said:
        running = psutil.Popen(command, stdout=said, stderr=said)
        while running.poll() is None:
            for each in [running, *running.children(recursive=True)]:
                with suppress(psutil.Error):
                    used = each.cpu_times()
                    took[each] = used.user + used.system
            time.sleep(0.05)
        if running.returncode:
            said.seek(0)
            raise SystemExit(said.read())
    return sum(took.values())


def submit(course, assignment, students):
    """Hand in the released notebook, solved, once for each student."""
    notebook = nbformat.read(course.released(assignment), as_version=4)
    for cell in notebook.cells:
        if exercise := catalogue().get(grade_id(cell)):
            cell.source = exercise.solution_source
    for number in range(students):
        folder = course.root / "submitted" / f"student{number}" / assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{assignment}.ipynb")


def measure(course, assignment, students, jobs):
    """Grade an assignment; return the seconds a submission."""
    classroom("release", assignment, "--course", course.root)
    submit(course, assignment, students)
    begun = time.monotonic()
    used = classroom("grade", assignment, "--course", course.root, "--jobs", jobs)
    seconds = time.monotonic() - begun
    full = sum(each.points for each in catalogue().values() if each.notebook == assignment)
    for student, entry in Ledger(course, assignment).read().items():
        if sum(entry.get("points", {}).values()) != full:
            raise SystemExit(f"{assignment}, {student}: {entry}")
    return {"seconds": round(seconds / students, 2), "processor": round(used / students, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="03,09,13", help="numbers of notebooks, such as 05,06")
    parser.add_argument("--students", type=int, default=8, help="who submit each")
    parser.add_argument("--jobs", type=int, default=2, help="how many are graded at once")
    words = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        classroom("new", root)
        course = Course.open(root)
        chosen = [a for a in course.assignments if a[:2] in words.only.split(",")]
        print(f"{os.cpu_count()} cores, {words.jobs} at once, {words.students} submissions each\n")
        print("| notebook | seconds a submission | of the processor |\n|---|---|---|")
        for each in chosen:
            found[each] = measure(course, each, words.students, words.jobs)
            print(
                f"| `{each}` | {found[each]['seconds']} | {found[each]['processor']} |", flush=True
            )
    output = ROOT / "build" / "grading.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(vars(words) | {"notebooks": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
