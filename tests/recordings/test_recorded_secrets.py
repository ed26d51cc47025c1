"""No secret is written, wherever it stands; and one in an existing recording is found."""

from __future__ import annotations

import base64
import json
import plistlib
from pathlib import Path

import pytest

from tests.recordings.made import ticking
from tests.scripted import Notes
from urlsession_mock import Device, events, save
from urlsession_mock.events import Lane
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLCredential,
    NSURLSessionConfiguration,
)
from urlsession_mock.jsonl.checking import findings
from urlsession_mock.jsonl.secrets import Redactor
from urlsession_mock.selectors import CHALLENGE, COMPLETE, RESPONSE

SECRET = "hunter2secret"
ADDRESS = f"https://me:{SECRET}@example.com/a?access_token={SECRET}&page=2"


def url(text: str = ADDRESS) -> NSURL:
    made = NSURL.URLWithString_(text)
    assert made is not None
    return made


def written(device: Device, file: Path, *redact: str) -> str:
    save(device.recording, file, redact=redact)
    bodies = file.parent.glob("*.bodies/*")
    return file.read_text() + "".join(body.read_text("latin-1") for body in bodies)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


@pytest.mark.parametrize(
    "name", ["Authorization", "proxy-authorization", "Cookie", "X-Api-Key", "Referer"]
)
def test_a_request_is_written_without_its_credentials(name: str, file: Path) -> None:
    with ticking() as device:
        request = NSMutableURLRequest.requestWithURL_(url())
        request.setValue_forHTTPHeaderField_(ADDRESS, name)
        device.session(Notes()).dataTaskWithRequest_(request)
        text = written(device, file)

    assert SECRET not in text
    assert "https://REDACTED@example.com/a?access_token=REDACTED&page=2" in text


@pytest.mark.parametrize("name", ["Set-Cookie", "Location", "set-cookie"])
def test_a_response_is_written_without_its_credentials(name: str, file: Path) -> None:
    with ticking() as device:
        session = device.session(Notes())
        task = session.dataTaskWithURL_(url())
        task.resume()
        answer = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url(), 200, None, {name: ADDRESS}
        )
        session.enqueue(RESPONSE, task, answer)

        assert SECRET not in written(device, file)


def test_an_error_is_written_without_credentials_however_deep(file: Path) -> None:
    with ticking() as device:
        session = device.session(Notes())
        task = session.dataTaskWithURL_(url())
        task.resume()
        inner = NSError.errorWithDomain_code_userInfo_(
            "d",
            1,
            {"list": [{"at": ADDRESS}], "fields": {"Authorization": SECRET}, "Password": SECRET},
        )
        resume = NSData(f"urlsession-mock resume data\0{ADDRESS}\nCookie: {SECRET}".encode())
        more = {"NSUnderlyingError": inner, "NSURLSessionDownloadTaskResumeData": resume}
        session.enqueue(COMPLETE, task, NSError.url_error(-1001, url(), more))

        assert SECRET not in written(device, file)


def test_resume_data_that_is_a_property_list_is_written_without_credentials() -> None:
    fields = [["Accept", "*/*"], ["Authorization", SECRET], ["Referer", ADDRESS]]
    given = {"url": ADDRESS, "headers": fields, "more": {"Cookie": SECRET}, "size": 5}
    cleaned = Redactor().resume_data(plistlib.dumps(given))

    assert SECRET not in cleaned.decode()
    assert plistlib.loads(cleaned)["headers"][:2] == [fields[0], ["Authorization", "REDACTED"]]
    plain = plistlib.dumps({"url": "https://example.com/a"}, fmt=plistlib.FMT_BINARY)
    assert Redactor().resume_data(plain) == plain


def test_resume_data_of_a_task_is_written_without_credentials(file: Path) -> None:
    with ticking() as device:
        session = device.session(Notes())
        session.downloadTaskWithResumeData_(b"urlsession-mock resume data\0" + ADDRESS.encode())

        assert SECRET not in written(device, file)


def test_a_credential_is_written_without_name_and_password(device: Device, file: Path) -> None:
    given = NSURLCredential.credentialWithUser_password_persistence_("Mallory", SECRET, 1)
    device.recording.add(
        events.Replied, Lane("main"), 1, CHALLENGE, None, (0, given), 1, None, False
    )
    text = written(device, file)

    assert SECRET not in text
    assert "Mallory" not in text
    assert '"class":"NSURLCredential"' in text


