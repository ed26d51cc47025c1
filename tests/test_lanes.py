"""Lanes are real threads: the corners in which code under test meets them."""

from __future__ import annotations

import _thread
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from urlsession_mock import Deadlock, Device, NoActiveDevice, NotPossibleNow
from urlsession_mock.events import Delivered, Raised, Replied, Stuck
from urlsession_mock.foundation import (
    NSURL,
    NSBlockOperation,
    NSHTTPURLResponse,
    NSObject,
    NSOperationQueue,
    NSThread,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

Hook = Callable[[], object]
Answer = Callable[[int], None]


class Delegate:
    """Runs a hook at the first piece of data; answers responses as told."""

    def __init__(self, hook: Hook = lambda: None, answer: Callable[[Answer], None] | None = None):
        self.hook = hook
        self.answer = answer or (lambda handler: handler(1))
        self.pieces: list[bytes] = []
        self.threads: set[int] = set()

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: object, task: object, response: object, handler: Answer
    ) -> None:
        self.answer(handler)

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: bytes
    ) -> None:
        self.threads.add(threading.get_ident())
        self.pieces.append(bytes(data))
        if len(self.pieces) == 1:
            self.hook()


@pytest.fixture
def device() -> Iterator[Device]:
    before = set(threading.enumerate())
    with Device(limit=2.0) as device:
        yield device
    assert not [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]


def started(
    device: Device, delegate: object, queue: NSOperationQueue | None = None
) -> tuple[NSURLSession, NSURLSessionTask]:
    session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        NSURLSessionConfiguration.defaultSessionConfiguration(), delegate, queue
    )
    url = NSURL.URLWithString_("https://example.com/a")
    assert url is not None
    task = session.dataTaskWithURL_(url)
    task.resume()
    response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url, 200, "HTTP/1.1", {}
    )
    session.enqueue(RESPONSE, task, response)
    session.enqueue(DATA, task, b"one")
    session.enqueue(DATA, task, b"two")
    session.enqueue(COMPLETE, task, None)
    return session, task


def test_a_private_queue_is_one_thread_and_never_the_main_one(device: Device) -> None:
    delegate = Delegate()
    started(device, delegate)
    device.run()
    assert len(delegate.threads) == 1
    assert threading.get_ident() not in delegate.threads


def test_the_main_queue_delivers_on_the_thread_that_made_the_device(device: Device) -> None:
    delegate = Delegate()
    started(device, delegate, NSOperationQueue.mainQueue())
    device.run()
    assert delegate.threads == {threading.get_ident()}
    assert {event.lane for event in device.recording.only(Delivered)} == {"main"}


def test_a_delegate_may_wait_for_a_block_on_main(device: Device) -> None:
    seen: list[bool] = []

    def hop() -> None:
        operation = NSBlockOperation.blockOperationWithBlock_(
            lambda: seen.append(NSThread.isMainThread())
        )
        NSOperationQueue.mainQueue().addOperation_(operation)
        operation.waitUntilFinished()
        seen.append(NSThread.isMainThread())

    delegate = Delegate(hop)
    started(device, delegate)
    device.run()
    assert seen == [True, False]
    assert delegate.pieces == [b"one", b"two"]


def test_an_object_performs_a_selector_on_main_and_waits(device: Device) -> None:
    seen: list[tuple[object, bool]] = []

    class Shows(NSObject):
        def show_(self, what: object) -> None:
            seen.append((what, NSThread.isMainThread()))

    shows = Shows.alloc().init()
    hop = shows.performSelectorOnMainThread_withObject_waitUntilDone_
    started(device, Delegate(lambda: hop("show:", "one", True)))
    device.run()
    assert seen == [("one", True)]


def test_a_reply_may_come_from_a_thread_of_the_delegates_own(device: Device) -> None:
    def from_a_thread(handler: Answer) -> None:
        threading.Thread(target=handler, args=(1,)).start()

    delegate = Delegate(answer=from_a_thread)
    started(device, delegate)
    device.run()
    (reply,) = device.recording.only(Replied)
    assert reply.lane == "other"
    assert delegate.pieces == [b"one", b"two"]


