"""Take the pictures of README.md and docs: a film of an explorer in use, and four explorers.

`make pictures` runs it. The film is made of what a real Chromium paints while a mouse moves over
the page that `export_html` writes; only the pointer is drawn in.
"""

import io
from pathlib import Path

import chromium as chromiums
from conv_page import ConvPage
from harness.tabs import chromium
from PIL import Image

from cnnteach.figures.items import items
from cnnteach.widgets import (
    ConvExplorer,
    DetectorExplorer,
    KernelLab,
    NetworkDesigner,
    TrainingTimeline,
)

HERE = Path(__file__).parent
WIDTH = 760  # of the film, in pixels
COLOURS = 224
POINTER = """() => {
  const arrow = document.createElement("div");
  const path = '<path d="M3 2l16 12-8 1 5 8-3 2-5-8-5 5z" stroke="white" stroke-width="1.5"/>';
  arrow.innerHTML = `<svg width="26" height="26" viewBox="0 0 26 26">${path}</svg>`;
  arrow.style.cssText = "position:fixed;z-index:9;pointer-events:none;left:-40px;top:0";
  document.body.append(arrow);
  document.addEventListener("pointermove", (event) => {
    arrow.style.left = `${event.clientX}px`;
    arrow.style.top = `${event.clientY}px`;
  }, true);
}"""
CLASS = {  # invented
    "output_size": {
        "right": 19,
        "forgets the + 1": 6,
        "counts the padding once": 3,
        "not tried": 2,
    },
    "non_tiling": {"right": 11, "lets windows hang over the edge": 9, "ignores the stride": 4}
    | {"some other value": 2, "not tried": 4},
    "receptive_field": {
        "right": 8,
        "adds the kernels up": 7,
        "some other value": 3,
        "not tried": 12,
    },
}


class Film:
    """Frames of a page, each with how long it is shown."""

    def __init__(self, page, height):
        self.page, self.height, self.frames = page, height, []

    def shoot(self, milliseconds=350):
        """Take a frame."""
        self.page.wait_for_timeout(60)
        size = self.page.viewport_size["width"]
        clip = {"x": 0, "y": 0, "width": size, "height": self.height}
        image = Image.open(io.BytesIO(self.page.screenshot(clip=clip))).convert("RGB")
        small = image.resize((WIDTH, round(self.height * WIDTH / size)), Image.Resampling.LANCZOS)
        self.frames.append((small, milliseconds))

    def move(self, place, milliseconds=350):
        """Move the mouse, and take a frame."""
        self.page.mouse.move(*place, steps=4)
        self.shoot(milliseconds)

    def press(self, control, key, milliseconds=1200):
        """Point at a control, press a key in it, and take a frame."""
        box = control.bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        control.press(key)
        self.shoot(milliseconds)

    def save(self, path):
        """Write an animated GIF with one palette."""
        some = [frame for frame, _ in self.frames[::3]]
        sheet = Image.new("RGB", (WIDTH, some[0].height * len(some)))
        for number, frame in enumerate(some):
            sheet.paste(frame, (0, number * frame.height))
        palette = sheet.quantize(COLOURS)
        images = [
            frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame, _ in self.frames
        ]
        durations = [duration for _, duration in self.frames]
        images[0].save(path, save_all=True, append_images=images[1:], duration=durations, loop=0)


def film(context, path):
    """Walk over the output, stride, padding, the way back, and a question with a wrong answer."""
    page = context.new_page()
    page.set_viewport_size({"width": 1010, "height": 900})
    page.set_content(ConvExplorer(image="cat's eye", size=12, kernel="sobel_x").page())
    page.evaluate(POINTER)
    explorer, film = ConvPage(page.locator("#root")), Film(page, 745)
    film.shoot(900)
    for row, column in ((0, 0), (0, 1), (0, 2), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7)):
        film.move(explorer.middle("output", row, column))
    film.shoot(1400)
    for name, times in (("stride", 2), ("padding", 1)):
        for _ in range(times):
            film.press(explorer.control(name), "ArrowRight")
    for row, column in ((1, 0), (1, 1), (2, 1), (2, 2)):
        film.move(explorer.middle("output", row, column))
    explorer.control("backward").check()
    film.shoot(1200)
    for row, column in ((5, 5), (5, 6), (6, 6), (6, 7)):
        film.move(explorer.middle("input", row, column), 700)
    explorer.control("backward").uncheck()
    explorer.control("quiz").check()
    page.evaluate("scrollTo(0, 0)")
    film.shoot(1600)
    asked = page.evaluate("() => document.querySelector('.cn-quiz').question")
    for value in (asked["mistakes"][0]["value"], asked["answer"]):
        explorer.control("quiz-answer").fill(str(value))
        film.press(explorer.control("check"), "Enter", 2600)
    film.save(path)
    page.close()


def explorers(context, path):
    """Put four explorers beside each other."""
    kinds = (KernelLab, TrainingTimeline), (NetworkDesigner, DetectorExplorer)
    columns = []
    for column in zip(*kinds, strict=True):
        shots = []
        for kind in column:
            page = context.new_page()
            page.set_viewport_size({"width": 1010, "height": 900})
            page.set_content(kind().page())
            page.wait_for_timeout(800)
            shots.append(Image.open(io.BytesIO(page.locator("#root").screenshot())).convert("RGB"))
            page.close()
        columns.append(shots)
    high = max(sum(shot.height + 12 for shot in shots) for shots in columns)
    sheet = Image.new("RGB", (2 * 1010, high), "white")
    for k, shots in enumerate(columns):
        top = 0
        for shot in shots:
            sheet.paste(shot, (k * 1010, top))
            top += shot.height + 12
    sheet = sheet.resize((1536, round(high * 1536 / 2020)), Image.Resampling.LANCZOS)
    sheet.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main():
    items(CLASS).savefig(HERE / "items.png", dpi=90)
    with chromium(chromiums.find()) as context:
        film(context, HERE / "conv_explorer.gif")
        explorers(context, HERE / "explorers.png")
    for name in ("items.png", "conv_explorer.gif", "explorers.png"):
        print(f"{name}: {(HERE / name).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
