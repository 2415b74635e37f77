import struct

import numpy as np
import pytest
from PIL import Image

from cnnteach.datasets import open_image, own_image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def saved(image, path, **options):
    """Write a Pillow image to `path` and return the path."""
    image.save(path, **options)
    return path


def corners(array):
    """Return the four corners of an image as tuples: top left, top right, bottom left, right."""
    return [tuple(map(int, array[r, c])) for r in (0, -1) for c in (0, -1)]


def flag(mode="RGB", size=(6, 4)):
    """Return an image that tells its corners apart: red, green / blue, white."""
    image = Image.new("RGB", size)
    w, h = size
    for place, colour in zip(
        [(0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1)], [RED, GREEN, BLUE, WHITE], strict=True
    ):
        image.putpixel(place, colour)
    return image.convert(mode)


def test_a_colour_picture_comes_back_as_it_was(tmp_path):
    array = open_image(saved(flag(), tmp_path / "flag.png"))
    assert array.dtype == np.uint8
    assert array.shape == (4, 6, 3)
    assert corners(array) == [RED, GREEN, BLUE, WHITE]
    array[:] = 0  # writable


def test_a_path_may_be_text_and_may_start_at_home(tmp_path, monkeypatch):
    saved(flag(), tmp_path / "flag.png")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert open_image("~/flag.png").shape == (4, 6, 3)


@pytest.mark.parametrize(
    ("mode", "name"),
    [("P", "a.png"), ("P", "a.gif"), ("RGBA", "a.png"), ("CMYK", "a.tif"), ("RGB", "a.bmp")],
)
def test_modes_that_hold_colours_keep_them(tmp_path, mode, name):
    image = flag().quantize(8) if mode == "P" else flag(mode)
    array = open_image(saved(image, tmp_path / name))
    assert array.shape == (4, 6, 3)
    for got, wanted in zip(corners(array), [RED, GREEN, BLUE, WHITE], strict=True):
        np.testing.assert_allclose(got, wanted, atol=2)


@pytest.mark.parametrize("mode", ["1", "L", "LA"])
def test_grey_pictures_get_three_equal_channels(tmp_path, mode):
    image = Image.fromarray(np.array([[0, 255], [255, 0], [0, 0]], np.uint8)).convert(mode)
    array = open_image(saved(image, tmp_path / "grey.png"))
    expected = np.array([[0, 255], [255, 0], [0, 0]])
    np.testing.assert_array_equal(array, np.stack([expected] * 3, axis=2))


def test_sixteen_bits_are_scaled_to_eight(tmp_path):
    deep = np.array([[0, 0x8000, 0xFFFF], [0x0100, 0x1234, 0x00FF]], np.uint16)
    for name in ("deep.png", "deep.tif", "deep.pgm"):
        array = open_image(saved(Image.fromarray(deep), tmp_path / name))
        np.testing.assert_array_equal(array[:, :, 1], [[0, 128, 255], [1, 0x12, 0]])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([[-1.0, 0.0, 1.0]], [0, 128, 255]),
        ([[5.0, np.nan, 15.0]], [0, 0, 255]),
        ([[3.0, 3.0, 3.0]], [0, 0, 0]),
        ([[np.nan, np.nan, np.nan]], [0, 0, 0]),
    ],
    ids=["range", "nan-is-black", "flat", "nothing-known"],
)
def test_thirty_two_bits_are_stretched_from_darkest_to_brightest(tmp_path, values, expected):
    image = Image.fromarray(np.array(values, np.float32))
    array = open_image(saved(image, tmp_path / "float.tif"))
    np.testing.assert_array_equal(array[0, :, 0], expected)


def test_whole_numbers_of_thirty_two_bits_too(tmp_path):
    image = Image.fromarray(np.array([[-100_000, 0, 100_000]], np.int32))
    array = open_image(saved(image, tmp_path / "whole.tif"))
    np.testing.assert_array_equal(array[0, :, 0], [0, 128, 255])


def test_transparency_is_laid_on_white(tmp_path):
    image = Image.new("RGBA", (3, 1))
    image.putdata([(255, 0, 0, 255), (255, 0, 0, 0), (0, 0, 0, 128)])
    array = open_image(saved(image, tmp_path / "clear.png"))
    assert tuple(array[0, 0]) == RED
    assert tuple(array[0, 1]) == WHITE
    np.testing.assert_allclose(array[0, 2], 127, atol=1)


def test_transparency_of_grey_and_palette_pictures_too(tmp_path):
    grey = Image.new("LA", (2, 1))
    grey.putdata([(0, 255), (0, 0)])
    np.testing.assert_array_equal(open_image(saved(grey, tmp_path / "grey.png"))[0, :, 0], [0, 255])
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.putdata([0, 1])
    array = open_image(saved(palette, tmp_path / "palette.png", transparency=1))
    assert [tuple(pixel) for pixel in array[0]] == [RED, WHITE]


