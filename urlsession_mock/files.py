"""The temporary file of a finished download: made, watched during the callback, removed.

Not here: when the message comes. One rule: the file is real, and it is gone when the
delegate's method has returned, whatever the delegate did (R79).
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Self

from urlsession_mock.errors import IllegalMessage
from urlsession_mock.foundation.url import NSURL

__all__ = ["TemporaryFile", "path_for"]

_SMALL = 64 * 1024  # bytes

__tracebackhide__ = True  # pytest then shows the caller's line


class TemporaryFile:
    """One downloaded file, where the system put it.

    It counts as taken when it was moved, linked, opened or read. Reading shows in the file's
    access time; where the file system keeps none (`noatime`) every file counts as taken.
    `status` is the HTTP status it came with, 0 where there is none.
    """

    status = 0
    # A recording that is saved later finds no file any more. So a small content is remembered, and
    # a large one has a second name, which costs nothing, for as long as the device is there.
    _small: bytes | None = None
    _kept: Path | None = None
    _links = 1
    _changed = 0

    def __init__(self, folder: Path, number: int, content: object) -> None:
        self.path: Path = path_for(folder, number)
        if isinstance(content, memoryview):
            self.path.write_bytes(content.tobytes())
        elif isinstance(content, (bytes, bytearray)):
            self.path.write_bytes(content)
        else:
            source = _path_of(content)
            if not source.is_file():
                raise IllegalMessage(
                    f"the downloaded file is given as bytes, or as a path or file NSURL of a file "
                    f"that exists; {source} is none"
                )
            shutil.copyfile(source, self.path)
        self._look()

    @classmethod
    def adopted(cls, path: Path) -> Self:
        """The file that a transfer has written at `path`, itself."""
        self = object.__new__(cls)
        self.path = path
        self._look()
        return self

    def _look(self) -> None:
        self.url: NSURL = NSURL.fileURLWithPath_(str(self.path))
        with suppress(OSError):
            state = self.path.stat()
            if state.st_size <= _SMALL:
                self._small = self.path.read_bytes()
                return
            kept = self.path.with_suffix(".kept")
            os.link(self.path, kept)  # fails where a file system has no links: then it is gone
            self._kept, self._links, self._changed = kept, 2, state.st_mtime_ns

    @property
    def content(self) -> bytes | None:
        """What the file held; None where that is not known any more."""
        if self._small is not None or self._kept is None:
            return self._small
        with suppress(OSError):
            # Whoever took the file may have written into it: that is not what was downloaded.
            if self._kept.stat().st_mtime_ns == self._changed:
                return self._kept.read_bytes()
        return None

    def watch(self) -> None:
        """Begin to watch: from here on a read is the delegate's."""
        changed = self.path.stat()
        # An access time before the last change is renewed by the next read, also under relatime.
        os.utime(self.path, ns=(0, changed.st_mtime_ns))

    def end(self) -> bool:
        """Remove what is left; True where the delegate had taken the file."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return True
        taken = (
            state.st_atime_ns != 0
            or state.st_nlink > self._links
            or _is_open(state)
            or not _keeps_access_times(self.path.parent)
        )
        with suppress(FileNotFoundError):
            self.path.unlink()
        return taken


def path_for(folder: Path, number: int) -> Path:
    """Where the system puts a download; `number` tells it from the others."""
    return folder / f"CFNetworkDownload_{number:06d}.tmp"


def _path_of(content: object) -> Path:
    what = type(content).__name__
    if isinstance(content, NSURL):
        if content.isFileURL():
            return Path(str(content.path()))
        what = repr(content)
    elif isinstance(content, (str, os.PathLike)):
        return Path(os.fsdecode(content))  # pyright: ignore[reportUnknownArgumentType]  # fsdecode checks it
    raise IllegalMessage(
        f"the downloaded file is given as bytes, a path or a file NSURL, not {what}"
    )


@lru_cache(maxsize=16)
def _keeps_access_times(folder: Path) -> bool:
    """Reading a file there leaves a trace. Asked once for a folder, when a file seems left."""
    probe = folder / "urlsession-mock-probe"
    try:
        probe.write_bytes(b"?")
        os.utime(probe, ns=(0, probe.stat().st_mtime_ns))
        probe.read_bytes()
        return probe.stat().st_atime_ns != 0
    finally:
        probe.unlink(missing_ok=True)


def _is_open(state: os.stat_result) -> bool:
    """This process has the file open under some descriptor."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            for name in os.listdir(folder):
                with suppress(OSError, ValueError):
                    found = os.fstat(int(name))
                    if (found.st_dev, found.st_ino) == (state.st_dev, state.st_ino):
                        return True
            return False
    return False
