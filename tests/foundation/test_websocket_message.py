"""A WebSocket message is text or bytes."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import (
    NSURLSessionWebSocketMessage,
    NSURLSessionWebSocketMessageTypeData,
    NSURLSessionWebSocketMessageTypeString,
)
from urlsession_mock.not_simulated import NotSimulated


def test_a_message_of_text() -> None:
    made = NSURLSessionWebSocketMessage.alloc().initWithString_("hello")

    assert made.type() is NSURLSessionWebSocketMessageTypeString
    assert (made.string(), made.data()) == ("hello", None)
    assert repr(made) == "<NSURLSessionWebSocketMessage 'hello'>"


def test_a_message_of_bytes() -> None:
    made = NSURLSessionWebSocketMessage.alloc().initWithData_(b"hello")

    assert made.type() is NSURLSessionWebSocketMessageTypeData
    assert made.data() == b"hello"
    assert made.string() is None


def test_equal_contents_make_equal_messages() -> None:
    one = NSURLSessionWebSocketMessage.alloc().initWithString_("a")

    assert one == NSURLSessionWebSocketMessage.alloc().initWithString_("a")
    assert one != NSURLSessionWebSocketMessage.alloc().initWithData_(b"a")


def test_text_and_bytes_are_not_confused() -> None:
    with pytest.raises(TypeError, match="use initWithString_"):
        NSURLSessionWebSocketMessage.alloc().initWithData_("a")  # type: ignore[arg-type] # misuse
    with pytest.raises(TypeError, match="use initWithData_"):
        NSURLSessionWebSocketMessage.alloc().initWithString_(b"a")  # type: ignore[arg-type] # misuse


def test_a_message_of_nothing_is_refused() -> None:
    with pytest.raises(NotSimulated, match=r"NSURLSessionWebSocketMessage\.init"):
        NSURLSessionWebSocketMessage()
