"""A headless Chromium, and its pages with what they asked of the world and what they said."""

import os
import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Error, expect, sync_playwright

from harness.view import ADDRESS

FLAGS = (
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-renderer-backgrounding",
    "--force-color-profile=srgb",
    "--use-fake-device-for-media-stream",  # a camera for pages that ask for one and are allowed it
    # The outside is out of reach, by name, by number or through a proxy.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
NO_CHROMIUM = (
    "The browser tests need a Chromium, and none was found. `make test` installs one; "
    "or set CHROMIUM=/path/to/chromium and run the tests again."
)
HERE = ("127.0.0.1", "localhost", "::1")
SIZE = {"width": 1280, "height": 1000}
LIMIT = 60_000  # ms that a page may take for anything that is waited for


@contextmanager
def chromium(executable):
    """Start a Chromium with a throw-away profile, and give its one context.

    Raises
    ------
    RuntimeError
        If `executable` is None: there is no Chromium.
    """
    if executable is None:
        raise RuntimeError(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS])
        context = browser.new_context(
            viewport=SIZE,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(LIMIT)
        expect.set_options(timeout=LIMIT)
        yield context
        browser.close()


def is_outside(url):
    """Tell whether fetching `url` would leave this machine.

    >>> is_outside("http://127.0.0.1:8888/lab"), is_outside("data:image/png;base64,")
    (False, False)
    >>> is_outside("https://cdn.example/x.js"), is_outside("wss://localhost.example/")
    (True, True)
    """
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE


class Tab:
    """A page, with what it asked of the world and what it said.

    Attributes
    ----------
    page : playwright.sync_api.Page
    outside : list of str
        Addresses beyond this machine that were asked for; each request failed.
    console : list of str
        Warnings, errors and uncaught exceptions; `errors` leaves the warnings out.
    sent, received : int
        Bytes that crossed the page's WebSockets, such as a kernel's.
    """

    def __init__(self, context):
        self.outside, self.console = [], []
        self.sent = self.received = 0
        self.page = context.new_page()
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", self._opened)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.console.append(f"exception: {error}"))

    def _asked(self, url):
        if is_outside(url):
            self.outside.append(url)

    def _opened(self, socket):
        self._asked(socket.url)
        socket.on("framesent", lambda frame: self._crossed("sent", frame))
        socket.on("framereceived", lambda frame: self._crossed("received", frame))

    def _crossed(self, way, frame):
        size = len(frame.encode() if isinstance(frame, str) else frame)
        setattr(self, way, getattr(self, way) + size)

    def _said(self, message):
        # Reading a canvas back, as the ruler does, earns a warning that is not the page's.
        if message.type in ("warning", "error") and "willReadFrequently" not in message.text:
            self.console.append(f"{message.type}: {message.text}")

    @property
    def errors(self):
        """Errors and uncaught exceptions that the page reported."""
        return [line for line in self.console if not line.startswith("warning")]

    @property
    def is_blank(self):
        """Whether it shows what the test itself put on a blank page."""
        return not self.page.is_closed() and self.page.url == ADDRESS

    def clear(self):
        """Make it as good as new, which is faster than opening another."""
        self.page.unroute_all()
        self.page.goto("about:blank")
        self.page.set_viewport_size(SIZE)
        self.page.emulate_media(color_scheme="light")
        self.page.mouse.move(0, 0)
        self.outside, self.console = [], []
        self.sent = self.received = 0


class Tabs:
    """The pages of one test; call it to open another.

    Those that showed nothing but a blank page of the test's own go to `spare`, for the next test.
    """

    def __init__(self, context, spare=None):
        self._context, self._open, self._spare = context, [], spare

    def __call__(self):
        tab = self._spare.pop() if self._spare else Tab(self._context)
        tab.page.bring_to_front()  # one behind another is drawn once a second
        self._open.append(tab)
        return tab

    def __iter__(self):
        return iter(self._open)

    def keep_evidence(self, folder, name):
        """Save each page's picture and what it said; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        stem, kept = re.sub(r"[^\w.-]+", "-", name).strip("-"), []
        for number, tab in enumerate(self._open):
            picture, said = folder / f"{stem}-{number}.png", folder / f"{stem}-{number}.txt"
            try:
                tab.page.screenshot(path=picture, timeout=10_000)
                kept.append(picture)
            except Error as error:  # a page that hangs or is closed still has its log
                tab.console.append(f"no picture: {error}")
            said.write_text("\n".join([*tab.console, *map("outside: {}".format, tab.outside), ""]))
            kept.append(said)
        return kept

    def close(self):
        for tab in self._open:
            if self._spare is not None and tab.is_blank:
                tab.clear()
                self._spare.append(tab)
            else:
                tab.page.close()
