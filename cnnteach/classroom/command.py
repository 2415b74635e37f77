"""The commands `cnnteach classroom ...`: what a teacher does, in this order."""

import importlib.util
from typing import Annotated

import typer

classroom = typer.Typer(no_args_is_help=True, help="Set, grade and give back the exercises.")

Folder = Annotated[str, typer.Option("--course", help="The course's folder.")]
Assignment = Annotated[str, typer.Argument(help="Such as 03_stride_padding_output_size.")]
INSTALL = "pip install 'cnnteach[classroom]'"


@classroom.callback()
def needs_nbgrader():
    """Say at once what is missing."""
    if importlib.util.find_spec("nbgrader") is None:
        typer.echo(f"The classroom needs nbgrader: {INSTALL}", err=True)
        raise typer.Exit(1)


@classroom.command()
def new(
    folder: Annotated[str, typer.Argument(help="A folder that is not there yet.")],
    with_lesson: Annotated[
        bool, typer.Option("--with-lesson", help="Keep text, pictures and widgets too.")
    ] = False,
):
    """Make an nbgrader course out of the notebooks."""
    from cnnteach.classroom.course import new as make

    with _told():
        course = make(folder, with_lesson=with_lesson)
        typer.echo(f"{course.root}: {', '.join(course.assignments)}")
        typer.echo(f"Next: cnnteach classroom release {course.assignments[0]} --course {folder}")


@classroom.command()
def release(assignment: Assignment, course: Folder = "."):
    """Make the notebook that students get, after its solutions have passed its own checks."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.releasing import release as make

    with _told():
        typer.echo(f"Hand out {make(Course.open(course), assignment)}")


@classroom.command()
def grade(
    assignment: Assignment,
    course: Folder = ".",
    jobs: Annotated[int | None, typer.Option(help="At once; as many as there are cores.")] = None,
    seconds: Annotated[int, typer.Option(help="That one cell may take.")] = 10,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Run students' code with all your rights.")
    ] = False,
    seed_by_student: Annotated[
        bool, typer.Option("--seed-by-student", help="Other hidden numbers for each student.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Grade those too that are done.")] = False,
):
    """Grade what was submitted; started again, it goes on where it stopped."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.grading import grade as grade_all

    options = {"jobs": jobs, "seconds": seconds, "sandboxed": not no_sandbox}
    options |= {"seed_by_student": seed_by_student, "again": again}
    with _told():
        entries = grade_all(Course.open(course), assignment, tell=_tell, **options)
        good = sum(entry["status"] == "graded" for entry in entries.values())
        typer.echo(f"{good} of {len(entries)} graded; `cnnteach classroom report` makes the table.")


@classroom.command()
def feedback(assignment: Assignment, course: Folder = "."):
    """Make a page for each student: what was right, what was not, and no hidden test."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.releasing import feedback as make

    with _told():
        pages = make(Course.open(course), assignment)
        typer.echo(f"{len(pages)} pages in {Course.open(course).root / 'feedback'}")


@classroom.command()
def report(assignment: Assignment, course: Folder = "."):
    """Write the table of points, and which mistakes were the commonest."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.report import write_grades, write_items

    with _told():
        opened = Course.open(course)
        for path in (write_grades(opened, assignment), *write_items(opened, assignment)):
            typer.echo(path)


class _told:
    """Turn what can go wrong into one sentence and exit status 1."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, OSError | ValueError | RuntimeError) and not isinstance(
            error, typer.Exit
        ):
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error


def _tell(entry):
    points = sum(entry.get("points", {}).values())
    what = f"{points:g} points" if entry["status"] == "graded" else entry.get("why", "")
    typer.echo(f"{entry['student']}: {entry['status']}{what and ', ' + what}")
