"""The enumerations of requests, caches, cookies, credentials and streams.

What it is: an IntEnum for each enumeration, and each of its members again as the module
constant that Objective-C and PyObjC know. What it is not: those of sessions,
tasks and queues (`enums.py`), or error codes.
Its one rule: a member equals the plain int that PyObjC would give.
"""
# ruff: noqa: E501 - Apple's names are this long

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = [
    "NSComparisonResult",
    "NSHTTPCookieAcceptPolicy",
    "NSHTTPCookieAcceptPolicyAlways",
    "NSHTTPCookieAcceptPolicyNever",
    "NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain",
    "NSOrderedAscending",
    "NSOrderedDescending",
    "NSOrderedSame",
    "NSStreamStatus",
    "NSStreamStatusAtEnd",
    "NSStreamStatusClosed",
    "NSStreamStatusError",
    "NSStreamStatusNotOpen",
    "NSStreamStatusOpen",
    "NSStreamStatusOpening",
    "NSStreamStatusReading",
    "NSStreamStatusWriting",
    "NSURLCacheStorageAllowed",
    "NSURLCacheStorageAllowedInMemoryOnly",
    "NSURLCacheStorageNotAllowed",
    "NSURLCacheStoragePolicy",
    "NSURLCredentialPersistence",
    "NSURLCredentialPersistenceForSession",
    "NSURLCredentialPersistenceNone",
    "NSURLCredentialPersistencePermanent",
    "NSURLCredentialPersistenceSynchronizable",
    "NSURLErrorNetworkUnavailableReason",
    "NSURLErrorNetworkUnavailableReasonCellular",
    "NSURLErrorNetworkUnavailableReasonConstrained",
    "NSURLErrorNetworkUnavailableReasonExpensive",
    "NSURLErrorNetworkUnavailableReasonUltraConstrained",
    "NSURLNetworkServiceTypeAVStreaming",
    "NSURLNetworkServiceTypeBackground",
    "NSURLNetworkServiceTypeCallSignaling",
    "NSURLNetworkServiceTypeDefault",
    "NSURLNetworkServiceTypeResponsiveAV",
    "NSURLNetworkServiceTypeResponsiveData",
    "NSURLNetworkServiceTypeVideo",
    "NSURLNetworkServiceTypeVoIP",
    "NSURLNetworkServiceTypeVoice",
    "NSURLRequestAttribution",
    "NSURLRequestAttributionDeveloper",
    "NSURLRequestAttributionUser",
    "NSURLRequestCachePolicy",
    "NSURLRequestNetworkServiceType",
    "NSURLRequestReloadIgnoringCacheData",
    "NSURLRequestReloadIgnoringLocalAndRemoteCacheData",
    "NSURLRequestReloadIgnoringLocalCacheData",
    "NSURLRequestReloadRevalidatingCacheData",
    "NSURLRequestReturnCacheDataDontLoad",
    "NSURLRequestReturnCacheDataElseLoad",
    "NSURLRequestUseProtocolCachePolicy",
]

# fmt: off

class NSComparisonResult(IntEnum):
    """How two values are ordered."""

    Ascending  = -1
    Same       = 0
    Descending = 1

NSOrderedAscending: Final = NSComparisonResult.Ascending
NSOrderedSame: Final = NSComparisonResult.Same
NSOrderedDescending: Final = NSComparisonResult.Descending

class NSHTTPCookieAcceptPolicy(IntEnum):
    """Which cookies a session takes."""

    Always                     = 0
    Never                      = 1
    OnlyFromMainDocumentDomain = 2

NSHTTPCookieAcceptPolicyAlways: Final = NSHTTPCookieAcceptPolicy.Always
NSHTTPCookieAcceptPolicyNever: Final = NSHTTPCookieAcceptPolicy.Never
NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain: Final = NSHTTPCookieAcceptPolicy.OnlyFromMainDocumentDomain

class NSStreamStatus(IntEnum):
    """Where a stream stands."""

    NotOpen = 0
    Opening = 1
    Open    = 2
    Reading = 3
    Writing = 4
    AtEnd   = 5
    Closed  = 6
    Error   = 7

NSStreamStatusNotOpen: Final = NSStreamStatus.NotOpen
NSStreamStatusOpening: Final = NSStreamStatus.Opening
NSStreamStatusOpen: Final = NSStreamStatus.Open
NSStreamStatusReading: Final = NSStreamStatus.Reading
NSStreamStatusWriting: Final = NSStreamStatus.Writing
NSStreamStatusAtEnd: Final = NSStreamStatus.AtEnd
NSStreamStatusClosed: Final = NSStreamStatus.Closed
NSStreamStatusError: Final = NSStreamStatus.Error

class NSURLCacheStoragePolicy(IntEnum):
    """Where a response may be cached."""

    Allowed             = 0
    AllowedInMemoryOnly = 1
    NotAllowed          = 2

