"""Bounds for one call of a learner's function, so that it cannot take the notebook with it.

An endless loop is stopped after some seconds, and a demand for far too much memory becomes a
`MemoryError` before the machine stands still. Where a system has no such means (Windows; memory on
macOS; a thread other than the main one), the call runs unbounded.
"""

import math
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 8
SPARE = 4 * 1024**3  # bytes that a call may take beyond what there is
MOST_WEIGHTS = 2**28  # of a network: a gigabyte, and twice as many as VGG-16 has


class TookTooLong(BaseException):
    """A call was stopped; not an `Exception`, so that a learner's own ``except`` lets it pass."""


@contextmanager
def bounded(seconds: float | None = None, spare: int | None = None) -> Iterator[None]:
    """Raise `TookTooLong` in the middle of what takes longer, `MemoryError` at what wants more.

    Parameters
    ----------
    seconds : float
        `SECONDS`, if not given.
    spare : int
        Bytes; `SPARE`, if not given.

    Examples
    --------
    >>> with bounded(seconds=0.05):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    cnnteach.exercises.bounds.TookTooLong: 0.05
    """
    with (
        _clock(SECONDS if seconds is None else seconds),
        _memory(SPARE if spare is None else spare),
    ):
        yield


@contextmanager
def _clock(seconds):
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise TookTooLong(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)  # again, should the first be swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory(spare):
    try:
        import resource

        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[5])  # data and stack
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = pages * resource.getpagesize() + spare
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def few_weights() -> Iterator[None]:
    """Refuse a Keras layer's weights where they get too many, before there is memory for them.

    TensorFlow ends the whole process where `bounded` leaves it memory for the weights, and then
    too little to go on.

    Examples
    --------
    >>> from keras import layers
    >>> with few_weights():
    ...     layers.Dense(100_000, name="wide").build((None, 100_000))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    MemoryError: wide asks for weights of shape (100000, 100000), which makes 10,000,000,000; ...
    """
    import keras

    add_weight, total = keras.Layer.add_weight, 0

    def counted(layer, shape=None, *args, **kwargs):
        nonlocal total
        total += math.prod(shape or ())
        if total > MOST_WEIGHTS:
            raise MemoryError(
                f"{layer.name} asks for weights of shape {tuple(shape)}, which makes {total:,}; "
                f"a network here may have {MOST_WEIGHTS:,}. Are its numbers in their places?"
            )
        return add_weight(layer, shape, *args, **kwargs)

    keras.Layer.add_weight = counted
    try:
        yield
    finally:
        keras.Layer.add_weight = add_weight
