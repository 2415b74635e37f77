"""The kernel in which a submission runs: it limits itself, then serves as any other.

``python -m cnnteach.classroom.kernel -f CONNECTION_FILE`` is what every sandbox starts. From then
on this process can start no other, reaches no network, and may use up so much time, memory and
disk. No answer can take that back.

References
----------
.. [1] The Linux kernel's documentation, "Seccomp BPF (SECure COMPuting with filters)".
"""

import ctypes
import errno
import os
import resource
import struct
import sys
import warnings

CPU_SECONDS, DATA_BYTES, FILE_BYTES = 120, 3_000_000_000, 100_000_000
_ARCHITECTURES = {  # name: its audit number, and those of clone, clone3, socket, fork and vfork
    "x86_64": (0xC000003E, 56, 435, 41, (57, 58)),
    "aarch64": (0xC00000B7, 220, 435, 198, ()),
}
_LOAD, _EQUAL, _SET, _ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06  # of the filter's machine
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where what it loads lies
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_THREAD, _UNIX, _OTHER_CALLS = 0x00010000, 1, 0x40000000
_NO_NEW_RIGHTS, _SECCOMP, _FILTER = 38, 22, 2


def program(architecture: str) -> bytes:
    """Return the filter of system calls: new threads may be, new processes and networks not.

    Parameters
    ----------
    architecture : str
        As `os.uname` names it.

    Returns
    -------
    bytes
        Eight an instruction; none for an architecture that is not known here.

    Examples
    --------
    >>> len(program("x86_64")) // 8, program("abacus")
    (22, b'')
    """
    if architecture not in _ARCHITECTURES:
        return b""
    audited, clone, clone3, socket, forks = _ARCHITECTURES[architecture]
    refuse, no_network = (
        (_RETURN, 0, 0, _REFUSE | number) for number in (errno.EPERM, errno.EOPNOTSUPP)
    )
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, audited), refuse]
    steps += [(_LOAD, 0, 0, _NUMBER), (_ABOVE, 0, 1, _OTHER_CALLS), refuse]
    steps += [step for fork in forks for step in ((_EQUAL, 0, 1, fork), refuse)]
    # The C library falls back on clone, whose flags a filter can read.
    steps += [(_EQUAL, 0, 1, clone3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    steps += [(_EQUAL, 0, 4, clone), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_SET, 0, 1, _THREAD)]
    steps += [(_RETURN, 0, 0, _ALLOW), refuse]
    steps += [(_EQUAL, 0, 3, socket), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_EQUAL, 1, 0, _UNIX)]
    steps.append(no_network)  # which ZeroMQ takes for a machine that has none
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def confine() -> None:
    """Set the limits on this process, for good."""
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_DATA, DATA_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    code = program(os.uname().machine)
    if code and sys.platform == "linux":
        held = ctypes.create_string_buffer(code, len(code))
        described = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
        system = ctypes.CDLL(None, use_errno=True)
        for what in ((_NO_NEW_RIGHTS, 1, 0, 0, 0), (_SECCOMP, _FILTER, described, 0, 0)):
            if system.prctl(*what):
                raise OSError(ctypes.get_errno(), "the filter of system calls was not taken")


def prepare():
    """See to it that what a kernel imports is what it needs."""
    sys.modules["debugpy"] = None  # nobody debugs here, and importing it takes half the start
    warnings.filterwarnings("ignore", message="Couldn't bind IOPub Pipe")  # there are no children
    from cnnteach.classroom.lean_keras import lean_keras

    lean_keras()


def serve(connection_file: str):
    """Become the kernel."""
    from ipykernel import kernelapp

    confine()
    sys.argv[1:] = ["-f", connection_file]
    kernelapp.launch_new_instance()


if __name__ == "__main__":
    prepare()
    serve(sys.argv[-1])
