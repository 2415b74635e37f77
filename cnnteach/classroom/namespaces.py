"""Enter a sandbox that stands already, for good: what bubblewrap does for a program that it starts.

References
----------
.. [1] Linux manual pages setns(2), capabilities(7) and prctl(2).
"""

import ctypes
import os
import platform
import signal

NOBODY = 65534
_CAPSET = {"x86_64": 126, "aarch64": 91}  # the call's number, which the C library does not wrap
_VERSION_3 = 0x20080522
_DIE_WITH_PARENT = 1
_ALL = (  # of CLONE_NEW...: mounts, control groups, names, messages, users, processes, network
    0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
)


def enter(process: int) -> None:
    """Move into the sandbox of another process; processes begun from now on are inside.

    Parameters
    ----------
    process : int
        A file descriptor that stands for it, of `os.pidfd_open`.

    Raises
    ------
    OSError
        If the system does not let this process in, which then is where it was.
    """
    _done(_libc().setns(process, _ALL))


def give_up_rights() -> None:
    """Become nobody, with none of a superuser's rights, not even over the sandbox.

    Raises
    ------
    OSError
        If that cannot be; nothing must be run then.
    """
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    about, none = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _done(_libc().syscall(_CAPSET.get(platform.machine(), -1), about, none))


def die_with_parent() -> None:
    """Have the system end this process when the one that began it ends."""
    _done(_libc().prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0))


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _done(answer):
    if answer:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
