"""What the suites of real libraries assert of listing, cancelling and suspending tasks.

Not here: the background sequence (test_scenarios.py). One rule: each claim names the row of
the scenario list it stands for, in its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bugs.downloads import Downloads
from tests.bugs.row import A, B, response, url
from tests.small_delegates import Loads, listed, loading
from urlsession_mock import (
    Device,
)
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSMutableURLRequest,
    NSURLErrorCancelled,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
    NSURLSessionDownloadTask,
    NSURLSessionResponseCancel,
    NSURLSessionTask,
    NSURLSessionTaskStateCanceling,
    NSURLSessionTaskStateCompleted,
    NSURLSessionTaskStateSuspended,
)
from urlsession_mock.selectors import (
    COMPLETE,
    DATA,
    INVALID,
    RESPONSE,
)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    with Device(folder=tmp_path) as device:
        yield device


# -- which tasks are listed ----------------------------------------------


def resumed(task: NSURLSessionTask) -> None:
    task.resume()


def suspended_from_the_start(task: NSURLSessionTask) -> None:
    task.suspend()


def cancelled(task: NSURLSessionTask) -> None:
    task.resume()
    task.cancel()


@pytest.mark.parametrize(
    ("treated", "count"), [(resumed, 1), (suspended_from_the_start, 0), (cancelled, 0)]
)
def test_a_session_lists_the_tasks_that_were_resumed_and_have_not_ended(
    device: Device, treated: Callable[[NSURLSessionTask], None], count: int
) -> None:
    """P23, C67."""
    session = device.session(Loads())
    treated(session.dataTaskWithURL_(url(A)))
    assert len(listed(device, session)) == count


def test_tasks_are_listed_by_kind(device: Device) -> None:
    """C67."""
    session = device.session(Downloads())
    post = NSMutableURLRequest.requestWithURL_(url(B))
    post.setHTTPMethod_("POST")
    tasks = (
        session.dataTaskWithURL_(url(A)),
        session.uploadTaskWithRequest_fromData_(post, b"a recording"),
        session.downloadTaskWithURL_(url(A)),
    )
    for task in tasks:
        task.resume()
    found: list[list[NSURLSessionTask]] = []

    def told(*kinds: list[NSURLSessionTask]) -> None:
        found.extend(kinds)

    session.getTasksWithCompletionHandler_(told)
    device.run()
    assert found == [[task] for task in tasks]


# -- cancelling ----------------------------------------------------------


def test_a_task_cancelled_at_once_brings_no_data(device: Device) -> None:
    """P51."""
    device.network.get(A).respond(body=b"episode")
    loads = Loads()
    loading(device.session(loads)).cancel()
    assert device.run().selectors() == [COMPLETE]
    assert [error and error.code() for error in loads.errors] == [NSURLErrorCancelled]


def test_a_task_cancelled_at_its_first_data_brings_no_more(device: Device) -> None:
    """P51."""
    loads = Loads()
    session = device.session(loads)
    task = loading(session)
    loads.at_data = task.cancel
    session.enqueue(RESPONSE, task, response(A))
    for piece in (b"epi", b"so", b"de"):
        session.enqueue(DATA, task, piece)
    assert device.run().selectors() == [RESPONSE, DATA, COMPLETE]


def test_a_cancelled_task_is_cancelling_until_its_completion(device: Device) -> None:
    """P51."""
    task = loading(device.session(Loads()))
    task.cancel()
    before = task.state()
    device.run()
    assert (before, task.state()) == (
        NSURLSessionTaskStateCanceling,
        NSURLSessionTaskStateCompleted,
    )


def test_a_response_answered_with_cancel_brings_no_data(device: Device) -> None:
    """P57."""
    device.network.get(A).respond(body=b"episode")
    loads = Loads(NSURLSessionResponseCancel)
    loading(device.session(loads))
    assert device.run().selectors() == [RESPONSE, COMPLETE]
    assert [error and error.code() for error in loads.errors] == [NSURLErrorCancelled]


def test_a_session_with_five_tasks_becomes_invalid_once_and_last(device: Device) -> None:
    """P63."""
    session = device.session(Loads())
    for _ in range(5):
        loading(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [*[COMPLETE] * 5, INVALID]


def test_the_handler_of_a_cancelled_task_is_told_what_was_cancelled(device: Device) -> None:
    """C61."""
    told: list[tuple[object, object, NSError | None]] = []
    session = device.session(Loads())
    session.dataTaskWithURL_completionHandler_(
        url(A), lambda data, response, error: told.append((data, response, error))
    ).resume()
    session.invalidateAndCancel()
    device.run()
    ((_, _, error),) = told
    assert error is not None
    assert error.code() == NSURLErrorCancelled
    failing: NSURL = error.userInfo()[NSURLErrorFailingURLErrorKey]
    assert failing.absoluteString() == error.userInfo()[NSURLErrorFailingURLStringErrorKey] == A


def test_an_invalid_session_lets_go_of_its_delegate(device: Device) -> None:
    """C63."""
    session = device.session(Loads())
    session.invalidateAndCancel()
    device.run()
    assert session.delegate() is None


@pytest.mark.parametrize(
    ("resumes", "state"),
    [(1, NSURLSessionTaskStateSuspended), (2, NSURLSessionTaskStateCompleted)],
)
def test_a_task_suspended_twice_loads_after_as_many_resumes(
    device: Device, resumes: int, state: int
) -> None:
    """C65."""
    device.network.get(A).respond(body=b"episode")
    task = loading(device.session(Loads()))
    for _ in range(2):
        task.suspend()
    device.run()
    for _ in range(resumes):
        task.resume()
    device.run()
    assert task.state() == state


def test_a_suspended_download_goes_on_where_it_was(device: Device) -> None:
    """C65."""
    device.network.get(A).respond(body=b"episode")
    app = Downloads()
    task: NSURLSessionDownloadTask = device.session(app).downloadTaskWithURL_(url(A))
    task.resume()
    task.suspend()
    assert device.run().selectors() == []
    task.resume()
    device.run()
    assert app.kept == ["episode"]
