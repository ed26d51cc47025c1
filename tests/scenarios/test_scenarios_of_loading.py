"""Data, redirects, downloads, uploads and challenges: Part 2 of the scenario list, and Part 1's.

Each claim names its rows. The wording of the rows is swift-corelibs-foundation's suite at 761b621d,
and dart-lang/http's at a0d49cb2, which ran on Apple's own Foundation.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.scribe import Downloader, Scribe, made
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSURLErrorCancelled,
    NSURLErrorCannotConnectToHost,
    NSURLErrorDataLengthExceedsMaximum,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
    NSURLErrorHTTPTooManyRedirects,
    NSURLErrorUnsupportedURL,
    NSURLRequest,
    NSURLSessionResponseCancel,
)
from urlsession_mock.network.redirects import LIMIT

METHODS = ("HEAD", "GET", "PUT", "POST", "DELETE")
CASES: list[dict[str, Any]] = json.loads(  # Any: what JSON holds
    (Path(__file__).parents[1] / "data" / "redirects.json").read_text(encoding="utf-8")
)["cases"]


def played(device: Device, scribe: Scribe, request: NSURLRequest) -> list[str]:
    """What a data task brings."""
    device.session(scribe).dataTaskWithRequest_(request).resume()
    device.run()
    return scribe.told


# -- data ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/Nepal", b"Kathmandu"),
        ("/Peru", b"Lima"),
        ("/brotli-response", b"Hello World!"),
        ("/gzipped-response", b"Hello World!"),
        ("/deflated-response", b"Hello World!"),
    ],
)
def test_a_data_task_brings_a_response_data_and_its_end(
    device: Device, base: str, path: str, body: bytes
) -> None:
    """C01, C03, C05, P25."""
    scribe = Scribe()
    assert played(device, scribe, made(base + path, timeout=8)) == ["RESP", "DATA", "COMP"]
    assert (scribe.body, scribe.code) == (body, 0)


def test_a_data_task_of_a_delegate_of_downloads_too_brings_no_file(
    device: Device, base: str
) -> None:
    """C07."""

    class Both(Downloader, Scribe):
        pass

    both = Both()
    assert played(device, both, made(f"{base}/Nepal")) == ["RESP", "DATA", "COMP"]


def test_a_task_cancelled_at_once_only_completes(device: Device, base: str) -> None:
    """C09, P51."""
    scribe = Scribe()
    task = device.session(scribe).dataTaskWithRequest_(made(f"{base}/Peru", X_Pause="2.0"))
    task.resume()
    task.cancel()
    device.run()
    assert (scribe.told, scribe.code) == (["COMP"], NSURLErrorCancelled)


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("HEAD", ["SEND", "RESP", "COMP"]),
        ("GET", ["COMP"]),
        ("PUT", ["SEND", "RESP", "DATA", "COMP"]),
        ("POST", ["SEND", "RESP", "DATA", "COMP"]),
        ("DELETE", ["SEND", "RESP", "DATA", "COMP"]),
    ],
)
def test_a_body_is_sent_but_never_with_a_get(
    device: Device, base: str, method: str, told: list[str]
) -> None:
    """C11."""
    scribe = Scribe()
    request = made(f"{base}/jsonBody", method, body=b"a body of some length")
    assert played(device, scribe, request) == told
    if method == "GET":
        assert scribe.code == NSURLErrorDataLengthExceedsMaximum
        assert scribe.error is not None
        assert {NSURLErrorFailingURLErrorKey, NSURLErrorFailingURLStringErrorKey} <= set(
            scribe.error.userInfo()
        )
    else:
        assert scribe.sent == 21
    if method == "POST":
        sent = {name.lower(): value for name, value in json.loads(scribe.body).items()}
        assert sent["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("method", METHODS)
def test_a_request_without_a_body_sends_none(device: Device, base: str, method: str) -> None:
    told = ["RESP", "COMP"] if method == "HEAD" else ["RESP", "DATA", "COMP"]
    assert played(device, Scribe(), made(f"{base}/jsonBody", method)) == told


def test_tasks_of_many_threads_all_finish(device: Device, base: str) -> None:
    """C13."""
    scribes = [Scribe() for _ in range(10)]

    def begin(scribe: Scribe) -> None:
        device.session(scribe).dataTaskWithRequest_(made(f"{base}/Nepal")).resume()

    threads = [threading.Thread(target=begin, args=(scribe,)) for scribe in scribes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    device.run()
    assert [scribe.told for scribe in scribes] == [["RESP", "DATA", "COMP"]] * 10


@pytest.mark.parametrize("status", [200, 400, 404, 500, 503])
def test_a_status_is_no_error(device: Device, base: str, status: int) -> None:
    """R84, P65."""
    scribe = Scribe()
    assert played(device, scribe, made(f"{base}/{status}")) == ["RESP", "DATA", "COMP"]
    assert (scribe.status, scribe.code) == (status, 0)


def test_a_response_that_is_cancelled_brings_no_data(device: Device, base: str) -> None:
    """P57, P61, P69."""
    scribe = Scribe()
    scribe.disposition = NSURLSessionResponseCancel
    assert played(device, scribe, made(f"{base}/Nepal")) == ["RESP", "COMP"]
    assert scribe.code == NSURLErrorCancelled


# -- redirects -------------------------------------------------------------


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['code']}-{case['method']}-{case['follow']}"
)
def test_redirects_go_as_the_matrix_says(device: Device, base: str, case: dict[str, Any]) -> None:
    """C21, C23, C25, and C26, C20, C22, C24 of the same table; P59, P63, P65."""
    scribe = Scribe()
    if case["follow"] == "no":
        scribe.follow = lambda request: None
    elif case["follow"] == "unanswered":
        scribe.follow = None
    request = made(f"{base}/{case['code']}?location=jsonBody", case["method"])
    assert played(device, scribe, request) == case["messages"]
    if case["status"] is None:
        return
    assert (scribe.status, scribe.code) == (case["status"], 0)
    if case["body"] == "JSON":
        assert json.loads(scribe.body)["uri"].startswith(f"{case['followed']} /jsonBody")
    else:
        assert scribe.body == case["body"].encode()


def test_an_absolute_location_is_followed(device: Device, base: str) -> None:
    """C27."""
    scribe = Scribe()
    assert played(device, scribe, made(f"{base}/UnitedStates")) == ["WR", "RESP", "DATA", "COMP"]
    assert scribe.body == b"Washington, D.C."


def test_a_location_without_a_port_does_not_inherit_it(device: Device, base: str) -> None:
    """C29."""
    scribe = Scribe()
    scribe.follow = lambda request: None
    played(device, scribe, made(f"{base}/redirect-with-default-port"))
    (proposed,) = scribe.proposed
    url = proposed.URL()
    assert url is not None
    assert url.absoluteString() == "http://127.0.0.1/redirected-with-default-port"


def test_a_303_after_a_post_gets_the_other_page(device: Device, base: str) -> None:
    """C31."""
    scribe = Scribe()
    request = made(f"{base}/303?location=Peru", "POST", body=b"a body")
    assert played(device, scribe, request) == ["SEND", "WR", "RESP", "DATA", "COMP"]
    assert scribe.body == b"Lima"


def test_each_hop_of_a_chain_keeps_the_time_out(device: Device, base: str) -> None:
    """C33, P65."""
    scribe = Scribe()
    told = played(device, scribe, made(f"{base}/redirect/4", timeout=3.0))
    assert told == ["WR"] * 4 + ["RESP", "DATA", "COMP"]
    assert [proposed.timeoutInterval() for proposed in scribe.proposed] == [3.0] * 4
    assert scribe.status == 200


def test_endless_redirects_stop_although_all_are_followed(device: Device, base: str) -> None:
    """P65, P67."""
    scribe = Scribe()
    told = played(device, scribe, made(f"{base}/to-itself"))
    assert told == ["WR"] * LIMIT + ["COMP"]
    assert scribe.code == NSURLErrorHTTPTooManyRedirects


# -- downloads -------------------------------------------------------------


def test_a_download_brings_progress_a_file_and_its_end(device: Device, base: str) -> None:
    """C41, P21."""
    delegate = Downloader()
    device.session(delegate).downloadTaskWithRequest_(made(f"{base}/country.txt")).resume()
    device.run()
    assert delegate.told == ["WRITE", "FIN", "COMP"]
    assert delegate.body == b"A country is a nation.\n"
    assert delegate.written == (23, 23)


def test_a_download_counts_decoded_bytes(device: Device, base: str) -> None:
    """C43."""
    delegate = Downloader()
    device.session(delegate).downloadTaskWithRequest_(made(f"{base}/gzipped-response")).resume()
    device.run()
    assert delegate.told == ["WRITE", "FIN", "COMP"]
    assert (delegate.written[0], delegate.body) == (12, b"Hello World!")


def test_a_download_of_an_error_page_is_a_file_all_the_same(device: Device, base: str) -> None:
    """R84."""
    delegate = Downloader()
    device.session(delegate).downloadTaskWithRequest_(made(f"{base}/404")).resume()
    device.run()
    assert (delegate.told, delegate.status) == (["WRITE", "FIN", "COMP"], 404)


@pytest.mark.parametrize("has_block", [False, True])
def test_bad_resume_data_ends_in_an_error_and_never_in_a_file(
    device: Device, base: str, has_block: bool
) -> None:
    """C45."""
    delegate = Downloader()
    errors: list[NSError | None] = []
    session = device.session(delegate)
    if has_block:
        task = session.downloadTaskWithResumeData_completionHandler_(
            b"", lambda file, response, error: errors.append(error)
        )
    else:
        task = session.downloadTaskWithResumeData_(b"")
    task.resume()
    device.run()
    found = errors[0] if has_block else delegate.error
    assert found is not None
    assert found.code() == NSURLErrorUnsupportedURL
    assert "FIN" not in delegate.told


# -- uploads ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("HEAD", ["NBS", "SEND", "RESP", "COMP"]),
        ("GET", ["NBS", "COMP"]),
        ("PUT", ["NBS", "SEND", "RESP", "DATA", "COMP"]),
        ("POST", ["NBS", "SEND", "RESP", "DATA", "COMP"]),
        ("DELETE", ["NBS", "SEND", "RESP", "DATA", "COMP"]),
    ],
)
def test_a_streamed_upload_asks_for_its_body(
    device: Device, base: str, method: str, told: list[str]
) -> None:
    """C51, P55."""
    scribe = Scribe()
    scribe.stream = lambda: NSInputStream.inputStreamWithData_(b" " * 16384)
    session = device.session(scribe)
    session.uploadTaskWithStreamedRequest_(made(f"{base}/upload", method)).resume()
    device.run()
    assert scribe.told == told
    if method == "GET":
        assert scribe.code == NSURLErrorDataLengthExceedsMaximum
    else:
        assert scribe.sent == 16384


# -- authentication --------------------------------------------------------


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_challenge_is_answered_and_the_page_comes(device: Device, base: str, scheme: str) -> None:
    """C55, P45."""
    scribe = Scribe()
    told = played(device, scribe, made(f"{base}/auth/{scheme}"))
    assert told == ["CH", "RESP", "DATA", "COMP"]
    assert (scribe.status, scribe.body, scribe.code) == (200, b"welcome", 0)


def test_a_wrong_password_is_asked_about_again(device: Device, base: str) -> None:
    """B37, P45."""
    scribe = Scribe()
    scribe.password = "wrong"
    session = device.session(scribe)
    task = session.dataTaskWithRequest_(made(f"{base}/auth/basic"))

    task.resume()
    while "COMP" not in scribe.told and device.step() is not None:
        if len(scribe.challenges) == 3:
            scribe.password = "passwd"
    failures = [challenge.previousFailureCount() for challenge in scribe.challenges]
    assert failures == list(range(len(failures)))
    assert len(failures) >= 3
    assert scribe.status == 200


def test_a_401_without_a_scheme_is_the_answer_of_a_block(device: Device, base: str) -> None:
    """C57."""
    told: list[tuple[Any, Any, Any]] = []
    url = NSURL.URLWithString_(f"{base}/unauthorized")
    assert url is not None
    session = device.session(None)
    session.dataTaskWithURL_completionHandler_(url, lambda *end: told.append(end)).resume()
    device.run()
    ((_, response, error),) = told
    assert isinstance(response, NSHTTPURLResponse)
    assert (response.statusCode(), error) == (401, None)


# -- the life of a session -------------------------------------------------


def test_invalidating_cancels_what_runs(device: Device, base: str) -> None:
    """C61, P63."""
    told: list[NSError | None] = []
    scribe = Scribe()
    session = device.session(scribe)
    request = made(f"{base}/Nepal", X_Pause="5")
    session.dataTaskWithRequest_completionHandler_(
        request, lambda data, response, error: told.append(error)
    ).resume()
    session.invalidateAndCancel()
    device.run()
    (error,) = told
    assert error is not None
    assert error.code() == NSURLErrorCancelled
    assert {NSURLErrorFailingURLErrorKey, NSURLErrorFailingURLStringErrorKey} <= set(
        error.userInfo()
    )
    assert scribe.told == ["INV"]
    assert session.delegate() is None  # C63


def test_suspending_counts(device: Device, base: str) -> None:
    """C65."""
    scribe = Scribe()
    task = device.session(scribe).dataTaskWithRequest_(made(f"{base}/Nepal"))
    task.resume()
    task.suspend()
    task.suspend()
    device.run()
    task.resume()
    device.run()
    assert scribe.told == []
    task.resume()
    device.run()
    assert scribe.told == ["RESP", "DATA", "COMP"]


def test_nobody_there_is_an_error_and_no_response(device: Device) -> None:
    """P65: no RESP when the host fails. Canned only: a real host that fails is in test_live_odd."""
    device.network.get("http://127.0.0.1:1/a").fail(NSURLErrorCannotConnectToHost)
    scribe = Scribe()
    assert played(device, scribe, made("http://127.0.0.1:1/a")) == ["COMP"]
    assert scribe.code == NSURLErrorCannotConnectToHost


def test_metrics_come_once_also_when_all_goes_wrong(device: Device, base: str) -> None:
    """P49."""

    class Measures(Scribe):
        def URLSession_task_didFinishCollectingMetrics_(
            self, session: object, task: object, metrics: Any
        ) -> None:
            self._note("MET")
            self.count = len(metrics.transactionMetrics())

    for path, count, told in (
        ("/Nepal", 1, ["RESP", "DATA", "MET", "COMP"]),
        ("/404", 1, ["RESP", "DATA", "MET", "COMP"]),
        ("/302?location=Peru", 2, ["WR", "RESP", "DATA", "MET", "COMP"]),
    ):
        measures = Measures()
        assert played(device, measures, made(base + path)) == told
        assert measures.count == count
