"""What went wrong with a real server, in the codes of NSURLErrorDomain.

Not here: noticing it (live.py). One rule: a row for each thing that goes wrong, with its source
beside it; what no row knows is -1, unknown, and still says what happened.
"""

from __future__ import annotations

import enum
import socket

from urlsession_mock.foundation.error_codes import (
    NSURLErrorCannotConnectToHost,
    NSURLErrorCannotFindHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorTimedOut,
    NSURLErrorUnknown,
)
from urlsession_mock.network.wire import Failure

__all__ = ["Stage", "failure_of"]


class Stage(enum.Enum):
    """How far a request was."""

    CONNECTING = "the connection is being made"
    SENDING = "the request goes out"
    HEAD = "the response is awaited"
    BODY = "the body comes"


def failure_of(problem: BaseException, stage: Stage) -> Failure:
    """The failure that an exception of the connection stands for."""
    code = _code(problem, stage)
    return Failure(code, {})


def _code(problem: BaseException, stage: Stage) -> int:
    cause = problem.__cause__ or problem
    if isinstance(cause, socket.gaierror):
        return NSURLErrorCannotFindHost
    if isinstance(cause, TimeoutError) or type(problem).__name__.endswith("Timeout"):
        return NSURLErrorTimedOut
    if isinstance(cause, OSError):
        if stage is Stage.CONNECTING:
            return NSURLErrorCannotConnectToHost
        return NSURLErrorNetworkConnectionLost
    return NSURLErrorUnknown
