"""The doctor on this machine, and on machines that lack what this one has."""

import os
import re
import subprocess
import sys

import pytest

from cnnteach.doctor import arithmetic, backend, packages, places
from cnnteach.doctor.finding import GOOD, NOTE, WRONG, exit_code, good, note, wrong

posix = pytest.mark.skipif(os.name != "posix", reason="shell scripts and signals of Unix")


def doctor(tmp_path, without=(), **environment):
    """Run `cnnteach doctor` in a process that cannot import some packages."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Blocked:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {without!r}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)} | environment
    command = [sys.executable, "-c", "from cnnteach.cli import main; main()", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert "Traceback" not in done.stderr
    return done


def states(findings):
    return [finding.state for finding in findings]


def test_on_this_machine_it_finds_everything_the_tests_need(tmp_path):
    done = doctor(tmp_path, CNNTEACH_DATA=str(tmp_path / "data"), KERAS_BACKEND="tensorflow")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("The course can run here.\n")
    assert "MEND" not in done.stdout
    python = ".".join(map(str, sys.version_info[:3]))
    for word in (f"Python {python}", "numpy 2", "jupyterlab 4", "anywidget 0.", "tensorflow 2"):
        assert word in done.stdout
    assert f"Downloads are kept in {tmp_path / 'data'}; of them here: none." in done.stdout
    assert "Your progress" in done.stdout
    assert "GB are free on the disk" in done.stdout
    assert "NumPy multiplies matrices with" in done.stdout


def test_without_tensorflow_it_says_what_works_and_what_does_not(tmp_path):
    done = doctor(tmp_path, ("tensorflow",), KERAS_BACKEND="tensorflow")
    assert done.returncode == 1
    assert "is to use tensorflow, which is not installed" in done.stdout
    assert "What is computed in NumPy works" in done.stdout
    assert "make setup" in done.stdout
    assert "Your progress" in done.stdout, "it goes on to the end"


def test_without_numpy_it_still_looks_at_the_rest(tmp_path):
    done = doctor(tmp_path, ("numpy", "tensorflow"), KERAS_BACKEND="tensorflow")
    assert done.returncode == 1
    assert "Downloads are kept in" in done.stdout
    assert "could not be looked at (ModuleNotFoundError: No module named 'numpy')" in done.stdout


@pytest.mark.parametrize(
    ("there", "advice"), [("torch", "KERAS_BACKEND=torch"), ("", "make setup")]
)
def test_a_backend_that_is_not_there_is_answered_with_one_that_is(monkeypatch, there, advice):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    monkeypatch.setattr(backend, "installed", lambda name: name == there)
    (finding,) = backend.examine()
    assert finding.state == WRONG
    assert "to use jax, which is not installed" in finding.sentence
    assert advice in finding.advice


def test_without_keras_the_networks_are_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(backend, "version", lambda name: None)
    (finding,) = backend.examine()
    assert finding.state == WRONG
    assert "Keras is not installed" in finding.sentence


def test_the_backend_is_chosen_as_keras_chooses_it(monkeypatch, tmp_path):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert backend.chosen_backend() == "tensorflow"
    (tmp_path / "keras.json").write_text('{"backend": "jax"}')
    assert backend.chosen_backend() == "jax"
    (tmp_path / "keras.json").write_text("{")
    assert backend.chosen_backend() == "tensorflow"
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert backend.chosen_backend() == "torch"


@posix
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -ILL $$", r"ended by SIGILL.*AVX"),
        ("kill -SEGV $$", "ended by SIGSEGV"),
        ("echo first >&2; echo 'ImportError: libfoo' >&2; exit 1", "^ImportError: libfoo$"),
        ("exit 1", "failed without a word"),
        ("echo hello", "no answer that can be read"),
        ("exec sleep 60", "did not answer within"),
    ],
)
def test_a_backend_that_ends_python_is_reported(tmp_path, monkeypatch, script, said):
    monkeypatch.setattr(backend, "SECONDS", 0.5 if "sleep" in script else 60)
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    assert re.search(said, backend.ask(str(python)))


ANSWER = {"keras": "3.11", "backend": "tensorflow", "version": "2.21", "computes": True}
CPU, GPU = {"kind": "CPU", "name": "CPU:0"}, {"kind": "GPU", "name": "NVIDIA L4", "free": 2**34}


def test_a_card_that_is_seen_is_named_with_its_free_memory():
    findings = list(backend.judge(ANSWER | {"devices": [CPU, GPU]}, ["NVIDIA L4: 20000 of ..."]))
    assert states(findings) == [GOOD] * 3
    assert findings[1].sentence == "It sees GPU NVIDIA L4, 16.0 GiB free."
    assert 'set_dtype_policy("mixed_float16")' in findings[1].advice
    assert "cnnteach bench --models" in findings[1].advice


def test_no_card_is_no_fault():
    findings = list(backend.judge(ANSWER | {"devices": [CPU]}, []))
    assert states(findings) == [GOOD, NOTE]
    assert "No graphics card" in findings[1].sentence
    assert exit_code(findings) == 0


def test_a_card_that_is_not_seen_comes_with_what_to_do(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    findings = list(backend.judge(ANSWER | {"devices": [CPU], "cuda": True}, ["NVIDIA L4"]))
    assert states(findings) == [GOOD, GOOD, NOTE]
    assert "does not see the card" in findings[2].sentence
    assert findings[2].advice


def test_a_backend_that_computes_wrongly_is_wrong():
    assert states(backend.judge(ANSWER | {"computes": False, "devices": [CPU]}, [])) == [WRONG]


@pytest.mark.parametrize(
    ("answer", "platform", "environment", "cudnn", "said"),
    [
        ({"backend": "tensorflow"}, "linux", {"CUDA_VISIBLE_DEVICES": ""}, None, "hides cards"),
        ({"backend": "tensorflow"}, "win32", {}, None, "WSL 2"),
        ({"backend": "tensorflow", "cuda": True}, "linux", {}, None, r"\.\[gpu\]"),
        ({"backend": "tensorflow", "cuda": True}, "linux", {}, "9.3", "driver is then too old"),
        ({"backend": "tensorflow", "cuda": False}, "linux", {}, "9.3", r"\.\[gpu\]"),
        ({"backend": "jax"}, "linux", {"CUDA_VISIBLE_DEVICES": "0"}, None, "CUDA build of jax"),
    ],
)
def test_what_to_do_depends_on_the_cause(monkeypatch, answer, platform, environment, cudnn, said):
    monkeypatch.setattr(backend, "version", lambda name: cudnn)
    assert re.search(said, backend.mending(answer, platform, environment))


@posix
def test_the_driver_is_asked_for_cards_and_their_free_memory(tmp_path, monkeypatch):
    smi = tmp_path / "nvidia-smi"
    smi.write_text("#!/bin/sh\necho 'NVIDIA H200, 140000, 143771, 570.86.15'\n")
    smi.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert backend.cards() == ["NVIDIA H200: 140000 of 143771 MiB free, driver 570.86.15"]
    smi.write_text("#!/bin/sh\necho 'NVIDIA-SMI has failed'; exit 9\n")
    assert backend.cards() == []
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert backend.cards() == []


OPENBLAS = {"internal_api": "openblas", "version": "0.3", "num_threads": 2}


@pytest.mark.parametrize(
    ("library", "flags", "state"),
    [
        (OPENBLAS | {"architecture": "Haswell"}, arithmetic.AVX512 | {"sse"}, NOTE),
        (OPENBLAS | {"architecture": "Haswell"}, arithmetic.AVX512 - {"avx512bw"}, GOOD),
        (OPENBLAS | {"architecture": "SkylakeX"}, arithmetic.AVX512, GOOD),
        (OPENBLAS | {"architecture": "Haswell"}, set(), GOOD),
        (OPENBLAS | {"internal_api": "mkl"}, arithmetic.AVX512, GOOD),
    ],
)
def test_a_slower_kernel_than_the_processor_has_is_noted(library, flags, state):
    (finding,) = arithmetic.judge([library], flags)
    assert finding.state == state
    assert ("OPENBLAS_CORETYPE=SkylakeX" in finding.advice) == (state == NOTE)


def test_the_processors_flags_are_read(tmp_path):
    (tmp_path / "cpuinfo").write_text("processor : 0\nflags\t\t: fpu avx2 avx512f\nbugs : no\n")
    assert {"avx2", "avx512f"} <= arithmetic.processor_flags(tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text("processor : 0\n")
    assert arithmetic.processor_flags(tmp_path / "cpuinfo") == set()


@pytest.mark.parametrize(
    ("numbers", "state"),
    [((3, 10, 9), WRONG), ((3, 11, 0), GOOD), ((3, 13, 7), GOOD), ((3, 14, 0), WRONG)],
)
def test_other_pythons_are_refused(numbers, state):
    finding = next(packages.examine(numbers))
    assert finding.state == state
    assert ".".join(map(str, numbers)) in finding.sentence


def test_the_pythons_are_those_of_the_project():
    import tomllib
    from pathlib import Path

    from packaging.specifiers import SpecifierSet

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    wanted = SpecifierSet(project["requires-python"])
    first, beyond = (".".join(map(str, version)) for version in packages.PYTHONS)
    assert first in wanted
    assert beyond not in wanted
    assert f"{packages.PYTHONS[1][0]}.{packages.PYTHONS[1][1] - 1}" in wanted


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(packages, "version", lambda name: None if name == "anywidget" else "1.0")
    findings = [f for f in packages.examine() if f.state == WRONG]
    assert [f.sentence for f in findings] == ["anywidget is not installed."]


def test_the_widgets_half_in_jupyterlab_is_looked_for(tmp_path):
    for name in ("@jupyter-widgets/jupyterlab-manager", "anywidget"):
        assert WRONG in states(packages.examine_front_end([tmp_path]))
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "package.json").write_text("{}")
    assert states(packages.examine_front_end([tmp_path / "gone", tmp_path])) == [GOOD, GOOD]


def test_places_that_cannot_be_written_are_told_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNTEACH_DATA", str(tmp_path / "a" / "b"))
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "c" / "progress.json"))
    assert states(places.examine())[::2] == [GOOD, GOOD]
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    downloads, _room, progress = places.examine()
    assert (downloads.state, progress.state) == (NOTE, WRONG)
    assert "CNNTEACH_DATA, unless" in downloads.advice
    assert "CNNTEACH_PROGRESS." in progress.advice


def test_a_dataset_that_is_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNTEACH_DATA", str(tmp_path))
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / "mnist.npz").write_bytes(b"")
    assert "of them here: mnist." in next(places.examine()).sentence


def test_little_room_is_noted(monkeypatch, tmp_path):
    usage = type("Usage", (), {"free": 999e6})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    assert places.room(tmp_path).state == NOTE
    usage.free = 1e9
    assert places.room(tmp_path).state == GOOD


def test_only_what_is_wrong_fails():
    assert exit_code([good("a"), note("b")]) == 0
    assert exit_code([good("a"), wrong("b", "c"), note("d")]) == 1
    assert str(note("one\ntwo", "three")) == "note  one\n      two\n      three"
