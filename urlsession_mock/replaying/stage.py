"""The device of a replay: what was recorded of sessions and tasks, and what stands for it now.

Not here: the order of things (player.py). One rule: what the recorded test did is done here,
what the recorded delegate did is only looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from urlsession_mock.app import is_factory
from urlsession_mock.conformance import responds_to
from urlsession_mock.device import Device
from urlsession_mock.errors import NotPossibleNow, URLSessionMockError
from urlsession_mock.events import (
    AppChanged,
    Enqueued,
    SessionCreated,
    SessionInvalidated,
    TaskChanged,
    TaskCreated,
    TaskSet,
)
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.replaying.acts import Act, request_differences
from urlsession_mock.replaying.doubles import File, content_of
from urlsession_mock.selectors import HANDOVER
from urlsession_mock.session import MockSession, NSURLSession
from urlsession_mock.socket_tasks import class_of
from urlsession_mock.tasks import NSURLSessionTask

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel, Life

__all__ = ["Deed", "Known", "Knows", "Stage"]

Deed = TaskChanged | TaskSet | SessionInvalidated
"""What an app or a test does to a task or a session, outside of any call."""

Known = tuple[Kind, NSURLRequest, str | None]
"""The kind, the request and the description of a task."""
Knows = Callable[[Enqueued], Known]
"""Says what the system knew of the task of a message."""


class Stage:
    """Sessions and tasks of a replay, by their recorded numbers."""

    def __init__(
        self, device: Device, delegate: object, app_delegate: object, known: Knows
    ) -> None:
        self.device = device
        self._known = known
        self._make: Callable[[], object] | None = None
        self._delegate: object = None
        if isinstance(delegate, type) or (delegate is not None and is_factory(delegate)):
            self._make = cast(Callable[[], object], delegate)  # both are called without arguments
        else:
            self._delegate = delegate
        self._is_used = False
        self._app_delegate = app_delegate
        self.sessions: dict[int, NSURLSession | None] = {}
        self._tasks: dict[Channel, dict[int, Life]] = {}
        self._made: dict[Channel, set[int]] = {}  # the recording says how they were made
        self._converted: dict[int, list[Life]] = {}  # tasks that data tasks became
        # Made now, in the order made, and not found in the recording yet.
        self.new_sessions: list[SessionCreated] = []
        self.new_tasks: list[tuple[TaskCreated, int | None]] = []

    # -- delegates -------------------------------------------------------

    def launched(self) -> None:
        """The app was launched: a relaunched one starts with a fresh delegate.

        Raises `NotPossibleNow` where the delegate was given as an object and has been used.
        """
        device = self.device
        if device.app.state in ("terminated", "force-quit") and self._is_used:
            if self._make is None:
                raise NotPossibleNow(
                    "the recording relaunches the app, and a relaunched app starts from nothing; "
                    "give replay() the delegate's class, or a function that makes one"
                )
            self._delegate = None
        if self._app_delegate is None and responds_to(self._for_this_launch(), HANDOVER):
            device.app._use(self._for_this_launch)
        else:
            device.app._use(self._app_delegate)
        device._launch(is_first=True)

    def _for_this_launch(self) -> object:
        if self._delegate is None and self._make is not None:
            self._delegate = self._make()
        return self._delegate

    # -- sessions --------------------------------------------------------

    def found_session(self, recorded: SessionCreated) -> bool:
        """A session that was made now, and is like the recorded one, stands for it."""
        for made in self.new_sessions:
            if (made.kind, made.identifier) == (recorded.kind, recorded.identifier):
                self.new_sessions.remove(made)
                self.sessions[recorded.session] = self._session(made.session)
                return True
        return False

    def make_session(self, recorded: SessionCreated) -> None:
        """Make a session as the recorded test did."""
        configuration = _configuration(recorded)
        queue = None
        if recorded.kind == "shared":
            with_shared = NSURLSession.sharedSession()
            self.sessions[recorded.session] = with_shared
            return
        delegate = self._for_this_launch() if recorded.delegate else None
        self._is_used = True
        if recorded.concurrency != 1:
            queue = NSOperationQueue.alloc().init()
            queue.setMaxConcurrentOperationCount_(recorded.concurrency)
        self.sessions[recorded.session] = MockSession(
            delegate, configuration=configuration, queue=queue, device=self.device
        )

    def on_main(self, session: int) -> None:
        """The session's messages came on the main queue, so they do now."""
        made = self.sessions.get(session)
        if made is not None and not made._queue._is_main:
            made._queue = self.device.main_queue

    def _session(self, number: int) -> NSURLSession | None:
        return next((s for s in self.device.process.sessions if s._number == number), None)

    # -- tasks -----------------------------------------------------------

    def life(self, session: int, task: int | None) -> Life | None:
        """What stands for a recorded task, or for a session itself; None where nothing does."""
        made = self.sessions.get(session)
        if made is None:
            return None
        if task is None:
            return made._channel.own
        life = self._tasks.get(made._channel, {}).get(task)
        if life is None and (converted := self._converted.get(session)):
            life = converted.pop(0)
            self.stands_for(session, task, life)
        return life

    def found_task(
        self, recorded: TaskCreated, call: int | None
    ) -> list[tuple[str, str, str]] | None:
        """A task that was made now stands for the recorded one.

        In what their requests differ; None where no task was made. `call` is the recorded call
        that made it: one from the same call with another request is taken too.
        """
        made = self.sessions.get(recorded.session)
        if made is None:
            return None
        wanted = (made._number, recorded.kind, recorded.has_handler)
        alike = [
            pair
            for pair in self.new_tasks
            if (pair[0].session, pair[0].kind, pair[0].has_handler) == wanted
        ]
        for pair in alike:
            if not request_differences(recorded, pair[0]):
                self._take(recorded, made, pair)
                return []
        for pair in alike:
            if call is not None and pair[1] == call:
                self._take(recorded, made, pair)
                return request_differences(recorded, pair[0])
        return None

    def _take(
        self, recorded: TaskCreated, made: NSURLSession, pair: tuple[TaskCreated, int | None]
    ) -> None:
        self.new_tasks.remove(pair)
        life = made._channel.lives.get(pair[0].task)
        if life is not None:
            self.stands_for(recorded.session, recorded.task, life)

    def stands_for(self, session: int, task: int, life: Life) -> None:
        """The task of that life stands for the recorded one."""
        made = self.sessions.get(session)
        if made is not None:
            self._tasks.setdefault(made._channel, {})[task] = life

    def make_task(self, recorded: TaskCreated) -> None:
        """Make a task as the recorded test did; nothing where the session cannot any more."""
        made = self.sessions.get(recorded.session)
        if made is None:
            return
        channel = made._channel
        if recorded.task not in channel.lives:
            channel.next_number = max(recorded.task, 1)
        with suppress(URLSessionMockError):  # the session was invalidated, which was told
            self.stands_for(recorded.session, recorded.task, _task(made, recorded)._life)

    def is_same(self, recorded: Deed, now: Deed) -> bool:
        """The same was done to what stands for the recorded task or session."""
        made = self.sessions.get(recorded.session)
        if made is None or made._number != now.session or type(recorded) is not type(now):
            return False
        if isinstance(recorded, SessionInvalidated) or isinstance(now, SessionInvalidated):
            return _done(recorded) == _done(now)
        life = self.life(recorded.session, recorded.task)
        return life is not None and life.number == now.task and _done(recorded) == _done(now)

    def do(self, recorded: Deed) -> None:
        """Do what the recorded test did to a task or a session."""
        made = self.sessions.get(recorded.session)
        if made is None:
            return
        with suppress(URLSessionMockError):
            if isinstance(recorded, SessionInvalidated):
                if recorded.cancels:
                    made.invalidateAndCancel()
                else:
                    made.finishTasksAndInvalidate()
                return
            life = self.life(recorded.session, recorded.task)
            if life is None:
                return
            if isinstance(recorded, TaskChanged):
                getattr(life.face, recorded.change)()
            else:
                name = recorded.what[:1].upper() + recorded.what[1:]
                getattr(life.face, f"set{name}_")(recorded.value)

    def renamed(self, act: Act) -> Act:
        """An act of now, with the recorded number of its task."""
        event = act.event
        if not isinstance(event, (TaskChanged, TaskSet)):
            return act
        sessions = [s for s in self.sessions.values() if s and s._number == event.session]
        task = None
        if sessions:
            for recorded, life in self._tasks.get(sessions[-1]._channel, {}).items():
                if life.number == event.task:
                    task = recorded
        whose = f"of {'another task' if task is None else f'task {task}'}"
        text = f"{act.text.rpartition(' of ')[0]} {whose}"
        return Act(text, f"no {text}", event)

    # -- what was there before -------------------------------------------

    def is_former(self, session: int, task: int | None) -> bool:
        """A task that the recording does not make, of a session that outlives the app."""
        made = self.sessions.get(session)
        if made is None or task is None or not made._is_background:
            return False
        return task not in self._made.get(made._channel, ())

    def noted(self, recorded: TaskCreated) -> None:
        """The recording says how this task was made."""
        made = self.sessions.get(recorded.session)
        if made is not None:
            self._made.setdefault(made._channel, set()).add(recorded.task)

    def former_session(self, session: int, identifier: str) -> None:
        """A session of a launch before the recording, of which the system's side is left."""
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        configuration = make(identifier)
        channel = self.device.background.away(configuration)
        self.sessions[session] = NSURLSession._former(self.device, channel, configuration)

    def former_task(self, session: int, message: Enqueued) -> Life | None:
        """A task of a launch before the recording, which the system still has."""
        made = self.sessions.get(session)
        if made is None or message.task is None:
            return None
        channel = made._channel
        channel.next_number = max(channel.next_number, message.task)
        kind, request, description = self._known(message)
        task = made._former_task(request, kind, description)
        self.stands_for(session, message.task, task._life)
        return task._life

    def became(self, message: Enqueued, life: Life) -> None:
        """A data task became the task of that life."""
        task: object = message.arguments[0] if message.arguments else None
        if isinstance(task, NSURLSessionTask):
            self.stands_for(message.session, task.taskIdentifier(), life)
        else:  # of a file, which does not say the number
            self._converted.setdefault(message.session, []).append(life)

    def file(self, result: object, number: int) -> object:
        """What a block is given: data as it is, a file as a real one."""
        if result is None or isinstance(result, NSData):
            return result
        content = content_of(cast(File, result))  # whoever recorded it had one of the two
        return TemporaryFile(self.device.temporary_folder(), number, content)

    def change(self, event: AppChanged) -> None:
        """Do to the app what the system, or the recorded test, did."""
        device = self.device
        if event.change == "launched":
            self.launched()
        elif event.change == "suspended":
            device._suspend()
        elif event.change == "resumed":
            device._resume()
        elif event.change in ("terminated", "force-quit"):
            device._end(event.change)
        else:
            device._changed(event.change, event.identifier)


