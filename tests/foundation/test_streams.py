"""Streams over memory and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSInputStream,
    NSOutputStream,
    NSStreamDataWrittenToMemoryStreamKey,
    NSStreamFileCurrentOffsetKey,
    NSStreamStatusAtEnd,
    NSStreamStatusClosed,
    NSStreamStatusError,
    NSStreamStatusNotOpen,
    NSStreamStatusOpen,
)


def test_a_new_stream_is_not_open() -> None:
    stream = NSInputStream.inputStreamWithData_(b"abc")

    assert stream.streamStatus() is NSStreamStatusNotOpen
    assert not stream.hasBytesAvailable()
    assert stream.read_maxLength_(None, 3) == (-1, b"")


def test_bytes_are_read_to_the_end() -> None:
    stream = NSInputStream.inputStreamWithData_(b"abcde")
    stream.open()

    assert stream.streamStatus() is NSStreamStatusOpen
    assert stream.read_maxLength_(None, 3) == (3, b"abc")
    assert stream.read_maxLength_(None, 3) == (2, b"de")
    assert stream.read_maxLength_(None, 3) == (0, b"")
    assert stream.streamStatus() is NSStreamStatusAtEnd
    assert not stream.hasBytesAvailable()


def test_a_read_fills_a_buffer_that_is_given() -> None:
    stream = NSInputStream.inputStreamWithData_(b"ab")
    stream.open()
    buffer = bytearray(3)

    stream.read_maxLength_(buffer, 3)

    assert buffer == b"ab\0"


def test_a_closed_stream_is_never_opened_again() -> None:
    stream = NSInputStream.inputStreamWithData_(b"ab")
    stream.open()
    stream.close()
    stream.open()

    assert stream.streamStatus() is NSStreamStatusClosed


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")

    assert NSInputStream.inputStreamWithFileAtPath_(str(path)).read_all() == b"abc"
    url = NSURL.fileURLWithPath_(str(path))
    assert NSInputStream.inputStreamWithURL_(url).read_all() == b"abc"


def test_a_file_that_is_not_there_is_an_error_of_the_stream(tmp_path: Path) -> None:
    stream = NSInputStream.inputStreamWithFileAtPath_(str(tmp_path / "none"))
    stream.open()

    assert stream.streamStatus() is NSStreamStatusError
    error = stream.streamError()
    assert error is not None
    assert error.code() == 260
    assert stream.read_all() == b""


def test_the_place_in_a_stream_is_a_property() -> None:
    stream = NSInputStream.inputStreamWithData_(b"abc")
    assert not stream.setProperty_forKey_(1, NSStreamFileCurrentOffsetKey)
    stream.open()

    assert stream.setProperty_forKey_(1, NSStreamFileCurrentOffsetKey)
    assert stream.propertyForKey_(NSStreamFileCurrentOffsetKey) == 1
    assert stream.read_maxLength_(None, 3) == (2, b"bc")


def test_a_stream_keeps_its_delegate() -> None:
    stream, delegate = NSInputStream.inputStreamWithData_(b""), object()
    stream.setDelegate_(delegate)

    assert stream.delegate() is delegate


def test_a_stream_never_lends_its_own_buffer() -> None:
    stream = NSInputStream.inputStreamWithData_(b"abc")

    assert stream.getBuffer_length_(None, None) == (False, None, 0)


def test_what_was_written_to_memory_is_a_property_after_closing_too() -> None:
    stream = NSOutputStream.outputStreamToMemory()
    stream.open()
    assert stream.hasSpaceAvailable()
    assert stream.write_maxLength_(b"abcd", 3) == 3
    stream.close()

    assert stream.propertyForKey_(NSStreamDataWrittenToMemoryStreamKey) == b"abc"
    assert stream.write_maxLength_(b"x", 1) == -1


def test_a_buffer_is_filled_and_no_more() -> None:
    buffer = bytearray(3)
    stream = NSOutputStream.outputStreamToBuffer_capacity_(buffer, 3)
    stream.open()

    assert stream.write_maxLength_(b"ab", 2) == 2
    assert stream.write_maxLength_(b"cd", 2) == 1
    assert stream.write_maxLength_(b"e", 1) == 0
    assert buffer == b"abc"
    assert not stream.hasSpaceAvailable()


@pytest.mark.parametrize(("append", "content"), [(True, b"oldnew"), (False, b"new")])
def test_a_file_is_written(tmp_path: Path, append: bool, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    url = NSURL.fileURLWithPath_(str(path))
    stream = NSOutputStream.outputStreamWithURL_append_(url, append)
    stream.open()
    stream.write_maxLength_(b"new", 3)
    stream.close()

    assert path.read_bytes() == content


def test_a_stream_takes_text_for_its_path(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"pass str\(path\)"):
        NSInputStream.inputStreamWithFileAtPath_(tmp_path)  # type: ignore[arg-type] # the misuse


def test_a_stream_shows_where_and_how_it_stands() -> None:
    assert repr(NSInputStream.inputStreamWithData_(b"abc")) == "<NSInputStream 3 bytes NotOpen>"
