"""A course's folder, as nbgrader lays it out, and what makes one."""

import glob
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from cnnteach.classroom.master import CANARY, grade_id, master
from cnnteach.exercises.registry import catalogue

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

CONFIG = '''\
"""nbgrader's settings for this course; its documentation lists all that there are."""

from cnnteach.classroom.stripping import ClearAnswers, HideHiddenTests
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import ClearSolutions, GetGrades

c = get_config()
c.CourseDirectory.course_id = {name}
# For a class of hundreds, a database server:
# c.CourseDirectory.db_url = "postgresql://..."

# What a student gets says what `check` knows as "not tried yet".
c.ClearSolutions.code_stub = {{"python": "raise NotImplementedError  # your code here"}}
c.ClearAnswers.code_stub = c.ClearSolutions.code_stub
c.GenerateAssignment.preprocessors = [
    ClearAnswers if each is ClearSolutions else each
    for each in GenerateAssignment.preprocessors.default_args[0]
]
own = GenerateFeedback.preprocessors.default_args[0]
c.GenerateFeedback.preprocessors = [
    new for each in own for new in ([each, HideHiddenTests] if each is GetGrades else [each])
]

# On a machine that the class shares: a folder open to all, where assignments go out and come in.
{no}c.Exchange.root = {exchange}
'''


@dataclass(frozen=True)
class Course:
    """The folder of a course.

    Attributes
    ----------
    root : Path
        It holds ``source``, ``release``, ``submitted``, ``autograded`` and ``feedback``.
    """

    root: Path

    @classmethod
    def open(cls, root) -> "Course":
        """Return the course at `root`.

        Raises
        ------
        FileNotFoundError
            If there is none.
        ValueError
            If nbgrader would take its path for a pattern.
        """
        course = cls(Path(root).resolve())
        _refuse_pattern(course.root)
        if not course.config.exists():
            raise FileNotFoundError(
                f"{course.root} is no course: it has no {course.config.name}; go into the course's "
                "folder (cd), or name it: --course FOLDER"
            )
        return course

    @property
    def config(self) -> Path:
        return self.root / "nbgrader_config.py"

    @property
    def assignments(self) -> list[str]:
        """The assignments that have a source, in order."""
        return sorted(path.name for path in (self.root / "source").glob("*") if path.is_dir())

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def released(self, assignment: str) -> Path:
        """Return the notebook that students get.

        Raises
        ------
        FileNotFoundError
            If it was not released, or there is no such assignment.
        """
        path = self.root / "release" / assignment / f"{assignment}.ipynb"
        if not path.exists():
            self.refuse_unknown(assignment)
            how = f"`cnnteach classroom release {assignment}` releases it"
            raise FileNotFoundError(f"{assignment} is not released; {how}")
        return path

    def refuse_unknown(self, assignment: str) -> None:
        """Raise a FileNotFoundError that says which assignments there are, if this is none."""
        if assignment not in self.assignments:
            known = ", ".join(self.assignments)
            raise FileNotFoundError(f"{self.root} has no assignment {assignment}; it has {known}")

    def points(self, assignment: str) -> dict[str, float]:
        """Return what each check of the released notebook is worth, by its name.

        A teacher may have changed that, and added checks, before it was released.

        Raises
        ------
        FileNotFoundError
            If it was not released.
        """
        notebook = nbformat.read(self.released(assignment), as_version=4)
        named = [cell.metadata["nbgrader"] for cell in notebook.cells if grade_id(cell)]
        checks = [each for each in named if each["grade"] and each["grade_id"] != CANARY]
        return {check["grade_id"]: check["points"] for check in checks}

    def submitted(self, assignment: str) -> dict[str, Path]:
        """Return the folder of each student who submitted, by the student's name."""
        found = (self.root / "submitted").glob(f"*/{assignment}")
        return {path.parent.name: path for path in sorted(found) if path.is_dir()}

    def autograded(self, assignment: str, student: str) -> Path:
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"


def not_graded(assignment: str) -> FileNotFoundError:
    """Return what to raise where grades are asked for before there are any."""
    how = f"`cnnteach classroom grade {assignment}` grades who has submitted"
    return FileNotFoundError(f"nobody was graded in {assignment} yet; {how}")


def new(root, *, with_lesson: bool = False, exchange: str | Path | None = None) -> Course:
    """Make a course of all notebooks that set exercises.

    Parameters
    ----------
    root : str or Path
        A folder that is not there yet, or empty.
    with_lesson : bool
        See `cnnteach.classroom.master.master`.
    exchange : str or Path, optional
        A folder through which the assignments go out and come back.

    Raises
    ------
    FileExistsError
        If there is something in it: nothing is overwritten.
    FileNotFoundError
        If the notebooks are not beside the package, as they are in a clone.
    ValueError
        If one of them cannot be read, or nbgrader would take the path for a pattern.
    """
    course = Course(Path(root).resolve())
    _refuse_pattern(course.root)
    if course.root.exists() and any(course.root.iterdir()):
        raise FileExistsError(f"{course.root} is not empty; name a folder that is not there yet")
    course.root.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=course.root.parent) as folder:
        made = Course(Path(folder) / "course")
        set_exercises = {exercise.notebook for exercise in catalogue().values()}
        for lesson in lessons():
            if lesson.stem in set_exercises:
                _write_source(made, lesson, with_lesson)
        made.config.write_text(config(course.root.name, exchange), encoding="utf-8")
        course.root.mkdir(exist_ok=True)  # a shell that stands in an empty one can stay there
        for made_path in made.root.iterdir():
            shutil.move(made_path, course.root)
    return course


def is_pattern(name: str) -> bool:
    """Say whether nbgrader looks for files *like* this name, and does not find its own.

    Examples
    --------
    >>> is_pattern("class [2026]"), is_pattern("class (2026)")
    (True, False)
    """
    return glob.escape(name) != name


def _refuse_pattern(root):
    if is_pattern(str(root)):
        raise ValueError(
            f"nbgrader takes [, * and ? in {root} for a pattern; name a folder whose path has none"
        )


def config(name: str, exchange: str | Path | None = None) -> str:
    """Return nbgrader's settings for a course of this name."""
    place = str(Path(exchange).resolve()) if exchange else "/srv/exchange"
    name, place = (json.dumps(each, ensure_ascii=False) for each in (name, place))
    return CONFIG.format(name=name, exchange=place, no="" if exchange else "# ")


def lessons() -> list[Path]:
    """Return the course's lessons; what somebody has made beside them, such as a copy, is none."""
    sources = {path.stem for path in (NOTEBOOKS / "src").glob("*.py")}
    found = [path for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb") if path.stem in sources]
    if not found:
        raise FileNotFoundError(
            f"there are no notebooks in {NOTEBOOKS}; run this from a clone of the course"
        )
    return sorted(found)


def handouts() -> list[Path]:
    """Return what a learner gets: the lessons, and the glossary and states they lead to."""
    return [*lessons(), *(NOTEBOOKS / f"{name}.ipynb" for name in ("glossary", "projector"))]


def _write_source(course, lesson, with_lesson):
    notebook = master(lesson, with_lesson=with_lesson)
    folder = course.root / "source" / lesson.stem
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / lesson.name)
