"""The run: who lies is caught, who crashes or hangs stops nobody, and what is written is whole."""

import json
import subprocess
import sys

import pytest

from cnnteach.bench import command, report, rounds, schedule, workloads
from cnnteach.bench.contenders import Contender, select
from cnnteach.bench.processes import Process, Unanswered

CNNTEACH = select(["cnnteach"])[0]
TINY_CONV, TINY_POOL = workloads.TINY
FAST = schedule.Plan(repeats=2, turn=0, pause=0, fresh=False)
IMPOSTERS = '''
import os, threading
from cnnteach.ops import conv2d as honest


class Liar:
    def __init__(self, workload): pass

    def conv2d(self, x, w, b, *, stride, padding):
        y = honest(x, w, b, stride=stride, padding=padding)
        y[-1, -1, -1, -1] += 0.5
        return y


class Thrower(Liar):
    def conv2d(self, x, w, b, *, stride, padding):
        raise RuntimeError("out of order")


class Crasher(Liar):
    def conv2d(self, x, w, b, *, stride, padding):
        print("the last words", flush=True)
        os._exit(3)


class Late(Liar):
    """Answers when it is compared, and crashes when it is timed."""
    calls = 0

    def conv2d(self, x, w, b, *, stride, padding):
        Late.calls += 1
        if Late.calls > 2:
            os.abort()
        return honest(x, w, b, stride=stride, padding=padding)


class Sleeper(Liar):
    def conv2d(self, x, w, b, *, stride, padding):
        threading.Event().wait()
'''


@pytest.fixture
def imposter(tmp_path, monkeypatch):
    (tmp_path / "imposters.py").write_text(IMPOSTERS)
    monkeypatch.syspath_prepend(tmp_path)
    return lambda name: Contender(name.lower(), "an imposter", f"imposters:{name}")


def run_of(contenders, *pairs):
    with schedule.Run(contenders, FAST) as run:
        for workload, task in pairs:
            run.measure(workload, task)
    return run.rows


def test_who_lies_crashes_or_is_missing_is_reported_and_the_others_are_timed(imposter):
    names = ("Liar", "Thrower", "Crasher", "Late")
    missing = Contender("missing", "not installed", "no_such_library")
    peers = [CNNTEACH, *map(imposter, names), missing, *select(["im2col"])[1:]]
    (row,) = run_of(peers, (TINY_CONV, "forward"))
    found = row["contenders"]
    assert {name: entry["status"] for name, entry in found.items()} == {
        "cnnteach": "timed",
        "liar": "disagrees",
        "thrower": "failed",
        "crasher": "failed",
        "late": "failed",
        "missing": "absent",
        "im2col": "timed",
    }
    assert "at (1, 4, 3, 3)" in found["liar"]["why"]
    assert found["thrower"]["why"] == "RuntimeError: out of order"
    assert found["crasher"]["why"] == "its process ended with code 3: the last words"
    assert "SIGABRT" in found["late"]["why"]
    assert "no_such_library" in found["missing"]["why"]
    assert not any("seconds" in found[name] for name in ("liar", "late", "crasher"))
    assert len(found["im2col"]["turns"]) == FAST.repeats
    assert found["im2col"]["ratio"] == found["im2col"]["seconds"] / found["cnnteach"]["seconds"]
    assert found["cnnteach"]["extra_bytes"] is not None
    said = "\n".join(report.remarks([row]))
    assert "liar disagrees with cnnteach and was not timed: y is" in said
    assert "Left out: missing is not installed" in said


def test_who_crashed_is_there_again_for_the_next_task(imposter):
    late = imposter("Late")
    first, second = run_of([CNNTEACH, late], (TINY_CONV, "forward"), (TINY_POOL, "forward"))
    assert first["contenders"]["late"]["status"] == "failed"
    assert second["contenders"]["late"] == {"status": "none", "why": "has no max_pool2d"}


def test_who_hangs_is_ended(imposter):
    process = Process(imposter("Sleeper"), limit=5)
    with pytest.raises(Unanswered, match=r"took longer than 5 s, and was ended") as caught:
        process.ask("prepare", TINY_CONV, "forward", None)
    assert caught.value.status == "failed"
    assert process._process is None


