"""NSURLResponse and NSHTTPURLResponse."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import NSURL, NSHTTPURLResponse, NSURLResponse


def url(text: str) -> NSURL:
    made = NSURL.URLWithString_(text)
    assert made is not None
    return made


def http(
    status: int = 200, headers: dict[str, str] | None = None, address: str = "https://a.b/c.txt"
) -> NSHTTPURLResponse:
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(address), status, "HTTP/1.1", headers
    )


def test_a_response_keeps_its_parts() -> None:
    made = NSURLResponse.alloc().initWithURL_MIMEType_expectedContentLength_textEncodingName_(
        url("https://a.b/c"), "text/plain", 3, "utf-8"
    )

    assert made.URL() == url("https://a.b/c")
    assert made.MIMEType() == "text/plain"
    assert made.expectedContentLength() == 3
    assert made.textEncodingName() == "utf-8"


def test_a_bare_response_is_of_unknown_length() -> None:
    assert NSURLResponse.new().expectedContentLength() == -1


def test_type_encoding_and_length_come_from_the_header_fields() -> None:
    made = http(headers={"content-type": "Text/HTML; charset=UTF-8", "Content-Length": "12"})

    assert made.MIMEType() == "text/html"
    assert made.textEncodingName() == "utf-8"
    assert made.expectedContentLength() == 12


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Length": "many"}, {"Content-Length": "12", "Content-Encoding": "gzip"}],
)
def test_a_length_that_is_not_known_is_minus_one(headers: dict[str, str]) -> None:
    assert http(headers=headers).expectedContentLength() == -1


def test_header_names_ignore_case() -> None:
    made = http(headers={"ETag": "x"})

    assert made.valueForHTTPHeaderField_("etag") == "x"
    assert made.valueForHTTPHeaderField_("none") is None
    assert made.allHeaderFields() == {"ETag": "x"}


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("content-length", "Content-Length"),
        ("www-authenticate", "WWW-Authenticate"),
        ("CONTENT-type", "CONTENT-type"),
        ("x-custom", "x-custom"),
    ],
)
def test_a_standard_field_in_lower_case_is_shown_as_usual(came: str, shown: str) -> None:
    assert http(200, {came: "1"}).allHeaderFields() == {shown: "1"}


def test_reading_the_status_is_noticed() -> None:
    reads: list[str] = []
    made = http(404)
    made.when_status_code_is_read(lambda: reads.append("read"))

    repr(made)
    assert reads == []
    assert made.statusCode() == 404
    assert reads == ["read"]


@pytest.mark.parametrize(
    ("status", "text"),
    [(404, "not found"), (299, "success"), (599, "server error"), (999, "unknown")],
)
def test_a_status_has_a_text(status: int, text: str) -> None:
    assert NSHTTPURLResponse.localizedStringForStatusCode_(status) == text


@pytest.mark.parametrize(
    ("address", "headers", "name"),
    [
        ("https://a.b/c.txt", {}, "c.txt"),
        ("https://a.b/", {}, "a.b"),
        ("https://a.b/c", {"Content-Disposition": 'attachment; filename="d.zip"'}, "d.zip"),
        ("https://a.b/c", {"Content-Disposition": "attachment; filename=../d.zip"}, "d.zip"),
        ("https://a.b/c", {"Content-Disposition": "inline"}, "c"),
    ],
)
def test_a_file_name_is_suggested(address: str, headers: dict[str, str], name: str) -> None:
    assert http(headers=headers, address=address).suggestedFilename() == name


def test_without_a_url_the_name_is_unknown() -> None:
    assert NSURLResponse.new().suggestedFilename() == "Unknown"


def test_equal_parts_make_equal_responses() -> None:
    assert http(200, {"A": "b"}) == http(200, {"a": "b"})
    assert hash(http()) == hash(http())
    assert http(200) != http(404)
    assert http() != NSURLResponse.new()


def test_a_response_is_its_own_copy() -> None:
    made = http()

    assert made.copy() is made


def test_a_response_shows_status_and_address() -> None:
    assert repr(http(404)) == "<NSHTTPURLResponse 404 https://a.b/c.txt>"
    assert repr(NSURLResponse.new()) == "<NSURLResponse None None>"


def test_a_response_takes_no_text_for_its_address() -> None:
    with pytest.raises(TypeError, match=r"NSURL\.URLWithString_"):
        NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            "https://a.b/",  # type: ignore[arg-type] # the misuse
            200,
            None,
            None,
        )
