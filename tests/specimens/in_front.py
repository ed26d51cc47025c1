"""Scenes in which the app is in front: it loads, is asked, and closes its session.

Not here: any fault. One rule: a scene asks nothing of the app that a faultless one does not do.
"""

from __future__ import annotations

from tests.specimens.faultless import TO_FILE, FaultlessApp, url
from tests.specimens.stage import A, B, Make, Scene, answering, launched, response
from urlsession_mock import Deadlock, Device
from urlsession_mock.foundation import (
    NSMutableURLRequest,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLProtectionSpace,
    NSURLRequest,
)
from urlsession_mock.selectors import (
    BODY_STREAM,
    CHALLENGE,
    COMPLETE,
    DATA,
    REDIRECT,
    RESPONSE,
    SENT,
)

__all__ = [
    "SCENES",
    "asked",
    "challenged",
    "converted",
    "downloaded",
    "fetched",
    "held",
    "uploaded",
]


def _closed(device: Device, app: FaultlessApp) -> None:
    device.run()
    app.close()
    device.run()


def fetched(device: Device, make: Make) -> None:
    """A page is loaded, and the session is closed."""
    answering(device)
    app = launched(device, make)
    app.in_front().dataTaskWithURL_(url(A)).resume()
    _closed(device, app)


def downloaded(device: Device, make: Make) -> None:
    """A file is downloaded, and one that the server does not have."""
    answering(device)
    app = launched(device, make)
    for text in (A, B):
        app.in_front().downloadTaskWithURL_(url(text)).resume()
    _closed(device, app)


def converted(device: Device, make: Make) -> None:
    """A data task becomes a download when its response comes."""
    answering(device)
    app = launched(device, make)
    task = app.in_front().dataTaskWithURL_(url(A))
    task.setTaskDescription_(TO_FILE)
    task.resume()
    _closed(device, app)


def asked(device: Device, make: Make) -> None:
    """A page has moved."""
    app = launched(device, make)
    session = app.in_front()
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    session.enqueue(REDIRECT, task, response(302), NSURLRequest.requestWithURL_(url(B)))
    session.enqueue(RESPONSE, task, response(200))
    session.enqueue(DATA, task, b"a page")
    session.enqueue(COMPLETE, task, None)
    _closed(device, app)


def challenged(device: Device, make: Make) -> None:
    """A server asks for a password, and does not take the one it gets."""
    app = launched(device, make)
    session = app.in_front()
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    for failures in (0, 1):
        session.enqueue(CHALLENGE, task, _challenge(failures))
    session.enqueue(RESPONSE, task, response(401))
    session.enqueue(COMPLETE, task, None)
    _closed(device, app)


def _challenge(failures: int) -> NSURLAuthenticationChallenge:
    space = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
        "example.com", 443, "https", "members", NSURLAuthenticationMethodHTTPBasic
    )
    make = NSURLAuthenticationChallenge.alloc().initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_  # noqa: E501 - Apple's name
    return make(space, None, failures, None, None, None)


def uploaded(device: Device, make: Make) -> None:
    """A streamed body is sent, and sent again."""
    app = launched(device, make)
    session = app.in_front()
    request = NSMutableURLRequest.requestWithURL_(url(A))
    request.setHTTPMethod_("POST")
    task = session.uploadTaskWithStreamedRequest_(request)
    task.resume()
    session.enqueue(BODY_STREAM, task)
    session.enqueue(SENT, task, 4, 4, -1)
    session.enqueue(BODY_STREAM, task)
    session.enqueue(RESPONSE, task, response(200))
    session.enqueue(COMPLETE, task, None)
    _closed(device, app)


def held(device: Device, make: Make) -> None:
    """A page is loaded; whoever waits for ever is let go after the device's limit."""
    answering(device)
    app = launched(device, make)
    app.in_front().dataTaskWithURL_(url(A)).resume()
    try:
        device.run()
    except Deadlock:
        app.released.set()
    _closed(device, app)


SCENES: tuple[Scene, ...] = (
    fetched,
    downloaded,
    converted,
    asked,
    challenged,
    uploaded,
    held,
)
