"""Interim responses on HTTP/1.1, found in the bytes that pass: httpcore reads over them.

Pure. Not here: the final response, which httpcore reads. One rule: what is no interim response
ends the search; whether it is HTTP at all is for httpcore to say.
"""

from __future__ import annotations

import re

from urlsession_mock.network.wire import Headers, Informational

__all__ = ["Interim"]

_LONGEST = 100 << 10  # as long a head as httpcore reads
_STATUS = re.compile(rb"HTTP/1\.[01] (1\d\d)(?: [^\r\n]*)?")
_UPGRADE = 101  # final, as far as HTTP goes (R62)


class Interim:
    """Searches what one request is answered, from its first byte to the end of the final head."""

    def __init__(self) -> None:
        self._bytes = b""
        self._size = 0
        self.size: int | None = None
        """Bytes up to the body, once they are known."""
        self.is_over: bool = False

    def feed(self, data: bytes) -> list[Informational]:
        """The interim responses that are whole with these bytes."""
        found: list[Informational] = []
        if self.is_over:
            return found
        self._bytes += data
        while (whole := self._take()) is not None:
            found.append(whole)
        return found

    def _take(self) -> Informational | None:
        head, end, rest = self._bytes.partition(b"\r\n\r\n")
        if not end:
            self.is_over = len(self._bytes) > _LONGEST
            return None
        self._size += len(head) + len(end)
        lines = head.split(b"\r\n")
        status = _STATUS.fullmatch(lines[0])
        if status is None or int(status[1]) == _UPGRADE:
            self.is_over, self.size = True, self._size
            return None
        self._bytes = rest
        return Informational(int(status[1]), _fields(lines[1:]))


def _fields(lines: list[bytes]) -> Headers:
    pairs = [line.decode("latin-1").partition(":") for line in lines]
    return tuple((name, value.strip()) for name, colon, value in pairs if colon)
