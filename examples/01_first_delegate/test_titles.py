"""How `PageFetcher` is tested: with canned answers, and message by message."""

from __future__ import annotations

import pytest
from pytest_urlsession import Device
from titles import PageFetcher

from urlsession_mock import IllegalMessage
from urlsession_mock.foundation import (
    NSURL,
    NSHTTPURLResponse,
    NSURLErrorTimedOut,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

ADDRESS = "https://example.com/page"


def start(delegate: PageFetcher) -> tuple[NSURLSession, NSURLSessionDataTask]:
    """What the app does: a session with the delegate, and a task that is resumed."""
    session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        NSURLSessionConfiguration.ephemeralSessionConfiguration(), delegate, None
    )
    url = NSURL.URLWithString_(ADDRESS)
    assert url is not None
    task = session.dataTaskWithURL_(url)
    task.resume()
    session.finishTasksAndInvalidate()
    return session, task


def test_a_page_is_put_together_from_its_pieces(urlsession_mock: Device) -> None:
    urlsession_mock.network.get(ADDRESS).respond(chunks=[b"<title>", b"Home</title>"])
    fetcher = PageFetcher()
    start(fetcher)
    urlsession_mock.run()
    assert (bytes(fetcher.body), fetcher.outcome) == (b"<title>Home</title>", "fetched")


def test_a_page_that_is_gone_is_not_read(urlsession_mock: Device) -> None:
    urlsession_mock.network.get(ADDRESS).respond(status=410, body=b"gone")
    fetcher = PageFetcher()
    start(fetcher)
    recording = urlsession_mock.run()
    assert DATA not in recording.selectors()
    assert fetcher.body == b""


def test_a_time_out_is_told(urlsession_mock: Device) -> None:
    urlsession_mock.network.get(ADDRESS).fail(NSURLErrorTimedOut)
    fetcher = PageFetcher()
    start(fetcher)
    urlsession_mock.run()
    assert fetcher.outcome is not None
    assert "timed out" in fetcher.outcome


def test_the_messages_can_be_written_one_by_one(urlsession_mock: Device) -> None:
    fetcher = PageFetcher()
    session, task = start(fetcher)
    response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        NSURL.fileURLWithPath_("/page"), 200, "HTTP/1.1", {}
    )
    session.enqueue(RESPONSE, task, response)
    session.enqueue(DATA, task, b"hello")
    session.enqueue(COMPLETE, task, None)
    urlsession_mock.run()
    assert fetcher.body == b"hello"


def test_what_the_system_never_sends_is_refused_here(urlsession_mock: Device) -> None:
    session, task = start(PageFetcher())
    with pytest.raises(IllegalMessage, match=r"task 1 \(data task\) is starting; allowed: "):
        session.enqueue(DATA, task, b"before any response")
    task.cancel()
