"""What a teacher downloads in the first week: names, archives and notebooks as they really come."""

import json
import unicodedata
import zipfile

import nbformat
import pytest
from students import ASSIGNMENT, Student, classroom

from cnnteach.classroom.collecting import take
from cnnteach.classroom.course import lessons
from cnnteach.classroom.lint import complaints
from cnnteach.classroom.master import grade_id, master

MOODLE = "{}_1234_assignsubmission_file_/{}"


@pytest.fixture
def collect(course, tmp_path):
    """Collect files, by their names in an archive; return the students and the remarks."""

    def act(files, change=lambda raw: raw):
        path = tmp_path / "download.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        path.write_bytes(change(path.read_bytes()))
        return take(course, ASSIGNMENT, path)

    return act


@pytest.fixture
def solved(course):
    return Student(course, "ada").solve().notebook


@pytest.fixture
def faults(course):
    """Return what would keep a student's submission from being graded, and the notebook."""

    def of(student):
        folder = course.submitted(ASSIGNMENT)[student]
        notebook = nbformat.read(folder / f"{ASSIGNMENT}.ipynb", as_version=4)
        return complaints(student, folder, course.released(ASSIGNMENT)), notebook

    return of


def without_names(notebook, minor):
    """Save a notebook as a program does that keeps no metadata, and no cell's id."""
    saved = json.loads(nbformat.writes(notebook)) | {"nbformat_minor": minor}
    for cell in saved["cells"]:
        cell["metadata"] = {"vscode": {"languageId": "python"}}
        del cell["id"]
    return json.dumps(saved)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (MOODLE.format("Müller Jürgen", "Übung 3 (2).ipynb"), "Müller_Jürgen_1234"),
        (MOODLE.format("O'Neil-Smith Zoë", "a b.ipynb"), "O_Neil-Smith_Zoë_1234"),
        (MOODLE.format("Doe Jane", "03.ipynb.txt"), "Doe_Jane_1234"),
        (MOODLE.format("Doe Jane", "03.IPYNB"), "Doe_Jane_1234"),
        ("Week 3/Doe Jane_1234_assignsubmission_file_03.ipynb", "Doe_Jane_1234"),
        ("Week 3/0123456/03.ipynb", "0123456"),
        ("=1+2/03.ipynb", "1_2"),
        ("smithjohn_1815_99_03-1.ipynb", "smithjohn_1815"),
        ("ada/lab_2026_01_31.ipynb", "ada"),
        ("ada\\03.ipynb", "ada"),
        (MOODLE.format("Ada", "work/03.ipynb"), "Ada_1234"),
        (MOODLE.format("Ada", "ü" * 300 + ".ipynb"), "Ada_1234"),
        ("smithjohn_1815_99_" + "long " * 60 + ".ipynb", "smithjohn_1815"),
    ],
)
def test_a_name_is_known_as_it_comes(collect, faults, solved, name, student):
    assert collect({name: nbformat.writes(solved)}) == ([student], [])
    assert faults(student)[0] == []


def test_blackboard_says_beside_the_files_where_a_login_begins(collect, solved):
    day, text = "attempt_2026-01-31-10-30-00", nbformat.writes(solved)
    files = {f"Week_3_{login}_{day}_03.ipynb": text for login in ("a_smith", "b_smith", "kay")}
    for login in ("a_smith", "b_smith"):
        head = f"Name: A. Student ({login})\nAssignment: Week_3\nDate Submitted: (today)\n"
        files[f"Week_3_{login}_{day}.txt"] = head
    files[f"Week_3_kay_{day}.txt"] = "Name: Kay (somebody else)\n"
    assert collect(files) == (["a_smith", "b_smith", "kay"], [])


def test_an_archive_made_on_a_mac_gives_the_same_name(collect, solved):
    """It takes letters and accents apart, and does not say that its names are UTF-8."""
    name = unicodedata.normalize("NFD", "Klasse/Müller_1234_assignsubmission_file_/Ü.ipynb")

    def unsaid(raw):
        raw = bytearray(raw)
        for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
            raw[raw.rfind(mark) + at] &= 0xF7
        return bytes(raw)

    assert collect({name: nbformat.writes(solved)}, unsaid) == (["Müller_1234"], [])


def test_numbers_in_the_name_of_a_file_are_not_taken_for_who_submitted_it(collect, solved):
    """As Canvas numbers its files, so do students number theirs."""
    text = nbformat.writes(solved)
    files = {"ada/lab_03_2_final.ipynb": text, "bob/lab_03_2_final.ipynb": text}
    assert collect(files) == (["ada", "bob"], [])


