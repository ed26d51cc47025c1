"""Redirects through a whole device: what the delegate is told and asked, and what it gets.

Not here: which request is proposed (test_redirects.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import url
from tests.small_delegates import downloading
from urlsession_mock import Device, URLSessionDataDelegate
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSMutableURLRequest,
    NSURLErrorHTTPTooManyRedirects,
    NSURLErrorUnsupportedURL,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)
from urlsession_mock.network.redirects import LIMIT
from urlsession_mock.selectors import BODY_STREAM, COMPLETE, DATA, REDIRECT, RESPONSE, Selector

CASES: list[dict[str, Any]] = json.loads(  # Any: what JSON holds
    (Path(__file__).parents[1] / "data" / "redirects.json").read_text(encoding="utf-8")
)["cases"]
HOST = "https://example.com"
NAMES: dict[str, Selector] = {"WR": REDIRECT, "RESP": RESPONSE, "DATA": DATA, "COMP": COMPLETE}
Follow = Callable[[NSURLRequest], NSURLRequest | None]


def as_proposed(request: NSURLRequest) -> NSURLRequest | None:
    return request


def nowhere(request: NSURLRequest) -> NSURLRequest | None:
    return None


class Follows(URLSessionDataDelegate):
    """Answers each redirect with what `follow` makes of it; not at all where that is missing."""

    def __init__(self, follow: Follow | None = as_proposed) -> None:
        self.follow = follow
        self.body = b""
        self.statuses: list[int] = []
        self.proposed: list[NSURLRequest] = []
        self.errors: list[NSError | None] = []

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        self.statuses.append(response.statusCode())
        self.proposed.append(request)
        if self.follow is not None:
            handler(self.follow(request))

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        assert isinstance(response, NSHTTPURLResponse)
        self.statuses.append(response.statusCode())
        handler(NSURLSessionResponseAllow)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.body += data

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        handler(NSInputStream.inputStreamWithData_(b"0123456789"))

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.errors.append(error)


def request(method: str, path: str) -> NSMutableURLRequest:
    made = NSMutableURLRequest.requestWithURL_(url(HOST + path))
    made.setHTTPMethod_(method)
    return made


def address_of(request: NSURLRequest | None) -> str | None:
    found = request.URL() if request is not None else None
    return found.absoluteString() if found is not None else None


FOLLOWING: dict[str | None, Follow | None] = {"yes": as_proposed, "no": nowhere}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['code']}-{case['method']}-{case['follow']}"
)
def test_a_redirect_comes_as_the_matrix_says(device: Device, case: dict[str, Any]) -> None:
    """Table B.1: C21, C23, C25, C26 and their like."""
    method, code = case["method"], case["code"]
    refused = b"" if method == "HEAD" else f"Redirecting to {method} jsonBody".encode()
    kept = b"" if code == 304 else refused
    device.network.on(method, f"{HOST}/{code}").respond(
        code, headers={"Location": "jsonBody"}, body=kept
    )
    for each in ("HEAD", "GET", "PUT", "POST", "DELETE"):
        found = b"" if each == "HEAD" else b"JSON"
        device.network.on(each, f"{HOST}/jsonBody").respond(body=found)
    delegate = Follows(FOLLOWING.get(case["follow"], None if "WR" in case["messages"] else nowhere))
    task = device.session(delegate).dataTaskWithRequest_(request(method, f"/{code}"))
    task.resume()
    told = device.run().selectors()

    assert told == [NAMES[name] for name in case["messages"]]
    if case["status"] is not None:
        assert delegate.statuses[-1] == case["status"]
        assert (delegate.body, delegate.errors) == (
            b"JSON" if case["body"] == "JSON" else case["body"].encode(),
            [None],
        )


def test_each_hop_of_a_chain_is_asked_about(device: Device) -> None:
    """C33, P65."""
    for hop in range(4, 0, -1):
        to = f"/redirect/{hop - 1}" if hop > 1 else "/jsonBody"
        device.network.get(f"{HOST}/redirect/{hop}").respond(302, headers={"Location": to})
    device.network.get(f"{HOST}/jsonBody").respond(body=b"JSON")
    delegate = Follows()
    first = request("GET", "/redirect/4")
    first.setTimeoutInterval_(3.0)
    task = device.session(delegate).dataTaskWithRequest_(first)
    task.resume()
    assert device.run().selectors() == [REDIRECT] * 4 + [RESPONSE, DATA, COMPLETE]
    assert [each.timeoutInterval() for each in delegate.proposed] == [3.0] * 4
    assert address_of(task.originalRequest()) == f"{HOST}/redirect/4"
    assert address_of(task.currentRequest()) == f"{HOST}/jsonBody"


def test_a_loop_ends_although_the_delegate_follows_every_hop(device: Device) -> None:
    """R72, P65."""
    device.network.get(f"{HOST}/round").respond(302, headers={"Location": "/round"})
    delegate = Follows()
    device.session(delegate).dataTaskWithRequest_(request("GET", "/round")).resume()
    told = device.run().selectors()
    assert told == [REDIRECT] * LIMIT + [COMPLETE]
    (error,) = delegate.errors
    assert error is not None
    assert error.code() == NSURLErrorHTTPTooManyRedirects


def test_a_redirect_away_from_http_fails(device: Device) -> None:
    device.network.get(f"{HOST}/login").respond(302, headers={"Location": "myapp://done"})
    delegate = Follows()
    device.session(delegate).dataTaskWithRequest_(request("GET", "/login")).resume()
    assert device.run().selectors() == [REDIRECT, COMPLETE]
    (error,) = delegate.errors
    assert error is not None
    assert error.code() == NSURLErrorUnsupportedURL


def test_a_background_session_follows_without_asking(device: Device) -> None:
    """R45."""
    device.network.get(f"{HOST}/302").respond(302, headers={"Location": "/file"})
    device.network.get(f"{HOST}/file").respond(body=b"whole")

    class Files(Follows):
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: object, task: object, location: Any
        ) -> None:
            self.body = Path(location.path()).read_bytes()

    delegate = Files()
    task = downloading(device.session(delegate, identifier="com.example.sync"), f"{HOST}/302")
    assert REDIRECT not in device.run().selectors()
    assert delegate.body == b"whole"
    assert address_of(task.currentRequest()) == f"{HOST}/file"


@pytest.mark.parametrize(("code", "asked"), [(302, 1), (307, 2)])
def test_a_streamed_body_is_asked_for_again_where_it_is_sent_again(
    device: Device, code: int, asked: int
) -> None:
    """R77: a 307 sends the body on, a 302 of a POST does not."""
    device.network.post(f"{HOST}/from").respond(code, headers={"Location": "/to"})
    device.network.post(f"{HOST}/to").respond(body=b"stored")
    device.network.get(f"{HOST}/to").respond(body=b"shown")
    delegate = Follows()
    session = device.session(delegate)
    session.uploadTaskWithStreamedRequest_(request("POST", "/from")).resume()
    assert device.run().selectors().count(BODY_STREAM) == asked
    assert delegate.body == (b"stored" if asked == 2 else b"shown")
