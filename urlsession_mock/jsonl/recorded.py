"""What stands in a loaded recording for what a file cannot hold.

Not here: the doubles, which are made anew. One rule: each says what it stands for, and does
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from urlsession_mock.errors import AppleException
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.lifecycle import Kind

__all__ = ["Known", "Opaque", "RecordedError", "RecordedFile", "RecordedSubject", "error_of"]


@dataclass(frozen=True, slots=True)
class Opaque:
    """An object that was not written, such as a trust; `type` is the name of its class."""

    type: str


class RecordedError(Exception):
    """An exception of a recorded run. Its text is the text; its class's name is the name."""


def error_of(name: str, text: str) -> BaseException:
    """An exception that prints as the recorded one did; no code of its own is found or run."""
    if name == "AppleException" and ": " in text:
        return AppleException(*text.split(": ", 1))  # a rule asks for it
    return _class_of(name)(text)


@lru_cache(maxsize=64)
def _class_of(name: str) -> type[RecordedError]:
    if not name.isidentifier() or len(name) > 100:
        return RecordedError
    return type(name, (RecordedError,), {"__doc__": RecordedError.__doc__})


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file of a recorded run. `status` is the HTTP status it came with, 0 without one."""

    name: str
    status: int = 0
    _read: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def content(self) -> bytes | None:
        """What it held; None where it was gone when the recording was written.

        Raises `BadRecording` where the side folder has it no more.
        """
        return None if self._read is None else self._read()


@dataclass(frozen=True, slots=True)
class Known:
    """What the system knew of a task before its first message in a session."""

    kind: Kind
    request: NSURLRequest | None
    description: str | None


@dataclass(frozen=True, slots=True)
class RecordedSubject:
    """What a recorded message was about: a session, and perhaps a task of it."""

    session: int
    task: int | None
    known: Known | None = None
