"""A request and an answer, as values: what routes take and give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Answer", "Asked", "Fields"]

Fields: TypeAlias = tuple[tuple[str, str], ...]
_BODYLESS = (204, 304)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; the target is path and query."""

    method: str
    target: str
    headers: Fields = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first field of this name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers."""

    status: int = 200
    headers: Fields = ()
    body: bytes = b""

    def framed(self) -> Fields:
        """The headers, with what frames the body."""
        if self.status in _BODYLESS:
            return self.headers
        return (*self.headers, ("Content-Length", str(len(self.body))))

    def sent(self, method: str) -> bytes:
        """The body, as far as this method and status have one."""
        return b"" if method == "HEAD" or self.status in _BODYLESS else self.body
