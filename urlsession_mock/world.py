"""What a session needs of the device, and which device is active.

Not here: the device itself. One rule: this is the package's only module state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.queues import Lanes
from urlsession_mock.workers import Job

if TYPE_CHECKING:
    from urlsession_mock.clock import Clock
    from urlsession_mock.engine import Channel, Life
    from urlsession_mock.exploring.steering import Steering
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.stores import Stores
    from urlsession_mock.loops import Loops
    from urlsession_mock.network.stubs import Network
    from urlsession_mock.operation_queue import NSOperationQueue
    from urlsession_mock.options import Options
    from urlsession_mock.recording import Recording
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["Process", "World", "activate", "active", "current", "deactivate"]


class Process:
    """One run of the app, from launch to its end. `number` counts the launches."""

    def __init__(self, number: int, begins_at: int = 0) -> None:
        self.number = number
        self.begins_at = begins_at
        """How many events there were before it."""
        self.is_alive = True
        self.sessions: list[NSURLSession] = []
        self.shared: NSURLSession | None = None
        self.applications: dict[str, object] = {}
        """The shared application objects, by the name of their class."""


class World(Protocol):
    """The device, as far as sessions, tasks and queues know it."""

    recording: Recording
    lanes: Lanes
    options: Options
    process: Process
    clock: Clock
    loops: Loops
    network: Network
    stores: Stores
    main_queue: NSOperationQueue
    steering: Steering | None
    """What is asked where the system is free, where the device is explored."""

    def open_channel(self, configuration: NSURLSessionConfiguration) -> Channel:
        """The system's side of a new session: that of the identifier, or a fresh one."""
        ...

    def adopt(self, session: NSURLSession) -> None:
        """A session was made."""
        ...

    def started(self, task: NSURLSessionTask) -> None:
        """A task was resumed for the first time: the network may answer."""
        ...

    def stopped(self, life: Life) -> None:
        """A task was cancelled: the network answers it no more."""
        ...

    def converted(self, old: Life, new: Life) -> None:
        """A data task became another task: the network goes on with that."""
        ...

    def session_ended(self, session: NSURLSession) -> None:
        """A session became invalid."""
        ...

    def run_loop(
        self, until: float, mode: str, *, once: bool, stops: Callable[[], bool] | None = None
    ) -> None:
        """Main runs its run loop until a moment on the clock, for one input at most if `once`.

        `stops` says that it is to end.
        """
        ...

    def ring(self) -> None:
        """Something happened that the device should look at. From any thread."""
        ...

    def resume_data(self, life: Life) -> bytes | None:
        """What a cancelled transfer could go on from, or None (R80)."""
        ...

    def elsewhere(self, job: Job) -> None:
        """Run a block on a thread that is neither main nor a delegate queue's (R28)."""
        ...

    def temporary_folder(self) -> Path:
        """Where downloaded files are put."""
        ...


_active: list[World] = []
_lock = threading.Lock()


def activate(world: World) -> None:
    """Make this the device of sessions made from now on."""
    with _lock:
        _active.append(world)


def deactivate(world: World) -> None:
    """Take the device out again; harmless where it is out already."""
    with _lock:
        if world in _active:
            _active.remove(world)


def active() -> World | None:
    """The device that `current` gives; None where there is none, or nothing names one."""
    if not _active:
        return None
    lanes = Lanes.of_this_thread()
    mine = [world for world in _active if world.lanes is lanes or world.lanes.is_main]
    if mine:
        return mine[-1]
    # One device may be active twice, as in `with Device() as device, installed(device):`.
    is_only = all(world is _active[0] for world in _active)
    return _active[0] if is_only else None


def current() -> World:
    """The active device of the calling thread.

    That is the one whose lane the thread is; else the newest one made on this thread; else the
    only one there is. Raises `NoActiveDevice` where that does not name one.
    """
    __tracebackhide__ = True
    world = active()
    if world is not None:
        return world
    if _active:
        raise NoActiveDevice(
            f"{len(_active)} devices are active in other threads, and this thread belongs to none; "
            f"make the session on a thread that made a device or that a session runs on"
        )
    raise NoActiveDevice(
        "no device is active, so nothing could answer; use the urlsession_mock fixture, "
        "or `with urlsession_mock.Device():`"
    )