UPRIGHT = {  # where the stored picture's corners end up, by EXIF orientation (TIFF 6.0, page 36)
    1: [RED, GREEN, BLUE, WHITE],
    2: [GREEN, RED, WHITE, BLUE],
    3: [WHITE, BLUE, GREEN, RED],
    4: [BLUE, WHITE, RED, GREEN],
    5: [RED, BLUE, GREEN, WHITE],
    6: [BLUE, RED, WHITE, GREEN],
    7: [WHITE, GREEN, BLUE, RED],
    8: [GREEN, WHITE, RED, BLUE],
}


@pytest.mark.parametrize(("orientation", "expected"), UPRIGHT.items())
@pytest.mark.parametrize("name", ["turned.png", "turned.tif"])
def test_the_cameras_orientation_is_obeyed(tmp_path, name, orientation, expected):
    exif = Image.Exif()
    exif[0x0112] = orientation
    array = open_image(saved(flag(), tmp_path / name, exif=exif))
    assert array.shape == ((6, 4, 3) if orientation >= 5 else (4, 6, 3))
    assert corners(array) == expected


def test_orientation_survives_the_early_reduction_of_a_large_photograph(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right of what is stored
    image = Image.new("RGB", (800, 400), "blue")
    image.paste("red", (700, 0, 800, 400))
    array = open_image(saved(image, tmp_path / "large.jpg", exif=exif, quality=95), max_side=200)
    assert array.shape == (200, 100, 3)
    assert array[0, 50, 2] > 200  # the stored left side is now on top
    assert array[-1, 50, 0] > 200


def exif_block(*entries, rest=b""):
    """Return an EXIF block of (tag, type, count, value) entries, as TIFF 6.0 lays it out."""
    table = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    head = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries))
    return head + table + bytes(4) + rest


TURN, BYTE, SHORT, RATIONAL = (0x0112, 3, 1, 6), 1, 3, 10


@pytest.mark.parametrize(
    ("exif", "shape"),
    [
        pytest.param(exif_block(TURN), (6, 4, 3), id="nothing-wrong"),
        pytest.param(exif_block(TURN, (0x011A, RATIONAL, 0, 8)), (6, 4, 3), id="odd-resolution"),
        pytest.param(exif_block(TURN, (0x8769, 9, 1, 2**32 - 1)), (6, 4, 3), id="odd-pointer"),
        pytest.param(exif_block((0x0112, SHORT, 1, 99)), (4, 6, 3), id="no-such-orientation"),
        pytest.param(exif_block((0x0112, BYTE, 8, 2**31)), (4, 6, 3), id="value-out-of-file"),
        pytest.param(b"Exif\0\0II*\0\xff\xff\xff\xff\1", (4, 6, 3), id="cut-short"),
        pytest.param(b"Exif\0\0", (4, 6, 3), id="empty"),
    ],
)
def test_faults_in_the_cameras_notes_do_not_hide_the_picture(tmp_path, recwarn, exif, shape):
    assert open_image(saved(flag(), tmp_path / "odd.jpg", exif=exif)).shape == shape
    assert not recwarn.list


def test_notes_that_cannot_be_read_at_all_leave_the_picture_as_it_is(tmp_path, monkeypatch):
    def fail(image):
        raise SyntaxError("not a TIFF file")

    monkeypatch.setattr(Image.Image, "getexif", fail)
    assert open_image(saved(flag(), tmp_path / "odd.png")).shape == (4, 6, 3)


@pytest.mark.parametrize(
    ("size", "max_side", "shape"),
    [
        ((600, 300), 100, (50, 100, 3)),
        ((300, 600), 100, (100, 50, 3)),
        ((100, 50), 100, (50, 100, 3)),
        ((20, 10), 100, (10, 20, 3)),  # small pictures are not blown up
        ((3000, 1), 100, (1, 100, 3)),
    ],
)
def test_what_is_larger_than_max_side_is_reduced_in_proportion(tmp_path, size, max_side, shape):
    path = saved(Image.new("RGB", size, "green"), tmp_path / "large.png")
    assert open_image(path, max_side=max_side).shape == shape


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGBA", "I;16"])
def test_pictures_of_all_modes_are_reduced(tmp_path, mode):
    path = saved(Image.new(mode, (600, 300)), tmp_path / "large.png")
    assert open_image(path, max_side=100).shape == (50, 100, 3)


def test_a_colour_that_stands_for_clear_is_honoured_in_a_large_picture(tmp_path):
    stripes = np.zeros((200, 200, 3), np.uint8)
    stripes[:, ::2] = RED
    path = saved(Image.fromarray(stripes), tmp_path / "key.png", transparency=RED)
    array = open_image(path, max_side=50)
    np.testing.assert_allclose(array[5:-5, 5:-5], 127, atol=5)  # black on white, no red left


