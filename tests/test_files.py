"""The temporary file of a download: real, watched while the delegate has it, gone afterwards.

Not here: the rule about it. One rule: R79. What the delegate made sure of is taken, what it
only looked at is left.
"""

from __future__ import annotations

import mmap
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import url
from urlsession_mock import Device, IllegalMessage, MockSession, files
from urlsession_mock.events import FileLeft
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation import NSURL, NSData, NSInputStream, NSURLSessionTask
from urlsession_mock.selectors import COMPLETE, FINISH_DOWNLOAD

CONTENT = b"an episode"


@pytest.fixture
def made(tmp_path: Path) -> TemporaryFile:
    file = TemporaryFile(tmp_path, 1, CONTENT)
    file.watch()
    return file


# -- what counts as taken ------------------------------------------------


def moved(file: TemporaryFile) -> None:
    shutil.move(file.path, file.path.with_name("kept"))


def read(file: TemporaryFile) -> None:
    assert file.path.read_bytes() == CONTENT


def read_a_part(file: TemporaryFile) -> None:
    with file.path.open("rb") as opened:
        opened.read(1)


def copied(file: TemporaryFile) -> None:
    shutil.copyfile(file.path, file.path.with_name("kept"))


def linked(file: TemporaryFile) -> None:
    os.link(file.path, file.path.with_name("kept"))


def mapped(file: TemporaryFile) -> None:
    with file.path.open("rb") as opened:
        assert mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)[:] == CONTENT


def read_as_data(file: TemporaryFile) -> None:
    assert NSData.dataWithContentsOfURL_(file.url) == CONTENT


def read_as_a_stream(file: TemporaryFile) -> None:
    stream = NSInputStream.inputStreamWithURL_(file.url)
    stream.open()
    assert stream.read_all() == CONTENT
    stream.close()


def deleted(file: TemporaryFile) -> None:
    file.path.unlink()


Deed = Callable[[TemporaryFile], None]


@pytest.mark.parametrize(
    "deed",
    [moved, read, read_a_part, copied, linked, mapped, read_as_data, read_as_a_stream, deleted],
)
def test_it_is_taken_and_gone_when_it_was(made: TemporaryFile, deed: Deed) -> None:
    deed(made)

    assert made.end()
    assert not made.path.exists()


def nothing(file: TemporaryFile) -> None:
    """What a delegate does that forgets the file."""


def looked_at(file: TemporaryFile) -> None:
    assert file.path.exists()
    assert file.path.stat().st_size == len(CONTENT)


def listed(file: TemporaryFile) -> None:
    assert file.path.name in os.listdir(file.path.parent)


def kept_as_a_path(file: TemporaryFile) -> None:
    assert file.url.path() == str(file.path)


@pytest.mark.parametrize("deed", [nothing, looked_at, listed, kept_as_a_path])
def test_it_is_left_and_gone_when_it_was_only(made: TemporaryFile, deed: Deed) -> None:
    deed(made)

    assert not made.end()
    assert not made.path.exists()


def test_a_file_that_is_kept_open_is_taken_and_can_be_read_later(made: TemporaryFile) -> None:
    with made.path.open("rb") as opened:
        assert made.end()
        assert not made.path.exists()
        assert opened.read() == CONTENT


def test_an_empty_file_can_be_taken_too(tmp_path: Path) -> None:
    file = TemporaryFile(tmp_path, 1, b"")
    file.watch()
    assert file.path.read_bytes() == b""

    assert file.end()


def test_what_was_read_before_the_callback_does_not_count(tmp_path: Path) -> None:
    file = TemporaryFile(tmp_path, 1, CONTENT)
    file.path.read_bytes()
    file.watch()

    assert not file.end()


