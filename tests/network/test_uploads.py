"""Uploads that can be gone on with: what servers say, and what resume data holds."""

from __future__ import annotations

import plistlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.foundation import NSURL
from urlsession_mock.network import resuming
from urlsession_mock.network.uploads import (
    Progress,
    UploadResumeData,
    append_headers,
    creation_headers,
    decoded,
    encoded,
    offset_headers,
    progress,
    resume_url,
)
from urlsession_mock.network.wire import Head, Headers, Informational

UPLOAD = "https://example.com/files/new"
OF_BYTES = UploadResumeData(
    UPLOAD, "POST", "https://example.com/up/1", (("A", "b"), ("C", "")), data=b"\0body"
)
OF_FILE = UploadResumeData(
    UPLOAD, "PUT", "https://example.com/up/1", file="/docs/a.mov", length=7, modified=123
)
OF_STREAM = UploadResumeData(UPLOAD, "PUT", "https://example.com/up/1")


@pytest.mark.parametrize("data", [OF_BYTES, OF_FILE, OF_STREAM])
def test_resume_data_comes_back_as_it_was(data: UploadResumeData) -> None:
    assert decoded(encoded(data)) == data


def test_its_request_is_that_of_the_upload() -> None:
    request = OF_BYTES.request()
    url = request.URL()
    assert url is not None

    assert (request.HTTPMethod(), url.absoluteString()) == ("POST", UPLOAD)
    assert request.allHTTPHeaderFields() == {"A": "b", "C": ""}


def test_a_file_must_be_as_it_was() -> None:
    assert OF_FILE.is_same_file(7, 123)
    assert not OF_FILE.is_same_file(8, 123)
    assert not OF_FILE.is_same_file(7, 124)


@given(st.binary(max_size=200))
def test_other_bytes_are_no_resume_data(raw: bytes) -> None:
    assert decoded(raw) is None


def test_a_downloads_resume_data_is_not_an_uploads_nor_the_other_way_round() -> None:
    download = resuming.ResumeData("https://example.com/a", 4, "a.tmp", '"1"')

    assert decoded(resuming.encoded(download)) is None
    assert resuming.decoded(encoded(OF_BYTES)) is None


@given(
    st.sampled_from(sorted(plistlib.loads(encoded(OF_FILE)))),
    st.one_of(
        st.integers(-9, 9),
        st.text("ah:/.", max_size=9),
        st.binary(max_size=9),
        st.lists(st.one_of(st.text("a"), st.lists(st.one_of(st.text("a"), st.integers(0, 9))))),
    ),
)
def test_a_property_list_with_other_values_is_read_or_refused(key: str, value: object) -> None:
    raw = plistlib.dumps(plistlib.loads(encoded(OF_FILE)) | {key: value})

    found = decoded(raw)

    assert found is None or decoded(encoded(found)) == found


@pytest.mark.parametrize("key", ["originalURL", "resumeURL"])
@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "relative"])
def test_an_upload_goes_to_a_server_alone(key: str, address: str) -> None:
    assert decoded(plistlib.dumps(plistlib.loads(encoded(OF_BYTES)) | {key: address})) is None


VERSION = dict(creation_headers())["Upload-Draft-Interop-Version"]
SPEAKS = ("Upload-Draft-Interop-Version", VERSION)
# fmt: off
OFFERS: list[tuple[int, Headers, str | None]] = [
    (104, (SPEAKS, ("Location", "/up/1")),                            "https://example.com/up/1"),
    (104, (SPEAKS, ("location", "up/1")),                             "https://example.com/files/up/1"),
    (104, (SPEAKS, ("Location", "https://cdn.example/1")),            "https://cdn.example/1"),
    (104, (("Location", "/up/1"),),                                   "https://example.com/up/1"),
    (104, (("Upload-Draft-Interop-Version", "2"), ("Location", "/")), None),
    (104, (SPEAKS,),                                                  None),
    (104, (SPEAKS, ("Location", "file:///etc/passwd")),               None),
    (103, (SPEAKS, ("Location", "/up/1")),                            None),
    (100, (),                                                         None),
]
# fmt: on


@pytest.mark.parametrize(("status", "headers", "found"), OFFERS)
def test_a_server_offers_to_go_on(status: int, headers: Headers, found: str | None) -> None:
    url = NSURL.URLWithString_(UPLOAD)
    assert url is not None

    offered = resume_url(url, Informational(status, headers))

    assert (None if offered is None else offered.absoluteString()) == found


# fmt: off
ANSWERS: list[tuple[Head, Progress | None]] = [
    (Head(204, (("Upload-Offset", "5"),)),                               Progress(5)),
    (Head(200, (("upload-offset", " 5 "), ("Upload-Complete", "?0"))),   Progress(5)),
    (Head(204, (("Upload-Offset", "10"), ("Upload-Complete", "?1"))),    Progress(10, True)),
    (Head(204, (("Upload-Offset", "0"),)),                               Progress(0)),
    (Head(204, (("Upload-Offset", "11"),)),                              None),  # too much
    (Head(204, (("Upload-Offset", "-1"),)),                              None),
    (Head(204, (("Upload-Offset", "five"),)),                            None),
    (Head(204, (("Upload-Offset", "9" * 5000),)),                        None),
    (Head(204),                                                          None),
    (Head(404, (("Upload-Offset", "5"),)),                               None),  # it has forgotten
    (Head(410, (("Upload-Offset", "5"),)),                               None),
]
# fmt: on


@pytest.mark.parametrize(("head", "found"), ANSWERS)
def test_the_server_says_how_much_it_has(head: Head, found: Progress | None) -> None:
    assert progress(head, 10) == found


def test_a_body_of_unknown_length_is_gone_on_with_wherever_the_server_is() -> None:
    assert progress(Head(204, (("Upload-Offset", "11"),))) == Progress(11)


def test_the_rest_is_said_to_be_the_rest() -> None:
    assert dict(append_headers(5)) == {
        "Upload-Draft-Interop-Version": VERSION,
        "Upload-Offset": "5",
        "Upload-Complete": "?1",
        "Content-Type": "application/partial-upload",
    }
    assert dict(creation_headers())["Upload-Complete"] == "?1"
    assert dict(offset_headers()) == {"Upload-Draft-Interop-Version": VERSION}
