"""The file in which a learner's progress is kept: read, merged and replaced under a lock.

It is JSON: ``{"format": "cnnteach progress", "schema": 1, "exercises": {name: record},
"predictions": {widget: [right, tried]}}``. A file that says anything else is set aside under
another name, and never overwritten.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
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


@dataclass
class Kept:
    """What the file holds.

    Attributes
    ----------
    exercises : dict
        A `Record` by exercise.
    predictions : dict
        By widget, how many predictions were right at once, and how many were tried.
    """

    exercises: dict[str, Record] = field(default_factory=dict)
    predictions: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, content: dict) -> "Kept":
        """Read what `as_json` wrote, or a file from before there were predictions."""
        exercises = {str(n): Record.from_json(f) for n, f in content["exercises"].items()}
        predictions = {}
        for widget, (right, tried) in content.get("predictions", {}).items():
            if not (type(right) is type(tried) is int and 0 <= right <= tried):
                raise TypeError(f"predictions that cannot be: {right} of {tried}")
            predictions[str(widget)] = (right, tried)
        return cls(exercises, predictions)

    def as_json(self) -> dict:
        """Return what `from_json` reads."""
        exercises = {name: asdict(record) for name, record in self.exercises.items()}
        return {"exercises": exercises, "predictions": self.predictions}


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

    def read(self) -> Kept:
        """Return what is kept; nothing where there is no file yet.

        Raises
        ------
        NotKept
            If it cannot be read, or was written by a newer version.
        """
        with _told(self.path):
            if not self.path.exists():
                return Kept()
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
        with self._changing() as kept:
            record = kept.exercises.setdefault(name, Record())
            record.notebook, record.last = notebook, label
            record.attempts += 1
            record.points = max(record.points, points)
            if points and not record.passed_on:
                record.passed_on = datetime.now().isoformat(timespec="seconds")

    def predicted(self, widget: str, right: int, tried: int) -> None:
        """Add predictions that a learner made with a widget.

        Raises
        ------
        NotKept
            If it cannot be written.
        """
        with self._changing() as kept:
            before = kept.predictions.get(widget, (0, 0))
            kept.predictions[widget] = (before[0] + right, before[1] + tried)

    @contextmanager
    def _changing(self) -> Iterator[Kept]:
        """Read, let the body of the ``with`` change it, and write: all under the lock."""
        with _told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                kept = self._read()
                yield kept
                self._replace(kept)

    def _lock(self):
        from filelock import FileLock

        return FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS)

    def _read(self) -> Kept:
        try:
            return self._parse()
        except FileNotFoundError:
            return Kept()
        except Damaged:
            self._put_aside()
            return Kept()

    def _parse(self) -> Kept:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise ValueError(f"a file of {content['format']}")
            if content["schema"] > SCHEMA:
                raise NotKept(f"{self.path} was written by a newer cnnteach; update this one")
            return Kept.from_json(content)
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

    def _replace(self, kept: Kept) -> None:
        """Write beside the file, then put that in its place: a reader never sees half of it."""
        content = {"format": FORMAT, "schema": SCHEMA, **kept.as_json()}
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
