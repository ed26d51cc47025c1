"""What may come before what: all that Apple leaves free, and nothing that it fixes."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path

from tests.bugs.row import A, B, response, url
from urlsession_mock import Device, URLSessionDataDelegate, URLSessionDownloadDelegate, explore
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSURLErrorTimedOut,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseBecomeDownload,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE


def test_blocks_that_end_tasks_come_in_either_order() -> None:
    seen: set[bytes] = set()

    def play(device: Device) -> None:
        came: list[bytes] = []

        def loaded(data: NSData | None, _: NSURLResponse | None, error: NSError | None) -> None:
            came.append(bytes(data or b""))

        session = device.session(None)
        for address, body in ((A, b"a"), (B, b"b")):
            device.network.get(address).respond(body=body)
            session.dataTaskWithURL_completionHandler_(url(address), loaded).resume()
        device.run()
        seen.add(b"".join(came))

    assert explore(play).is_complete
    assert seen == {b"ab", b"ba"}


class Becomes(URLSessionDataDelegate, URLSessionDownloadDelegate):
    """Has a data task become a download."""

    def __init__(self) -> None:
        self.known: list[NSURLSessionTask] = []

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        handler(NSURLSessionResponseBecomeDownload)

    def URLSession_dataTask_didBecomeDownloadTask_(
        self, session: NSURLSession, task: NSURLSessionDataTask, new: NSURLSessionDownloadTask
    ) -> None:
        self.known.append(new)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()
        assert task in self.known


def test_a_task_that_another_became_is_told_of_before_its_own_messages() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"a")
        device.session(Becomes()).dataTaskWithURL_(url(A)).resume()
        device.run()

    assert explore(play).is_complete


class Tells:
    """Does something when its task ends."""

    def __init__(self, tell: Callable[[], object]) -> None:
        self.tell = tell

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.tell()


def ending(device: Device, address: str, delegate: object) -> NSURLSession:
    """A session with a task that ends at once."""
    session = device.session(delegate)
    task = session.dataTaskWithURL_(url(address))
    task.resume()
    session.enqueue(COMPLETE, task, NSError.url_error(NSURLErrorTimedOut))
    return session


class Holder:
    """Something that is held."""

    told = 0

    def tell(self) -> None:
        self.told += 1


def test_sessions_that_reach_one_object_are_explored_against_each_other() -> None:
    def play(device: Device) -> None:
        holder = Holder()
        ending(device, A, Tells(holder.tell))
        ending(device, B, Tells(holder.tell))
        device.run()

    assert explore(play).schedules == 2


def test_sessions_that_reach_nothing_in_common_are_not() -> None:
    def play(device: Device) -> None:
        ending(device, A, Tells(Holder().tell))
        ending(device, B, Tells(Holder().tell))
        device.run()

    assert explore(play).schedules == 1


def test_what_is_held_weakly_is_held_in_common() -> None:
    def play(device: Device) -> None:
        holder = Holder()
        find = weakref.ref(holder)
        ending(device, A, Tells(lambda: find()))
        ending(device, B, Tells(holder.tell))
        device.run()

    assert explore(play).schedules == 2


def test_a_delegate_that_has_the_session_of_another_may_affect_it() -> None:
    def play(device: Device) -> None:
        first = ending(device, A, Tells(Holder().tell))
        ending(device, B, Tells(first.invalidateAndCancel))
        device.run()

    assert explore(play).schedules > 1


def test_a_delegate_that_has_a_task_of_another_session_may_affect_it() -> None:
    def play(device: Device) -> None:
        session = device.session(Tells(Holder().tell))
        task = session.dataTaskWithURL_(url(A))
        task.resume()
        session.enqueue(
            "URLSession:dataTask:didReceiveResponse:completionHandler:", task, response(A)
        )
        session.enqueue(COMPLETE, task, None)
        ending(device, B, Tells(task.cancel))
        device.run()

    assert explore(play).schedules > 1
