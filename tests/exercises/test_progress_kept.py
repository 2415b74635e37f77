"""Progress outlives a restart, two notebooks at once, a damaged file and a full or locked disk."""

import json
import subprocess
import sys

import filelock
import pytest

from cnnteach.exercises import catalogue, check, progress
from cnnteach.exercises.predictions import keep
from cnnteach.exercises.progress_file import NotKept, ProgressFile, default_path

SOLUTION = catalogue()["output_size"].solution


def wrong(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // stride


def stored(path):
    return json.loads(path.read_text(encoding="utf-8"))["exercises"]


def test_an_attempt_a_pass_and_a_later_slip(progress_path):
    check("output_size", wrong)
    assert stored(progress_path)["output_size"] == {
        "notebook": "03_stride_padding_output_size",
        "points": 0,
        "attempts": 1,
        "passed_on": None,
        "last": "forgets the + 1",
    }
    check("output_size", SOLUTION)
    first = stored(progress_path)["output_size"]
    assert (first["points"], first["attempts"], first["last"]) == (2, 2, "right")
    text = progress_path.read_text(encoding="utf-8")
    progress_path.write_text(text.replace(first["passed_on"], "2001-02-03T04:05:06"))
    check("output_size", SOLUTION)
    check("output_size", wrong)
    later = stored(progress_path)["output_size"]
    assert (later["points"], later["attempts"]) == (2, 4)
    assert later["passed_on"] == "2001-02-03T04:05:06"


def test_what_is_not_tried_leaves_no_file(progress_path):
    check("output_size", ...)
    assert not progress_path.parent.exists()


def test_progress_outlives_a_restart():
    check("output_size", SOLUTION)
    code = "from cnnteach.exercises import progress; print(progress().points)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "2"


def test_the_path_is_the_learners_own_or_the_chosen_one(progress_path, monkeypatch):
    assert default_path() == progress_path
    monkeypatch.delenv("CNNTEACH_PROGRESS")
    assert default_path().name == "progress.json"
    assert default_path().parent.name == "cnnteach"


def test_two_processes_lose_no_attempt(progress_path):
    code = (
        "import sys; from cnnteach.exercises.progress_file import ProgressFile\n"
        "for i in range(40):\n"
        "    ProgressFile().record('shared', 'n', 1, 'right')\n"
        "    ProgressFile().record(f'{sys.argv[1]}-{i}', 'n', 1, 'right')\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("a", "b")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    records = stored(progress_path)
    assert records["shared"]["attempts"] == 80
    assert len(records) == 81


DAMAGED = {
    "half a file": '{"format": "cnnteach progress", "schema": 1, "exerc',
    "empty": "",
    "not text": b"\xff\xfe\x00\x93",
    "a list": "[1, 2]",
    "of something else": '{"format": "bookmarks", "schema": 1, "exercises": {}}',
    "without exercises": '{"format": "cnnteach progress", "schema": 1}',
    "schema of another type": '{"format": "cnnteach progress", "schema": "1", "exercises": {}}',
    "points as text": '{"format": "cnnteach progress", "schema": 1, '
    '"exercises": {"sobel": {"points": "2"}}}',
    "a date that is none": '{"format": "cnnteach progress", "schema": 1, '
    '"exercises": {"sobel": {"passed_on": "yesterday"}}}',
    "a record that is none": '{"format": "cnnteach progress", "schema": 1, '
    '"exercises": {"sobel": 3}}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_file_is_set_aside_and_kept_as_it_was(content, progress_path):
    content = content if isinstance(content, bytes) else content.encode()
    progress_path.parent.mkdir()
    progress_path.write_bytes(content)
    result = check("output_size", SOLUTION)
    (aside,) = progress_path.parent.glob("progress.json.damaged-*")
    assert aside.read_bytes() == content
    assert result.passed is True
    assert str(aside) in result.note
    assert stored(progress_path)["output_size"]["points"] == 2


def test_looking_at_a_damaged_file_sets_it_aside_too(progress_path):
    progress_path.parent.mkdir()
    progress_path.write_text("{")
    shown = progress()
    assert "set aside" in shown.note
    assert shown.points == 0
    assert not progress_path.exists()
    assert "set aside" in repr(shown)


def test_files_set_aside_in_the_same_second_are_all_kept(progress_path):
    progress_path.parent.mkdir()
    for content in ("one", "two", "three"):
        progress_path.write_text(content)
        ProgressFile().read()
    asides = progress_path.parent.glob("progress.json.damaged-*")
    assert sorted(path.read_text() for path in asides) == ["one", "three", "two"]


def test_a_file_of_a_newer_version_is_left_alone(progress_path):
    content = '{"format": "cnnteach progress", "schema": 2, "exercises": {"sobel": ["new"]}}'
    progress_path.parent.mkdir()
    progress_path.write_text(content)
    result = check("output_size", SOLUTION)
    assert result.passed is True
    assert "newer cnnteach" in result.note
    assert progress_path.read_text() == content


def test_where_nothing_can_be_written_the_check_still_answers(tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "a file" / "progress.json"))
    result = check("output_size", wrong)
    assert result.label == "forgets the + 1"
    assert result.note.startswith("Your answer was checked, but progress could not be kept: ")
    assert "\n" not in result.note
    assert result.note in repr(result)


def test_a_folder_in_the_files_place_is_told(progress_path):
    progress_path.mkdir(parents=True)
    assert "could not be kept" in check("output_size", SOLUTION).note
    assert "could not be read" in progress().note


def test_a_lock_that_is_never_given_back_is_told(progress_path, monkeypatch):
    monkeypatch.setattr("cnnteach.exercises.progress_file.LOCK_SECONDS", 0.01)
    check("output_size", SOLUTION)
    with filelock.FileLock(f"{progress_path}.lock"):
        assert "another program has held" in check("output_size", SOLUTION).note
        assert progress().points == 2


def test_a_folder_that_may_only_be_read_is_read(progress_path, monkeypatch):
    check("output_size", SOLUTION)

    def refused(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(filelock, "FileLock", refused)
    assert progress().points == 2
    assert "(permission denied)" in check("output_size", SOLUTION).note
    progress_path.write_text("{")
    with pytest.raises(NotKept, match="not a progress file"):
        ProgressFile().read()
    assert progress_path.read_text() == "{"


def test_an_interrupted_write_leaves_the_old_file_and_nothing_beside_it(progress_path, monkeypatch):
    check("output_size", SOLUTION)
    before = progress_path.read_bytes()

    def pulled_plug(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        check("sobel", catalogue()["sobel"].solution)
    assert progress_path.read_bytes() == before
    assert {path.name for path in progress_path.parent.iterdir()} <= {
        "progress.json",
        "progress.json.lock",
    }


def test_a_link_to_a_synchronised_folder_stays_a_link(progress_path, tmp_path):
    target = tmp_path / "cloud.json"
    progress_path.parent.mkdir()
    try:
        progress_path.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no links")
    check("output_size", SOLUTION)
    assert progress_path.is_symlink()
    assert stored(target)["output_size"]["points"] == 2


def test_an_exercise_that_is_no_more_stays_in_the_file(progress_path):
    ProgressFile().record("of_last_year", "00_old", 3, "right")
    check("output_size", SOLUTION)
    assert stored(progress_path)["of_last_year"]["points"] == 3
    assert progress().points == 2


def test_predictions_are_kept_beside_the_exercises_and_add_up(progress_path):
    check("output_size", SOLUTION)
    assert keep("ConvExplorer", 0, 1) == ""
    assert keep("ConvExplorer", 1, 2) == keep("PoolingExplorer", 1, 1) == ""
    shown = progress()
    assert shown.predictions == {"ConvExplorer": (1, 3), "PoolingExplorer": (1, 1)}
    assert shown.points == 2
    line = "Predictions right at the first try: ConvExplorer 1 of 3, PoolingExplorer 1 of 1"
    assert line in repr(shown)
    assert line in shown._repr_html_()
    check("output_size", wrong)
    assert progress().predictions == shown.predictions


def test_a_file_from_before_there_were_predictions_is_read(progress_path):
    progress_path.parent.mkdir()
    progress_path.write_text('{"format": "cnnteach progress", "schema": 1, "exercises": {}}')
    assert progress().predictions == {}
    assert "Predictions" not in repr(progress())
    assert keep("ConvExplorer", 1, 1) == ""
    assert progress().predictions == {"ConvExplorer": (1, 1)}


@pytest.mark.parametrize(
    "counts", ["[2, 1]", "[1]", '"12"', "[1.5, 2]", "7", "[-1, 2]", "[true, 2]"]
)
def test_predictions_that_cannot_be_are_damage(counts, progress_path):
    head = '{"format": "cnnteach progress", "schema": 1, "exercises": {}, '
    progress_path.parent.mkdir()
    progress_path.write_text(head + f'"predictions": {{"ConvExplorer": {counts}}}}}')
    assert "set aside" in progress().note


def test_in_a_browser_progress_is_kept_without_a_lock(progress_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    check("output_size", SOLUTION)
    assert stored(progress_path)["output_size"]["points"] == 2
    assert [path.name for path in progress_path.parent.iterdir()] == [progress_path.name]
