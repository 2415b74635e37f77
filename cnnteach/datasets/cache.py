"""Where downloads are kept, and how two programs keep out of each other's way."""

import os
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 3600  # the longest wait for another program's download


def where():
    """Return the folder of all downloads: ``CNNTEACH_DATA``, or the system's own place for them.

    Returns
    -------
    pathlib.Path
        It need not exist: the first download makes it.

    Examples
    --------
    >>> where().is_absolute()
    True
    """
    chosen = os.environ.get("CNNTEACH_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("cnnteach", appauthor=False))


def folder(name):
    """Return the folder of one dataset.

    Examples
    --------
    >>> folder("mnist").name
    'mnist'
    """
    return where() / name


@contextmanager
def alone(name, say=print):
    """Hold the dataset `name` while it is downloaded: a second program waits for the first.

    Parameters
    ----------
    name : str
    say : callable
        Is told, if there is another program, that it is waited for.

    Raises
    ------
    TimeoutError
        If the other program holds it for longer than an hour.
    OSError
        If the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    where().mkdir(parents=True, exist_ok=True)
    lock = FileLock(where() / f".{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"Another program is downloading {name}; waiting for it.")
        lock.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield
    finally:
        lock.release()


def set_aside(path):
    """Rename a file that is not what it should be, so that it is neither used nor lost.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "mnist.npz")
    >>> _ = file.write_text("half of it")
    >>> set_aside(file).name, file.exists()
    ('mnist.npz.damaged', False)
    """
    aside = path.with_name(f"{path.name}.damaged")
    os.replace(path, aside)  # an older one gives way: damaged files must not fill the disk
    return aside
