"""The same routes, canned and real: a delegate cannot tell them apart.

Not here: sequences that other suites assert. One rule: each of the two runs on a device of its own,
and all that is compared is what the delegate was told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.scripted import Notes, url
from tests.servers.certificates import Authority
from tests.servers.modern import modern_server
from tests.servers.plain import PlainServer
from tests.servers.routes import METHODS, PASSWORD, ROUTES, USER, register
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSError,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLCredential,
    NSURLRequest,
    NSURLSessionAuthChallengeUseCredential,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    METRICS,
    SENT,
    SESSION_CHALLENGE,
    Selector,
)

Story = list[tuple[str, object]]
Allow = Callable[[Device, str], None]

TARGETS = [target for route in ROUTES for target in route.examples]
# Where `Location` leads away from the server, to where no test goes.
AWAY = ("/to-a-stranger", "/redirect-with-default-port")


def answers(selector: Selector, given: tuple[Any, ...], handler: Callable[..., None]) -> None:
    """Give the password once; everything else is answered as by any `Notes`."""
    if selector is CHALLENGE and given[2].previousFailureCount() == 0:
        credential = NSURLCredential.credentialWithUser_password_persistence_(USER, PASSWORD, 0)
        handler(NSURLSessionAuthChallengeUseCredential, credential)
    else:
        Notes().answers(selector, given, handler)


def story(allow: Allow, base: str, method: str, target: str) -> Story:
    """What a delegate is told of one request; data and progress in a row count as one."""
    notes = Notes(answers)
    with Device() as device:
        allow(device, base)
        request = NSMutableURLRequest.requestWithURL_(url(base + target))
        request.setHTTPMethod_(method)
        if method in ("PUT", "POST"):
            request.setHTTPBody_(b"a body")
        device.session(notes).dataTaskWithRequest_(request).resume()
        device.run()
    told: Story = []
    for selector, given in zip(notes.said, notes.given, strict=True):
        if selector is METRICS:
            told.append((selector, given[2].redirectCount()))
        elif selector in (DATA, SENT) and told and told[-1][0] == selector:
            before = told.pop()[1]
            told.append((selector, _told(given[2:], before)))
        else:
            told.append((selector, _told(given[2:])))
    return told


def _told(given: tuple[Any, ...], before: object = None) -> object:
    """What matters of a message's arguments."""
    kept: list[object] = list(before) if isinstance(before, list) else []
    for one in given:
        match one:
            case NSHTTPURLResponse():
                kept.append((one.statusCode(), dict(one.allHeaderFields()), str(one.URL())))
            case NSURLRequest():
                kept.append((one.HTTPMethod(), str(one.URL()), dict(one.allHTTPHeaderFields())))
            case NSError():
                kept.append((one.domain(), one.code()))
            case bytes():
                last = kept.pop() if kept else b""
                kept.append((last if isinstance(last, bytes) else b"") + bytes(one))
            case int() | None:
                kept.append(one)
            case _:
                kept.append(type(one).__name__)
    return kept


def real(device: Device, base: str) -> None:
    device.network.live(base)


def played(device: Device, base: str) -> None:
    register(device.network, base)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", [one for one in TARGETS if one not in AWAY])
def test_a_route_tells_the_same_story_canned_and_real(
    plain: PlainServer, target: str, method: str
) -> None:
    live = story(real, plain.url, method, target)
    canned = story(played, plain.url, method, target)

    assert live == canned
    assert live[-1][0] == COMPLETE


@pytest.mark.parametrize("target", ["/Nepal", "/302?location=jsonBody", "/file", "/auth/basic"])
def test_http_2_tells_it_too(authority: Authority, target: str) -> None:
    with modern_server(authority.for_loopback) as server:

        def trusted(device: Device, base: str) -> None:
            device.network.live(base, ca=authority.ca)

        live = story(trusted, server.url, "GET", target)
        canned = story(played, server.url, "GET", target)

    assert [name for name, _ in live if name != SESSION_CHALLENGE] == [name for name, _ in canned]
    assert _responses(live) == _responses(canned)


def _responses(told: Story) -> list[object]:
    """What each response held, but for what hypercorn says of itself."""
    found: list[object] = []
    for _, given in told:
        for one in given if isinstance(given, list) else []:
            match one:
                case (int(status), dict(headers), address):
                    own = {k: v for k, v in headers.items() if k not in ("Date", "Server")}
                    found.append((status, own, address))
                case _:
                    continue
    return found
