"""Values are drawn as a Mac may make them, and shrink to the plainest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import find, given
from hypothesis.strategies import SearchStrategy

from tests.strategies.drawing import FAST, FINDING
from urlsession_mock.foundation import (
    NSError,
    NSHTTPURLResponse,
    NSURLErrorBackgroundSessionWasDisconnected,
    NSURLErrorBackgroundTaskCancelledReasonKey,
    NSURLErrorCancelled,
    NSURLErrorTimedOut,
    NSURLRequest,
    NSURLSessionDownloadTaskResumeData,
    NSURLSessionUploadTaskResumeData,
)
from urlsession_mock.network import resuming
from urlsession_mock.strategies import (
    Kind,
    bodies,
    chunkings,
    code_of,
    errors,
    requests,
    responses,
    urls,
)


def brings(key: str, drawn: NSError) -> bool:
    return key in drawn.userInfo()


def simplest(strategy: SearchStrategy[Any], that: Callable[[Any], object] = lambda _: True) -> str:
    return code_of(find(strategy, lambda value: bool(that(value)), settings=FINDING))


@pytest.mark.parametrize(
    ("strategy", "code"),
    [
        (urls(), "url('https://example.com/')"),
        (urls(schemes=["wss"]), "url('wss://example.com/')"),
        (requests(), "request()"),
        (requests(methods=["PUT"]), "request('https://example.com/', 'PUT')"),
        (responses(), "response(200)"),
        (responses(statuses=[503]), "response(503)"),
        (errors(), "error(NSURLErrorUnknown)"),
        (errors(Kind.BACKGROUND_DOWNLOAD), "error(NSURLErrorUnknown)"),
        (errors(codes=[NSURLErrorTimedOut]), "error(NSURLErrorTimedOut)"),
        (bodies(), "b''"),
        (bodies(least=1), r"b'\x00'"),
        (chunkings(b""), "()"),
        (chunkings(b"abc"), "(b'abc',)"),
    ],
)
def test_a_value_shrinks_to_the_plainest(strategy: SearchStrategy[Any], code: str) -> None:
    assert simplest(strategy) == code


def test_a_body_of_a_request_shrinks_to_an_empty_one() -> None:
    has_body = requests(methods=["GET", "POST"])
    found = simplest(has_body, lambda drawn: drawn.HTTPBody() is not None)
    assert found == "request('https://example.com/', 'POST', {}, b'')"


def test_a_body_that_must_be_cut_is_cut_once() -> None:
    assert simplest(chunkings(b"abcd"), lambda cut: len(cut) > 1) == "(b'a', b'bcd')"


@FAST
@given(requests())
def test_only_a_request_that_can_have_a_body_has_one(drawn: NSURLRequest) -> None:
    assert drawn.HTTPBody() is None or drawn.HTTPMethod() == "POST"


@FAST
@given(responses(statuses=[200, 404], headers={"Content-Type": "image/png"}))
def test_a_response_has_the_status_and_the_fields_asked_for(drawn: NSHTTPURLResponse) -> None:
    assert drawn.statusCode() in (200, 404)
    assert drawn.MIMEType() == "image/png"


@FAST
@given(bodies(most=8).flatmap(lambda body: chunkings(body, most=3).map(lambda cut: (body, cut))))
def test_pieces_join_to_the_body_and_none_is_empty(drawn: tuple[bytes, tuple[bytes, ...]]) -> None:
    body, cut = drawn
    assert b"".join(cut) == body
    assert all(cut)
    assert len(cut) <= 3


@FAST
@given(errors())
def test_an_error_of_no_kind_of_task_brings_nothing_but_its_address(drawn: NSError) -> None:
    assert all("FailingURL" in key for key in drawn.userInfo())


def test_a_download_may_bring_data_to_resume_with_and_an_upload_its_own() -> None:
    for kind, key in (
        (Kind.DOWNLOAD, NSURLSessionDownloadTaskResumeData),
        (Kind.BACKGROUND_UPLOAD, NSURLSessionUploadTaskResumeData),
    ):
        found = find(errors(kind), partial(brings, key), settings=FINDING)
        data = resuming.decoded(found.userInfo()[key])
        assert data is not None
        assert data.url == "https://example.com/"
    assert "UploadTask" not in simplest(
        errors(Kind.DOWNLOAD), lambda drawn: len(drawn.userInfo()) == 1
    )


def test_a_cancelled_background_task_may_say_why() -> None:
    why = NSURLErrorBackgroundTaskCancelledReasonKey
    found = simplest(
        errors(Kind.BACKGROUND_DOWNLOAD, codes=[NSURLErrorCancelled]),
        lambda drawn: drawn.userInfo().get(why),
    )
    assert found == f"error(NSURLErrorCancelled, None, {{{why}: 1}})"


@pytest.mark.parametrize("kind", [Kind.DATA, Kind.BACKGROUND_DOWNLOAD])
def test_an_error_that_a_task_cannot_end_with_is_refused(kind: Kind) -> None:
    lost = errors(kind, codes=[NSURLErrorBackgroundSessionWasDisconnected])
    with pytest.raises(ValueError, match=f"no {kind.value} ends with an error of"):
        simplest(lost)
