"""Kernels that have imported all that they need: copies of one process that did it once.

Importing Keras takes longer than everything that is graded with it. So one process, in which no
student's code ever runs, imports it, and waits. For each submission it forks: the copy moves into
a sandbox that bubblewrap has built for this submission alone, gives up all rights, and becomes the
kernel. No copy knows of another. It begins no thread before it forks: a copy would lack it.

``python -m cnnteach.classroom.preloaded SOCKET MODULE ...`` is that process.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from cnnteach.classroom import bubblewrap, kernel
from cnnteach.classroom.namespaces import die_with_parent, enter, give_up_rights

PLACE = "CNNTEACH_PRELOADED"  # the variable that says where it listens
_ALWAYS = ("ipykernel.kernelapp", "ipykernel.ipkernel", "cnnteach.classroom.graded")
_STANDS = ["sh", "-c", "echo && read until_its_end"]  # holds a sandbox open, and says when it is


@contextmanager
def preloaded(notebook: Path, log: Path) -> Iterator[dict[str, str]]:
    """Give variables that let sandboxes begin with what `notebook` imports, while this lasts.

    Parameters
    ----------
    notebook : Path
        The released one.
    log : Path
        Where it says why, if it cannot.
    """
    modules = ["keras"] if "keras" in notebook.read_text(encoding="utf-8") else []
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, log.open("ab") as said:
        place = os.path.join(folder, "s")
        command = [sys.executable, "-P", "-m", "cnnteach.classroom.preloaded", place, *modules]
        environment = bubblewrap.environment(bubblewrap.HOME)
        pipe = subprocess.PIPE
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=environment, stdin=nothing, stdout=pipe, stderr=said
        )
        try:
            process.stdout.readline()  # it listens now, or has failed, and is done without
            yield {PLACE: place}
        finally:
            process.kill()
            process.wait()


def become(place: str, connection_file: Path, folder: Path) -> None:
    """Live as long as a copy that serves as the kernel of a notebook in `folder`; then end.

    Returns if there can be no copy.
    """
    die_with_parent()
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(place)
            ends, held = os.pipe()
            inside = _open_sandbox(connection_file, folder)
            words = [str(connection_file), str(folder), bubblewrap.environment(bubblewrap.HOME)]
            socket.send_fds(line, [json.dumps(words).encode()], [inside, held, 2])
            os.close(held)
            if not line.recv(1):
                return
    except OSError:
        return
    while os.read(ends, 4096):
        pass
    sys.exit(1)


def _open_sandbox(connection_file, folder):
    """Have bubblewrap build a sandbox that lasts as long as this process; return what is in it."""
    about, told = os.pipe()
    walls = bubblewrap.walls(connection_file, folder, "--info-fd", str(told))
    pipe = subprocess.PIPE
    stands = subprocess.Popen([*walls, *_STANDS], stdin=pipe, stdout=pipe, pass_fds=[told])
    os.close(told)
    if not stands.stdout.readline():
        raise OSError("bubblewrap built no sandbox")
    with open(about) as file:
        return os.pidfd_open(json.load(file)["child-pid"])


def main(place, *modules):
    """Import everything, then fork a kernel for each who asks."""
    from cnnteach.exercises.registry import catalogue

    die_with_parent()
    kernel.prepare()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen()
        print(flush=True)
        for module in (*_ALWAYS, *modules):
            import_module(module)
        catalogue()  # every chapter
        gc.freeze()  # what is there stays, and is shared
        if len(os.listdir("/proc/self/task")) > 1:
            raise RuntimeError("an import has begun a thread: this process cannot be copied")
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            line, _ = server.accept()
            if os.fork() == 0:
                _serve(server, line)
            line.close()


def _serve(server, line):
    """Move into the sandbox that is asked for, and leave a copy there which is the kernel."""
    try:
        server.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        words, (inside, held, log), *_ = socket.recv_fds(line, 1 << 16, 3)
        connection_file, folder, environment = json.loads(words)
        enter(inside)
        if first := os.fork():
            os.waitpid(first, 0)
            line.send(b"1")
            os._exit(0)
        os.setsid()
        if os.fork():  # who comes next is the child of somebody in the sandbox
            os._exit(0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.dup2(held, 3)  # closed when the kernel has ended
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        os.environ.clear()
        os.environ.update(environment, PWD=folder)
        os.chdir(folder)
        give_up_rights()
        kernel.serve(connection_file)
    except BaseException:
        traceback.print_exc()  # into the log
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
