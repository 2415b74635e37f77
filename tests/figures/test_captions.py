import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from cnnteach.figures.captions import captioned
from cnnteach.figures.numbers import numbers
from cnnteach.figures.page import write_page


class Page(HTMLParser):
    """Collects the attributes of the picture, and the words of the caption."""

    def __init__(self, page):
        super().__init__()
        self.picture, self.tags, self.words = {}, [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "img":
            self.picture = dict(attributes)

    def handle_data(self, data):
        self.words += data


def shown(caption="A caption.", alt="An alternative."):
    return captioned(numbers([[1, 2]]), caption=caption, alt=alt)._repr_mimebundle_()


def test_the_page_holds_the_picture_the_words_for_it_and_the_caption():
    page = Page(shown('Is 3 < 5 & "so"?', 'The "numbers" 1 < 2.')["text/html"])
    assert page.tags == ["figure", "img", "figcaption"]
    assert page.picture["alt"] == 'The "numbers" 1 < 2.'
    assert page.words == 'Is 3 < 5 & "so"?'


def test_the_picture_is_sharp_and_opaque_so_that_it_can_be_read_in_a_dark_theme():
    bundle = shown()
    page = Page(bundle["text/html"])
    assert page.picture["src"] == "data:image/png;base64," + bundle["image/png"]
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.width == pytest.approx(2 * int(page.picture["width"]), abs=2)
    pixels = np.asarray(picture.convert("RGBA"))
    assert (pixels[..., 3] == 255).all()
    assert tuple(pixels[0, 0]) == (255, 255, 255, 255)


def test_where_there_is_neither_page_nor_picture_the_words_remain():
    assert shown()["text/plain"] == "A caption. An alternative."


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_words_are_needed(empty):
    with pytest.raises(ValueError, match="caption is"):
        captioned(numbers([[1]]), caption=empty, alt="x")
    with pytest.raises(ValueError, match="alt is"):
        captioned(numbers([[1]]), caption="x", alt=empty)


def test_a_figure_is_needed():
    with pytest.raises(TypeError, match="figure is a ndarray"):
        captioned(np.zeros((2, 2)), caption="x", alt="x")


def test_a_page_holds_its_words_and_figures_and_asks_for_nothing_else(tmp_path):
    shown = captioned(numbers([[1, 2]]), caption="A <row>.", alt='1 and "2"')
    page = write_page(tmp_path / "mine.html", "Mine & yours", "It is < 3.", shown)
    text = page.read_text(encoding="utf-8")
    assert text.index("<h1>Mine &amp; yours</h1>") < text.index("<p>It is &lt; 3.</p>")
    assert text.index("<p>It is") < text.index('alt="1 and &quot;2&quot;"')
    assert "<figcaption" in text
    assert set(re.findall(r'(?:src|href)="([a-z]+):', text)) == {"data"}


def test_a_page_takes_no_figure_without_its_caption(tmp_path):
    with pytest.raises(TypeError, match="a part of the page is a Figure"):
        write_page(tmp_path / "mine.html", "Mine", numbers([[1]]))
    assert not (tmp_path / "mine.html").exists()
