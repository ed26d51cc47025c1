"""The enumerations of sessions, tasks and queues.

What it is: an IntEnum for each enumeration, and each of its members again as the module
constant that Objective-C and PyObjC know. What it is not: those of requests, caches,
credentials and streams (`loading_enums.py`), or error codes.
Its one rule: a member equals the plain int that PyObjC would give.
"""
# ruff: noqa: E501 - Apple's names are this long

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = [
    "NSOperationQueuePriority",
    "NSOperationQueuePriorityHigh",
    "NSOperationQueuePriorityLow",
    "NSOperationQueuePriorityNormal",
    "NSOperationQueuePriorityVeryHigh",
    "NSOperationQueuePriorityVeryLow",
    "NSURLSessionAuthChallengeCancelAuthenticationChallenge",
    "NSURLSessionAuthChallengeDisposition",
    "NSURLSessionAuthChallengePerformDefaultHandling",
    "NSURLSessionAuthChallengeRejectProtectionSpace",
    "NSURLSessionAuthChallengeUseCredential",
    "NSURLSessionDelayedRequestCancel",
    "NSURLSessionDelayedRequestContinueLoading",
    "NSURLSessionDelayedRequestDisposition",
    "NSURLSessionDelayedRequestUseNewRequest",
    "NSURLSessionMultipathServiceType",
    "NSURLSessionMultipathServiceTypeAggregate",
    "NSURLSessionMultipathServiceTypeHandover",
    "NSURLSessionMultipathServiceTypeInteractive",
    "NSURLSessionMultipathServiceTypeNone",
    "NSURLSessionResponseAllow",
    "NSURLSessionResponseBecomeDownload",
    "NSURLSessionResponseBecomeStream",
    "NSURLSessionResponseCancel",
    "NSURLSessionResponseDisposition",
    "NSURLSessionTaskMetricsDomainResolutionProtocol",
    "NSURLSessionTaskMetricsDomainResolutionProtocolHTTPS",
    "NSURLSessionTaskMetricsDomainResolutionProtocolTCP",
    "NSURLSessionTaskMetricsDomainResolutionProtocolTLS",
    "NSURLSessionTaskMetricsDomainResolutionProtocolUDP",
    "NSURLSessionTaskMetricsDomainResolutionProtocolUnknown",
    "NSURLSessionTaskMetricsResourceFetchType",
    "NSURLSessionTaskMetricsResourceFetchTypeLocalCache",
    "NSURLSessionTaskMetricsResourceFetchTypeNetworkLoad",
    "NSURLSessionTaskMetricsResourceFetchTypeServerPush",
    "NSURLSessionTaskMetricsResourceFetchTypeUnknown",
    "NSURLSessionTaskState",
    "NSURLSessionTaskStateCanceling",
    "NSURLSessionTaskStateCompleted",
    "NSURLSessionTaskStateRunning",
    "NSURLSessionTaskStateSuspended",
    "NSURLSessionWebSocketCloseCode",
    "NSURLSessionWebSocketCloseCodeAbnormalClosure",
    "NSURLSessionWebSocketCloseCodeGoingAway",
    "NSURLSessionWebSocketCloseCodeInternalServerError",
    "NSURLSessionWebSocketCloseCodeInvalid",
    "NSURLSessionWebSocketCloseCodeInvalidFramePayloadData",
    "NSURLSessionWebSocketCloseCodeMandatoryExtensionMissing",
    "NSURLSessionWebSocketCloseCodeMessageTooBig",
    "NSURLSessionWebSocketCloseCodeNoStatusReceived",
    "NSURLSessionWebSocketCloseCodeNormalClosure",
    "NSURLSessionWebSocketCloseCodePolicyViolation",
    "NSURLSessionWebSocketCloseCodeProtocolError",
    "NSURLSessionWebSocketCloseCodeTLSHandshakeFailure",
    "NSURLSessionWebSocketCloseCodeUnsupportedData",
    "NSURLSessionWebSocketMessageType",
    "NSURLSessionWebSocketMessageTypeData",
    "NSURLSessionWebSocketMessageTypeString",
]

# fmt: off

class NSOperationQueuePriority(IntEnum):
    """How early a queued operation starts."""

    VeryLow  = -8
    Low      = -4
    Normal   = 0
    High     = 4
    VeryHigh = 8

