"""The code of a notebook's exercise cell, to be written and written, made from the solution.

The solution is the one source. Its stub has the same signature and docstring, which is the task,
and one line to replace.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable

TO_REPLACE = "raise NotImplementedError  # your code here"
CELL_WIDTH = 88


def function_source(function: Callable) -> str:
    """Return the code of `function`, as it stands in its chapter."""
    return textwrap.dedent(inspect.getsource(function)).rstrip()


def function_stub(source: str) -> str:
    """Keep the signature and the docstring of a function's `source`, and leave the rest to write.

    Examples
    --------
    >>> print(function_stub('def double(x):\\n    "Return twice x."\\n    return 2 * x'))
    def double(x):
        "Return twice x."
        raise NotImplementedError  # your code here
    """
    docstring = ast.parse(source).body[0].body[0]
    kept = source.splitlines()[: docstring.end_lineno]
    return "\n".join([*kept, f"    {TO_REPLACE}"])


def question_source(task: str, name: str, value: str) -> str:
    """Write a question as comments over the line ``name = value``.

    Examples
    --------
    >>> print(question_source("How many channels has a colour image?", "channels", "..."))
    # How many channels has a colour image?
    channels = ...
    """
    lines = [
        wrapped
        for line in task.splitlines()
        for wrapped in textwrap.wrap(line, CELL_WIDTH - 2, subsequent_indent="   ") or [""]
    ]
    return "\n".join([*(f"# {line}".rstrip() for line in lines), f"{name} = {value}"])


def run_cell(source: str, name: str) -> object:
    """Run a cell as a notebook would, with NumPy as ``np``, and return what it calls `name`."""
    import numpy as np

    namespace = {"np": np}
    exec(compile(source, f"<the cell of {name}>", "exec"), namespace)
    return namespace[name]
