"""Resume data: what it holds, and that nothing else is taken for it."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.network.resuming import (
    ResumeData,
    begins_at,
    decoded,
    encoded,
    range_headers,
)
from urlsession_mock.network.wire import Head

DATA = ResumeData(
    "https://example.com/a", 4, "CFNetworkDownload_000001.tmp", '"v1"', "yesterday", (("A", "b"),)
)


def test_resume_data_comes_back_as_it_was() -> None:
    assert decoded(encoded(DATA)) == DATA


def test_its_request_is_the_one_that_was_cancelled() -> None:
    request = DATA.request()
    url = request.URL()
    assert url is not None
    assert (url.absoluteString(), request.valueForHTTPHeaderField_("a")) == (DATA.url, "b")


@given(st.binary(max_size=200))
def test_other_bytes_are_no_resume_data(raw: bytes) -> None:
    assert decoded(raw) is None


@given(
    st.sampled_from(sorted(plistlib.loads(encoded(DATA)))),
    st.one_of(
        st.integers(-9, 9), st.text("a/."), st.lists(st.integers(0, 9)), st.binary(max_size=9)
    ),
)
def test_a_property_list_with_other_values_is_read_or_refused(key: str, value: object) -> None:
    rows = plistlib.loads(encoded(DATA)) | {key: value}
    found = decoded(plistlib.dumps(rows))
    assert found is None or isinstance(found, ResumeData)


@pytest.mark.parametrize(
    "raw", [b"<plist><dict>", b"bplist00" + b"\xff" * 40, b"<?xml version='1.0'?><!DOCTYPE x>"]
)
def test_a_broken_property_list_is_no_resume_data(raw: bytes) -> None:
    assert decoded(raw) is None


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "", ".", "..", "a/../b"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(b"1234")
    assert ResumeData("https://example.com/a", 4, name).kept(folder) is None


def test_a_file_of_another_length_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / DATA.file).write_bytes(b"123")
    assert DATA.kept(tmp_path) is None
    (tmp_path / DATA.file).write_bytes(b"1234")
    assert DATA.kept(tmp_path) == tmp_path / DATA.file


@pytest.mark.parametrize(
    ("etag", "date", "if_range"),
    [('"v1"', "yesterday", '"v1"'), ('W/"v1"', "yesterday", "yesterday"), (None, None, None)],
)
def test_the_rest_is_asked_for_if_nothing_has_changed(
    etag: str | None, date: str | None, if_range: str | None
) -> None:
    fields = dict(range_headers(ResumeData("", 4, "", etag, date)))
    assert fields.get("If-Range") == if_range
    assert fields["Range"] == "bytes=4-"


@pytest.mark.parametrize(
    ("head", "offset"),
    [
        (Head(206, (("Content-Range", "bytes 4-9/10"),)), 4),
        (Head(206, (("Content-Range", "bytes 4-9/*"),)), 4),
        (Head(206, (("Content-Range", "bytes 0-9/10"),)), None),
        (Head(206), None),
        (Head(200), 0),
        (Head(416), None),
        (Head(404), None),
    ],
)
def test_where_the_body_begins(head: Head, offset: int | None) -> None:
    assert begins_at(head, DATA) == offset
