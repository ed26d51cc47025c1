"""Our doubles as real objects of GNUstep, and what a delegate answers as doubles again.

Not here: sending anything (`courier.py`). One rule: a double has one real object, and the real
object leads back to it, as a task on a device is one task. Imported in `child.py` only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from rubicon.objc import (
    NSMutableDictionary,
    NSObject,
    NSUInteger,
    ObjCClass,
    at,
    objc_method,
    py_from_ns,
)

from urlsession_mock import foundation
from urlsession_mock.app import App

__all__ = ["double_of", "real"]

# mypy: disable-error-code="misc, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false

SURFACE: Final = Path(__file__).parents[1] / "data" / "foundation-surface.json"

_REAL: Final[dict[int, Any]] = {}  # by the double's id; Any: rubicon has no types
_DOUBLES: Final[dict[int, Any]] = {}  # by the real object's address; kept for ever, as are ids


def real(double: Any) -> Any:  # Any: a double of any class to a real object of that class
    """The object of GNUstep that stands for a double; the same one each time."""
    if double is None:
        return None
    make = next((make for cls, make in _MAKES if isinstance(double, cls)), None)
    if make is None:
        return at(double)  # a text, bytes, a number: rubicon knows how
    if id(double) not in _REAL:
        made = make(double)
        _REAL[id(double)] = made
        _DOUBLES[made.ptr.value] = double
    return _REAL[id(double)]


def double_of(instance: Any) -> Any:  # Any: as for `real`
    """The double that a real object stands for, or one made of what the app made itself."""
    if instance is None or instance.ptr.value in _DOUBLES:
        return None if instance is None else _DOUBLES[instance.ptr.value]
    for cls, make in _MADE_BY_APPS:
        if instance.isKindOfClass_(cls):
            return make(instance)
    raise TypeError(f"no double is known for {instance!r}")


# -- classes that GNUstep has not, and those whose reading must be noticed ---


class NSURLSessionTask(NSObject):
    """A task: it asks its double. Apple's own name; GNUstep has no such class."""

    @objc_method
    def taskIdentifier(self) -> NSUInteger:
        return double_of(self).taskIdentifier()

    @objc_method
    def taskDescription(self):
        return real(double_of(self).taskDescription())

    @objc_method
    def originalRequest(self):
        return real(double_of(self).originalRequest())

    @objc_method
    def currentRequest(self):
        return real(double_of(self).currentRequest())

    @objc_method
    def response(self):
        return real(double_of(self).response())

    @objc_method
    def error(self):
        return real(double_of(self).error())

    @objc_method
    def cancel(self) -> None:
        double_of(self).cancel()


class NSURLSession(NSObject):
    """A session: it asks its double. Apple's own name; GNUstep has no such class."""

    @objc_method
    def sessionDescription(self):
        return real(double_of(self).sessionDescription())

    @objc_method
    def finishTasksAndInvalidate(self) -> None:
        double_of(self).finishTasksAndInvalidate()

    @objc_method
    def invalidateAndCancel(self) -> None:
        double_of(self).invalidateAndCancel()


class NoticingError(ObjCClass("NSError")):
    """An error that tells its double when its userInfo is read: a rule wants to know."""

    @objc_method
    def userInfo(self):
        return _dictionary(double_of(self).userInfo())


class NoticingResponse(ObjCClass("NSHTTPURLResponse")):
    """A response that tells its double when its status is read: a rule wants to know."""

    @objc_method
    def statusCode(self) -> NSUInteger:
        return double_of(self).statusCode()


class NSURLSessionTaskMetrics(NSObject):
    """What a task took: it asks its double. Apple's own name; GNUstep has no such class."""

    @objc_method
    def redirectCount(self) -> NSUInteger:
        return double_of(self).redirectCount()


def _metrics(double: foundation.NSURLSessionTaskMetrics) -> Any:
    return NSURLSessionTaskMetrics.alloc().init()


def _of_its_kind(double: foundation.NSURLSessionTask) -> Any:
    """A task of the class that its double has, which is made when the first one comes."""
    mro = [cls for cls in type(double).__mro__ if issubclass(cls, foundation.NSURLSessionTask)]
    made = NSURLSessionTask
    for cls in reversed(mro[:-1]):
        try:
            made = ObjCClass(cls.__name__)
        except NameError:
            made = ObjCClass(cls.__name__, (made,), {})
            _KINDS.append(made)
    return made.alloc().init()


_KINDS: Final[list[Any]] = []  # kept, as the classes below are


class UIApplication(NSObject):
    """The app, which a handover names. Apple's own name; GNUstep has no such class."""


# Properties of classes that the list of Apple's below does not have. rubicon itself counts on them
# when it converts a list, a dictionary, a text or a number.
_MORE_PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    "NSArray": ("count",),
    "NSDictionary": ("count",),
    "NSNumber": ("boolValue", "doubleValue", "longLongValue", "objCType", "unsignedLongLongValue"),
    "NSString": ("length",),
}


def _declare_properties() -> list[Any]:
    """What Apple declares as properties, GNUstep declares as methods: as on Apple, then.

    The classes are returned to be kept: rubicon forgets what it was told of one that nobody holds.
    """
    declared = []
    surface = json.loads(SURFACE.read_text(encoding="utf-8"))["classes"]
    of_apple = [(name, [one["name"] for one in row["properties"]]) for name, row in surface.items()]
    for name, properties in [*of_apple, *_MORE_PROPERTIES.items()]:
        try:
            cls = ObjCClass(name)
        except NameError:
            continue  # GNUstep has no such class
        for named in properties:
            cls.declare_property(named)
        declared.append(cls)
    return declared


# -- there, and back ---------------------------------------------------------


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
    return NoticingResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        real(double.URL()), status, at("HTTP/1.1"), _dictionary(dict(double.allHeaderFields()))
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
    return NoticingError.alloc().initWithDomain_code_userInfo_(
        at(double.domain()), double.code(), None
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


def _input_stream(double: foundation.NSInputStream) -> Any:
    return ObjCClass("NSInputStream").inputStreamWithData_(at(b""))


def _output_stream(double: foundation.NSOutputStream) -> Any:
    return ObjCClass("NSOutputStream").outputStreamToMemory()


def _request_of(instance: Any) -> foundation.NSURLRequest:
    url = foundation.NSURL.URLWithString_(str(instance.URL.absoluteString))
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
    (foundation.NSURLSessionTaskMetrics,      _metrics),
    (foundation.NSURLSessionTask,             _of_its_kind),
    (foundation.NSURLSession,                 lambda double: NSURLSession.alloc().init()),
    (App,                                     lambda double: UIApplication.alloc().init()),
)
# What a delegate may make itself and hand to a completion handler.
_MADE_BY_APPS: Final[tuple[tuple[Any, Make], ...]] = (
    (ObjCClass("NSURLRequest"),    _request_of),
    (ObjCClass("NSURLCredential"), _credential_of),
    (ObjCClass("NSInputStream"),   _stream_of),
)
# fmt: on

_DECLARED: Final = _declare_properties()
