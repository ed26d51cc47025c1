"""Recordings to files: all at once, or line by line while they grow.

Not here: what a line looks like (lines.py), the doubles in it (packing.py). One rule: whoever is
killed while writing leaves whole lines, and perhaps a piece of one more.

A writer follows a recording without costing its messages anything while there is none: it
stands before the recording's clock, which is read for every event, and writes what was complete
by then. So all but the newest event is in the file before anything else happens.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from urlsession_mock.jsonl import lines
from urlsession_mock.jsonl.bodies import Bodies, folder_of
from urlsession_mock.jsonl.drawing import Drawing
from urlsession_mock.jsonl.library import Encoder
from urlsession_mock.jsonl.lines import LONGEST
from urlsession_mock.jsonl.packing import Packer
from urlsession_mock.jsonl.secrets import Redactor
from urlsession_mock.recording import STRIDE, Recording

__all__ = ["RecordingWriter", "save"]

_AT_ONCE = 1024  # lines that are drawn before they are written


def save(
    recording: Recording,
    path: str | os.PathLike[str],
    *,
    redact: Iterable[str] = (),
    root: Path | None = None,
) -> None:
    """Write a recording to `path`, JSON Lines, and its large bodies to the folder beside it.

    `redact` names more header fields and query parameters whose values are secret, in any case;
    those of `Authorization`, `Cookie` and their like, passwords and the user in an address
    are never written. Places in the code are named from `root`, by default the current folder.
    The file appears when it is whole; one that was there is replaced.

    A downloaded file larger than 64 KiB is known as long as its device is open, and nobody has
    written into it; a `RecordingWriter` that follows the run has it in any case.

    Raises `MissingExtra` without msgspec, `OSError` where the file cannot be written.
    """
    target = Path(path)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    try:
        with RecordingWriter(
            recording, unfinished, redact=redact, root=root, bodies=folder_of(target)
        ):
            pass
        Path(unfinished).chmod(0o666 & ~_umask())
        os.replace(unfinished, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise


class RecordingWriter:
    """Writes a recording while it grows: `with RecordingWriter(device.recording, path): ...`.

    Arguments as for `save`; with `created` the first line says when. `bodies` is the folder for
    large bodies, by default `NAME.bodies` beside `NAME.jsonl`. What is in the recording by now
    is written at once. When it is closed the last line says that the recording is whole.

    Raises `MissingExtra` without msgspec, `OSError` where the file cannot be written.
    """

    def __init__(
        self,
        recording: Recording,
        path: str | os.PathLike[str],
        *,
        redact: Iterable[str] = (),
        root: Path | None = None,
        bodies: Path | None = None,
        created: bool = False,
    ) -> None:
        self.path: Path = Path(path)
        self._recording = recording
        self._clock = recording.clock
        redactor = Redactor(redact)
        packer = Packer(redactor, Bodies(bodies or folder_of(self.path)))
        self._drawing = Drawing(packer, root)
        self._encode = Encoder().encode
        self._next = 0
        self._problem: Exception | None = None
        self._file = self.path.open("wb")
        self._is_closed = False
        moment = datetime.now(UTC).isoformat(timespec="seconds") if created else ""
        self._write([_header(moment, redactor.names)])
        recording.follow(self.flush)
        self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def flush(self) -> None:
        """Write what happened since; called for every event, and when the device stands still."""
        recording = self._recording
        with recording.lock:
            end = len(recording.log) // STRIDE * STRIDE
            if self._next == end or self._is_closed or self._problem is not None:
                return
            try:
                while self._next < end:
                    stop = min(end, self._next + _AT_ONCE * STRIDE)
                    drawn = [
                        self._drawing.line(recording, position)
                        for position in range(self._next, stop, STRIDE)
                    ]
                    self._next = stop
                    self._write(drawn)
            except Exception as problem:  # of a user's object, too: a key that has no text
                self._problem = problem  # the code under test goes on: `close` tells it

    def close(self) -> None:
        """Write the rest and the last line. Harmless twice.

        Raises `OSError` where the file or a body could not be written, `ValueError` where an event
        makes a line that nobody would read again.
        """
        if self._is_closed:
            return
        self.flush()
        self._recording.unfollow(self.flush)
        self._is_closed = True
        with self._file:
            if self._problem is not None:
                raise self._problem
            self._write([lines.End(self._next // STRIDE)])

    def _write(self, drawn: list[lines.Line] | list[lines.End] | list[lines.Header]) -> None:
        encode = self._encode
        encoded = [encode(line) + b"\n" for line in drawn]
        if max(map(len, encoded), default=0) > LONGEST:
            raise ValueError(
                f"an event makes a line of more than {LONGEST:,} bytes; a reader refuses it. Large "
                f"content can be recorded as bytes, not as text"
            )
        self._file.write(b"".join(encoded))
        self._file.flush()


def _header(created: str, redacted: list[str]) -> lines.Header:
    # later: the package itself is the last module
    from importlib.metadata import PackageNotFoundError, version

    try:
        package = version("urlsession-mock")
    except PackageNotFoundError:
        package = ""
    return lines.Header(lines.FORMAT, lines.VERSION, package, created, redacted)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
