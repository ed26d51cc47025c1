"""Doubles in one expression each: what a failing example is printed with.

Not here: strategies, and nothing of Hypothesis. One rule: what these make is made by Apple's own
initializers, and equals what they make.
"""

from __future__ import annotations

from collections.abc import Mapping

from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.metrics import NSURLSessionTaskMetrics
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network import resuming

__all__ = [
    "ADDRESS",
    "cached",
    "challenge",
    "error",
    "metrics",
    "request",
    "response",
    "resume_data",
    "url",
]

ADDRESS = "https://example.com/"

_INIT_CHALLENGE = (
    "initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_"
)


def url(address: str = ADDRESS) -> NSURL:
    """The NSURL of a text. Raises `ValueError` for a text that spells none."""
    made = NSURL.URLWithString_(address)
    if made is None:
        raise ValueError(f"{address!r} spells no URL")
    return made


def request(
    address: str = ADDRESS,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> NSURLRequest:
    """A request: its method, header fields and body.

    Source: developer.apple.com/documentation/foundation/nsmutableurlrequest
    """
    made = NSMutableURLRequest.requestWithURL_(url(address))
    made.setHTTPMethod_(method)
    for name, value in (headers or {}).items():
        made.setValue_forHTTPHeaderField_(value, name)
    if body is not None:
        made.setHTTPBody_(body)
    return made.copy()


def response(
    status: int = 200, address: str = ADDRESS, headers: Mapping[str, str] | None = None
) -> NSHTTPURLResponse:
    """A response over HTTP/1.1: its status and header fields.

    Source: developer.apple.com/documentation/foundation/httpurlresponse
    """
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(address), status, "HTTP/1.1", headers or {}
    )


def error(
    code: int, address: str | None = None, user_info: Mapping[str, object] | None = None
) -> NSError:
    """An error of NSURLErrorDomain: its code, the address that failed, and more of userInfo.

    Source: developer.apple.com/documentation/foundation/url-loading-system-error-codes
    """
    failed = None if address is None else url(address)
    return NSError.url_error(code, failed, user_info)


def resume_data(address: str = ADDRESS) -> bytes:
    """What a download of the address can go on from, of which nothing has come yet (R80)."""
    return resuming.encoded(resuming.ResumeData(address))


def challenge(
    method: str = "NSURLAuthenticationMethodHTTPBasic",
    host: str = "example.com",
    failures: int = 0,
) -> NSURLAuthenticationChallenge:
    """A challenge by this authentication method, after so many attempts that failed (R73)."""
    make = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_
    space = make(host, 443, "https", None, method)
    initialize = getattr(NSURLAuthenticationChallenge.alloc(), _INIT_CHALLENGE)
    made: NSURLAuthenticationChallenge = initialize(space, None, failures, None, None, None)
    return made


def cached(answer: NSHTTPURLResponse, data: bytes) -> NSCachedURLResponse:
    """What the session would put into its cache: a response and its body."""
    return NSCachedURLResponse.alloc().initWithResponse_data_(answer, data)


def metrics() -> NSURLSessionTaskMetrics:
    """What a task took, of which nothing was measured."""
    return NSURLSessionTaskMetrics.with_transactions()
