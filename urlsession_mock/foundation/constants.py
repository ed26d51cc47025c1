"""Foundation's string and number constants, with the values a Mac has.

What it is: domains, keys, names and a few numbers. What it is not: error codes
(`error_codes.py`) or enumerations (`enums.py`). Its one rule: a value that is not known for
certain says so beside it.
"""
# ruff: noqa: E501 - Apple's names are this long

from __future__ import annotations

from typing import Final

__all__ = [
    "NSCocoaErrorDomain",
    "NSDebugDescriptionErrorKey",
    "NSDefaultRunLoopMode",
    "NSErrorFailingURLStringKey",
    "NSFilePathErrorKey",
    "NSHTTPCookieComment",
    "NSHTTPCookieCommentURL",
    "NSHTTPCookieDiscard",
    "NSHTTPCookieDomain",
    "NSHTTPCookieExpires",
    "NSHTTPCookieManagerAcceptPolicyChangedNotification",
    "NSHTTPCookieManagerCookiesChangedNotification",
    "NSHTTPCookieMaximumAge",
    "NSHTTPCookieName",
    "NSHTTPCookieOriginURL",
    "NSHTTPCookiePath",
    "NSHTTPCookiePort",
    "NSHTTPCookieSameSiteLax",
    "NSHTTPCookieSameSitePolicy",
    "NSHTTPCookieSameSiteStrict",
    "NSHTTPCookieSecure",
    "NSHTTPCookieSetByJavaScript",
    "NSHTTPCookieValue",
    "NSHTTPCookieVersion",
    "NSHelpAnchorErrorKey",
    "NSLocalizedDescriptionKey",
    "NSLocalizedFailureErrorKey",
    "NSLocalizedFailureReasonErrorKey",
    "NSLocalizedNumberFormatAttributeName",
    "NSLocalizedRecoveryOptionsErrorKey",
    "NSLocalizedRecoverySuggestionErrorKey",
    "NSMultipleUnderlyingErrorsKey",
    "NSNotFound",
    "NSOperationQueueDefaultMaxConcurrentOperationCount",
    "NSPOSIXErrorDomain",
    "NSRecoveryAttempterErrorKey",
    "NSRunLoopCommonModes",
    "NSURLAuthenticationMethodClientCertificate",
    "NSURLAuthenticationMethodDefault",
    "NSURLAuthenticationMethodHTMLForm",
    "NSURLAuthenticationMethodHTTPBasic",
    "NSURLAuthenticationMethodHTTPDigest",
    "NSURLAuthenticationMethodNTLM",
    "NSURLAuthenticationMethodNegotiate",
    "NSURLAuthenticationMethodServerTrust",
    "NSURLCredentialStorageChangedNotification",
    "NSURLCredentialStorageRemoveSynchronizableCredentials",
    "NSURLErrorBackgroundTaskCancelledReasonKey",
    "NSURLErrorDomain",
    "NSURLErrorFailingURLErrorKey",
    "NSURLErrorFailingURLPeerTrustErrorKey",
    "NSURLErrorFailingURLStringErrorKey",
    "NSURLErrorKey",
    "NSURLErrorNetworkUnavailableReasonKey",
    "NSURLProtectionSpaceFTP",
    "NSURLProtectionSpaceFTPProxy",
    "NSURLProtectionSpaceHTTP",
    "NSURLProtectionSpaceHTTPProxy",
    "NSURLProtectionSpaceHTTPS",
    "NSURLProtectionSpaceHTTPSProxy",
    "NSURLProtectionSpaceSOCKSProxy",
    "NSURLSessionDownloadTaskResumeData",
    "NSURLSessionTaskPriorityDefault",
    "NSURLSessionTaskPriorityHigh",
    "NSURLSessionTaskPriorityLow",
    "NSURLSessionTransferSizeUnknown",
    "NSURLSessionUploadTaskResumeData",
    "NSUnderlyingErrorKey",
]

# fmt: off
# Error domains.
NSCocoaErrorDomain: Final = "NSCocoaErrorDomain"
NSPOSIXErrorDomain: Final = "NSPOSIXErrorDomain"
NSURLErrorDomain: Final = "NSURLErrorDomain"

