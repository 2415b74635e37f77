"""The file in which a learner's progress is kept: read, merged and replaced under a lock.

It is JSON: ``{"format": "cnnteach progress", "schema": 1, "exercises": {name: record}}``. A file
that says anything else is set aside under another name, and never overwritten.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FORMAT, SCHEMA = "cnnteach progress", 1
LOCK_SECONDS = 5


class NotKept(Exception):
    """Progress cannot be read or written; the message says why."""


class Damaged(NotKept):
    """The file says something else than progress does."""


@dataclass
class Record:
    """What is known of one exercise: the best points, the attempts, when it was first right."""

    notebook: str = ""
    points: int = 0
    attempts: int = 0
    passed_on: str | None = None
    last: str = ""

    @classmethod
    def from_json(cls, fields: dict) -> "Record":
        """Read a record, and refuse one whose fields have other types."""
        record = cls(**fields)
        kinds = {"notebook": str, "points": int, "attempts": int, "last": str}
        if not all(type(getattr(record, field)) is kind for field, kind in kinds.items()):
            raise TypeError(f"a record with other fields: {fields}")
        if record.passed_on is not None:
            datetime.fromisoformat(record.passed_on)
        return record


def default_path() -> Path:
    """Return where progress is kept: ``CNNTEACH_PROGRESS``, or the learner's own data folder."""
    chosen = os.environ.get("CNNTEACH_PROGRESS")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("cnnteach", appauthor=False)) / "progress.json"


class ProgressFile:
    """The file at `path`, or where progress is kept by default.

    Attributes
    ----------
    set_aside : Path or None
        Where a file went that could not be read.
    """

    def __init__(self, path: Path | str | None = None):
        self.path = Path(path) if path else default_path()
        self.set_aside: Path | None = None

    def read(self) -> dict[str, Record]:
        """Return the records by exercise; none where there is no file yet.

        Raises
        ------
        NotKept
            If it cannot be read, or was written by a newer version.
        """
        with _told(self.path):
            if not self.path.exists():
                return {}
            try:
                with self._lock():
                    return self._read()
            except OSError:  # no lock is to be had in a folder that may only be read
                return self._parse()

    def record(self, name: str, notebook: str, points: int, label: str) -> None:
        """Add an attempt at the exercise `name`, which earned `points` and was called `label`.

        Raises
        ------
        NotKept
            If it cannot be written.
        """
        with _told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                records = self._read()
                record = records.setdefault(name, Record())
                record.notebook, record.last = notebook, label
                record.attempts += 1
                record.points = max(record.points, points)
                if points and not record.passed_on:
                    record.passed_on = datetime.now().isoformat(timespec="seconds")
                self._replace(records)

    def _lock(self):
        from filelock import FileLock

        return FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS)

    def _read(self) -> dict[str, Record]:
        try:
            return self._parse()
        except FileNotFoundError:
            return {}
        except Damaged:
            self._put_aside()
            return {}

    def _parse(self) -> dict[str, Record]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise ValueError(f"a file of {content['format']}")
            if content["schema"] > SCHEMA:
                raise NotKept(f"{self.path} was written by a newer cnnteach; update this one")
            exercises = content["exercises"]
            return {str(name): Record.from_json(fields) for name, fields in exercises.items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Damaged(f"{self.path} is not a progress file that can be read") from error

    def _put_aside(self) -> None:
        stamp = datetime.now().strftime("%Y%m%dT%H%M%S")
        aside, again = Path(f"{self.path}.damaged-{stamp}"), 1
        while aside.exists():
            again += 1
            aside = Path(f"{self.path}.damaged-{stamp}-{again}")
        self.path.rename(aside)
        self.set_aside = aside

    def _replace(self, records: dict[str, Record]) -> None:
        """Write beside the file, then put that in its place: a reader never sees half of it."""
        exercises = {name: asdict(record) for name, record in records.items()}
        content = {"format": FORMAT, "schema": SCHEMA, "exercises": exercises}
        target = Path(os.path.realpath(self.path))
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=1, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what an operating system can refuse into one sentence."""
    try:
        yield
    except TimeoutError as error:  # filelock.Timeout is one
        raise NotKept(f"another program has held {path} for {LOCK_SECONDS} seconds") from error
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise NotKept(f"{path} cannot be used ({reason})") from error
