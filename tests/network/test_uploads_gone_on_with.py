"""Uploads that were cancelled or lost, and go on with what the server has (R80)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.network.played import PAGE, Server
from tests.scenarios.scribe import Scribe, made
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSInputStream,
    NSURLErrorNetworkConnectionLost,
    NSURLSession,
    NSURLSessionTask,
    NSURLSessionUploadTask,
    NSURLSessionUploadTaskResumeData,
)
from urlsession_mock.network.wire import (
    Chunk,
    End,
    Failure,
    Happening,
    Head,
    Informational,
    Outgoing,
    Stall,
)

BODY = b"0123456789"
OFFER = Informational(104, (("Location", "/uploads/7"), ("Upload-Draft-Interop-Version", "6")))
STORED: tuple[Happening, ...] = (Head(200), Chunk(b"stored"), End())
Begin = Callable[[NSURLSession, Path], NSURLSessionUploadTask]


def of_data(session: NSURLSession, folder: Path) -> NSURLSessionUploadTask:
    return session.uploadTaskWithRequest_fromData_(made(PAGE, "POST"), BODY)


def of_a_file(session: NSURLSession, folder: Path) -> NSURLSessionUploadTask:
    (folder / "body").write_bytes(BODY)
    url = NSURL.fileURLWithPath_(str(folder / "body"))
    return session.uploadTaskWithRequest_fromFile_(made(PAGE, "POST"), url)


def of_a_stream(session: NSURLSession, folder: Path) -> NSURLSessionUploadTask:
    return session.uploadTaskWithStreamedRequest_(made(PAGE, "POST"))


class Streams(Scribe):
    """Gives the body as a stream, from the start or from an offset."""

    def __init__(self) -> None:
        super().__init__()
        self.stream = lambda: NSInputStream.inputStreamWithData_(BODY)

    def URLSession_task_needNewBodyStreamFromOffset_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        offset: int,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        self._note(f"NBS {offset}")
        handler(NSInputStream.inputStreamWithData_(BODY[offset:]))


def keeps(offset: int) -> Callable[[Outgoing], tuple[Happening, ...]]:
    """A server that took `offset` bytes of an upload before it fell silent."""

    def answer(asked: Outgoing) -> tuple[Happening, ...]:
        if asked.method == "POST":
            return (OFFER, Stall())
        if asked.method == "HEAD":
            return (Head(204, (("Upload-Offset", str(offset)),)), End())
        return STORED

    return answer


def cancelled(device: Device, begin: Begin, folder: Path) -> NSData | None:
    """What an upload that was cancelled in the middle gave."""
    told: list[NSData | None] = []
    task = begin(device.session(Streams()), folder)
    task.resume()
    device.clock.advance(1)
    task.cancelByProducingResumeData_(told.append)
    device.run()
    return told[0]


@pytest.mark.parametrize("begin", [of_data, of_a_file, of_a_stream])
def test_an_upload_goes_on_with_what_the_server_lacks(
    device: Device, tmp_path: Path, begin: Begin
) -> None:
    server = Server(device, keeps(4))
    data = cancelled(device, begin, tmp_path)
    assert data is not None
    scribe = Streams()
    task = device.session(scribe).uploadTaskWithResumeData_(data)
    assert task is not None
    task.resume()
    device.run()

    *_, asked, rest = server.asked
    assert (asked.method, str(asked.url.path()), asked.body) == ("HEAD", "/uploads/7", b"")
    assert (rest.method, str(rest.url.path()), rest.body) == ("PATCH", "/uploads/7", BODY[4:])
    assert rest.header("Upload-Offset") == "4"
    stream = ["NBS 4"] if begin is of_a_stream else []
    assert scribe.told == [*stream, "SEND", "RESP", "DATA", "COMP"]
    assert (scribe.sent, scribe.body, scribe.code) == (10, b"stored", 0)


def test_a_server_that_has_forgotten_gets_all_of_it_again(device: Device, tmp_path: Path) -> None:
    Server(device, keeps(4))
    data = cancelled(device, of_data, tmp_path)
    assert data is not None

    def forgets(asked: Outgoing) -> tuple[Happening, ...]:
        return (Head(404), End()) if asked.method == "HEAD" else STORED

    server = Server(device, forgets)
    scribe = Scribe()
    task = device.session(scribe).uploadTaskWithResumeData_(data)
    assert task is not None
    task.resume()
    device.run()
    assert [(each.method, each.body) for each in server.asked] == [("HEAD", b""), ("POST", BODY)]
    assert (scribe.sent, scribe.code) == (10, 0)


def test_a_connection_that_is_lost_leaves_resume_data_in_the_error(
    device: Device, tmp_path: Path
) -> None:
    lost = (OFFER, Failure(NSURLErrorNetworkConnectionLost))
    Server(device, lambda asked: lost)
    scribe = Scribe()
    of_data(device.session(scribe), tmp_path).resume()
    device.run()
    assert scribe.error is not None
    data = scribe.error.userInfo()[NSURLSessionUploadTaskResumeData]
    assert device.session(scribe).uploadTaskWithResumeData_(data) is not None


def test_a_server_that_offered_nothing_leaves_no_resume_data(
    device: Device, tmp_path: Path
) -> None:
    Server(device, lambda asked: (Stall(),))
    assert cancelled(device, of_data, tmp_path) is None


@pytest.mark.parametrize("change", ["gone", "longer"])
def test_a_file_that_has_changed_makes_no_task(device: Device, tmp_path: Path, change: str) -> None:
    """R80: a nil task."""
    Server(device, keeps(4))
    data = cancelled(device, of_a_file, tmp_path)
    assert data is not None
    if change == "gone":
        (tmp_path / "body").unlink()
    else:
        (tmp_path / "body").write_bytes(BODY + b"more")
    assert device.session(Scribe()).uploadTaskWithResumeData_(data) is None


def test_a_block_hears_of_the_end_of_what_was_gone_on_with(device: Device, tmp_path: Path) -> None:
    Server(device, keeps(4))
    data = cancelled(device, of_data, tmp_path)
    assert data is not None
    told: list[bytes] = []
    task = device.session(Scribe()).uploadTaskWithResumeData_completionHandler_(
        data, lambda body, response, error: told.append(bytes(body or b""))
    )
    assert task is not None
    task.resume()
    device.run()
    assert told == [b"stored"]
