"""What became of each submission, written down at once, so that nothing is lost or done twice."""

import hashlib
import json
import os
from pathlib import Path

from cnnteach.classroom.course import Course


class Ledger:
    """A line of JSON for each submission that was dealt with; the last of a student counts."""

    def __init__(self, course: Course, assignment: str):
        self.path = course.reports / f"{assignment}.jsonl"

    def read(self) -> dict[str, dict]:
        """Return the entries by student; what is none, such as half a line, is passed over."""
        entries = {}
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if isinstance(entry, dict) and {"student", "status"} <= entry.keys():
                    entries[entry["student"]] = entry
        return entries

    def add(self, entry: dict) -> None:
        """Write an entry down, on a line of its own whatever stands before it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            end = file.tell()
            file.seek(max(end - 1, 0))
            broken = file.read(1) not in (b"", b"\n")
            file.write(b"\n" * broken + json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def digest(*folders: Path) -> str:
    """Return a checksum of all that some folders hold, such as what was submitted and released."""
    summed = hashlib.sha256()
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            summed.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
    return summed.hexdigest()
