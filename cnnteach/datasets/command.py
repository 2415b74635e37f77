"""The commands `cnnteach data list`, `fetch` and `where`."""

from typing import Annotated

import typer

data = typer.Typer(no_args_is_help=True, help="What can be downloaded, and where it is kept.")


@data.command("list")
def list_datasets():
    """List what can be downloaded, and what is here already."""
    from cnnteach.datasets import cache, sources

    for name, source in sources().items():
        there = all((cache.folder(name) / kept.path).is_file() for kept in source.kept)
        state = "here" if there else f"{source.spelled_size} to download"
        typer.echo(f"{name}  ({state})")
        typer.echo(f"    {source.title}: {source.shows}")
        typer.echo(f"    Licence: {source.licence}.  From: {source.homepage}")
        if source.embedded:
            typer.echo(f"    Without a download, {source.embedded}.")


@data.command("fetch")
def fetch_datasets(
    names: Annotated[list[str], typer.Argument(help="One or more names of `cnnteach data list`.")],
):
    """Download datasets, or check those that are here already."""
    from cnnteach.datasets import DatasetUnavailable, fetch

    failed = False
    for name in names:
        try:
            typer.echo(f"{name} is in {fetch(name)}")
        except (DatasetUnavailable, ValueError) as reason:
            failed = True
            typer.echo(f"{reason}", err=True)
    if failed:
        raise typer.Exit(1)


@data.command("where")
def say_where():
    """Say in which folder downloads are kept; CNNTEACH_DATA moves it."""
    from cnnteach.datasets import where

    typer.echo(where())