class Clocked(Process):
    """A process whose every turn took a quarter of a second."""

    def ask(self, question, *arguments):
        answer = super().ask(question, *arguments)
        return [0.25] if question == "turn" else answer


def test_the_time_of_a_share_stands_for_the_whole(monkeypatch):
    monkeypatch.setattr(rounds, "Process", Clocked)
    share = ("outputs", 40, ("images", "rows"))
    loops = Contender("loops", "", "cnnteach.bench.contenders.loops", share=share)
    (row,) = run_of([CNNTEACH, loops], (TINY_CONV, "forward"))
    entry = row["contenders"]["loops"]
    assert row["y"] == (2, 5, 4, 4)
    assert entry["share"] == 2 / 5 / 2  # one image, 2 of its 5 rows
    assert entry["seconds"] == pytest.approx(5 * 0.25)
    assert entry["ratio"] == pytest.approx(5)
    measured = {"rows": [row], "machine": MACHINE, "noise": [], "stopped": False}
    table = report.compose(measured | {"plan": {"repeats": 2}}, {"cnnteach": "", "loops": ""})
    assert "| tiny conv, forward | 250 ms ±0% |  5.0* |" in table


def test_columns_that_do_not_fit_into_memory_are_spared(monkeypatch):
    monkeypatch.setattr(schedule, "physical_memory", lambda: 2 * 2**30)
    im2col = select(["im2col"])[1]
    alexnet, grey = (w for w in workloads.ALL if w.name in ("c", "grey31"))
    assert schedule._too_large(im2col, alexnet) is None
    assert schedule._too_large(im2col, grey) is None
    monkeypatch.setattr(schedule, "physical_memory", lambda: 2**30)
    assert schedule._too_large(im2col, grey) == "would hold 0.9 GB of columns, of 1.1 GB of memory"


MACHINE = {"cpu": "a CPU", "cores": 2, "python": "3", "versions": {}, "variables": {}, "date": "d"}


def test_the_command_writes_numbers_a_table_and_a_picture(tmp_path):
    folder = tmp_path / "not" / "there"
    options = ["--quick", "--only", "tiny", "--contenders", "im2col,limit", "--output", str(folder)]
    program = "from cnnteach.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "bench", *options, "--repeats", "2"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    measured = json.loads((folder / "bench.json").read_text(), parse_constant=pytest.fail)
    assert [row["task"] for row in measured["rows"]] == ["forward", "forward + backward"]
    for row in measured["rows"]:
        assert set(row["contenders"]) == {"cnnteach", "limit", "im2col"}
        for entry in row["contenders"].values():
            assert entry["status"] == "timed"
            assert entry["low"] <= entry["seconds"] <= entry["high"]
            assert len(entry["turns"]) == 2
    assert measured["machine"]["gemm_gflops"] > 0
    assert measured["machine"]["copy_gb_per_s"] > 0
    assert measured["machine"]["versions"]["numpy"]
    assert (folder / "bench.png").read_bytes().startswith(b"\x89PNG")
    table = (folder / "bench.md").read_text()
    assert table in done.stdout
    assert "| tiny conv, forward + backward |" in table
    assert "turn/s" in done.stderr  # the progress bar
    assert {path.name for path in folder.iterdir()} == {"bench.json", "bench.md", "bench.png"}


class Interrupted(schedule.Run):
    """A run whose second task is stopped by Ctrl-C."""

    def machine(self):
        return {}

    def measure(self, workload, task):
        if self.rows:
            raise KeyboardInterrupt
        entry = {"status": "timed", "seconds": 1.0, "low": 1.0, "high": 1.0, "turns": [1.0]}
        entry |= {"ratio": 1.0, "extra_bytes": 0, "share": 1.0}
        row = {"title": workload.title, "task": task, "contenders": {"cnnteach": entry}}
        self.rows.append(row)


def test_ctrl_c_keeps_what_was_measured(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(schedule, "Run", Interrupted)
    command.bench(only="tiny", contenders="cnnteach", output=tmp_path)
    measured = json.loads((tmp_path / "bench.json").read_text())
    assert measured["stopped"]
    assert len(measured["rows"]) == 1
    assert "stopped before its end" in capsys.readouterr().out
