"""Large bodies: files beside a recording, named by the SHA-256 of what they hold.

Not here: what is large (packing.py). One rule: nothing outside the folder is read or
written, whatever a recording says.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["LARGEST", "Bodies", "folder_of"]

LARGEST = 1 << 30  # bytes
_NAME = re.compile(r"[0-9a-f]{64}")
# A name in the folder that is a link is refused, also where it became one a moment ago.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def folder_of(recording: Path) -> Path:
    """`NAME.bodies` beside `NAME.jsonl`."""
    return recording.with_suffix(".bodies")


class Bodies:
    """The folder of one recording. It is made when the first body comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: bytes) -> str:
        """Keep a body; its name. One that is there already is not written again."""
        name = hashlib.sha256(content).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        if not _holds(path, content):
            handle, unfinished = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.replace(unfinished, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(unfinished)
                raise
        return name

    def read(self, name: str, size: int) -> bytes:
        """A body. Raises `ValueError` for one that is missing or not what its name says."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"a body is named by 64 hexadecimal digits, not {name[:80]!r}")
        if not 0 <= size <= LARGEST:
            raise ValueError(f"a body has from 0 to {LARGEST} bytes, not {size}")
        where = f"{self.folder.name}/{name}"
        try:
            if self.folder.is_symlink():
                raise ValueError(f"the folder {self.folder.name} is a link; it must be a folder")
            content = _content(self.folder / name, size, where)
        except FileNotFoundError:
            raise ValueError(f"the body {where} is missing; it belongs beside it") from None
        except OSError as error:
            raise ValueError(f"the body {where} cannot be read: {error.strerror}") from None
        if len(content) != size:
            raise ValueError(f"the body {where} has {len(content)} bytes; {size} are wanted")
        if hashlib.sha256(content).hexdigest() != name:
            raise ValueError(f"the body {where} is not what its name says: it was changed")
        return content

    def all(self) -> list[Path]:
        """The bodies that are there, whichever recording they belong to."""
        if self.folder.is_symlink() or not self.folder.is_dir():
            return []
        return sorted(
            path
            for path in self.folder.iterdir()
            if _NAME.fullmatch(path.name) and stat.S_ISREG(path.lstat().st_mode)
        )

    def text(self, path: Path) -> str:
        """The start of a body as a text, what is none left out: 16 MiB are looked at."""
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            return file.read(16 << 20).decode("utf-8", "ignore")


def _content(path: Path, size: int, where: str) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(f"the body {where} is no plain file; links are not followed")
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise ValueError(f"the body {where} is no plain file")
        if found.st_size != size:
            raise ValueError(f"the body {where} has {found.st_size} bytes; {size} are wanted")
        return file.read(size + 1)


def _holds(path: Path, content: bytes) -> bool:
    """It is there already, and whole."""
    try:
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and (
            found.st_size == len(content) and path.read_bytes() == content
        )
    except OSError:
        return False
