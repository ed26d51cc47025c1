"""The body of a request, and an upload that is gone on with.

Not here: what a server says of an upload it knows, which is pure (uploads.py). One rule: the server
is asked how much it has before the rest is sent, and where it does not know, all is sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.error_codes import (
    NSURLErrorDataLengthExceedsMaximum,
    NSURLErrorRequestBodyStreamExhausted,
)
from urlsession_mock.foundation.streams import NSInputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network import uploads
from urlsession_mock.network.asking import Failed, Steps
from urlsession_mock.network.keeping import Keeping
from urlsession_mock.network.preparing import timeout_of
from urlsession_mock.network.wire import Failure, Happening, Head, Headers, Informational, Outgoing
from urlsession_mock.selectors import BODY_STREAM, BODY_STREAM_FROM_OFFSET
from urlsession_mock.tasks import NSURLSessionUploadTask

if TYPE_CHECKING:
    from urlsession_mock.foundation.request import NSURLRequest

__all__ = ["Content", "Uploading"]

_BODYLESS: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Content:
    """What of a body is sent, and where it begins in the whole."""

    body: bytes = b""
    length: int | None = None
    """What can be said of it beforehand; None for a stream, and where there is no body."""
    offset: int = 0


class Uploading(Keeping):
    """The part of a transfer that sends."""

    _is_bodyless: bool = False
    _resume_at: NSURL | None = None
    """Where the server said that it can be asked about this upload."""
    _known: uploads.UploadResumeData | None = None
    """What an earlier task left of it; None once the server does not know it."""

    def _next(self) -> Steps[Happening]:
        """What happens next on the wire."""
        raise NotImplementedError  # the other part has it

    def _exchange_for(self, sent: Outgoing) -> Steps[None]:
        """Open an exchange, in place of any that is open."""
        raise NotImplementedError  # as above

    # -- the body --------------------------------------------------------

    def _content(self, request: NSURLRequest, *, offset: int = 0) -> Steps[Content]:
        """What is to be sent, from `offset` on. Raises `Failed` where it cannot be had."""
        facts = self._facts
        if self._is_bodyless:
            return Content()
        if facts.is_streamed:
            selector = BODY_STREAM_FROM_OFFSET if offset else BODY_STREAM
            _, given = yield from self._ask(selector, *((offset,) if offset else ()))
            stream = given[0] if given else None
            if not isinstance(stream, NSInputStream):
                # Inferred: Apple does not say how such a task fails.
                raise Failed(NSURLErrorRequestBodyStreamExhausted)
            return Content(self._sendable(stream.read_all(), request), None, offset)
        body = facts.body
        if body is None:
            return Content()
        rest = self._sendable(body, request)[offset:]
        return Content(rest, len(rest), offset)

    def _sendable(self, body: bytes, request: NSURLRequest) -> bytes:
        if body and request.HTTPMethod() == "GET":
            # Seen by the Linux suite and on Macs alike: "resource exceeds maximum size" (C11).
            raise Failed(NSURLErrorDataLengthExceedsMaximum)
        return body

    # -- going on --------------------------------------------------------

    @property
    def _is_upload(self) -> bool:
        return isinstance(self.life.face, NSURLSessionUploadTask)

    def _upload_headers(self, request: NSURLRequest) -> Headers:
        """What lets a server offer to go on with this upload later (R80)."""
        if not self._is_upload or request.HTTPMethod() in _BODYLESS or self._is_bodyless:
            return ()
        return uploads.creation_headers()

    def _hear_of_upload(self, url: NSURL, interim: Informational) -> None:
        """A 104 says where the upload can be asked about."""
        if self._is_upload:
            self._resume_at = uploads.resume_url(url, interim) or self._resume_at

    def _rest(self, request: NSURLRequest) -> Steps[tuple[NSURL, Content] | None]:
        """Where the rest of an upload goes, and what it is; None where it begins anew."""
        known = self._known
        place = NSURL.URLWithString_(known.resume_url) if known is not None else None
        if known is None or place is None:
            return None
        self._resume_at = place
        timeout = timeout_of(request, self._configuration)
        asked = Outgoing("HEAD", place, (*known.headers, *uploads.offset_headers()), b"", timeout)
        self._timing.begin(request, asked)
        yield from self._exchange_for(asked)
        while not isinstance(happening := (yield from self._next()), Head):
            if isinstance(happening, Failure):
                raise Failed(happening.code, happening.info)
        length = None if self._facts.is_streamed else len(self._facts.body or b"")
        progress = uploads.progress(happening, length)
        if progress is None:
            self._known = self._resume_at = None
            return None
        return place, (yield from self._content(request, offset=progress.offset))

    def _upload_resume_data(self) -> bytes | None:
        """What a later upload can go on from; None where the server offered nothing."""
        facts, place = self._facts, self._resume_at
        request = facts.request
        if place is None or request is None or not self._is_upload:
            return None
        data, file, length, modified = facts.body, None, 0, 0
        if facts.is_streamed:
            data = None
        elif facts.file is not None and facts.file.is_file():
            state = facts.file.stat()
            data, file, length, modified = None, str(facts.file), state.st_size, state.st_mtime_ns
        return uploads.encoded(
            uploads.UploadResumeData(
                url=str(request.URL().absoluteString()),  # type: ignore[union-attr]  # it has been sent
                method=request.HTTPMethod(),
                resume_url=str(place.absoluteString()),
                headers=tuple(request.allHTTPHeaderFields().items()),
                data=data,
                file=file,
                length=length,
                modified=modified,
            )
        )
