"""What a client may do with the main thread while its delegate works on another."""

from __future__ import annotations

import signal
import socketserver
import threading
import time

import pytest

from tests.waiting.clients import Downloads, started
from urlsession_mock import Deadlock, Device
from urlsession_mock.events import Delivered, Stuck
from urlsession_mock.foundation import NSOperationQueue
from urlsession_mock.pump import pumping


def test_main_may_wait_for_an_event(downloads: Downloads) -> None:
    downloads.event.wait()
    assert downloads.body == b"hello"


def test_main_may_wait_for_an_event_with_a_limit(downloads: Downloads) -> None:
    assert downloads.event.wait(10)


def test_main_may_get_from_a_queue(downloads: Downloads) -> None:
    assert downloads.queue.get() is None
    assert downloads.simple.get() is None


def test_main_may_acquire_a_lock(downloads: Downloads) -> None:
    assert downloads.lock.acquire()
    assert downloads.body == b"hello"


def test_main_may_wait_for_a_future(downloads: Downloads) -> None:
    assert downloads.future.result() == b"hello"


def test_main_may_sleep_until_a_flag_is_set(downloads: Downloads) -> None:
    while not downloads.done:
        time.sleep(0.01)
    assert downloads.body == b"hello"


def test_main_may_join_a_thread_that_waits(downloads: Downloads) -> None:
    thread = threading.Thread(target=downloads.event.wait)
    thread.start()
    thread.join()
    assert downloads.done


def test_a_wait_for_what_never_comes_is_a_deadlock_at_its_line(device: Device) -> None:
    event = threading.Event()
    with pytest.raises(Deadlock) as caught:
        event.wait()
    assert str(caught.traceback[1].path).endswith("threading.py")
    assert "the main lane waits for what can no longer come: no transfer is on its way" in str(
        caught.value
    )
    (stuck,) = device.recording.only(Stuck)
    assert stuck.where is not None
    assert stuck.where.file == __file__


def test_a_lock_that_nobody_releases_is_a_deadlock(device: Device) -> None:
    lock = threading.Lock()
    lock.acquire()
    with pytest.raises(Deadlock):
        lock.acquire()


def test_what_waits_for_the_held_main_lane_is_told(device: Device) -> None:
    downloads = Downloads.alloc().init()
    started(downloads, NSOperationQueue.mainQueue())
    with pytest.raises(Deadlock, match="1 session waits for the main lane, which this wait holds"):
        downloads.event.wait()
    assert not list(device.recording.only(Delivered))


def test_polling_for_what_never_comes_is_a_deadlock(device: Device) -> None:
    def poll() -> None:
        while True:
            time.sleep(0.005)

    start = time.monotonic()
    with pytest.raises(Deadlock, match=r"the main lane polled for 0.3 s"):
        poll()
    assert time.monotonic() - start < 5


def test_a_wait_with_a_limit_ends_by_itself(device: Device) -> None:
    assert not threading.Event().wait(0.4)
    assert not list(device.recording.only(Stuck))


def test_the_handler_of_sigint_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Device() as device, pumping(device):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_server_that_looks_now_and_then_whether_to_end_is_waited_for(device: Device) -> None:
    server = socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.15,))
    thread.start()
    server.shutdown()  # it waits without a limit for the thread, which sleeps in select()
    thread.join()
    server.server_close()


def test_a_thread_that_ended_its_work_is_no_reason_to_wait(device: Device) -> None:
    ready, never = threading.Event(), threading.Event()

    def work() -> None:
        ready.set()
        never.wait()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait()
    with pytest.raises(Deadlock):
        never.wait()
    never.set()
    thread.join()


def test_a_thread_that_sleeps_before_it_wakes_main_is_waited_for(device: Device) -> None:
    done = threading.Event()
    timer = threading.Timer(0.12, done.set)
    timer.start()
    done.wait()
    timer.join()
    assert not list(device.recording.only(Stuck))
