"""What the machine can do: matrix products on ready columns, and a copy."""

from time import perf_counter

import numpy as np

from cnnteach.bench.cases import Case
from cnnteach.bench.workloads import FLOAT


class Limit:
    """The arithmetic of a layer with everything else taken away."""

    def __init__(self, workload):
        self.workload = workload

    def prepare(self, task):
        """Return the case of a task."""
        return Case(self._products(task) if self.workload.kind == "conv" else self._copy(task))

    def _products(self, task):
        work = self.workload
        depth = work.columns // (work.outputs // work.filters)
        columns = np.ones((work.columns // depth, depth), np.float32)
        kernel = np.ones((depth, work.filters), np.float32)
        y = np.empty((len(columns), work.filters), np.float32)
        if task == "forward":
            return lambda: np.matmul(columns, kernel, out=y)
        dcolumns, dw = np.empty_like(columns), np.empty_like(kernel)

        def products():
            np.matmul(columns, kernel, out=y)
            np.matmul(y, kernel.T, out=dcolumns)
            np.matmul(columns.T, y, out=dw)

        return products

    def _copy(self, task):
        work = self.workload
        pixels, winners = np.prod(work.x_shape) * FLOAT, work.outputs * (FLOAT + np.intp().nbytes)
        passes = 2 if task == "forward + backward" else 1
        half = np.ones(int(pixels + winners) * passes // 2, np.uint8)  # a copy reads and writes
        copy = np.empty_like(half)
        return lambda: np.copyto(copy, half)


def rates(*, side=1024, copied=128 * 2**20, tries=5):
    """Measure what the machine reaches at best.

    Returns
    -------
    dict
        ``gemm_gflops``: 10**9 additions and multiplications of float32 a second in a matrix
        product; ``copy_gb_per_s``: 10**9 bytes a second, read and written, in a copy.

    Examples
    --------
    >>> sorted(rates(side=8, copied=64, tries=1))
    ['copy_gb_per_s', 'gemm_gflops']
    """
    matrix = np.ones((side, side), np.float32)
    product, source = np.empty_like(matrix), np.ones(copied, np.uint8)
    target = np.empty_like(source)
    multiply = _fastest(lambda: np.matmul(matrix, matrix, out=product), tries)
    copy = _fastest(lambda: np.copyto(target, source), tries)
    return {"gemm_gflops": 2 * side**3 / multiply / 1e9, "copy_gb_per_s": 2 * copied / copy / 1e9}


def _fastest(call, tries):
    call()
    times = []
    for _ in range(tries):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)
