"""A download that goes on where it broke off: pooch's own starts again from the first byte."""

import os
import re

CHUNK = 1 << 13  # bytes written at once: the most that is lost where a connection breaks
TIMEOUT = (10, 60)  # seconds to connect, and between two pieces
TRIES = 4  # connections to one address, each of which must bring something


class Refused(Exception):
    """An address gave something else than the file; the message says what."""


class ResumingDownload:
    """Called by pooch with an address and a file name [1]_; brings the one to the other.

    What has come so far lies in `part`, which outlives a broken connection, a stopped notebook and
    a machine switched off. The server is asked for the rest of it; one that cannot give a rest
    sends everything, which then takes the place of the part.

    Parameters
    ----------
    part : pathlib.Path
        Beside the file that is wanted, on the same disk.
    remote : Remote
        Which size the file has, and how large it may be.
    progress : Progress
        Is moved on by the bytes of `part`.
    session : requests.Session

    References
    ----------
    .. [1] pooch's documentation, "Custom downloaders"; RFC 9110, section 14 (range requests).
    """

    def __init__(self, part, remote, progress, session):
        self.part, self.remote, self.progress, self.session = part, remote, progress, session
        self._start = progress.done

    def __call__(self, url, output_file, pooch):
        """Download `url` to the path `output_file`.

        Raises
        ------
        Refused
            If the server has no such file, or sends more or less than it should.
        requests.RequestException
            If there is no connection, or none that lasts.
        """
        self._connect_until_whole(url)
        os.replace(self.part, output_file)

    def _connect_until_whole(self, url):
        from requests.exceptions import ChunkedEncodingError, ConnectionError, Timeout

        for _ in range(TRIES):
            before = self.have
            if before and before == self.remote.size:
                break  # it had come whole, and only its name was not given yet
            try:
                if self._receive(url):
                    break
            except (ChunkedEncodingError, ConnectionError, Timeout):
                if self.have == before:
                    raise
        else:
            raise Refused(f"broke off {TRIES} times")
        self._show()

    @property
    def have(self):
        """Bytes that have come."""
        return self.part.stat().st_size if self.part.exists() else 0

    def _receive(self, url):
        """Receive from one connection; return whether nothing is missing."""
        headers = {"Accept-Encoding": "identity"}  # the bytes themselves, which can be counted
        if self.have:
            headers["Range"] = f"bytes={self.have}-"
        with self.session.get(url, stream=True, timeout=TIMEOUT, headers=headers) as answer:
            if answer.status_code == 416 and self.have:  # no such rest: the part is another file's
                self.part.unlink()
                return False
            if answer.status_code >= 400:
                raise Refused(f"answered {answer.status_code} {answer.reason}")
            if self.have and _first_byte(answer) != self.have:
                self.part.unlink()
            self._check_length(answer)
            self._append(answer)
        size = self.remote.size
        return size is None or self.have == size

    def _check_length(self, answer):
        """Refuse at once what cannot be the file, rather than after its last byte."""
        announced = answer.headers.get("Content-Length", "")
        if not announced.isdigit():
            return
        total, size = self.have + int(announced), self.remote.size
        if total > self.remote.largest or (size is not None and total != size):
            self._refuse(f"sends {_what(answer, total)} where {self._expected()} are expected")

    def _append(self, answer):
        with self.part.open("ab") as file:
            for piece in answer.iter_content(CHUNK):
                if file.tell() + len(piece) > self.remote.largest:
                    self._refuse(f"sends more than {self._expected()}")
                file.write(piece)
                file.flush()
                self.progress.at(self._start + file.tell())

    def _refuse(self, why):
        """Give up an address whose bytes are of another file, and with it what came of them."""
        self.part.unlink(missing_ok=True)
        raise Refused(why)

    def _expected(self):
        size = self.remote.size
        return f"{size:,} bytes" if size is not None else f"at most {self.remote.largest:,} bytes"

    def _show(self):
        self.progress.at(self._start + self.have)


def _first_byte(answer):
    """Return the place of the first byte that an answer holds: 0 where it holds the whole file."""
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if answer.status_code == 206 and found else 0


def _what(answer, total):
    page = answer.headers.get("Content-Type", "").startswith("text/html")
    return f"{'a web page of ' if page else ''}{total:,} bytes"
