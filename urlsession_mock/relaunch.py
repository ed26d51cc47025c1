"""The seed scenario in one object: an app that was away while its transfers ended.

Not here: pytest. One rule: everything goes through the device, so nothing happens here that
could not happen there.
"""

from __future__ import annotations

from urlsession_mock.device import Device
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.events import Replied
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.handlers import Handler
from urlsession_mock.lifecycle import Kind
from urlsession_mock.recording import Recording
from urlsession_mock.rules import RULES, judge
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_DOWNLOAD, FINISH_EVENTS, HANDOVER
from urlsession_mock.session import MockSession, NSURLSession
from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["Relaunch"]


class Relaunch:
    """One background relaunch. Queue what ended while the app was away, then finish the events.

    `app` is the app delegate's class, or a function that makes one; without it the test stores
    `handler` and makes `session(delegate)` itself. `identifier` is the background session's.
    """

    def __init__(
        self,
        device: Device,
        *,
        identifier: str = "com.example.background",
        app: object = None,
        configuration: NSURLSessionConfiguration | None = None,
    ) -> None:
        self.device = device
        self.identifier = identifier
        if configuration is None:
            make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
            configuration = make(identifier)
        self._configuration = configuration
        if device.app.state == "running":
            if device.process.sessions:
                raise NotPossibleNow(
                    "the app is running, with sessions; suspend or terminate it, then call "
                    "device.wake(identifier) instead of background_relaunch"
                )
            device.app.terminate()
        device.app._use(app)
        self._channel = device.background.away(configuration)
        self._former = NSURLSession._former(device, self._channel, configuration)
        self._handler: Handler | None = None

    @property
    def recording(self) -> Recording:
        """The device's recording."""
        return self.device.recording

    # -- while the app was away ------------------------------------------

    def download(
        self,
        url: str,
        body: bytes = b"",
        *,
        status: int = 200,
        description: str | None = None,
    ) -> NSURLSessionTask:
        """A download ended well: its file and its completion are enqueued.

        `body` is the file's content; `description` the task's description, which
        survives the relaunch. The object returned is the former launch's: use it to enqueue more.
        """
        task = self.task(url, description=description)
        response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            _address(url), status, "HTTP/1.1", {}
        )
        task._facts.response = response
        self._former.enqueue(FINISH_DOWNLOAD, task, body)
        self._former.enqueue(COMPLETE, task, None)
        return task

    def upload(
        self, url: str, body: bytes = b"", *, description: str | None = None
    ) -> NSURLSessionTask:
        """An upload ended well; `body` is what the server answered."""
        task = self.task(url, kind=Kind.BACKGROUND_UPLOAD, description=description)
        if body:
            self._former.enqueue(DATA, task, body)
        self._former.enqueue(COMPLETE, task, None)
        return task

    def failure(self, url: str, code: int, *, description: str | None = None) -> NSURLSessionTask:
        """A download failed with this NSURLError code."""
        task = self.task(url, description=description)
        self._former.enqueue(COMPLETE, task, NSError.url_error(code, _address(url)))
        return task

    def task(
        self,
        url: str,
        *,
        kind: Kind = Kind.BACKGROUND_DOWNLOAD,
        description: str | None = None,
    ) -> NSURLSessionTask:
        """A task of the former launch that is still running; enqueue its messages yourself.

        Raises `ValueError` for a text that is no URL.
        """
        __tracebackhide__ = True
        return self._former._former_task(
            NSURLRequest.requestWithURL_(_address(url)), kind, description
        )

    def enqueue(self, selector: str, task: NSURLSessionTask, /, *arguments: object) -> None:
        """Enqueue a message about a task of the former launch; see `NSURLSession.enqueue`."""
        __tracebackhide__ = True
        self._former.enqueue(selector, task, *arguments)

    # -- the wake --------------------------------------------------------

    @property
    def handler(self) -> Handler:
        """The handler of the handover; asking for it wakes the app, once."""
        __tracebackhide__ = True
        return self.wake()

    def wake(self) -> Handler:
        """The system wakes the app and hands over; the handler. Once: later calls return it."""
        __tracebackhide__ = True
        if self._handler is None:
            self._handler = self.device.wake(self.identifier, finish_events=False)
        return self._handler

    def session(self, delegate: object) -> NSURLSession:
        """The session recreated by the test, for a delegate without an app delegate."""
        __tracebackhide__ = True
        self.wake()
        return MockSession(delegate, configuration=self._configuration, device=self.device)

    def run(self) -> Recording:
        """Deliver what is enqueued; see `Device.run`."""
        __tracebackhide__ = True
        self.wake()
        return self.device.run()

    def finish_events(self) -> Recording:
        """Wake the app if it is not awake, deliver what is enqueued, then finish-events.

        Called again it sends finish-events again, as was observed (R14).
        """
        __tracebackhide__ = True
        handler = self.wake()
        # An explorer that ended that app has woken it again, with the finish-events of that wake.
        if handler._process.is_alive or self.device.steering is None:
            self._channel.enqueue(self._channel.own, FINISH_EVENTS, ())
        return self.device.run()

    def assert_handler_called(self) -> None:
        """Fail, with the report of what was wrong, unless the handler was called as it must be.

        On the main thread, once, after finish-events. Where the app that was woken has ended, the
        newest handover of its identifier counts, if it was to the app that runs now. Raises
        `AssertionError`.
        """
        __tracebackhide__ = True
        about = ("stored-handler", "session-recreated")
        verdict = judge(self.recording, [rule for rule in RULES if rule.id.startswith(about)])
        if not verdict:
            # later: only a failure is drawn
            from urlsession_mock.reports.failure import failure

            raise AssertionError(failure(verdict))
        if not self._is_called():
            raise AssertionError(
                f'the handler of "{self.identifier}" was not called; '
                f"call finish_events() before assert_handler_called()"
            )

    def _is_called(self) -> bool:
        """The handler that is owed a call was called; an app that has ended owes none."""
        handler, recording = self._handler, self.recording
        if handler is None or handler._process.is_alive:
            return handler is not None and handler.calls > 0
        start = self.device.process.begins_at
        owed = [
            event.number
            for event in recording.deliveries(HANDOVER)
            if event.number > start and event.arguments[0] == self.identifier
        ]
        called = {reply.handler for reply in recording.only(Replied)}
        return not owed or owed[-1] in called


def _address(url: str) -> NSURL:
    __tracebackhide__ = True
    address = NSURL.URLWithString_(url)
    if address is None or not address.scheme():
        raise ValueError(f"{url!r} is no URL; give a whole one, as https://example.com/a")
    return address
