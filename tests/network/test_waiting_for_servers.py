"""Pauses, silences and time-outs, on the device's clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.network.played import PAGE, plays
from tests.scripted import Notes, request, url
from tests.small_delegates import Ends, Loads, downloading, loading
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSDate,
    NSMutableURLRequest,
    NSURLErrorCannotConnectToHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorTimedOut,
    NSURLResponse,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
)
from urlsession_mock.network.wire import Chunk, End, Failure, Happening, Head, Pause, Stall
from urlsession_mock.selectors import COMPLETE, DATA, DELAYED, FINISH_DOWNLOAD, RESPONSE, WROTE

WEEK = 7 * 24 * 3600


class Later(Loads):
    """Keeps the handler of a response."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        self.answer = handler


def test_a_slow_answer_comes_in_no_time_at_all(device: Device, notes: Notes) -> None:
    plays(device, Pause(20), Head(), Chunk(b"a"), Pause(30), Chunk(b"b"), End())
    loading(device.session(notes), PAGE)
    assert device.run().selectors()[-1] is COMPLETE
    assert device.clock.now() == 50


def test_the_clock_shows_what_has_come_by_then(device: Device) -> None:
    plays(device, Head(), Chunk(b"a"), Pause(30), Chunk(b"b"), End())
    loading(device.session(Loads()), PAGE)
    device.clock.advance(29)
    assert device.recording.selectors() == [RESPONSE, DATA]
    device.clock.advance(1)
    assert device.recording.selectors() == [RESPONSE, DATA, DATA, COMPLETE]


def test_a_silent_server_times_out(device: Device, ends: Ends) -> None:
    """R50: 60 s without anything."""
    plays(device, Head(), Chunk(b"a"), Stall())
    loading(device.session(ends), PAGE)
    device.run()
    assert (ends.codes, device.clock.now()) == ([NSURLErrorTimedOut], 60)


def test_the_silence_begins_anew_with_each_piece(device: Device, ends: Ends) -> None:
    """R50."""
    plays(device, Head(), Chunk(b"a"), Pause(50), Chunk(b"b"), Pause(50), Chunk(b"c"), End())
    loading(device.session(ends), PAGE)
    device.run()
    assert (ends.codes, device.clock.now()) == ([0], 100)


def test_a_pause_longer_than_the_time_out_fails_when_that_is_over(
    device: Device, ends: Ends
) -> None:
    plays(device, Pause(61), Head(), End())
    loading(device.session(ends), PAGE)
    device.run()
    assert (ends.codes, device.clock.now()) == ([NSURLErrorTimedOut], 60)


@pytest.mark.parametrize("where", ["request", "configuration"])
def test_the_time_out_is_the_requests_or_the_configurations(
    device: Device, ends: Ends, where: str
) -> None:
    plays(device, Stall())
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    asked = NSMutableURLRequest.requestWithURL_(url(PAGE))
    if where == "request":
        asked.setTimeoutInterval_(7)
    else:
        configuration.setTimeoutIntervalForRequest_(7)
    device.session(ends, configuration=configuration).dataTaskWithRequest_(asked).resume()
    device.run()
    assert (ends.codes, device.clock.now()) == ([NSURLErrorTimedOut], 7)


def test_a_transfer_has_only_so_long_in_all(device: Device, ends: Ends) -> None:
    """R50: timeoutIntervalForResource."""
    drips: list[Happening] = [Pause(50), Chunk(b"a")] * 9
    plays(device, Head(), *drips, End())
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setTimeoutIntervalForResource_(120)
    loading(device.session(ends, configuration=configuration), PAGE)
    device.run()
    assert ends.codes == [NSURLErrorTimedOut]
    assert device.clock.now() == 150  # found when the clock next stops


def test_a_background_download_is_tried_again_after_a_silence(device: Device) -> None:
    """R50: only the resource's time ends it."""
    plays(device, Head(), Chunk(b"a"), Stall())
    ends = Ends()
    downloading(device.session(ends, identifier="com.example.sync"), PAGE)
    device.run()
    assert ends.codes == []
    plays(device, Head(), Chunk(b"whole"), End())
    device.clock.advance(600)
    assert ends.codes == [0]


