"""What a key costs in each explorer's view: milliseconds of the main thread, by kind of work.

    python benchmarks/views.py                             # all explorers: about two minutes
    python benchmarks/views.py --only SharingDial,KernelLab
    python benchmarks/views.py --beside ../older           # another checkout, in turn with this

Each view stands alone in a Chromium, with no JupyterLab around it and no kernel; its first control
is moved there and back by the arrow keys. The browser's own trace says how long the main thread was
at work, in time of the processor. It prints the medians over the keys.
"""

import argparse
import pickle
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

import chromium as chromiums  # noqa: E402
from every_page import EveryPage  # noqa: E402
from harness.ruler import there_and_back  # noqa: E402
from harness.tabs import Tab, chromium  # noqa: E402

KEYS, ROUNDS, REST = 12, 4, 80  # keys a round; rounds; ms in which a key is answered
KINDS = {  # what the trace calls it, and what it is
    "scripts": (
        "EventDispatch",
        "FunctionCall",
        "RunMicrotasks",
        "FireAnimationFrame",
        "TimerFire",
    ),
    "garbage": ("MinorGC", "MajorGC"),
    "styles": ("UpdateLayoutTree",),
    "layout": ("Layout",),
    "painting": ("PrePaint", "Paint", "Layerize", "Commit"),
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names} | {"RunTask": "all"}
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline,v8"
STATES = """
import pickle, sys
from cnnteach import widgets
made = {name: getattr(widgets, name)() for name in sys.argv[1:] or widgets.__all__}
kept = {name: (str(each._esm), str(each._css), each.get_state()) for name, each in made.items()}
sys.stdout.buffer.write(pickle.dumps(kept))
"""


@dataclass
class Kept:
    """An explorer as a checkout has it: its script, its style, its state."""

    _esm: str
    _css: str
    state: dict = field(repr=False)

    def get_state(self):
        return self.state


def explorers(checkout, names):
    """Return ``{name: Kept}`` as the package in the folder `checkout` makes them."""
    command = [sys.executable, "-c", STATES, *names]
    made = subprocess.run(command, cwd=checkout, stdout=subprocess.PIPE, check=True)
    return {name: Kept(*parts) for name, parts in pickle.loads(made.stdout).items()}


class Traced:
    """One view, and what its page does at each key."""

    def __init__(self, context, kept):
        self.tab = Tab(context)
        _, seen = EveryPage.alone(self.tab, kept)
        self.control = seen.movable()
        self.session = context.new_cdp_session(self.tab.page)
        self.events = []
        self.session.on("Tracing.dataCollected", lambda some: self.events.extend(some["value"]))
        self.keys = {kind: [] for kind in ("all", *KINDS)}
        for key in there_and_back("ArrowRight", "ArrowLeft", 1, KEYS):
            self.press(key)

    def press(self, key):
        self.control.press(key)
        self.tab.page.wait_for_timeout(REST)

    def measure(self):
        """Note what each key of a round costs."""
        self.tab.page.bring_to_front()
        for key in there_and_back("ArrowRight", "ArrowLeft", 1, KEYS):
            for kind, took in self.trace(key).items():
                self.keys[kind].append(took)

    def trace(self, key):
        """Return the milliseconds of one key by kind of work."""
        self.events.clear()
        done = []
        self.session.once("Tracing.tracingComplete", lambda _: done.append(True))
        self.session.send(
            "Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"}
        )
        self.press(key)
        self.session.send("Tracing.end")
        while not done:
            self.tab.page.wait_for_timeout(5)
        return by_kind(self.events)


def by_kind(events):
    """Add up a trace's events on the pages' main threads: each kind without what lies in it."""
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    took = dict.fromkeys(("all", *KINDS), 0.0)
    timed = [e for e in events if e["ph"] == "X" and (e["pid"], e["tid"]) in mains]
    around = []  # the events that have begun and not ended: (end, kind)
    for event in sorted(timed, key=lambda event: (event["ts"], -event["dur"])):
        kind, ms = KIND_OF.get(event["name"]), event.get("tdur", event["dur"]) / 1000
        if kind is None:
            continue
        while around and around[-1][0] <= event["ts"]:
            around.pop()
        took[kind] += ms
        if around and around[-1][1] != "all":
            took[around[-1][1]] -= ms
        around.append((event["ts"] + event["dur"], kind))
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="explorers, with commas between them")
    parser.add_argument("--beside", type=Path, help="the folder of another checkout")
    options = parser.parse_args()
    names = [name for name in options.only.split(",") if name]
    checkouts = {"here": ROOT} | ({"beside": options.beside} if options.beside else {})
    made = {label: explorers(checkout, names) for label, checkout in checkouts.items()}
    print(f"{'ms a key':32}" + "".join(f"{kind:>10}" for kind in ("all", *KINDS)))
    for name in made["here"]:
        with chromium(chromiums.find()) as context:
            views = {label: Traced(context, kept[name]) for label, kept in made.items()}
            for _ in range(ROUNDS):
                for view in views.values():
                    view.measure()
            for label, view in views.items():
                medians = (statistics.median(values) for values in view.keys.values())
                title = f"{name}{f', {label}' if len(views) > 1 else ''}"
                print(f"{title:32}" + "".join(f"{median:10.1f}" for median in medians), flush=True)


if __name__ == "__main__":
    main()
