"""Two learners and a teacher at one JupyterHub: each has the course, and nobody another's work."""

import psutil
import pytest
from running import ADA, BOB, TEACHER, can_make_accounts
from visitor import Visitor

pytestmark = pytest.mark.slow
NEEDS_ACCOUNTS = pytest.mark.skipif(
    not can_make_accounts(), reason="needs root, useradd and bwrap to make system accounts"
)


@pytest.fixture
def run_as(ada, bob):
    """``run_as(name, code)`` runs code in a kernel of that learner's server."""
    visitors, kernels = {ADA: ada, BOB: bob}, {}

    def run(name, code):
        if name not in kernels:
            kernels[name] = visitors[name].kernel()
        return kernels[name].run(code)

    yield run
    for kernel in kernels.values():
        kernel.end()


@pytest.mark.parametrize(
    ("name", "role"),
    [(ADA, "teacher"), (TEACHER, "learner"), ("hubtest-stranger", "learner")],
    ids=["learner", "teacher", "stranger"],
)
def test_no_entry_with_another_roles_password_or_for_a_stranger(hub, name, role):
    assert not Visitor(hub.hub, name, hub.hub.password(role)).is_in


def test_a_learner_comes_to_the_course(hub, ada):
    assert ada.get(f"{hub.hub.url}/hub/").url.startswith(ada.base)
    listed = ada.get("api/contents/cnnteach").json()["content"]
    assert "00_start_here.ipynb" in {each["name"] for each in listed}


def test_only_this_machine_reaches_any_of_it(hub, ada):
    mine = [hub.process, *hub.process.children(recursive=True)]
    listening = [
        at.laddr.ip
        for each in mine
        for at in each.net_connections(kind="tcp")
        if at.status == psutil.CONN_LISTEN
    ]
    assert len(listening) > 3  # the proxy's two, the hub's, a server's
    assert set(listening) == {"127.0.0.1"}


def test_only_the_teacher_may_be_let_into_the_server_of_another(ada, bob, teacher):
    assert ada.get("lab").ok
    assert bob.get(ada.base + "lab").status_code == 403
    assert bob.get(ada.base + "api/contents").status_code == 403
    asked = teacher.get(ada.base + "lab")  # "may this server know who you are?"
    assert asked.ok
    assert "/hub/api/oauth2/authorize" in asked.url


def test_formgrader_is_the_teachers(ada, teacher):
    assert "formgrade" in teacher.get("formgrader").text
    listed = teacher.get("formgrader/api/assignments").json()
    assert "02_convolution" in {each["name"] for each in listed}
    assert ada.get("formgrader").status_code == 404
    assert ada.get(teacher.base + "formgrader").status_code == 403


@NEEDS_ACCOUNTS
def test_a_learner_cannot_read_the_files_of_another_nor_of_the_hub(hub, run_as):
    for secret in (hub.home(BOB), hub.home(TEACHER), hub.hub.private):
        assert run_as(ADA, f"import os; os.listdir({str(secret)!r})") == "PermissionError"
    assert run_as(ADA, "import getpass; print(getpass.getuser())") == ADA


def test_progress_of_two_learners_does_not_mix(hub, ada, bob, run_as):
    answer = (
        "from cnnteach.exercises import check\n"
        "def number_of_stops(size, kernel, stride): return (size - kernel) // stride + 1\n"
        "check('number_of_stops', number_of_stops)"
    )
    run_as(ADA, answer)
    kept = [hub.home(name).rglob("progress*.json") for name in (ADA, BOB)]
    ours, theirs = (["number_of_stops" in f.read_text() for f in files] for files in kept)
    assert any(ours)
    assert not any(theirs)


def test_all_share_one_folder_of_data_and_no_learner_can_change_it(hub, run_as):
    where = "from cnnteach.datasets import where; print(where())"
    assert run_as(ADA, where) == run_as(BOB, where) == str(hub.hub.folder / "data")
    if hub.hub.accounts:
        assert run_as(ADA, "(where() / 'mine').touch()") == "PermissionError"


def test_a_kernel_that_wants_too_much_memory_is_told_so_and_lives(run_as):
    want = "import numpy as np; print(np.ones({}, dtype=np.uint8).size)"
    assert "MemoryError" in run_as(ADA, want.format(4 * 10**9))
    assert run_as(ADA, want.format(5 * 10**8)) == "500000000"


def test_a_server_uses_no_more_threads_than_its_share_of_cores(run_as):
    assert run_as(ADA, "import os; print(os.environ['OMP_NUM_THREADS'])") == "2"
