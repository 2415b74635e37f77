"""Find a data file inside an installed package, without importing the package."""

import importlib.util
from pathlib import Path


def packaged_file(package, path):
    """Return where a file of an installed package lies on the disk.

    Parameters
    ----------
    package : str
        The name that Python imports, ``"skimage"``.
    path : str
        The file, relative to the package's folder, with forward slashes.

    Returns
    -------
    pathlib.Path
        A file that exists.

    Raises
    ------
    FileNotFoundError
        If the package is not installed, or its version does not carry the file.

    Examples
    --------
    >>> packaged_file("skimage", "data/astronaut.png").name
    'astronaut.png'
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            f"the package {package!r}, which carries {path}, is not installed; "
            "`make setup` installs everything that the course needs"
        )
    file = Path(spec.submodule_search_locations[0], path)
    if not file.is_file():
        raise FileNotFoundError(
            f"the installed version of {package!r} has no {path} (looked for {file}); "
            "`make setup` installs the version that has it"
        )
    return file