def _done(deed: Deed) -> tuple[object, ...]:
    if isinstance(deed, TaskChanged):
        return (deed.change,)
    return (deed.what, deed.value) if isinstance(deed, TaskSet) else (deed.cancels,)


def _configuration(recorded: SessionCreated) -> NSURLSessionConfiguration:
    make = NSURLSessionConfiguration
    if recorded.kind == "background":
        made = make.backgroundSessionConfigurationWithIdentifier_(recorded.identifier or "")
    elif recorded.kind == "ephemeral":
        made = make.ephemeralSessionConfiguration()
    else:
        made = make.defaultSessionConfiguration()
    if recorded.configuration is not None:
        made._fields = replace(
            recorded.configuration._fields, kind=made.kind, identifier=made.identifier()
        )
    return made


def _task(made: NSURLSession, recorded: TaskCreated) -> NSURLSessionTask:
    kind = Kind(recorded.kind)
    if kind is Kind.STREAM:
        return made.streamTaskWithHostName_port_("replayed", 0)
    request = recorded.request
    if request is None:
        url = NSURL.URLWithString_(recorded.url) if recorded.url else None
        request = NSURLRequest.requestWithURL_(url)
    body, content = _body(made, recorded)
    return made._make(
        class_of(kind),
        kind,
        request,
        handler=_ignore if recorded.has_handler else None,
        body=body,
        content=content,
        goes_on=recorded.resume_data,
    )


def _body(made: NSURLSession, recorded: TaskCreated) -> tuple[str | None, bytes | Path | None]:
    """Where the body of an upload comes from, and what it is."""
    upload: object = recorded.upload
    if recorded.streamed:
        return "stream", None
    if recorded.kind != Kind.UPLOAD.value or upload is None:
        return None, None
    if isinstance(upload, bytes):
        return "data", upload
    if isinstance(upload, Path) and upload.is_file():
        return "file", upload
    path = made._world.temporary_folder() / f"upload-{recorded.number}"
    path.write_bytes(getattr(upload, "content", None) or b"")
    return "file", path


def _ignore(result: object, response: object, error: object) -> None:
    """The block of a task that the recorded test made: nobody looks at what comes."""
