"""Fetch a dataset: from the cache where it is there, over the network where it is not."""

import errno
import shutil
from contextlib import closing, contextmanager

from cnnteach.datasets import cache
from cnnteach.datasets.digests import matches
from cnnteach.datasets.registry import source as source_named
from cnnteach.datasets.unavailable import DatasetUnavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


def fetch(name, *, progress=True):
    """Return the folder in which the files of a dataset lie, downloaded if they have to be.

    Each file is checked, at every call, against the SHA-256 that the course has of it. What is
    there already needs no network and is never written, so that a class may share one folder. A
    download that breaks off is continued by the next call. Licence and citation are printed
    once, and lie beside the data in ``ABOUT.txt``.

    Parameters
    ----------
    name : str
        One of `sources`.
    progress : bool
        Whether to show a progress bar, and print the licence before the first download.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    DatasetUnavailable
        If it is not there and cannot be brought; the message says why, and what there is instead.
    ValueError
        If there is no dataset of that name.

    Examples
    --------
    >>> fetch("mnits")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: there is no dataset 'mnits'; did you mean 'mnist'? There are ...
    """
    source = source_named(name)
    folder = cache.folder(name)
    with _in_one_sentence(source, folder):
        if wanting(source, folder):
            _fetch_alone(source, folder, progress)
    return folder


def wanting(source, folder):
    """Return the files of `source` that are missing in `folder`, or not what they should be.

    Parameters
    ----------
    source : Source
    folder : pathlib.Path

    Returns
    -------
    list of Remote
    """
    return [
        file
        for file in source.files
        if not all(matches(folder / kept.path, kept.digest, kept.size) for kept in file.kept)
    ]


def _fetch_alone(source, folder, progress):
    say = print if progress else lambda sentence: None
    with cache.alone(source.name, say):
        files = wanting(source, folder)  # none, if another program has brought them meanwhile
        _check_space(source, files, folder)
        folder.mkdir(parents=True, exist_ok=True)
        for kept in (kept for file in files for kept in file.kept):
            if (folder / kept.path).exists() and not matches(folder / kept.path, kept.digest):
                cache.set_aside(folder / kept.path)
        _download_all(source, files, folder, progress)


def _download_all(source, files, folder, shown):
    import requests

    from cnnteach.datasets.download import NoAddress, download
    from cnnteach.datasets.progress import Progress

    progress = Progress(source, folder, _to_download(source, files), shown)
    with closing(progress), requests.Session() as session, _quiet_pooch():
        for file in files:
            try:
                download(file, folder, progress, session)
            except NoAddress as failed:
                raise DatasetUnavailable(_not_reached(source, failed)) from None
            except OSError as error:
                if error.errno in _FULL:  # give the space back: the learner's own work needs it
                    (folder / f"{file.path}.part").unlink(missing_ok=True)
                raise


def _to_download(source, files):
    """Return the bytes of `files`; about, where not all of their sizes are known."""
    sizes = [file.size for file in files]
    return sum(sizes) if all(sizes) else source.size


def _check_space(source, files, folder):
    """Refuse to begin what cannot be ended."""
    needed = _to_download(source, files)
    needed += sum(member.size for file in files for member in file.members)
    free = shutil.disk_usage(cache.where()).free
    if free < needed:
        raise DatasetUnavailable(
            f"{source.title} needs {needed / 1e6:,.0f} MB at {folder}, where only "
            f"{free / 1e6:,.0f} MB are free. {_elsewhere()}{_instead(source)}"
        )


@contextmanager
def _quiet_pooch():
    """Leave the talking to the progress bar."""
    import pooch

    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("WARNING")
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _in_one_sentence(source, folder):
    """Turn what an operating system can refuse into one sentence."""
    try:
        yield
    except DatasetUnavailable:
        raise
    except OSError as error:
        raise DatasetUnavailable(_refusal(source, folder, error) + _instead(source)) from None


def _refusal(source, folder, error):
    if isinstance(error, TimeoutError):
        return f"another program has held {folder} for an hour; end it, or restart the machine."
    if error.errno in _FULL:
        return f"the disk is full, or your share of it, at {folder}. {_elsewhere()}"
    if error.errno in _NOT_WRITABLE:
        return f"{source.title} is not in {folder}, which you may not write to. {_elsewhere()}"
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{source.title} cannot be kept in {folder} ({reason}). {_elsewhere()}"


def _not_reached(source, failed):
    if failed.offline:
        hosts = " and ".join(failed.hosts)
        why = f"there is no connection to {hosts}"
    else:
        why = f"could not be downloaded: {failed}"
    return f"{source.title} is not on this machine, and {why}.{_instead(source)}"


def _elsewhere():
    return "Choose another folder with the environment variable CNNTEACH_DATA."


def _instead(source):
    return f" Without a download, {source.embedded}." if source.embedded else ""
