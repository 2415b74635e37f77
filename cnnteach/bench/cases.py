"""A contender bound to one task of one workload: a call to time, and its results as arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import numpy as np


@dataclass(frozen=True)
class Case:
    """What is timed, ``call()``, and what makes of its result named arrays for the comparison."""

    call: Callable
    arrays: Callable | None = None


def inputs(workload):
    """Return random inputs, the same in every process.

    Returns
    -------
    dict of ndarray
        ``x`` (N, H, W, C) and ``dy`` (N, OH, OW, F); for a convolution also ``w`` (KH, KW, C, F)
        and ``b`` (F,). All float32, scaled so that results are of the order of 1.
    """

    def draw(seed, *shape):
        return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)

    given = {"x": draw(0, *workload.x_shape), "dy": draw(1, *workload.y_shape)}
    if workload.kind == "conv":
        scale = np.float32(workload.columns * workload.filters / workload.outputs) ** -0.5
        given |= {"w": draw(2, *workload.w_shape) * scale, "b": draw(3, workload.filters)}
    return given


def load(implementation, workload):
    """Import an implementation: a module as it is, a class made for the workload."""
    module, _, name = implementation.partition(":")
    found = import_module(module)
    return getattr(found, name)(workload) if name else found


def bind(implementation, workload, task):
    """Bind an implementation to a task.

    Parameters
    ----------
    implementation : module or object
        With functions named and called as in `cnnteach.ops`, ``conv2d`` and so on. If it wants
        anything but arrays, ``native(name, array)`` makes its inputs and ``array(name, result)``
        arrays of its results; if it does without all that, ``prepare(task)`` returns the case.
    workload : Workload
    task : str

    Raises
    ------
    NotImplementedError
        If the implementation does not have the operation.
    """
    if hasattr(implementation, "prepare"):
        return implementation.prepare(task)
    operation = {"conv": "conv2d", "pool": "max_pool2d"}[workload.kind]
    names = [operation] * ("forward" in task) + [f"{operation}_backward"] * ("backward" in task)
    if missing := [name for name in names if not hasattr(implementation, name)]:
        raise NotImplementedError(f"has no {missing[0]}")
    native = getattr(implementation, "native", lambda name, array: array)
    given = {name: native(name, value) for name, value in inputs(workload).items()}
    make = _convolution if workload.kind == "conv" else _pooling
    calls, names = make(implementation, workload, given, native, task)
    return Case(calls[task], _naming(implementation, names[task]))


def _convolution(of, workload, given, native, task):
    x, w, b, dy = (given[name] for name in ("x", "w", "b", "dy"))
    options = {"stride": workload.stride, "padding": workload.padding}

    def forward():
        return (of.conv2d(x, w, b, **options),)

    def both():
        return (of.conv2d(x, w, b, **options), *of.conv2d_backward(dy, x, w, **options))

    names = {"forward": ("y",), "forward + backward": ("y", "dx", "dw", "db")}
    return {"forward": forward, "forward + backward": both}, names


def _pooling(of, workload, given, native, task):
    x, dy, shape = given["x"], given["dy"], native("shape", workload.x_shape)

    def forward():
        return of.max_pool2d(x, workload.kernel, stride=workload.stride)

    argmax = forward()[1] if task == "backward" else None

    def backward():
        return (of.max_pool2d_backward(dy, argmax, shape),)

    def both():
        y, winners = forward()
        return y, winners, of.max_pool2d_backward(dy, winners, shape)

    calls = {"forward": forward, "backward": backward, "forward + backward": both}
    names = {"forward": ("y", "argmax"), "backward": ("dx",)}
    return calls, names | {"forward + backward": ("y", "argmax", "dx")}


def _naming(implementation, names):
    array = getattr(implementation, "array", lambda name, result: result)
    return lambda results: {
        name: array(name, result) for name, result in zip(names, results, strict=True)
    }
