"""NSURLSessionWebSocketMessage: text or bytes to send or receive.

What it is: one of the two. What it is not: a frame; WebSocket frames are not simulated. Its
one rule: exactly one of data and string is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import NSURLSessionWebSocketMessageType
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSURLSessionWebSocketMessage"]


@not_simulated("init", "+new")
class NSURLSessionWebSocketMessage(NSObject):
    """A message. Source: developer.apple.com/documentation/foundation/urlsessionwebsockettask"""

    __slots__ = ("_data", "_string")
    _data: NSData | None
    _string: str | None

    def initWithData_(self, data: Buffer, /) -> Self:
        """A message of bytes. Raises TypeError for text."""
        kinds = (bytes, bytearray, memoryview)
        must_be(kinds, data, "NSURLSessionWebSocketMessage.initWithData_", "use initWithString_")
        self._data, self._string = NSData(data), None
        return self

    def initWithString_(self, string: str, /) -> Self:
        """A message of text. Raises TypeError for bytes."""
        must_be(str, string, "NSURLSessionWebSocketMessage.initWithString_", "use initWithData_")
        self._data, self._string = None, string
        return self

    def type(self) -> NSURLSessionWebSocketMessageType:
        """Which of the two it is."""
        if self._data is None:
            return NSURLSessionWebSocketMessageType.String
        return NSURLSessionWebSocketMessageType.Data

    def data(self) -> NSData | None:
        """The bytes, or None."""
        return self._data

    def string(self) -> str | None:
        """The text, or None."""
        return self._string

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLSessionWebSocketMessage):
            return NotImplemented
        return (self._data, self._string) == (other._data, other._string)

    def __hash__(self) -> int:
        return hash((self._data, self._string))

    def __repr__(self) -> str:
        content = self._string if self._data is None else self._data
        return f"<NSURLSessionWebSocketMessage {content!r}>"