# Keys of an error's userInfo. The URL keys do not spell their own name.
NSDebugDescriptionErrorKey: Final = "NSDebugDescription"
NSErrorFailingURLStringKey: Final = "NSErrorFailingURLStringKey"
NSFilePathErrorKey: Final = "NSFilePath"
NSHelpAnchorErrorKey: Final = "NSHelpAnchor"
NSLocalizedDescriptionKey: Final = "NSLocalizedDescription"
NSLocalizedFailureErrorKey: Final = "NSLocalizedFailure"
NSLocalizedFailureReasonErrorKey: Final = "NSLocalizedFailureReason"
NSLocalizedRecoveryOptionsErrorKey: Final = "NSLocalizedRecoveryOptions"
NSLocalizedRecoverySuggestionErrorKey: Final = "NSLocalizedRecoverySuggestion"
NSMultipleUnderlyingErrorsKey: Final = "NSMultipleUnderlyingErrorsKey"
NSRecoveryAttempterErrorKey: Final = "NSRecoveryAttempter"
NSUnderlyingErrorKey: Final = "NSUnderlyingError"
NSURLErrorBackgroundTaskCancelledReasonKey: Final = "NSURLErrorBackgroundTaskCancelledReasonKey"
NSURLErrorFailingURLErrorKey: Final = "NSErrorFailingURLKey"
NSURLErrorFailingURLPeerTrustErrorKey: Final = "NSURLErrorFailingURLPeerTrustErrorKey"
NSURLErrorFailingURLStringErrorKey: Final = "NSErrorFailingURLStringKey"
NSURLErrorKey: Final = "NSURL"
NSURLErrorNetworkUnavailableReasonKey: Final = "NSURLErrorNetworkUnavailableReasonKey"
NSURLSessionDownloadTaskResumeData: Final = "NSURLSessionDownloadTaskResumeData"
NSURLSessionUploadTaskResumeData: Final = "NSURLSessionUploadTaskResumeData"

# Authentication methods.
NSURLAuthenticationMethodClientCertificate: Final = "NSURLAuthenticationMethodClientCertificate"
NSURLAuthenticationMethodDefault: Final = "NSURLAuthenticationMethodDefault"
NSURLAuthenticationMethodHTMLForm: Final = "NSURLAuthenticationMethodHTMLForm"
NSURLAuthenticationMethodHTTPBasic: Final = "NSURLAuthenticationMethodHTTPBasic"
NSURLAuthenticationMethodHTTPDigest: Final = "NSURLAuthenticationMethodHTTPDigest"
NSURLAuthenticationMethodNTLM: Final = "NSURLAuthenticationMethodNTLM"
NSURLAuthenticationMethodNegotiate: Final = "NSURLAuthenticationMethodNegotiate"
NSURLAuthenticationMethodServerTrust: Final = "NSURLAuthenticationMethodServerTrust"

# Protocols and proxies of a protection space. As in GNUstep base, NSURLProtectionSpace.m;
# "https" is also what a Mac prints for a server.
NSURLProtectionSpaceFTP: Final = "ftp"
NSURLProtectionSpaceFTPProxy: Final = "ftp"
NSURLProtectionSpaceHTTP: Final = "http"
NSURLProtectionSpaceHTTPProxy: Final = "http"
NSURLProtectionSpaceHTTPS: Final = "https"
NSURLProtectionSpaceHTTPSProxy: Final = "https"
NSURLProtectionSpaceSOCKSProxy: Final = "SOCKS"

# Properties of a cookie.
NSHTTPCookieComment: Final = "Comment"
NSHTTPCookieCommentURL: Final = "CommentURL"
NSHTTPCookieDiscard: Final = "Discard"
NSHTTPCookieDomain: Final = "Domain"
NSHTTPCookieExpires: Final = "Expires"
NSHTTPCookieMaximumAge: Final = "Max-Age"
NSHTTPCookieName: Final = "Name"
NSHTTPCookieOriginURL: Final = "OriginURL"
NSHTTPCookiePath: Final = "Path"
NSHTTPCookiePort: Final = "Port"
NSHTTPCookieSameSiteLax: Final = "lax"
NSHTTPCookieSameSitePolicy: Final = "SameSite"
NSHTTPCookieSameSiteStrict: Final = "strict"
NSHTTPCookieSecure: Final = "Secure"
NSHTTPCookieSetByJavaScript: Final = "SetInJavaScript"
NSHTTPCookieValue: Final = "Value"
NSHTTPCookieVersion: Final = "Version"

# Notifications, run loop modes and keys.
NSDefaultRunLoopMode: Final = "kCFRunLoopDefaultMode"
NSHTTPCookieManagerAcceptPolicyChangedNotification: Final = "NSHTTPCookieManagerAcceptPolicyChangedNotification"
NSHTTPCookieManagerCookiesChangedNotification: Final = "NSHTTPCookieManagerCookiesChangedNotification"
NSLocalizedNumberFormatAttributeName: Final = "NSLocalizedNumberFormatAttributeName"  # not certain: taken from a port
NSRunLoopCommonModes: Final = "kCFRunLoopCommonModes"
NSURLCredentialStorageChangedNotification: Final = "NSURLCredentialStorageChangedNotification"
NSURLCredentialStorageRemoveSynchronizableCredentials: Final = "NSURLCredentialStorageRemoveSynchronizableCredentials"

# Numbers.
NSNotFound: Final = 2**63 - 1  # where a search found nothing
NSOperationQueueDefaultMaxConcurrentOperationCount: Final = -1
NSURLSessionTaskPriorityDefault: Final = 0.5
NSURLSessionTaskPriorityHigh: Final = 0.75
NSURLSessionTaskPriorityLow: Final = 0.25
NSURLSessionTransferSizeUnknown: Final = -1
# fmt: on
