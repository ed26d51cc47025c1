"""Tasks of a session together, caching, pieces and failures: Part 1 of the scenario list.

Each claim names its rows. What ends in the middle is played by a server that misbehaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.scenarios.scribe import Caches, Downloader, Scribe, made
from tests.servers.odd import OddServer, odd_server
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSData,
    NSURLErrorCancelled,
    NSURLErrorNetworkConnectionLost,
    NSURLSessionDownloadTaskResumeData,
    NSURLSessionTask,
)


def listed(device: Device, session: object) -> list[NSURLSessionTask]:
    found: list[NSURLSessionTask] = []
    session.getAllTasksWithCompletionHandler_(found.extend)  # type: ignore[attr-defined]  # a session
    device.step()
    return found


def test_a_task_that_waits_for_its_server_is_listed_until_it_is_cancelled(
    device: Device, base: str
) -> None:
    """P23, P61, C67."""
    session = device.session(Scribe())
    task = session.dataTaskWithRequest_(made(f"{base}/Nepal"))
    never = session.dataTaskWithRequest_(made(f"{base}/Peru"))
    assert listed(device, session) == []
    task.resume()
    task.suspend()
    assert listed(device, session) == [task]
    task.cancel()
    device.run()
    assert listed(device, session) == []
    assert never.state() == 1


@pytest.mark.parametrize("size", [0, 1, 1_000, 1_000_000])
def test_a_body_of_any_size_is_whole_however_it_was_cut(
    device: Device, base: str, size: int
) -> None:
    """P41."""
    scribe = Scribe()
    device.session(scribe).dataTaskWithRequest_(made(f"{base}/bytes/{size}")).resume()
    device.run()
    assert scribe.told == (["RESP", "DATA", "COMP"] if size else ["RESP", "COMP"])
    assert scribe.body == bytes(size)


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_a_file_of_any_size_is_whole(device: Device, base: str, size: int) -> None:
    delegate = Downloader()
    device.session(delegate).downloadTaskWithRequest_(made(f"{base}/bytes/{size}")).resume()
    device.run()
    assert delegate.told == (["WRITE", "FIN", "COMP"] if size else ["FIN", "COMP"])
    assert delegate.body == bytes(size)
    assert not size or delegate.written == (size, size)


def test_a_session_reset_in_the_first_of_four_completions_calls_back_all(
    device: Device, base: str
) -> None:
    """P47: all four are told, those that were not done as cancelled."""

    class Resets(Scribe):
        codes: tuple[object, ...] = ()

        def URLSession_task_didCompleteWithError_(self, session, task, error):  # type: ignore[no-untyped-def]  # as users write it
            self.codes += (0 if error is None else error.code(),)
            session.invalidateAndCancel()

        def URLSession_didBecomeInvalidWithError_(self, session, error):  # type: ignore[no-untyped-def]  # as above
            self.codes += ("invalid",)

    resets = Resets()
    session = device.session(resets)
    for path in ("/Nepal", "/Peru", "/UK", "/USA"):
        session.dataTaskWithRequest_(made(base + path)).resume()
    device.run()
    *codes, last = resets.codes
    assert len(codes) == 4
    assert codes[0] == 0
    assert set(codes) <= {0, NSURLErrorCancelled}
    assert last == "invalid"


def test_a_download_cancelled_in_the_middle_brings_no_file_and_no_resume_data(
    device: Device, base: str
) -> None:
    """P53."""

    class Cancels(Downloader):
        def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(  # type: ignore[no-untyped-def]  # as users write it
            self, session, task, more, total, expected
        ):
            self._note("WRITE")
            task.cancel()

    delegate = Cancels()
    device.session(delegate).downloadTaskWithRequest_(made(f"{base}/bytes/1000000")).resume()
    device.run()
    assert [told for told in delegate.told if told != "WRITE"] in (["COMP"], ["FIN", "COMP"])
    if delegate.code:
        assert delegate.code == NSURLErrorCancelled
        assert delegate.error is not None
        assert NSURLSessionDownloadTaskResumeData not in delegate.error.userInfo()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_response_is_kept_as_the_delegate_says(device: Device, base: str, keeps: bool) -> None:
    """P59, P67, P69: proposed, or nothing."""
    first, second = Caches(), Caches()
    if not keeps:
        first.keeps = lambda cached: None
    for scribe in (first, second):
        device.session(scribe).dataTaskWithRequest_(made(f"{base}/cacheable")).resume()
        device.run()
    assert first.told == ["RESP", "DATA", "CACHE", "COMP"]
    assert second.told == (["RESP", "DATA", "COMP"] if keeps else first.told)
    assert second.body == b"kept"


def test_two_sessions_number_their_tasks_alike(device: Device, base: str) -> None:
    """P07, B21: cancelling one leaves the other, which has the same number."""
    one, other = Scribe(), Scribe()
    first = device.session(one).dataTaskWithRequest_(made(f"{base}/Nepal"))
    second = device.session(other).dataTaskWithRequest_(made(f"{base}/Nepal"))
    assert first.taskIdentifier() == second.taskIdentifier() == 1
    first.resume()
    second.resume()
    first.cancel()
    device.run()
    assert (one.told, one.code) == (["COMP"], NSURLErrorCancelled)
    assert (other.told, other.body) == (["RESP", "DATA", "COMP"], b"Kathmandu")


def test_a_task_replaced_by_another_ends_as_cancelled_and_both_are_told(
    device: Device, base: str
) -> None:
    """P31: who replaces a task can tell its end from a failure."""

    class Ends(Scribe):
        ends: tuple[tuple[int, int], ...] = ()

        def URLSession_task_didCompleteWithError_(self, session, task, error):  # type: ignore[no-untyped-def]  # as users write it
            self.ends += ((task.taskIdentifier(), 0 if error is None else error.code()),)

    ends = Ends()
    session = device.session(ends)
    first = session.dataTaskWithRequest_(made(f"{base}/Nepal"))
    first.resume()
    second = session.dataTaskWithRequest_(made(f"{base}/Peru"))
    first.cancel()
    second.resume()
    device.run()
    replaced, done = first.taskIdentifier(), second.taskIdentifier()
    assert sorted(ends.ends) == [(replaced, NSURLErrorCancelled), (done, 0)]
    assert ends.body == b"Lima"


@pytest.mark.parametrize("path", ["/auth/basic", "/307?location=upload"])
def test_the_progress_of_a_body_that_is_sent_again_starts_over(
    device: Device, base: str, path: str
) -> None:
    """P27: the total goes down, which a delegate may take for a restart."""

    class Progress(Scribe):
        totals: tuple[int, ...] = ()

        def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(  # type: ignore[no-untyped-def]  # as users write it
            self, session, task, more, total, expected
        ):
            self.totals += (total,)
            assert expected == 300_000

    progress = Progress()
    body = NSData(bytes(300_000))
    request = made(base + path, "POST")
    device.session(progress).uploadTaskWithRequest_fromData_(request, body).resume()
    device.run()
    downs = [now for was, now in pairwise(progress.totals) if now < was]
    assert len(downs) == 1
    assert progress.totals.count(300_000) == 2
    assert (progress.status, progress.code) == (200, 0)


# -- what ends in the middle -------------------------------------------------


@pytest.fixture
def odd() -> Iterator[OddServer]:
    with odd_server() as server:
        yield server


@pytest.fixture(params=["canned", "live"])
def breaking(request: pytest.FixtureRequest, device: Device, odd: OddServer) -> str:
    """The URL of a body that ends after 10 of 100 bytes."""
    if request.param == "live":
        device.network.live(odd.url)
        return f"{odd.url}/closes-in-the-body"
    address = "http://127.0.0.1:54321/closes-in-the-body"
    device.network.get(address).respond(
        headers={"Content-Length": "100"},
        body=b"0123456789",
        then_fail=NSURLErrorNetworkConnectionLost,
    )
    return address


def test_a_connection_that_breaks_fails_after_what_came(device: Device, breaking: str) -> None:
    """P69, R87."""
    scribe = Scribe()
    device.session(scribe).dataTaskWithRequest_(made(breaking)).resume()
    device.run()
    assert (scribe.told, scribe.body) == (["RESP", "DATA", "COMP"], b"0123456789")
    assert scribe.code == NSURLErrorNetworkConnectionLost


def test_a_download_that_breaks_brings_no_file(device: Device, breaking: str) -> None:
    delegate = Downloader()
    device.session(delegate).downloadTaskWithRequest_(made(breaking)).resume()
    device.run()
    assert delegate.told == ["WRITE", "COMP"]
    assert delegate.code == NSURLErrorNetworkConnectionLost
    assert not list(device.temporary_folder().iterdir())
