import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnteach.datasets import PHOTOGRAPHS, photo, photos, sources
from cnnteach.datasets.wheels import packaged_file

SIZES = {  # as scikit-image's and scikit-learn's documentation state them
    "astronaut": (512, 512, 3),
    "camera": (512, 512),
    "chelsea": (300, 451, 3),
    "china": (427, 640, 3),
    "coffee": (400, 600, 3),
    "coins": (303, 384),
    "flower": (427, 640, 3),
    "rocket": (427, 640, 3),
}


@pytest.mark.parametrize("name", photos())
def test_each_photograph_is_in_its_wheel_and_is_a_picture(name):
    image = photo(name)
    assert image.dtype == np.uint8
    assert image.shape[2:] in ((), (3,))
    assert min(image.shape[:2]) >= 100
    assert image.std() > 10, "a photograph is not one flat colour"


@pytest.mark.parametrize(("name", "shape"), SIZES.items())
def test_sizes_are_those_that_the_packages_document(name, shape):
    assert photo(name).shape == shape


def test_the_colours_come_in_the_order_red_green_blue():
    red, _green, blue = photo("flower")[250, 320].astype(int)  # a petal of an orange dahlia
    assert red > blue + 50
    red, _green, blue = photo("rocket")[20, 320].astype(int)  # the evening sky
    assert blue > red + 20


def test_the_grey_of_a_photograph_equals_what_scikit_image_reads():
    from skimage import data

    np.testing.assert_array_equal(photo("camera"), data.camera())
    np.testing.assert_array_equal(photo("chelsea"), data.chelsea())


def test_each_call_returns_a_new_array_that_may_be_changed():
    first = photo("coins")
    kept = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(photo("coins"), kept)


def test_names_are_sorted_and_complete():
    assert list(photos()) == sorted(PHOTOGRAPHS)
    assert {"astronaut", "chelsea", "coffee", "rocket", "china", "flower"} <= set(photos())


@pytest.mark.parametrize(
    ("wrong", "meant"), [("chelsae", "chelsea"), ("Astronaut", "astronaut"), ("rockt", "rocket")]
)
def test_an_unknown_name_is_answered_with_the_nearest_and_with_all(wrong, meant):
    with pytest.raises(
        ValueError, match=f"no photograph '{wrong}'; did you mean '{meant}'"
    ) as told:
        photo(wrong)
    assert all(name in str(told.value) for name in photos())


def test_a_file_name_is_answered_with_open_image():
    with pytest.raises(ValueError, match="open_image"):
        photo("holiday.jpg")


@pytest.mark.parametrize("wrong", [3, None, ["chelsea"], b"chelsea"])
def test_what_is_not_text_is_refused(wrong):
    with pytest.raises(TypeError, match=f"in quotes.*got {type(wrong).__name__}"):
        photo(wrong)


def test_a_file_that_the_wheel_lacks_is_named():
    with pytest.raises(FileNotFoundError, match=r"'skimage' has no data/eagle\.png"):
        packaged_file("skimage", "data/eagle.png")
    with pytest.raises(FileNotFoundError, match=r"'no_such_package'.* is not installed"):
        packaged_file("no_such_package", "data/eagle.png")


def test_importing_the_datasets_imports_nothing_heavy():
    code = "import sys, cnnteach.datasets; print(*{'numpy', 'PIL', 'skimage'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_reading_a_photograph_needs_no_network_and_not_scikit_image_itself():
    code = (
        "import socket, sys\n"
        "def refuse(*args, **options): raise OSError('no network here')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from cnnteach.datasets import photo, photos, digits\n"
        "[photo(name) for name in photos()]; digits()\n"
        "print('skimage' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


README = Path(__file__).parents[2] / "data" / "README.md"


@pytest.mark.parametrize("name", photos())
def test_the_page_of_licences_has_a_row_for_each_photograph(name):
    about = PHOTOGRAPHS[name]
    rows = [line for line in README.read_text().splitlines() if line.startswith(f"| `{name}` ")]
    assert len(rows) == 1
    for fact in (about.shows, about.credit, about.licence, about.source):
        assert fact in rows[0]


def test_the_page_of_licences_has_no_row_for_what_is_not_there():
    assert set(re.findall(r"^\| `(\w+)` ", README.read_text(), flags=re.MULTILINE)) == {
        *photos(),
        *sources(),
        "digits",
        "lfw_subset",
        "messages",
    }
