"""The file in which a learner's progress is kept: read, merged and replaced under a lock.

It is JSON: ``{"format": "cnnteach progress", "schema": 1, "exercises": {name: record},
"predictions": {widget: [right, tried]}}``, with a ``"learner"`` where one was named. A file that
says anything else is set aside under another name, and never overwritten.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from cnnteach.exercises import learners

FORMAT, SCHEMA = "cnnteach progress", 1
LOCK_SECONDS = 5


class NotKept(Exception):
    """Progress cannot be read or written; the message says why."""


class Damaged(NotKept, ValueError):
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
    learner : str
        Whose it is, where several share an account, else nothing.
    """

    exercises: dict[str, Record] = field(default_factory=dict)
    predictions: dict[str, tuple[int, int]] = field(default_factory=dict)
    learner: str = ""

    @classmethod
    def from_json(cls, content: dict) -> "Kept":
        """Read what `as_json` wrote, or a file from before there were predictions."""
        exercises = {str(n): Record.from_json(f) for n, f in content["exercises"].items()}
        predictions = {}
        for widget, (right, tried) in content.get("predictions", {}).items():
            if not (type(right) is type(tried) is int and 0 <= right <= tried):
                raise TypeError(f"predictions that cannot be: {right} of {tried}")
            predictions[str(widget)] = (right, tried)
        return cls(exercises, predictions, learners.tidy(content.get("learner", "")))

    def as_json(self) -> dict:
        """Return what `from_json` reads."""
        exercises = {name: asdict(record) for name, record in self.exercises.items()}
        named = {"learner": self.learner} if self.learner else {}
        return {**named, "exercises": exercises, "predictions": self.predictions}


def as_text(kept: Kept) -> str:
    """Write what a progress file says."""
    content = {"format": FORMAT, "schema": SCHEMA, **kept.as_json()}
    return json.dumps(content, indent=1, ensure_ascii=False)


def default_path() -> Path:
    """Return where progress is kept: ``CNNTEACH_PROGRESS``, or the user's own data folder.

    Whoever is named has a file of their own beside it.
    """
    chosen = os.environ.get("CNNTEACH_PROGRESS")
    if chosen:
        return learners.own_file(Path(chosen).expanduser(), learners.current())
    import platformdirs

    folder = Path(platformdirs.user_data_dir("cnnteach", appauthor=False))
    return learners.own_file(folder / "progress.json", learners.current())


class ProgressFile:
    """The file at `path`, or where progress is kept by default.

    Attributes
    ----------
    learner : str
        Whose it is, where one was named.
    set_aside : Path or None
        Where a file went that could not be read.
    """

    def __init__(self, path: Path | str | None = None):
        self.path = Path(path) if path else default_path()
        self.learner = learners.current()
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
                return self.parse()

    def record(self, name: str, notebook: str, points: int, label: str) -> None:
        """Add an attempt at the exercise `name`, which earned `points` and was called `label`.

        Raises
        ------
        NotKept
            If it cannot be written.
        """
        with self.changing() as kept:
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
        with self.changing() as kept:
            before = kept.predictions.get(widget, (0, 0))
            kept.predictions[widget] = (before[0] + right, before[1] + tried)

    @contextmanager
    def changing(self) -> Iterator[Kept]:
        """Read, let the body of the ``with`` change it, and write: all under the lock.

        Raises
        ------
        NotKept
            If it cannot be written.
        """
        with _told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                kept = self._read()
                kept.learner = self.learner
                yield kept
                self._replace(kept)

    def _lock(self):
        if sys.platform == "emscripten":  # a browser: one notebook writes at a time
            return nullcontext()
        from filelock import FileLock

        return FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS)

    def _read(self) -> Kept:
        try:
            return self.parse()
        except FileNotFoundError:
            return Kept()
        except Damaged:
            self._put_aside()
            return Kept()

    def parse(self) -> Kept:
        """Return what the file says, and leave it as it is.

        Raises
        ------
        NotKept
            If it was written by a newer version.
        Damaged
            If it is no progress file.
        """
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
        target = Path(os.path.realpath(self.path))
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(as_text(kept))
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
