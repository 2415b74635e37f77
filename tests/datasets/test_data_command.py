"""`cnnteach data`, as a shell would run it."""

import pytest
from typer.testing import CliRunner

from cnnteach.cli import app
from cnnteach.datasets import registry, sources


def run(*words):
    return CliRunner().invoke(app, ["data", *words])


@pytest.fixture
def labels_served(server, monkeypatch, kept_in):
    """Offer a dataset of one small file in the place of the labels."""
    import hashlib

    body = b"background\ntench\n"
    source = sources()["imagenet_labels"]
    file = source.files[0]._replace(
        urls=(server.put("labels", body),),
        size=len(body),
        digest=f"sha256:{hashlib.sha256(body).hexdigest()}",
    )
    offered = sources() | {"imagenet_labels": source._replace(files=(file,))}
    monkeypatch.setattr(registry, "sources", lambda: offered)
    monkeypatch.setattr("cnnteach.datasets.sources", lambda: offered)
    return kept_in / "imagenet_labels"


def test_where_says_the_folder_and_nothing_else(kept_in):
    done = run("where")
    assert (done.exit_code, done.stdout) == (0, f"{kept_in}\n")


def test_list_names_every_dataset_with_size_and_licence(kept_in):
    done = run("list")
    assert done.exit_code == 0
    for name, source in sources().items():
        assert f"{name}  ({source.spelled_size} to download)" in done.stdout
        assert source.licence in done.stdout


def test_fetch_brings_it_and_list_says_so(labels_served):
    done = run("fetch", "imagenet_labels")
    assert done.exit_code == 0
    assert f"imagenet_labels is in {labels_served}" in done.stdout
    assert "Licence: Apache-2.0" in done.stdout
    assert (labels_served / "imagenet_labels.txt").read_bytes() == b"background\ntench\n"
    assert "imagenet_labels  (here)" in run("list").stdout


def test_fetch_says_what_is_wrong_and_goes_on_with_the_next(labels_served):
    done = run("fetch", "mnits", "imagenet_labels")
    assert done.exit_code == 1
    assert "did you mean 'mnist'?" in done.stderr
    assert "Traceback" not in done.stderr
    assert f"imagenet_labels is in {labels_served}" in done.stdout


def test_fetch_without_a_network_is_a_sentence_and_a_failure(labels_served, server):
    server.answers.clear()
    done = run("fetch", "imagenet_labels")
    assert done.exit_code == 1
    assert "could not be downloaded: 127.0.0.1" in done.stderr
    assert "answered 404" in done.stderr
    assert "Traceback" not in done.output