def test_where_reading_leaves_no_trace_nothing_counts_as_left(
    made: TemporaryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keeps_none(folder: Path) -> bool:
        return False

    monkeypatch.setattr(files, "_keeps_access_times", keeps_none)

    assert made.end()


def test_the_trace_is_looked_for_without_leaving_one(made: TemporaryFile) -> None:
    made.end()

    assert list(made.path.parent.iterdir()) == []


# -- where it comes from -------------------------------------------------


class Place:
    """A path that is no Path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.mark.parametrize(
    "content", [CONTENT, bytearray(CONTENT), memoryview(CONTENT), NSData(CONTENT)], ids=type
)
def test_the_content_may_be_given(tmp_path: Path, content: Any) -> None:
    assert TemporaryFile(tmp_path, 1, content).path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "spelt", [Path, str, Place, lambda path: NSURL.fileURLWithPath_(str(path))]
)
def test_a_file_may_be_given_and_is_copied(tmp_path: Path, spelt: Callable[[Path], object]) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    file = TemporaryFile(tmp_path, 1, spelt(source))

    assert file.path != source
    assert file.path.read_bytes() == CONTENT
    file.end()
    assert source.exists()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (Path("/no/such/file"), r"of a file that exists; /no/such/file is none"),
        (Path("/"), r"of a file that exists; / is none"),
        (url("https://example.com/a"), r"a file NSURL, not <NSURL https://example.com/a>"),
        (7, r"given as bytes, a path or a file NSURL, not int"),
        (None, r"given as bytes, a path or a file NSURL, not NoneType"),
    ],
)
def test_what_is_no_file_is_refused_where_it_was_given(
    device: Device, session: MockSession, task: NSURLSessionTask, content: object, text: str
) -> None:
    with pytest.raises(IllegalMessage, match=text) as caught:
        session.enqueue(FINISH_DOWNLOAD, task, content)
    assert [str(entry.path) for entry in caught.traceback.filter(caught)] == [__file__]


# -- in a download -------------------------------------------------------


class Takes:
    """Does something with the file, and remembers where it was."""

    def __init__(self) -> None:
        self.deed: Callable[[Path], object] = lambda path: None
        self.paths: list[Path] = []

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: object, task: object, location: NSURL
    ) -> None:
        path = Path(str(location.path()))
        assert path.exists()
        self.paths.append(path)
        self.deed(path)


@pytest.fixture
def takes() -> Takes:
    return Takes()


@pytest.fixture
def session(device: Device, takes: Takes) -> MockSession:
    return device.session(takes)


@pytest.fixture
def task(session: MockSession) -> NSURLSessionTask:
    task = session.downloadTaskWithURL_(url())
    task.resume()
    return task


def test_the_delegate_finds_the_file_and_it_is_gone_afterwards(
    device: Device, session: MockSession, task: NSURLSessionTask, takes: Takes
) -> None:
    bodies: list[bytes] = []
    takes.deed = lambda path: bodies.append(path.read_bytes())
    session.enqueue(FINISH_DOWNLOAD, task, CONTENT)
    device.run()

    assert bodies == [CONTENT]
    assert not takes.paths[0].exists()
    assert list(device.recording.only(FileLeft)) == []


def test_a_file_that_is_left_is_recorded(
    device: Device, session: MockSession, task: NSURLSessionTask, takes: Takes
) -> None:
    session.enqueue(FINISH_DOWNLOAD, task, CONTENT)
    device.run()

    (left,) = device.recording.only(FileLeft)
    assert left.path == str(takes.paths[0])
    assert not takes.paths[0].exists()


def test_a_refused_message_leaves_no_file(
    device: Device, session: MockSession, task: NSURLSessionTask
) -> None:
    session.enqueue(FINISH_DOWNLOAD, task, CONTENT)
    session.enqueue(COMPLETE, task, None)
    device.run()

    with pytest.raises(IllegalMessage, match="is completed"):
        session.enqueue(FINISH_DOWNLOAD, task, CONTENT)
    assert list(device.temporary_folder().iterdir()) == []


def test_what_was_never_delivered_is_gone_with_the_device() -> None:
    with Device() as device:
        session = device.session(Takes())
        task = session.downloadTaskWithURL_(url())
        task.resume()
        session.enqueue(FINISH_DOWNLOAD, task, CONTENT)
        folder = device.temporary_folder()
        assert len(list(folder.iterdir())) == 1

    assert not folder.exists()
