"""Keras and its backend: whether it computes, and what it computes on."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from cnnteach.doctor.finding import good, note, wrong
from cnnteach.doctor.packages import INSTALL, version

BACKENDS = ("tensorflow", "jax", "torch")
SECONDS = 180  # a first import from a slow disk takes a minute
_ALL_BUT_NETWORKS = "What is computed in NumPy works; networks do not."


def examine():
    """Yield findings about Keras's backend and its devices."""
    if version("keras") is None:
        yield wrong(f"Keras is not installed. {_ALL_BUT_NETWORKS}", INSTALL)
        return
    name = chosen_backend()
    if not installed(name):
        yield _not_installed(name)
        return
    answer = ask(sys.executable)
    if isinstance(answer, str):
        yield wrong(f"Keras cannot use {name}: {answer}. {_ALL_BUT_NETWORKS}", _other(name))
        return
    yield from judge(answer, cards())


def chosen_backend():
    """Return the backend that Keras will take: by KERAS_BACKEND, by its file, or TensorFlow."""
    named = os.environ.get("KERAS_BACKEND")
    if named:
        return named
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    try:
        return json.loads(Path(home, "keras.json").read_text(encoding="utf-8"))["backend"]
    except (OSError, ValueError, KeyError, TypeError):
        return "tensorflow"


def installed(name):
    """Say whether Python would find a package, without importing it.

    Examples
    --------
    >>> installed("json"), installed("no.such.package")
    (True, False)
    """
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _not_installed(name):
    return wrong(
        f"Keras {version('keras')} is to use {name}, which is not installed. {_ALL_BUT_NETWORKS}",
        _other(name),
    )


def _other(name):
    others = [b for b in BACKENDS if b != name and installed(b)]
    if others:
        return f"Set the environment variable KERAS_BACKEND={others[0]}, which is installed."
    return INSTALL


def ask(python):
    """Run the probe in another process.

    Parameters
    ----------
    python : str
        The interpreter.

    Returns
    -------
    dict or str
        What `probe` found, or how it failed, in a few words.
    """
    quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        done = subprocess.run(
            [python, "-m", "cnnteach.doctor.probe"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=quiet,
        )
    except subprocess.TimeoutExpired:
        return f"it did not answer within {SECONDS} seconds"
    if done.returncode < 0:
        return _killed(-done.returncode)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it failed without a word"])[-1]
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        return "it gave no answer that can be read"


def _killed(number):
    name = signal.Signals(number).name
    if name == "SIGILL":
        return "it was ended by SIGILL: this processor lacks instructions (AVX) it was built for"
    return f"it was ended by {name}"


def judge(answer, seen):
    """Yield findings about what the probe found.

    Parameters
    ----------
    answer : dict
        From `probe`.
    seen : list of str
        The cards that the NVIDIA driver lists, from `cards`.
    """
    name = f"{answer['backend']} {answer.get('version', '')}".strip()
    if not answer["computes"]:
        yield wrong(f"Keras {answer['keras']} with {name} computes wrongly.", INSTALL)
        return
    yield good(f"Keras {answer['keras']} computes with {name}.")
    cpu = [device for device in answer["devices"] if device["kind"] == "CPU"]
    fast = [device for device in answer["devices"] if device["kind"] != "CPU"]
    for device in fast:
        free = f", {device['free'] / 2**30:.1f} GiB free" if device.get("free") else ""
        yield good(f"It sees {device['kind']} {device['name']}{free}.", _FASTER)
    for card in seen:
        yield good(f"The driver lists {card}.")
    if seen and not fast:
        yield note(f"{name} does not see the card, and computes on the CPU.", mending(answer))
    elif not fast:
        yield note(f"No graphics card: it computes on {len(cpu) or 1} CPU device.", _NO_CARD)


_FASTER = (
    "Large networks train faster there in half the bits: before a network is built,\n"
    'keras.config.set_dtype_policy("mixed_float16"); `cnnteach bench --models` says by how much.'
)
_NO_CARD = "The course is made for that; only the largest networks of the lectures want a card."


def cards():
    """Return a line for each card that the NVIDIA driver lists; none where there is no driver."""
    asked = "name,memory.free,memory.total,driver_version"
    command = ["nvidia-smi", f"--query-gpu={asked}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = done.stdout.strip().splitlines() if done.returncode == 0 else []
    return [_card(*line.split(", ")) for line in lines if line.count(", ") == 3]


def _card(name, free, total, driver):
    return f"{name}: {free} of {total} MiB free, driver {driver}"


def mending(answer, platform=sys.platform, environment=os.environ):
    """Say what to do if a backend does not see the card that the driver lists.

    Examples
    --------
    >>> mending({"backend": "tensorflow"}, environment={"CUDA_VISIBLE_DEVICES": "-1"})
    "CUDA_VISIBLE_DEVICES is '-1', which hides cards: unset it, and restart."
    """
    hidden = environment.get("CUDA_VISIBLE_DEVICES")
    if hidden is not None and (not hidden.strip() or hidden.strip().startswith("-")):
        return f"CUDA_VISIBLE_DEVICES is {hidden!r}, which hides cards: unset it, and restart."
    if answer["backend"] != "tensorflow":
        return f"Install the CUDA build of {answer['backend']}; its own site says which command."
    if platform == "win32":
        return "TensorFlow has no GPU build for Windows itself: use it in WSL 2."
    if answer.get("cuda") and version("nvidia-cudnn-cu12"):
        return (
            "The CUDA libraries are installed; most often the driver is then too old for them.\n"
            'Update it, and see what `python -c "import tensorflow as tf; '
            "tf.config.list_physical_devices('GPU')\"` complains of."
        )
    return (
        "Install TensorFlow with its CUDA libraries: `.venv/bin/python -m pip install -e '.[gpu]'`,"
        "\nor in conda the line with cuda in environment.yml. Then restart the kernel."
    )
