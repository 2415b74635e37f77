"""Take what a learning platform gives: one archive, or folder, with everybody's files."""

import os
import re
import shutil
import tempfile
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat.validator import normalize

from cnnteach.classroom import lint
from cnnteach.classroom.course import Course
from cnnteach.classroom.mending import is_begun, known, mend
from cnnteach.classroom.renewing import renewed

PATTERNS = {  # of a file's path in the archive
    "Moodle": r"(?:.*/)?(?P<student>[^/]+_\d+)_assignsubmission_(?:file|onlinetext)_?.*",
    "Blackboard": r"(?:.*/)?.+_(?P<student>[^_/]+)_attempt_\d{4}(-\d\d){2,5}.*",
    "Canvas": r"(?P<student>[^_/]+)(?:_LATE)?(?P<number>_\d+)_\d+_[^/]*",
    "a folder for each student": r"(?P<student>[^/]+)/[^/]+",
}
LONGEST_NAME = 255  # bytes, of most file systems
_ATTEMPT = re.compile(r"(?P<begin>.+_attempt_)[\d-]+\.txt")  # Blackboard adds it to the files
_LOGIN = re.compile(r".*\((?P<login>[^()]+)\)\s*")  # "Name: Ada Lovelace (ada_l)"
_NOTEBOOK = re.compile(r"\.ipynb(\.json|\.txt)?$", re.IGNORECASE)  # browsers add the rest


