"""The public datasets, as bytes from a server: downloaded, checked and read as a learner would."""

import hashlib
import io
import pickle
import shutil
import subprocess
import sys
import tarfile
import zipfile

import numpy as np
import pytest

from cnnteach.datasets import (
    DatasetUnavailable,
    cifar10,
    imagenet_labels,
    membrane,
    mnist,
    registry,
    sms_spam,
    squeezenet_weights,
)

pytestmark = pytest.mark.fixtures


@pytest.fixture
def served(server, monkeypatch, kept_in):
    """Return a function that puts a dataset's files on the server, in the place of the network."""
    real = registry.sources()

    def serve(name, bodies, **changed):
        """Offer `bodies`, by the files' paths; `changed` are facts of an archive made here."""
        remotes = tuple(
            remote._replace(urls=(server.put(remote.path, bodies[remote.path]),), **changed)
            for remote in real[name].files
        )
        source = real[name]._replace(files=remotes)
        monkeypatch.setattr(registry, "sources", lambda: real | {name: source})

    return serve


def test_mnist(fixtures, served, server):
    served("mnist", {"mnist.npz": (fixtures / "mnist" / "mnist.npz").read_bytes()})
    data = mnist()
    (x_train, y_train), (x_test, y_test) = data.train, data.test
    assert (x_train.shape, x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert x_train.dtype == x_test.dtype == np.uint8
    assert y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert y_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(y_train).tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
    assert data.classes == tuple("0123456789")
    assert "MNIST" in data.source
    mnist()
    assert len(server.asked) == 1, "the second call reads what the first one kept"


def test_a_wrong_copy_of_mnist_is_never_read(fixtures, served, kept_in):
    wrong = bytearray((fixtures / "mnist" / "mnist.npz").read_bytes())
    wrong[5_000_000] ^= 1
    served("mnist", {"mnist.npz": wrong})
    with pytest.raises(DatasetUnavailable, match="wrong checksum") as told:
        mnist()
    assert "mnist(embedded=True)" in str(told.value)
    assert not (kept_in / "mnist" / "mnist.npz").exists()


@pytest.fixture(scope="module")
def cifar_folder(fixtures, tmp_path_factory):
    """The seven public files, rebuilt."""
    folder = tmp_path_factory.mktemp("cifar")
    tools = fixtures / "cifar10"
    command = [sys.executable, tools / "rebuild.py", tools / "cifar10_lossless_webp.zip", folder]
    subprocess.run(command, check=True, capture_output=True)
    yield folder / "cifar-10-batches-py"
    shutil.rmtree(folder)


def check_cifar(data, folder):
    (x_train, y_train), (x_test, y_test) = data.train, data.test
    assert (x_train.shape, x_test.shape) == ((50000, 32, 32, 3), (10000, 32, 32, 3))
    assert x_train.dtype == x_test.dtype == np.uint8
    assert np.bincount(y_train).tolist() == [5000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10
    assert [data.classes[label] for label in y_train[:4]] == ["frog", "truck", "truck", "deer"]
    assert data.classes[y_test[0]] == "cat"
    raw = pickle.loads((folder / "data_batch_2").read_bytes(), encoding="bytes")[b"data"][7]
    for row, column, colour in np.ndindex(32, 32, 3):  # the file has a plane for each colour
        assert x_train[10_007, row, column, colour] == raw[1024 * colour + 32 * row + column]


def test_cifar10_from_its_archive(cifar_folder, served, kept_in):
    with io.BytesIO() as made:
        with tarfile.open(fileobj=made, mode="w") as archive:
            archive.add(cifar_folder, "cifar-10-batches-py")
        body = made.getvalue()
    made = {"digest": f"sha256:{hashlib.sha256(body).hexdigest()}", "size": len(body)}
    served("cifar10", {"cifar-10-python.tar.gz": body}, largest=len(body), **made)
    check_cifar(cifar10(), cifar_folder)
    kept = sorted(path.name for path in (kept_in / "cifar10").iterdir())
    assert kept == ["ABOUT.txt", "cifar-10-batches-py"], "the archive itself has been let go"


def test_cifar10_from_the_folder_of_its_files_needs_no_download(cifar_folder, kept_in, server):
    (kept_in / "cifar10").mkdir(parents=True)
    (kept_in / "cifar10" / "cifar-10-batches-py").symlink_to(cifar_folder)
    check_cifar(cifar10(), cifar_folder)
    assert server.asked == []


@pytest.mark.parametrize("name", ["data_batch_3", "batches.meta"])
def test_a_changed_file_of_cifar10_is_not_opened(cifar_folder, kept_in, served, monkeypatch, name):
    served("cifar10", {"cifar-10-python.tar.gz": b"not here"})
    folder = kept_in / "cifar10" / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    for path in cifar_folder.iterdir():
        (folder / path.name).symlink_to(path)
    changed = bytearray((folder / name).read_bytes())
    changed[-100] ^= 1
    (folder / name).unlink()
    (folder / name).write_bytes(changed)
    opened = []
    module = sys.modules["cnnteach.datasets.cifar10"]  # the function has the module's name
    monkeypatch.setattr(module, "load_plain", opened.append)
    with pytest.raises(DatasetUnavailable):
        cifar10()
    assert opened == []
    assert (folder / f"{name}.damaged").read_bytes() == changed


def test_sms_spam(fixtures, served, tmp_path):
    text = (fixtures / "sms" / "SMSSpamCollection").read_bytes()
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("readme", "about it")
        archive.writestr("SMSSpamCollection", text)
    served("sms_spam", {"sms+spam+collection.zip": (tmp_path / "made.zip").read_bytes()})
    data = sms_spam()
    (train, train_labels), (test, test_labels) = data.train, data.test
    assert len(train) + len(test) == 5574
    assert train_labels.sum() + test_labels.sum() == 747
    assert 0.18 < len(test) / 5574 < 0.22
    assert 0.11 < test_labels.mean() < 0.16
    assert set(train).isdisjoint(test), "a message that was sent twice is in one part only"
    assert len(set(train)) < len(train), "some were sent twice"
    assert (test[0][:21], train[0][:9]) == ("Go until jurong point", "Ok lar...")
    free = next(place for place, text in enumerate(train) if text.startswith("Free entry in 2"))
    assert data.classes[train_labels[free]] == "spam"
    assert "£" in " ".join(train)


def test_membrane(fixtures, served):
    folder = fixtures / "membrane" / "train"
    bodies = {f.path: (folder / f.path).read_bytes() for f in registry.source("membrane").files}
    served("membrane", bodies)
    data = membrane()
    for (images, labels), count in ((data.train, 24), (data.test, 6)):
        assert images.shape == labels.shape == (count, 512, 512)
        assert images.dtype == labels.dtype == np.uint8
        assert np.unique(labels).tolist() == [0, 1]
        assert 0.7 < labels.mean() < 0.85, "most of the picture is the inside of cells"
        assert images[labels == 0].mean() < images[labels == 1].mean() - 30, "membranes are dark"
    from PIL import Image

    last = np.asarray(Image.open(folder / "image" / "29.png"))
    np.testing.assert_array_equal(data.test[0][-1], last)


def test_a_slice_that_was_compressed_anew_is_the_same_and_another_is_not(
    fixtures, served, tmp_path, kept_in
):
    from PIL import Image

    folder = fixtures / "membrane" / "train"
    bodies = {f.path: (folder / f.path).read_bytes() for f in registry.source("membrane").files}
    image = Image.open(folder / "image" / "7.png")
    image.save(tmp_path / "again.png", compress_level=1)
    assert (tmp_path / "again.png").read_bytes() != bodies["image/7.png"]
    served("membrane", bodies | {"image/7.png": (tmp_path / "again.png").read_bytes()})
    membrane()

    (kept_in / "membrane" / "image" / "7.png").unlink()
    image.putpixel((0, 0), image.getpixel((0, 0)) ^ 1)
    image.save(tmp_path / "other.png")
    served("membrane", bodies | {"image/7.png": (tmp_path / "other.png").read_bytes()})
    with pytest.raises(DatasetUnavailable, match=r"another picture .*wrong checksum"):
        membrane()
    assert not (kept_in / "membrane" / "image" / "7.png").exists()


def test_the_weights_of_squeezenet(fixtures, served):
    file = "compressed_SqueezeNet.net"
    served("squeezenet", {file: (fixtures / "imagenet" / file).read_bytes()})
    weights = squeezenet_weights()
    assert len(weights) == 26
    assert sum(kernel.size + bias.size for kernel, bias in weights.values()) == 1_248_424
    assert weights["conv1"][0].shape == (7, 7, 3, 96)
    assert weights["fire9_expand3"][0].shape == (3, 3, 64, 256)
    assert weights["conv10"][0].shape == (1, 1, 512, 1000)
    kernel = weights["conv10"][0]
    assert 0.15 < (kernel != 0).mean() < 0.25, "four of five weights were pruned"
    assert len(np.unique(kernel)) <= 256, "and the rest share the numbers of a codebook"
    assert {array.dtype.name for pair in weights.values() for array in pair} == {"float32"}


def test_the_labels_of_imagenet(fixtures, served):
    file = "imagenet_labels.txt"
    served("imagenet_labels", {file: (fixtures / "imagenet" / file).read_bytes()})
    labels = imagenet_labels()
    assert len(labels) == 1000
    assert labels[0].startswith("tench")
    assert (labels[285], labels[967], labels[999].split(",")[0]) == (
        "Egyptian cat",
        "espresso",
        "toilet tissue",
    )
