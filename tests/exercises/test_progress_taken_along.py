"""Progress goes to another machine and comes together again; several learners do not mix."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import permutations

import pytest

from cnnteach.exercises import (
    catalogue,
    check,
    export_progress,
    import_progress,
    learner,
    learners,
    progress,
)
from cnnteach.exercises.predictions import keep
from cnnteach.exercises.progress_file import Kept, NotKept, ProgressFile, Record, default_path
from cnnteach.exercises.progress_merging import merge


@pytest.fixture(autouse=True)
def nobody_is_named(monkeypatch):
    monkeypatch.setenv(learners.VARIABLE, "")


@pytest.fixture
def other_machine(tmp_path, monkeypatch):
    """Return a function that goes to another machine, or back to the first."""

    def go(name):
        monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / name / "progress.json"))

    return go


def solve(*names):
    for name in names:
        assert check(name, catalogue()[name].solution)


def test_progress_comes_along_to_another_machine(tmp_path, other_machine):
    solve("output_size")
    keep("ConvExplorer", 1, 2)
    taken = export_progress(tmp_path / "mine.json")
    before = taken.read_bytes()
    other_machine("home")
    solve("sobel")
    shown = import_progress(taken)
    assert shown.points == progress().points == 4
    assert shown.predictions == {"ConvExplorer": (1, 2)}
    assert taken.read_bytes() == before


def test_there_and_back_again_nothing_is_lost_and_nothing_counts_twice(tmp_path, other_machine):
    solve("output_size")
    first = export_progress(tmp_path / "first.json")
    other_machine("home")
    import_progress(first)
    solve("sobel")
    second = export_progress(tmp_path / "second.json")
    other_machine("kept")
    import_progress(second)
    shown = import_progress(second)
    assert {name: record.attempts for name, record in shown.records.items() if record.points} == {
        "output_size": 1,
        "sobel": 1,
    }


def test_a_copy_goes_beside_the_notebook_and_overwrites_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    solve("output_size")
    names = [export_progress().name for _ in range(2)]
    assert names == ["cnnteach-progress.json", "cnnteach-progress-2.json"]
    with pytest.raises(FileExistsError, match="choose another name"):
        export_progress("cnnteach-progress.json")
    learner("Anna")
    assert export_progress().name == "cnnteach-progress-anna.json"


def test_damaged_progress_is_not_taken_along_as_if_there_were_none(tmp_path, progress_path):
    progress_path.parent.mkdir(exist_ok=True)
    progress_path.write_text('{"format": "cnn')
    with pytest.raises(NotKept, match=r"could not be read\. It is set aside as"):
        export_progress(tmp_path / "mine.json")
    assert not (tmp_path / "mine.json").exists()


def test_who_brings_progress_is_told_that_their_own_was_damaged(tmp_path, progress_path):
    solve("output_size")
    taken = export_progress(tmp_path / "mine.json")
    assert import_progress(taken).note == ""
    progress_path.write_text('{"format": "cnn')
    shown = import_progress(taken)
    assert "is set aside as" in shown.note
    assert shown.points == 2


def test_on_a_full_disk_no_half_of_a_file_is_left(tmp_path, monkeypatch):
    solve("output_size")

    def half(path, text, **options):
        path.write_bytes(text[:9].encode())
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", half)
        with pytest.raises(OSError, match="No space left"):
            export_progress(tmp_path / "mine.json")
    assert export_progress(tmp_path / "mine.json").exists(), "the same name is free"


EARLY = Record("03", 2, 3, "2026-01-02T10:00:00", "right")
LATE = Record("03", 2, 5, "2026-03-04T10:00:00", "forgets the + 1")
FAILED = Record("03", 0, 9, None, "rounds up")


def merged(*records):
    kept = Kept()
    for record in records:
        merge(kept, Kept({"output_size": replace(record)}))
    return kept.exercises["output_size"]


def test_the_better_and_the_earlier_are_kept_whatever_comes_first():
    for records in permutations((EARLY, LATE, FAILED)):
        assert merged(*records) == Record("03", 2, 9, "2026-01-02T10:00:00", "rounds up")
    assert merged(EARLY, EARLY) == EARLY
    assert merged(FAILED, Record()) == FAILED


def test_exercises_of_another_version_are_kept_and_predictions_are_not_added():
    kept = Kept({"of_last_year": EARLY}, {"ConvExplorer": (1, 3)})
    merge(kept, Kept({"of_next_year": LATE}, {"ConvExplorer": (2, 2), "KernelLab": (0, 1)}))
    assert kept.exercises.keys() == {"of_last_year", "of_next_year"}
    assert kept.predictions == {"ConvExplorer": (1, 3), "KernelLab": (0, 1)}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": "bookmarks"}', b"[]"])
def test_a_file_that_is_none_is_refused_and_nothing_changes(content, tmp_path, progress_path):
    solve("output_size")
    before = progress_path.read_bytes()
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.json is not a progress file"):
        import_progress(broken)
    assert progress_path.read_bytes() == before
    assert broken.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {"broken.json", "kept"}


def test_a_file_that_is_not_there_or_newer_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no file"):
        import_progress(tmp_path / "nowhere.json")
    newer = tmp_path / "newer.json"
    newer.write_text('{"format": "cnnteach progress", "schema": 2, "exercises": {}}')
    with pytest.raises(NotKept, match="newer cnnteach"):
        import_progress(newer)


def test_learners_who_share_an_account_do_not_mix(progress_path):
    solve("output_size")
    assert learner("Anna").points == 0
    solve("sobel", "crop")
    assert learner("Bert").points == 0
    keep("ConvExplorer", 1, 1)
    assert learner("anna").points == 3
    assert learner("").points == 2
    assert {path.name for path in progress_path.parent.glob("*.json")} == {
        "progress.json",
        "progress-anna.json",
        "progress-bert.json",
    }


def test_a_learner_is_named_on_the_page_and_in_the_file(progress_path):
    learner("Anna")
    solve("output_size")
    assert repr(progress()).startswith("Progress of Anna: 2 of ")
    content = json.loads(progress_path.with_name("progress-anna.json").read_text())
    assert content["learner"] == "Anna"


def test_a_learner_may_be_named_for_a_whole_session(progress_path):
    code = "from cnnteach.exercises import check; check('output_size', lambda a, b, c, d: 4)"
    environment = {**os.environ, learners.VARIABLE: "Anna"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert not progress_path.exists()
    assert learner("Anna").records["output_size"].attempts == 1


def test_somebody_elses_progress_is_refused_and_ones_own_is_taken(tmp_path):
    learner("Anna")
    solve("output_size")
    taken = export_progress(tmp_path / "anna.json")
    learner("Bert")
    with pytest.raises(ValueError, match=r'is the progress of Anna.*`learner\("Anna"\)` first'):
        import_progress(taken)
    assert progress().points == 0
    assert learner("ANNA").points == 2
    assert import_progress(taken).points == 2
    learner("")
    assert import_progress(taken).points == 2


NAMES = ["../../etc/passwd", "a/b", "Zoë", "Zoë", "你" * 60, "con", ".", "a\\b", "a:b", "x" * 60]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_has_a_file_of_its_own_in_the_same_folder(name, progress_path):
    learner(name)
    assert default_path().parent == progress_path.parent
    assert default_path() != progress_path
    solve("output_size")
    assert default_path().exists()
    assert ProgressFile().read().learner == learners.tidy(name)


def test_names_written_in_two_ways_are_one_learner():
    paths = set()
    for name in ("Zoë", "Zoe\u0308", " zoË "):
        learner(name)
        paths.add(default_path())
    assert len(paths) == 1


@pytest.mark.parametrize(("name", "error"), [(3, TypeError), ("x" * 61, ValueError)])
def test_what_is_no_name_is_refused(name, error):
    with pytest.raises(error, match="learner's name"):
        learner(name)


def test_a_name_that_was_set_outside_never_stops_a_check(monkeypatch):
    monkeypatch.setenv(learners.VARIABLE, "x" * 500 + "\x07")
    solve("output_size")
    assert progress().points == 2
