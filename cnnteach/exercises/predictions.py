"""Predictions that a learner makes with a widget, kept in the progress beside the exercises."""

from cnnteach.exercises.progress_file import NotKept, ProgressFile
from cnnteach.exercises.progress_page import aside_note


def keep(widget: str, right: int, tried: int) -> str:
    """Add predictions; return a line to show if that could not be done, else nothing.

    Parameters
    ----------
    widget : str
        The widget's class.
    right, tried : int
        How many more were right at once, and how many more were tried.
    """
    file = ProgressFile()
    try:
        file.predicted(widget, right, tried)
    except NotKept as error:
        return f"Your prediction counts here, but progress could not be kept: {error}."
    return aside_note(file)
