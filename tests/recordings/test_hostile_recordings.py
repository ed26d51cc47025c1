"""A recording is data: whatever is in it, one error says what is wrong, with file and line."""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.recordings import ARCHIVE, damaged, exercise, exercise_archive
from tests.recordings.made import LARGE, downloaded, everything
from urlsession_mock import BadRecording, load, save, stream
from urlsession_mock.jsonl import bodies

HEADER = '{"format":"urlsession-mock recording","version":1}'
SESSION = (
    '{"event":"session-created","number":1,"time":0.0,"session":1,"kind":"default",'
    '"delegate":"D","launch":1,"concurrency":1}'
)
DATA = "URLSession:dataTask:didReceiveData:"
COMPLETE = "URLSession:task:didCompleteWithError:"
RESPONSE = "URLSession:dataTask:didReceiveResponse:completionHandler:"


def enqueued(selector: str, *arguments: Any, **more: Any) -> str:
    line = {"event": "enqueued", "number": 1, "time": 0, "session": 1, "task": 1}
    return json.dumps({**line, "selector": selector, "arguments": arguments, **more})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def problem(file: Path, *lines: str) -> str:
    """What is said of a file of these lines, by all who read it alike."""
    file.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    with pytest.raises(BadRecording) as loaded:
        list(load(file))
    with pytest.raises(BadRecording) as streamed:
        list(stream(file))
    assert str(loaded.value) == str(streamed.value)
    assert str(loaded.value).startswith(str(file))
    return str(loaded.value).removeprefix(str(file)).lstrip(":")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "1: is empty; a first line"),
        (["hello"], "1: is no recording: JSON is malformed"),
        (['{"format":"har","version":1}'], "1: its format is 'har', not 'urlsession-mock rec"),
        ([HEADER.replace("1}", "2}")], "1: its version is 2; this package reads 1"),
        ([HEADER, "{"], "2: Input data was truncated"),
        ([HEADER, "[]"], "2: Expected `object`, got `array`"),
        ([HEADER, '{"event":"explosion"}'], "2: Invalid value 'explosion' - at `$.event`"),
        ([HEADER, SESSION.replace("1,", "9,", 1)], "2: its number is 9; 1 is wanted"),
        ([HEADER, SESSION.replace("0.0", "-1")], "2: its time is -1.0; seconds from 0 to"),
        ([HEADER, SESSION.replace("0.0", "NaN")], "2: JSON is malformed"),
        ([HEADER, SESSION.replace('"D"', "5")], "2: Expected `str`, got `int` - at `$.delegate`"),
        ([HEADER, SESSION.replace('"D"', '"\udcff"')], "2: 'utf-8' codec can't decode byte 0xff"),
        ([HEADER, SESSION, SESSION], "3: its number is 1; 2 is wanted"),
        ([HEADER, SESSION.replace('"default"', '"odd"')], "2: Invalid enum value 'odd'"),
        (
            [HEADER, SESSION.replace('"session":1', '"lane":"attic","session":1')],
            "2: 'attic' is no lane; main, delegate, other or system",
        ),
        (
            [HEADER, SESSION[:-1] + ',"where":{"file":"/etc/passwd","line":1}}'],
            "2: '/etc/passwd' leads out of the folder; a relative path is wanted",
        ),
        (
            [HEADER, SESSION[:-1] + ',"where":{"file":"a/../../b","line":1}}'],
            "2: 'a/../../b' leads out of the folder",
        ),
        (
            [HEADER, SESSION[:-1] + ',"configuration":{"class":"dict","items":{"x":1}}}'],
            "2: 'x' is no property of a configuration",
        ),
        ([HEADER, enqueued("URLSession:explode:")], "2: 'URLSession:explode:' is no message"),
        ([HEADER, enqueued(DATA)], f"2: {DATA} carries data after the task; 0 arguments"),
        ([HEADER, enqueued(DATA, 5)], f"2: data of {DATA} takes bytes or NSData, not int (5)"),
        (
            [HEADER, enqueued(RESPONSE, {"class": "NSHTTPURLResponse", "url": None, "status": 99})],
            f"2: {RESPONSE} cannot come for status 99",
        ),
        (
            [HEADER, enqueued(DATA, {"class": "NSData", "text": "a", "base64": "YQ=="})],
            "2: bytes are given as one of text, base64 and sha256",
        ),
        ([HEADER, enqueued(DATA, {"class": "NSData", "base64": "!"})], "2: Only base64 data"),
        (
            [HEADER, enqueued(DATA, {"class": "NSData", "sha256": "../../etc/passwd", "size": 9})],
            "2: a body is named by 64 hexadecimal digits, not '../../etc/passwd'",
        ),
        (
            [HEADER, enqueued(DATA, {"class": "NSData", "sha256": "a" * 64, "size": 9})],
            f"2: the body run.bodies/{'a' * 64} is missing; it belongs beside it",
        ),
        (
            [HEADER, enqueued(DATA, {"class": "NSData", "sha256": "a" * 64, "size": 2**40})],
            "2: a body has from 0 to 1073741824 bytes, not 1099511627776",
        ),
        (
            [HEADER, enqueued(COMPLETE, {"class": "os.system", "text": "true"})],
            "2: Invalid value 'os.system' - at `$.arguments[0].class`",
        ),
        (
            [HEADER, '{"event":"delivered","number":1,"time":0,"lane":"main","enqueued":1}'],
            "2: event 1 is no message that was enqueued before",
        ),
        (
            [HEADER, SESSION, '{"event":"looked","number":2,"time":0,"delivered":7,"what":"x"}'],
            "3: event 7 is no delivery before this one",
        ),
        (
            [
                HEADER,
                enqueued(DATA, {"class": "NSData", "text": "a"}),
                json.dumps({"event": "replied", "number": 2, "time": 0, "handler": 1, "nth": 1,
                            "selector": RESPONSE, "reply": [9]}),
            ],
            f"3: the handler of {RESPONSE} takes an NSURLSessionResponseDisposition, not int (9)",
        ),
        ([HEADER, SESSION, '{"event":"end","events":7}'], "3: the end counts 7 events; 1 stand"),
        ([HEADER, '{"event":"end","events":0}', SESSION], "3: there is more behind the end"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(lines: list[str], says: str, file: Path) -> None:
    assert says in problem(file, *lines)


def test_a_line_that_is_nested_too_deeply_is_said_to_be(file: Path) -> None:
    deep = '{"class":"list","items":[' * 50_000
    line = enqueued(COMPLETE, "DEEP").replace('"DEEP"', deep)

    assert problem(file, HEADER, line) == "2: it is nested too deeply"


def test_a_line_that_is_too_long_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urlsession_mock.jsonl.lines.LONGEST", 200)

    assert problem(file, HEADER, enqueued("x" * 300)) == "2: the line is longer than 200 bytes"


def test_what_a_terminal_would_obey_is_not_quoted_as_it_is(file: Path) -> None:
    said = problem(file, HEADER, SESSION.replace('"default"', '"\\u001b[2J"'))

    assert said.startswith(r"2: Invalid enum value '\x1b[2J'")


def test_a_file_that_is_not_there_is_said_so(file: Path) -> None:
    with pytest.raises(BadRecording, match=r"run\.jsonl: cannot be read: No such file"):
        load(file)
    with pytest.raises(BadRecording, match="cannot be read: Is a directory"):
        stream(file.parent)


def body_of(file: Path) -> Path:
    """A recording with a large body, and where that is."""
    save(downloaded(), file)
    [body] = (file.parent / "run.bodies").iterdir()
    return body


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LARGE[:-1], "has 5999 bytes; 6000 are wanted"),
        (LARGE[:-1] + b"?", "is not what its name says: it was changed"),
        (None, "is missing; it belongs beside it"),
    ],
)
def test_a_body_that_is_not_what_its_name_says_is_refused(
    content: bytes | None, says: str, file: Path
) -> None:
    body = body_of(file)
    body.unlink()
    if content is not None:
        body.write_bytes(content)

    with pytest.raises(BadRecording, match=re.escape(says)):
        list(load(file))