def test_the_idle_threads_of_a_pool_do_not_hold_up_a_run(device: Device) -> None:
    with ThreadPoolExecutor(1) as pool:
        kept: list[Answer] = []

        def keep(handler: Answer) -> None:
            pool.submit(kept.append, handler).result()

        started(device, Delegate(answer=keep))
        start = time.monotonic()
        assert device.run().selectors() == [RESPONSE]
        assert time.monotonic() - start < 1.0


def test_a_thread_of_the_apps_that_waits_for_work_does_not_hold_up_a_run(device: Device) -> None:
    work: queue.Queue[None] = queue.Queue()
    poller = threading.Thread(target=work.get)
    poller.start()
    try:
        started(device, Delegate(answer=lambda handler: None))
        start = time.monotonic()
        assert device.run().selectors() == [RESPONSE]
        assert time.monotonic() - start < 1.0
    finally:
        work.put(None)
        poller.join(1.0)


def test_a_supplied_concurrent_queue_keeps_the_order_and_warns(device: Device) -> None:
    supplied = NSOperationQueue.alloc().init()
    delegate = Delegate()
    started(device, delegate, supplied)
    device.run()
    assert delegate.pieces == [b"one", b"two"]
    assert "serial-delegate-queue" in device.verdict().broken


def test_a_suspended_queue_keeps_its_messages(device: Device) -> None:
    supplied = NSOperationQueue.alloc().init()
    supplied.setMaxConcurrentOperationCount_(1)
    supplied.setSuspended_(True)
    delegate = Delegate()
    started(device, delegate, supplied)
    assert device.run().selectors() == []
    supplied.setSuspended_(False)
    assert device.run().selectors() == [RESPONSE, DATA, DATA]


def test_an_exception_is_recorded_and_the_messages_behind_it_come(device: Device) -> None:
    def fail() -> None:
        raise LookupError("no such row")

    delegate = Delegate(fail)
    started(device, delegate)
    device.run()
    (raised,) = device.recording.only(Raised)
    assert isinstance(raised.error, LookupError)
    assert raised.where is not None
    assert raised.where.file == __file__
    assert delegate.pieces == [b"one", b"two"]


def test_pytest_fail_inside_a_delegate_is_recorded_too(device: Device) -> None:
    started(device, Delegate(lambda: pytest.fail("not what I expected")))
    device.run()
    (raised,) = device.recording.only(Raised)
    assert "not what I expected" in str(raised.error)


@pytest.fixture
def hasty() -> Iterator[Device]:
    with Device(limit=0.1) as device:
        yield device


def test_a_wait_on_the_delegate_lane_that_cannot_end_is_a_deadlock(hasty: Device) -> None:
    never = threading.Event()
    started(hasty, Delegate(never.wait))
    try:
        with pytest.raises(Deadlock) as caught:
            hasty.run()
    finally:
        never.set()
    text = str(caught.value)
    assert "main lane stands at" in text
    assert "delegate lane stands at" in text
    assert "test_lanes.py" in text
    assert len(list(hasty.recording.only(Stuck))) == 1


def test_a_wait_on_the_main_queue_that_cannot_end_is_a_deadlock(hasty: Device) -> None:
    never = threading.Event()
    started(hasty, Delegate(never.wait), NSOperationQueue.mainQueue())
    with pytest.raises(Deadlock, match="the main lane was held"):
        hasty.run()
    assert len(list(hasty.recording.only(Stuck))) == 1


