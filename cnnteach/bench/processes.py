"""The run's end of a contender's process: questions with a time limit, and what a crash said."""

import multiprocessing
import signal
import tempfile
from pathlib import Path

from cnnteach.bench.worker import serve

LIMIT = 180.0  # seconds for one answer; loading a large library and its first call is slow


class Unanswered(Exception):
    """A question has no answer: the words say why, and `status` is that of the table."""

    def __init__(self, why, status="failed"):
        super().__init__(why)
        self.status = status


class Process:
    """A contender in a process of its own, started at the first question.

    Parameters
    ----------
    contender : Contender
    limit : float
        Seconds after which a question counts as failed, and the process is ended.
    """

    def __init__(self, contender, *, limit=LIMIT):
        self.contender, self.limit = contender, limit
        self._process = self._connection = self._folder = None

    def ask(self, question, *arguments):
        """Return the answer of a method of `worker.Contestant`.

        Raises
        ------
        Unanswered
            If the contender is not installed ("absent"), does not have the operation ("none"),
            or raised an error, ended by itself or took too long ("failed").
        """
        if self._process is None:
            self._start()
        try:
            self._connection.send((question, *arguments))
            if not self._connection.poll(self.limit):
                raise Unanswered(f"took longer than {self.limit:g} s, and was ended")
            word, value = self._connection.recv()
        except (EOFError, OSError):
            raise Unanswered(self._last_words()) from None
        except BaseException:
            self.close()
            raise
        if word != "done":
            raise Unanswered(value, word)
        return value

    def close(self):
        """End the process; the next question starts it again."""
        if self._process is None:
            return
        self._connection.close()
        self._process.join(1)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._process = None
        self._folder.cleanup()

    def _start(self):
        context = multiprocessing.get_context("spawn")  # a fresh Python: no threads, no libraries
        self._connection, other = context.Pipe()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._log = Path(self._folder.name, "log")
        what = (other, self.contender.implementation, self.contender.library, str(self._log))
        what += (self.contender.cards,)
        self._process = context.Process(target=serve, args=what, daemon=True)
        self._process.start()
        other.close()

    def _last_words(self):
        """Say how a process ended that ended by itself, and close what is left of it."""
        self._process.join(10)
        code = self._process.exitcode
        log = self._log.read_text(errors="replace").strip() if self._log.exists() else ""
        self.close()
        if code is not None and code < 0:
            ended = f"its process ended by {signal.Signals(-code).name}"
        else:
            ended = f"its process ended with code {code}"
        return f"{ended}: {log.splitlines()[-1]}" if log else ended
