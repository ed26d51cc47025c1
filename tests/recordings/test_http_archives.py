"""An HTTP archive becomes the recording of a session that loaded its entries."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from urlsession_mock import BadRecording, Recording, events, load, save
from urlsession_mock.foundation import NSError, NSHTTPURLResponse, NSURLSessionTaskMetrics
from urlsession_mock.har import recording_of
from urlsession_mock.rules import RULES, judge
from urlsession_mock.selectors import COMPLETE, DATA, METRICS, REDIRECT, RESPONSE

START = "2024-05-01T10:00:00.000Z"


def entry(url: str = "https://example.com/a", status: int = 200, **more: Any) -> dict[str, Any]:
    response = {"status": status, "headers": [], "content": {"size": 0}, **more.pop("response", {})}
    request = {"method": "GET", "url": url, "headers": [], **more.pop("request", {})}
    return {"startedDateTime": START, "request": request, "response": response, **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.har"


def imported(file: Path, *entries: dict[str, Any]) -> Recording:
    log = {"version": "1.2", "creator": {"name": "a browser"}, "entries": entries}
    file.write_text(json.dumps({"log": log}), encoding="utf-8")
    return recording_of(file)


def test_an_entry_is_a_data_task_with_all_its_messages(file: Path) -> None:
    content = {"size": 3, "text": base64.b64encode(b"\xffab").decode(), "encoding": "base64"}
    recording = imported(file, entry(response={"content": content}))

    assert recording.selectors() == [RESPONSE, DATA, METRICS, COMPLETE]
    assert recording.deliveries(DATA)[0].arguments == (b"\xffab",)
    assert recording.deliveries(COMPLETE)[0].arguments == (None,)
    assert not judge(recording, RULES).broken


def test_each_message_has_the_archives_time(file: Path) -> None:
    timings = {"blocked": 5, "dns": 10, "connect": 20, "ssl": 8, "send": 1, "wait": 64,
               "receive": 100}  # fmt: skip
    recording = imported(
        file,
        entry(timings=timings, response={"content": {"text": "a"}}),
        entry("https://example.com/b", startedDateTime="2024-05-01T12:00:00.150+02:00"),
    )
    times = [(m.task, m.selector.label, round(m.time, 3)) for m in recording.deliveries()]

    assert times == [
        (1, "response", 0.1),
        (2, "response", 0.15),
        (2, "metrics", 0.15),
        (2, "complete", 0.15),
        (1, "data", 0.2),
        (1, "metrics", 0.2),
        (1, "complete", 0.2),
    ]
    metrics = recording.deliveries(METRICS)[1].arguments[0]
    assert isinstance(metrics, NSURLSessionTaskMetrics)
    [transaction] = metrics.transactionMetrics()
    connected, secured = transaction.connectEndDate(), transaction.secureConnectionStartDate()
    assert connected is not None
    assert secured is not None
    assert round(connected.timeIntervalSinceDate_(secured), 6) == 0.008


def test_a_redirect_and_where_it_leads_are_one_task(file: Path) -> None:
    recording = imported(
        file,
        entry(status=302, response={"redirectURL": "/b"}),
        entry("https://example.com/b", startedDateTime="2024-05-01T10:00:01Z"),
        entry("https://example.com/b", startedDateTime="2024-05-01T10:00:02Z"),
    )

    assert [(m.task, m.selector) for m in recording.deliveries(REDIRECT, RESPONSE)] == [
        (1, REDIRECT),
        (1, RESPONSE),
        (2, RESPONSE),
    ]
    metrics = recording.deliveries(METRICS)[0].arguments[0]
    assert isinstance(metrics, NSURLSessionTaskMetrics)
    assert metrics.redirectCount() == 1


def test_a_redirect_that_nobody_followed_is_a_response(file: Path) -> None:
    recording = imported(file, entry(status=301, response={"redirectURL": "/elsewhere"}))

    assert recording.selectors() == [RESPONSE, METRICS, COMPLETE]


@pytest.mark.parametrize(
    ("said", "code"), [("net::ERR_NAME_NOT_RESOLVED", -1003), ("odd", -1), (None, -1)]
)
def test_status_0_is_a_failure(said: str | None, code: int, file: Path) -> None:
    recording = imported(file, entry(status=0, response={"_error": said}))
    [error] = recording.deliveries(COMPLETE)[0].arguments

    assert recording.selectors() == [METRICS, COMPLETE]
    assert isinstance(error, NSError)
    assert (error.domain(), error.code()) == ("NSURLErrorDomain", code)


def test_fields_that_come_twice_are_joined_and_those_of_http_2_left_out(file: Path) -> None:
    fields = [{"name": "Via", "value": "a"}, {"name": "Via", "value": "b"},
              {"name": ":status", "value": "200"}]  # fmt: skip
    recording = imported(file, entry(response={"headers": fields}))
    [response] = recording.deliveries(RESPONSE)[0].arguments

    assert isinstance(response, NSHTTPURLResponse)
    assert response.allHeaderFields() == {"Via": "a,b"}


def test_what_no_data_task_could_load_is_left_out(file: Path) -> None:
    recording = imported(
        file, entry("data:text/plain,a"), entry("wss://example.com/"), entry(status=101)
    )

    assert not list(recording.only(events.TaskCreated))


def test_no_place_in_the_code_is_said_to_have_asked_for_it(file: Path) -> None:
    recording = imported(file, entry())

    assert {e.where for e in recording.only(events.TaskCreated)} == {None}
    assert {e.where for e in recording.only(events.Replied)} == {None}


def test_an_archive_is_saved_without_its_secrets(file: Path) -> None:
    recording = imported(
        file,
        entry(
            "https://me:hunter2@example.com/a?token=hunter2",
            request={"headers": [{"name": "Cookie", "value": "hunter2"}]},
            response={"headers": [{"name": "Set-Cookie", "value": "hunter2"}]},
        ),
    )
    save(recording, file.with_suffix(".jsonl"))

    assert "hunter2" not in file.with_suffix(".jsonl").read_text()
    assert load(file.with_suffix(".jsonl")).selectors() == recording.selectors()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is no HTTP archive (HAR 1.2): Input data was truncated"),
        ("[]", "is no HTTP archive (HAR 1.2): Expected `object`, got `array`"),
        ('{"log":{}}', "Object missing required field `entries` - at `$.log`"),
        ("[" * 5000, "is no HTTP archive"),
        ({"startedDateTime": "yesterday"}, "$.log.entries[0]: startedDateTime: Invalid isoformat"),
        ({"timings": {"wait": 1e12}}, "$.log.entries[0]: timings: 1000000000000.0 ms are more"),
        ({"response": {"status": 7}}, "$.log.entries[0]: response.status: 7 ends no request"),
        ({"response": {"status": "ok"}}, "Expected `int`, got `str` - at `$.log.entries[0].resp"),
        (
            {"response": {"content": {"text": "?", "encoding": "base64"}}},
            "$.log.entries[0]: response.content.text: Only base64 data is allowed",
        ),
        (
            {"response": {"status": 302, "redirectURL": "http://[::1"}},
            "$.log.entries[0]: Invalid IPv6 URL",
        ),
    ],
)
def test_what_is_wrong_with_an_archive_is_said_with_its_place(
    content: str | dict[str, Any], says: str, file: Path
) -> None:
    if not isinstance(content, str):
        content = json.dumps({"log": {"entries": [entry(**content)]}})
    file.write_text(content)
    with pytest.raises(BadRecording) as raised:
        recording_of(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert says in str(raised.value)
