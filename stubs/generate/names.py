"""What PyObjC makes of the types that headers name, as tables.

Pure facts. Not here: how a type is read, and where nil may be. One rule: an argument's type is
what the bridge accepts, a result's is what it gives; a row with one type is the same both ways.

Sources: PyObjC's documentation ("Transforming Objective-C types", pyobjc.readthedocs.io),
the metadata of `pyobjc-framework-Cocoa` 13.0, and the headers of Foundation.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "ADOPTS",
    "COLLECTIONS",
    "ENCODED",
    "OPAQUE",
    "OPTIONS",
    "PLAIN",
    "Both",
    "is_mask",
]


class Both(NamedTuple):
    """A type where the app gives it, and where Foundation does."""

    given: str
    got: str


def _one(name: str) -> Both:
    return Both(name, name)


_INT: Final = _one("int")
_STR: Final = _one("str")

# fmt: off
PLAIN: Final[dict[str, Both]] = {
    "void":            _one("None"),
    "BOOL":            _one("bool"),
    "double":          _one("float"),
    "float":           _one("float"),
    "NSTimeInterval":  _one("float"),                      # seconds; a typedef of double
    "NSInteger":       _INT,
    "NSUInteger":      _INT,
    "int64_t":         _INT,
    "long long":       _INT,
    "FourCharCode":    _INT,
    "SSLProtocol":            _INT,                        # of the Security framework
    "tls_protocol_version_t": _INT,                        # of the Security framework
    # A selector is a name; the bridge also takes what `objc.selector` makes.
    "SEL":             Both("_Selector", "str"),
    "Class":           Both("type[objc_object]", "type[NSObject]"),
    # A struct, for which the bridge takes a sequence of as many.
    "NSRange":         Both("NSRange | tuple[int, int]", "NSRange"),
    "dispatch_queue_t": _one("objc_object"),               # an object of Objective-C since 10.8
    "id":              Both("object", "Any"),              # whatever there is
    # Bridged to Python's own, both ways.
    "NSString":        _STR,
    "NSNumber":        _one("int | float"),
    # Anything with the buffer protocol is bridged to NSData; what comes back is an NSData.
    "NSData":          Both("Buffer", "NSData"),
    # Texts under a name of their own (NS_TYPED_ENUM), which an app may add to.
    "NSErrorDomain":               _STR,
    "NSErrorUserInfoKey":          _STR,
    "NSFileAttributeKey":          _STR,
    "NSFileProviderServiceName":   _STR,
    "NSHTTPCookiePropertyKey":     _STR,
    "NSHTTPCookieStringPolicy":    _STR,
    "NSKeyValueChangeKey":         _STR,
    "NSNotificationName":          _STR,
    "NSProgressFileOperationKind": _STR,
    "NSProgressKind":              _STR,
    "NSProgressUserInfoKey":       _STR,
    "NSRunLoopMode":               _STR,
    "NSStreamPropertyKey":         _STR,
    "NSURLResourceKey":            _STR,
    # A typedef of a block: NSProgressUnpublishingHandler _Nullable (^)(NSProgress *), NSProgress.h
    "NSProgressPublishingHandler": Both(
        "Callable[[NSProgress], Callable[[], None] | None]",
        "Callable[[NSProgress], Callable[[], None] | None]",
    ),
}

# What a collection is when it is given, and when it comes; without its elements, which follow.
# One that can be changed comes as what it is, and is never asked for.
COLLECTIONS: Final[dict[str, tuple[Both, int]]] = {
    "NSArray":               (Both("Sequence", "NSArray"), 1),
    "NSDictionary":          (Both("Mapping", "NSDictionary"), 2),
    "NSSet":                 (Both("AbstractSet", "NSSet"), 1),
    "NSMutableArray":        (_one("NSMutableArray"), 1),
    "NSMutableDictionary":   (_one("NSMutableDictionary"), 2),
    "NSMutableSet":          (_one("NSMutableSet"), 1),
    "NSMutableOrderedSet":   (_one("NSMutableOrderedSet"), 1),
    "NSDirectoryEnumerator": (_one("NSDirectoryEnumerator"), 1),
}

# Of frameworks that have no types yet: opaque, so that nothing else is taken for one.
OPAQUE: Final = {
    "CFRunLoopRef":   "_CFRunLoopRef",
    "SecIdentityRef": "_SecIdentityRef",
    "SecTrustRef":    "_SecTrustRef",
}

# What a protocol of Foundation's adopts, which the list of members does not say (NSURLSession.h).
ADOPTS: Final = {
    "NSURLSessionTaskDelegate":      "NSURLSessionDelegate",
    "NSURLSessionDataDelegate":      "NSURLSessionTaskDelegate",
    "NSURLSessionDownloadDelegate":  "NSURLSessionTaskDelegate",
    "NSURLSessionStreamDelegate":    "NSURLSessionTaskDelegate",
    "NSURLSessionWebSocketDelegate": "NSURLSessionTaskDelegate",
}

# What a constant is, by the encoding of its type.
ENCODED: Final = {"@": "str", "f": "float", "q": "int"}

# Enumerations whose values are added up; `A | B` is an int, so that is what is asked for.
OPTIONS: Final = ("Options", "Mask")
# fmt: on


def is_mask(enum: str) -> bool:
    """Whether an enumeration's values are meant to be combined (NS_OPTIONS)."""
    return enum.endswith(OPTIONS)
