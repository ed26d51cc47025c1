"""Messages to write by hand, tasks of every kind to send them to, and a delegate that notes them.

For tests of what may come when. One rule: what a message carries here is of no interest;
a test that cares about it says so itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from urlsession_mock import Device, MockSession, Recording
from urlsession_mock.events import BlockCalled, Delivered, Dropped, Enqueued, Skipped
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSDate,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSMutableURLRequest,
    NSOutputStream,
    NSURLAuthenticationChallenge,
    NSURLErrorNetworkConnectionLost,
    NSURLProtectionSpace,
    NSURLRequest,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
    NSURLSessionTaskMetrics,
)
from urlsession_mock.lifecycle import FAIL, PART, Kind, Way
from urlsession_mock.selectors import (
    BETTER_ROUTE,
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
    INFORMATIONAL,
    INVALID,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SELECTORS,
    SENT,
    SESSION_CHALLENGE,
    WAITING,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WRITE_CLOSED,
    WROTE,
    Selector,
)

Step = Selector | Way
Handler = Callable[..., None]

SYNC = "com.example.sync"


def url(text: str = "https://example.com/a") -> NSURL:
    found = NSURL.URLWithString_(text)
    assert found is not None
    return found


def request(
    text: str = "https://example.com/a", method: str = "GET", **fields: str
) -> NSURLRequest:
    """`fields` are header fields; `_` in their names stands for `-`."""
    made = NSMutableURLRequest.requestWithURL_(url(text))
    made.setHTTPMethod_(method)
    for name, value in fields.items():
        made.setValue_forHTTPHeaderField_(value, name.replace("_", "-"))
    return made.copy()


def response(status: int = 200, mime: str = "text/plain") -> NSHTTPURLResponse:
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(), status, "HTTP/1.1", {"Content-Type": mime}
    )


def challenge(method: str = "NSURLAuthenticationMethodHTTPBasic") -> NSURLAuthenticationChallenge:
    make = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_
    space = make("example.com", 443, "https", "private", method)
    empty = NSURLAuthenticationChallenge.alloc()
    return empty.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        space, None, 0, None, None, None
    )


def lost() -> NSError:
    return NSError.url_error(NSURLErrorNetworkConnectionLost, url())


def input_stream() -> NSInputStream:
    return NSInputStream.inputStreamWithData_(b"a body")


# fmt: off
_CARRIED: dict[Step, Callable[[], tuple[object, ...]]] = {
    BETTER_ROUTE:            lambda: (),
    BODY_STREAM:             lambda: (),
    BODY_STREAM_FROM_OFFSET: lambda: (0,),
    CACHE:                   lambda: (_cached(),),
    CAPTURED_STREAMS:        lambda: (input_stream(), NSOutputStream.outputStreamToMemory()),
    CHALLENGE:               lambda: (challenge(),),
    COMPLETE:                lambda: (None,),
    DATA:                    lambda: (b"data",),
    DELAYED:                 lambda: (request(),),
    FAIL:                    lambda: (lost(),),
    FINISH_DOWNLOAD:         lambda: (b"a file",),
    FINISH_EVENTS:           lambda: (),
    INFORMATIONAL:           lambda: (response(103),),
    INVALID:                 lambda: (lost(),),
    METRICS:                 lambda: (NSURLSessionTaskMetrics.with_transactions(),),
    PART:                    lambda: (response(mime="multipart/x-mixed-replace; boundary=b"),),
    READ_CLOSED:             lambda: (),
    REDIRECT:                lambda: (response(302), request("https://example.com/b")),
    RESPONSE:                lambda: (response(),),
    RESUMED:                 lambda: (0, -1),
    SENT:                    lambda: (0, 0, -1),
    SESSION_CHALLENGE:       lambda: (challenge("NSURLAuthenticationMethodServerTrust"),),
    WAITING:                 lambda: (),
    WEBSOCKET_CLOSE:         lambda: (1000, None),
    WEBSOCKET_OPEN:          lambda: (None,),
    WRITE_CLOSED:            lambda: (),
    WROTE:                   lambda: (0, 0, -1),
}
# fmt: on


def _cached() -> NSCachedURLResponse:
    return NSCachedURLResponse.alloc().initWithResponse_data_(response(), b"data")


def message(step: Step) -> Selector:
    """The message that a step of the tables is."""
    if isinstance(step, Selector):
        return step
    return COMPLETE if step is FAIL else RESPONSE


def carried(step: Step) -> tuple[object, ...]:
    """Something that the message may carry."""
    return _CARRIED[step]()


def send(session: NSURLSession, task: NSURLSessionTask | None, *steps: Step) -> None:
    """Enqueue these messages, about the task where they are about one."""
    for step in steps:
        about = (task,) if message(step).about_task else ()
        session.enqueue(message(step), *about, *carried(step))


def session_for(device: Device, kind: Kind, delegate: object) -> MockSession:
    """A session that makes tasks of this kind, and waits for connectivity where it can."""
    if kind.value.startswith("background"):
        return device.session(delegate, identifier=SYNC)
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setWaitsForConnectivity_(True)
    return device.session(delegate, configuration=configuration)


def task_of(session: NSURLSession, kind: Kind, folder: Path) -> NSURLSessionTask:
    """A task of this kind, not resumed. The file of an upload is put into the folder."""
    if kind is Kind.BACKGROUND_UPLOAD:
        body = folder / "body"
        body.write_bytes(b"a body")
        file = NSURL.fileURLWithPath_(str(body))
        task: NSURLSessionTask = session.uploadTaskWithRequest_fromFile_(request(), file)
    else:
        task = _MAKE[kind](session)
    if kind.value.startswith("background"):
        task.setEarliestBeginDate_(NSDate.date())
    return task


_MAKE: dict[Kind, Callable[[NSURLSession], NSURLSessionTask]] = {
    Kind.DATA: lambda session: session.dataTaskWithURL_(url()),
    Kind.BACKGROUND_DATA: lambda session: session.dataTaskWithURL_(url()),
    Kind.UPLOAD: lambda session: session.uploadTaskWithStreamedRequest_(request(method="POST")),
    Kind.DOWNLOAD: lambda session: session.downloadTaskWithURL_(url()),
    Kind.BACKGROUND_DOWNLOAD: lambda session: session.downloadTaskWithURL_(url()),
    Kind.RESUMED_DOWNLOAD: lambda session: session.downloadTaskWithResumeData_(b"kept"),
    Kind.BACKGROUND_RESUMED_DOWNLOAD: lambda session: session.downloadTaskWithResumeData_(b"kept"),
    Kind.HANDLER: lambda session: session.dataTaskWithURL_completionHandler_(url(), _ignore),
    Kind.WEBSOCKET: lambda session: session.webSocketTaskWithURL_(url("wss://example.com/a")),
    Kind.STREAM: lambda session: session.streamTaskWithHostName_port_("example.com", 7),
}

TASK_KINDS = tuple(kind for kind in Kind if kind is Kind.BACKGROUND_UPLOAD or kind in _MAKE)


def _ignore(result: object, response: object, error: object) -> None:
    """The completion handler of a task that nobody waits for."""


def answer(selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
    """Give a handler the plain answer: go on."""
    if selector in (CHALLENGE, SESSION_CHALLENGE):
        handler(1, None)
    elif selector is DELAYED:
        handler(0, None)
    elif selector is RESPONSE:
        handler(1)
    elif selector in (BODY_STREAM, BODY_STREAM_FROM_OFFSET):
        handler(input_stream())
    else:
        handler(given[-2])  # the new request, the cached response: what was proposed


Answers = Callable[[Selector, tuple[Any, ...], Handler], None]


class Notes:
    """A delegate with every method there is: it notes what comes, and answers as it is told.

    `said` is the messages, `tasks` the number of the task each was about, `given` what each
    carried, the session included.
    """

    def __init__(self, answers: Answers = answer) -> None:
        self.answers = answers
        self.said: list[Selector] = []
        self.tasks: list[int] = []
        self.given: list[tuple[Any, ...]] = []

    def note(self, selector: Selector, given: tuple[Any, ...]) -> None:
        self.said.append(selector)
        self.tasks.append(given[1].taskIdentifier() if selector.about_task else 0)
        self.given.append(given)
        if selector.handler is not None:
            self.answers(selector, given, given[-1])

    def about(self, task: NSURLSessionTask) -> list[Selector]:
        """What came about the task."""
        number = task.taskIdentifier()
        return [said for said, about in zip(self.said, self.tasks, strict=True) if about == number]

    def last(self, selector: Selector) -> tuple[Any, ...]:
        """What the newest message of this name carried."""
        place = len(self.said) - 1 - self.said[::-1].index(selector)
        return self.given[place]


def _noting(selector: Selector) -> Callable[..., None]:
    def method(self: Notes, *given: Any) -> None:
        self.note(selector, given)

    return method


for _selector in SELECTORS:
    if _selector is not HANDOVER:
        setattr(Notes, _selector.python_name, _noting(_selector))


class Quiet:
    """A delegate that implements nothing but the one method that every download needs."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
    ) -> None:
        Path(str(location.path())).unlink()


def assert_nothing_is_lost(recording: Recording) -> None:
    """Every message that was enqueued was delivered, skipped or dropped, once; every block called.

    A block is enqueued like a message, under a name that is no selector.
    """
    enqueued = list(recording.only(Enqueued))
    ends = Counter(
        event.enqueued for event in recording if isinstance(event, (Delivered, Skipped, Dropped))
    )
    messages = {event.number for event in enqueued if type(event.selector) is Selector}
    called = len(list(recording.only(BlockCalled)))
    assert messages <= set(ends)
    assert set(ends) <= {event.number for event in enqueued}
    assert set(ends.values()) <= {1}
    assert len(ends) + called == len(enqueued)