NSOperationQueuePriorityVeryLow: Final = NSOperationQueuePriority.VeryLow
NSOperationQueuePriorityLow: Final = NSOperationQueuePriority.Low
NSOperationQueuePriorityNormal: Final = NSOperationQueuePriority.Normal
NSOperationQueuePriorityHigh: Final = NSOperationQueuePriority.High
NSOperationQueuePriorityVeryHigh: Final = NSOperationQueuePriority.VeryHigh

class NSURLSessionAuthChallengeDisposition(IntEnum):
    """What a delegate answers to an authentication challenge."""

    UseCredential                 = 0
    PerformDefaultHandling        = 1
    CancelAuthenticationChallenge = 2
    RejectProtectionSpace         = 3

NSURLSessionAuthChallengeUseCredential: Final = NSURLSessionAuthChallengeDisposition.UseCredential
NSURLSessionAuthChallengePerformDefaultHandling: Final = NSURLSessionAuthChallengeDisposition.PerformDefaultHandling
NSURLSessionAuthChallengeCancelAuthenticationChallenge: Final = NSURLSessionAuthChallengeDisposition.CancelAuthenticationChallenge
NSURLSessionAuthChallengeRejectProtectionSpace: Final = NSURLSessionAuthChallengeDisposition.RejectProtectionSpace

class NSURLSessionDelayedRequestDisposition(IntEnum):
    """What a delegate answers when a delayed request is about to start."""

    ContinueLoading = 0
    UseNewRequest   = 1
    Cancel          = 2

NSURLSessionDelayedRequestContinueLoading: Final = NSURLSessionDelayedRequestDisposition.ContinueLoading
NSURLSessionDelayedRequestUseNewRequest: Final = NSURLSessionDelayedRequestDisposition.UseNewRequest
NSURLSessionDelayedRequestCancel: Final = NSURLSessionDelayedRequestDisposition.Cancel

class NSURLSessionMultipathServiceType(IntEnum):
    """How a session uses several network paths at once."""

    None_       = 0
    Handover    = 1
    Interactive = 2
    Aggregate   = 3

NSURLSessionMultipathServiceTypeNone: Final = NSURLSessionMultipathServiceType.None_
NSURLSessionMultipathServiceTypeHandover: Final = NSURLSessionMultipathServiceType.Handover
NSURLSessionMultipathServiceTypeInteractive: Final = NSURLSessionMultipathServiceType.Interactive
NSURLSessionMultipathServiceTypeAggregate: Final = NSURLSessionMultipathServiceType.Aggregate

class NSURLSessionResponseDisposition(IntEnum):
    """What a delegate answers to a response."""

    Cancel         = 0
    Allow          = 1
    BecomeDownload = 2
    BecomeStream   = 3

NSURLSessionResponseCancel: Final = NSURLSessionResponseDisposition.Cancel
NSURLSessionResponseAllow: Final = NSURLSessionResponseDisposition.Allow
NSURLSessionResponseBecomeDownload: Final = NSURLSessionResponseDisposition.BecomeDownload
NSURLSessionResponseBecomeStream: Final = NSURLSessionResponseDisposition.BecomeStream

class NSURLSessionTaskMetricsDomainResolutionProtocol(IntEnum):
    """How a host name was looked up."""

    Unknown = 0
    UDP     = 1
    TCP     = 2
    TLS     = 3
    HTTPS   = 4

NSURLSessionTaskMetricsDomainResolutionProtocolUnknown: Final = NSURLSessionTaskMetricsDomainResolutionProtocol.Unknown
NSURLSessionTaskMetricsDomainResolutionProtocolUDP: Final = NSURLSessionTaskMetricsDomainResolutionProtocol.UDP
NSURLSessionTaskMetricsDomainResolutionProtocolTCP: Final = NSURLSessionTaskMetricsDomainResolutionProtocol.TCP
NSURLSessionTaskMetricsDomainResolutionProtocolTLS: Final = NSURLSessionTaskMetricsDomainResolutionProtocol.TLS
NSURLSessionTaskMetricsDomainResolutionProtocolHTTPS: Final = NSURLSessionTaskMetricsDomainResolutionProtocol.HTTPS

class NSURLSessionTaskMetricsResourceFetchType(IntEnum):
    """Where a transaction took its bytes from."""

    Unknown     = 0
    NetworkLoad = 1
    ServerPush  = 2
    LocalCache  = 3

