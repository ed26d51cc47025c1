"""Bytes on their way into a file: in the line where they are few, else in the side folder.

Not here: whatever holds them (packing.py). One rule: nothing is used up. A stream is read through
a reader of its own, a file is left where it is.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Final, TypeVar

from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.loading_enums import NSStreamStatus
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.jsonl import shapes
from urlsession_mock.jsonl.bodies import LARGEST, Bodies
from urlsession_mock.jsonl.recorded import RecordedFile
from urlsession_mock.jsonl.secrets import Redactor

__all__ = ["INLINE", "Contents"]

INLINE: Final = 4096
"""How many bytes stand in a line; what is larger goes to the side folder."""

_Content = TypeVar("_Content", shapes.Bytes, shapes.Data)


class Contents:
    """What holds nothing but bytes, for one recording."""

    def __init__(self, redactor: Redactor, bodies: Bodies) -> None:
        self._redactor = redactor
        self._bodies = bodies
        # They are kept, so that another object is not taken for one that is gone.
        self._streams: dict[NSInputStream, int] = {}

    def data(self, content: bytes) -> shapes.Data:
        """NSData."""
        return self._content(shapes.Data, content)

    def raw(self, content: bytes) -> shapes.Bytes:
        """Python's bytes."""
        return self._content(shapes.Bytes, content)

    def resume_data(self, content: bytes) -> shapes.Bytes:
        """Resume data, without the secrets of its request."""
        return self.raw(self._redactor.resume_data(content))

    def _content(self, cls: type[_Content], content: bytes) -> _Content:
        size = len(content)
        if size > INLINE:
            return cls(sha256=self._bodies.write(content), size=size)
        try:
            return cls(text=str(content, "utf-8"))
        except UnicodeDecodeError:
            return cls(base64=base64.b64encode(content).decode("ascii"))

    def file(self, file: TemporaryFile | RecordedFile | Path) -> shapes.File:
        """The file of a finished download, or one to upload."""
        if isinstance(file, RecordedFile):
            content = file.content
            return shapes.File(file.name, None if content is None else self.raw(content))
        path = file if isinstance(file, Path) else file.path
        content = _content_of(path)
        if content is None and isinstance(file, TemporaryFile):
            content = file.content
        return shapes.File(path.name, None if content is None else self.raw(content))

    def input_stream(self, stream: NSInputStream) -> shapes.InputStream:
        """What the stream would bring from its start, where it is one over memory or a file."""
        opened = stream.streamStatus() is not NSStreamStatus.NotOpen
        content: bytes | None = None
        if type(stream) is NSInputStream:
            try:
                with stream._opener() as file:
                    content = file.read(LARGEST + 1)
            except (OSError, ValueError):
                content = None
        whole = content is not None and len(content) <= LARGEST
        number = self._streams.setdefault(stream, len(self._streams) + 1)
        return shapes.InputStream(number, self.raw(content or b"") if whole else None, opened)

    def output_stream(self, stream: NSOutputStream) -> shapes.OutputStream:
        """What was written, where it went to memory."""
        written: io.BytesIO | None = stream._written
        return shapes.OutputStream(None if written is None else self.raw(written.getvalue()))


def _content_of(path: Path) -> bytes | None:
    """What a file holds; None where it is gone or too large to be kept."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError:
        return None
