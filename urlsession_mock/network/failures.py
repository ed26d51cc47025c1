"""What went wrong with a real server, as errors of NSURLErrorDomain.

Not here: noticing it (live.py), or trust in a server (trust.py). One rule: a row for each thing
that goes wrong, with its source beside it; what no row knows is -1, and still says what happened.
"""

from __future__ import annotations

import enum
import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from urlsession_mock.foundation.constants import NSLocalizedDescriptionKey, NSUnderlyingErrorKey
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorBadURL,
    NSURLErrorCannotConnectToHost,
    NSURLErrorCannotFindHost,
    NSURLErrorCannotParseResponse,
    NSURLErrorClientCertificateRejected,
    NSURLErrorClientCertificateRequired,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorNotConnectedToInternet,
    NSURLErrorSecureConnectionFailed,
    NSURLErrorTimedOut,
    NSURLErrorUnknown,
)
from urlsession_mock.network.wire import Failure

__all__ = ["CF_ERROR_DOMAIN", "Kind", "Stage", "failure", "failure_of", "stream_keys"]

CF_ERROR_DOMAIN: Final = "kCFErrorDomainCFNetwork"
_STREAM_DOMAIN: Final = "_kCFStreamErrorDomainKey"
_STREAM_CODE: Final = "_kCFStreamErrorCodeKey"
# CFStreamErrorDomain, from CFStream.h and CFNetworkErrors.h.
_POSIX, _SSL, _HTTP, _NETDB = 1, 3, 4, 12


class Stage(enum.Enum):
    """How far a request was."""

    CONNECTING = "the connection is being made"
    SENDING = "the request goes out"
    HEAD = "the response is awaited"
    BODY = "the body comes"


class Kind(enum.Enum):
    """What goes wrong."""

    NOT_FOUND = "no server of this name"
    REFUSED = "the server refused the connection"
    UNREACHABLE = "there is no way to the server"
    TIMED_OUT = "nothing came for too long"
    LOST = "the connection ended too early"
    NO_HTTP = "what came is no HTTP"
    BAD_FRAMING = "the body is not framed as HTTP says"
    BAD_REQUEST = "the request cannot be written as HTTP"
    NO_TLS = "no secure connection could be agreed on"
    CERTIFICATE_REJECTED = "the server refused the client's certificate"
    CERTIFICATE_REQUIRED = "the server asks for a client's certificate"
    UNKNOWN = "something else"


@dataclass(frozen=True, slots=True)
class _Row:
    """`stream` is domain and code in userInfo; None where no Mac's was found."""

    code: int
    stream: tuple[int, int] | None


# The source of each, where no other is named, is the log of a Mac or an iPhone in an issue of
# that repository on GitHub. The numbers of POSIX are Darwin's, whatever this runs on.
# fmt: off
_ROWS: dict[Kind, _Row] = {
    # jessesquires/JSQMessagesViewController 1348; robbiehanson/CocoaHTTPServer 204
    Kind.NOT_FOUND:            _Row(NSURLErrorCannotFindHost,            (_NETDB, 8)),
    Kind.REFUSED:              _Row(NSURLErrorCannotConnectToHost,       (_POSIX, 61)),
    # Unsure: 50 is ENETDOWN, as where there is no network at all.
    Kind.UNREACHABLE:          _Row(NSURLErrorNotConnectedToInternet,    (_POSIX, 50)),
    # AFNetworking/AFNetworking 3663; SDWebImage/SDWebImage 1765
    Kind.TIMED_OUT:            _Row(NSURLErrorTimedOut,                  (_HTTP, -2102)),
    Kind.LOST:                 _Row(NSURLErrorNetworkConnectionLost,     (_HTTP, -4)),
    # firebase/firebase-ios-sdk 9250. Unsure of the body: no log of one was found.
    Kind.NO_HTTP:              _Row(NSURLErrorCannotParseResponse,       (_HTTP, -1)),
    Kind.BAD_FRAMING:          _Row(NSURLErrorCannotParseResponse,       (_HTTP, -1)),
    # Unsure: a Mac repairs most of what cannot be sent as it is.
    Kind.BAD_REQUEST:          _Row(NSURLErrorBadURL,                    None),
    # developer.apple.com/forums/thread/80638; AFNetworking 4031; Alamofire/Alamofire 2714
    Kind.NO_TLS:               _Row(NSURLErrorSecureConnectionFailed,    (_SSL, -9802)),
    Kind.CERTIFICATE_REJECTED: _Row(NSURLErrorClientCertificateRejected, (_SSL, -9834)),
    Kind.CERTIFICATE_REQUIRED: _Row(NSURLErrorClientCertificateRequired, None),
    Kind.UNKNOWN:              _Row(NSURLErrorUnknown,                   None),
}

