"""A value as the Python that makes it again.

Pure. Not here: what Hypothesis prints otherwise (printing.py). One rule: a text of code is given
only where it makes an equal value; what cannot be spelt so shows its `repr`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final

from urlsession_mock import foundation, selectors
from urlsession_mock.foundation import error_codes
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.constants import (
    NSURLErrorDomain,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.metrics import NSURLSessionTaskMetrics
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network import resuming
from urlsession_mock.selectors import Selector
from urlsession_mock.strategies import made

__all__ = ["DOUBLES", "call", "code_of", "content", "imports_of"]

# fmt: off
_HTTP_ALONE: Final = {NSURLErrorFailingURLErrorKey, NSURLErrorFailingURLStringErrorKey}
_CODES: Final = {
    value: name for name, value in vars(error_codes).items()
    if name.startswith("NSURLError") and isinstance(value, int) and value < 0
}
_KEYS: Final = {
    "NSURLErrorBackgroundTaskCancelledReasonKey",
    "NSURLSessionDownloadTaskResumeData",
    "NSURLSessionUploadTaskResumeData",
}
# fmt: on
_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_QUOTED: Final = re.compile(r"""b?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")


def code_of(value: object) -> str:
    """The value as an expression. Its names are those of `imports_of`."""
    for kind, spell in _SPELT.items():
        if isinstance(value, kind):
            return spell(value) or repr(value)
    return repr(value)


def imports_of(code: str) -> str:
    """The import lines that a text of code from `code_of` needs, each ended by a newline."""
    names = set(_NAME.findall(_QUOTED.sub("", code)))
    lines = [
        f"from {module} import {', '.join(found)}\n"
        for module, offered in _offered()
        if (found := sorted(names.intersection(offered)))
    ]
    return "".join(lines)


def call(name: str, *arguments: object, plain: tuple[object, ...] = ()) -> str:
    """A call as code. The last arguments are left out where they are as in `plain`."""
    given = list(arguments)
    start = len(given) - len(plain)
    while len(given) > start and plain and given[-1] == plain[len(given) - 1 - start]:
        del given[-1]
    return f"{name}({', '.join(map(code_of, given))})"


def content(stream: NSInputStream) -> bytes | None:
    """The bytes of a stream over memory that was not opened; None for another."""
    if stream.streamStatus() or not stream._where.endswith(" bytes"):
        return None
    with stream._opener() as file:
        return bytes(file.read())


def _offered() -> Iterator[tuple[str, list[str]]]:
    # later: the package is whole only when this is called
    from urlsession_mock import strategies

    for module in (foundation, selectors, strategies):
        yield module.__name__, list(vars(module)["__all__"])


def _equal(text: str, again: object, value: object) -> str | None:
    return text if again == value else None


def _url(value: NSURL) -> str | None:
    text = str(value.absoluteString())
    return _equal(call("url", text), NSURL.URLWithString_(text), value)


def _request(value: NSURLRequest) -> str | None:
    address, body = value.URL(), value.HTTPBody()
    if address is None or type(value) is not NSURLRequest:
        return None
    parts: tuple[Any, ...] = (  # Any: each part as `made.request` takes it
        str(address.absoluteString()),
        str(value.HTTPMethod()),
        dict(value.allHTTPHeaderFields() or {}),
        None if body is None else bytes(body),
    )
    text = call("request", *parts, plain=(made.ADDRESS, "GET", {}, None))
    return _equal(text, made.request(*parts), value)


def _response(value: NSHTTPURLResponse) -> str | None:
    address = value.URL()
    if address is None:
        return None
    status, text, headers = value._status, str(address.absoluteString()), value._headers.as_dict()
    code = call("response", status, text, headers, plain=(made.ADDRESS, {}))
    return _equal(code, made.response(status, text, headers), value)


def _error(value: NSError) -> str | None:
    if value.domain() != NSURLErrorDomain or value.code() not in _CODES:
        return None
    info = value._user_info
    address = info.get(NSURLErrorFailingURLStringErrorKey)
    more = {key: each for key, each in info.items() if key not in _HTTP_ALONE}
    name = _CODES[value.code()]
    spelt: list[str] = [name]
    if address is not None or more:
        spelt.append(repr(address))
    if more:
        spelt.append(_info(more))
    return _equal(f"error({', '.join(spelt)})", made.error(value.code(), address, more), value)


def _info(entries: dict[str, Any]) -> str:  # Any: values are of any Foundation class
    rows = [f"{k if k in _KEYS else repr(k)}: {code_of(v)}" for k, v in entries.items()]
    return f"{{{', '.join(rows)}}}"


def _challenge(value: NSURLAuthenticationChallenge) -> str:
    space = value.protectionSpace()
    method, host = str(space.authenticationMethod()), str(space.host())
    return call("challenge", method, host, value.previousFailureCount(), plain=("example.com", 0))


def _cached(value: NSCachedURLResponse) -> str | None:
    answer, data = value.response(), bytes(value.data())
    if not isinstance(answer, NSHTTPURLResponse):
        return None
    return _equal(call("cached", answer, data), made.cached(answer, data), value)


def _metrics(value: NSURLSessionTaskMetrics) -> str | None:
    return _equal("metrics()", made.metrics(), value)


def _input(value: NSInputStream) -> str | None:
    data = content(value)
    return None if data is None else call("NSInputStream.inputStreamWithData_", data)


def _bytes(value: bytes) -> str:
    known = resuming.decoded(value) if value.startswith((b"<?xml", b"bplist")) else None
    if known is not None and made.resume_data(known.url) == bytes(value):
        return call("resume_data", known.url, plain=(made.ADDRESS,))
    return repr(bytes(value))


def _tuple(value: tuple[object, ...]) -> str:
    inside = ", ".join(map(code_of, value))
    return f"({inside},)" if len(value) == 1 else f"({inside})"


# fmt: off
_Spell = Callable[[Any], str | None]  # Any: each takes the type beside it
DOUBLES: Final[dict[type, _Spell]] = {
    NSURL:                        _url,
    NSURLRequest:                 _request,
    NSHTTPURLResponse:            _response,
    NSError:                      _error,
    NSURLAuthenticationChallenge: _challenge,
    NSCachedURLResponse:          _cached,
    NSURLSessionTaskMetrics:      _metrics,
    NSInputStream:                _input,
    NSOutputStream:               lambda _: "NSOutputStream.outputStreamToMemory()",
    NSData:                       lambda data: f"NSData({_bytes(data)})",
    Selector:                     lambda selector: selector.constant,
}
"""The doubles that strategies draw, and how each is spelt."""
_SPELT: Final[dict[type, _Spell]] = {
    **DOUBLES,
    Enum:  lambda member: f"{type(member).__name__}.{member.name}",
    bytes: _bytes,
    tuple: _tuple,
    list:  lambda values: f"[{', '.join(map(code_of, values))}]",
    dict:  lambda rows: f"{{{', '.join(f'{code_of(k)}: {code_of(v)}' for k, v in rows.items())}}}",
}
# fmt: on
