"""A web server of one's own on this machine, that can be as bad as the worst of the real ones."""

import re
import shutil
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


class Answer(NamedTuple):
    """How the server answers for one path."""

    body: bytes = b""
    status: int = 200
    ranges: bool = True  # whether it can give a rest
    announced: bool = True  # whether it says the length before
    breaks_after: int | None = None  # bytes, of each of the first `broken` connections
    broken: int = 0
    kind: str = "application/octet-stream"
    waits_for: threading.Event | None = None


class Server:
    """Answers from a dict of paths, and remembers what it was asked."""

    def __init__(self, address):
        self.address, self.answers = address, {}
        self.asked, self.encodings = [], []
        self.started = threading.Event()  # that somebody has asked

    def put(self, path, body=b"", **manners):
        """Offer `body` at `path`, and return the address."""
        self.answers[path] = Answer(bytes(body), **manners)
        return f"{self.address}/{path}"


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""

    def do_GET(self):
        server = self.server.told
        path = self.path.lstrip("/")
        earlier = sum(asked == path for asked, _ in server.asked)
        server.asked.append((path, self.headers.get("Range")))
        server.encodings.append(self.headers.get("Accept-Encoding"))
        server.started.set()
        answer = server.answers.get(path, Answer(status=404))
        if answer.waits_for:
            answer.waits_for.wait(timeout=60)
        self._send(answer, breaks=earlier < answer.broken)

    def _send(self, answer, breaks):
        first = re.match(r"bytes=(\d+)-", self.headers.get("Range") or "")
        first = int(first[1]) if first and answer.ranges and answer.status == 200 else 0
        size = len(answer.body)
        if first and first >= size:
            return self._head(answer, 416, 0, {"Content-Range": f"bytes */{size}"})
        part = answer.body[first:]
        extra = {"Content-Range": f"bytes {first}-{size - 1}/{size}"} if first else {}
        self._head(answer, 206 if first else answer.status, len(part), extra)
        with suppress(ConnectionError):  # who has seen enough hangs up
            self.wfile.write(part[: answer.breaks_after] if breaks else part)
        self.close_connection = True
        return None

    def _head(self, answer, status, length, extra):
        self.send_response(status)
        self.send_header("Content-Type", answer.kind)
        if answer.announced:
            self.send_header("Content-Length", str(length))
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def server():
    """A web server on 127.0.0.1."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    running.told = Server(f"http://127.0.0.1:{running.server_port}")
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield running.told
    for answer in running.told.answers.values():
        if answer.waits_for:
            answer.waits_for.set()
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    """The folder of all downloads, for one test."""
    folder = tmp_path / "downloads"
    monkeypatch.setenv("CNNTEACH_DATA", str(folder))
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)  # pytest keeps what it is left, and CIFAR is large


@pytest.fixture(scope="session")
def fixtures():
    """The folder of real data; a test that asks for it is left out where there is none."""
    if not FIXTURES.is_dir():
        pytest.skip("there is no ../shared/fixtures beside this repository")
    return FIXTURES
