"""Blocks, in both directions."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import Device

from urlsession_mock.events import Replied
from urlsession_mock.selectors import CHALLENGE, RESPONSE

Load = Callable[..., Any]

ASKED = """
class Asked(NSObject):
    @objc_method
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session, task, response, handler: %s
    ) -> None:
        %s
"""
URL = "https://example.com/a"


@pytest.mark.parametrize(
    ("annotation", "body"),
    [
        ("objc_block", "handler(1)"),
        ("objc_block", "handler.block(1)"),
        ("ObjCInstance", "ObjCBlock(handler, None, NSInteger)(1)"),
        ("ctypes.c_void_p", "ObjCBlock(handler, None, NSInteger)(1)"),
        ("objc_id", "ObjCBlock(handler.ptr, None, NSInteger)(1)"),
    ],
)
def test_a_handler_is_called_however_it_was_annotated(
    urlsession_mock: Device, load: Load, annotation: str, body: str
) -> None:
    client = load(ASKED % (annotation, body))
    urlsession_mock.network.get(URL).respond(body=b"hello")
    client.fetch(client.Asked.alloc().init(), URL)
    [reply] = urlsession_mock.run().only(Replied)
    assert (reply.selector, reply.reply, str(reply.lane)) == (RESPONSE, (1,), "delegate")


def test_a_handler_is_called_later_and_from_another_thread(
    urlsession_mock: Device, load: Load
) -> None:
    client = load(
        ASKED
        % ("objc_block", "import threading; threading.Thread(target=handler, args=(1,)).start()")
    )
    urlsession_mock.network.get(URL).respond(body=b"hello")
    client.fetch(client.Asked.alloc().init(), URL)
    [reply] = urlsession_mock.run().only(Replied)
    assert str(reply.lane) == "other"


def test_a_handler_gets_core_objects(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
NSURLCredential = ObjCClass("NSURLCredential")
class Knows(NSObject):
    @objc_method
    def URLSession_task_didReceiveChallenge_completionHandler_(
        self, session, task, challenge, handler: objc_block
    ) -> None:
        self.realm = str(challenge.protectionSpace.realm)
        handler(0, NSURLCredential.credentialWithUser("me", password="secret", persistence=1))
"""
    )
    stub = urlsession_mock.network.get(URL)
    stub.protect("basic", "me", "secret", realm="here").respond(body=b"hello")
    knows = client.Knows.alloc().init()
    client.fetch(knows, URL)
    [reply] = urlsession_mock.run().only(Replied)
    assert (reply.selector, knows.realm) == (CHALLENGE, "here")
    assert type(reply.reply[1]).__name__ == "NSURLCredential"


def test_a_block_is_a_completion_handler(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
done = []

@Block
def handler(data: objc_id, response: objc_id, error: objc_id) -> None:
    done.append((py_from_ns(data), ObjCInstance(response).statusCode, bool(error)))
"""
    )
    urlsession_mock.network.get(URL).respond(body=b"hello")
    session = client.session_for(None)
    session.dataTaskWithURL(client.address(URL), completionHandler=client.handler).resume()
    urlsession_mock.run()
    assert client.done == [(b"hello", 200, False)]


def test_a_function_with_annotations_becomes_a_block(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
done = []
def handler(data: ObjCInstance, response: ObjCInstance, error: ObjCInstance) -> None:
    done.append(type(data).__name__)
"""
    )
    urlsession_mock.network.get(URL).respond(body=b"hello")
    session = client.session_for(None)
    session.dataTaskWithURL_completionHandler_(client.address(URL), client.handler).resume()
    urlsession_mock.run()
    assert client.done == ["objc_id"]  # a block's arguments are not wrapped, on a device either


def test_a_function_without_annotations_is_refused(load: Load) -> None:
    client = load("")
    with pytest.raises(ValueError, match="Function has no return type annotation"):
        client.session_for(None).dataTaskWithURL(
            client.address(URL), completionHandler=lambda data, response, error: None
        )


def test_a_parameter_without_annotation_is_named(load: Load) -> None:
    client = load("def handler(data) -> None: pass\n")
    with pytest.raises(ValueError, match="no argument type annotation for parameter 'data'"):
        client.Block(client.handler)


def test_what_cannot_be_called_is_no_block(load: Load) -> None:
    with pytest.raises(TypeError, match="Blocks must be callable"):
        load("Block(5)\n")


def test_a_block_runs_on_the_main_queue(urlsession_mock: Device, load: Load) -> None:
    client = load("")
    threads: list[int] = []
    block = client.Block(lambda: threads.append(threading.get_ident()), None)
    client.ObjCClass("NSOperationQueue").mainQueue.addOperationWithBlock_(block)
    urlsession_mock.run()
    assert threads == [threading.get_ident()]


def test_too_few_arguments_for_a_handler_are_an_error(load: Load) -> None:
    client = load("handler = Block(lambda number: None, None, NSInteger)\n")
    block = client.ObjCBlock(client.handler.block, None, client.NSInteger)
    with pytest.raises(IndexError, match="tuple index out of range"):
        block()


def test_a_text_is_no_argument_of_a_block(load: Load) -> None:
    client = load("handler = Block(lambda thing: None, None, objc_id)\n")
    with pytest.raises(ctypes.ArgumentError):
        client.ObjCBlock(client.handler.block, None, client.objc_id)("text")


def test_a_block_answers(load: Load) -> None:
    client = load("double = Block(lambda number: 2 * number, NSInteger, NSInteger)\n")
    double = client.ObjCBlock(client.double.block, client.NSInteger, client.NSInteger)
    assert double(21) == 42
