"""Nothing of the core is seen by the client without its wrapper, and no wrapper gets in."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_urlsession import Device

from urlsession_mock import NotSimulated
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.letters import facts
from urlsession_mock.bindings.rubicon.wrapping import unwrap
from urlsession_mock.events import Delivered, Enqueued, Replied

Load = Callable[..., Any]
URL = "https://user@example.com:8080/a/b?c=d#e"

WITNESS = """
seen = []

class Witness(NSObject):
    @objc_method
    def URLSession_task_didReceiveChallenge_completionHandler_(
        self, session, task, challenge, handler: objc_block
    ) -> None:
        seen.extend([session, task, challenge])
        make = ObjCClass("NSURLCredential")
        handler(0, make.credentialWithUser("me", password="s", persistence=1))

    @objc_method
    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self, session, task, response, request, handler: objc_block
    ) -> None:
        seen.extend([response, request])
        handler(request)

    @objc_method
    def URLSession_dataTask_willCacheResponse_completionHandler_(
        self, session, task, proposed, handler: objc_block
    ) -> None:
        seen.append(proposed)
        handler(proposed)

    @objc_method
    def URLSession_dataTask_didReceiveData_(self, session, task, data) -> None:
        seen.append(data)

    @objc_method
    def URLSession_task_didFinishCollectingMetrics_(self, session, task, metrics) -> None:
        seen.append(metrics)

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        seen.append(error)
"""
# What a client may meet: objects in their wrapper, and C's own values.
PLAIN = (type(None), bool, int, float, bytes, ctypes.c_void_p, ctypes.Structure)


@pytest.fixture
def witness(urlsession_mock: Device, load: Load) -> Any:
    """A client that was shown much of what there is, and the objects it was shown."""
    client = load(WITNESS)
    first, second, third = (f"https://example.com/{n}" for n in (1, 2, 3))
    urlsession_mock.network.get(first).redirect(second)
    stub = urlsession_mock.network.get(second).protect("basic", "me", "s")
    stub.respond(headers={"Cache-Control": "max-age=60", "Set-Cookie": "a=b"}, body=b"hello")
    urlsession_mock.network.get(third).fail(-1001)
    client.fetch(client.Witness.alloc().init(), first)
    client.fetch(client.Witness.alloc().init(), third)
    urlsession_mock.run()
    configuration = client.NSURLSessionConfiguration.defaultSessionConfiguration
    client.seen.extend(
        [
            client.address(URL),
            configuration,
            configuration.HTTPCookieStorage,
            client.ObjCClass("NSOperationQueue").mainQueue,
            client.ObjCClass("NSURLComponents").componentsWithString(URL),
            client.ObjCClass("NSProgress").progressWithTotalUnitCount_(5),
            client.ObjCClass("NSDate").date(),
        ]
    )
    return client


def shown(thing: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Every property of an object, with its value, and those of the objects there."""
    for record in facts():
        if thing.objc_class.name != record:
            continue
        name = record
        while name:
            for prop in facts()[name].properties & set(facts()[name].methods):
                try:
                    value = getattr(thing, prop)
                except (NotSimulated, AttributeError, ValueError):
                    continue
                yield f"{record}.{prop}", value
                if depth and isinstance(value, ObjCInstance):
                    yield from shown(value, depth - 1)
            name = facts()[name].above


def test_every_property_gives_wrappers_and_plain_values(witness: Any) -> None:
    found = [each for thing in witness.seen if thing is not None for each in shown(thing, 2)]
    bare = {
        name: type(value) for name, value in found if not isinstance(value, (ObjCInstance, *PLAIN))
    }
    bare |= {
        name: type(value)
        for name, value in found
        if not isinstance(value, ObjCInstance)
        and type(value).__module__.startswith("urlsession_mock.")
        and not isinstance(value, ctypes.Structure)
    }

    assert bare == {}
    assert len({name for name, _ in found}) > 150


def test_everything_that_is_delivered_is_wrapped(witness: Any) -> None:
    assert {type(thing) for thing in witness.seen} <= {ObjCInstance, type(None)}
    assert {thing.objc_class.name for thing in witness.seen if thing is not None} >= {
        "NSURLSession",
        "NSURLSessionDataTask",
        "NSURLAuthenticationChallenge",
        "NSHTTPURLResponse",
        "NSCachedURLResponse",
        "NSData",
        "NSURLSessionTaskMetrics",
        "NSError",
    }


def test_no_wrapper_reaches_the_recording(witness: Any, urlsession_mock: Device) -> None:
    recording = urlsession_mock.recording
    carried = [
        value
        for event in recording
        if isinstance(event, (Enqueued, Delivered, Replied))
        for value in (event.reply if isinstance(event, Replied) else event.arguments)
    ]
    assert carried
    assert not [value for value in carried if isinstance(value, ObjCInstance)]


def test_no_wrapper_reaches_a_double(witness: Any) -> None:
    request = witness.ObjCClass("NSMutableURLRequest").requestWithURL(witness.address(URL))
    request.HTTPBody = b"body"
    request.setValue("v", forHTTPHeaderField="k")
    inner = unwrap(request)
    assert type(inner.HTTPBody()).__name__ == "NSData"
    assert {type(v) for kv in inner.allHTTPHeaderFields().items() for v in kv} == {str}
    assert type(inner.URL()).__name__ == "NSURL"


def test_a_delegate_inside_is_a_plain_object(witness: Any) -> None:
    delegate = witness.Witness.alloc().init()
    session = witness.session_for(delegate)
    inside = unwrap(session).delegate()
    assert not isinstance(inside, ObjCInstance)
    assert session.delegate is delegate
    session.invalidateAndCancel()
