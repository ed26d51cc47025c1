"""Scenes in which the app is away: killed, suspended, woken, launched again.

Not here: any fault. One rule: a scene asks nothing of the app that a faultless one does not do.
"""

from __future__ import annotations

from tests.specimens.faultless import SYNC
from tests.specimens.stage import A, B, Make, Scene, answering, app_of, launched
from urlsession_mock import Device
from urlsession_mock.foundation import NSURLSessionTask
from urlsession_mock.selectors import COMPLETE, FINISH_DOWNLOAD, FINISH_EVENTS

__all__ = [
    "EXTENSION",
    "SCENES",
    "finished_twice",
    "force_quit",
    "handed_over_last",
    "handed_over_twice",
    "killed_with_a_handler",
    "launched_again",
    "opened",
    "relaunched",
    "reopened",
    "suspended",
    "two_sessions",
    "woken_twice",
]

EXTENSION = "com.example.extension"
"""The identifier of the background session that an extension of the app has."""


def relaunched(device: Device, make: Make) -> None:
    """The app is killed, its downloads end, and it is launched for them."""
    answering(device)
    app = launched(device, make)
    app.fetch(A)
    app.fetch(B)
    device.app.terminate()
    device.run()
    device.wake(SYNC)
    device.run()


def suspended(device: Device, make: Make) -> None:
    """The app is only suspended while its download ends."""
    answering(device)
    launched(device, make).fetch(A)
    device.app.suspend()
    device.run()
    device.wake(SYNC)
    device.run()


def two_sessions(device: Device, make: Make) -> None:
    """Two sessions have ended; the first to be handed over is the last to finish."""
    answering(device)
    app = launched(device, make)
    app.fetch(A, "one")
    app.fetch(A, "two")
    device.app.suspend()
    device.run()
    device.wake("one", finish_events=False)
    device.app.suspend()
    device.wake("two")
    device.run()
    app.sessions["one"].enqueue(FINISH_EVENTS)
    device.run()


def handed_over_twice(device: Device, make: Make) -> None:
    """A second handover comes before finish-events of the first."""
    answering(device)
    launched(device, make).fetch(A)
    device.app.suspend()
    device.run()
    device.wake(SYNC, finish_events=False)
    device.app.suspend()
    device.wake(SYNC)
    device.run()


def finished_twice(device: Device, make: Make) -> None:
    """Finish-events comes a second time, without a handover."""
    relaunched(device, make)
    app_of(device).sessions[SYNC].enqueue(FINISH_EVENTS)
    device.run()


def woken_twice(device: Device, make: Make) -> None:
    """One wake after the other, each with its own finish-events."""
    relaunched(device, make)
    app_of(device).fetch(A)
    device.app.suspend()
    device.run()
    device.wake(SYNC)
    device.run()


def handed_over_last(device: Device, make: Make) -> None:
    """The session is made at launch, and all its messages come before the handover."""
    answering(device)
    launched(device, make).fetch(A)
    device.app.terminate()
    device.run()
    device.wake(SYNC, handover="last")
    device.run()


def killed_with_a_handler(device: Device, make: Make) -> None:
    """The app is killed between handover and finish-events, and woken again."""
    answering(device)
    launched(device, make).fetch(A)
    device.app.terminate()
    device.run()
    device.wake(SYNC)
    device.app.terminate()
    device.wake(SYNC)
    device.run()


def launched_again(device: Device, make: Make) -> None:
    """The user launches the app anew while its download is still running."""
    launched(device, make).fetch(A)
    device.app.terminate()
    app = launched(device, make)
    session = app.sessions.get(SYNC)
    if session is None:
        return
    app.want(A)
    device.run()
    running: list[NSURLSessionTask] = []
    session.getAllTasksWithCompletionHandler_(running.extend)
    device.run()
    for task in running:
        session.enqueue(FINISH_DOWNLOAD, task, b"a file")
        session.enqueue(COMPLETE, task, None)
    device.run()


def force_quit(device: Device, make: Make) -> None:
    """The user removes the app from the switcher, and launches it later."""
    launched(device, make).fetch(A)
    device.app.force_quit()
    launched(device, make)
    device.run()


def reopened(device: Device, make: Make) -> None:
    """A background session is given up, and made anew."""
    answering(device)
    app = launched(device, make)
    device.run()
    app.reopen(SYNC)
    device.run()
    app.fetch(A)
    device.run()


def opened(device: Device, make: Make) -> None:
    """The app is launched while its extension has a background session too."""
    answering(device)
    device.hold_elsewhere(EXTENSION)
    app = launched(device, make)
    device.run()
    if SYNC in app.sessions:
        app.fetch(A)
        device.run()


SCENES: tuple[Scene, ...] = (
    relaunched,
    suspended,
    two_sessions,
    handed_over_twice,
    finished_twice,
    woken_twice,
    handed_over_last,
    killed_with_a_handler,
    launched_again,
    force_quit,
    reopened,
    opened,
)
