"""The commands of the shell: a thin table, each command beside what it does.

A module that is listed here imports nothing heavy before its command runs, so that
``cnnteach --help`` answers at once.
"""

from typing import Annotated

import typer

from cnnteach import __version__
from cnnteach.bench.command import bench
from cnnteach.classroom.command import classroom
from cnnteach.datasets.command import data
from cnnteach.doctor.command import doctor
from cnnteach.recipes.command import train

app = typer.Typer(
    name="cnnteach",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def _version(wanted: bool):
    if wanted:
        typer.echo(f"cnnteach {__version__}")
        raise typer.Exit


@app.callback()
def cnnteach(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
):
    """Learn how convolutional neural networks work, by touching them."""


app.command()(bench)
app.command()(doctor)
app.command()(train)
app.add_typer(data, name="data")
app.add_typer(classroom, name="classroom")


def main():
    """Run the command that the shell names: the entry point `cnnteach`."""
    app()
