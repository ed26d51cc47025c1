"""Bodies that are encoded, of many parts, or gone on with, through a whole device."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.network.played import PAGE, Server, plays
from tests.scripted import Notes
from tests.small_delegates import downloading, loading
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSData,
    NSURLErrorCannotDecodeRawData,
    NSURLErrorNetworkConnectionLost,
    NSURLSessionDownloadTask,
    NSURLSessionDownloadTaskResumeData,
    NSURLSessionTask,
)
from urlsession_mock.network.wire import Chunk, End, Failure, Happening, Head, Outgoing, Pause
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_DOWNLOAD, RESPONSE, RESUMED, WROTE

TEXT = b"Hello World!"
GZIP = (("Content-Encoding", "gzip"), ("Content-Length", "32"))
WHOLE = b"0123456789"
TAGGED = (("ETag", '"v1"'), ("Content-Length", "10"), ("Accept-Ranges", "bytes"))


class Keeps(Notes):
    """Keeps the content of the file it is given."""

    content: bytes | None = None

    def URLSession_downloadTask_didFinishDownloadingToURL_(self, *told):  # type: ignore[no-untyped-def]  # as users write it
        self.content = Path(told[-1].path()).read_bytes()


def code(task: NSURLSessionTask) -> int:
    error = task.error()
    return 0 if error is None else error.code()


# -- encoded ---------------------------------------------------------------


def test_a_delegate_gets_the_body_decoded_and_a_length_nobody_knows(
    device: Device, notes: Notes
) -> None:
    packed = gzip.compress(TEXT)
    plays(device, Head(200, GZIP), Chunk(packed[:9]), Chunk(packed[9:]), End())
    task = loading(device.session(notes), PAGE)
    device.run()
    assert b"".join(event.arguments[0] for event in device.recording.deliveries(DATA)) == TEXT  # type: ignore[misc]  # its row says so
    assert task.countOfBytesExpectedToReceive() == -1


def test_a_download_counts_what_it_writes(device: Device) -> None:
    """C43."""
    plays(device, Head(200, GZIP), Chunk(gzip.compress(TEXT)), End())
    keeps = Keeps()
    downloading(device.session(keeps), PAGE)
    device.run()
    assert [event.arguments for event in device.recording.deliveries(WROTE)] == [(12, 12, -1)]
    assert keeps.content == TEXT


@pytest.mark.parametrize(
    "body", [b"no gzip at all", gzip.compress(TEXT)[:-4]], ids=["garbled", "cut"]
)
def test_a_body_that_cannot_be_decoded_fails_the_task(
    device: Device, notes: Notes, body: bytes
) -> None:
    plays(device, Head(200, GZIP), Chunk(body), End())
    task = loading(device.session(notes), PAGE)
    device.run()
    assert code(task) == NSURLErrorCannotDecodeRawData


# -- of many parts ---------------------------------------------------------


def test_each_part_has_its_response_and_its_data(device: Device, notes: Notes) -> None:
    """R63."""
    kind = (("Content-Type", "multipart/x-mixed-replace; boundary=x"),)
    plays(
        device,
        Head(200, kind),
        Chunk(b"--x\r\nContent-Type: image/jpeg\r\n\r\none\r\n--x\r\nContent-Ty"),
        Chunk(b"pe: image/png\r\n\r\ntwo\r\n--x--\r\n"),
        End(),
    )
    loading(device.session(notes), PAGE)
    told = [s for s in device.run().selectors() if s in (RESPONSE, DATA, COMPLETE)]
    assert told == [RESPONSE, RESPONSE, DATA, RESPONSE, DATA, COMPLETE]
    kinds = [given[2].MIMEType() for said, given in notes_of(notes) if said is RESPONSE]
    assert kinds == ["multipart/x-mixed-replace", "image/jpeg", "image/png"]


def notes_of(notes: Notes) -> list[tuple[Any, Any]]:
    return list(zip(notes.said, notes.given, strict=True))


# -- gone on with ----------------------------------------------------------


def ranged(asked: Outgoing) -> tuple[Happening, ...]:
    """A server with byte ranges, that pauses in the middle."""
    wanted = asked.header("Range")
    if wanted is None or asked.header("If-Range") != '"v1"':
        return (Head(200, TAGGED), Chunk(WHOLE[:4]), Pause(10), Chunk(WHOLE[4:]), End())
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    fields = (("ETag", '"v1"'), ("Content-Range", f"bytes {start}-9/10"))
    length = ("Content-Length", str(10 - start))
    return (Head(206, (*fields, length)), Chunk(WHOLE[start:]), End())


def cancelled(device: Device, keeps: Keeps) -> NSData | None:
    """What a download that was cancelled in the middle gave."""
    told: list[NSData | None] = []
    task = downloading(device.session(keeps), PAGE)
    device.clock.advance(1)
    task.cancelByProducingResumeData_(told.append)
    device.run()
    return told[0]


def again(device: Device, keeps: Keeps, data: NSData) -> NSURLSessionDownloadTask:
    task = device.session(keeps).downloadTaskWithResumeData_(data)
    task.resume()
    device.run()
    return task


def test_a_cancelled_download_goes_on_where_it_was(device: Device) -> None:
    """R80."""
    server, keeps = Server(device, ranged), Keeps()
    data = cancelled(device, keeps)
    assert data is not None
    task = again(device, keeps, data)
    assert keeps.content == WHOLE
    assert server.asked[-1].header("Range") == "bytes=4-"
    assert keeps.last(RESUMED)[2:] == (4, 10)
    assert keeps.last(WROTE)[2:] == (6, 10, 10)
    assert task.countOfBytesReceived() == 10


def test_a_resource_that_changed_is_loaded_anew(device: Device) -> None:
    """R80: offset 0 if nothing could be reused."""
    keeps = Keeps()
    Server(device, ranged)
    data = cancelled(device, keeps)
    assert data is not None
    Server(device, lambda asked: (Head(200, TAGGED), Chunk(b"abcdefghij"), End()))
    again(device, keeps, data)
    assert (keeps.content, keeps.last(RESUMED)[2:]) == (b"abcdefghij", (0, 10))


@pytest.mark.parametrize("answer", [Head(416), Head(206, (("Content-Range", "bytes 0-9/10"),))])
def test_a_server_that_sends_another_range_is_asked_for_all(device: Device, answer: Head) -> None:
    keeps = Keeps()
    Server(device, ranged)
    data = cancelled(device, keeps)
    assert data is not None

    def odd(asked: Outgoing) -> tuple[Happening, ...]:
        if asked.header("Range") is not None:
            return (answer, Chunk(b"odd"), End())
        return (Head(200, TAGGED), Chunk(WHOLE), End())

    Server(device, odd)
    again(device, keeps, data)
    assert keeps.content == WHOLE


def test_without_the_partial_file_it_begins_anew(device: Device) -> None:
    """R80: temp file still there."""
    server, keeps = Server(device, ranged), Keeps()
    data = cancelled(device, keeps)
    assert data is not None
    for kept in device.temporary_folder().iterdir():
        kept.unlink()
    again(device, keeps, data)
    assert server.asked[-1].header("Range") is None
    assert (keeps.content, keeps.last(RESUMED)[2:]) == (WHOLE, (0, 10))


@pytest.mark.parametrize(
    "fields",
    [
        (("Content-Length", "10"),),
        (("ETag", 'W/"v1"'),),
        (("ETag", '"v1"'), ("Accept-Ranges", "none")),
    ],
    ids=["untagged", "weak", "no ranges"],
)
def test_a_server_that_cannot_go_on_gives_no_resume_data(
    device: Device, fields: tuple[tuple[str, str], ...]
) -> None:
    """R80."""
    plays(device, Head(200, fields), Chunk(b"0123"), Pause(10), Chunk(b"456789"), End())
    assert cancelled(device, Keeps()) is None
    assert not list(device.temporary_folder().iterdir())


def test_a_connection_that_is_lost_leaves_resume_data_in_its_error(device: Device) -> None:
    """R80."""
    lost = Failure(NSURLErrorNetworkConnectionLost)
    plays(device, Head(200, TAGGED), Chunk(WHOLE[:4]), lost)
    keeps = Keeps()
    task = downloading(device.session(keeps), PAGE)
    device.run()
    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorNetworkConnectionLost
    data = error.userInfo()[NSURLSessionDownloadTaskResumeData]
    Server(device, ranged)
    again(device, keeps, data)
    assert (keeps.content, keeps.last(RESUMED)[2:]) == (WHOLE, (4, 10))


def test_a_resumed_block_gets_the_whole_file(device: Device) -> None:
    Server(device, ranged)
    data = cancelled(device, Keeps())
    assert data is not None
    found: list[bytes] = []
    session = device.session(Keeps())
    session.downloadTaskWithResumeData_completionHandler_(
        data,
        lambda file, response, error: found.append(Path(str(file.path())).read_bytes()),  # type: ignore[union-attr]  # it succeeds
    ).resume()
    device.run()
    assert found == [WHOLE]


def test_a_background_download_that_a_user_ended_can_go_on(device: Device) -> None:
    """R21, R80."""
    Server(device, ranged)
    keeps = Keeps()
    app = device.launch()
    downloading(device.session(keeps, identifier="com.example.sync"), PAGE)
    device.clock.advance(1)
    app.force_quit()
    device.launch()
    device.session(keeps, identifier="com.example.sync")
    device.run()
    error = keeps.last(COMPLETE)[2]
    again(device, keeps, error.userInfo()[NSURLSessionDownloadTaskResumeData])
    assert keeps.content == WHOLE
    assert FINISH_DOWNLOAD in device.recording.selectors()
