"""Make a folder anew, and have the earlier one back where that fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def renewed(folder: Path) -> Iterator[None]:
    """Let the body of the ``with`` make `folder`, which is not there; if it raises, undo all of it.

    The earlier folder waits beside, on the same disk: to put it back needs no room.

    Examples
    --------
    >>> from contextlib import suppress
    >>> from tempfile import mkdtemp
    >>> here = Path(mkdtemp()) / "submitted"
    >>> here.mkdir()
    >>> _ = (here / "answer").write_text("good")
    >>> with suppress(OSError), renewed(here):
    ...     here.mkdir()
    ...     _ = (here / "answer").write_text("half of it")
    ...     raise OSError("no space left on device")
    >>> (here / "answer").read_text()
    'good'
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".earlier-", dir=folder.parent) as beside:
        earlier = Path(beside) / folder.name
        if folder.exists():
            folder.rename(earlier)
        try:
            yield
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            if earlier.exists():
                earlier.rename(folder)
            raise
