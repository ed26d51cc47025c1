"""The body of an answer, from the question about its response to the task's last message.

Not here: what comes on the wire (loading.py), where a body goes (receiving.py). One rule: what the
delegate answers about a response decides what becomes of its body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from urlsession_mock.exploring.bodies import Body
from urlsession_mock.files import path_for
from urlsession_mock.foundation.constants import (
    NSURLSessionDownloadTaskResumeData as _DOWNLOAD_KEY,
)
from urlsession_mock.foundation.constants import (
    NSURLSessionUploadTaskResumeData as _UPLOAD_KEY,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCannotDecodeRawData
from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Answer as Reply
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network import resuming
from urlsession_mock.network.asking import Again, Failed, Steps
from urlsession_mock.network.decoding import BadContent, Decoder, decoder
from urlsession_mock.network.multipart import Parts, boundary_of
from urlsession_mock.network.receiving import Receiver, ToBlock, ToDelegate, ToFile
from urlsession_mock.network.resuming import ResumeData
from urlsession_mock.network.uploading import Uploading
from urlsession_mock.network.wire import Chunk, End, Failure, Happening, Head, Mark
from urlsession_mock.selectors import COMPLETE, METRICS, RESPONSE, RESUMED
from urlsession_mock.tasks import NSURLSessionDownloadTask
from urlsession_mock.triggers import DOWNLOADS

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.cache import NSCachedURLResponse
    from urlsession_mock.foundation.request import NSURLRequest

__all__ = ["Finish", "Taking", "responding"]

Finish = Callable[["Life", object, NSError | None], None]

# Kinds whose delegate is not asked about the response (R54, R61).
_UNASKED = DOWNLOADS | {Kind.BACKGROUND_UPLOAD, Kind.HANDLER}
_UNKNOWN = -1


class Taking(Uploading):
    """The part of a transfer that takes a body."""

    _finish: Finish
    _receiver: Receiver | None = None
    _goes_on: ResumeData | None = None
    _request: NSURLRequest

    # -- the response ----------------------------------------------------

    def _responded(self, head: Head, response: NSHTTPURLResponse) -> Steps[None]:
        """The response, its body, and the end. Raises `Failed` and `Again`."""
        life, facts = self.life, self._facts
        offset = self._offset(head)
        facts.response = response
        undo = decoder(head.header("Content-Encoding"))
        if not undo.is_identity:
            response._length = _UNKNOWN  # what comes is longer than what is sent
        facts.expected_receive = response.expectedContentLength()
        if facts.expected_receive != _UNKNOWN:
            facts.expected_receive += offset
        if life.kind not in _UNASKED:
            yield from self._is_allowed(response)
            if self._is_not_ours(life):
                return
        self._may_keep(self._request, response)
        yield from self._receive(head, response, undo, offset)

    def _give(self, cached: NSCachedURLResponse) -> Steps[None]:
        """A response out of the cache, and its body: the delegate is not asked to keep it again."""
        life, facts = self.life, self._facts
        response, data = cached.response(), bytes(cached.data())
        self._timing.from_cache(response, len(data))
        facts.response, facts.expected_receive = response, response.expectedContentLength()
        if life.kind not in _UNASKED:
            yield from self._is_allowed(response)
            if self._is_not_ours(life):
                return
        receiver = self._receiver = self._made_receiver(0)
        if data and receiver.take(self.life, data):
            yield True
        result = receiver.end(self.life)
        self._receiver = None
        self._end(None, result)

    def _is_allowed(self, response: NSURLResponse) -> Steps[None]:
        yield from self._ask(RESPONSE, response)

    def _is_not_ours(self, life: Life) -> bool:
        """The task was cancelled, or became a stream; a download goes on, as another life."""
        answer = life.answer
        return answer is not None and answer[0] is not Reply.ALLOW and self.life is life

    def _receive(
        self, head: Head, response: NSHTTPURLResponse, undo: Decoder, offset: int
    ) -> Steps[None]:
        """The body, to its end."""
        self._receiver = self._made_receiver(offset)
        boundary = boundary_of(head.header("Content-Type"))
        parts = Parts(boundary) if boundary and self.life.kind not in _UNASKED else None
        is_over = False
        steering = self._world.steering
        body = Body(steering) if steering is not None else None
        while not is_over:
            happening = yield from self._next()
            is_over = isinstance(happening, End)
            decoded = self._decoded(happening, undo)
            for data in decoded if body is None else body.pieces(decoded):
                if parts is None:
                    self._note_piece(data, self._request, response)
                    if self._receiver.take(self.life, data):
                        yield True  # the delegate hears of it, and may cancel, before the next
                    continue
                yield from self._take_parts(parts.feed(data), response)
        if parts is not None:
            yield from self._take_parts(parts.finish(), response)
        elif self.life.kind not in DOWNLOADS:
            yield from self._keep(self._request, response)
        result = self._receiver.end(self.life)
        self._receiver = None
        self._end(None, result)

    def _decoded(self, happening: Happening, undo: Decoder) -> Iterator[bytes]:
        """What of the body it brings. Raises `Failed`."""
        try:
            match happening:
                case Chunk(data):
                    self._timing.received(len(data), 0)
                    for piece in undo.pieces(data):
                        self._timing.received(0, len(piece))
                        yield piece
                case End():
                    undo.finish()
                case Failure(code, info):
                    raise Failed(code, info)
                case Mark():
                    self._timing.mark(happening)
                case _:
                    pass  # nothing else comes while a body does
        except BadContent:
            raise Failed(NSURLErrorCannotDecodeRawData) from None

    def _take_parts(self, found: list[Head | Chunk], whole: NSHTTPURLResponse) -> Steps[None]:
        """R63: each part has its response, and its data."""
        for one in found:
            if isinstance(one, Head):
                url = whole.URL()
                assert url is not None  # it answered a request
                response = responding(url, Head(whole.statusCode(), one.headers))
                self._facts.response = response
                life = self.life
                yield from self._is_allowed(response)
                if self.life is not life:
                    self._receiver = self._made_receiver(0)
            elif self._receiver is not None and self._receiver.take(self.life, one.data):
                yield True

    def _made_receiver(self, offset: int) -> Receiver:
        life = self.life
        is_block = life.kind is Kind.HANDLER
        if life.kind not in DOWNLOADS and not isinstance(life.face, NSURLSessionDownloadTask):
            return ToBlock() if is_block else ToDelegate()
        facts, goes_on = self._facts, self._goes_on
        folder = self._world.temporary_folder()
        path = path_for(folder, len(life.channel.recording.log))
        kept = goes_on.kept(folder) if goes_on is not None else None
        if offset and kept is not None:
            kept.rename(path)
        if facts.resume_data is not None:
            facts.received = offset
            if not is_block:
                life.channel.enqueue(life, RESUMED, (offset, facts.expected_receive))
        return ToFile(path, is_told=not is_block, offset=offset)

    # -- going on --------------------------------------------------------

    def _offset(self, head: Head) -> int:
        """Where the body begins. Raises `Again` where it is to be asked for from its start."""
        if self._goes_on is None:
            return 0
        offset = resuming.begins_at(head, self._goes_on)
        if offset is None and head.status in (206, 416):
            self._goes_on = None  # inferred: the rest is not to be had, so all of it is
            raise Again
        return offset or 0

    def resume_data(self) -> bytes | None:
        """What a later download can go on from; None where that cannot be (R80)."""
        if self._is_upload:
            return self._upload_resume_data()
        facts, receiver = self._facts, self._receiver
        request, response = facts.current_request, facts.response
        if not isinstance(receiver, ToFile) or request is None or not facts.received:
            return None
        if not isinstance(response, NSHTTPURLResponse):
            return None
        if not resuming.can_resume(request, response):
            return None
        self._receiver = None
        value = response.valueForHTTPHeaderField_
        return resuming.encoded(
            ResumeData(
                url=str(response.URL().absoluteString()),  # type: ignore[union-attr]  # it answered a request
                received=facts.received,
                file=receiver.keep().name,
                etag=value("ETag"),
                last_modified=value("Last-Modified"),
                headers=tuple(request.allHTTPHeaderFields().items()),
            )
        )

    # -- the end ---------------------------------------------------------

    def _failed(self, failed: Failed) -> None:
        """The transfer ends with an error, which says what a later one can go on from."""
        info = dict(failed.info)
        data = self.resume_data()
        if data is not None:
            info[_UPLOAD_KEY if self._is_upload else _DOWNLOAD_KEY] = NSData(data)
        self._abandon()
        self._end(NSError.url_error(failed.code, self._facts.url, info))

    def _abandon(self) -> None:
        """What was received is nothing."""
        if self._receiver is not None:
            self._receiver.abandon()
            self._receiver = None

    def _end(self, error: NSError | None, result: object = None) -> None:
        life = self.life
        life.channel.enqueue(life, METRICS, (self._timing.metrics(),))
        if life.kind is Kind.HANDLER:
            self._finish(life, result, error)
        else:
            life.channel.enqueue(life, COMPLETE, (error,))


def responding(url: NSURL, head: Head) -> NSHTTPURLResponse:
    """The response that a head is; a field that came twice has both values."""
    fields = HeaderFields()
    for name, value in head.headers:
        fields.add(name, value, ", ")
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url, head.status, head.version, fields.as_dict()
    )
