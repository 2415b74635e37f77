"""How long from a key or a pointer to painted pixels, and how many pictures a held key shows."""

import math
import re
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

SCRIPT = Path(__file__).with_name("ruler.js").read_text(encoding="utf-8")
QUIET = 60  # ms without a changed frame, after which an answer is complete
FRAME, GOLDEN = 1000 / 60, 0.618  # ms from frame to frame; steps of this share fill an interval
BUSY = 0.3  # share of time that tasks waited for a CPU, above which figures are the machine's


class NoAnswer(AssertionError):
    """An input was not answered by a changed picture, or by one that did not come to rest."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds from each input to the last painted frame that answers it.

    `first` holds those to the first such frame; `look` is what looking at a picture cost, which is
    not in them; `traffic` is KiB over WebSockets a step; `waited` the share of time in which some
    task of this machine waited for a CPU.
    """

    milliseconds: tuple[float, ...]
    first: tuple[float, ...]
    look: float
    traffic: float
    waited: float | None

    @property
    def median(self):
        return statistics.median(self.milliseconds)

    @property
    def p95(self):
        """The 95th percentile by nearest rank: a value that was measured."""
        return sorted(self.milliseconds)[math.ceil(0.95 * len(self.milliseconds)) - 1]

    @property
    def worst(self):
        return max(self.milliseconds)

    def columns(self):
        times = (f"{value:.0f}" for value in (self.median, self.p95, self.worst))
        notes = f"{self.traffic:.1f} KiB a step" if self.traffic else ""
        return str(len(self.milliseconds)), *times, _share(self.waited), notes


@dataclass(frozen=True)
class Burst:
    """What a held-down key showed.

    `keys` pressed in `span` ms made at least `pictures` different frames (where the page has no
    time between two keys, not every frame is looked at), the last of them painted `lag` ms after
    the last key (at `last_key`, ms since 1970). `python`, where it was asked for, is when the
    kernel's trait was final, in ms after that key.
    """

    keys: int
    span: float
    pictures: int
    lag: float
    last_key: float
    waited: float | None
    python: float | None = None

    def with_python(self, lag):
        return replace(self, python=lag)

    def columns(self):
        rate = 1000 * (self.keys - 1) / self.span
        notes = f"{self.pictures} pictures for {self.keys} keys at {rate:.0f}/s"
        if self.python is not None:
            notes += f", Python after {self.python:.0f}"
        return "1", f"{self.lag:.0f}", "", "", _share(self.waited), notes


@dataclass(frozen=True)
class Growth:
    """MiB that a page's scripts hold more than before."""

    mebibytes: float

    def columns(self):
        return "1", "", "", "", "", f"{self.mebibytes:.1f} MiB more are held"


