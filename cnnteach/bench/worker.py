"""The process of one contender: it answers the run's questions, one at a time."""

import gc
import os
import signal
from time import perf_counter

from cnnteach.bench.memory import resident_peak, traced_peak

MOST_CALLS = 100  # in a turn


def serve(connection, implementation, library, log, cards):
    """Answer until the other end closes: (method's name, *arguments) -> (word, value).

    The word is "done" with the result, or the status that the contender has in the table:
    "absent" where it is not installed, "none" where it does not have the operation, "failed"; the
    value is then the error's words.
    """
    _quiet(log, cards)
    contestant = Contestant(implementation, library=library)
    while True:
        try:
            name, *arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            reply = "done", getattr(contestant, name)(*arguments)
        except ModuleNotFoundError as error:
            reply = "absent", str(error)
        except NotImplementedError as error:
            reply = "none", str(error)
        except Exception as error:
            reply = "failed", f"{type(error).__name__}: {error}"
        connection.send(reply)


def _quiet(log, cards):
    """Send what libraries print to a file; leave Ctrl-C to the run; see cards, or none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    if cards:  # several processes at once, none of which may take all of a card's memory
        os.environ |= {
            "TF_FORCE_GPU_ALLOW_GROWTH": "true",
            "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
        }
    else:
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


class Contestant:
    """One implementation, and the case that it is at."""

    def __init__(self, implementation, *, library):
        self.implementation, self.library = implementation, library
        self.case = None

    def blas(self):
        """Say in words which BLAS NumPy runs on here."""
        import numpy  # noqa: F401 (its BLAS is what is asked about)
        from threadpoolctl import threadpool_info

        pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
        said = "{internal_api} {version} ({architecture}, {num_threads} threads)"
        return {"blas": ", ".join(said.format_map({"architecture": "?"} | p) for p in pools)}

    def rates(self):
        """Measure the machine; see `cnnteach.bench.contenders.limit.rates`."""
        from cnnteach.bench.contenders import limit

        return limit.rates()

    def reference(self, workload, task, path):
        """Write the results that others are held to."""
        import numpy as np

        case = self._bind(workload, task)
        np.savez(path, **case.arrays(case.call()))

    def prepare(self, workload, task, reference):
        """Get ready for a task, and hold the result to the reference.

        Returns
        -------
        dict
            ``disagreement``: str or None; ``extra_bytes``: what NumPy allocates at the peak of
            a call beyond inputs and results, or None where it is not NumPy that allocates.
        """
        self.case = None  # the last task's arrays go before the next one's come
        self.case = case = self._bind(workload, task)
        results = case.arrays(case.call()) if case.arrays else {}
        told = self._compare(results, reference) if reference else None
        size = _size(results)
        del results
        if told or self.library or case.arrays is None:
            return {"disagreement": told, "extra_bytes": None}
        return {"disagreement": None, "extra_bytes": max(0, traced_peak(case.call) - size)}

    def first_call(self, workload, small, task):
        """Return the bytes by which this process grows in its first call, beyond the results.

        A library keeps what it once had, so that later calls show nothing; threads and code are
        there after a call with a `small` workload.
        """
        self._bind(small, task).call()
        case = self._bind(workload, task)
        peak = resident_peak(case.call)
        return None if peak is None else max(0, peak - _size(case.arrays(case.call())))

    def turn(self, seconds):
        """Call for about so many seconds, and return the time of each call.

        The first call only wakes threads and fills caches, and is not counted, unless it alone
        takes the whole turn.
        """
        gc.disable()
        try:
            first = _timed(self.case.call)
            times = [first] if first >= seconds else [_timed(self.case.call)]
            while sum(times) < seconds and len(times) < MOST_CALLS:
                times.append(_timed(self.case.call))
            return times
        finally:
            gc.enable()

    def _bind(self, workload, task):
        from cnnteach.bench.cases import bind, load

        return bind(load(self.implementation, workload), workload, task)

    def _compare(self, results, path):
        import numpy as np

        from cnnteach.bench.agreement import disagreement

        with np.load(path) as reference:
            return disagreement(results, dict(reference))


def _size(results):
    return sum(array.nbytes for array in results.values())


def _timed(call):
    start = perf_counter()
    call()
    return perf_counter() - start
