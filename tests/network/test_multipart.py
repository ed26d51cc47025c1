"""A body in parts is cut at its boundaries, wherever the wire cut it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.network.multipart import Parts, boundary_of
from urlsession_mock.network.wire import Head, Headers

Found = list[tuple[Headers, bytes]]


def cut(data: bytes, cuts: list[int] | None = None, boundary: str = "b") -> Found:
    """The parts of a body that comes in these pieces."""
    made = Parts(boundary)
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts or [])})
    pieces = [piece for start, end in pairwise(edges) for piece in made.feed(data[start:end])]
    found: Found = []
    for piece in [*pieces, *made.finish()]:
        if isinstance(piece, Head):
            found.append((piece.headers, b""))
        else:
            assert piece.data, "an empty chunk says nothing"
            headers, before = found[-1]
            found[-1] = headers, before + piece.data
    return found


def bodies(data: bytes) -> list[bytes]:
    return [body for _, body in cut(data)]


# fmt: off
TYPES: list[tuple[str | None, str | None]] = [
    ("multipart/x-mixed-replace; boundary=frame",            "frame"),
    ("Multipart/X-Mixed-Replace;BOUNDARY=frame",             "frame"),
    ('multipart/x-mixed-replace; boundary="a b;c"',          "a b;c"),
    ("multipart/x-mixed-replace; charset=x; boundary=frame", "frame"),
    ("multipart/x-mixed-replace; boundary=--frame",          "--frame"),
    ("multipart/x-mixed-replace; boundary=",                 None),
    ("multipart/x-mixed-replace",                            None),
    ("multipart/form-data; boundary=frame",                  None),
    ("text/html",                                            None),
    ("",                                                     None),
    (None,                                                   None),
]
# fmt: on


@pytest.mark.parametrize(("content_type", "boundary"), TYPES)
def test_the_boundary_is_read_from_the_type(content_type: str | None, boundary: str | None) -> None:
    assert boundary_of(content_type) == boundary


def test_each_part_has_its_headers_and_its_bytes() -> None:
    data = (
        b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\n\r\none"
        b"\r\n--b\r\ncontent-type:text/plain\r\n\r\ntwo\r\n--b--\r\n"
    )

    assert cut(data) == [
        ((("Content-Type", "image/jpeg"), ("Content-Length", "3")), b"one"),
        ((("content-type", "text/plain"),), b"two"),
    ]


# fmt: off
BODIES: list[tuple[bytes, list[bytes]]] = [
    (b"--b\n\none\n--b\n\ntwo\n--b--",                 [b"one", b"two"]),   # bare line feeds
    (b"before\r\n--b\r\n\r\none\r\n--b--after--b\r\n", [b"one"]),           # what surrounds them
    (b"\r\n--b\r\n\r\none\r\n--b--",                   [b"one"]),
    (b"--b\r\n\r\none",                                [b"one"]),           # no last boundary
    (b"--b\r\n\r\none\r\n--b",                         [b"one"]),           # nor its line end
    (b"--b\r\n\r\none\r\n--b\r\n",                     [b"one"]),           # a part not begun
    (b"--b\r\n\r\none\r\n--b\r\nA: b\r\n",             [b"one"]),
    (b"--b \t \r\n\r\none\r\n--b\t--\r\n--b--",        [b"one\r\n--b\t--"]),
    (b"--b\r\n\r\n\r\n--b\r\n\r\n--b--",               [b"", b""]),         # empty parts
    (b"--b\r\n\r\n\r\n\r\n--b--",                      [b"\r\n"]),
    (b"--b\r\n\r\none\r\r\n--b--",                     [b"one\r"]),
    (b"--b\r\n\r\none --b--\r\n--bc\r\n--b--",         [b"one --b--\r\n--bc"]),
    (b"--b\r\n\r\none\r\n--",                          [b"one\r\n--"]),
    (b"--b\r\nA: b\r\n--b\r\n\r\none\r\n--b--",          [b"one"]),           # no end of its head
    (b"--b\r\n--b--\r\n\r\none",                        []),
    (b"no boundary at all",                            []),
    (b"",                                              []),
]
# fmt: on


@pytest.mark.parametrize(("data", "found"), BODIES)
def test_only_a_boundary_on_a_line_of_its_own_ends_a_part(data: bytes, found: list[bytes]) -> None:
    assert bodies(data) == found


@given(
    st.lists(
        st.sampled_from([b"--b", b"--", b"-", b"\r\n", b"\n", b"\r", b" ", b"x", b"A: b", b"b"]),
        max_size=40,
    ).map(b"".join),
    st.lists(st.integers(0, 200)),
)
def test_it_does_not_matter_how_a_body_was_cut(data: bytes, cuts: list[int]) -> None:
    assert cut(data, cuts) == cut(data) == cut(data, list(range(len(data))))


@given(st.lists(st.binary(max_size=50), max_size=5), st.lists(st.integers(0, 500)))
def test_parts_of_any_bytes_come_whole(parts: list[bytes], cuts: list[int]) -> None:
    boundary = "a boundary longer than any of the parts is, so that none holds it"
    mark = b"--" + boundary.encode()
    data = b"".join(mark + b"\r\nA: b\r\n\r\n" + part + b"\r\n" for part in parts) + mark + b"--"

    assert cut(data, cuts, boundary) == [((("A", "b"),), part) for part in parts]


# fmt: off
DASHES: list[tuple[bytes, list[bytes]]] = [
    (b"--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--",       [b"one", b"two"]),
    (b"----b\r\n\r\none\r\n----b\r\n\r\ntwo\r\n----b--", [b"one", b"two"]),
]
# fmt: on


@pytest.mark.parametrize(("data", "found"), DASHES)
def test_the_dashes_of_a_boundary_may_stand_in_the_type_already(
    data: bytes, found: list[bytes]
) -> None:
    assert [body for _, body in cut(data, boundary="--b")] == found
    assert [body for _, body in cut(data, list(range(len(data))), boundary="--b")] == found


def test_what_comes_before_the_first_part_is_not_kept() -> None:
    parts = Parts("b")
    for _ in range(50):
        parts.feed(b"\r" + b"x" * 60_000)

    assert len(parts._rest) < 1000


def test_what_has_come_of_a_part_is_not_held_back() -> None:
    parts = Parts("b")
    parts.feed(b"--b\r\n\r\n")

    assert [piece.data for piece in parts.feed(b"live") if not isinstance(piece, Head)] == [b"live"]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_header_field_that_is_far_too_long_is_left_out(end: bytes) -> None:
    data = b"--b\r\nA: " + b"x" * 200_000 + end + b"B: c\r\n\r\none\r\n--b--"
    found = [((("B", "c"),), b"one")]

    assert cut(data) == found
    assert cut(data, list(range(0, 200_000, 7_000))) == found
