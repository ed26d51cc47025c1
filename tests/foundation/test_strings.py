"""NSString and NSNumber make Python's own text and numbers, as PyObjC shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSHomeDirectory,
    NSISOLatin1StringEncoding,
    NSMutableString,
    NSNumber,
    NSString,
    NSUTF8StringEncoding,
    NSUTF16StringEncoding,
)
from urlsession_mock.foundation.strings import decoded, encoded
from urlsession_mock.not_simulated import NotSimulated

UTF8 = NSUTF8StringEncoding


def test_each_constructor_gives_a_str() -> None:
    for text in (
        NSString("é"),
        NSString.stringWithString_("é"),
        NSString.alloc().initWithString_("é"),
        NSString.stringWithUTF8String_("é\0more".encode()),
        NSString.alloc().initWithUTF8String_("é".encode()),
        NSString.stringWithCString_encoding_(b"\xe9\0", NSISOLatin1StringEncoding),
        NSString.alloc().initWithData_encoding_(NSData("é".encode()), UTF8),
        NSString.alloc().initWithBytes_length_encoding_("é!".encode(), 2, UTF8),
        NSString.stringWithFormat_("%@", "é"),
    ):
        assert text == "é"
        assert type(text) is str


def test_none_is_empty_or_a_value_error() -> None:
    assert NSString.string() == NSString.alloc().init() == NSString() == ""
    assert NSString.alloc().initWithData_encoding_(None, UTF8) == ""
    with pytest.raises(ValueError, match="nil argument"):
        NSString.stringWithString_(None)  # type: ignore[arg-type] # the mistake
    with pytest.raises(TypeError, match="pass a str"):
        NSString.stringWithString_(1)  # type: ignore[arg-type] # the mistake


def test_data_that_spells_no_text_gives_none() -> None:
    assert NSString.alloc().initWithData_encoding_(b"\xff", UTF8) is None
    assert NSString.stringWithUTF8String_(b"\xff") is None


@pytest.mark.parametrize("encoding", [1, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 30])
def test_each_encoding_goes_both_ways(encoding: int) -> None:
    data = encoded("plain", encoding)

    assert data is not None
    assert decoded(data, encoding) == "plain"


def test_an_encoding_that_is_none_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="99 is no NSStringEncoding"):
        NSString.alloc().initWithData_encoding_(b"x", 99)


def test_a_format_fills_in() -> None:
    assert NSString.stringWithFormat_("%d of %@: %.1f", 1, "two", 3.0) == "1 of two: 3.0"
    assert NSString.stringWithFormat_("100%%") == "100%"


def test_files_are_read_with_errors_as_values(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"caf\xe9")
    read = NSString.stringWithContentsOfFile_encoding_error_
    of_url = NSString.stringWithContentsOfURL_encoding_error_

    assert read(str(path), NSISOLatin1StringEncoding, None) == ("café", None)
    text, error = read(str(path), UTF8, None)
    assert text is None
    assert error is not None
    assert error.code() == 261
    text, error = NSString.alloc().initWithContentsOfFile_encoding_error_("/absent", UTF8, None)
    assert text is None
    assert error is not None
    assert error.code() == 260
    url = NSURL.fileURLWithPath_(str(path))
    assert of_url(url, NSISOLatin1StringEncoding, None) == ("café", None)
    web = NSURL.URLWithString_("https://example.com")
    assert web is not None
    with pytest.raises(NotSimulated, match="NSString reads and writes only file URLs here"):
        of_url(web, UTF8, None)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("é".encode(), UTF8),
        ("é".encode("utf-8-sig"), UTF8),
        ("é".encode("utf-16"), NSUTF16StringEncoding),
    ],
    ids=["none", "utf-8", "utf-16"],
)
def test_the_encoding_is_found_by_the_mark(tmp_path: Path, data: bytes, encoding: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    found = NSString.stringWithContentsOfFile_usedEncoding_error_(str(path), None, None)

    assert found == ("é", encoding, None)
    assert NSString.stringWithContentsOfFile_(str(path)) == "é"


def test_a_file_of_no_known_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xff\xff")
    text, encoding, error = NSString.stringWithContentsOfFile_usedEncoding_error_(
        str(path), None, None
    )

    assert (text, encoding) == (None, 0)
    assert error is not None
    assert error.code() == 264
    assert NSString.stringWithContentsOfFile_("/absent") is None


def test_text_is_written(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write = NSString.writeToFile_atomically_encoding_error_

    assert write("é", str(path), True, UTF8, None) == (True, None)
    assert path.read_bytes() == "é".encode()
    for text, where, encoding, code in (("é", path, 1, 517), ("e", tmp_path / "a/b", UTF8, 4)):
        ok, error = write(text, str(where), True, encoding, None)
        assert not ok
        assert error is not None
        assert error.code() == code


def test_methods_of_text_are_called_on_the_class(device: Device) -> None:
    assert NSString.dataUsingEncoding_("é", UTF8) == "é".encode()
    assert NSString.dataUsingEncoding_("é", 1) is None
    assert NSString.stringByExpandingTildeInPath("~/a") == f"{NSHomeDirectory()}/a"
    assert NSString.stringByExpandingTildeInPath("~a") == "~a"
    assert NSString.stringByAppendingPathComponent_("/a/", "b") == "/a/b"
    assert NSString.stringByAppendingPathComponent_("", "b") == "b"
    assert NSString.lastPathComponent("/a/b.c/") == "b.c"
    assert NSString.lastPathComponent("/") == "/"
    assert NSString.pathExtension("/a/b.c") == "c"


def test_text_that_changes_is_refused_by_name() -> None:
    for make in (
        NSMutableString,
        NSMutableString.alloc,
        NSMutableString.string,
        lambda: NSMutableString.stringWithString_("x"),
    ):
        with pytest.raises(NotSimulated, match="NSMutableString is a real Foundation class"):
            make()


def test_a_number_is_pythons_own() -> None:
    numbers: list[tuple[object, object]] = [
        (NSNumber(3), 3),
        (NSNumber.numberWithBool_(2), True),
        (NSNumber.numberWithInt_(-3), -3),
        (NSNumber.numberWithInteger_(2**62), 2**62),
        (NSNumber.numberWithLong_(3), 3),
        (NSNumber.numberWithLongLong_(3), 3),
        (NSNumber.numberWithUnsignedInt_(2**32 - 1), 2**32 - 1),
        (NSNumber.numberWithUnsignedInteger_(2**64 - 1), 2**64 - 1),
        (NSNumber.numberWithUnsignedLongLong_(3), 3),
        (NSNumber.numberWithShort_(3), 3),
        (NSNumber.numberWithDouble_(3), 3.0),
        (NSNumber.numberWithFloat_(3), 3.0),
        (NSNumber.alloc().initWithBool_(0), False),
        (NSNumber.alloc().initWithInt_(3), 3),
        (NSNumber.alloc().initWithInteger_(3), 3),
        (NSNumber.alloc().initWithLongLong_(3), 3),
        (NSNumber.alloc().initWithDouble_(3), 3.0),
    ]
    for number, value in numbers:
        assert number == value
        assert type(number) is type(value)


def test_a_number_beyond_its_bits_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="2147483648 is no number of 32 bits"):
        NSNumber.numberWithInt_(2**31)
    with pytest.raises(ValueError, match="-1 is no number of 64 bits without a sign"):
        NSNumber.numberWithUnsignedInteger_(-1)
