"""The methods of a session that make tasks, spelt as in PyObjC.

Not here: what the session does with a task once it is made. One rule: what Apple
refuses at creation is refused here, at the caller's line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from urlsession_mock import limits
from urlsession_mock.conformance import implementation
from urlsession_mock.errors import AppleException
from urlsession_mock.events import Raised, TaskCreated, Where
from urlsession_mock.facts import Facts
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import UNRESUMED, Kind
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.recording import STRIDE
from urlsession_mock.selectors import CREATED
from urlsession_mock.tasks import (
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionStreamTask,
    NSURLSessionTask,
    NSURLSessionUploadTask,
    NSURLSessionWebSocketTask,
)
from urlsession_mock.where import caller, raised_at

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel, Life
    from urlsession_mock.foundation.response import NSURLResponse
    from urlsession_mock.operations import NSOperationQueue
    from urlsession_mock.world import Process, World

    DataHandler = Callable[[NSData | None, NSURLResponse | None, Any], object]  # Any: NSError | None, as users annotate it
    FileHandler = Callable[[NSURL | None, NSURLResponse | None, Any], object]  # Any: as above

__all__ = ["TaskMaking"]

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
    _number: int
    _delegate: object
    _queue: NSOperationQueue
    _is_background: bool
    _is_finishing: bool

    # -- data ------------------------------------------------------------

    def dataTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionDataTask:
        """A data task; its messages go to the delegate."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request)

    def dataTaskWithURL_(self, url: NSURL, /) -> NSURLSessionDataTask:
        """A data task that gets the URL."""
        return self._make(NSURLSessionDataTask, Kind.DATA, _get(url))

    def dataTaskWithRequest_completionHandler_(
        self, request: NSURLRequest, handler: DataHandler | None, /
    ) -> NSURLSessionDataTask:
        """A data task that tells its end to the handler: data, response, error (R81)."""
        return self._make(NSURLSessionDataTask, Kind.DATA, request, handler=handler)

    def dataTaskWithURL_completionHandler_(
        self, url: NSURL, handler: DataHandler | None, /
    ) -> NSURLSessionDataTask:
        """As `dataTaskWithRequest_completionHandler_`, for a URL (R81)."""
        return self._make(NSURLSessionDataTask, Kind.DATA, _get(url), handler=handler)

    # -- upload ----------------------------------------------------------

    def uploadTaskWithRequest_fromFile_(
        self, request: NSURLRequest, file: NSURL, /
    ) -> NSURLSessionUploadTask:
        """An upload of a file, which the system reads when the task is resumed (R52)."""
        return self._upload(request, file)

    def uploadTaskWithRequest_fromFile_completionHandler_(
        self, request: NSURLRequest, file: NSURL, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask:
        """The same, its end told to the handler (R81)."""
        return self._upload(request, file, handler)

    def uploadTaskWithRequest_fromData_(
        self, request: NSURLRequest, data: bytes | None, /
    ) -> NSURLSessionUploadTask:
        """An upload of bytes; refused in a background session (R44)."""
        return self._upload(request, data)

    def uploadTaskWithRequest_fromData_completionHandler_(
        self, request: NSURLRequest, data: bytes | None, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask:
        """The same, its end told to the handler (R81)."""
        return self._upload(request, data, handler)

    def uploadTaskWithStreamedRequest_(self, request: NSURLRequest, /) -> NSURLSessionUploadTask:
        """An upload whose body the delegate supplies as a stream (R77)."""
        return self._make(NSURLSessionUploadTask, Kind.UPLOAD, request, body="stream")

    def uploadTaskWithResumeData_(self, data: bytes, /) -> NSURLSessionUploadTask | None:
        """None: an upload's resume data cannot be made here, so none is good (R80)."""
        _needs(bytes, data, "resume data")
        return None

    def uploadTaskWithResumeData_completionHandler_(
        self, data: bytes, handler: DataHandler | None, /
    ) -> NSURLSessionUploadTask | None:
        """None, as `uploadTaskWithResumeData_`."""
        return self.uploadTaskWithResumeData_(data)

    # -- download --------------------------------------------------------

    def downloadTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionDownloadTask:
        """A download task; its file goes to the delegate."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request)

    def downloadTaskWithURL_(self, url: NSURL, /) -> NSURLSessionDownloadTask:
        """A download task that gets the URL."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, _get(url))

    def downloadTaskWithRequest_completionHandler_(
        self, request: NSURLRequest, handler: FileHandler | None, /
    ) -> NSURLSessionDownloadTask:
        """A download task that tells its end to the handler: file, response, error (R81)."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, request, handler=handler)

    def downloadTaskWithURL_completionHandler_(
        self, url: NSURL, handler: FileHandler | None, /
    ) -> NSURLSessionDownloadTask:
        """As `downloadTaskWithRequest_completionHandler_`, for a URL (R81)."""
        return self._make(NSURLSessionDownloadTask, Kind.DOWNLOAD, _get(url), handler=handler)

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
        _needs(str, host, "a host name")
        _needs(int, port, "a port")
        return self._make(NSURLSessionStreamTask, Kind.STREAM, None)

    def webSocketTaskWithURL_(self, url: NSURL, /) -> NSURLSessionWebSocketTask:
        """A WebSocket to a `ws` or `wss` URL (R88)."""
        return self._make(NSURLSessionWebSocketTask, Kind.WEBSOCKET, _web_socket(_get(url)))

    def webSocketTaskWithURL_protocols_(
        self, url: NSURL, protocols: list[str], /
    ) -> NSURLSessionWebSocketTask:
        """The same, offering these subprotocols, best first."""
        request = _web_socket(_get(url)).mutableCopy()
        request.setValue_forHTTPHeaderField_(", ".join(protocols), "Sec-WebSocket-Protocol")
        return self._make(NSURLSessionWebSocketTask, Kind.WEBSOCKET, request.copy())

    def webSocketTaskWithRequest_(self, request: NSURLRequest, /) -> NSURLSessionWebSocketTask:
        """A WebSocket for a request."""
        return self._make(NSURLSessionWebSocketTask, Kind.WEBSOCKET, _web_socket(request))

    # -- how -------------------------------------------------------------

    def _upload(
        self, request: NSURLRequest, body: object, handler: DataHandler | None = None
    ) -> NSURLSessionUploadTask:
        __tracebackhide__ = True
        if isinstance(body, NSURL):
            path = Path(str(body.path()))
            if not path.is_file():
                raise AppleException(
                    "NSInvalidArgumentException", f"Cannot read file at {body.absoluteString()}"
                )
            return self._make(
                NSURLSessionUploadTask,
                Kind.UPLOAD,
                request,
                handler=handler,
                body="file",
                content=path.read_bytes(),
            )
        data = b"" if body is None else _needs(bytes, body, "the data to upload")
        return self._make(
            NSURLSessionUploadTask,
            Kind.UPLOAD,
            request,
            handler=handler,
            body="data",
            content=bytes(data),
        )

    def _resumed(self, data: bytes, handler: FileHandler | None) -> NSURLSessionDownloadTask:
        __tracebackhide__ = True
        _needs(bytes, data, "resume data")
        request = _request_in(bytes(data))
        task = self._make(
            NSURLSessionDownloadTask, Kind.RESUMED_DOWNLOAD, request, handler=handler
        )
        task._facts.resume_data = bytes(data)
        return task

    def _make(
        self,
        cls: type[Task],
        kind: Kind,
        request: NSURLRequest | None,
        *,
        handler: Callable[..., object] | None = None,
        body: str | None = None,
        content: bytes | None = None,
    ) -> Task:
        __tracebackhide__ = True
        if request is not None:
            _needs(NSURLRequest, request, "an NSURLRequest")
        refusal = limits.INVALIDATED if self._is_finishing else None
        if refusal is None and self._is_background:
            refusal = limits.refusal(
                kind, request, self._world.options, has_handler=handler is not None, body=body
            )
        if refusal is not None:
            raise self._refused(*refusal)
        facts = Facts(request.copy() if request is not None else None)
        facts.block = handler
        self._fill(facts, body, content)
        life = self._channel.begin(self._kind(kind, has_handler=handler is not None))
        life.facts = facts
        facts.fragile = self._is_background and (kind is Kind.DATA or body == "data")
        task = cast(Task, cls._show(self, life))  # type: ignore[arg-type]  # this half is only ever used whole
        self._created(task, life, kind, caller(3))
        return task

    def _kind(self, kind: Kind, *, has_handler: bool) -> Kind:
        if has_handler:
            return Kind.HANDLER
        if not self._is_background:
            return kind
        if kind is Kind.DATA and self._world.options.background_data_response == "not-asked":
            return Kind.BACKGROUND_UPLOAD  # the same messages: data without a response (C11)
        return _IN_BACKGROUND.get(kind, kind)

    def _fill(self, facts: Facts, body: str | None, content: bytes | None) -> None:
        request = facts.request
        if content is None and request is not None and request.HTTPBody() is not None:
            content, body = bytes(request.HTTPBody() or b""), "data"
        facts.body = content
        if content is not None:
            is_known = body == "file" or self._world.options.upload_size_of_data == "length"
            facts.expected_send = len(content) if is_known else -1  # C13
        elif body == "stream":
            facts.expected_send = -1

    def _created(self, task: NSURLSessionTask, life: Life, kind: Kind, where: Where | None) -> None:
        """Record the task, and tell the delegate on this very thread (R27)."""
        world, facts = self._world, life.facts
        lane = world.lanes.here(self._number)
        url = facts.request.URL() if facts.request is not None else None
        text = str(url.absoluteString()) if url is not None else ""
        world.recording.add(
            TaskCreated,
            lane,
            self._number,
            life.number,
            kind.value,
            text,
            self._like(life, text),
            where,
        )
        method = implementation(self._delegate, CREATED) if self._delegate is not None else None
        if method is None:
            return
        position = world.recording.enqueued(CREATED, life, ())
        start = world.recording.delivered(CREATED, lane, position)
        try:
            method(self, task)
        except Exception as error:  # noqa: BLE001 - a delegate may raise anything; it is recorded
            world.recording.add(Raised, lane, start // STRIDE + 1, error, raised_at(error.__traceback__))
        world.recording.returned(lane, start)

    def _like(self, life: Life, url: str) -> int | None:
        """A task of the session with the same request that is still under way (B23)."""
        for other in self._channel.lives.values():
            request = other.facts.request
            if other is life or other.is_ending or request is None or not url:
                continue
            if other.position.name != UNRESUMED and str(request.URL().absoluteString()) == url:
                return other.number
        return None

    def _refused(self, rule: str, name: str, reason: str) -> AppleException:
        raise NotImplementedError  # the other half has it


def _needs(kind: type, value: object, what: str) -> Any:  # Any: of type `kind`, which callers know
    __tracebackhide__ = True
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        hint = ""
        if kind is NSURL and isinstance(value, str):
            hint = f"; use NSURL.URLWithString_({value!r})"
        raise TypeError(f"{what} is wanted, not {type(value).__name__} ({value!r}){hint}")
    return value


def _get(url: NSURL) -> NSURLRequest:
    __tracebackhide__ = True
    return NSURLRequest.requestWithURL_(_needs(NSURL, url, "an NSURL"))


def _web_socket(request: NSURLRequest) -> NSURLRequest:
    __tracebackhide__ = True
    _needs(NSURLRequest, request, "an NSURLRequest")
    url = request.URL()
    scheme = str(url.scheme()).lower() if url is not None else ""
    if scheme not in ("ws", "wss", "http", "https"):
        raise AppleException(
            "NSInvalidArgumentException", f"A WebSocket needs a ws or wss URL, not {scheme}"
        )
    return request


def _request_in(data: bytes) -> NSURLRequest:
    """The request that resume data made here goes on with."""
    prefix, _, url = data.partition(b"\0")
    address = url.decode(errors="replace") if prefix == b"urlsession-mock resume data" else ""
    found = NSURL.URLWithString_(address) if address else None
    return NSURLRequest.requestWithURL_(found)


