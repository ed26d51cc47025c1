"""Our doubles as real objects of GNUstep, and what a delegate answers as doubles again.

Not here: sending anything (`courier.py`). One rule: a double has one real object, and the real
object leads back to it, as a task on a device is one task. Imported in `child.py` only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rubicon.objc import (
    NSMutableArray,
    NSMutableDictionary,
    ObjCClass,
    at,
    py_from_ns,
)

from urlsession_mock import foundation
from urlsession_mock.app import App

__all__ = ["double_of", "known", "pair", "real"]

# mypy: disable-error-code="misc, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false

_REAL: Final[dict[int, Any]] = {}  # by the double's id; Any: rubicon has no types
_DOUBLES: Final[dict[int, Any]] = {}  # by the real object's address; kept for ever, as are ids


def real(double: Any) -> Any:  # Any: a double of any class to a real object of that class
    """The object of GNUstep that stands for a double; the same one each time."""
    if double is None or id(double) in _REAL:
        return _REAL.get(id(double))
    if isinstance(double, (list, tuple)):
        return _array(double)
    make = next((make for cls, make in _MAKES if isinstance(double, cls)), None)
    if make is None:
        return at(double)  # a text, bytes, a number: rubicon knows how
    return pair(make(double), double)


def pair(instance: Any, double: Any) -> Any:  # Any: as for `real`
    """Let a real object and a double stand for each other; the real object."""
    _REAL[id(double)] = instance
    _DOUBLES[instance.ptr.value] = double
    return instance


def known(instance: Any) -> Any:
    """The double that a real object was paired with, or None."""
    return _DOUBLES.get(instance.ptr.value)


def double_of(instance: Any) -> Any:  # Any: as for `real`
    """The double that a real object stands for, or one made of what the app made itself."""
    if instance is None or known(instance) is not None:
        return None if instance is None else known(instance)
    for cls, make in _MADE_BY_APPS:
        if instance.isKindOfClass_(cls):
            return make(instance)
    raise TypeError(f"no double is known for {instance!r}")


# -- there, and back ---------------------------------------------------------


def _array(values: Iterable[Any]) -> Any:
    made = NSMutableArray.alloc().init()
    for value in values:
        made.addObject_(real(value))
    return made


def _dictionary(values: dict[str, Any]) -> Any:
    made = NSMutableDictionary.alloc().init()
    for key, value in values.items():
        made.setObject_forKey_(real(value), at(key))
    return made


def _url(double: foundation.NSURL) -> Any:
    if double.isFileURL():
        return ObjCClass("NSURL").fileURLWithPath_(at(double.path()))
    return ObjCClass("NSURL").URLWithString_(at(double.absoluteString()))


# What a request carries there and back, besides its URL and its header fields.
_OF_A_REQUEST: Final = ("HTTPMethod", "HTTPBody", "cachePolicy", "timeoutInterval")


def _request(double: foundation.NSURLRequest) -> Any:
    made = ObjCClass("NSMutableURLRequest").requestWithURL_(real(double.URL()))
    for name in _OF_A_REQUEST:
        value = getattr(double, name)()
        getattr(made, f"set{name[0].upper()}{name[1:]}_")(
            value if isinstance(value, (int, float)) else real(value)
        )
    for field, text in double.allHTTPHeaderFields().items():
        made.setValue_forHTTPHeaderField_(at(text), at(field))
    return made if isinstance(double, foundation.NSMutableURLRequest) else made.copy()


def _http_response(double: foundation.NSHTTPURLResponse) -> Any:
    status = double._status  # not statusCode(): only the delegate's look counts
    return (
        ObjCClass("NoticingResponse")
        .alloc()
        .initWithURL_statusCode_HTTPVersion_headerFields_(
            real(double.URL()), status, at("HTTP/1.1"), _dictionary(dict(double.allHeaderFields()))
        )
    )


def _response(double: foundation.NSURLResponse) -> Any:
    make = ObjCClass("NSURLResponse").alloc()
    return make.initWithURL_MIMEType_expectedContentLength_textEncodingName_(
        real(double.URL()),
        real(double.MIMEType()),
        double.expectedContentLength(),
        real(double.textEncodingName()),
    )


def _error(double: foundation.NSError) -> Any:
    return (
        ObjCClass("NoticingError")
        .alloc()
        .initWithDomain_code_userInfo_(at(double.domain()), double.code(), None)
    )


def _space(double: foundation.NSURLProtectionSpace) -> Any:
    make = ObjCClass("NSURLProtectionSpace").alloc()
    return make.initWithHost_port_protocol_realm_authenticationMethod_(
        at(double.host()),
        double.port(),
        real(double.protocol()),
        real(double.realm()),
        at(double.authenticationMethod()),
    )


def _challenge(double: foundation.NSURLAuthenticationChallenge) -> Any:
    make = ObjCClass("NSURLAuthenticationChallenge").alloc()
    return make.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        real(double.protectionSpace()),
        real(double.proposedCredential()),
        double.previousFailureCount(),
        real(double.failureResponse()),
        real(double.error()),
        None,
    )


def _credential(double: foundation.NSURLCredential) -> Any:
    return ObjCClass("NSURLCredential").credentialWithUser_password_persistence_(
        real(double.user()), real(double.password()), int(double.persistence())
    )


def _cached(double: foundation.NSCachedURLResponse) -> Any:
    return (
        ObjCClass("NSCachedURLResponse")
        .alloc()
        .initWithResponse_data_(real(double.response()), real(double.data()))
    )


# Streams stand for their doubles and hold nothing: what is read of a double is gone.


def _stand_in(double: Any) -> Any:
    """Of the class that the double is of, or of the next one above it: a mock session's is ours."""
    for cls in type(double).__mro__:
        if hasattr(foundation, cls.__name__):
            return ObjCClass(cls.__name__).alloc().init()
    raise TypeError(f"GNUstep has no class for {double!r}, and none was made")