def test_a_folder_of_canvas_files_is_known(collect, solved):
    text = nbformat.writes(solved)
    files = {
        "Week 3/lovelaceada_1815_99_03.ipynb": text,
        "Week 3/turingalan_1912_98_03.ipynb": text,
    }
    assert collect(files) == (["lovelaceada_1815", "turingalan_1912"], [])


def test_two_students_of_one_name_are_two(collect, solved):
    text = nbformat.writes(solved)
    files = {"smithjohn_1815_99_03.ipynb": text, "smithjohn_LATE_1816_98_03.ipynb": text}
    assert collect(files) == (["smithjohn_1815", "smithjohn_1816"], [])


@pytest.mark.parametrize("minor", [0, 2, 5])
def test_a_notebook_without_names_gets_them_back(collect, faults, solved, minor, recwarn):
    files = {MOODLE.format("Ada", "colab.ipynb"): without_names(solved, minor)}
    (student,), (remark,) = collect(files)
    assert "answers were known by what they define" in remark
    said, notebook = faults(student)
    assert said == []
    before = [(grade_id(c), c.source) for c in solved.cells if grade_id(c)]
    assert [(grade_id(c), c.source) for c in notebook.cells if grade_id(c)] == before
    assert not [each for each in recwarn if "id field" in str(each.message)]


def test_an_answer_that_is_there_twice_gets_no_name(collect, faults, solved):
    answer = next(cell for cell in solved.cells if grade_id(cell) == "output_size")
    solved.cells.append(nbformat.v4.new_code_cell(answer.source))
    (student,), _ = collect({"ada/03.ipynb": without_names(solved, 5)})
    assert "ada: the cell output_size is missing; it was deleted" in map(str, faults(student)[0])


def test_a_deleted_check_comes_back_and_stays_with_its_answer(collect, faults, solved):
    names = [grade_id(cell) for cell in solved.cells if grade_id(cell)]
    solved.cells = [cell for cell in solved.cells if grade_id(cell) != "check_output_size"]
    _, remarks = collect({"ada/03.ipynb": nbformat.writes(solved)})
    assert remarks == ["ada: the check check_output_size was lost, and put back"]
    said, notebook = faults("ada")
    assert said == []
    assert [grade_id(cell) for cell in notebook.cells if grade_id(cell)] == names


def test_thirty_megabytes_of_outputs_are_left_out(collect, faults, solved):
    solved.cells[1].outputs = [nbformat.v4.new_output("stream", text="y" * 30_000_000)]
    assert collect({"ada/03.ipynb": nbformat.writes(solved)}) == (["ada"], [])
    said, notebook = faults("ada")
    assert said == []
    assert notebook.cells[1].outputs == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda cell: cell.pop("source"),
        lambda cell: cell.update(source=None),
        lambda cell: cell.update(source="half an emoji: \ud83d"),
        lambda cell: cell.update(metadata={"nbgrader": None}),
        lambda cell: cell.update(metadata={"nbgrader": {"grade_id": ["a"]}}),
    ],
    ids=["no text", "null", "half a letter", "no names", "a list for a name"],
)
def test_one_damaged_notebook_keeps_no_other_from_being_collected(collect, course, solved, damage):
    files = {"ada/03.ipynb": nbformat.writes(solved)}
    damaged = json.loads(files["ada/03.ipynb"])
    damage(damaged["cells"][3])
    assert collect({**files, "bob/03.ipynb": json.dumps(damaged)})[0] == ["ada", "bob"]
    folders, released = course.submitted(ASSIGNMENT), course.released(ASSIGNMENT)
    assert complaints("ada", folders["ada"], released) == []
    (said,) = complaints("bob", folders["bob"], released)
    assert "cannot be read as a notebook (its cell 3 is damaged)" in str(said)


def test_of_several_notebooks_the_one_of_this_assignment_counts(collect, faults, solved):
    files = {
        MOODLE.format("Tim", "03_mine.ipynb"): nbformat.writes(solved),
        MOODLE.format("Tim", "scratch.ipynb"): nbformat.writes(nbformat.v4.new_notebook()),
    }
    assert collect(files)[1] == ["Tim_1234: 03_mine.ipynb counts, and not scratch.ipynb"]
    assert faults("Tim_1234")[0] == []


