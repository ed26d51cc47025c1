"""Where Apple contradicts itself, the default is taken, and the other reading can be had.

Not here: background sessions (test_contradictions_in_background.py); which reading is better
founded, which `options.py` says. One rule: each option is played twice, with its default and
with its alternative.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bugs.row import A, post, url
from tests.small_delegates import Ends, loading
from urlsession_mock import (
    Device,
    IllegalMessage,
    Options,
)
from urlsession_mock.foundation import (
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodServerTrust,
    NSURLProtectionSpace,
    NSURLSessionTaskStateCanceling,
    NSURLSessionTaskStateCompleted,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    INVALID,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
)

Devices = Callable[[Options], Device]


DEFAULT = Options()


def test_an_option_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="it takes 'once' or 'per-task'"):
        Options(handovers="twice")  # type: ignore[arg-type]  # that is the point


# -- C1: a challenge of the connection, and no session method ------------


def server_trust() -> NSURLAuthenticationChallenge:
    space = NSURLProtectionSpace.for_trust(
        "example.com", 443, NSURLAuthenticationMethodServerTrust, object()
    )
    challenge = NSURLAuthenticationChallenge.alloc()
    challenge.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
        space, None, 0, None, None, None
    )
    return challenge


def test_a_challenge_without_a_session_method_goes_to_the_task_method(
    make: Devices, ends: Ends
) -> None:
    """C1, default."""
    device = make(DEFAULT)
    session = device.session(ends)
    session.enqueue(CHALLENGE, loading(session), server_trust())
    assert device.run().selectors() == [CHALLENGE]


def test_a_challenge_without_a_session_method_can_be_left_to_the_system(
    make: Devices, ends: Ends
) -> None:
    """C1, alternative."""
    device = make(Options(session_challenge_without_method="default-handling"))
    session = device.session(ends)
    with pytest.raises(IllegalMessage):
        session.enqueue(CHALLENGE, loading(session), server_trust())


# -- C2: invalid before or after the completions -------------------------


def test_a_cancelled_session_is_invalid_after_its_tasks(make: Devices, ends: Ends) -> None:
    """C2, default."""
    device = make(DEFAULT)
    session = device.session(ends)
    loading(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [COMPLETE, INVALID]


def test_a_cancelled_session_can_be_invalid_at_once(make: Devices, ends: Ends) -> None:
    """C2, alternative. Nothing comes after it (R35)."""
    device = make(Options(invalidation_message="at-once"))
    session = device.session(ends)
    loading(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [INVALID]


# -- C7: a close frame without a code -------------------------------------


@pytest.mark.parametrize(
    ("options", "code"), [(DEFAULT, 1005), (Options(close_code_absent=0), 0)], ids=["1005", "0"]
)
def test_a_close_frame_without_a_code_is_reported_as(
    make: Devices, ends: Ends, options: Options, code: int
) -> None:
    """C7, default and alternative. None stands for the code that is not there."""
    device = make(options)
    session = device.session(ends)
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.resume()
    session.enqueue(WEBSOCKET_OPEN, task, None)
    session.enqueue(WEBSOCKET_CLOSE, task, None, None)
    device.run()
    assert ends.codes == [code]


# -- C8: the state of a cancelled task ------------------------------------


@pytest.mark.parametrize(
    ("options", "state"),
    [
        (DEFAULT, NSURLSessionTaskStateCompleted),
        (Options(cancelled_state="canceling"), NSURLSessionTaskStateCanceling),
    ],
    ids=["completed", "canceling"],
)
def test_a_cancelled_task_ends_up(make: Devices, ends: Ends, options: Options, state: int) -> None:
    """C8, default and alternative."""
    device = make(options)
    task = loading(device.session(ends))
    task.cancel()
    device.run()
    assert task.state() == state


# -- C13: the size of an upload -------------------------------------------


@pytest.mark.parametrize(
    ("options", "size"),
    [(DEFAULT, len(b"a recording")), (Options(upload_size_of_data="unknown"), -1)],
    ids=["length", "unknown"],
)
def test_the_size_to_send_of_a_body_given_as_data_is(
    make: Devices, ends: Ends, options: Options, size: int
) -> None:
    """C13, default and alternative."""
    session = make(options).session(ends)
    task = session.uploadTaskWithRequest_fromData_(post(A), b"a recording")
    assert task.countOfBytesExpectedToSend() == size


def test_the_size_to_send_of_a_stream_is_unknown(make: Devices, ends: Ends) -> None:
    """C13, where it does not apply."""
    task = make(DEFAULT).session(ends).uploadTaskWithStreamedRequest_(post(A))
    assert task.countOfBytesExpectedToSend() == -1