def test_a_background_download_ends_when_a_week_is_over(device: Device) -> None:
    """R50."""
    plays(device, Stall())
    ends = Ends()
    downloading(device.session(ends, identifier="com.example.sync"), PAGE)
    device.clock.advance(WEEK)
    assert ends.codes == [NSURLErrorTimedOut]


def test_a_suspended_task_gets_nothing_and_loses_no_time(device: Device, ends: Ends) -> None:
    """R57."""
    plays(device, Head(), Chunk(b"a"), Pause(50), Chunk(b"b"), End())
    task = loading(device.session(ends), PAGE)
    device.clock.advance(10)
    task.suspend()
    device.clock.advance(1000)
    assert ends.codes == []
    task.resume()
    device.run()
    assert (ends.codes, device.clock.now()) == ([0], 1050)


def test_a_delegate_that_takes_its_time_is_not_the_servers_silence(device: Device) -> None:
    plays(device, Head(), Chunk(b"a"), End())

    later = Later()
    loading(device.session(later), PAGE)
    device.clock.advance(600)
    assert later.errors == []
    later.answer(NSURLSessionResponseAllow)
    device.run()
    assert later.errors == [None]


def test_a_connection_that_is_lost_fails_after_what_came(device: Device) -> None:
    loads = Loads()
    plays(device, Head(), Chunk(b"a"), Failure(NSURLErrorNetworkConnectionLost))
    loading(device.session(loads), PAGE)
    assert device.run().selectors() == [RESPONSE, DATA, COMPLETE]
    (error,) = loads.errors
    assert error is not None
    assert error.code() == NSURLErrorNetworkConnectionLost


def test_a_server_that_is_not_there_hears_nothing_of_the_body(device: Device, notes: Notes) -> None:
    plays(device, Failure(NSURLErrorCannotConnectToHost), method="POST")
    task = device.session(notes).uploadTaskWithRequest_fromData_(request(method="POST"), b"body")
    task.resume()
    device.run()
    assert task.countOfBytesSent() == 0


def test_going_offline_loses_what_is_under_way(device: Device, ends: Ends) -> None:
    """R87."""
    plays(device, Head(), Chunk(b"a"), Pause(10), Chunk(b"b"), End())
    loading(device.session(ends), PAGE)
    device.clock.advance(5)
    device.network.offline()
    device.run()
    assert ends.codes == [NSURLErrorNetworkConnectionLost]


def test_a_background_download_goes_on_from_the_start_when_the_network_is_back(
    device: Device, notes: Notes
) -> None:
    plays(device, Head(200, (("Content-Length", "2"),)), Chunk(b"a"), Pause(9), Chunk(b"b"), End())
    downloading(device.session(notes, identifier="com.example.sync"), PAGE)
    device.clock.advance(5)
    device.network.offline()
    device.clock.advance(100)
    device.network.online()
    told = [s for s in device.run().selectors() if s in (WROTE, FINISH_DOWNLOAD, COMPLETE)]
    assert told == [WROTE, WROTE, WROTE, FINISH_DOWNLOAD, COMPLETE]


def test_a_delayed_task_begins_when_its_date_has_come(device: Device, notes: Notes) -> None:
    """R48."""
    plays(device, Head(), End())
    session = device.session(notes, identifier="com.example.sync")
    task = session.downloadTaskWithURL_(url(PAGE))
    task.setEarliestBeginDate_(NSDate.dateWithTimeIntervalSinceNow_(3600))
    task.resume()
    device.clock.advance(3500)
    assert DELAYED not in device.recording.selectors()
    told = device.run().selectors()
    assert told.count(DELAYED) == 1
    assert told[-1] is COMPLETE
    assert device.clock.now() == pytest.approx(3600, abs=5)