_ERRNOS: dict[int, Kind] = {
    errno.ECONNREFUSED:  Kind.REFUSED,
    errno.ENETDOWN:      Kind.UNREACHABLE,
    errno.ENETUNREACH:   Kind.UNREACHABLE,
    errno.EHOSTUNREACH:  Kind.REFUSED,
    errno.EADDRNOTAVAIL: Kind.REFUSED,
    errno.ETIMEDOUT:     Kind.TIMED_OUT,
}

# Reasons of OpenSSL, as `ssl.SSLError.reason` has them: alerts that a server sends about us.
_TLS_REASONS: dict[str, Kind] = {
    "TLSV13_ALERT_CERTIFICATE_REQUIRED":  Kind.CERTIFICATE_REQUIRED,
    "SSLV3_ALERT_BAD_CERTIFICATE":        Kind.CERTIFICATE_REJECTED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN":    Kind.CERTIFICATE_REJECTED,
    "SSLV3_ALERT_CERTIFICATE_EXPIRED":    Kind.CERTIFICATE_REJECTED,
    "SSLV3_ALERT_CERTIFICATE_REVOKED":    Kind.CERTIFICATE_REJECTED,
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": Kind.CERTIFICATE_REJECTED,
    "TLSV1_ALERT_UNKNOWN_CA":             Kind.CERTIFICATE_REJECTED,
}
# fmt: on


def failure(kind: Kind, why: str = "") -> Failure:
    """The failure of this kind. `why` is what happened in this case, for a reader."""
    row = _ROWS[kind]
    more: dict[str, object] = dict(stream_keys(*row.stream)) if row.stream is not None else {}
    inner = {**more, NSLocalizedDescriptionKey: why} if why else more
    cause = NSError.errorWithDomain_code_userInfo_(CF_ERROR_DOMAIN, row.code, inner)
    return Failure(row.code, {NSUnderlyingErrorKey: cause, **more})


def stream_keys(domain: int, code: int) -> Mapping[str, object]:
    """The two entries of userInfo in which CFNetwork keeps what the stream said."""
    return {_STREAM_DOMAIN: domain, _STREAM_CODE: code}


def failure_of(problem: BaseException, stage: Stage) -> Failure:
    """The failure that an exception of a connection stands for, at that stage of a request."""
    return failure(_kind(problem, stage), _said(problem))


def _kind(problem: BaseException, stage: Stage) -> Kind:
    match problem:
        case socket.gaierror():
            return Kind.NOT_FOUND
        case ssl.SSLError():
            # Only OpenSSL gives it a reason; one made by hand has none at all.
            known = _TLS_REASONS.get(getattr(problem, "reason", None) or "")
            return known or (Kind.NO_TLS if stage is Stage.CONNECTING else Kind.LOST)
        case TimeoutError():
            return Kind.TIMED_OUT
        case OSError():
            lost = Kind.REFUSED if stage is Stage.CONNECTING else Kind.LOST
            return _ERRNOS.get(problem.errno or 0, lost)
        case _:
            return _kind_by_name(problem, stage)


def _kind_by_name(problem: BaseException, stage: Stage) -> Kind:
    """httpcore's exceptions: it is an extra, so its classes are not at hand here."""
    match type(problem).__name__:
        case "WriteError" | "ReadError" | "ConnectError":
            return _kind(problem.__cause__, stage) if problem.__cause__ else Kind.LOST
        case "LocalProtocolError":
            return Kind.BAD_REQUEST
        case "RemoteProtocolError":
            return _breach(str(problem), stage)
        case _:
            return Kind.UNKNOWN


def _breach(said: str, stage: Stage) -> Kind:
    """What a breach of the protocol is: h11 and httpcore tell it in words alone."""
    if any(words in said for words in _ENDED):
        return Kind.LOST
    return Kind.BAD_FRAMING if stage is Stage.BODY else Kind.NO_HTTP


_ENDED: Final = (
    "Server disconnected",  # httpcore: before the head
    "peer closed connection",  # h11: in the body
    "can't handle event type ConnectionClosed",  # h11: in the head
    "StreamReset",  # h2: this exchange was given up by the server
    "ConnectionTerminated",  # h2: GOAWAY
)


def _said(problem: BaseException) -> str:
    said = str(problem.__cause__ or problem)
    return said or type(problem).__name__
