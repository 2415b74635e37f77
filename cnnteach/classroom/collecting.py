"""Take what a learning platform gives: one archive, or folder, with everybody's files."""

import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from cnnteach.classroom.course import Course

PATTERNS = {  # of a file's path in the archive
    "Moodle": r"(?P<student>[^/]+_\d+)_assignsubmission_file_?.*",
    "Blackboard": r"(?:.*/)?.+_(?P<student>[^_/]+)_attempt_\d{4}(-\d\d){2,5}.*",
    "Canvas": r"(?:.*/)?(?P<student>[^_/]+)(?:_LATE)?_\d+_\d+_.*",
    "a folder for each student": r"(?P<student>[^/]+)/[^/]+",
}


def student_of(path: str) -> str | None:
    """Return who submitted a file, by how the platforms name it; None where none is known.

    Examples
    --------
    >>> student_of("Ada Lovelace_1815_assignsubmission_file_/03_stride.ipynb")
    'Ada_Lovelace_1815'
    >>> student_of("lovelaceada_LATE_1815_99_03_stride-1.ipynb")
    'lovelaceada'
    >>> student_of("Week 3_ada_attempt_2026-01-31-10-30-00_03_stride.ipynb")
    'ada'
    >>> student_of("ada/03_stride.ipynb"), student_of("03_stride.ipynb")
    ('ada', None)
    """
    for pattern in PATTERNS.values():
        found = re.fullmatch(pattern, path)
        if found:
            return re.sub(r"[^\w.@-]+", "_", found["student"]).strip("._") or None
    return None


def take(course: Course, assignment: str, source: Path) -> tuple[list[str], list[str]]:
    """Put each student's notebook where it is graded.

    Parameters
    ----------
    course : Course
    assignment : str
    source : Path
        The zip that Moodle, Canvas or Blackboard gives, or a folder with what was in it. Where
        somebody has several notebooks in it, the one whose name sorts last counts: it has the
        latest date.

    Returns
    -------
    (list of str, list of str)
        The students, and the files whose name tells no student.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder, or the assignment was not released.
    ValueError
        If there is no notebook in it whose name tells the student.
    """
    course.released(assignment)
    if not source.exists():
        raise FileNotFoundError(f"there is no {source}; name the downloaded zip, or a folder")
    with tempfile.TemporaryDirectory() as unpacked:
        if source.is_file():
            with zipfile.ZipFile(source) as archive:
                archive.extractall(unpacked)
            source = Path(unpacked)
        found, unknown = _sorted(source)
        if not found:
            known = ", ".join(PATTERNS)
            raise ValueError(
                f"no notebook in it tells by its name who submitted it; known are {known}"
            )
        for student, path in found.items():
            folder = course.root / "submitted" / student / assignment
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            shutil.copy(path, folder / f"{assignment}.ipynb", follow_symlinks=False)
    return list(found), unknown


def _sorted(source):
    found, unknown = {}, []
    for path in sorted(source.rglob("*.ipynb")):
        name = path.relative_to(source).as_posix()
        if "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        student = student_of(name)
        if student:
            found[student] = path
        else:
            unknown.append(name)
    return found, unknown
