"""A download against servers that break off, lie, and are not there."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from cnnteach import datasets
from cnnteach.datasets import DatasetUnavailable, fetch, mnist, registry
from cnnteach.datasets.registry import read_sources
from cnnteach.datasets.resuming import CHUNK

BODY = np.random.default_rng(0).bytes(300_000)  # what is served: random, so no part equals another
OTHER = np.random.default_rng(1).bytes(300_000)
NOWHERE = "http://127.0.0.1:9/numbers.bin"  # the port of "discard", on which nothing listens

TOML = """
[numbers]
title = "Numbers"
shows = "300,000 random bytes"
licence = "CC0 1.0"
credit = "nobody"
citation = "Nobody, Numbers, 2024"
homepage = "https://example.org"
size = 300_000
embedded = "digits() gives others"
[[numbers.files]]
path = "numbers.bin"
size = 300_000
digest = "sha256:{digest}"
urls = {urls}
"""


@pytest.fixture
def offered(tmp_path, monkeypatch, kept_in):
    """Return a function that offers one dataset, "numbers", at some addresses."""

    def offer(*urls, body=BODY, without=()):
        text = TOML.format(digest=hashlib.sha256(body).hexdigest(), urls=json.dumps(urls))
        lines = [line for line in text.splitlines() if not line.startswith(without)]
        path = tmp_path / "sources.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(registry, "sources", lambda: read_sources(path))
        return path

    return offer


def whole(count):
    """Return how many of `count` bytes are on the disk when the connection breaks."""
    return count // CHUNK * CHUNK


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_file_comes_whole_and_lies_beside_its_licence(server, offered, kept_in):
    offered(server.put("numbers.bin", BODY))
    folder = fetch("numbers", progress=False)
    assert folder == kept_in / "numbers"
    assert (folder / "numbers.bin").read_bytes() == BODY
    assert files(folder) == ["ABOUT.txt", "numbers.bin"]
    about = (folder / "ABOUT.txt").read_text(encoding="utf-8")
    assert all(word in about for word in ("CC0 1.0", "nobody", "Numbers, 2024", "example.org"))


def test_what_is_there_is_not_asked_for_again(server, offered):
    offered(server.put("numbers.bin", BODY))
    fetch("numbers", progress=False)
    fetch("numbers", progress=False)
    assert server.asked == [("numbers.bin", None)]
    assert server.encodings == ["identity"], "packed bytes could be neither counted nor continued"


def test_the_licence_is_shown_once_and_the_progress_to_its_end(server, offered, capsys):
    offered(server.put("numbers.bin", BODY))
    path = fetch("numbers") / "numbers.bin"
    shown = capsys.readouterr()
    assert "Licence: CC0 1.0" in shown.out
    assert "Numbers: 100%" in shown.err
    assert "300k/300k" in shown.err
    path.unlink()
    fetch("numbers")
    assert capsys.readouterr().out == ""


def test_without_progress_nothing_is_shown(server, offered, capfd, monkeypatch):
    import pooch

    said, logger = [], pooch.get_logger()  # a logger of its own, which logging does not know
    listener = logging.Handler()
    listener.emit = said.append
    monkeypatch.setattr(logger, "handlers", [listener])
    level = logger.level
    offered(server.put("numbers.bin", BODY))
    fetch("numbers", progress=False)
    shown = capfd.readouterr()
    assert (shown.out, shown.err, said) == ("", "", [])
    assert logger.level == level, "it talks again to whoever else uses it"


def test_a_connection_that_breaks_off_is_continued_where_it_broke(server, offered):
    offered(server.put("numbers.bin", BODY, breaks_after=100_000, broken=2))
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert server.asked == [
        ("numbers.bin", None),
        ("numbers.bin", f"bytes={whole(100_000)}-"),
        ("numbers.bin", f"bytes={whole(100_000) * 2}-"),
    ]


def test_the_next_call_continues_what_the_last_one_left(server, offered, kept_in, capsys):
    offered(server.put("numbers.bin", BODY, breaks_after=70_000, broken=99))
    with pytest.raises(DatasetUnavailable, match="broke off 4 times"):
        fetch("numbers", progress=False)
    assert files(kept_in / "numbers") == ["ABOUT.txt", "numbers.bin.part"]
    assert (kept_in / "numbers" / "numbers.bin.part").read_bytes() == BODY[: 4 * whole(70_000)]
    server.asked.clear()
    server.put("numbers.bin", BODY)
    assert (fetch("numbers") / "numbers.bin").read_bytes() == BODY
    assert server.asked == [("numbers.bin", f"bytes={4 * whole(70_000)}-")]
    assert "300k/300k" in capsys.readouterr().err


def test_a_mirror_continues_what_another_began(server, offered):
    first = server.put("first.bin", BODY, breaks_after=50_000, broken=99)
    offered(first, server.put("second.bin", BODY))
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert server.asked[-1] == ("second.bin", f"bytes={4 * whole(50_000)}-")


def test_a_server_that_cannot_give_a_rest_starts_again(server, offered):
    offered(server.put("numbers.bin", BODY, ranges=False, breaks_after=100_000, broken=1))
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert [asked for _, asked in server.asked] == [None, f"bytes={whole(100_000)}-"]


def test_a_server_that_announces_no_length_is_continued_too(server, offered):
    offered(server.put("numbers.bin", BODY, announced=False, breaks_after=100_000, broken=1))
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert server.asked[1] == ("numbers.bin", "bytes=100000-")


@pytest.mark.parametrize(
    ("left", "times"),
    [
        pytest.param(OTHER[:1000], 2, id="of-another-file"),
        pytest.param(BODY + b"more", 2, id="too-long"),
        pytest.param(BODY, 0, id="whole-and-only-not-renamed"),
        pytest.param(OTHER, 1, id="whole-and-of-another-file"),
    ],
)
def test_a_part_that_does_not_fit_is_thrown_away(server, offered, kept_in, left, times):
    offered(server.put("numbers.bin", BODY))
    (kept_in / "numbers").mkdir(parents=True)
    (kept_in / "numbers" / "numbers.bin.part").write_bytes(left)
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert len(server.asked) == times


def test_a_stopped_notebook_leaves_the_part_that_has_come(server, offered, kept_in, monkeypatch):
    from cnnteach.datasets.progress import Progress

    def stop(self, done):
        raise KeyboardInterrupt

    offered(server.put("numbers.bin", BODY))
    monkeypatch.setattr(Progress, "at", stop)
    with pytest.raises(KeyboardInterrupt):
        fetch("numbers", progress=False)
    part = (kept_in / "numbers" / "numbers.bin.part").read_bytes()
    assert part
    assert BODY.startswith(part)


def test_mirrors_are_tried_in_their_order_and_no_further_than_needed(server, offered):
    addresses = [
        server.put("gone.bin", status=404),
        server.put("broken.bin", status=503),
        server.put("good.bin", BODY),
        server.put("never.bin", BODY),
    ]
    offered(NOWHERE, *addresses)
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert [path for path, _ in server.asked] == ["gone.bin", "broken.bin", "good.bin"]


def test_wrong_bytes_are_never_kept_and_the_next_mirror_is_asked(server, offered):
    offered(server.put("wrong.bin", OTHER), server.put("good.bin", BODY))
    folder = fetch("numbers", progress=False)
    assert (folder / "numbers.bin").read_bytes() == BODY
    assert files(folder) == ["ABOUT.txt", "numbers.bin"]
    assert [path for path, _ in server.asked] == ["wrong.bin", "good.bin"]


def test_wrong_bytes_everywhere_are_an_error_that_says_so(server, offered, kept_in):
    offered(server.put("wrong.bin", OTHER), server.put("worse.bin", OTHER[::-1]))
    with pytest.raises(DatasetUnavailable, match="another file than it should") as told:
        fetch("numbers", progress=False)
    assert str(told.value).count("wrong checksum") == 2
    assert "digits() gives others" in str(told.value)
    assert files(kept_in / "numbers") == ["ABOUT.txt"]


def test_a_log_in_page_in_the_place_of_the_file_is_recognised(server, offered, kept_in):
    offered(server.put("numbers.bin", b"<html>please log in</html>", kind="text/html"))
    with pytest.raises(DatasetUnavailable, match="a web page of 26 bytes where 300,000 bytes"):
        fetch("numbers", progress=False)
    assert files(kept_in) == [".numbers.lock"]


def test_a_file_without_end_is_cut_off(server, offered, kept_in):
    offered(server.put("numbers.bin", BODY * 5, announced=False))
    with pytest.raises(DatasetUnavailable, match="more than 300,000 bytes"):
        fetch("numbers", progress=False)
    assert "numbers.bin.part" not in files(kept_in / "numbers")


def test_a_file_of_unknown_size_may_be_four_times_as_large_as_announced(server, offered):
    body = BODY * 4
    address = server.put("numbers.bin", body)
    path = offered(address, body=body)
    text = path.read_text().replace('path = "numbers.bin"\nsize = 300_000', 'path = "numbers.bin"')
    path.write_text(text)
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == body
    server.put("numbers.bin", body + b"1")
    (datasets.where() / "numbers" / "numbers.bin").unlink()
    with pytest.raises(DatasetUnavailable, match="1,200,001 bytes where at most 1,200,000 bytes"):
        fetch("numbers", progress=False)


def test_a_file_that_was_damaged_on_the_disk_is_set_aside_and_brought_anew(server, offered):
    offered(server.put("numbers.bin", BODY))
    path = fetch("numbers", progress=False) / "numbers.bin"
    path.write_bytes(OTHER)
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY
    assert path.with_name("numbers.bin.damaged").read_bytes() == OTHER


def test_a_damaged_file_is_not_used_without_a_network_either(offered, kept_in):
    offered(NOWHERE)
    (kept_in / "numbers").mkdir(parents=True)
    (kept_in / "numbers" / "numbers.bin").write_bytes(BODY[:-1])
    with pytest.raises(DatasetUnavailable):
        fetch("numbers", progress=False)
    assert files(kept_in / "numbers") == ["numbers.bin.damaged"]


def test_without_a_network_what_is_there_is_used(server, offered):
    offered(server.put("numbers.bin", BODY))
    fetch("numbers", progress=False)
    offered(NOWHERE)
    assert (fetch("numbers", progress=False) / "numbers.bin").read_bytes() == BODY


def test_without_a_network_and_without_a_file_one_sentence_offers_another_way(
    monkeypatch, kept_in, capsys
):
    real = registry.sources()
    files = tuple(file._replace(urls=(NOWHERE,)) for file in real["mnist"].files)
    monkeypatch.setattr(
        registry, "sources", lambda: real | {"mnist": real["mnist"]._replace(files=files)}
    )
    with pytest.raises(DatasetUnavailable) as told:
        mnist()
    assert str(told.value) == (
        "MNIST is not on this machine, and there is no connection to 127.0.0.1:9. "
        "Without a download, mnist(embedded=True) gives 5,000 of its digits."
    )
    assert isinstance(told.value, OSError)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert capsys.readouterr().out == "", "no licence is shown of what does not come"


def test_a_notebook_shows_the_sentence_and_no_calls(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from cnnteach.datasets import DatasetUnavailable as Gone")
    shell.run_cell("def inner(): raise Gone('there is no network here')\ninner()")
    shown = capsys.readouterr()
    assert (shown.out + shown.err).strip() == "DatasetUnavailable: there is no network here"


def test_the_folder_is_moved_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNTEACH_DATA", str(tmp_path / "elsewhere"))
    assert datasets.where() == tmp_path / "elsewhere"
    monkeypatch.setenv("CNNTEACH_DATA", "~/shared")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert datasets.where() == tmp_path / "shared"


def test_without_the_environment_it_is_the_systems_own_place(monkeypatch, tmp_path):
    import platformdirs

    monkeypatch.delenv("CNNTEACH_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert str(datasets.where()) == platformdirs.user_cache_dir("cnnteach", appauthor=False)
    if sys.platform == "linux":
        assert datasets.where() == tmp_path / "cnnteach"


# A program that fetches "numbers" as another process would; root is no more than an owner in it.
PROGRAM = """
import ctypes, os, sys
from cnnteach.datasets import DatasetUnavailable, fetch, registry
registry.sources = lambda: registry.read_sources({sources!r})
def drop_the_right_to_write_everywhere():
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    class Head(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]
    libc, head, rights = ctypes.CDLL(None), Head(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(ctypes.byref(head), rights)
    rights[0] &= ~0b110  # effective: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc.capset(ctypes.byref(head), rights)
{first}
try:
    print(fetch("numbers", progress={progress}))
except DatasetUnavailable as error:
    print("UNAVAILABLE", error)
"""


def program(sources, first="", progress=False):
    """Return the command of another process."""
    text = PROGRAM.format(sources=str(sources), first=first, progress=progress)
    return [sys.executable, "-u", "-c", text]


def run(sources, first=""):
    done = subprocess.run(program(sources, first), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.strip()


READ_ONLY = "drop_the_right_to_write_everywhere()"
posix = pytest.mark.skipif(os.name != "posix", reason="modes and limits of Unix")


@posix
def test_a_folder_that_may_only_be_read_serves_what_is_in_it(server, offered, kept_in):
    sources = offered(server.put("numbers.bin", BODY))
    folder = fetch("numbers", progress=False)
    (kept_in / ".numbers.lock").unlink()
    folder.chmod(0o555)
    kept_in.chmod(0o555)
    try:
        assert run(sources, READ_ONLY) == str(folder)
        assert files(kept_in) == ["numbers/ABOUT.txt", "numbers/numbers.bin"]
    finally:
        kept_in.chmod(0o755)
        folder.chmod(0o755)


@posix
def test_a_folder_that_may_only_be_read_and_lacks_it_is_one_sentence(server, offered, kept_in):
    sources = offered(server.put("numbers.bin", BODY))
    kept_in.mkdir()
    kept_in.chmod(0o555)
    try:
        said = run(sources, READ_ONLY)
    finally:
        kept_in.chmod(0o755)
    assert said == (
        f"UNAVAILABLE Numbers is not in {kept_in / 'numbers'}, which you may not write to. Choose "
        "another folder with the environment variable CNNTEACH_DATA. Without a download, digits() "
        "gives others."
    )
    assert server.asked == []


@posix
def test_a_disk_that_fills_up_is_one_sentence_and_gets_its_space_back(server, offered, kept_in):
    sources = offered(server.put("numbers.bin", BODY))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    said = run(sources, limit)
    assert said.startswith("UNAVAILABLE the disk is full, or your share of it")
    assert "CNNTEACH_DATA" in said
    assert "digits() gives others" in said
    assert files(kept_in / "numbers") == ["ABOUT.txt"]


def test_a_disk_without_room_is_seen_before_the_first_byte(server, offered, monkeypatch):
    offered(server.put("numbers.bin", BODY))
    usage = type("Usage", (), {"free": 299_999})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(DatasetUnavailable, match="where only 0 MB are free"):
        fetch("numbers", progress=False)
    assert server.asked == []
    usage.free = 300_000
    fetch("numbers", progress=False)


def test_a_file_in_the_folders_place_is_one_sentence(server, offered, kept_in):
    offered(server.put("numbers.bin", BODY))
    kept_in.write_text("I am no folder")
    with pytest.raises(DatasetUnavailable, match=r"cannot be kept in .*exists") as told:
        fetch("numbers", progress=False)
    assert told.value.__suppress_context__


def test_two_programs_at_once_download_once(server, offered, kept_in):
    go_on = threading.Event()
    sources = offered(server.put("numbers.bin", BODY, waits_for=go_on))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen(program(sources), **pipes) as first,
        subprocess.Popen(
            program(sources, "sys.stdin.readline()", True), stdin=-1, **pipes
        ) as second,
    ):
        assert server.started.wait(timeout=60)  # the first is in the middle of it
        second.stdin.write("now\n")
        second.stdin.flush()
        waiting = second.stdout.readline()
        go_on.set()
        results = [process.communicate(timeout=60) for process in (first, second)]
    assert waiting == "Another program is downloading numbers; waiting for it.\n"
    assert [out.strip() for out, _ in results] == [str(kept_in / "numbers")] * 2
    assert server.asked == [("numbers.bin", None)]


def test_a_program_that_holds_it_for_too_long_is_named(server, offered, kept_in, monkeypatch):
    from filelock import FileLock

    offered(server.put("numbers.bin", BODY))
    monkeypatch.setattr("cnnteach.datasets.cache.PATIENCE_SECONDS", 0.1)
    kept_in.mkdir()
    with (
        FileLock(kept_in / ".numbers.lock"),
        pytest.raises(DatasetUnavailable, match=r"another program has held .*numbers for an hour"),
    ):
        fetch("numbers", progress=False)


@pytest.mark.parametrize("wrong", [3, None, ["mnist"]])
def test_a_name_is_text(wrong):
    with pytest.raises(TypeError, match="in quotes"):
        fetch(wrong)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="no dataset 'MNIST'; did you mean 'mnist'"):
        fetch("MNIST")
    with pytest.raises(ValueError, match=r"no dataset 'quux'\. There are mnist, cifar10"):
        fetch("quux")
