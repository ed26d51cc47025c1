"""What the package raises, beside `NotADelegate` and `NotSimulated`.

Not here: anything Apple reports as an NSError; that is a value and travels in
messages. One rule: a text says what happened, what was possible, what to do.
"""

from __future__ import annotations

__all__ = [
    "AppleException",
    "BadPrototypeError",
    "BadRecording",
    "Deadlock",
    "HostNotAllowed",
    "IllegalMessage",
    "Killed",
    "MissingExtra",
    "NoActiveDevice",
    "NoSuchClass",
    "NotPossibleNow",
    "ObjCError",
    "ProtocolError",
    "TimedOut",
    "URLSessionMockError",
]

_LONGEST = 600  # characters of a problem


class URLSessionMockError(Exception):
    """The base of every error this package raises on its own account."""


class IllegalMessage(URLSessionMockError, ValueError):
    """A message was enqueued that the system could never send there.

    The text names the state of the task and what was allowed. Source: the
    tables of `urlsession_mock.lifecycle`.
    """


class NotPossibleNow(URLSessionMockError, RuntimeError):
    """The test asked the device for something that cannot happen in its state.

    For example waking a session whose configuration forbids launch events (R02).
    """


class NoActiveDevice(URLSessionMockError, RuntimeError):
    """A session was made while no device was active."""


class ObjCError(URLSessionMockError):
    """`objc.error`: what the bridge raises, and how it shows an Objective-C exception."""


class BadPrototypeError(ObjCError):
    """`objc.BadPrototypeError`: a method cannot be called with its selector's arguments."""


class ProtocolError(ObjCError):
    """`objc.ProtocolError`: there is no protocol of that name."""


class NoSuchClass(ObjCError):
    """`objc.nosuchclass_error`: there is no class of that name."""


class AppleException(ObjCError):
    """The Objective-C exception that Apple's Foundation raises for a misuse.

    `name` is the exception's name (`NSGenericException`), `reason` its text.
    PyObjC shows such an exception to Python as `objc.error`, with both in `_pyobjc_info_`.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self._pyobjc_info_: dict[str, str] = {"name": name, "reason": reason}


class Deadlock(URLSessionMockError):
    """A lane waited for something that could no longer come.

    The text holds the stack of every lane involved. The run that found it ends;
    the test fails instead of hanging.
    """


class NotAsRegistered(URLSessionMockError, AssertionError):
    """A request that nobody expected was made, or an answer was registered and never asked for."""


class Killed(BaseException):
    """The system has killed the app: its process ends here. No code has a reason to catch it."""


class TimedOut(URLSessionMockError):
    """`wait_for` did not see its message in time.

    The text holds the recording so far and the lanes that were busy.
    """


class HostNotAllowed(URLSessionMockError):
    """A request was to go to a real server that the test had not allowed. Nothing was contacted.

    `host` is the host, with its port where that is not the scheme's own.
    """

    def __init__(self, message: str, *, host: str) -> None:
        super().__init__(message)
        self.host = host


class MissingExtra(URLSessionMockError, ImportError):
    """Something was used that needs packages which are not installed.

    The text names the extra: `pip install 'urlsession-mock[live]'`.
    """


class BadRecording(URLSessionMockError, ValueError):
    """A file is no recording, or one that is damaged; the text begins with `file:line`.

    `file` is its path, `line` counts from 1 and is 0 where it is about the whole file, `problem`
    says what was wrong and what was wanted.
    """

    def __init__(self, file: str, line: int, problem: str) -> None:
        # It quotes the file, which may hold what a terminal obeys.
        problem = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in problem[:_LONGEST])
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem
