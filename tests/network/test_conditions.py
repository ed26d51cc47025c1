"""What a canned server makes of conditions, ranges and HEAD where the plain cases end."""

from __future__ import annotations

import pytest

from tests.network.driving import body, head, only, outgoing
from urlsession_mock.foundation import NSURLErrorNetworkConnectionLost
from urlsession_mock.network import Answer, answer
from urlsession_mock.network.wire import End, Failure, Happening, Pause, Stall

PAGE = "https://example.com/a"
DATE = "Wed, 21 Oct 2015 07:28:00 GMT"
LOST = NSURLErrorNetworkConnectionLost
KNOWN = answer(headers={"ETag": '"v1"', "Last-Modified": DATE}, body=b"0123")
# A download of ten bytes that breaks off after four.
BROKEN = answer(headers={"ETag": '"v1"', "Content-Length": "10"}, body=b"0123", then_fail=LOST)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("If-None-Match", "*", 412),
        ("If-None-Match", '"v1"', 412),
        ("If-None-Match", '"v0"', 200),
        ("If-Modified-Since", DATE, 200),
    ],
)
def test_a_request_that_changes_something_never_gets_a_304(
    method: str, name: str, value: str, status: int
) -> None:
    steps = list(KNOWN.to(outgoing(PAGE, method, ((name, value),))))
    assert head(steps).status == status
    assert body(steps) == (b"" if status == 412 else b"0123")
    assert isinstance(steps[-1], End)


def test_any_version_is_held_where_the_server_knows_only_a_date() -> None:
    dated = answer(headers={"Last-Modified": DATE}, body=b"0123")
    asked = outgoing(PAGE, headers=(("If-None-Match", "*"),))
    assert head(list(dated.to(asked))).status == 304


@pytest.mark.parametrize(
    ("wanted", "content", "said", "length"),
    [
        ("bytes=2-", b"23", "bytes 2-9/10", "8"),
        ("bytes=6-", b"", "bytes 6-9/10", "4"),
        ("bytes=-3", b"", "bytes 7-9/10", "3"),
    ],
)
def test_a_part_of_a_body_that_breaks_off_is_a_part_of_the_whole(
    wanted: str, content: bytes, said: str, length: str
) -> None:
    steps = list(BROKEN.to(outgoing(PAGE, headers=(("Range", wanted),))))
    assert (head(steps).status, body(steps)) == (206, content)
    assert head(steps).header("Content-Range") == said
    assert head(steps).header("Content-Length") == length
    assert steps[-1] == Failure(LOST)


def test_a_range_behind_the_whole_of_a_body_that_breaks_off_is_refused() -> None:
    steps = list(BROKEN.to(outgoing(PAGE, headers=(("Range", "bytes=10-"),))))
    assert (head(steps).status, head(steps).header("Content-Range")) == (416, "bytes */10")


def test_a_head_request_does_not_wait_for_a_body() -> None:
    made = answer(chunks=[b"a", b"b"], delay=2, chunk_delay=9)
    assert only(Pause, list(made.to(outgoing(PAGE, "HEAD")))) == [Pause(2)]


@pytest.mark.parametrize(
    ("made", "last"),
    [
        (answer(body=b"a", then_fail=LOST), Failure(LOST)),
        (answer(body=b"a", then_stall=True), Stall()),
    ],
    ids=["fails", "stalls"],
)
def test_a_head_request_ends_as_its_answer_does(made: Answer, last: Happening) -> None:
    steps = list(made.to(outgoing(PAGE, "HEAD")))
    assert (body(steps), steps[-1]) == (b"", last)


@pytest.mark.parametrize("status", [204, 304])
def test_a_body_is_not_dropped_in_silence_where_no_server_sends_one(status: int) -> None:
    with pytest.raises(ValueError, match=f"a response of status {status} has no body"):
        answer(status, body=b"x")
    assert body(list(answer(status).to(outgoing(PAGE)))) == b""
