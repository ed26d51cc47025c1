"""Content encodings, undone piece by piece."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from urlsession_mock.errors import MissingExtra
from urlsession_mock.network.decoding import BadContent, decoder

brotli: Any = import_module("brotli")  # Any: the package has no types
TEXT = b"Hello World! " * 99


def bare(data: bytes) -> bytes:
    packed = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packed.compress(data) + packed.flush()


# fmt: off
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip":                 gzip.compress,
    "x-gzip":               gzip.compress,
    "GZip":                 gzip.compress,
    "deflate":              zlib.compress,
    "br":                   brotli.compress,
    "identity":             bytes,
    "":                     bytes,
    "gzip, br":             lambda data: brotli.compress(gzip.compress(data)),
    "deflate, identity":    zlib.compress,
}
# fmt: on


def undone(encodings: str | None, data: bytes, size: int) -> bytes:
    undo = decoder(encodings)
    pieces = [undo.feed(data[at : at + size]) for at in range(0, len(data), size)]
    return b"".join(pieces) + undo.finish()


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("encodings", PACKED)
def test_a_body_is_what_it_was(encodings: str, size: int) -> None:
    assert undone(encodings, PACKED[encodings](TEXT), size) == TEXT


def test_deflate_without_its_frame_is_understood() -> None:
    assert undone("deflate", bare(TEXT), 1) == TEXT


def test_gzip_may_come_in_several_members() -> None:
    assert undone("gzip", gzip.compress(b"a") + gzip.compress(b"b"), 5) == b"ab"


def test_an_empty_body_has_nothing_to_decode() -> None:
    assert [undone(encoding, b"", 1) for encoding in ("gzip", "deflate", "br")] == [b""] * 3


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:-3], lambda data: b"\x9c\xff" + data],
    ids=["cut", "garbled"],
)
def test_a_spoilt_body_is_an_error(encoding: str, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadContent):
        undone(encoding, spoil(PACKED[encoding](TEXT)), 10)


def test_what_is_not_known_stays_as_it_is() -> None:
    packed = gzip.compress(TEXT)
    assert undone("gzip, zstd", packed, 100) == packed
    assert decoder("zstd").is_identity


def test_brotli_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    monkeypatch.setattr("urlsession_mock.network.decoding.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'urlsession-mock\[live\]'"):
        decoder("br")
