"""What the methods of a session and of a task take, checked as a Mac's would be by crashing.

Not here: what a message carries (messages.py), what a session refuses to make (limits.py).
One rule: the text says what was given, and what to write instead.
"""

from __future__ import annotations

from typing import TypeVar

from urlsession_mock.errors import AppleException
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL

__all__ = ["needs", "needs_block", "needs_bytes", "request_to", "web_socket_request"]

__tracebackhide__ = True  # pytest then shows the caller's line

T = TypeVar("T")


def needs(kind: type[T], value: object, what: str) -> T:
    """The value, if it is of that kind; `what` names the kind for the error's text."""
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    hint = ""
    if kind is NSURL and isinstance(value, str):
        make = "URLWithString_" if "://" in value else "fileURLWithPath_"
        hint = f"; use NSURL.{make}({value!r})"
    elif kind is NSURLRequest and isinstance(value, NSURL):
        hint = "; use NSURLRequest.requestWithURL_(url)"
    elif kind is bytes and isinstance(value, str):
        hint = "; encode the text first"
    raise TypeError(f"{what} is wanted, not {type(value).__name__} ({value!r}){hint}")


def needs_bytes(value: object, what: str) -> bytes:
    """The value as bytes, if it has any."""
    if isinstance(value, memoryview):
        return value.tobytes()
    if isinstance(value, bytearray):
        return bytes(value)
    return bytes(needs(bytes, value, what))


def needs_block(value: object, takes: str) -> None:
    """Refuse what cannot be called; `takes` names what the block will be given."""
    if not callable(value):
        raise TypeError(
            f"a block that takes {takes} is wanted, not {type(value).__name__} ({value!r})"
        )


def request_to(url: object) -> NSURLRequest:
    """A GET of the URL."""
    return NSURLRequest.requestWithURL_(needs(NSURL, url, "an NSURL"))


def web_socket_request(request: object, *schemes: str) -> NSURLRequest:
    """The request, if its URL has one of these schemes.

    Raises `AppleException` where it has another.
    """
    wanted = needs(NSURLRequest, request, "an NSURLRequest")
    url = wanted.URL()
    scheme = str(url.scheme()).lower() if url is not None else ""
    if scheme not in schemes:
        raise AppleException(
            "NSInvalidArgumentException", f"A WebSocket needs a ws or wss URL, not {scheme}"
        )
    return wanted
