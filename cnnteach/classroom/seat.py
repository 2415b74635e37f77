"""A learner's place under JupyterHub: the course in the home folder, limits, and the server.

JupyterHub starts ``python -m cnnteach.classroom.seat`` as the learner, on one machine and in a
container alike. It hands out the course, sets what one learner may use up, and becomes
``jupyterhub-singleuser``. It is told by its environment: JupyterHub's own ``MEM_LIMIT`` and
``CPU_LIMIT``, and

=====================  =====================================================================
``CNNTEACH_ROLE``      ``teacher`` or ``learner``
``CNNTEACH_COURSE``    nbgrader's name for the course
``CNNTEACH_EXCHANGE``  the folder through which assignments go out and come back; without it,
                       nbgrader's buttons are not there
=====================  =====================================================================
"""

import math
import os
import sys
import sysconfig
from pathlib import Path

from cnnteach.classroom.course import handouts, new
from cnnteach.classroom.handout import hand_out

CONFIG = Path(__file__).parents[2] / "classroom" / "hub"
FOLDER = "cnnteach"  # of the notebooks, in the learner's home
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


def prepare(home: Path, environment: dict[str, str]) -> dict[str, str]:
    """Put the course into `home` and return the environment of the learner's server.

    A full disk, or a damaged notebook, is no reason not to open: who sits there can mend it.
    """
    teaches = environment.get("CNNTEACH_ROLE") == "teacher"
    course = environment.get("CNNTEACH_COURSE")
    try:
        hand_out(handouts(), home / FOLDER)
        if teaches and course and not (home / course).exists():
            new(home / course)
    except (OSError, ValueError) as error:
        print(f"The course could not be copied into {home}: {error}", file=sys.stderr)
    return environment | settings(environment) | threads(environment) | path(environment)


def settings(environment: dict[str, str]) -> dict[str, str]:
    """Return where Jupyter finds this role's settings.

    Examples
    --------
    >>> paths = settings({"CNNTEACH_ROLE": "teacher", "CNNTEACH_EXCHANGE": "/srv/exchange"})
    >>> [Path(path).name for path in paths["JUPYTER_CONFIG_PATH"].split(os.pathsep)]
    ['teacher', 'exchange']
    >>> paths = settings({"CNNTEACH_ROLE": "learner"})
    >>> [Path(path).name for path in paths["JUPYTER_CONFIG_PATH"].split(os.pathsep)]
    ['learner', 'no_exchange']
    """
    role = "teacher" if environment.get("CNNTEACH_ROLE") == "teacher" else "learner"
    exchange = "exchange" if environment.get("CNNTEACH_EXCHANGE") else "no_exchange"
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(str(CONFIG / part) for part in (role, exchange))}


def path(environment: dict[str, str]) -> dict[str, str]:
    """Return where programs are looked for: this Python's own first.

    The teacher types `cnnteach` in a terminal, and Formgrader calls a program by name.

    Examples
    --------
    >>> path({"PATH": "/usr/bin"})["PATH"].endswith(f"{os.pathsep}/usr/bin")
    True
    """
    scripts = sysconfig.get_path("scripts")
    return {"PATH": os.pathsep.join([scripts, environment.get("PATH", os.defpath)])}


def threads(environment: dict[str, str]) -> dict[str, str]:
    """Return variables that keep NumPy and TensorFlow to the learner's share of the cores.

    Both count the machine's cores, and start a thread for each, whatever a container may use.

    Examples
    --------
    >>> threads({"CPU_LIMIT": "1.5"})["OMP_NUM_THREADS"]
    '2'
    >>> threads({})
    {}
    """
    limit = environment.get("CPU_LIMIT")
    return dict.fromkeys(_THREADS, str(max(1, math.ceil(float(limit))))) if limit else {}


def limit_memory(environment: dict[str, str]) -> None:
    """Hold each process to ``MEM_LIMIT`` bytes, so that one learner's mistake is not everybody's.

    In a container the container's own limit ends the kernel; here Python raises a ``MemoryError``.
    """
    import resource

    limit = environment.get("MEM_LIMIT")
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (int(limit), int(limit)))


def main() -> None:
    """Become the learner's server; the shell's words go to it."""
    environment = prepare(Path.home(), dict(os.environ))
    limit_memory(environment)
    command = [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]]
    os.execve(command[0], command, environment)


if __name__ == "__main__":
    main()
