"""The handover: the app delegate is given the handler of a background session's wake.

Not here: when the system wakes the app (background.py). One rule: it is a message like
any other, enqueued, delivered on main, its handler recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.conformance import check_app_delegate, implementation
from urlsession_mock.events import Raised, Replied, Skipped
from urlsession_mock.handlers import Handler
from urlsession_mock.lifecycle import Answer
from urlsession_mock.recording import number_of
from urlsession_mock.selectors import HANDOVER
from urlsession_mock.where import raised_at
from urlsession_mock.world import Process

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["hand_over", "handler_of", "is_open"]


class _TheApp:
    """What a handover is about: no session and no task."""

    session = 0
    task = None


def _nothing(answer: Answer, arguments: tuple[object, ...]) -> None:
    """A stored handler opens no gate: the system only takes note."""


def handler_of(device: Device, identifier: str) -> Handler:
    """The handler of a handover that is to come."""
    return Handler(device, HANDOVER, 0, identifier, _nothing)


def is_open(device: Device, identifier: str) -> bool:
    """A handler of that identifier was given to the app that runs now, and was not called."""
    recording, start = device.recording, device.process.begins_at
    given = {
        event.number
        for event in recording.deliveries(HANDOVER)
        if event.number > start and event.arguments[0] == identifier
    }
    return bool(given - {reply.handler for reply in recording.only(Replied)})


def hand_over(device: Device, identifier: str, handler: Handler | None = None) -> Handler:
    """Call the app delegate's handover on the main lane; the handler it was given.

    Where the app has no delegate, the test stands in for it: it takes the handler returned.
    `handler` is that of a handover that was to come.
    """
    __tracebackhide__ = True
    recording, lanes = device.recording, device.lanes
    delegate = device.app.delegate
    lane = lanes.here()
    position = recording.enqueued(HANDOVER, _TheApp(), (identifier,))
    method = None
    if delegate is not None:
        check_app_delegate(delegate)
        method = implementation(delegate, HANDOVER)
        if method is None:
            default = "the system never learns that the app is done"
            recording.add(Skipped, lane, number_of(position), 0, None, HANDOVER, default)
            nobodys = Handler(device, HANDOVER, number_of(position), identifier, _nothing)
            nobodys._process = Process(0)  # a launch that is over: a call means nothing
            nobodys._process.is_alive = False
            return nobodys
    start = recording.delivered(HANDOVER, lane, position)
    handler = handler or handler_of(device, identifier)
    handler._number = number_of(start)
    if method is not None:
        call = method
        try:
            lanes.run_on_main(lambda: call(device.app, identifier, handler))
        except Exception as error:
            where = raised_at(error.__traceback__)
            recording.add(Raised, lane, number_of(start), error, where)
    recording.returned(lane, start)
    return handler
