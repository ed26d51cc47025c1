"""NSURLQueryItem: one name and value of a URL's query.

What it is: the pair. What it is not: percent-encoding; NSURLComponents does that. Its one
rule: it never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from typing import Self

__all__ = ["NSURLQueryItem"]


class NSURLQueryItem(NSObject):
    """A name and a value. Source: developer.apple.com/documentation/foundation/urlqueryitem"""

    __slots__ = ("_name", "_value")
    _name: str
    _value: str | None

    @classmethod
    def queryItemWithName_value_(cls, name: str, value: str | None, /) -> Self:
        """An item. Raises TypeError for a value that is neither text nor None."""
        return cls.alloc().initWithName_value_(name, value)

    def initWithName_value_(self, name: str, value: str | None, /) -> Self:
        """As `queryItemWithName_value_`."""
        must_be(str, name, "NSURLQueryItem", "pass the name as text")
        must_be(str, value, "NSURLQueryItem", "pass str(value)", optional=True)
        self._name, self._value = name, value
        return self

    def name(self) -> str:
        """The name."""
        return self._name

    def value(self) -> str | None:
        """The value, or None."""
        return self._value

    def copy(self) -> Self:
        """The item itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLQueryItem):
            return NotImplemented
        return (self._name, self._value) == (other._name, other._value)

    def __hash__(self) -> int:
        return hash((self._name, self._value))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name!r} = {self._value!r}>"
