"""Interim responses, uploads and metrics: what a transfer says on its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.network.played import OK, PAGE, Server, plays
from tests.scripted import Notes, request, url
from tests.small_delegates import downloading, loading
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURLRequest,
    NSURLSessionTaskMetrics,
    NSURLSessionTaskMetricsResourceFetchType,
)
from urlsession_mock.network.canned import PIECE
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Happening,
    Head,
    Informational,
    Outgoing,
    Pause,
)
from urlsession_mock.selectors import (
    COMPLETE,
    DATA,
    INFORMATIONAL,
    METRICS,
    RESPONSE,
    SENT,
    WROTE,
)


def metrics(device: Device) -> NSURLSessionTaskMetrics:
    (told,) = device.recording.deliveries(METRICS)
    found = told.arguments[0]
    assert isinstance(found, NSURLSessionTaskMetrics)
    return found


def test_each_interim_response_is_told_before_the_final_one(device: Device, notes: Notes) -> None:
    """R62."""
    plays(device, Informational(103, (("Link", "</style.css>"),)), Informational(102), *OK)
    loading(device.session(notes), PAGE)
    told = [s for s in device.run().selectors() if s in (INFORMATIONAL, RESPONSE)]
    assert told == [INFORMATIONAL, INFORMATIONAL, RESPONSE]
    first = device.recording.deliveries(INFORMATIONAL)[0].arguments[0]
    assert first.statusCode() == 103  # type: ignore[attr-defined]  # its row says so


def test_a_large_body_goes_out_in_pieces_that_add_up(device: Device, notes: Notes) -> None:
    """R78."""
    plays(device, *OK, method="PUT")
    body = b"x" * (2 * PIECE + 1)
    task = device.session(notes).uploadTaskWithRequest_fromData_(request(method="PUT"), body)
    task.resume()
    device.run()
    told = [event.arguments for event in device.recording.deliveries(SENT)]
    assert told == [
        (PIECE, PIECE, len(body)),
        (PIECE, 2 * PIECE, len(body)),
        (1, len(body), len(body)),
    ]


def test_a_file_is_uploaded_with_its_length_and_type(device: Device, tmp_path: Path) -> None:
    server = Server(device, lambda asked: OK)
    file = tmp_path / "a.bin"
    file.write_bytes(b"123")
    session = device.session(Notes())
    session.uploadTaskWithRequest_fromFile_(request(method="PUT"), url(file.as_uri())).resume()
    device.run()
    (asked,) = server.asked
    assert (asked.body, asked.header("content-length")) == (b"123", "3")
    assert asked.header("content-type") == "application/x-www-form-urlencoded"


def test_headers_of_the_app_stand_and_those_of_the_system_are_added(device: Device) -> None:
    server = Server(device, lambda asked: OK)
    made = request().mutableCopy()
    made.setValue_forHTTPHeaderField_("text/html", "accept")
    device.session(Notes()).dataTaskWithRequest_(made).resume()
    device.run()
    (asked,) = server.asked
    assert asked.header("Accept") == "text/html"
    assert asked.header("Accept-Encoding") is not None
    assert asked.header("User-Agent") is not None


def test_a_download_is_told_of_each_piece_and_its_file_is_whole(device: Device) -> None:
    head = Head(200, (("Content-Length", "5"),))
    plays(device, head, Chunk(b"abc"), Chunk(b""), Chunk(b"de"), End())
    found: list[bytes] = []

    class Keeps(Notes):
        def URLSession_downloadTask_didFinishDownloadingToURL_(self, *told):  # type: ignore[no-untyped-def]  # as users write it
            found.append(Path(told[-1].path()).read_bytes())

    downloading(device.session(Keeps()), PAGE)
    device.run()
    assert [event.arguments for event in device.recording.deliveries(WROTE)] == [
        (3, 3, 5),
        (2, 5, 5),
    ]
    assert found == [b"abcde"]


def test_metrics_have_times_in_order_and_bytes_that_were_counted(
    device: Device, notes: Notes
) -> None:
    plays(
        device,
        Connected("h2", remote=("192.0.2.1", 443), tls_version=0x0304),
        Pause(2),
        Head(200, (("Content-Length", "3"),)),
        Pause(3),
        Chunk(b"abc"),
        End(),
    )
    loading(device.session(notes), PAGE)
    device.run()
    told = metrics(device)
    (one,) = told.transactionMetrics()
    dates = [
        one.fetchStartDate(),
        one.domainLookupStartDate(),
        one.connectEndDate(),
        one.requestStartDate(),
        one.responseStartDate(),
        one.responseEndDate(),
    ]
    assert all(date is not None for date in dates)
    seconds = [date.timeIntervalSince1970() for date in dates if date is not None]
    assert seconds == sorted(seconds)
    assert seconds[-1] - seconds[-2] == pytest.approx(3)
    assert told.taskInterval().duration() == pytest.approx(5)
    assert (one.networkProtocolName(), one.remotePort()) == ("h2", 443)
    assert one.resourceFetchType() is NSURLSessionTaskMetricsResourceFetchType.NetworkLoad
    assert one.countOfResponseBodyBytesReceived() == 3


def test_each_hop_has_its_own_metrics(device: Device, notes: Notes) -> None:
    def hops(asked: Outgoing) -> tuple[Happening, ...]:
        if str(asked.url.path()) == "/a":
            return (Head(302, (("Location", "/b"),)), End())
        return OK

    Server(device, hops)
    loading(device.session(notes), PAGE)
    device.run()
    told = metrics(device)
    assert told.redirectCount() == 1
    paths = [path(each.request()) for each in told.transactionMetrics()]
    assert paths == ["/a", "/b"]


def path(asked: NSURLRequest) -> str:
    found = asked.URL()
    assert found is not None
    return str(found.path())


def test_a_failure_is_measured_too(device: Device, notes: Notes) -> None:
    """P49."""
    device.network.get(PAGE).fail(-1004)
    loading(device.session(notes), PAGE)
    told = [s for s in device.run().selectors() if s in (METRICS, COMPLETE, DATA)]
    assert told == [METRICS, COMPLETE]
    assert len(metrics(device).transactionMetrics()) == 1
