"""What each message of the tables may carry.

Not here: when it may come (walks.py). One rule: what is drawn for a step is taken for that step,
by the tables and by the session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.constants import (
    NSURLAuthenticationMethodHTTPBasic,
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodServerTrust,
)
from urlsession_mock.foundation.enums import NSURLSessionWebSocketCloseCode
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.lifecycle import FAIL, PART, Kind
from urlsession_mock.selectors import (
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    INFORMATIONAL,
    INVALID,
    METRICS,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    SESSION_CHALLENGE,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WROTE,
)
from urlsession_mock.strategies import made
from urlsession_mock.strategies.told import Told
from urlsession_mock.strategies.values import addresses, bodies, errors, requests, responses
from urlsession_mock.strategies.walks import Step

__all__ = ["Carried", "carried"]

Carried = tuple[object, ...]

_UNKNOWN: Final = -1
_MORE: Final = st.integers(1, 64)
_MULTIPART: Final = "multipart/x-mixed-replace; boundary=b"


def carried(step: Step, kind: Kind, told: Told) -> SearchStrategy[Carried]:
    """What the message carries about a task of this kind, of which so much was told before."""
    if step is SENT:
        return _progress(told.sent)
    if step is WROTE:
        return _progress(told.received)
    if step is CHALLENGE:
        return _challenges(_BY_TASK if told.method is None else (told.method,), told.failures)
    return _carried(step, kind)


@cache  # strategies take longer to make than to draw from
def _carried(step: Step, kind: Kind) -> SearchStrategy[Carried]:
    if step is FAIL:
        return st.tuples(errors(kind))
    return _CARRIED[step]() if step in _CARRIED else st.just(())


@st.composite
def _progress(draw: st.DrawFn, total: int) -> Carried:
    more = draw(_MORE)
    return more, total + more, _UNKNOWN


@st.composite
def _redirects(draw: st.DrawFn) -> Carried:
    """R71: the answer, and the request that would follow it."""
    where, status = draw(addresses()), draw(st.sampled_from([301, 302, 303, 307, 308]))
    return made.response(status, made.ADDRESS, {"Location": where}), made.request(where)


@st.composite
def _challenges(draw: st.DrawFn, methods: tuple[str, ...], failures: int) -> Carried:
    """One after so many attempts that failed."""
    return (made.challenge(draw(st.sampled_from(methods)), failures=failures),)


@st.composite
def _cached(draw: st.DrawFn) -> NSCachedURLResponse:
    return made.cached(made.response(200, draw(addresses())), draw(bodies()))


@st.composite
def _captured(draw: st.DrawFn) -> Carried:
    """R90: what was received already can be read from the first."""
    received = NSInputStream.inputStreamWithData_(draw(bodies()))
    return received, NSOutputStream.outputStreamToMemory()


def _closed() -> SearchStrategy[Carried]:
    codes = st.sampled_from([int(code) for code in NSURLSessionWebSocketCloseCode if code >= 1000])
    return st.tuples(codes, st.none() | bodies(least=1))


# R73: by a connection's methods the session is asked, by these the task.
_BY_TASK: Final = (NSURLAuthenticationMethodHTTPBasic, NSURLAuthenticationMethodHTTPDigest)
_BY_SESSION: Final = (NSURLAuthenticationMethodServerTrust,)

# fmt: off
_CARRIED: Final[dict[Step, Callable[[], SearchStrategy[Carried]]]] = {
    BODY_STREAM_FROM_OFFSET: lambda: st.tuples(st.integers(0, 64)),
    CACHE:                   lambda: st.tuples(_cached()),
    CAPTURED_STREAMS:        _captured,
    COMPLETE:                lambda: st.just((None,)),
    DATA:                    lambda: st.tuples(bodies(least=1)),
    DELAYED:                 lambda: st.tuples(requests(methods=("GET",))),
    FINISH_DOWNLOAD:         lambda: st.tuples(bodies()),
    INFORMATIONAL:           lambda: st.tuples(responses(statuses=(100, 102, 103))),       # R62
    INVALID:                 lambda: st.tuples(errors()),                                  # R35
    METRICS:                 lambda: st.builds(lambda: (made.metrics(),)),
    PART:                    lambda: st.tuples(responses((200,), {"Content-Type": _MULTIPART})),
    REDIRECT:                _redirects,
    RESPONSE:                lambda: st.tuples(responses()),
    RESUMED:                 lambda: st.tuples(st.integers(0, 64), st.just(_UNKNOWN)),     # R80
    SESSION_CHALLENGE:       lambda: _challenges(_BY_SESSION, 0),
    WEBSOCKET_CLOSE:         _closed,
    WEBSOCKET_OPEN:          lambda: st.tuples(st.none() | st.sampled_from(["chat"])),
}
# fmt: on
