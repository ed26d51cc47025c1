"""Redirects through a whole device, beyond the matrix that `tests/scenarios` plays.

Not here: which request is proposed (test_redirects.py).
"""

from __future__ import annotations

import pytest

from tests.scenarios.scribe import Downloader, Scribe, made
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSInputStream,
    NSURLErrorUnsupportedURL,
    NSURLRequest,
)

HOST = "https://example.com"


def address_of(request: NSURLRequest | None) -> str | None:
    found = request.URL() if request is not None else None
    return found.absoluteString() if found is not None else None


def test_a_task_knows_where_it_came_from_and_where_it_is(device: Device) -> None:
    """R72."""
    device.network.get(f"{HOST}/a").redirect("/b")
    device.network.get(f"{HOST}/b").respond(body=b"here")
    task = device.session(Scribe()).dataTaskWithRequest_(made(f"{HOST}/a"))
    task.resume()
    device.run()
    assert address_of(task.originalRequest()) == f"{HOST}/a"
    assert address_of(task.currentRequest()) == f"{HOST}/b"


def test_a_delegate_may_go_elsewhere(device: Device) -> None:
    """R71: an edited request."""
    device.network.get(f"{HOST}/a").redirect("/b")
    device.network.get(f"{HOST}/c", headers={"X-Key": "k"}).respond(body=b"there")
    scribe = Scribe()
    scribe.follow = lambda request: made(f"{HOST}/c", X_Key="k")
    device.session(scribe).dataTaskWithRequest_(made(f"{HOST}/a")).resume()
    device.run()
    assert (scribe.told, scribe.body) == (["WR", "RESP", "DATA", "COMP"], b"there")


def test_a_redirect_away_from_http_fails(device: Device) -> None:
    device.network.get(f"{HOST}/login").redirect("myapp://done")
    scribe = Scribe()
    device.session(scribe).dataTaskWithRequest_(made(f"{HOST}/login")).resume()
    device.run()
    assert (scribe.told, scribe.code) == (["WR", "COMP"], NSURLErrorUnsupportedURL)


def test_a_background_session_follows_without_asking(device: Device) -> None:
    """R45."""
    device.network.get(f"{HOST}/302").redirect("/file")
    device.network.get(f"{HOST}/file").respond(body=b"whole")
    delegate = Downloader()
    session = device.session(delegate, identifier="com.example.sync")
    task = session.downloadTaskWithRequest_(made(f"{HOST}/302"))
    task.resume()
    device.run()
    assert (delegate.told, delegate.body) == (["WRITE", "FIN", "COMP"], b"whole")
    assert address_of(task.currentRequest()) == f"{HOST}/file"


@pytest.mark.parametrize(("code", "asked"), [(302, 1), (307, 2), (308, 2)])
def test_a_streamed_body_is_asked_for_again_where_it_is_sent_again(
    device: Device, code: int, asked: int
) -> None:
    """R77: a 307 and a 308 send the body on, a 302 of a POST does not."""
    device.network.post(f"{HOST}/from").redirect("/to", code)
    device.network.post(f"{HOST}/to", body=b"0123456789", optional=True).respond(body=b"stored")
    device.network.get(f"{HOST}/to", optional=True).respond(body=b"shown")
    scribe = Scribe()
    scribe.stream = lambda: NSInputStream.inputStreamWithData_(b"0123456789")
    session = device.session(scribe)
    session.uploadTaskWithStreamedRequest_(made(f"{HOST}/from", "POST")).resume()
    device.run()
    assert scribe.told.count("NBS") == asked
    assert scribe.body == (b"stored" if asked == 2 else b"shown")
