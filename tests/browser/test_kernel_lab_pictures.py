"""Pictures into KernelLab: from the album, from a file, dropped, and from a camera."""

import io
from functools import partial

import numpy as np
import pytest
from lab_page import shown, twin
from PIL import Image
from playwright.sync_api import expect

from cnnteach.widgets.kernel_lab.photographs import album, photograph

pytestmark = pytest.mark.browser
DROP = """(box, [name, type, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, { type }));
    const event = (kind) => new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
    const taken = box.dispatchEvent(event("dragover")) === false;
    const lit = box.classList.contains("cn-dropping");
    box.dispatchEvent(event("drop"));
    return [taken, lit, box.classList.contains("cn-dropping")];
}"""


@pytest.fixture
def show(open_view):
    """``show(**words)`` shows a KernelLab: its `View`, and what a learner sees of it."""
    return partial(shown, open_view)


def as_file(picture, kind="png", **options):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind, **options)
    return {"name": f"me.{kind}", "mimeType": f"image/{kind}", "buffer": file.getvalue()}


def give(view, seen, file):
    with view.page.expect_file_chooser() as chosen:
        seen.control("file").press("Enter")
    chosen.value.set_files(file)


def wait_for(view, name, value):
    view.page.wait_for_function(
        "([name, value]) => window.standalone.get(name) === value", arg=[name, value]
    )


def test_the_album_arrives_to_the_last_number(show):
    view, seen = show()
    for name in (*album()[0][1:], "chelsea"):
        seen.choose("image", name)
        wait_for(view, "image", name)
        np.testing.assert_array_equal(twin(view).picture, photograph(name))
        assert seen.shape("picture") == photograph(name).shape[:2]


def test_a_file_is_taken_as_it_is(show):
    view, seen = show()
    picture = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    give(view, seen, as_file(picture))
    wait_for(view, "image", "yours")
    np.testing.assert_array_equal(twin(view).picture, picture)
    assert seen.shape("picture") == (40, 60)
    assert view.get("image") == "yours"
    assert seen.control("image").input_value() == "yours"


def test_a_large_file_is_made_smaller_and_what_is_clear_is_white(show):
    view, seen = show()
    picture = np.zeros((300, 600, 4), np.uint8)
    picture[:, 300:] = 255, 0, 0, 255
    give(view, seen, as_file(picture))
    wait_for(view, "image", "yours")
    found = twin(view).picture
    assert found.shape == (128, 256, 3)
    assert found[64, 20].tolist() == [255, 255, 255]
    assert found[64, 230].tolist() == [255, 0, 0]


def test_what_is_no_picture_or_too_thin_says_so_and_changes_nothing(show):
    view, seen = show()
    for file, hint in [
        ({"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}, "could not be read"),
        (as_file(np.zeros((4, 40, 3), np.uint8)), "too small or too thin: 8 pixels"),
        (as_file(np.zeros((10, 2000, 3), np.uint8)), "too small or too thin"),
    ]:
        give(view, seen, file)
        expect(seen.root.locator(".cn-said")).to_contain_text(hint)
    assert view.get("image") == "chelsea"
    give(view, seen, as_file(np.zeros((9, 9, 3), np.uint8)))
    expect(seen.root.locator(".cn-said")).to_have_text("")
    assert view.tab.errors == []


def test_a_file_can_be_dropped_on_the_picture(show):
    import base64

    view, seen = show()
    file = as_file(np.full((12, 14, 3), 77, np.uint8))
    text = base64.b64encode(file["buffer"]).decode()
    result = seen.grid("picture").evaluate(DROP, [file["name"], file["mimeType"], text])
    assert result == [True, True, False]
    wait_for(view, "image", "yours")
    assert (twin(view).picture == 77).all()


# The camera


def test_a_camera_that_is_not_allowed_is_explained(show):
    _, seen = show()
    seen.press("camera", "Enter")
    expect(seen.root.locator(".cn-said")).to_contain_text("The camera was not allowed")


def test_a_page_without_cameras_is_explained(show):
    view, seen = show()
    view.page.evaluate(
        "() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
    )
    seen.press("camera", "Enter")
    expect(seen.root.locator(".cn-said")).to_contain_text("on https pages and on localhost alone")


@pytest.fixture
def allowed(browser):
    browser.grant_permissions(["camera", "clipboard-read", "clipboard-write"])
    yield
    browser.clear_permissions()
    browser.grant_permissions(["clipboard-read", "clipboard-write"])


TRACKS = """() => {
    window.tracks = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
}"""
LIVE = "() => window.tracks.map((track) => track.readyState)"


def test_a_still_is_taken_and_the_camera_goes_off(show, allowed):
    view, seen = show()
    view.page.evaluate(TRACKS)
    seen.press("camera", "Enter")
    expect(seen.control("still")).to_be_focused()
    assert view.page.evaluate(LIVE) == ["live"]
    seen.press("still", "Enter")
    wait_for(view, "image", "yours")
    picture = twin(view).picture
    assert max(picture.shape[:2]) == 256
    assert picture.std() > 5  # something is to be seen
    expect(seen.control("camera")).to_be_focused()
    assert view.page.evaluate(LIVE) == ["ended"]
    assert not seen.control("still").is_visible()


def test_closing_it_or_leaving_the_page_ends_the_camera(show, allowed):
    view, seen = show()
    view.page.evaluate(TRACKS)
    seen.press("camera", "Enter")
    expect(seen.control("still")).to_be_focused()
    seen.press("no-still", "Enter")
    assert view.page.evaluate(LIVE) == ["ended"]
    seen.press("camera", "Enter")
    expect(seen.control("still")).to_be_focused()
    view.end()
    assert view.page.evaluate(LIVE) == ["ended", "ended"]
    assert view.get("image") == "chelsea"
