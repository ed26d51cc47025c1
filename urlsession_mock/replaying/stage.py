"""The device of a replay: what was recorded of sessions and tasks, and what stands for it now.

Not here: the order of things (player.py), how one is made as the recording says (making.py), whose
delegate it has (delegates.py). One rule: what the recorded test did is done here, what the recorded
delegate did is only looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from urlsession_mock.device import Device
from urlsession_mock.errors import URLSessionMockError
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
from urlsession_mock.lifecycle import Kind
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.replaying.acts import Act, request_differences
from urlsession_mock.replaying.delegates import Delegates
from urlsession_mock.replaying.doubles import File, content_of
from urlsession_mock.replaying.making import configuration_of, task_of
from urlsession_mock.session import MockSession, NSURLSession
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
        self._delegates = Delegates(device, delegate, app_delegate)
        self.sessions: dict[int, NSURLSession | None] = {}
        self._tasks: dict[Channel, dict[int, Life]] = {}
        self._made: dict[Channel, set[int]] = {}  # the recording says how they were made
        self._converted: dict[int, list[Life]] = {}  # tasks that data tasks became
        # Made now, in the order made, and not found in the recording yet.
        self.new_sessions: list[SessionCreated] = []
        self.new_tasks: list[tuple[TaskCreated, int | None]] = []

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
        configuration = configuration_of(recorded)
        queue = None
        if recorded.kind == "shared":
            with_shared = NSURLSession.sharedSession()
            self.sessions[recorded.session] = with_shared
            return
        delegate = self._delegates.for_session(has_one=bool(recorded.delegate))
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
            self.stands_for(recorded.session, recorded.task, task_of(made, recorded)._life)

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
            self._delegates.launched()
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
