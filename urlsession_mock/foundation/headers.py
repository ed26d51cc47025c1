"""HTTP header fields: names that ignore case, in the spelling that came first.

What it is: the little dictionary inside requests and responses. What it is not: a parser of
header values. Its one rule: a name and a value are text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from urlsession_mock.foundation.misuse import must_be

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HeaderFields", "standard"]

# Apple names Content-Length as an example and no others; these are the fields of a response
# in RFC 9110, 9111 and 6265, and those of its body.
_STANDARD: Final = {
    name.lower(): name
    for name in (
        "Accept-Ranges",
        "Age",
        "Allow",
        "Cache-Control",
        "Connection",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Location",
        "Content-Range",
        "Content-Type",
        "Date",
        "ETag",
        "Expires",
        "Keep-Alive",
        "Last-Modified",
        "Link",
        "Location",
        "Pragma",
        "Proxy-Authenticate",
        "Retry-After",
        "Server",
        "Set-Cookie",
        "Trailer",
        "Transfer-Encoding",
        "Vary",
        "Via",
        "Warning",
        "WWW-Authenticate",
    )
}


def standard(name: str) -> str:
    """A response's field as Apple shows it: a standard one that came in lower case, capitalized.

    HTTP/2 sends all names in lower case. Others stay as they came.
    Source: developer.apple.com/documentation/foundation/nshttpurlresponse/allheaderfields
    """
    return _STANDARD.get(name, name)


class HeaderFields:
    """Header fields by name."""

    __slots__ = ("_rows",)

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        self._rows: dict[str, tuple[str, str]] = {}
        for name, value in (fields or {}).items():
            self.add(name, value)

    def get(self, name: str) -> str | None:
        """The value of a field, or None."""
        row = self._rows.get(name.lower())
        return None if row is None else row[1]

    def set(self, name: str, value: str | None) -> None:
        """Give a field a value, or take the field out with None."""
        must_be(str, name, "a header field", "names are text, such as 'Accept'")
        must_be(str, value, f"the header field {name}", "pass str(value)", optional=True)
        if value is None:
            self._rows.pop(name.lower(), None)
        else:
            spelt = self._rows.get(name.lower(), (name, ""))[0]
            self._rows[name.lower()] = (spelt, value)

    def add(self, name: str, value: str, separator: str = ",") -> None:
        """Add a value, after a separator if the field has one already."""
        present = self.get(name)
        self.set(name, value if present is None else f"{present}{separator}{value}")

    def as_dict(self) -> dict[str, str]:
        """The fields as a new dictionary."""
        return dict(self._rows.values())

    def items(self) -> tuple[tuple[str, str], ...]:
        """The fields in the order in which they came."""
        return tuple(self._rows.values())

    def copied(self) -> HeaderFields:
        """The same fields, to be changed apart."""
        twin = HeaderFields()
        twin._rows = dict(self._rows)
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HeaderFields):
            return NotImplemented
        return {key: row[1] for key, row in self._rows.items()} == {
            key: row[1] for key, row in other._rows.items()
        }

    __hash__: ClassVar[None]  # type: ignore[assignment] # what changes cannot be hashed
