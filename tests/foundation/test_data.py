"""NSData is to Python what PyObjC's NSData is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from urlsession_mock.foundation import NSURL, NSData, NSMutableData, NSNotFound
from urlsession_mock.not_simulated import NotSimulated


def test_it_is_made_from_anything_with_bytes() -> None:
    assert bytes(NSData(memoryview(b"abc"))) == b"abc"
    assert NSData.data().length() == 0
    assert bytes(NSData.dataWithBytes_length_(b"abcdef", 3)) == b"abc"
    assert bytes(NSData.alloc().initWithData_(b"abc")) == b"abc"


def test_it_has_the_buffer_protocol() -> None:
    assert memoryview(NSData(b"abc")).tobytes() == b"abc"
    assert NSData(b"abc").bytes().tobytes() == b"abc"
    assert b"".join([NSData(b"a"), NSData(b"b")]) == b"ab"


def test_it_is_equal_to_the_same_bytes() -> None:
    assert NSData(b"abc") == b"abc"
    assert hash(NSData(b"abc")) == hash(b"abc")
    assert NSData(b"abc").isEqualToData_(NSMutableData(b"abc"))


def test_it_has_the_methods_of_bytes_as_under_pyobjc() -> None:
    assert NSData(b"a b").split() == [b"a", b"b"]
    assert NSData("ä".encode()).decode() == "ä"


def test_one_place_is_an_int_and_a_slice_is_a_memoryview() -> None:
    data = NSData(b"abc")

    assert data[0] == ord("a")
    assert isinstance(data[1:], memoryview)
    assert data[1:].tobytes() == b"bc"


def test_adding_gives_bytes() -> None:
    assert type(NSData(b"a") + b"b") is bytes


def test_looking_for_one_byte_works_and_for_more_says_what_to_write() -> None:
    several: object = b"bc"

    assert ord("b") in NSData(b"abc")
    with pytest.raises(TypeError, match=r"data\.find"):
        _ = several in NSData(b"abc")


def test_it_cannot_be_formatted() -> None:
    with pytest.raises(TypeError, match="bytes"):
        _ = NSData(b"%d") % 1


def test_a_part_is_copied_by_location_and_length() -> None:
    data = NSData(b"abcdef")

    assert data.subdataWithRange_((1, 3)) == b"bcd"
    assert data.getBytes_length_(None, 2) == b"ab"
    assert data.getBytes_range_(None, (4, 2)) == b"ef"


def test_a_part_may_be_written_into_a_buffer() -> None:
    buffer = bytearray(4)

    NSData(b"abcdef").getBytes_length_(buffer, 4)

    assert buffer == b"abcd"


@pytest.mark.parametrize("wanted", [(0, 7), (7, 0), (-1, 2), (2, -1)])
def test_a_part_beyond_the_end_is_an_index_error(wanted: tuple[int, int]) -> None:
    with pytest.raises(IndexError, match="there are 6 bytes"):
        NSData(b"abcdef").subdataWithRange_(wanted)


def test_a_search_answers_with_a_range() -> None:
    data = NSData(b"abcabc")

    assert data.rangeOfData_options_range_(b"bc", 0, (0, 6)) == (1, 2)
    assert data.rangeOfData_options_range_(b"bc", 1, (0, 6)) == (4, 2)
    assert data.rangeOfData_options_range_(b"x", 0, (0, 6)) == (NSNotFound, 0)


def test_base64_goes_both_ways() -> None:
    text = NSData(b"abc").base64EncodedStringWithOptions_(0)

    assert text == "YWJj"
    assert NSData.alloc().initWithBase64EncodedString_options_(text, 0) == b"abc"
    assert NSData.alloc().initWithBase64EncodedString_options_("?", 0) is None


def test_base64_options_are_refused() -> None:
    with pytest.raises(NotSimulated, match="base64 options"):
        NSData(b"abc").base64EncodedStringWithOptions_(1)


@pytest.mark.parametrize("atomically", [True, False])
def test_a_file_is_written_and_read(tmp_path: Path, atomically: bool) -> None:
    path = str(tmp_path / "file")

    assert NSData(b"abc").writeToFile_atomically_(path, atomically)
    assert NSData.dataWithContentsOfFile_(path) == b"abc"
    assert NSData.dataWithContentsOfURL_(NSURL.fileURLWithPath_(path)) == b"abc"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    data, error = NSData.dataWithContentsOfFile_options_error_(str(tmp_path / "none"), 0, None)

    assert data is None
    assert error is not None
    assert error.code() == 260


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    done, error = NSData(b"abc").writeToFile_options_error_(str(tmp_path / "no" / "file"), 0, None)

    assert not done
    assert error is not None
    assert error.code() == 4


def test_a_server_is_not_asked() -> None:
    url = NSURL.URLWithString_("https://example.com/")
    assert url is not None

    with pytest.raises(NotSimulated, match=r"device\.network"):
        NSData.dataWithContentsOfURL_(url)


def test_a_copy_is_the_same_and_a_mutable_copy_is_not() -> None:
    data = NSData(b"abc")
    changed = data.mutableCopy()
    changed.appendData_(b"d")

    assert data.copy() is data
    assert data == b"abc"
    assert changed == b"abcd"


def test_it_survives_a_pickle() -> None:
    assert pickle.loads(pickle.dumps(NSData(b"abc"))) == b"abc"


def test_it_shows_its_length_and_its_start() -> None:
    assert repr(NSData(b"abc")) == "<NSData 3 bytes b'abc'>"
    assert repr(NSData(b"a" * 40)) == f"<NSData 40 bytes b'{'a' * 32}'...>"
    assert NSData(b"abc").description() == "{length = 3, bytes = 0x616263}"
    assert str(NSData(b"abc")) == "b'abc'"


def test_mutable_data_changes_in_place() -> None:
    data = NSMutableData.dataWithLength_(2)
    data.appendData_(NSData(b"ab"))
    data.appendBytes_length_(b"cdef", 2)
    data.replaceBytesInRange_withBytes_((0, 2), b"xy")
    data.replaceBytesInRange_withBytes_length_((2, 1), b"AAA", 3)
    data.resetBytesInRange_((0, 1))

    assert data == b"\0yAAAbcd"


def test_mutable_data_grows_and_shrinks() -> None:
    data = NSMutableData(b"abc")
    data.setLength_(2)
    data.increaseLengthBy_(1)
    assert data == b"ab\0"

    data.setData_(b"new")
    assert data == b"new"
    assert type(data.copy()) is NSData


def test_mutable_bytes_can_be_written() -> None:
    data = NSMutableData(b"abc")
    data.mutableBytes()[0] = ord("x")

    assert data == b"xbc"
    with pytest.raises(TypeError, match="read-only"):
        data.bytes()[0] = 1
