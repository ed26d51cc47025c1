"""Whatever a double holds comes back equal, but for secrets and what is no text."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.recordings.made import cached, challenge, metrics
from urlsession_mock.foundation import (
    NSArray,
    NSData,
    NSDate,
    NSDictionary,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSMutableData,
    NSMutableURLRequest,
    NSURLCredential,
    NSURLSessionWebSocketMessage,
)
from urlsession_mock.jsonl import shapes
from urlsession_mock.jsonl.bodies import Bodies
from urlsession_mock.jsonl.library import Decoder, Encoder
from urlsession_mock.jsonl.packing import Packer
from urlsession_mock.jsonl.recorded import Opaque
from urlsession_mock.jsonl.secrets import Redactor
from urlsession_mock.jsonl.unpacking import Unpacker

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="=@/ "), max_size=20)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.binary(max_size=20)
    | st.binary(max_size=20).map(NSData),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
quick = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def there_and_back(value: object, folder: Path) -> object:
    """The value, packed, written, read and unpacked."""
    bodies = Bodies(folder / "x.bodies")
    written = Encoder().encode(Packer(Redactor(), bodies).value(value))
    return Unpacker(bodies).value(Decoder(shapes.Value).decode(written))


@quick
@given(values)
def test_a_value_of_a_user_info_comes_back(tmp_path: Path, value: object) -> None:
    error = NSError.errorWithDomain_code_userInfo_("domain", 1, {"value": value})

    assert there_and_back(error, tmp_path) == error


def test_collections_come_back_as_apples(tmp_path: Path) -> None:
    value = NSArray[object]([NSDictionary[str, object]({"k": NSArray([1])}), None])
    back = there_and_back(value, tmp_path)

    assert isinstance(back, NSArray)
    assert back == value
    assert type(back[0]) is NSDictionary
    assert type(back[0]["k"]) is NSArray


@pytest.mark.parametrize("size", [0, 1, 4096, 4097])
@pytest.mark.parametrize("byte", [b"a", b"\xff"])
def test_bytes_of_any_size_come_back_as_what_they_were(
    byte: bytes, size: int, tmp_path: Path
) -> None:
    for kind in (bytes, NSData):
        back = there_and_back(kind(byte * size), tmp_path)
        assert (type(back), back) == (kind, byte * size)
    assert (tmp_path / "x.bodies").exists() == (size > 4096)


@pytest.mark.parametrize(
    "value",
    [
        metrics(),
        cached(),
        NSDate.distantFuture(),
        NSURLSessionWebSocketMessage.alloc().initWithData_(b"\x00"),
        NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            None, 204, None, {"content-length": "5", "CONTENT-type": "text/html; charset=x"}
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_double_comes_back_equal(value: object, tmp_path: Path) -> None:
    back = there_and_back(value, tmp_path)

    assert type(back) is type(value)
    assert back == value


def test_a_challenge_comes_back_without_name_and_password(tmp_path: Path) -> None:
    back, was = there_and_back(challenge(), tmp_path), challenge()
    assert isinstance(back, type(was))

    assert back.protectionSpace() == was.protectionSpace()
    assert back.previousFailureCount() == 1
    assert back.failureResponse() == was.failureResponse()
    proposed = back.proposedCredential()
    assert isinstance(proposed, NSURLCredential)
    assert (proposed.user(), proposed.password()) == ("REDACTED", "REDACTED")


def test_a_response_that_was_made_to_expect_another_length_comes_back_so(tmp_path: Path) -> None:
    response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        None, 200, None, {"Content-Length": "5"}
    )
    response._length = 77
    back = there_and_back(response, tmp_path)

    assert isinstance(back, NSHTTPURLResponse)
    assert back.expectedContentLength() == 77


def test_what_changes_comes_back_as_what_it_was_then(tmp_path: Path) -> None:
    data = NSMutableData(b"then")
    request = NSMutableURLRequest.requestWithURL_(None)
    request.setHTTPBodyStream_(NSInputStream.inputStreamWithData_(b"streamed"))
    back = there_and_back({"data": data, "request": request}, tmp_path)
    assert isinstance(back, dict)

    assert back["data"] == b"then"
    assert type(back["request"]) is NSMutableURLRequest
    stream = back["request"].HTTPBodyStream()
    assert stream is not None
    assert stream.read_all() == b"streamed"


def test_a_stream_is_not_used_up_by_being_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in a file")
    from_file = NSInputStream.inputStreamWithFileAtPath_(str(tmp_path / "file"))
    half_read = NSInputStream.inputStreamWithData_(b"half read")
    half_read.open()
    half_read.read_maxLength_(None, 4)
    missing = NSInputStream.inputStreamWithFileAtPath_(str(tmp_path / "missing"))
    back = there_and_back([from_file, half_read, missing], tmp_path)
    assert isinstance(back, list)

    assert half_read.read_maxLength_(None, 99) == (5, b" read")
    assert from_file.read_all() == b"in a file"
    assert back[0].read_all() == b"in a file"
    assert back[1].read_maxLength_(None, 99) == (9, b"half read")
    assert back[2].read_all() == b""


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), {1, 2}, print])
def test_what_no_file_can_hold_leaves_the_name_of_its_class(value: object, tmp_path: Path) -> None:
    back = there_and_back(value, tmp_path)

    assert isinstance(back, Opaque)
    assert back.type.rpartition(".")[2] == type(value).__name__


def test_a_user_info_that_holds_itself_ends(tmp_path: Path) -> None:
    info: dict[str, object] = {}
    info["self"] = info

    assert "Opaque" in repr(there_and_back(info, tmp_path))


def test_text_that_is_no_unicode_is_written_with_signs_in_its_place(tmp_path: Path) -> None:
    assert there_and_back("a\udcffb", tmp_path) == "a?b"
