"""What the tests of the tasks share: real data where it lies beside the repository; no network."""

import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
CACHED = {  # dataset: its files, in the cache and among the fixtures
    "sms_spam": {"SMSSpamCollection": "sms/SMSSpamCollection"},
    "squeezenet": {"compressed_SqueezeNet.net": "imagenet/compressed_SqueezeNet.net"},
    "imagenet_labels": {"imagenet_labels.txt": "imagenet/imagenet_labels.txt"},
    "membrane": {"image": "membrane/train/image", "label": "membrane/train/label"},
}


@pytest.fixture(scope="session")
def fixtures():
    """The folder of real data; a test that asks for it is left out where there is none."""
    if not FIXTURES.is_dir():
        pytest.skip("there is no ../shared/fixtures beside this repository")
    return FIXTURES


@pytest.fixture(scope="session")
def cached(fixtures, tmp_path_factory):
    """A cache that holds real datasets, as a download would have left it."""
    folder = tmp_path_factory.mktemp("downloads")
    for name, files in CACHED.items():
        for here, there in files.items():
            place = folder / name / here
            place.parent.mkdir(parents=True, exist_ok=True)
            source = fixtures / there
            shutil.copytree(source, place) if source.is_dir() else shutil.copy(source, place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNTEACH_DATA", str(folder))
        yield folder


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """An empty cache, and no network to fill it from."""

    def no_address(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_address)
    monkeypatch.setenv("CNNTEACH_DATA", str(tmp_path / "downloads"))
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        for name in (proxy, proxy.upper()):
            monkeypatch.delenv(name, raising=False)


@pytest.fixture
def rng():
    return np.random.default_rng(0)