def test_what_an_exception_or_a_configuration_says_is_written_without_credentials(
    device: Device, file: Path
) -> None:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setHTTPAdditionalHeaders_({"Authorization": SECRET})
    device.session(Notes(), configuration=configuration)
    error = ValueError(f"cannot reach {ADDRESS}, sent Bearer {SECRET}")
    device.recording.add(events.Raised, Lane("main"), 1, error, None)
    text = written(device, file)

    assert SECRET not in text
    assert "HTTPAdditionalHeaders" in text


def test_more_names_are_taken_by_option_as_header_and_as_parameter(file: Path) -> None:
    with ticking() as device:
        request = NSMutableURLRequest.requestWithURL_(url(f"https://example.com/?key={SECRET}"))
        request.setValue_forHTTPHeaderField_(SECRET, "KEY")
        device.session(Notes()).dataTaskWithRequest_(request)

        assert SECRET in written(device, file)
        assert SECRET not in written(device, file, "Key")
        assert '"redacted":["key"]' in file.read_text()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("//me:a@b/c", "//REDACTED@b/c"),
        ("ftp://a@b:c@d.e", "ftp://REDACTED@d.e"),
        ("http://me@h/?q=//x:y@z", "http://REDACTED@h/?q=//REDACTED@z"),
        ("/a?b=c&Access%5FToken=d#e", "/a?b=c&Access%5FToken=REDACTED#e"),
        ("/cb#access_token=d&state=e", "/cb#access_token=REDACTED&state=e"),
        (
            "https://s3.example/k?X-Amz-Signature=0a",
            "https://s3.example/k?X-Amz-Signature=REDACTED",
        ),
        ("got basic QWxhZGRpbjpvcGVu, no", "got basic REDACTED, no"),
        ("sent 'Authorization: Bearer abc.def-1'", "sent 'Authorization: Bearer REDACTED'"),
    ],
)
def test_a_secret_in_a_text_is_replaced_and_the_rest_stays(text: str, clean: str) -> None:
    assert Redactor().text(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/@me",
        "mail me@example.com",
        "https://example.com/a?b=c@d",
        "a//b",
        "page=2&access_token",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor().text(text) == text


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('{"password": "correct-horse"}', "a value of 'password': corr…"),
        ("grant_type=x&client_secret=abcdefghij", "a value of 'client_secret': abcd…"),
        ("AKIA" + "A2" * 8, "an AWS access key: AKIA…"),
        ("ghp_" + "a1" * 20, "a GitHub token: ghp_…"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "a JSON Web Token: eyJh…"),
        ("Authorization: Bearer abcdefghijkl", "a bearer token: Bear…"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key: ----…"),
        ("see https://me:pass@example.com/", "a password in a URL: …"),
    ],
)
@pytest.mark.parametrize("where", ["text", "base64", "body"])
def test_what_looks_like_a_secret_in_a_body_is_found(
    body: str, what: str, where: str, device: Device, file: Path
) -> None:
    content = body.encode()
    if where == "body":
        content = content + b" " * 5000
    elif where == "base64":
        content = content + b" \xff"
    session = device.session(Notes())
    task = session.dataTaskWithURL_(url("https://example.com/a"))
    task.resume()
    error = NSError.errorWithDomain_code_userInfo_("d", 1, {"body": NSData(content)})
    session.enqueue(COMPLETE, task, error)
    save(device.recording, file)
    found = [str(finding) for finding in findings(file)]
    [body_file] = [*file.parent.glob("*.bodies/*")] if where == "body" else [None]
    place = f"{body_file}" if body_file else f"{file}:8"

    assert found == [f"{place}: it looks as if it holds {what}"]


def test_a_value_under_a_secret_name_is_found_whoever_wrote_it(device: Device, file: Path) -> None:
    request = NSMutableURLRequest.requestWithURL_(url("https://example.com/a"))
    request.setValue_forHTTPHeaderField_("x", "Authorization")
    device.session(Notes()).dataTaskWithRequest_(request)
    save(device.recording, file)
    assert list(findings(file)) == []
    file.write_text(file.read_text().replace('"REDACTED"', '"Basic aGk6aG8="'))

    assert [str(finding) for finding in findings(file)] == [
        f"{file}:3: it looks as if it holds the header field Authorization has its value: Basi…"
    ]


def test_a_finding_never_shows_the_secret(device: Device, file: Path) -> None:
    secret = base64.b64encode(b"me:" + SECRET.encode()).decode()
    file.write_text(json.dumps({"Authorization": f"Basic {secret}", "password": SECRET}))

    told = "\n".join(map(str, findings(file)))
    assert "password" in told
    assert SECRET not in told
    assert secret not in told
