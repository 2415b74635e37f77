"""What stands in for each download where there is no network."""

import subprocess
import sys

import numpy as np
import pytest

from cnnteach import datasets
from cnnteach.datasets import cifar10, coins, digits, membrane, mnist, photo, sms_spam, sources


def offline(code):
    """Run `code` in a process that has no network and no folder for downloads."""
    start = (
        "import os, socket\n"
        "def refuse(*args, **options): raise AssertionError('the network was used')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "os.environ['CNNTEACH_DATA'] = '/no/such/folder'\n"
    )
    command = [sys.executable, "-c", start + code]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_none_uses_the_network_or_prints_anything():
    code = (
        "from cnnteach.datasets import cifar10, membrane, mnist, sms_spam\n"
        "for dataset in (cifar10, membrane, mnist, sms_spam): dataset(embedded=True)"
    )
    assert offline(code) == ""


@pytest.mark.parametrize("name", [name for name, source in sources().items() if source.embedded])
def test_what_the_error_offers_is_there(name):
    offer = sources()[name].embedded
    assert offer.startswith(f"{name}(embedded=True) gives ")
    data = getattr(datasets, name)(embedded=True)
    assert "embedded" in data.source
    assert len(data.train[0]) == len(data.train[1]) > len(data.test[0]) == len(data.test[1]) > 0
    assert len(data.classes) == len(np.unique(data.train[1])) == len(np.unique(data.test[1]))


@pytest.mark.parametrize("dataset", [mnist, cifar10, membrane])
def test_arrays_may_be_changed_and_come_again_as_they_were(dataset):
    first = dataset(embedded=True)
    kept = [array.copy() for part in first[:2] for array in part]
    for part in first[:2]:
        for array in part:
            array[:] = 0
    again = [array for part in dataset(embedded=True)[:2] for array in part]
    for array, was in zip(again, kept, strict=True):
        np.testing.assert_array_equal(array, was)


def test_the_digits_are_divided_evenly_and_none_is_lost():
    (x_train, y_train), (x_test, y_test) = mnist(embedded=True)[:2]
    assert np.bincount(y_train).tolist() == [400] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    assert len(set(y_train[:50].tolist())) == 10, "the order is mixed"
    images, labels = digits()
    together = [*zip(x_train, y_train, strict=True), *zip(x_test, y_test, strict=True)]
    drawn = sorted((int(label), image.tobytes()) for image, label in together)
    assert drawn == sorted(
        (int(label), image.tobytes()) for image, label in zip(images, labels, strict=True)
    )


def test_the_patches_are_colourful_and_as_many_of_each():
    data = cifar10(embedded=True)
    for (images, labels), each in ((data.train, 160), (data.test, 40)):
        assert images.dtype == np.uint8
        assert images.shape == (10 * each, 32, 32, 3)
        assert np.bincount(labels).tolist() == [each] * 10
    flowers = data.train[0][data.train[1] == data.classes.index("flower")].astype(int)
    assert (flowers[..., 0] > flowers[..., 2] + 60).mean() > 0.3, "petals are orange"
    faces = data.train[0][data.train[1] == data.classes.index("face")]
    np.testing.assert_array_equal(faces[..., 0], faces[..., 2])


def test_no_pixel_of_a_photograph_is_in_both_parts(monkeypatch):
    """Colour every two by two pixels differently, so that each tells where a patch is from."""
    module = sys.modules["cnnteach.datasets.patches"]  # the function has the module's name
    real = photo

    def marked(name):
        height, width = real(name).shape[:2]
        rng = np.random.default_rng(len(name))
        quads = rng.choice(2**24, size=(height // 2, width // 2), replace=False)
        colours = np.stack([quads >> 16, quads >> 8 & 255, quads & 255], axis=2).astype(np.uint8)
        return colours.repeat(2, axis=0).repeat(2, axis=1)

    monkeypatch.setattr(module, "photo", marked)
    train, test = module._cut.__wrapped__()
    for label, name in enumerate(cifar10(embedded=True).classes):
        if name == "face":
            continue
        seen, asked = (
            set(map(tuple, images[labels == label].reshape(-1, 3).tolist()))
            for images, labels in (train, test)
        )
        assert len(seen) > 4 * len(asked) / 3 > 1000, name
        assert seen.isdisjoint(asked), name


def test_no_face_is_in_both_parts_not_even_mirrored():
    data = cifar10(embedded=True)
    face = data.classes.index("face")
    seen, asked = (images[labels == face] for images, labels in (data.train, data.test))
    known = {image.tobytes() for image in seen}
    assert not any(image.tobytes() in known for image in asked)
    assert all(np.ascontiguousarray(image[:, ::-1]).tobytes() in known for image in seen)


def test_a_classical_method_tells_the_patches_apart_but_not_all():
    """Colours and contrasts are not enough: there is something for a network to learn."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def features(images):
        images = images / 255
        return np.concatenate([images.mean(axis=(1, 2)), images.std(axis=(1, 2))], axis=1)

    (x_train, y_train), (x_test, y_test) = cifar10(embedded=True)[:2]
    classical = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    score = classical.fit(features(x_train), y_train).score(features(x_test), y_test)
    assert 0.5 < score < 0.9


def test_the_coins_are_24_and_bright():
    from scipy.ndimage import find_objects, label

    module = sys.modules["cnnteach.datasets.coins"]
    image, labels = photo("coins"), module.labelled_coins()
    pieces, count = label(labels)
    assert count == 24
    for rows, columns in find_objects(pieces):
        assert 30 < rows.stop - rows.start < 70, "each is as wide as a coin"
        assert 30 < columns.stop - columns.start < 70
    assert image[labels == 1].mean() > image[labels == 0].mean() + 60


def test_the_windows_of_coins_lie_where_the_photograph_has_them():
    image, data = photo("coins"), coins()
    np.testing.assert_array_equal(data.train[0][0], image[:96, :96])
    np.testing.assert_array_equal(data.train[0][8], image[32:128, 32:128])
    np.testing.assert_array_equal(data.test[0][-1], image[192:288, 288:384])
    assert data.train[1].dtype == np.uint8


def test_the_messages_are_half_spam_in_both_parts():
    data = sms_spam(embedded=True)
    (train, train_labels), (test, test_labels) = data.train, data.test
    assert (len(train), len(test)) == (48, 12)
    assert (train_labels.sum(), test_labels.sum()) == (24, 6)
    assert len({*train, *test}) == 60
    assert all("\t" not in text and text == text.strip() for text in train + test)
    winner = next(place for place, text in enumerate(train) if text.startswith("WINNER!"))
    assert data.classes[train_labels[winner]] == "spam"


def test_a_dataset_shows_sizes_and_not_numbers():
    shown = repr(sms_spam(embedded=True))
    assert "48 texts, labels (48,) int64" in shown
    assert "ham, spam" in shown
    assert "images (4000, 28, 28) uint8" in repr(mnist(embedded=True))