def test_a_body_that_is_a_link_is_not_followed(file: Path) -> None:
    body = body_of(file)
    elsewhere = file.parent / "elsewhere"
    body.rename(elsewhere)
    os.symlink(elsewhere, body)

    with pytest.raises(BadRecording, match="is no plain file; links are not followed"):
        list(load(file))


def test_a_folder_of_bodies_that_is_a_link_is_not_followed(file: Path) -> None:
    folder = body_of(file).parent
    folder.rename(file.parent / "elsewhere")
    os.symlink(file.parent / "elsewhere", folder)

    with pytest.raises(BadRecording, match=r"the folder run\.bodies is a link"):
        list(load(file))


def test_a_body_that_is_a_pipe_is_not_waited_for(file: Path) -> None:
    body = body_of(file)
    body.unlink()
    os.mkfifo(body)

    with pytest.raises(BadRecording, match="is no plain file"):
        list(load(file))


def test_a_body_is_written_anew_where_a_damaged_one_lies(file: Path) -> None:
    body = body_of(file)
    body.write_bytes(LARGE[:-1] + b"?")
    save(downloaded(), file)

    assert body.read_bytes() == LARGE
    assert [path.name for path in body.parent.iterdir()] == [body.name]


def test_a_body_larger_than_is_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        bodies.Bodies(tmp_path).read("0" * 64, bodies.LARGEST + 1)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    folder = tmp_path_factory.mktemp("hostile")
    found: list[bytes] = []
    for recording in (everything(folder), downloaded()):
        save(recording, folder / "run.jsonl")
        found.append((folder / "run.jsonl").read_bytes())
    return folder, found


@settings(
    derandomize=True,
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 2**32), st.booleans())
def test_however_a_recording_is_damaged_nothing_but_one_error_comes(
    seeds: tuple[Path, list[bytes]], seed: int, second: bool
) -> None:
    folder, found = seeds
    path = folder / "run.jsonl"
    path.write_bytes(damaged(found[second], random.Random(seed)))
    exercise(path)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_however_an_archive_is_damaged_nothing_but_one_error_comes(
    seeds: tuple[Path, list[bytes]], seed: int
) -> None:
    path = seeds[0] / "site.har"
    path.write_bytes(damaged(json.dumps(ARCHIVE).encode(), random.Random(seed)))
    exercise_archive(path)


@given(st.binary(max_size=300))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_bytes_that_are_no_recording_are_said_to_be_none(
    seeds: tuple[Path, list[bytes]], content: bytes
) -> None:
    path = seeds[0] / "run.jsonl"
    path.write_bytes(content)
    assert not exercise(path)


def test_a_task_of_a_session_that_was_never_made_is_said_so() -> None:
    """The file is what fuzzing found: a rule looked the session up in vain."""
    found = Path(__file__).parents[1] / "data" / "recordings" / "task-of-no-session.jsonl"
    with pytest.raises(BadRecording, match=r"session 1000\d* was not made before") as caught:
        load(found)
    assert (caught.value.line, str(caught.value.file)) == (13, str(found))
