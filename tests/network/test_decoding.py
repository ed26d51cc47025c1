"""Bodies come out as they were before the server encoded them, however they were cut."""

from __future__ import annotations

import gzip
import sys
import zlib
from contextlib import suppress
from itertools import pairwise

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock import MissingExtra
from urlsession_mock.network.decoding import BadContent, accept_encoding, decoder

TEXT = b"what a server said, " * 40


def deflated(data: bytes, bits: int = zlib.MAX_WBITS) -> bytes:
    made = zlib.compressobj(wbits=bits)
    return made.compress(data) + made.flush()


# fmt: off
ENCODED = {
    "gzip":          gzip.compress(TEXT),
    "x-gzip":        gzip.compress(TEXT),
    "GZip":          gzip.compress(TEXT),
    "deflate":       deflated(TEXT),
    "br":            brotli.compress(TEXT),
    "identity":      TEXT,
    "gzip, deflate": deflated(gzip.compress(TEXT)),
    "br , gzip":     gzip.compress(brotli.compress(TEXT)),
    "gzip, identity": gzip.compress(TEXT),
}
# fmt: on


def decoded(encodings: str | None, data: bytes, cuts: list[int] | None = None) -> bytes:
    made = decoder(encodings)
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts or [])})
    found = [made.feed(data[start:end]) for start, end in pairwise(edges)]
    made.finish()
    return b"".join(found)


@pytest.mark.parametrize("encodings", ENCODED)
def test_a_body_is_decoded(encodings: str) -> None:
    assert decoded(encodings, ENCODED[encodings]) == TEXT


def test_deflate_may_come_without_the_header_of_zlib() -> None:
    assert decoded("deflate", deflated(TEXT, -zlib.MAX_WBITS)) == TEXT


@given(st.sampled_from(sorted(ENCODED)), st.lists(st.integers(0, 2000)))
def test_it_does_not_matter_how_a_body_was_cut(encodings: str, cuts: list[int]) -> None:
    assert decoded(encodings, ENCODED[encodings], cuts) == TEXT


@given(st.lists(st.integers(0, 2000)))
def test_gzip_may_have_several_members(cuts: list[int]) -> None:
    data = gzip.compress(b"one, ") + gzip.compress(b"two")

    assert decoded("gzip", data, cuts) == b"one, two"


@pytest.mark.parametrize("behind", [b"\0", b"\0\0\0", b"\x1f", b"text"])
@pytest.mark.parametrize("encodings", ["gzip", "deflate"])
def test_what_follows_an_encoded_body_is_ignored(encodings: str, behind: bytes) -> None:
    made = decoder(encodings)

    assert made.feed(ENCODED[encodings] + behind) + made.feed(behind) == TEXT
    made.finish()


@pytest.mark.parametrize("cuts", [[], [len(ENCODED["br"])]])
def test_what_follows_a_body_of_br_is_bad_content(cuts: list[int]) -> None:
    with pytest.raises(BadContent, match="not br"):
        decoded("br", ENCODED["br"] + b"text", cuts)


@pytest.mark.parametrize("encodings", [None, "", "identity", " , ", "utf-8", "made-up"])
def test_a_body_without_a_known_coding_stays_as_it_is(encodings: str | None) -> None:
    made = decoder(encodings)

    assert made.is_identity
    assert made.feed(b"\x1f\x8b raw") == b"\x1f\x8b raw"
    made.finish()


def test_a_coding_on_top_of_an_unknown_one_is_taken_off() -> None:
    assert decoded("made-up, gzip", gzip.compress(b"left")) == b"left"


def test_a_known_coding_under_an_unknown_one_stays() -> None:
    assert decoded("gzip, made-up", b"left") == b"left"


def test_codings_without_end_are_left_alone() -> None:
    assert decoder(", ".join(["gzip"] * 6)).is_identity


@pytest.mark.parametrize("encodings", ["gzip", "deflate", "br"])
def test_an_encoded_body_may_be_empty(encodings: str) -> None:
    made = decoder(encodings)

    assert not made.is_identity
    assert made.feed(b"") == b""
    made.finish()


@pytest.mark.parametrize("encodings", ["gzip", "deflate", "br"])
def test_what_is_not_encoded_as_said_is_bad_content(encodings: str) -> None:
    with pytest.raises(BadContent, match=rf"not {encodings}, as its Content-Encoding says"):
        decoded(encodings, b"<html>plain text after all</html>")


def test_a_body_whose_checksum_is_wrong_is_bad_content() -> None:
    data = bytearray(gzip.compress(TEXT))
    data[-8] ^= 1

    with pytest.raises(BadContent, match="incorrect data check"):
        decoded("gzip", bytes(data))


@pytest.mark.parametrize("length", [1, 2, 5, 20, -1])
@pytest.mark.parametrize("encodings", ["gzip", "deflate", "br"])
def test_a_body_that_ends_too_early_is_bad_content(encodings: str, length: int) -> None:
    made = decoder(encodings)
    made.feed(ENCODED[encodings][:length])

    with pytest.raises(BadContent, match=f"in the middle of what is encoded as {encodings}"):
        made.finish()


@given(st.sampled_from(["gzip", "deflate", "br", "br, gzip"]), st.binary(max_size=200))
def test_no_bytes_do_anything_worse_than_be_bad_content(encodings: str, data: bytes) -> None:
    with suppress(BadContent):
        decoded(encodings, data)


@pytest.mark.parametrize("encodings", ["gzip", "gzip, gzip", "deflate", "br"])
def test_no_piece_is_large_however_much_a_few_bytes_stand_for(encodings: str) -> None:
    whole = bytes(3_000_000)
    data = whole
    for name in encodings.split(", "):
        encode = {"gzip": gzip.compress, "deflate": deflated, "br": brotli.compress}[name]
        data = encode(data)

    pieces = list(decoder(encodings).pieces(data))

    assert len(data) < 10_000
    assert max(map(len, pieces)) <= 64 * 1024
    assert b"".join(pieces) == whole


def test_br_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)

    with pytest.raises(MissingExtra, match=r"pip install 'urlsession-mock\[live\]'"):
        decoder("br")


def test_br_is_offered_over_https_alone() -> None:
    assert accept_encoding("https") == "gzip, deflate, br"
    assert accept_encoding("HTTP") == "gzip, deflate"


def test_br_is_not_offered_where_it_cannot_be_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urlsession_mock.network.decoding.find_spec", lambda _name: None)

    assert accept_encoding("https") == "gzip, deflate"
