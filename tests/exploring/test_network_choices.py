"""What a network may do to a transfer is explored: errors, outages, pieces, and late cancels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bugs.row import SYNC, A, background, url
from urlsession_mock import Coverage, Device, FaultFound, explore, rerun
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSURLErrorCancelled,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)


class Loads:
    """Notes what it is told of one task."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.told.append(bytes(data).decode())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.told.append(str(error.code()) if error is not None else "end")


class CancelsAtTheResponse(Loads):
    """Takes no body."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Any,  # Any: as Apple's block
    ) -> None:
        handler(NSURLSessionResponseDisposition.Allow)


class CancelsAtTheFirstData(Loads):
    """Has enough after the first data."""

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        super().URLSession_dataTask_didReceiveData_(session, task, data)
        task.cancel()


def stories(delegate: type[Loads] = Loads, **plan: Any) -> tuple[set[str], Coverage]:
    """All that a delegate may be told of one transfer, and what was covered."""
    seen: set[str] = set()

    def play(device: Device) -> None:
        device.network.get(A).respond(chunks=[b"ab", b"cd"])
        loads = delegate()
        session = device.session(loads)
        session.dataTaskWithURL_(url(A)).resume()
        session.finishTasksAndInvalidate()
        device.run()
        seen.add(" ".join(loads.told))

    covered = explore(play, **plan)
    return seen, covered


def test_each_error_comes_at_each_point_at_which_it_can() -> None:
    seen, covered = stories(faults=1, chunks=0)
    assert seen == {
        "ab cd end",
        *("-1003", "-1004", "-1200", "-1001", "-1005"),
        *("ab -1001", "ab -1005", "ab cd -1005"),
    }
    assert covered.is_complete
    assert covered.offered == ("fault",)


def test_a_network_that_goes_away_ends_a_transfer_in_front_wherever_it_is() -> None:
    seen, _ = stories(outages=1, chunks=0)
    assert seen == {"ab cd end", "-1005", "ab -1005", "ab cd -1005"}


def test_a_background_transfer_goes_on_when_the_network_is_back() -> None:
    ends: list[str] = []

    class Downloads(Loads):
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: NSURLSession, task: NSURLSessionTask, location: object
        ) -> None:
            self.told.append("file")

    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"abcd")
        loads = Downloads()
        background(SYNC, loads).downloadTaskWithURL_(url(A)).resume()
        device.run()
        ends.append(" ".join(loads.told))

    explore(play, outages=1, allow=("temporary-file-taken",))
    assert set(ends) == {"file end"}
    assert len(ends) > 3


def test_a_body_comes_in_each_way_to_cut_one_of_its_pieces() -> None:
    seen, _ = stories()
    assert seen == {"ab cd end", "a b cd end", "ab c d end"}


def test_an_empty_body_is_tried_where_the_plan_says_so() -> None:
    seen, _ = stories(chunks=0, empty_bodies=1)
    assert seen == {"ab cd end", "end"}


def test_a_cancel_comes_in_time_or_after_some_of_what_is_on_its_way_or_too_late() -> None:
    seen, _ = stories(CancelsAtTheFirstData, chunks=0)
    cancelled = str(NSURLErrorCancelled)
    assert seen == {f"ab {cancelled}", f"ab cd {cancelled}", "ab cd end"}


def test_a_fault_of_the_network_is_reproduced_by_its_schedule() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"abcd")
        loads = Loads()
        session = device.session(loads)
        session.dataTaskWithURL_(url(A)).resume()
        session.finishTasksAndInvalidate()
        device.run()
        assert "end" in loads.told

    with pytest.raises(FaultFound, match="error -1003 before the connected") as found:
        explore(play, faults=1)
    with pytest.raises(AssertionError, match="-1003"):
        rerun(play, found.value.schedule, faults=1)
