"""One recording, in one order, whoever writes to it."""

from __future__ import annotations

import threading

import pytest

from tests.scripted import Notes, url
from urlsession_mock import Device, Recording
from urlsession_mock.events import AppChanged, BlockCalled, Delivered, Enqueued, Event, Lane, Raised
from urlsession_mock.foundation import NSHTTPURLResponse
from urlsession_mock.selectors import COMPLETE, CREATED, DATA, RESPONSE

MAIN = Lane("main")


def test_events_are_numbered_from_one_in_the_order_they_were_added() -> None:
    recording = Recording(lambda: 0.0)
    for change in ("launched", "suspended"):
        recording.add(AppChanged, MAIN, change, 1, None)
    assert [event.number for event in recording] == [1, 2]
    assert recording.event(2) == recording[-1] == recording[1]


@pytest.mark.parametrize("index", [2, -3])
def test_an_event_that_is_not_there_is_said_so(index: int) -> None:
    recording = Recording(lambda: 0.0)
    recording.add(AppChanged, MAIN, "launched", 1, None)
    recording.add(AppChanged, MAIN, "suspended", 1, None)
    with pytest.raises(IndexError, match="of a recording of 2 events"):
        recording[index]


def test_a_message_is_asked_for_by_the_number_of_its_delivery() -> None:
    recording = Recording(lambda: 0.0)
    recording.add(AppChanged, MAIN, "launched", 1, None)
    with pytest.raises(TypeError, match="event 1 is AppChanged, not a delivery"):
        recording.message(1)


def test_threads_that_write_while_data_is_delivered_leave_every_event_whole() -> None:
    pieces = 2000
    with Device() as device:
        recording = device.recording
        session = device.session(Notes())
        task = session.dataTaskWithURL_(url())
        task.resume()
        response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url(), 200, "HTTP/1.1", {}
        )
        session.enqueue(RESPONSE, task, response)
        for _ in range(pieces):
            session.enqueue(DATA, task, b"x")
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                recording.add(BlockCalled, Lane("other"), 0, "a block")

        writers = [threading.Thread(target=write) for _ in range(2)]
        for writer in writers:
            writer.start()
        try:
            device.run()
        finally:
            stop.set()
            for writer in writers:
                writer.join(2.0)

        events: list[Event] = list(recording)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    enqueued = {e.number for e in events if isinstance(e, Enqueued)}
    delivered = [e for e in events if isinstance(e, Delivered)]
    assert all(event.enqueued in enqueued for event in delivered)
    assert sum(event.selector is DATA for event in delivered) == pieces


class RaisesEverywhere:
    """Raises in the first message, in one of bulk, and in the last."""

    def URLSession_didCreateTask_(self, session: object, task: object) -> None:
        raise LookupError("created")

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None:
        raise LookupError("data")

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        raise LookupError("complete")


def test_what_was_raised_points_at_the_delivery_it_was_raised_in() -> None:
    with Device() as device:
        device.network.get(str(url().absoluteString())).respond(body=b"x")
        device.session(RaisesEverywhere()).dataTaskWithURL_(url()).resume()
        recording = device.run()
    raised = list(recording.only(Raised))
    assert [str(event.error) for event in raised] == ["created", "data", "complete"]
    messages = [recording.message(event.delivered).selector for event in raised]
    assert messages == [CREATED, DATA, COMPLETE]
