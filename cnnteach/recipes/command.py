"""The command `cnnteach train`."""

from typing import Annotated

import typer

from cnnteach.recipes import NAMES


def train(
    name: Annotated[str, typer.Argument(help="What to train; without it, a list.")] = "",
    to: Annotated[str, typer.Option(help="Folder for weights, card and recording.")] = "weights",
    seed: Annotated[int | None, typer.Option(help="Another than the recipe's.")] = None,
):
    """Make shipped weights again; an interrupted training goes on where it stopped."""
    from cnnteach.recipes import recipe_of

    if not name:
        for known in NAMES:
            each = recipe_of(known)
            typer.echo(f"{known}: {each.title}  (about {each.minutes:g} minutes on two cores)")
        return
    try:
        chosen = recipe_of(name)
        card = _trained(chosen, to, seed)
    except (ValueError, OSError) as reason:
        typer.echo(f"{reason}", err=True)
        raise typer.Exit(1) from reason
    if card is None:
        typer.echo(f"Stopped; nothing is lost. The same command goes on from {to}.")
        raise typer.Exit(130)
    typer.echo(f"{card}\n\nIn Python: {_loading(card, to)}")


def _loading(card, to):
    """Return the call that opens weights, as Python code."""
    if card.built_by == "cnnteach.models":
        return f"models.load({card.name!r}, where={to!r})"
    return f"{card.built_by.removesuffix('()')}({to!r})"


def _trained(recipe, to, seed):
    from cnnteach.recipes.recipe import train as train_by
    from cnnteach.training import ProgressBar

    return train_by(recipe, to, seed=seed, callbacks=(ProgressBar(),))
