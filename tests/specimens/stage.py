"""The stage of a scene: a device with servers, and a fresh app on it.

Not here: what happens (away.py, in_front.py). One rule: every launch of the app is given what a
test would give it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tests.specimens.faultless import FaultlessApp, Label, url
from urlsession_mock import Device
from urlsession_mock.foundation import NSHTTPURLResponse

__all__ = ["A", "B", "Make", "Scene", "answering", "app_of", "launched", "response"]

A, B = "https://example.com/a", "https://example.com/b"

Make = Callable[[], FaultlessApp]
Scene = Callable[[Device, Make], None]


def launched(device: Device, make: Make) -> FaultlessApp:
    def watched() -> FaultlessApp:
        app = make()
        app.work = device.pending_work
        app.label = cast(Label, device.main_only(app.label))  # it stands in for one
        return app

    device.launch(watched)
    return app_of(device)


def app_of(device: Device) -> FaultlessApp:
    """The app delegate of the current launch."""
    app = device.app.delegate
    assert isinstance(app, FaultlessApp)
    return app


def answering(device: Device) -> None:
    device.network.get(A).respond(chunks=[b"a ", b"file"])
    device.network.get(B).respond(status=404, body=b"not here")


def response(status: int) -> NSHTTPURLResponse:
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(A), status, "HTTP/1.1", {}
    )
