"""Content encodings: what a body was before it was sent.

Pure. Not here: what encodings are asked for (preparing.py). One rule: a body that cannot be decoded
whole is an error, never a shorter body.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol, cast

from urlsession_mock.errors import MissingExtra

__all__ = ["BadContent", "Decoder", "decoder"]


class BadContent(Exception):
    """The body is not what its Content-Encoding says, or ends too early."""


class _Layer(Protocol):
    """One encoding being undone."""

    def feed(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class _Zlib:
    """gzip, and deflate with zlib's frame; several members may follow each other in gzip."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._undo = zlib.decompressobj(window)
        self._began = False

    def feed(self, data: bytes) -> bytes:
        found: list[bytes] = []
        while data:
            if self._undo.eof:  # RFC 1952, 2.2: a file is a series of members
                self._undo = zlib.decompressobj(self._window)
            self._began = True
            try:
                found.append(self._undo.decompress(data))
            except zlib.error as error:
                raise BadContent(str(error)) from None
            data = self._undo.unused_data
        return b"".join(found)

    def finish(self) -> bytes:
        if self._began and not self._undo.eof:
            raise BadContent("the body ends in the middle")
        return b""


class _Deflate:
    """`deflate`: zlib's frame by RFC 9110, 8.4.1.2, none at all by many servers."""

    def __init__(self) -> None:
        self._layer: _Zlib | None = None
        self._head = b""

    def feed(self, data: bytes) -> bytes:
        if self._layer is not None:
            return self._layer.feed(data)
        self._head += data
        if len(self._head) < 2:
            return b""
        first, second = self._head[:2]
        # RFC 1950, 2.2: the method is 8, and the two bytes are a multiple of 31.
        has_frame = first & 0x0F == 8 and (first << 8 | second) % 31 == 0
        self._layer = _Zlib(zlib.MAX_WBITS if has_frame else -zlib.MAX_WBITS)
        return self._layer.feed(self._head)

    def finish(self) -> bytes:
        if self._layer is None:
            if self._head:
                raise BadContent("the body ends in the middle")
            return b""
        return self._layer.finish()


class _Brotli:
    """`br`."""

    def __init__(self) -> None:
        if find_spec("brotli") is None:
            raise MissingExtra(
                "decoding br needs brotli, which is not installed; install it with: "
                "pip install 'urlsession-mock[live]'"
            )
        brotli: Any = import_module("brotli")  # Any: the package has no types
        self._error: type[Exception] = brotli.error
        self._undo = brotli.Decompressor()
        self._began = False

    def feed(self, data: bytes) -> bytes:
        self._began = self._began or bool(data)
        try:
            return cast(bytes, self._undo.process(data))  # the package has no types
        except self._error as error:
            raise BadContent(str(error)) from None

    def finish(self) -> bytes:
        if self._began and not self._undo.is_finished():
            raise BadContent("the body ends in the middle")
        return b""


# fmt: off
_LAYERS: Final[dict[str, Callable[[], _Layer]]] = {
    "gzip":    lambda: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip":  lambda: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": _Deflate,
    "br":      _Brotli,
}
# fmt: on


class Decoder:
    """Undoes the encodings of one body, the last applied first."""

    def __init__(self, layers: tuple[_Layer, ...]) -> None:
        self._layers = layers

    @property
    def is_identity(self) -> bool:
        """There is nothing to undo."""
        return not self._layers

    def feed(self, data: bytes) -> bytes:
        """What a piece of the body brings. Raises `BadContent`."""
        for layer in self._layers:
            data = layer.feed(data)
        return data

    def finish(self) -> bytes:
        """What is left when the body has ended. Raises `BadContent` where it ended too early."""
        data = b""
        for layer in self._layers:
            data = (layer.feed(data) if data else b"") + layer.finish()
        return data


def decoder(encodings: str | None) -> Decoder:
    """The decoder for a Content-Encoding, which may name several.

    An encoding that is not known is left as it is, and all before it. Raises `MissingExtra` where
    one needs a package that is not installed.
    """
    named = [name.strip().lower() for name in (encodings or "").split(",")]
    layers: list[_Layer] = []
    for name in reversed([name for name in named if name not in ("", "identity")]):
        make = _LAYERS.get(name)
        if make is None:
            break
        layers.append(make())
    return Decoder(tuple(layers))
