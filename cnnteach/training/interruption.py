"""Ctrl-C, or the notebook's stop button, between two steps instead of in the middle of one."""

import contextlib
import signal
import threading


@contextlib.contextmanager
def held_back():
    """Hold back the first interruption; a second one goes through.

    Yields
    ------
    threading.Event
        Set once somebody has interrupted.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked  # interruptions reach the main thread alone
        return
    usual = signal.getsignal(signal.SIGINT)

    def note(number, frame):
        asked.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, usual)
