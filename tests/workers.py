"""Print how many processes shall run the tests side by side."""

import os

import psutil

EACH = 3_000_000_000  # bytes: a backend of Keras, a browser, a kernel


def workers(cores: int, memory: int) -> int:
    """Return one more than there are cores, since many tests wait, where the memory allows it.

    Examples
    --------
    >>> workers(2, 16_000_000_000), workers(8, 16_000_000_000), workers(2, 4_000_000_000)
    (3, 4, 1)
    """
    return max(1, min(cores + 1, 4, memory // EACH))


if __name__ == "__main__":
    print(workers(os.cpu_count() or 1, psutil.virtual_memory().available))
