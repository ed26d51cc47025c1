"""The methods of a session that make tasks, spelt as in PyObjC.

Not here: what the session does with a task once it is made. One rule: what Apple
refuses at creation is refused here, at the caller's line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from urlsession_mock import limits
from urlsession_mock.arguments import (
    needs,
    needs_block,
    needs_bytes,
    request_to,
    web_socket_request,
)
from urlsession_mock.conformance import implementation
from urlsession_mock.errors import AppleException, NotPossibleNow
from urlsession_mock.events import TaskCreated, Where
from urlsession_mock.facts import UNKNOWN_SIZE, Facts
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import UNRESUMED, Kind
from urlsession_mock.network import resuming, uploads
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.recording import number_of
from urlsession_mock.selectors import CREATED
from urlsession_mock.socket_tasks import NSURLSessionStreamTask, NSURLSessionWebSocketTask
from urlsession_mock.tasks import (
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
    NSURLSessionUploadTask,
)
from urlsession_mock.where import caller

if TYPE_CHECKING:
    from urlsession_mock.delivery import Delivery
    from urlsession_mock.engine import Channel, Life
    from urlsession_mock.foundation.error import NSError
    from urlsession_mock.foundation.response import NSURLResponse
    from urlsession_mock.operation_queue import NSOperationQueue
    from urlsession_mock.world import Process, World

    # Any: an NSError or None, which users annotate as they like
    DataHandler = Callable[[NSData | None, NSURLResponse | None, Any], object]
    FileHandler = Callable[[NSURL | None, NSURLResponse | None, Any], object]

__all__ = ["TaskMaking"]

__tracebackhide__ = True  # pytest then shows the caller's line

Task = TypeVar("Task", bound=NSURLSessionTask)

# R44: the kind a background session makes where another makes the kind on the left.
_IN_BACKGROUND = {
    Kind.DATA: Kind.BACKGROUND_DATA,
    Kind.UPLOAD: Kind.BACKGROUND_UPLOAD,
    Kind.DOWNLOAD: Kind.BACKGROUND_DOWNLOAD,
    Kind.RESUMED_DOWNLOAD: Kind.BACKGROUND_RESUMED_DOWNLOAD,
}


@not_simulated("streamTaskWithNetService:")
class TaskMaking(NSObject):
    """The half of NSURLSession that makes tasks."""

    _world: World
    _process: Process
    _channel: Channel
    _delivery: Delivery
    _number: int
    _delegate: object
    _queue: NSOperationQueue
    _is_background: bool
    _is_finishing: bool
    # Why the session cannot work: its tasks fail with this, then it becomes invalid with it.
    _doom: NSError | None = None

    # -- data ------------------------------------------------------------

    def dataTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionDataTask:
        """A data task; its messages go to the delegate."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request)

    def dataTaskWithURL_(self, url: NSURL, /) -> NSURLSessionDataTask:
        """A data task that gets the URL."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request_to(url))

    def dataTaskWithRequest_completionHandler_(
        self, request: NSURLRequest, handler: DataHandler | None, /
    ) -> NSURLSessionDataTask:
        """A data task that tells its end to the handler: data, response, error (R81)."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request, handler=handler)

    def dataTaskWithURL_completionHandler_(
        self, url: NSURL, handler: DataHandler | None, /
    ) -> NSURLSessionDataTask:
        """As `dataTaskWithRequest_completionHandler_`, for a URL (R81)."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request_to(url), handler=handler)

    # -- upload ----------------------------------------------------------

    def uploadTaskWithRequest_fromFile_(
        self, request: NSURLRequest, file: NSURL, /
    ) -> NSURLSessionUploadTask:
        """An upload of a file, which the system copies when the task is first resumed (R52)."""
        return self._upload_file(request, file)

    def uploadTaskWithRequest_fromFile_completionHandler_(
        self, request: NSURLRequest, file: NSURL, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask:
        """The same, its end told to the handler (R81)."""
        return self._upload_file(request, file, handler)

    def uploadTaskWithRequest_fromData_(
        self, request: NSURLRequest, data: bytes | None, /
    ) -> NSURLSessionUploadTask:
        """An upload of bytes; refused in a background session (R44)."""
        return self._upload_data(request, data)

    def uploadTaskWithRequest_fromData_completionHandler_(
        self, request: NSURLRequest, data: bytes | None, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask:
        """The same, its end told to the handler (R81)."""
        return self._upload_data(request, data, handler)

    def uploadTaskWithStreamedRequest_(self, request: NSURLRequest, /) -> NSURLSessionUploadTask:
        """An upload whose body the delegate supplies as a stream (R77)."""
        return self._make(NSURLSessionUploadTask, Kind.UPLOAD, request, body="stream")

    def uploadTaskWithResumeData_(self, data: bytes, /) -> NSURLSessionUploadTask | None:
        """A new upload that goes on from the resume data; None for data that is not good (R80)."""
        return self._upload_resumed(data, None)

    def uploadTaskWithResumeData_completionHandler_(
        self, data: bytes, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask | None:
        """The same, its end told to the handler (R81)."""
        return self._upload_resumed(data, handler)

    # -- download --------------------------------------------------------

    def downloadTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionDownloadTask:
        """A download task; its file goes to the delegate."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request)

    def downloadTaskWithURL_(self, url: NSURL, /) -> NSURLSessionDownloadTask:
        """A download task that gets the URL."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request_to(url))

    def downloadTaskWithRequest_completionHandler_(
        self, request: NSURLRequest, handler: FileHandler | None, /
    ) -> NSURLSessionDownloadTask:
        """A download task that tells its end to the handler: file, response, error (R81)."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request, handler=handler)

    def downloadTaskWithURL_completionHandler_(
        self, url: NSURL, handler: FileHandler | None, /
    ) -> NSURLSessionDownloadTask:
        """As `downloadTaskWithRequest_completionHandler_`, for a URL (R81)."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request_to(url), handler=handler)

    def downloadTaskWithResumeData_(self, data: bytes, /) -> NSURLSessionDownloadTask:
        """A new download that goes on from the resume data (R80)."""
        return self._resumed(data, None)

    def downloadTaskWithResumeData_completionHandler_(
        self, data: bytes, handler: FileHandler | None, /
    ) -> NSURLSessionDownloadTask:
        """The same, its end told to the handler (R81)."""
        return self._resumed(data, handler)

    # -- stream and WebSocket --------------------------------------------

    def streamTaskWithHostName_port_(self, host: str, port: int, /) -> NSURLSessionStreamTask:
        """A TCP connection to a host and port (R90)."""
        needs(str, host, "a host name")
        needs(int, port, "a port")
        task = self._make(NSURLSessionStreamTask, Kind.STREAM, None)
        task._facts.address = (host, port)
        return task

    def webSocketTaskWithURL_(self, url: NSURL, /) -> NSURLSessionWebSocketTask:
        """A WebSocket to a `ws` or `wss` URL (R88)."""
        return self._web_socket(web_socket_request(request_to(url), "ws", "wss"))

    def webSocketTaskWithURL_protocols_(
        self, url: NSURL, protocols: list[str], /
    ) -> NSURLSessionWebSocketTask:
        """The same, offering these subprotocols, best first."""
        request = web_socket_request(request_to(url), "ws", "wss").mutableCopy()
        given: object = protocols  # a lone text would be taken apart letter by letter
        if isinstance(given, str):
            raise TypeError(f"a list of protocol names is wanted, not str ({given!r})")
        names = [needs(str, each, "a protocol's name") for each in protocols]
        request.setValue_forHTTPHeaderField_(", ".join(names), "Sec-WebSocket-Protocol")
        return self._web_socket(request)

    def webSocketTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionWebSocketTask:
        """A WebSocket for a request."""
        return self._web_socket(web_socket_request(request, "ws", "wss", "http", "https"))

    # -- how -------------------------------------------------------------

    def _upload_file(
        self, request: NSURLRequest, file: NSURL, handler: DataHandler | None = None
    ) -> NSURLSessionUploadTask:
        url = needs(NSURL, file, "an NSURL of a file")
        path = Path(str(url.path()))
        if not url.isFileURL() or not path.is_file():
            raise AppleException(
                "NSInvalidArgumentException", f"Cannot read file at {url.absoluteString()}"
            )
        cls = NSURLSessionUploadTask
        return self._make(cls, Kind.UPLOAD, request, handler=handler, body="file", content=path)

    def _upload_data(
        self, request: NSURLRequest, data: bytes | None, handler: DataHandler | None = None
    ) -> NSURLSessionUploadTask:
        body = b"" if data is None else needs_bytes(data, "the data to upload")
        cls = NSURLSessionUploadTask
        return self._make(cls, Kind.UPLOAD, request, handler=handler, body="data", content=body)

    def _upload_resumed(
        self, data: bytes, handler: DataHandler | None
    ) -> NSURLSessionUploadTask | None:
        given = needs_bytes(data, "resume data")
        known = uploads.decoded(given)
        if known is None:
            return None
        body = "data" if known.data is not None else "stream"
        content: bytes | Path | None = known.data
        if known.file is not None:
            body, content = "file", Path(known.file)
            if not content.is_file():
                return None
            state = content.stat()
            if not known.is_same_file(state.st_size, state.st_mtime_ns):
                return None  # another body: the server has the beginning of the old one
        cls, request = NSURLSessionUploadTask, known.request()
        return self._make(
            cls, Kind.UPLOAD, request, handler=handler, body=body, content=content, goes_on=given
        )

    def _web_socket(self, request: NSURLRequest) -> NSURLSessionWebSocketTask:
        return self._make(NSURLSessionWebSocketTask, Kind.WEBSOCKET, request)

    def _resumed(self, data: bytes, handler: FileHandler | None) -> NSURLSessionDownloadTask:
        given = needs_bytes(data, "resume data")
        cls, kind = NSURLSessionDownloadTask, Kind.RESUMED_DOWNLOAD
        known = resuming.decoded(given)
        # Without a URL it fails when it is resumed, as a Mac's does with bad data (C45).
        request = known.request() if known is not None else NSURLRequest.requestWithURL_(None)
        return self._make(cls, kind, request, handler=handler, goes_on=given)

    def _make(
        self,
        cls: type[Task],
        kind: Kind,
        request: NSURLRequest | None,
        *,
        handler: Callable[..., object] | None = None,
        body: str | None = None,
        content: bytes | Path | None = None,
        goes_on: bytes | None = None,
    ) -> Task:
        if kind is not Kind.STREAM:
            request = needs(NSURLRequest, request, "an NSURLRequest")
        if handler is not None:
            needs_block(handler, "the result, the response and the error")
        self._must_allow(kind, request, has_handler=handler is not None, body=body)
        facts = Facts(request.copy() if request is not None else None)
        facts.block, facts.resume_data = handler, goes_on
        self._fill(facts, body, content)
        life = self._channel.begin(self._kind(kind, has_handler=handler is not None))
        life.facts = facts
        facts.fragile = self._is_background and (kind is Kind.DATA or body == "data")
        task = cast(Task, cls._show(self, life))  # type: ignore[arg-type]  # this half is only ever used whole
        self._created(task, life, kind, caller(3))
        if self._doom is not None:
            self._fail(life, self._doom)
        return task

    def _must_allow(
        self, kind: Kind, request: NSURLRequest | None, *, has_handler: bool, body: str | None
    ) -> None:
        if not self._process.is_alive:
            raise NotPossibleNow(
                "the app that made this session has ended, and a dead app makes no tasks; "
                "use a session of the current launch"
            )
        refusal = limits.INVALIDATED if self._is_finishing else None
        if refusal is None and self._is_background:
            options = self._world.options
            refusal = limits.refusal(kind, request, options, has_handler=has_handler, body=body)
        if refusal is not None:
            raise self._refused(*refusal)

    def _kind(self, kind: Kind, *, has_handler: bool) -> Kind:
        if has_handler:
            return Kind.HANDLER
        if not self._is_background:
            return kind
        if kind is Kind.DATA and self._world.options.background_data_response == "not-asked":
            return Kind.BACKGROUND_UPLOAD  # the same messages: data without a response (C11)
        return _IN_BACKGROUND.get(kind, kind)

    def _fill(self, facts: Facts, body: str | None, content: bytes | Path | None) -> None:
        request = facts.request
        if body is None and request is not None and request.HTTPBody() is not None:
            content, body = bytes(request.HTTPBody() or b""), "data"
        if isinstance(content, Path):
            facts.file = content
            facts.expected_send = content.stat().st_size
        elif content is not None:
            facts.body = content
            is_known = self._world.options.upload_size_of_data == "length"
            facts.expected_send = len(content) if is_known else UNKNOWN_SIZE  # C13
        elif body == "stream":
            facts.is_streamed = True
            facts.expected_send = UNKNOWN_SIZE

    def _created(self, task: NSURLSessionTask, life: Life, kind: Kind, where: Where | None) -> None:
        """Record the task, and tell the delegate on this very thread (R27)."""
        world, facts = self._world, life.facts
        lane = world.lanes.here(self._number)
        text = _address(facts.request)
        world.recording.add(
            TaskCreated,
            lane,
            self._number,
            life.number,
            kind.value,
            text,
            self._like(life, text),
            where,
            facts.request,
            facts.file or facts.body,
            facts.is_streamed,
            facts.resume_data,
            facts.block is not None,
        )
        method = implementation(self._delegate, CREATED) if self._delegate is not None else None
        if method is None:
            return
        position = world.recording.enqueued(CREATED, life, ())
        start = world.recording.delivered(CREATED, lane, position)
        try:
            method(self, task)
        except BaseException as error:
            self._delivery._raised(lane, number_of(start), error)
        world.recording.returned(lane, start)

    def _like(self, life: Life, url: str) -> int | None:
        """A task of the session with the same request that is still under way (B23)."""
        for other in list(self._channel.lives.values()):
            is_under_way = other.position.name != UNRESUMED and not other.is_ending
            if other is not life and is_under_way and url == _address(other.facts.request):
                return other.number if url else None
        return None

    def _fail(self, life: Life, error: NSError, *, is_cancel: bool = False) -> None:
        raise NotImplementedError  # another part has it

    def _refused(self, rule: str, name: str, reason: str) -> AppleException:
        raise NotImplementedError  # the other half has it


def _address(request: NSURLRequest | None) -> str:
    url = request.URL() if request is not None else None
    return str(url.absoluteString()) if url is not None else ""
