"""A body of many parts, taken apart however it was cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.network.multipart import Parts, boundary_of
from urlsession_mock.network.wire import Chunk, Head

TYPE = ("Content-Type", "text/plain")


def split(*pieces: bytes) -> list[tuple[tuple[tuple[str, str], ...], bytes]]:
    """The heads and bodies of the parts, whatever pieces the bodies came in."""
    parts = Parts("x")
    found: list[tuple[tuple[tuple[str, str], ...], bytes]] = []
    told = [one for piece in pieces for one in parts.feed(piece)] + parts.finish()
    for one in told:
        if isinstance(one, Head):
            found.append((one.headers, b""))
        else:
            assert isinstance(one, Chunk)
            headers, body = found.pop()
            found.append((headers, body + one.data))
    return found


WHOLE = (
    b"ignored\r\n--x\r\nContent-Type: text/plain\r\n\r\nfirst\r\n"
    b"--x\r\n\r\nse\r\ncond\r\n\r\n--x--\r\nignored"
)
PARTS = [((TYPE,), b"first"), ((), b"se\r\ncond\r\n")]


def test_parts_have_heads_and_bodies() -> None:
    """R63."""
    assert split(WHOLE) == PARTS


@given(st.lists(st.integers(0, len(WHOLE)), max_size=9))
def test_how_the_bytes_were_cut_changes_nothing(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(WHOLE)]
    assert split(*(WHOLE[a:b] for a, b in pairwise(ends))) == PARTS


@given(st.lists(st.binary(max_size=40).filter(lambda body: b"--x" not in body), max_size=4))
def test_what_was_put_together_comes_apart(bodies: list[bytes]) -> None:
    whole = b"".join(b"--x\r\n\r\n" + body + b"\r\n" for body in bodies) + b"--x--"
    assert [body for _, body in split(*(bytes([byte]) for byte in whole))] == bodies


def test_a_body_comes_as_it_is_received_not_at_its_end() -> None:
    parts = Parts("x")
    assert parts.feed(b"--x\r\n\r\nno line end") == [Head(200), Chunk(b"no line end")]
    assert parts.feed(b" yet\r\n--") == [Chunk(b" yet")]
    assert parts.feed(b"no boundary\r\n") == [Chunk(b"\r\n--no boundary")]


def test_lines_may_end_as_unix_ends_them() -> None:
    assert split(b"--x\nContent-Type: text/plain\n\nfirst\n--x\n\nsecond\n--x--\n") == [
        ((TYPE,), b"first"),
        ((), b"second"),
    ]


def test_a_part_that_was_cut_off_is_a_part() -> None:
    assert split(b"--x\r\n\r\nfirst\r\n") == [((), b"first\r\n")]


@pytest.mark.parametrize(
    ("value", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=x", "x"),
        ('Multipart/X-Mixed-Replace;boundary="a b"', "a b"),
        ("multipart/x-mixed-replace; boundary=--x", "x"),
        ("multipart/x-mixed-replace", None),
        ("multipart/form-data; boundary=x", None),
        ("text/plain", None),
        (None, None),
    ],
)
def test_the_boundary_stands_in_the_type(value: str | None, boundary: str | None) -> None:
    assert boundary_of(value) == boundary
