"""An NSFileHandle reads a file, and appends what a client received."""

from __future__ import annotations

from pathlib import Path

import pytest

from urlsession_mock.foundation import NSURL, NSFileHandle


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    return path


def writing(path: Path) -> NSFileHandle:
    handle = NSFileHandle.fileHandleForWritingAtPath_(str(path))
    assert handle is not None
    return handle


def reading(path: Path) -> NSFileHandle:
    handle = NSFileHandle.fileHandleForReadingAtPath_(str(path))
    assert handle is not None
    return handle


def test_data_is_appended(file: Path) -> None:
    handle = writing(file)
    assert handle.seekToEndOfFile() == 10
    handle.writeData_(b"abc")
    assert handle.writeData_error_(b"def", None) == (True, None)
    handle.synchronizeFile()
    assert handle.synchronizeAndReturnError_(None) == (True, None)
    handle.closeFile()
    handle.closeFile()

    assert file.read_bytes() == b"0123456789abcdef"


def test_writing_begins_at_the_beginning(file: Path) -> None:
    handle = writing(file)
    handle.writeData_(b"ab")
    assert handle.offsetInFile() == 2
    handle.truncateFileAtOffset_(5)
    assert handle.offsetInFile() == 5
    assert handle.closeAndReturnError_(None) == (True, None)

    assert file.read_bytes() == b"ab234"


def test_a_file_is_read_in_pieces(file: Path) -> None:
    handle = reading(file)

    assert handle.readDataOfLength_(2) == b"01"
    assert handle.readDataUpToLength_error_(2, None) == (b"23", None)
    handle.seekToFileOffset_(8)
    assert handle.readDataToEndOfFile() == b"89"
    assert handle.availableData() == b""
    assert handle.seekToOffset_error_(9, None) == (True, None)
    assert handle.readDataToEndOfFileAndReturnError_(None) == (b"9", None)
    assert handle.seekToEndReturningOffset_error_(None, None) == (True, 10, None)


def test_a_file_is_updated(file: Path) -> None:
    handle = NSFileHandle.fileHandleForUpdatingAtPath_(str(file))
    assert handle is not None
    handle.seekToFileOffset_(5)
    handle.writeData_(b"x")
    handle.seekToFileOffset_(4)

    assert handle.readDataOfLength_(3) == b"4x6"
    assert handle.fileDescriptor() > 2


def test_no_file_is_made(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    url = NSURL.fileURLWithPath_(str(absent))

    for make in (
        NSFileHandle.fileHandleForReadingAtPath_,
        NSFileHandle.fileHandleForWritingAtPath_,
        NSFileHandle.fileHandleForUpdatingAtPath_,
    ):
        assert make(str(absent)) is None
    for opened, code in (
        (NSFileHandle.fileHandleForReadingFromURL_error_, 260),
        (NSFileHandle.fileHandleForWritingToURL_error_, 4),
        (NSFileHandle.fileHandleForUpdatingURL_error_, 4),
    ):
        handle, error = opened(url, None)
        assert handle is None
        assert error is not None
        assert error.code() == code
    assert not absent.exists()


def test_a_closed_handle_raises_and_gives_errors(file: Path) -> None:
    handle = reading(file)
    handle.closeFile()

    for use in (
        handle.readDataToEndOfFile,
        handle.offsetInFile,
        handle.synchronizeFile,
        lambda: handle.writeData_(b"x"),
        lambda: handle.truncateFileAtOffset_(0),
    ):
        with pytest.raises(ValueError, match="NSFileHandleOperationException"):
            use()
    for values in (
        handle.readDataToEndOfFileAndReturnError_(None),
        handle.readDataUpToLength_error_(1, None),
        handle.writeData_error_(b"x", None),
        handle.seekToOffset_error_(0, None),
        handle.seekToEndReturningOffset_error_(None, None),
        handle.synchronizeAndReturnError_(None),
    ):
        assert not values[0]
        assert values[-1] is not None
    assert handle.fileDescriptor() == -1


def test_a_handle_that_only_reads_does_not_write(file: Path) -> None:
    ok, error = reading(file).writeData_error_(b"x", None)

    assert not ok
    assert error is not None