def test_reducing_averages_the_pixels(tmp_path):
    stripes = np.zeros((400, 400), np.uint8)
    stripes[:, ::2] = 200
    array = open_image(saved(Image.fromarray(stripes), tmp_path / "s.png"), max_side=50)
    np.testing.assert_allclose(array[5:-5, 5:-5], 100, atol=4)


def test_an_animation_gives_its_first_picture(tmp_path):
    frames = [Image.new("RGB", (5, 5), colour) for colour in ("red", "blue")]
    path = saved(frames[0], tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    assert corners(open_image(path)) == [RED] * 4


def test_too_many_pixels_are_refused_before_they_are_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(own_image, "MOST_PIXELS", 1000)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)  # decoding would fail otherwise
    path = saved(Image.new("L", (50, 40)), tmp_path / "bomb.png")
    with pytest.raises(ValueError, match=r"too large .* 50 x 40 = 2,000 pixels\. Make it smaller"):
        open_image(path)


def test_a_picture_that_pillow_takes_for_a_bomb_is_refused_too(tmp_path):
    path = saved(Image.new("1", (20_000, 20_000)), tmp_path / "bomb.png")
    assert path.stat().st_size < 200_000
    with pytest.raises(ValueError, match=r"too large to open.*400000000 pixels.*Make it smaller"):
        open_image(path)


def test_a_large_jpeg_is_decoded_small(tmp_path, monkeypatch):
    path = saved(Image.new("RGB", (1600, 800), "red"), tmp_path / "large.jpg")
    monkeypatch.setattr(own_image, "MOST_PIXELS", 400 * 200)  # a quarter of each side
    assert open_image(path, max_side=200).shape == (100, 200, 3)
    slow = saved(Image.new("RGB", (1600, 800)), tmp_path / "slow.jpg", progressive=True)
    with pytest.raises(ValueError, match="1600 x 800"):  # it would be held whole in memory
        open_image(slow, max_side=200)


def test_pillows_warning_about_large_pictures_is_not_shown(tmp_path, monkeypatch, recwarn):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1500)
    assert open_image(saved(Image.new("L", (50, 40)), tmp_path / "l.png")).shape == (40, 50, 3)
    assert not recwarn.list


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path):
    saved(flag(), tmp_path / "holiday.png")
    with pytest.raises(FileNotFoundError, match=r"no file 'holyday.png'.*mean 'holiday.png'"):
        open_image(tmp_path / "holyday.png")
    with pytest.raises(FileNotFoundError, match=r"no file 'x'.*check its name"):
        open_image(tmp_path / "x")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*nowhere"):
        open_image(tmp_path / "nowhere" / "a.png")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder; give the path of one picture"):
        open_image(tmp_path)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.png"
    path.write_bytes(b"")
    with pytest.raises(ValueError, match=r"empty \(0 bytes\).*again"):
        open_image(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 and so on", "a PDF document; take a screenshot"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing.*export it as PNG"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC.*save it as JPEG"),
        (b"PK\x03\x04 and so on", "ZIP"),
        (b"dear diary, today", "not a picture that can be read; use JPEG.*begins with b'dear dia"),
    ],
    ids=["pdf", "svg", "html", "heic", "zip", "text"],
)
def test_what_is_not_a_picture_is_named(tmp_path, content, said):
    path = tmp_path / "holiday.jpg"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=said):
        open_image(path)


@pytest.mark.parametrize("name", ["cut.png", "cut.jpg", "cut.gif", "cut.bmp", "cut.tif"])
@pytest.mark.parametrize("kept", [0.4, 0.9])
def test_a_truncated_file_is_refused(tmp_path, name, kept):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    path = saved(Image.fromarray(noise), tmp_path / name)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ValueError, match=r"cut short|not a picture"):
        open_image(path)


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    path = saved(flag(), tmp_path / "locked.png")
    monkeypatch.setattr(Image, "open", refuse)
    with pytest.raises(PermissionError, match=r"locked\.png may not be read by you"):
        open_image(path)


def test_a_web_address_is_refused():
    with pytest.raises(ValueError, match="is a web address; save the picture first"):
        open_image("https://example.org/cat.jpg")


@pytest.mark.parametrize("wrong", [None, 3, b"abc", np.zeros((2, 2))])
def test_what_is_not_a_path_is_refused(wrong):
    with pytest.raises(TypeError, match=f"path of a file in quotes.*got {type(wrong).__name__}"):
        open_image(wrong)


@pytest.mark.parametrize(
    ("wrong", "error"), [(0, ValueError), (-5, ValueError), ("9", TypeError), (True, TypeError)]
)
def test_a_wrong_max_side_is_refused(tmp_path, wrong, error):
    with pytest.raises(error, match=r"max_side .* got"):
        open_image(saved(flag(), tmp_path / "a.png"), max_side=wrong)