NSURLCacheStorageAllowed: Final = NSURLCacheStoragePolicy.Allowed
NSURLCacheStorageAllowedInMemoryOnly: Final = NSURLCacheStoragePolicy.AllowedInMemoryOnly
NSURLCacheStorageNotAllowed: Final = NSURLCacheStoragePolicy.NotAllowed

class NSURLCredentialPersistence(IntEnum):
    """How long a credential is kept."""

    None_          = 0
    ForSession     = 1
    Permanent      = 2
    Synchronizable = 3

NSURLCredentialPersistenceNone: Final = NSURLCredentialPersistence.None_
NSURLCredentialPersistenceForSession: Final = NSURLCredentialPersistence.ForSession
NSURLCredentialPersistencePermanent: Final = NSURLCredentialPersistence.Permanent
NSURLCredentialPersistenceSynchronizable: Final = NSURLCredentialPersistence.Synchronizable

class NSURLErrorNetworkUnavailableReason(IntEnum):
    """Why no network was good enough for a task."""

    Cellular         = 0
    Expensive        = 1
    Constrained      = 2
    UltraConstrained = 3

NSURLErrorNetworkUnavailableReasonCellular: Final = NSURLErrorNetworkUnavailableReason.Cellular
NSURLErrorNetworkUnavailableReasonExpensive: Final = NSURLErrorNetworkUnavailableReason.Expensive
NSURLErrorNetworkUnavailableReasonConstrained: Final = NSURLErrorNetworkUnavailableReason.Constrained
NSURLErrorNetworkUnavailableReasonUltraConstrained: Final = NSURLErrorNetworkUnavailableReason.UltraConstrained

class NSURLRequestAttribution(IntEnum):
    """Whether the user or the developer chose a URL."""

    Developer = 0
    User      = 1

NSURLRequestAttributionDeveloper: Final = NSURLRequestAttribution.Developer
NSURLRequestAttributionUser: Final = NSURLRequestAttribution.User

class NSURLRequestCachePolicy(IntEnum):
    """How a request uses the cache."""

    UseProtocolCachePolicy                = 0
    ReloadIgnoringLocalCacheData          = 1
    ReloadIgnoringCacheData               = 1
    ReturnCacheDataElseLoad               = 2
    ReturnCacheDataDontLoad               = 3
    ReloadIgnoringLocalAndRemoteCacheData = 4
    ReloadRevalidatingCacheData           = 5

NSURLRequestUseProtocolCachePolicy: Final = NSURLRequestCachePolicy.UseProtocolCachePolicy
NSURLRequestReloadIgnoringLocalCacheData: Final = NSURLRequestCachePolicy.ReloadIgnoringLocalCacheData
NSURLRequestReloadIgnoringCacheData: Final = NSURLRequestCachePolicy.ReloadIgnoringCacheData
NSURLRequestReturnCacheDataElseLoad: Final = NSURLRequestCachePolicy.ReturnCacheDataElseLoad
NSURLRequestReturnCacheDataDontLoad: Final = NSURLRequestCachePolicy.ReturnCacheDataDontLoad
NSURLRequestReloadIgnoringLocalAndRemoteCacheData: Final = NSURLRequestCachePolicy.ReloadIgnoringLocalAndRemoteCacheData
NSURLRequestReloadRevalidatingCacheData: Final = NSURLRequestCachePolicy.ReloadRevalidatingCacheData

class NSURLRequestNetworkServiceType(IntEnum):
    """What the traffic of a request is for."""

    Default        = 0
    VoIP           = 1
    Video          = 2
    Background     = 3
    Voice          = 4
    ResponsiveData = 6
    AVStreaming    = 8
    ResponsiveAV   = 9
    CallSignaling  = 11

NSURLNetworkServiceTypeDefault: Final = NSURLRequestNetworkServiceType.Default
NSURLNetworkServiceTypeVoIP: Final = NSURLRequestNetworkServiceType.VoIP
NSURLNetworkServiceTypeVideo: Final = NSURLRequestNetworkServiceType.Video
NSURLNetworkServiceTypeBackground: Final = NSURLRequestNetworkServiceType.Background
NSURLNetworkServiceTypeVoice: Final = NSURLRequestNetworkServiceType.Voice
NSURLNetworkServiceTypeResponsiveData: Final = NSURLRequestNetworkServiceType.ResponsiveData
NSURLNetworkServiceTypeAVStreaming: Final = NSURLRequestNetworkServiceType.AVStreaming
NSURLNetworkServiceTypeResponsiveAV: Final = NSURLRequestNetworkServiceType.ResponsiveAV
NSURLNetworkServiceTypeCallSignaling: Final = NSURLRequestNetworkServiceType.CallSignaling
# fmt: on