NSURLSessionTaskMetricsResourceFetchTypeUnknown: Final = NSURLSessionTaskMetricsResourceFetchType.Unknown
NSURLSessionTaskMetricsResourceFetchTypeNetworkLoad: Final = NSURLSessionTaskMetricsResourceFetchType.NetworkLoad
NSURLSessionTaskMetricsResourceFetchTypeServerPush: Final = NSURLSessionTaskMetricsResourceFetchType.ServerPush
NSURLSessionTaskMetricsResourceFetchTypeLocalCache: Final = NSURLSessionTaskMetricsResourceFetchType.LocalCache

class NSURLSessionTaskState(IntEnum):
    """Where a task stands."""

    Running   = 0
    Suspended = 1
    Canceling = 2
    Completed = 3

NSURLSessionTaskStateRunning: Final = NSURLSessionTaskState.Running
NSURLSessionTaskStateSuspended: Final = NSURLSessionTaskState.Suspended
NSURLSessionTaskStateCanceling: Final = NSURLSessionTaskState.Canceling
NSURLSessionTaskStateCompleted: Final = NSURLSessionTaskState.Completed

class NSURLSessionWebSocketCloseCode(IntEnum):
    """Why a WebSocket was closed."""

    Invalid                   = 0
    NormalClosure             = 1000
    GoingAway                 = 1001
    ProtocolError             = 1002
    UnsupportedData           = 1003
    NoStatusReceived          = 1005
    AbnormalClosure           = 1006
    InvalidFramePayloadData   = 1007
    PolicyViolation           = 1008
    MessageTooBig             = 1009
    MandatoryExtensionMissing = 1010
    InternalServerError       = 1011
    TLSHandshakeFailure       = 1015

    @classmethod
    def _missing_(cls, value: object) -> NSURLSessionWebSocketCloseCode | None:
        # A peer may close with any two-byte code, such as 4000; it passes through (R89).
        if not isinstance(value, int) or not 0 <= value <= 0xFFFF:
            return None
        code = int.__new__(cls, value)
        code._name_ = f"Code{value}"
        code._value_ = value
        cls._value2member_map_[value] = code
        return code

NSURLSessionWebSocketCloseCodeInvalid: Final = NSURLSessionWebSocketCloseCode.Invalid
NSURLSessionWebSocketCloseCodeNormalClosure: Final = NSURLSessionWebSocketCloseCode.NormalClosure
NSURLSessionWebSocketCloseCodeGoingAway: Final = NSURLSessionWebSocketCloseCode.GoingAway
NSURLSessionWebSocketCloseCodeProtocolError: Final = NSURLSessionWebSocketCloseCode.ProtocolError
NSURLSessionWebSocketCloseCodeUnsupportedData: Final = NSURLSessionWebSocketCloseCode.UnsupportedData
NSURLSessionWebSocketCloseCodeNoStatusReceived: Final = NSURLSessionWebSocketCloseCode.NoStatusReceived
NSURLSessionWebSocketCloseCodeAbnormalClosure: Final = NSURLSessionWebSocketCloseCode.AbnormalClosure
NSURLSessionWebSocketCloseCodeInvalidFramePayloadData: Final = NSURLSessionWebSocketCloseCode.InvalidFramePayloadData
NSURLSessionWebSocketCloseCodePolicyViolation: Final = NSURLSessionWebSocketCloseCode.PolicyViolation
NSURLSessionWebSocketCloseCodeMessageTooBig: Final = NSURLSessionWebSocketCloseCode.MessageTooBig
NSURLSessionWebSocketCloseCodeMandatoryExtensionMissing: Final = NSURLSessionWebSocketCloseCode.MandatoryExtensionMissing
NSURLSessionWebSocketCloseCodeInternalServerError: Final = NSURLSessionWebSocketCloseCode.InternalServerError
NSURLSessionWebSocketCloseCodeTLSHandshakeFailure: Final = NSURLSessionWebSocketCloseCode.TLSHandshakeFailure

class NSURLSessionWebSocketMessageType(IntEnum):
    """What a WebSocket message holds."""

    Data   = 0
    String = 1

NSURLSessionWebSocketMessageTypeData: Final = NSURLSessionWebSocketMessageType.Data
NSURLSessionWebSocketMessageTypeString: Final = NSURLSessionWebSocketMessageType.String
# fmt: on