def _app(double: App) -> Any:
    return ObjCClass("UIApplication").alloc().init()


def _input_stream(double: foundation.NSInputStream) -> Any:
    return ObjCClass("NSInputStream").inputStreamWithData_(at(b""))


def _output_stream(double: foundation.NSOutputStream) -> Any:
    return ObjCClass("NSOutputStream").outputStreamToMemory()


def _url_of(instance: Any) -> foundation.NSURL | None:
    return foundation.NSURL.URLWithString_(str(instance.absoluteString))


def _request_of(instance: Any) -> foundation.NSURLRequest:
    url = _url_of(instance.URL)
    made = foundation.NSMutableURLRequest.requestWithURL_(url)
    for name in _OF_A_REQUEST:
        value = py_from_ns(getattr(instance, name))
        getattr(made, f"set{name[0].upper()}{name[1:]}_")(value)
    for field, text in py_from_ns(instance.allHTTPHeaderFields or at({})).items():
        made.setValue_forHTTPHeaderField_(text, field)
    is_mutable = instance.isKindOfClass_(ObjCClass("NSMutableURLRequest"))
    return made if is_mutable else made.copy()


def _credential_of(instance: Any) -> foundation.NSURLCredential:
    return foundation.NSURLCredential.credentialWithUser_password_persistence_(
        str(instance.user), str(instance.password), instance.persistence
    )


def _stream_of(instance: Any) -> foundation.NSInputStream:
    buffer = bytes(1024)
    instance.open()
    length = instance.read_maxLength_(buffer, len(buffer))
    return foundation.NSInputStream.inputStreamWithData_(buffer[:length])


Make = Callable[[Any], Any]

# fmt: off
# The most particular class first.
_MAKES: Final[tuple[tuple[type, Make], ...]] = (
    (foundation.NSData,                       lambda double: at(bytes(double))),
    (foundation.NSURL,                        _url),
    (foundation.NSURLRequest,                 _request),
    (foundation.NSHTTPURLResponse,            _http_response),
    (foundation.NSURLResponse,                _response),
    (foundation.NSError,                      _error),
    (foundation.NSURLProtectionSpace,         _space),
    (foundation.NSURLAuthenticationChallenge, _challenge),
    (foundation.NSURLCredential,              _credential),
    (foundation.NSCachedURLResponse,          _cached),
    (foundation.NSInputStream,                _input_stream),
    (foundation.NSOutputStream,               _output_stream),
    (dict,                                    _dictionary),
    (foundation.NSOperationQueue,             _stand_in),
    (foundation.NSURLSession,                 _stand_in),
    (foundation.NSURLSessionConfiguration,    _stand_in),
    (foundation.NSURLSessionTask,             _stand_in),
    (foundation.NSURLSessionTaskMetrics,      _stand_in),
    (foundation.NSURLSessionTaskTransactionMetrics, _stand_in),
    (foundation.NSURLSessionWebSocketMessage, _stand_in),
    (App,                                     _app),
)
# What an app may make itself, and give to a session or to a completion handler.
_MADE_BY_APPS: Final[tuple[tuple[Any, Make], ...]] = (
    (ObjCClass("NSString"),        str),
    (ObjCClass("NSData"),          py_from_ns),
    (ObjCClass("NSNumber"),        py_from_ns),
    (ObjCClass("NSURL"),           _url_of),
    (ObjCClass("NSURLRequest"),    _request_of),
    (ObjCClass("NSURLCredential"), _credential_of),
    (ObjCClass("NSInputStream"),   _stream_of),
)
# fmt: on