def student_of(path: str, logins: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return who submitted a file, by how the platforms name it; None where none is known.

    Blackboard's names do not tell where a login begins that has an underscore; `logins` says whose
    the files are whose names begin in some way.

    Examples
    --------
    >>> student_of("Ada Lovelace_1815_assignsubmission_file_/03_stride.ipynb")
    'Ada_Lovelace_1815'
    >>> student_of("lovelaceada_LATE_1815_99_03_stride-1.ipynb")
    'lovelaceada_1815'
    >>> student_of("Week 3_ada_attempt_2026-01-31-10-30-00_03_stride.ipynb")
    'ada'
    >>> student_of("Week 3_ada_l_attempt_2026-01-31-10-30-00_03_stride.ipynb")
    'l'
    >>> logins = {"Week 3_ada_l_attempt_": "ada_l"}
    >>> student_of("Week 3_ada_l_attempt_2026-01-31-10-30-00_03_stride.ipynb", logins)
    'ada_l'
    >>> student_of("ada/lab_2026_01_31.ipynb"), student_of("03_stride.ipynb")
    ('ada', None)
    """
    path = unicodedata.normalize("NFC", path)  # a Mac takes letters and their accents apart
    file = path.rpartition("/")[2]
    name = next((login for begin, login in logins.items() if file.startswith(begin)), None)
    matches = (re.fullmatch(pattern, path) for pattern in PATTERNS.values())
    if name is None and (found := next(filter(None, matches), None)):
        name = found["student"] + found.groupdict().get("number", "")
    return (name and re.sub(r"[^\w.@-]+", "_", name).strip("._-@")) or None


def take(course: Course, assignment: str, source: Path) -> tuple[list[str], list[str]]:
    """Put each student's notebook where it is graded, mended where another program broke it.

    Parameters
    ----------
    course : Course
    assignment : str
    source : Path
        The zip that Moodle, Canvas or Blackboard gives, or a folder with what was in it. Where
        somebody has several notebooks in it, the one with the most of this assignment counts; of
        equals one that was worked on, and the one whose name sorts last, which has the latest date.

    Returns
    -------
    (list of str, list of str)
        The students, and what the teacher should know: files whose name tells no student, students
        without a notebook, with several, with one that was mended, and with another one.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder, or the assignment was not released.
    OSError
        If a notebook cannot be written; what a student had submitted before stays.
    ValueError
        If it is no archive, or a damaged one, or there is no notebook in it whose name tells the
        student.
    """
    released = nbformat.read(course.released(assignment), as_version=4)
    if not source.exists():
        raise FileNotFoundError(f"there is no {source}; name the downloaded zip, or a folder")
    with tempfile.TemporaryDirectory() as unpacked:
        if source.is_file():
            _unpack(source, unpacked)
            source = Path(unpacked)
        found, remarks = _sorted(_inside(source))
        if not found:
            told, held = ", ".join(PATTERNS), "; ".join(remarks[:3]) or "It holds no notebook"
            raise ValueError(
                f"no notebook in it tells by its name who submitted it; known are {told}. {held}"
            )
        for student, paths in found.items():
            best = paths[0]
            if len(paths) > 1:
                best = max(paths, key=lambda path: _rank(path, released))
                common = os.path.commonpath([path.parent for path in paths])
                names = {path: path.relative_to(common).as_posix() for path in paths}
                others = ", ".join(names[path] for path in paths if path != best)
                remarks.append(f"{student}: {names[best]} counts, and not {others}")
            folder = course.root / "submitted" / student / assignment
            try:
                with renewed(folder):
                    folder.mkdir()
                    mended = put(best, folder / f"{assignment}.ipynb", released)
            except OSError as error:
                raise OSError(
                    f"the notebook of {student} cannot be written ({error}); nothing of theirs has "
                    "changed. Mend that, then collect again"
                ) from error
            remarks += [f"{student}: {each}" for each in mended]
    return list(found), remarks


def put(submitted: Path, place: Path, released: nbformat.NotebookNode) -> list[str]:
    """Copy a submitted notebook to `place`, mended, and say what was; what is none as it is."""
    notebook = None if submitted.is_symlink() else _read(submitted)
    if notebook is None:
        shutil.copy(submitted, place, follow_symlinks=False)
        return []
    said = mend(notebook, released)
    if not known(notebook, released):
        said = ["none of this assignment's cells is in the notebook; is it another one?"]
    _, whole = normalize(notebook)  # a name for each cell, and for each another
    nbformat.write(whole, place)
    return said


def _unpack(archive, folder):
    """Unpack a zip; names that do not say how they are written are UTF-8 (a Mac's) or old DOS's.

    Windows PowerShell writes a backslash between folders.
    """
    try:
        try:
            opened = zipfile.ZipFile(archive, metadata_encoding="utf-8")
        except UnicodeDecodeError:
            opened = zipfile.ZipFile(archive)
    except zipfile.BadZipFile:
        raise ValueError(
            f"{archive} is no zip archive; name the one that was downloaded, or a folder"
        ) from None
    try:
        with opened:
            for member in opened.infolist():
                parts = member.filename.replace("\\", "/").split("/")
                member.filename = "/".join(map(_cut, parts))
                opened.extract(member, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ValueError(
            f"{archive} cannot be unpacked ({error}); download it again, or unpack it yourself and "
            "name the folder"
        ) from error


def _cut(name):
    """Cut a name in its middle to what file systems can hold, its beginning and ending kept."""
    raw, half = name.encode(), LONGEST_NAME // 2
    if len(raw) <= LONGEST_NAME:
        return name
    return raw[:half].decode(errors="ignore") + raw[-half:].decode(errors="ignore")


def _inside(folder):
    """Return the folder of everybody's folders or files, which may be the only one of another."""
    held = _seen(folder)
    if len(held) != 1 or not held[0].is_dir() or "_assignsubmission_" in held[0].name:
        return folder
    inner = _seen(held[0])
    students = {student_of(path.name) for path in inner} - {None}
    of_many = len(students) > 1 or any(path.is_dir() for path in inner)
    return _inside(held[0]) if of_many else folder


def _seen(folder):
    return [path for path in folder.iterdir() if not _is_hidden(path)]


def _sorted(source):
    """Return each student's notebooks, and remarks on who has none and on what is nobody's."""
    found, others, remarks, logins = {}, {}, [], _logins(source)
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_dir() or any(map(_is_hidden, (name, *name.parents))):
            continue
        student = student_of(name.as_posix(), logins)
        is_notebook = _NOTEBOOK.search(path.name)
        if student:
            (found if is_notebook else others).setdefault(student, []).append(path)
        elif is_notebook:
            remarks.append(f"Left out, for its name tells no student: {name}")
    for student, paths in others.items():
        if student not in found:
            names = ", ".join(path.name for path in paths)
            remarks.append(f"{student}: there is no notebook, but {names}")
    return found, remarks


def _logins(source):
    """Return whose the files are that begin like each text file in which Blackboard says it."""
    logins = {}
    for path in source.rglob("*_attempt_*.txt"):
        named = _ATTEMPT.fullmatch(unicodedata.normalize("NFC", path.name))
        told = _LOGIN.match(path.read_text(encoding="utf-8", errors="replace").partition("\n")[0])
        if named and told and named["begin"].endswith(f"_{told['login']}_attempt_"):
            logins[named["begin"]] = told["login"]
    return logins


def _is_hidden(path):
    return path.name.startswith(".") or path.name == "__MACOSX"


def _rank(path, released):
    """Rank one of several notebooks: what it holds, whether it was worked on, and its name.

    A number in a name counts as one: "03", "03 (2)", "03 (10)".
    """
    notebook = None if path.is_symlink() else _read(path)
    held = (known(notebook, released), is_begun(notebook, released)) if notebook else (0, False)
    words = re.split(r"(\d+)", str(path.with_suffix("")))
    return *held, [int(word) if word.isdecimal() else word for word in words]


def _read(path):
    """Return the notebook of a file, or None where it cannot be read as one."""
    with warnings.catch_warnings(), suppress(Exception):  # whatever a file can hold
        warnings.simplefilter("ignore")  # what is amiss is mended
        return lint.read(path)
    return None
