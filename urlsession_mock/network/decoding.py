"""A body as it was before the server encoded it: gzip, deflate, br.

Pure. Not here: what the decoded body is for (receiving.py), the encoding of a transfer in chunks,
which is the wire's own affair. One rule: what comes out does not depend on how the body was cut,
and no piece of it is large, however much a few bytes stand for.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Final, Protocol, cast

from urlsession_mock.errors import MissingExtra

__all__ = ["ACCEPT_ENCODING", "BadContent", "Decoder", "accept_encoding", "decoder"]

# Observed: an iPhone or a Mac offers br over https alone, where no old proxy is in the way
# (Accept-Encoding in RFC 9110, 12.5.3; br is RFC 7932).
ACCEPT_ENCODING: Final = "gzip, deflate"
_BROTLI: Final = "br"

_PIECE: Final = 64 * 1024
"""Bytes in one decoded piece, at most; and bytes given to a decoder of br at once."""
_MOST: Final = 5
"""More codings than this are no real body, only a way to use memory up; they are left alone."""
_GZIP: Final = 16 + zlib.MAX_WBITS
_GZIP_MAGIC: Final = b"\x1f\x8b"


class BadContent(Exception):
    """A body is not what its Content-Encoding says, or ends too early.

    A task fails with NSURLErrorCannotDecodeRawData (-1015) for it: Apple's page of the code says
    "could not be decoded for a known content encoding", and Macs are seen to give it
    (github.com/Alamofire/Alamofire/issues/2876). -1016 is about an unknown encoding. Unsure: that a
    body which ends too early gives the same code.
    """


class Stage(Protocol):
    """Takes one coding off."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What these bytes stand for. Raises `BadContent`."""
        ...

    def finish(self) -> None:
        """The body is over. Raises `BadContent` where it should not be."""
        ...


class Decoder:
    """Takes all codings of a body off, piece by piece."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._stages = tuple(stages)

    @property
    def is_identity(self) -> bool:
        """What comes out is what went in."""
        return not self._stages

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes that `data` adds, never many at once. Raises `BadContent`."""
        return self._through(data, 0)

    def feed(self, data: bytes) -> bytes:
        """The decoded bytes that `data` adds, as one. Raises `BadContent`."""
        return data if self.is_identity else b"".join(self._through(data, 0))

    def finish(self) -> None:
        """The body is over. Raises `BadContent` if it ended early."""
        for stage in self._stages:
            stage.finish()  # it has given all it had

    def _through(self, data: bytes, index: int) -> Iterator[bytes]:
        if not data:
            return
        if index == len(self._stages):
            yield data
            return
        for piece in self._stages[index].pieces(data):
            yield from self._through(piece, index + 1)


def decoder(encodings: str | None) -> Decoder:
    """A decoder for the value of a Content-Encoding header; None for a body without one.

    Codings are taken off in the reverse of the order in which they were put on (RFC 9110, 8.4), up
    to one that is not known: that and what is under it stay on. Inferred: Apple's pages are silent,
    and apps get bodies of made-up encodings as they came. Raises `MissingExtra` for br where
    brotli is not installed.
    """
    names = [name.strip().lower() for name in (encodings or "").split(",")]
    codings = [name for name in names if name and name != "identity"]
    stages: list[Stage] = []
    for name in reversed(codings if len(codings) <= _MOST else []):
        make = _CODINGS.get(name)
        if make is None:
            break
        stages.append(make())
    return Decoder(stages)


def accept_encoding(scheme: str) -> str:
    """The Accept-Encoding that a session sends to a URL of this scheme.

    It offers br over https, where brotli is installed.
    """
    offers_brotli = scheme.lower() == "https" and find_spec("brotli") is not None
    return f"{ACCEPT_ENCODING}, {_BROTLI}" if offers_brotli else ACCEPT_ENCODING


class _Inflate(Protocol):
    """What is used of zlib's own decompression object, which has no public name."""

    @property
    def eof(self) -> bool: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _inflated(inflate: _Inflate, data: bytes, what: str) -> Iterator[bytes]:
    """What zlib makes of the bytes, up to the end of its stream."""
    while not inflate.eof:
        try:
            piece = inflate.decompress(data, _PIECE)
        except zlib.error as error:
            raise _unlike(what, error) from error
        if piece:
            yield piece
        data = inflate.unconsumed_tail
        if not data and len(piece) < _PIECE:
            return


def _unlike(what: str, error: Exception) -> BadContent:
    return BadContent(f"the body is not {what}, as its Content-Encoding says: {error}")


def _early(what: str) -> BadContent:
    return BadContent(f"the body ends in the middle of what is encoded as {what}")


class _Gzip:
    """One or more members, each a gzip file (RFC 1952, 2.2).

    Inferred: what follows and is no member is ignored, as browsers do.
    """

    def __init__(self) -> None:
        self._member: _Inflate | None = None
        self._next = b""
        self._count = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._member is None:
                self._next += data
                if len(self._next) < len(_GZIP_MAGIC) and _GZIP_MAGIC.startswith(self._next):
                    return
                data, self._next = self._next, b""
                if self._count and not data.startswith(_GZIP_MAGIC):
                    self._next = b"?"  # from here on no member begins
                    return
                self._member = zlib.decompressobj(_GZIP)
            yield from _inflated(self._member, data, "gzip")
            if not self._member.eof:
                return
            data, self._member = self._member.unused_data, None
            self._count += 1

    def finish(self) -> None:
        if self._member is not None or (self._next and not self._count):
            raise _early("gzip")


class _Deflate:
    """A zlib stream, or a bare one: servers send either under this name (RFC 9110, 8.4.1.2)."""

    def __init__(self) -> None:
        self._inflate: _Inflate | None = None
        self._start = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._inflate is None:
            self._start += data
            if len(self._start) < 2:
                return
            data, self._start = self._start, b""
            # A bare stream never begins so: its first block would be stored, with padding set.
            has_header = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        yield from _inflated(self._inflate, data, "deflate")

    def finish(self) -> None:
        if self._start or (self._inflate is not None and not self._inflate.eof):
            raise _early("deflate")


class _Decompressor(Protocol):
    """What is used of brotli's own."""

    def process(self, data: bytes, /) -> bytes: ...

    def is_finished(self) -> bool: ...


class _Module(Protocol):
    """What is used of brotli."""

    @property
    def error(self) -> type[Exception]: ...

    def Decompressor(self) -> _Decompressor: ...


class _Brotli:
    """A brotli stream (RFC 7932)."""

    def __init__(self) -> None:
        try:
            # later: it is of an optional extra
            import brotli  # type: ignore[import-untyped]  # it has no types; see `_Module`
        except ImportError as error:
            raise MissingExtra(
                "a body is encoded as br, and decoding it needs a package that is not installed; "
                "install it with: pip install 'urlsession-mock[live]', or let the answer come "
                "without Content-Encoding: br"
            ) from error
        module = cast(_Module, brotli)  # as above
        self._error = module.error
        self._brotli = module.Decompressor()
        self._has_begun = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        self._has_begun = True
        for start in range(0, len(data), _PIECE):
            # Once it is finished, this is an error too: brotli does not say where it ended.
            try:
                found = self._brotli.process(data[start : start + _PIECE])
            except self._error as error:
                raise _unlike("br", error) from error
            for at in range(0, len(found), _PIECE):
                yield found[at : at + _PIECE]

    def finish(self) -> None:
        if self._has_begun and not self._brotli.is_finished():
            raise _early("br")


_CODINGS: Final[dict[str, Callable[[], Stage]]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    _BROTLI: _Brotli,
}