@pytest.mark.parametrize(
    ("last", "others"),
    [
        ("03 (1).ipynb", ["03.ipynb"]),
        ("03 (10).ipynb", ["03 (2).ipynb", "03.ipynb"]),
        ("03_2026-02-01.ipynb", ["03_2026-01-31.ipynb"]),
    ],
)
def test_of_equal_notebooks_the_latest_by_its_name_counts(collect, faults, solved, last, others):
    older = nbformat.writes(solved)
    solved.cells[-2].source += "\n# the latest"
    files = dict.fromkeys([f"ada/{name}" for name in others], older)
    assert collect({**files, f"ada/{last}": nbformat.writes(solved)}) == (
        ["ada"],
        [f"ada: {last} counts, and not {', '.join(others)}"],
    )
    assert faults("ada")[1].cells[-2].source == solved.cells[-2].source


def test_a_notebook_as_it_was_handed_out_counts_less_than_one_with_answers(
    collect, course, faults, solved
):
    handed_out = course.released(ASSIGNMENT).read_text()
    collect({"ada/03_mine.ipynb": nbformat.writes(solved), "ada/03_stride.ipynb": handed_out})
    assert [c.source for c in faults("ada")[1].cells] == [c.source for c in solved.cells]


def test_two_folders_that_give_one_name_are_told_apart(collect, solved):
    text = nbformat.writes(solved)
    _, (remark,) = collect({"O'Neil/03.ipynb": text, "O Neil/03.ipynb": text})
    assert remark == "O_Neil: O'Neil/03.ipynb counts, and not O Neil/03.ipynb"


def test_who_submitted_no_notebook_is_named(collect, solved):
    files = {
        "ada/03.ipynb": nbformat.writes(solved),
        MOODLE.format("Zoe", "homework.zip"): "",
        "Ted_1235_assignsubmission_onlinetext_/onlinetext.html": "",
        "ada/.ipynb_checkpoints/03-checkpoint.ipynb": "",
        "__MACOSX/ada/._03.ipynb": "",
    }
    students, remarks = collect(files)
    assert students == ["ada"]
    assert remarks == [
        "Ted_1235: there is no notebook, but onlinetext.html",
        "Zoe_1234: there is no notebook, but homework.zip",
    ]


def test_who_submitted_another_assignments_notebook_is_named(collect):
    other = next(path for path in lessons() if path.stem == "02_convolution")
    files = {"ada/03.ipynb": nbformat.writes(master(other))}
    (said,) = collect(files)[1]
    assert said.startswith("ada: none of this assignment's cells is in the notebook")


def test_a_page_that_was_saved_for_the_archive_is_told(course, tmp_path):
    (tmp_path / "download.zip").write_text("<html>Please log in</html>")
    done = classroom("collect", ASSIGNMENT, tmp_path / "download.zip", "--course", course.root)
    assert done.returncode == 1
    assert "download.zip is no zip archive" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_archive_is_told(collect, solved):
    def damaged(raw):
        return raw[:500] + b"damage" + raw[506:]

    with pytest.raises(ValueError, match=r"download.zip cannot be unpacked .*; download it again"):
        collect({"ada/03.ipynb": nbformat.writes(solved)}, damaged)


def test_an_archive_without_a_notebook_that_counts_says_what_it_holds(collect, solved):
    with pytest.raises(ValueError, match=r"who submitted it; .*It holds no notebook"):
        collect({})
    with pytest.raises(ValueError, match=r"Zoe_1234: there is no notebook, but homework.pdf"):
        collect({MOODLE.format("Zoe", "homework.pdf"): ""})
    with pytest.raises(ValueError, match=r"tells no student: 03.ipynb"):
        collect({"03.ipynb": nbformat.writes(solved)})


def test_on_a_full_disk_what_was_submitted_before_stays(collect, course, solved, monkeypatch):
    collect({"ada/03.ipynb": nbformat.writes(solved)})
    (place,) = course.submitted(ASSIGNMENT).values()
    before = {path.name: path.read_bytes() for path in place.iterdir()}

    def half(notebook, path):
        path.write_text(nbformat.writes(notebook)[:999])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nbformat.write", half)
    with pytest.raises(OSError, match=r"of ada cannot be written \(.*No space left.*Mend that"):
        collect({"ada/03.ipynb": nbformat.writes(solved)})
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert [path.name for path in place.parent.iterdir()] == [ASSIGNMENT], "nothing else is left"
