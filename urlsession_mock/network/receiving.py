"""Where a body goes: to the delegate piece by piece, into a file, or to the task's own block.

Not here: what comes on the wire (wire.py), decoding (decoding.py). One rule: a large body is never
in memory as a whole, unless a block wants it so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.data import NSData
from urlsession_mock.selectors import DATA, FINISH_DOWNLOAD, WROTE

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = ["Receiver", "ToBlock", "ToDelegate", "ToFile"]


class Receiver(Protocol):
    """Takes a decoded body."""

    def take(self, life: Life, data: bytes) -> bool:
        """A piece; True where a message was enqueued for it."""
        ...

    def end(self, life: Life) -> object:
        """The body is whole. What a block is given for it."""
        ...

    def abandon(self) -> None:
        """The body will not be whole."""
        ...


class ToDelegate:
    """`URLSession:dataTask:didReceiveData:` for each piece."""

    def take(self, life: Life, data: bytes) -> bool:
        """See `Receiver`."""
        life.channel.enqueue(life, DATA, (NSData(data),))
        return True

    def end(self, life: Life) -> object:
        """See `Receiver`."""
        return None

    def abandon(self) -> None:
        """See `Receiver`."""


class ToBlock:
    """All pieces together, as data."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def take(self, life: Life, data: bytes) -> bool:
        """See `Receiver`."""
        self._pieces.append(data)
        life.facts.received += len(data)
        return False

    def end(self, life: Life) -> object:
        """See `Receiver`."""
        return NSData(b"".join(self._pieces))

    def abandon(self) -> None:
        """See `Receiver`."""


class ToFile:
    """A file that grows; a delegate is told of each piece, and at last of the file.

    `path` may hold a beginning already, kept when a former transfer was cancelled.
    """

    def __init__(self, path: Path, *, is_told: bool, offset: int = 0) -> None:
        self.path = path
        self._is_told = is_told
        self._file: BinaryIO | None = path.open("ab" if offset else "wb")

    def take(self, life: Life, data: bytes) -> bool:
        """See `Receiver`."""
        if self._file is not None:
            self._file.write(data)
        facts = life.facts
        facts.received += len(data)
        if not self._is_told:
            return False
        progress = (len(data), facts.received, facts.expected_receive)
        life.channel.enqueue(life, WROTE, progress)
        return True

    def end(self, life: Life) -> object:
        """See `Receiver`."""
        self._close()
        file = TemporaryFile.adopted(self.path)
        if self._is_told:
            life.channel.enqueue(life, FINISH_DOWNLOAD, (file,))
        return file

    def abandon(self) -> None:
        """See `Receiver`."""
        self._close()
        self.path.unlink(missing_ok=True)

    def keep(self) -> Path:
        """The body is not whole, but a later transfer may go on with it."""
        self._close()
        return self.path

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
