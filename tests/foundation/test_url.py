"""NSURL takes addresses apart as a Mac does."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from urlsession_mock.foundation import NSURL


def url(text: str) -> NSURL:
    made = NSURL.URLWithString_(text)
    assert made is not None, text
    return made


WHOLE = "https://jo:s%20e@Example.com:8443/a%20b/c.tar.gz?q=1%202#part"


def test_each_part_of_an_address() -> None:
    whole = url(WHOLE)

    assert whole.absoluteString() == WHOLE
    assert whole.scheme() == "https"
    assert whole.user() == "jo"
    assert whole.password() == "s%20e"
    assert whole.host() == "Example.com"
    assert whole.port() == 8443
    assert whole.path() == "/a b/c.tar.gz"
    assert whole.query() == "q=1%202"
    assert whole.fragment() == "part"
    assert whole.lastPathComponent() == "c.tar.gz"
    assert whole.pathExtension() == "gz"
    assert whole.pathComponents() == ["/", "a b", "c.tar.gz"]
    assert whole.resourceSpecifier() == WHOLE.removeprefix("https:")


def test_parts_that_are_not_there_are_none() -> None:
    bare = url("https://example.com")

    assert bare.port() is None
    assert bare.user() is None
    assert bare.query() is None
    assert bare.fragment() is None
    assert bare.path() == ""
    assert bare.lastPathComponent() == ""


def test_an_ipv6_host_has_no_brackets() -> None:
    assert url("http://[::1]:80/").host() == "::1"


def test_an_address_without_a_hierarchy_has_no_path() -> None:
    mail = url("mailto:jo@example.com")

    assert mail.path() is None
    assert mail.pathComponents() is None
    assert mail.resourceSpecifier() == "jo@example.com"


@pytest.mark.parametrize(
    ("text", "path"),
    [("https://a.b/c/", "/c"), ("https://a.b/", "/"), ("https://a.b/c", "/c")],
)
def test_a_path_has_no_slash_at_its_end(text: str, path: str) -> None:
    assert url(text).path() == path


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com/ä", "https://example.com/%C3%A4"),
        ("https://example.com/a%20b", "https://example.com/a%20b"),
        ("https://example.com/100%", "https://example.com/100%25"),
    ],
)
def test_invalid_characters_are_encoded(text: str, spelt: str) -> None:
    assert url(text).absoluteString() == spelt


@pytest.mark.parametrize(
    "text",
    ["", "https://example.com:port/", "https://[::1/", "https://example.com:99999/", "1a:b"],
)
def test_what_spells_no_url_is_none(text: str) -> None:
    assert NSURL.URLWithString_(text) is None


def test_without_encoding_an_invalid_character_spells_no_url() -> None:
    assert NSURL.URLWithString_encodingInvalidCharacters_("https://a.b/c d", False) is None


def test_none_is_a_value_error_as_under_pyobjc() -> None:
    with pytest.raises(ValueError, match="NSInvalidArgumentException"):
        NSURL.URLWithString_(None)  # type: ignore[arg-type] # the misuse


def test_bytes_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="pass the address as text"):
        NSURL.URLWithString_(b"https://example.com/")  # type: ignore[arg-type] # the misuse


def test_a_relative_url_keeps_its_base() -> None:
    base = url("https://example.com/a/b?q")
    relative = NSURL.URLWithString_relativeToURL_("c?d", base)
    assert relative is not None

    assert relative.absoluteString() == "https://example.com/a/c?d"
    assert relative.relativeString() == "c?d"
    assert relative.relativePath() == "c"
    assert relative.path() == "/a/c"
    assert relative.baseURL() is base
    assert relative.description() == "c?d -- https://example.com/a/b?q"
    assert relative.absoluteURL().baseURL() is None


@pytest.mark.parametrize(
    ("text", "component", "joined"),
    [
        ("https://a.b", "c", "https://a.b/c"),
        ("https://a.b/", "c d", "https://a.b/c%20d"),
        ("https://a.b/c/", "d/", "https://a.b/c/d/"),
        ("https://a.b/c?q", "d", "https://a.b/c/d?q"),
    ],
)
def test_a_component_is_appended(text: str, component: str, joined: str) -> None:
    assert url(text).URLByAppendingPathComponent_(component).absoluteString() == joined


def test_pieces_are_deleted_and_extensions_exchanged() -> None:
    whole = url("https://a.b/c/d.txt")

    assert whole.URLByDeletingLastPathComponent().absoluteString() == "https://a.b/c/"
    assert whole.URLByDeletingPathExtension().absoluteString() == "https://a.b/c/d"
    assert whole.URLByAppendingPathExtension_("gz").absoluteString() == "https://a.b/c/d.txt.gz"


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("https://a.b/c/./d/../e", "https://a.b/c/e"),
        ("https://a.b/../c", "https://a.b/c"),
        ("https://a.b/c/..", "https://a.b/"),
        ("https://a.b/c/", "https://a.b/c/"),
    ],
)
def test_dots_are_taken_out(text: str, tidy: str) -> None:
    assert url(text).standardizedURL().absoluteString() == tidy


def test_equal_texts_make_equal_urls() -> None:
    assert url("https://a.b/c") == url("https://a.b/c")
    assert hash(url("https://a.b/c")) == hash(url("https://a.b/c"))
    assert url("https://a.b/c") != url("https://a.b/c/")
    assert url("https://a.b/c") != "https://a.b/c"


def test_a_url_prints_as_its_text_and_shows_no_password() -> None:
    assert str(url("https://a.b/c")) == "https://a.b/c"
    assert repr(url("https://a.b/c")) == "<NSURL https://a.b/c>"
    assert repr(url("https://jo:secret@a.b/c")) == "<NSURL https://jo:***@a.b/c>"


def test_a_url_is_its_own_copy() -> None:
    whole = url(WHOLE)

    assert whole.copy() is whole


def test_bytes_of_the_text_make_the_url_again() -> None:
    data = url(WHOLE).dataRepresentation()

    assert NSURL.URLWithDataRepresentation_relativeToURL_(data, None) == url(WHOLE)


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a file #1.txt"
    path.write_text("x")
    file = NSURL.fileURLWithPath_(str(path))

    assert file.isFileURL()
    assert file.path() == str(path)
    assert os.fspath(file) == str(path)
    assert file.fileSystemRepresentation() == os.fsencode(path)
    assert file.absoluteString().endswith("/a%20file%20%231.txt")
    assert file.filePathURL() is file


def test_a_file_url_can_be_moved_as_under_pyobjc(tmp_path: Path) -> None:
    (tmp_path / "from").write_text("x")

    shutil.move(NSURL.fileURLWithPath_(str(tmp_path / "from")), tmp_path / "to")

    assert (tmp_path / "to").read_text() == "x"


def test_a_directory_that_exists_gets_a_slash(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    outer = NSURL.fileURLWithPath_(str(tmp_path))

    assert outer.hasDirectoryPath()
    assert outer.path() == str(tmp_path)
    assert outer.URLByAppendingPathComponent_("inner").hasDirectoryPath()
    assert not outer.URLByAppendingPathComponent_("none").hasDirectoryPath()


def test_a_file_is_asked_for_by_pyobjcs_out_argument(tmp_path: Path) -> None:
    here = NSURL.fileURLWithPath_(str(tmp_path))
    gone = NSURL.fileURLWithPath_(str(tmp_path / "gone"))

    assert here.checkResourceIsReachableAndReturnError_(None) == (True, None)
    reachable, error = gone.checkResourceIsReachableAndReturnError_(None)
    assert not reachable
    assert error is not None
    assert error.code() == 260


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    followed = NSURL.fileURLWithPath_(str(tmp_path / "link")).URLByResolvingSymlinksInPath()

    assert followed.lastPathComponent() == "real"


def test_a_url_of_a_server_has_no_place_on_disk() -> None:
    with pytest.raises(ValueError, match="not the URL of a file"):
        os.fspath(url("https://example.com/"))


def test_a_path_object_is_a_type_error(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"pass str\(path\)"):
        NSURL.fileURLWithPath_(tmp_path)  # type: ignore[arg-type] # the misuse
