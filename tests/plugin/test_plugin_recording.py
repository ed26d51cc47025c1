"""The fixture `urlsession_recording`: a test is recorded once, and replayed from then on.

Not here: what a recording answers (tests/recordings), recordings that no test uses
(test_plugin_orphans.py). One rule: the text that a user reads is the claim.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.plugin.inner import Run

CLIENT = """
import pytest
from urlsession_mock.foundation import (
    NSURL, NSMutableURLRequest, NSURLSession, NSURLSessionConfiguration
)

A, B = "https://example.com/a", "https://example.com/b"


class Client:
    def __init__(self):
        self.got = []
        make = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_
        self.session = make(NSURLSessionConfiguration.defaultSessionConfiguration(), self, None)

    def get(self, text, **headers):
        request = NSMutableURLRequest.requestWithURL_(NSURL.URLWithString_(text))
        for name, value in headers.items():
            request.setValue_forHTTPHeaderField_(value, name)
        self.session.dataTaskWithRequest_(request).resume()

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session, task, response, handler
    ):
        self.got.append(response.statusCode())
        handler(1)

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        self.got.append(bytes(data))

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        self.got.append(error and error.code())
        session.finishTasksAndInvalidate()
"""

GETS = (
    CLIENT
    + """
def test_gets(urlsession_mock, urlsession_recording):
    urlsession_mock.network.get(A).respond(201, chunks=[b"one", b"two"])
    client = Client()
    client.get(A)
    urlsession_mock.run()
    assert client.got == [201, b"one", b"two", None]
"""
)
# The same test, and nobody answers.
ALONE = GETS.replace("    urlsession_mock.network", "    # urlsession_mock.network")
PLACE = "recordings/test_inner/test_gets.jsonl"


def lines(result: pytest.RunResult, start: str) -> list[str]:
    """The lines of a failure, from the one that starts like this."""
    found = [line.removeprefix("E").strip() for line in result.outlines]
    at = next(index for index, line in enumerate(found) if line.startswith(start))
    return [line for line in found[at : at + 6] if line and not line.startswith(("=", "_"))]


def test_the_first_run_records_and_the_next_needs_no_server(
    run: Run, pytester: pytest.Pytester
) -> None:
    run(GETS, "--urlsession-record=once").assert_outcomes(passed=1)
    assert (pytester.path / PLACE).is_file()

    run(ALONE).assert_outcomes(passed=1)
    run(ALONE, "--urlsession-record=once").assert_outcomes(passed=1)
    run(GETS).assert_outcomes(passed=1)  # nor does it miss the answers that nobody asks for


def test_without_a_recording_it_fails_and_says_how_to_record(run: Run) -> None:
    result = run(GETS)

    result.assert_outcomes(errors=1)
    assert lines(result, "test_inner.py::test_gets has no")[:2] == [
        f"test_inner.py::test_gets has no recording: {PLACE} does not exist",
        (
            "--urlsession-record=none only replays, so that no request leaves by accident; "
            "record it with --urlsession-record=once"
        ),
    ]


def test_a_changed_request_fails_with_what_was_recorded(run: Run) -> None:
    run(GETS, "--urlsession-record=once")

    result = run(ALONE.replace("client.get(A)", 'client.get(B, Accept="text/plain")'))

    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert f"GET https://example.com/b is not in the recording {PLACE}" in text
    assert "recorded next: task 1, GET https://example.com/a (event 2)" in text
    assert "URL: recorded https://example.com/a; now https://example.com/b" in text
    assert "header Accept: recorded none; now 'text/plain'" in text
    assert "record it anew with --urlsession-record=rewrite" in text
    assert "def claim" not in text  # no frame of ours


def test_what_is_left_unplayed_fails(run: Run) -> None:
    run(GETS, "--urlsession-record=once")
    nothing = CLIENT + "\ndef test_gets(urlsession_recording): pass\n"

    result = run(nothing)

    result.assert_outcomes(failed=1)
    assert lines(result, "the recording")[:3] == [
        f"the recording {PLACE} was not played to its end",
        "task 1, GET https://example.com/a (event 2) was not made",
        (
            "where that is meant, @pytest.mark.urlsession(allow_unplayed=True), or record it anew "
            "with --urlsession-record=rewrite"
        ),
    ]


@pytest.mark.parametrize("how", ["marker", "ini"])
def test_unplayed_requests_can_be_allowed(run: Run, pytester: pytest.Pytester, how: str) -> None:
    run(GETS, "--urlsession-record=once")
    mark = "@pytest.mark.urlsession(allow_unplayed=True)" if how == "marker" else ""
    if how == "ini":
        pytester.makeini("[pytest]\nurlsession_allow_unplayed = true\n")

    run(CLIENT + f"\n{mark}\ndef test_gets(urlsession_recording): pass\n").assert_outcomes(passed=1)


@pytest.mark.parametrize("where", ["body", "teardown"])
def test_a_test_that_fails_leaves_no_recording(
    run: Run, pytester: pytest.Pytester, where: str
) -> None:
    fixture = """
@pytest.fixture
def ends(urlsession_mock):
    yield
    assert not {ends}