def test_a_process_that_ignores_interrupts_does_not_hang_either(hasty: Device) -> None:
    """A shell's background job ignores SIGINT; so it does again afterwards."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        started(hasty, Delegate(threading.Event().wait), NSOperationQueue.mainQueue())
        with pytest.raises(Deadlock, match="the main lane was held"):
            hasty.run()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_waiting_for_ones_own_serial_queue_is_a_deadlock_at_once(device: Device) -> None:
    caught: list[Deadlock] = []
    supplied = NSOperationQueue.alloc().init()
    supplied.setMaxConcurrentOperationCount_(1)

    def wait_for_myself() -> None:
        operation = NSBlockOperation.blockOperationWithBlock_(lambda: None)
        supplied.addOperation_(operation)
        try:
            operation.waitUntilFinished()
        except Deadlock as deadlock:
            caught.append(deadlock)

    started(device, Delegate(wait_for_myself), supplied)
    start = time.monotonic()
    device.run()
    assert "can never start" in str(caught[0])
    assert time.monotonic() - start < 1.0


def test_main_waiting_for_a_block_on_main_is_a_deadlock_at_once(device: Device) -> None:
    operation = NSBlockOperation.blockOperationWithBlock_(lambda: None)
    NSOperationQueue.mainQueue().addOperation_(operation)
    with pytest.raises(Deadlock, match="can never start"):
        operation.waitUntilFinished()


def test_a_lane_that_is_stuck_does_not_hold_up_the_end_of_its_device() -> None:
    never = threading.Event()
    device = Device(limit=0.05)
    with device:
        started(device, Delegate(never.wait))
        with pytest.raises(Deadlock):
            device.run()
        start = time.monotonic()
    assert time.monotonic() - start < 1.0
    never.set()


def test_an_interrupt_from_the_keyboard_gets_through_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())

    def run(device: Device) -> None:
        started(device, Delegate(_thread.interrupt_main), NSOperationQueue.mainQueue())
        device.run()
        threading.Event().wait(1.0)

    with pytest.raises(KeyboardInterrupt), Device() as device:
        run(device)
    assert not [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]


def test_only_the_thread_that_made_the_device_runs_it(device: Device) -> None:
    caught: list[Exception] = []

    def elsewhere() -> None:
        try:
            device.run()
        except NotPossibleNow as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(1.0)
    assert "the thread that made it" in str(caught[0])


def test_a_device_in_each_of_two_threads_is_the_active_one_there() -> None:
    both = threading.Barrier(2, timeout=2.0)
    bodies: dict[int, list[bytes]] = {}

    def play(number: int) -> None:
        delegate = Delegate()
        with Device() as mine:
            both.wait()
            started(mine, delegate)
            mine.run()
            both.wait()
        bodies[number] = delegate.pieces

    threads = [threading.Thread(target=play, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3.0)
    assert bodies == {1: [b"one", b"two"], 2: [b"one", b"two"]}


def test_a_session_needs_an_active_device() -> None:
    with pytest.raises(NoActiveDevice, match="use the urlsession_mock fixture"):
        NSURLSession.sharedSession()


def test_a_delegate_makes_sessions_on_its_own_lane(device: Device) -> None:
    made: list[NSURLSession] = []
    started(device, Delegate(lambda: made.append(NSURLSession.sharedSession())))
    device.run()
    assert made == [NSURLSession.sharedSession()]


def test_waiting_for_a_message_ends_with_it(device: Device) -> None:
    delegate = Delegate()
    with device.wait_for(DATA):
        started(device, delegate)
    assert delegate.pieces


def test_a_wait_that_times_out_shows_the_recording_and_the_busy_lanes(device: Device) -> None:
    from urlsession_mock import TimedOut

    with (
        pytest.raises(TimedOut, match=r"did not come within 0.05 s; busy lanes: none"),
        device.wait_for(COMPLETE, timeout=0.05),
    ):
        started(device, Delegate(answer=lambda handler: None))


def test_a_device_that_was_closed_has_nothing_more_to_run() -> None:
    with Device(limit=0.2) as device:
        started(device, Delegate())
    start = time.monotonic()
    assert device.run().selectors() == []
    assert time.monotonic() - start < 0.1


def test_what_a_killed_app_still_posted_to_main_is_never_run(device: Device) -> None:
    app = device.launch()
    app.terminate()
    ran: list[str] = []
    NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: ran.append("by a dead process"))
    device.run()
    device.launch()
    device.run()
    assert ran == []
