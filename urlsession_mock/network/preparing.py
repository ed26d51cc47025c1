"""What goes out for a request: the headers a session adds, the body, the seconds it waits.

Pure. Not here: cookies, credentials and conditions, which are added where they are known
(loading.py). One rule: what the app set itself stands.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.request_fields import DEFAULT_TIMEOUT
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.decoding import accept_encoding
from urlsession_mock.network.wire import Headers, Outgoing

__all__ = ["outgoing", "timeout_of"]

# fmt: off
# What a session sends where the app says nothing: seen in requests of a Mac's NSURLSession.
# The values of User-Agent and Accept-Language follow the app and the user there.
_DEFAULTS: Final[tuple[tuple[str, str], ...]] = (
    ("Accept",          "*/*"),
    ("Accept-Language", "en-US,en;q=0.9"),
    ("User-Agent",      "urlsession-mock"),
)
# C11 of the scenarios: what a body without a type is said to be.
_FORM: Final = "application/x-www-form-urlencoded"
# fmt: on


def outgoing(
    request: NSURLRequest,
    url: NSURL,
    configuration: NSURLSessionConfiguration,
    *,
    body: bytes,
    length: int | None,
    method: str | None = None,
    more: Headers = (),
    owner: object = None,
) -> Outgoing:
    """The request as it goes out.

    `length` is the body's Content-Length, None for a body without one: it goes in chunks, or there
    is none. `method` is the request's own unless it is said. `more` is what the system adds and an
    app cannot keep back. `owner` is the session.
    """
    fields = HeaderFields()
    for name, value in _DEFAULTS:
        fields.set(name, value)
    fields.set("Accept-Encoding", accept_encoding(url.scheme() or ""))
    for name, value in (configuration.HTTPAdditionalHeaders() or {}).items():
        fields.set(name, value)
    for name, value in request.allHTTPHeaderFields().items():
        fields.set(name, value)
    if length is not None:
        fields.set("Content-Length", str(length))
    if body and fields.get("Content-Type") is None:
        fields.set("Content-Type", _FORM)
    for name, value in more:
        fields.set(name, value)
    return Outgoing(
        method or request.HTTPMethod(),
        url,
        fields.items(),
        body,
        timeout_of(request, configuration),
        owner,
        configuration.HTTPMaximumConnectionsPerHost(),
    )


def timeout_of(request: NSURLRequest, configuration: NSURLSessionConfiguration) -> float:
    """Seconds in which something must come (R50): the request's own, else the configuration's."""
    own = request.timeoutInterval()
    return own if own != DEFAULT_TIMEOUT else configuration.timeoutIntervalForRequest()