"""
    source = GETS.replace("def test_gets(", "def test_gets(ends, ").replace(
        "\ndef test", fixture.format(ends=where == "teardown") + "\ndef test"
    )
    run(source + f"    assert {where != 'body'}\n", "--urlsession-record=once")

    assert not (pytester.path / "recordings").exists()


def test_new_replays_what_it_has_and_records_what_is_new(
    run: Run, pytester: pytest.Pytester
) -> None:
    run(GETS, "--urlsession-record=once")
    more = ALONE.replace("client.get(A)", "client.get(A); client.get(B)").replace(
        "    client = Client()",
        "    urlsession_mock.network.get(B).respond(404)\n    client = Client()",
    )
    more = (
        more.replace("session.finishTasksAndInvalidate()", "pass")
        .replace(
            "assert client.got == [201",
            "client.session.finishTasksAndInvalidate()\n"
            "    assert sorted(map(str, client.got)) == sorted(map(str, [404, None, 201",
        )
        .replace('b"two", None]', 'b"two", None]))')
    )

    run(more).assert_outcomes(failed=1)
    run(more, "--urlsession-record=new").assert_outcomes(passed=1)
    run(more.replace("urlsession_mock.network.get(B)", "pass # ")).assert_outcomes(passed=1)


def test_all_replays_nothing_and_keeps_the_old_recording_where_the_test_fails(
    run: Run, pytester: pytest.Pytester
) -> None:
    run(GETS, "--urlsession-record=once")
    before = (pytester.path / PLACE).read_bytes()

    run(GETS.replace("201", "202").replace("== [202", "== [0"), "--urlsession-record=all")
    assert (pytester.path / PLACE).read_bytes() == before

    run(GETS.replace("201", "202"), "--urlsession-record=all").assert_outcomes(passed=1)
    run(ALONE.replace("201", "202")).assert_outcomes(passed=1)


def test_rewrite_removes_the_old_recording_first(run: Run, pytester: pytest.Pytester) -> None:
    run(GETS, "--urlsession-record=once")

    run(GETS.replace("== [201", "== [0"), "--urlsession-record=rewrite").assert_outcomes(failed=1)
    assert not (pytester.path / PLACE).exists()

    run(GETS, "--urlsession-record=rewrite").assert_outcomes(passed=1)
    assert (pytester.path / PLACE).is_file()


def test_a_damaged_recording_fails_with_its_line(run: Run, pytester: pytest.Pytester) -> None:
    run(GETS, "--urlsession-record=once")
    path = pytester.path / PLACE
    path.write_bytes(path.read_bytes().replace(b'"event":"session-created"', b'"event":"?"', 1))

    result = run(ALONE)

    result.assert_outcomes(errors=1)
    assert f"{PLACE}:2: " in result.stdout.str()


def test_a_parameter_has_a_recording_of_its_own(run: Run, pytester: pytest.Pytester) -> None:
    source = GETS.replace(
        "def test_gets(", '@pytest.mark.parametrize("x", ["a/b", "A/b"])\ndef test_gets(x, '
    )

    run(source, "--urlsession-record=once").assert_outcomes(passed=2)

    names = sorted(path.name for path in (pytester.path / "recordings/test_inner").iterdir())
    assert len(names) == 2
    assert len({name.lower() for name in names}) == 2
    run(source.replace("urlsession_mock.network", "pass #")).assert_outcomes(passed=2)


def test_another_word_for_the_mode_is_refused(run: Run) -> None:
    result = run(GETS, "--urlsession-record=often")

    assert "choose from" in result.stderr.str()


def test_a_recording_is_no_secret(run: Run, pytester: pytest.Pytester) -> None:
    source = GETS.replace("client.get(A)", 'client.get(A, Authorization="Bearer abcdefgh")')

    run(source, "--urlsession-record=once").assert_outcomes(passed=1)

    assert "abcdefgh" not in (pytester.path / PLACE).read_text("utf-8")
    run(source.replace("urlsession_mock.network", "pass #")).assert_outcomes(passed=1)


def test_large_bodies_stand_beside_it(run: Run, pytester: pytest.Pytester) -> None:
    source = GETS.replace('b"one"', 'b"1" * 100_000')

    run(source, "--urlsession-record=once").assert_outcomes(passed=1)

    [body] = Path(pytester.path / PLACE).with_suffix(".bodies").iterdir()
    assert body.read_bytes() == b"1" * 100_000
    run(source.replace("urlsession_mock.network", "pass #")).assert_outcomes(passed=1)
    run(GETS, "--urlsession-record=rewrite").assert_outcomes(passed=1)
    assert not body.parent.exists()


LIVE = (
    CLIENT
    + """
@pytest.mark.urlsession(live=True)
def test_gets(urlsession_mock, urlsession_recording):
    client = Client()
    client.get("{address}")
    urlsession_mock.run()
    assert client.got == [200, b"from a real server", None]
"""
)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "18")
        self.end_headers()
        self.wfile.write(b"from a real server")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base has it
        """Nothing."""


def test_a_recording_of_a_real_server_replays_when_it_is_gone(run: Run) -> None:
    pytest.importorskip("httpcore")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        source = LIVE.replace("{address}", f"http://127.0.0.1:{server.server_port}/page")
        recorded = run(source, "--urlsession-record=once")
        server.shutdown()
        thread.join(5)
    recorded.assert_outcomes(passed=1)

    run(source).assert_outcomes(passed=1)
