"""The commands `cnnteach classroom ...`: what a teacher does, in this order."""

import importlib.util
import shlex
from pathlib import Path
from typing import Annotated

import typer

from cnnteach.classroom.extras import how_to_install

classroom = typer.Typer(no_args_is_help=True, help="Set, grade and give back the exercises.")

Folder = Annotated[str, typer.Option("--course", help="The course's folder.")]
Assignment = Annotated[str, typer.Argument(help="Such as 03_stride_padding_output_size.")]
Seconds = Annotated[int, typer.Option(min=1, help="That one cell may take.")]


@classroom.callback()
def needs_nbgrader():
    """Say at once what is missing."""
    if importlib.util.find_spec("nbgrader") is None:
        typer.echo(f"The classroom needs nbgrader:\n\n    {how_to_install('classroom')}", err=True)
        raise typer.Exit(1)


@classroom.command()
def new(
    folder: Annotated[str, typer.Argument(help="A folder that is not there yet.")],
    with_lesson: Annotated[
        bool, typer.Option("--with-lesson", help="Keep text, pictures and widgets too.")
    ] = False,
    exchange: Annotated[
        Path | None,
        typer.Option(envvar="CNNTEACH_EXCHANGE", help="On a shared machine: a folder for all."),
    ] = None,
):
    """Make an nbgrader course out of the notebooks."""
    from cnnteach.classroom.course import new as make
    from cnnteach.classroom.exchange import open_exchange

    with _told():
        course = make(folder, with_lesson=with_lesson, exchange=exchange)
        if exchange:
            open_exchange(exchange)
        typer.echo(f"{course.root}: {', '.join(course.assignments)}")
        options = f"--course {shlex.quote(folder)}"
        typer.echo(f"Next: cnnteach classroom release {course.assignments[0]} {options}")


@classroom.command()
def release(assignment: Assignment, course: Folder = "."):
    """Make the notebook that students get, after its solutions have passed its own checks."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.exchange import folder_of, hand_out
    from cnnteach.classroom.releasing import release as make

    with _told():
        opened = Course.open(course)
        path = make(opened, assignment)
        if place := folder_of(opened):
            hand_out(opened, assignment)
            typer.echo(f"{assignment} can be fetched, from {place}")
        else:
            typer.echo(f"Hand out {path}")


@classroom.command()
def collect(
    assignment: Assignment,
    source: Annotated[
        Path | None, typer.Argument(help="A learning platform's zip; else the exchange's.")
    ] = None,
    course: Folder = ".",
):
    """Take what students submitted: from the exchange, or out of a learning platform's zip."""
    from cnnteach.classroom import exchange
    from cnnteach.classroom.collecting import take
    from cnnteach.classroom.course import Course

    with _told():
        opened = Course.open(course)
        remarks: list[str] = []
        if source:
            students, remarks = take(opened, assignment, source)
        elif exchange.folder_of(opened):
            students = exchange.collect(opened, assignment)
        else:
            raise ValueError("name the zip: the course has no exchange (see nbgrader_config.py)")
        typer.echo(f"{len(students)} submissions: {', '.join(students)}")
        for remark in remarks:
            typer.echo(remark, err=True)


@classroom.command()
def grade(
    assignment: Assignment,
    course: Folder = ".",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="At once; as many as there are cores.")
    ] = None,
    seconds: Seconds = 30,
    sandbox: Annotated[
        str, typer.Option(help="auto, bubblewrap, docker, podman, nobody, or none: no sandbox.")
    ] = "auto",
    image: Annotated[str, typer.Option(help="The image of Docker's or Podman's.")] = "cnnteach",
    seed_by_student: Annotated[
        bool, typer.Option("--seed-by-student", help="Other hidden numbers for each student.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Grade those too that are done.")] = False,
):
    """Grade what was submitted; started again, it goes on where it stopped."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.grading import grade as grade_all

    options = {"jobs": jobs, "seconds": seconds, "sandbox": sandbox, "image": image}
    options |= {"seed_by_student": seed_by_student, "again": again}
    with _told():
        entries = grade_all(Course.open(course), assignment, tell=_tell, **options)
        good = sum(entry["status"] == "graded" for entry in entries.values())
        typer.echo(f"{good} of {len(entries)} graded; `cnnteach classroom report` makes the table.")


@classroom.command()
def feedback(assignment: Assignment, course: Folder = "."):
    """Make a page for each student: what was right, what was not, and no hidden test."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.exchange import folder_of, give_back
    from cnnteach.classroom.releasing import feedback as make

    with _told():
        opened = Course.open(course)
        typer.echo(f"{len(make(opened, assignment))} pages in {opened.root / 'feedback'}")
        if folder_of(opened):
            typer.echo(f"{len(give_back(opened, assignment))} of them can be fetched by students")


@classroom.command()
def report(assignment: Assignment, course: Folder = "."):
    """Write the table of points, and which mistakes were the commonest."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.report import write_grades, write_items

    with _told():
        opened = Course.open(course)
        for write in (write_grades, write_items):
            for path in write(opened, assignment):
                typer.echo(path)


@classroom.command()
def gradescope(
    assignment: Assignment,
    course: Folder = ".",
    seconds: Seconds = 30,
    seed_by_student: Annotated[
        bool, typer.Option("--seed-by-student", help="Other hidden numbers for each student.")
    ] = False,
    visibility: Annotated[
        str, typer.Option(help="visible, after_due_date or after_published: results for students.")
    ] = "visible",
):
    """Write an assignment's autograder for Gradescope: a zip to upload."""
    from cnnteach.classroom.course import Course
    from cnnteach.classroom.gradescope import write_autograder

    options = {"seconds": seconds, "seed_by_student": seed_by_student, "visibility": visibility}
    with _told():
        opened = Course.open(course)
        typer.echo(f"Upload {write_autograder(opened, assignment, **options)}")
        typer.echo(f"Hand out {opened.released(assignment)}")


@classroom.command()
def hub(
    folder: Annotated[str, typer.Argument(help="Where all is kept; made if it is not there.")],
    port: Annotated[
        int, typer.Option(min=1024, max=65533, help="On this machine; two more follow it.")
    ] = 8000,
    teacher: Annotated[str, typer.Option(help="The teacher's name.")] = "teacher",
    learner: Annotated[
        list[str] | None,
        typer.Option(help="Who may come, once for each name; or else ada and bob."),
    ] = None,
    anyone: Annotated[
        bool, typer.Option("--anyone", help="Whoever knows the password may come.")
    ] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="A system account for each; as root.")
    ] = False,
):
    """Run a JupyterHub on this machine: for a trial, or for a class behind a web server."""
    from cnnteach.classroom.hub import Hub, refuse, run

    learners = () if anyone else tuple(learner or Hub.learners)
    with _told():
        chosen = Hub(Path(folder).resolve(), port, teacher, learners, accounts)
        refuse(chosen)
        typer.echo(f"{chosen.url}    Ctrl-C ends it.")
        typer.echo(f"{teacher}: {chosen.password('teacher')}")
        typer.echo(f"{', '.join(learners) or 'anyone'}: {chosen.password('learner')}")
        run(chosen)


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
