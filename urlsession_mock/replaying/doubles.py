"""What a recorded message carried, made anew for another delegate.

Not here: reading it from a file (jsonl/). One rule: nothing that the first run used up or
listens to is used again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.selectors import FINISH_DOWNLOAD, Selector

__all__ = ["File", "content_of", "rebuilt", "remade", "response_with"]


class File(Protocol):
    """The file of a finished download, of this run or of one that was loaded."""

    @property
    def content(self) -> bytes | None: ...
    @property
    def status(self) -> int: ...


def rebuilt(selector: Selector, arguments: tuple[object, ...]) -> tuple[object, ...]:
    """The arguments for `NSURLSession.enqueue`, behind the task."""
    if selector is FINISH_DOWNLOAD:
        return (content_of(cast(File, arguments[0])),)  # whoever enqueued it put a file there
    return tuple(remade(value) for value in arguments)


def response_with(arguments: tuple[object, ...], url: NSURL | None) -> NSURLResponse | None:
    """The response a file came with, of which the status was kept; None where there was none."""
    file = cast(File, arguments[0])  # as above
    if not file.status:
        return None
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url, file.status, "HTTP/1.1", {}
    )


def remade(value: Any) -> Any:  # Any: the same class as before
    """One value, made anew where a run uses it up or listens to it."""
    kind: type[object] = value.__class__
    make = _MAKE.get(kind)
    return value if make is None else make(value)


def _error(error: NSError) -> NSError:
    return NSError.errorWithDomain_code_userInfo_(
        error._domain, error._code, {key: remade(each) for key, each in error._user_info.items()}
    )


def _response(response: NSHTTPURLResponse) -> NSHTTPURLResponse:
    made = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        response._url, response._status, response._version, response._headers.as_dict()
    )
    made._length = response._length  # it may have been made to expect another
    return made


def content_of(file: File) -> bytes | Path:
    """What the file held; nothing where it is gone and was too large to be remembered."""
    if isinstance(file, TemporaryFile) and file.path.is_file():
        return file.path
    return file.content or b""


# fmt: off
_MAKE: dict[type, Callable[[Any], object]] = {  # Any: each takes what its row says
    NSError:           _error,
    NSHTTPURLResponse: _response,
    NSInputStream:     lambda stream: NSInputStream.inputStreamWithData_(b""),
    NSOutputStream:    lambda stream: NSOutputStream.outputStreamToMemory(),
}
# fmt: on
