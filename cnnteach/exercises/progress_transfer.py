"""Take progress along: to a file that one can carry or mail, and from such a file."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cnnteach.exercises import learners
from cnnteach.exercises.progress_file import NotKept, ProgressFile, as_text
from cnnteach.exercises.progress_merging import merge
from cnnteach.exercises.progress_page import Progress, aside_note, progress

NAME = Path("cnnteach-progress.json")


def export_progress(path: Path | str | None = None) -> Path:
    """Write the learner's progress to a file, for another machine or as a copy.

    Parameters
    ----------
    path : Path or str, optional
        A new file; else ``cnnteach-progress.json`` in the folder that Python runs in, with the
        learner's name in it, and a number where there is such a file already.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    FileExistsError
        If there is a file at `path`: nothing is overwritten.
    OSError
        If it cannot be written.
    NotKept
        If the progress cannot be read, or was damaged and set aside: nothing is left to take along.
    """
    own = ProgressFile()
    kept = replace(own.read(), learner=own.learner)
    if own.set_aside:
        raise NotKept(aside_note(own))
    target = Path(path).expanduser() if path else _free(learners.own_file(NAME, own.learner))
    if target.exists():
        raise FileExistsError(f"{target} is there already; choose another name")
    try:
        target.write_text(as_text(kept), encoding="utf-8")
    except OSError:
        with suppress(OSError):
            target.unlink()  # half a file would be in the way of the next one
        raise
    return target.absolute()


def _free(path: Path) -> Path:
    """Return `path`, or one with a number, at which nothing stands."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def import_progress(path: Path | str) -> Progress:
    """Add what a file of `export_progress` holds to the learner's progress.

    Of each exercise the better result and the earlier date are kept, so nothing is lost on either
    side, and a file may come twice. The file itself stays as it is.

    Parameters
    ----------
    path : Path or str

    Returns
    -------
    Progress
        All that is known now; in a notebook it shows itself as a table. Its note says where the
        learner's own file went, if that was damaged.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it holds no progress, or that of another learner. Nothing is changed then.
    NotKept
        If progress cannot be written, or the file comes from a newer version.
    """
    source = ProgressFile(Path(path).expanduser())
    if not source.path.exists():
        raise FileNotFoundError(f"there is no file {source.path}")
    brought = source.parse()
    own = ProgressFile()
    if own.learner and brought.learner and not learners.same(own.learner, brought.learner):
        raise ValueError(
            f"{source.path} is the progress of {brought.learner}, and {own.learner} is learning "
            f'here; call `learner("{brought.learner}")` first if that is you'
        )
    with own.changing() as kept:
        merge(kept, brought)
    known = progress()
    return replace(known, note=aside_note(own) or known.note)


def learner(name: str) -> Progress:
    """Say who is learning, where several share an account; return what they have done so far.

    It holds for this notebook, until its kernel stops; for a whole session, set the environment
    variable ``CNNTEACH_LEARNER`` before JupyterLab starts. ``learner("")`` is whoever is logged in.

    Raises
    ------
    TypeError, ValueError
        If it is no name.
    """
    learners.choose(name)
    return progress()
