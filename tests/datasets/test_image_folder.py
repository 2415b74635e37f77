import numpy as np
import pytest
from PIL import Image

from cnnteach.datasets import image_folder


def picture(path, colour, size=(40, 30)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)


@pytest.fixture
def pets(tmp_path):
    """Ten red cats and five blue dogs; each picture's green says which it is."""
    for number in range(10):
        picture(tmp_path / "cat" / f"{number}.png", (200, number, 0))
    for number in range(5):
        picture(tmp_path / "dog" / f"{number}.jpg", (0, 0, 200))
    return tmp_path


def test_each_picture_has_its_folders_name_as_its_class(pets):
    data = image_folder(pets, side=16)
    assert data.classes == ("cat", "dog")
    (x_train, y_train), (x_test, y_test) = data.train, data.test
    assert (x_train.shape, x_test.shape) == ((12, 16, 16, 3), (3, 16, 16, 3))
    assert x_train.dtype == np.uint8
    assert y_train.dtype == np.int64
    assert (np.bincount(y_train).tolist(), np.bincount(y_test).tolist()) == ([8, 4], [2, 1])
    for images, labels in (data.train, data.test):
        np.testing.assert_array_equal(images[:, 0, 0, 0] > 100, labels == 0)
    assert data.left_out == ()
    assert data.source == str(pets)


def test_every_picture_is_in_one_part(pets):
    data = image_folder(pets, side=1)
    greens = [
        int(image[0, 0, 1])
        for images, labels in data[:2]
        for image, label in zip(images, labels, strict=True)
        if label == 0
    ]
    assert sorted(greens) == list(range(10))


def test_the_seed_chooses_the_test(pets):
    def tested(seed):
        return image_folder(pets, side=1, seed=seed).test[0][:2, 0, 0, 1].tolist()

    assert tested(3) == tested(3)
    assert len({tuple(tested(seed)) for seed in range(6)}) > 1


def test_all_may_be_for_learning(pets):
    data = image_folder(pets, side=8, test=0)
    assert data.train[0].shape == (15, 8, 8, 3)
    assert data.test[0].shape == (0, 8, 8, 3)
    assert data.test[1].shape == (0,)


def test_the_middle_square_is_taken_and_not_squeezed(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        wide = np.zeros((20, 60, 3), np.uint8)
        wide[:, 20:40] = 255
        Image.fromarray(wide).save(tmp_path / name / "wide.png")
        Image.fromarray(wide.transpose(1, 0, 2)).save(tmp_path / name / "tall.png")
    data = image_folder(tmp_path, side=20, test=0)
    assert data.train[0].min() == 255


def test_files_that_are_no_pictures_are_named_and_not_fatal(pets):
    (pets / "cat" / "notes.txt").write_text("my cats")
    (pets / "cat" / "empty.png").write_bytes(b"")
    whole = (pets / "cat" / "1.png").read_bytes()
    (pets / "cat" / "1.png").write_bytes(whole[:40])
    (pets / "dog" / "more").mkdir()
    (pets / "dog" / ".DS_Store").write_bytes(b"hidden")
    (pets / ".ipynb_checkpoints").mkdir()
    with pytest.warns(UserWarning, match="left out") as warned:
        data = image_folder(pets, side=8)
    assert data.classes == ("cat", "dog")
    assert len(data.train[0]) + len(data.test[0]) == 14
    assert [name.split(" (")[0] for name in data.left_out] == [
        "cat/1.png",
        "cat/empty.png",
        "cat/notes.txt",
        "dog/more",
    ]
    assert "0 bytes" in data.left_out[1]
    assert str(pets) not in data.left_out[1], "the reason does not repeat the name"
    assert all(name in str(warned[0].message) for name in data.left_out)
    assert "cat/notes.txt" in repr(data)
    assert warned[0].filename == __file__


def test_a_folder_that_is_not_there_or_has_no_classes_says_what_it_should_have(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no folder .*gone; give a folder that has a fol"):
        image_folder(tmp_path / "gone")
    picture(tmp_path / "one.png", "red")
    with pytest.raises(NotADirectoryError, match="is a file"):
        image_folder(tmp_path / "one.png")
    with pytest.raises(ValueError, match="has 0 folders in it, but classes"):
        image_folder(tmp_path)
    picture(tmp_path / "cat" / "one.png", "red")
    with pytest.raises(ValueError, match="has 1 folders in it"):
        image_folder(tmp_path)


def test_a_class_without_enough_pictures_is_named(pets):
    (pets / "fish").mkdir()
    with pytest.raises(ValueError, match=r"fish has 0 images, too few"):
        image_folder(pets)
    picture(pets / "fish" / "one.png", "green")
    with pytest.raises(ValueError, match=r"fish has 1 image, too few to learn from and to test"):
        image_folder(pets)
    assert len(image_folder(pets, test=0).train[0]) == 16
    (pets / "fish" / "two.jpg").write_bytes(b"")
    (pets / "dog" / "three.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match=r"fish has 1 image \(1 could not be read: fish/two.jpg"):
        image_folder(pets)


@pytest.mark.parametrize("side", [0, -1, 2.5, "64", True, None])
def test_a_side_is_a_number_of_pixels(pets, side):
    with pytest.raises(ValueError, match="whole number of pixels"):
        image_folder(pets, side=side)


@pytest.mark.parametrize("share", [-0.1, 1, 1.5, "0.2", None, float("nan")])
def test_the_test_is_a_share(pets, share):
    with pytest.raises(ValueError, match="a share from 0 to less than 1"):
        image_folder(pets, test=share)