class Ruler:
    """Measures on one page. `target` is a Locator of what must change, and nothing else.

    A frame counts where the target's markup, the values of its controls or the pixels of its
    canvases differ from the frame before; a style that comes from outside the target does not show.
    Inputs are the browser's own, trusted ones, and start at their `timeStamp`. One that no frame
    answers within `limit` ms raises `NoAnswer`; no busy machine reaches the usual one.
    """

    def __init__(self, tab, *, limit=20_000):
        self.tab, self.page, self.limit = tab, tab.page, limit
        self.page.evaluate(SCRIPT)

    def keys(self, control, target, keys):
        """Press `keys` on `control`, one after the other is answered; return the `Latency`."""
        control.focus()
        return self._steps(target, "keydown", keys, self.page.keyboard.press)

    def hover(self, places, target):
        """Move the pointer to each of the Locators `places`; return the `Latency`."""
        boxes = [place.bounding_box() for place in places]
        points = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes]
        return self._steps(target, "pointermove", points, lambda at: self.page.mouse.move(*at))

    def burst(self, control, target, keys, *, rate=30):
        """Press `keys` at `rate` a second, waiting for no answer; return the `Burst`.

        The last one must lead to a picture that no other did, as `further_at_last` does: a view may
        show one picture for many keys, and the last of them would change nothing.
        """
        control.focus()
        with self._watching(target, "keydown") as waited:
            start = time.monotonic()
            for number, key in enumerate(keys):
                ahead = start + number / rate - time.monotonic()
                if ahead > 0:
                    self.page.wait_for_timeout(1000 * ahead)  # the beat of a held key
                self.page.keyboard.press(key)
            seen = self._settled(f"{len(keys)} keys", expected=len(keys), quiet=5 * QUIET)
        first, last = seen["inputs"][0], seen["inputs"][-1]
        pictures, lag = len(seen["frames"]), seen["after"][-1] - last
        return Burst(len(keys), last - first, pictures, lag, seen["origin"] + last, waited())

    def _steps(self, target, event, steps, act):
        crossed = self.tab.sent + self.tab.received
        answers, firsts = [], []
        with self._watching(target, event) as waited:
            for number, step in enumerate(steps):
                # A hand knows nothing of frames: the inputs fall evenly over the time between two.
                pause = FRAME * (number * GOLDEN % 1)
                self.page.evaluate("(pause) => window.ruler.ready(pause)", pause)
                act(step)
                seen = self._settled(f"{event} {step!r}", expected=1, quiet=QUIET)
                answers.append(seen["after"][-1] - seen["inputs"][0])
                firsts.append(seen["after"][0] - seen["inputs"][0])
        crossed = self.tab.sent + self.tab.received - crossed
        traffic = crossed / 1024 / len(answers)
        return Latency(tuple(answers), tuple(firsts), seen["cost"], traffic, waited())

    @contextmanager
    def _watching(self, target, event):
        start = _pressure()
        target.evaluate("(element, event) => window.ruler.watch(element, event)", event)
        try:
            yield lambda: _waited_since(start)
        finally:
            self.page.evaluate("() => window.ruler.stop()")

    def _settled(self, what, *, expected, quiet):
        ask = "([limit, quiet]) => window.ruler.settled(limit, quiet)"
        seen = self.page.evaluate(ask, [self.limit, quiet])
        if len(seen["inputs"]) != expected:
            raise NoAnswer(f"{what}: {len(seen['inputs'])} of {expected} inputs reached the page")
        if not seen["after"]:
            raise NoAnswer(f"{what}: no frame showed a different picture within {self.limit} ms")
        if not seen["rests"]:
            raise NoAnswer(f"{what}: the picture still changes after {2 * self.limit} ms")
        return seen


def there_and_back(there, back, turn, count):
    """Return `count` keys that go `turn` steps one way, then back, so that each changes something.

    >>> there_and_back("Right", "Left", 2, 5)
    ['Right', 'Right', 'Left', 'Left', 'Right']
    """
    return [(there, back)[step // turn % 2] for step in range(count)]


def further_at_last(there, back, turn, turns):
    """Return keys that go `turn` steps there and back, and then one step further than ever before.

    >>> further_at_last("Right", "Left", 2, 1)
    ['Right', 'Right', 'Left', 'Left', 'Right', 'Right', 'Right']
    """
    return [*there_and_back(there, back, turn, turn * (2 * turns + 1)), there]


def _pressure():
    """Seconds in which some task waited for a CPU, as Linux counts them, and the time now."""
    try:
        text = Path("/proc/pressure/cpu").read_text()
    except OSError:
        return None
    return int(re.search(r"some .*total=(\d+)", text)[1]) / 1e6, time.monotonic()


def _waited_since(start):
    now = _pressure()
    return now and start and (now[0] - start[0]) / (now[1] - start[1])


def _share(waited):
    return "" if waited is None else f"{waited:.2f}" + ("!" if waited > BUSY else "")


def table(measured):
    """Return ``[(name, Latency or Burst), ...]`` as lines of a table.

    >>> quick = Latency((14.0, 16.0, 31.0), (14.0, 16.0, 31.0), 0.2, 0.0, 0.4)
    >>> held = Burst(60, 1967.0, 58, 18.0, 0.0, 0.1, python=41.0)
    >>> print("\\n".join(line.rstrip() for line in table([("key", quick), ("held key", held)])))
    ms              n  median  p95  worst   wait
    key             3      16   31     31  0.40!
    held key: lag   1      18               0.10  58 pictures for 60 keys at 30/s, Python after 41
    """
    head = ("ms", "n", "median", "p95", "worst", "wait", "")
    rows = [head]
    for name, result in measured:
        rows.append((name + ": lag" * isinstance(result, Burst), *result.columns()))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return ["  ".join(map(_aligned, row, widths, "<>>>>><")) for row in rows]


def _aligned(text, width, side):
    return f"{text:{side}{width}}"
