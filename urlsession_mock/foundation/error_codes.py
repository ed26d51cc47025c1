"""Every code of NSURLErrorDomain, and a short text for each.

What it is: Apple's names and numbers, and descriptions in our own words. What it is not: the
keys of an error's userInfo (`constants.py`). Its one rule: a code has exactly one row.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "URL_ERROR_TEXTS",
    "NSURLErrorAppTransportSecurityRequiresSecureConnection",
    "NSURLErrorBackgroundSessionInUseByAnotherProcess",
    "NSURLErrorBackgroundSessionRequiresSharedContainer",
    "NSURLErrorBackgroundSessionWasDisconnected",
    "NSURLErrorBadServerResponse",
    "NSURLErrorBadURL",
    "NSURLErrorCallIsActive",
    "NSURLErrorCancelled",
    "NSURLErrorCancelledReasonBackgroundUpdatesDisabled",
    "NSURLErrorCancelledReasonInsufficientSystemResources",
    "NSURLErrorCancelledReasonUserForceQuitApplication",
    "NSURLErrorCannotCloseFile",
    "NSURLErrorCannotConnectToHost",
    "NSURLErrorCannotCreateFile",
    "NSURLErrorCannotDecodeContentData",
    "NSURLErrorCannotDecodeRawData",
    "NSURLErrorCannotFindHost",
    "NSURLErrorCannotLoadFromNetwork",
    "NSURLErrorCannotMoveFile",
    "NSURLErrorCannotOpenFile",
    "NSURLErrorCannotParseResponse",
    "NSURLErrorCannotRemoveFile",
    "NSURLErrorCannotWriteToFile",
    "NSURLErrorClientCertificateRejected",
    "NSURLErrorClientCertificateRequired",
    "NSURLErrorDNSLookupFailed",
    "NSURLErrorDataLengthExceedsMaximum",
    "NSURLErrorDataNotAllowed",
    "NSURLErrorDownloadDecodingFailedMidStream",
    "NSURLErrorDownloadDecodingFailedToComplete",
    "NSURLErrorFileDoesNotExist",
    "NSURLErrorFileIsDirectory",
    "NSURLErrorFileOutsideSafeArea",
    "NSURLErrorHTTPTooManyRedirects",
    "NSURLErrorInternationalRoamingOff",
    "NSURLErrorNetworkConnectionLost",
    "NSURLErrorNoPermissionsToReadFile",
    "NSURLErrorNotConnectedToInternet",
    "NSURLErrorRedirectToNonExistentLocation",
    "NSURLErrorRequestBodyStreamExhausted",
    "NSURLErrorResourceUnavailable",
    "NSURLErrorSecureConnectionFailed",
    "NSURLErrorServerCertificateHasBadDate",
    "NSURLErrorServerCertificateHasUnknownRoot",
    "NSURLErrorServerCertificateNotYetValid",
    "NSURLErrorServerCertificateUntrusted",
    "NSURLErrorTimedOut",
    "NSURLErrorUnknown",
    "NSURLErrorUnsupportedURL",
    "NSURLErrorUserAuthenticationRequired",
    "NSURLErrorUserCancelledAuthentication",
    "NSURLErrorZeroByteResource",
]

# fmt: off
NSURLErrorUnknown: Final = -1
NSURLErrorBackgroundSessionRequiresSharedContainer: Final = -995
NSURLErrorBackgroundSessionInUseByAnotherProcess: Final = -996
NSURLErrorBackgroundSessionWasDisconnected: Final = -997
NSURLErrorCancelled: Final = -999
NSURLErrorBadURL: Final = -1000
NSURLErrorTimedOut: Final = -1001
NSURLErrorUnsupportedURL: Final = -1002
NSURLErrorCannotFindHost: Final = -1003
NSURLErrorCannotConnectToHost: Final = -1004
NSURLErrorNetworkConnectionLost: Final = -1005
NSURLErrorDNSLookupFailed: Final = -1006
NSURLErrorHTTPTooManyRedirects: Final = -1007
NSURLErrorResourceUnavailable: Final = -1008
NSURLErrorNotConnectedToInternet: Final = -1009
NSURLErrorRedirectToNonExistentLocation: Final = -1010
NSURLErrorBadServerResponse: Final = -1011
NSURLErrorUserCancelledAuthentication: Final = -1012
NSURLErrorUserAuthenticationRequired: Final = -1013
NSURLErrorZeroByteResource: Final = -1014
NSURLErrorCannotDecodeRawData: Final = -1015
NSURLErrorCannotDecodeContentData: Final = -1016
NSURLErrorCannotParseResponse: Final = -1017
NSURLErrorInternationalRoamingOff: Final = -1018
NSURLErrorCallIsActive: Final = -1019
NSURLErrorDataNotAllowed: Final = -1020
NSURLErrorRequestBodyStreamExhausted: Final = -1021
NSURLErrorAppTransportSecurityRequiresSecureConnection: Final = -1022
NSURLErrorFileDoesNotExist: Final = -1100
NSURLErrorFileIsDirectory: Final = -1101
NSURLErrorNoPermissionsToReadFile: Final = -1102
NSURLErrorDataLengthExceedsMaximum: Final = -1103
NSURLErrorFileOutsideSafeArea: Final = -1104
NSURLErrorSecureConnectionFailed: Final = -1200
NSURLErrorServerCertificateHasBadDate: Final = -1201
NSURLErrorServerCertificateUntrusted: Final = -1202
NSURLErrorServerCertificateHasUnknownRoot: Final = -1203
NSURLErrorServerCertificateNotYetValid: Final = -1204
NSURLErrorClientCertificateRejected: Final = -1205
NSURLErrorClientCertificateRequired: Final = -1206
NSURLErrorCannotLoadFromNetwork: Final = -2000
NSURLErrorCannotCreateFile: Final = -3000
NSURLErrorCannotOpenFile: Final = -3001
NSURLErrorCannotCloseFile: Final = -3002
NSURLErrorCannotWriteToFile: Final = -3003
NSURLErrorCannotRemoveFile: Final = -3004
NSURLErrorCannotMoveFile: Final = -3005
NSURLErrorDownloadDecodingFailedMidStream: Final = -3006
NSURLErrorDownloadDecodingFailedToComplete: Final = -3007

# Values of NSURLErrorBackgroundTaskCancelledReasonKey (R85).
NSURLErrorCancelledReasonUserForceQuitApplication: Final = 0
NSURLErrorCancelledReasonBackgroundUpdatesDisabled: Final = 1
NSURLErrorCancelledReasonInsufficientSystemResources: Final = 2

# What localizedDescription says where an error brings no text of its own. Ours, not Apple's.
URL_ERROR_TEXTS: Final[dict[int, str]] = {
    -1:    "Something unexpected went wrong.",
    -995:  "A background session in an app extension needs a shared container.",
    -996:  "Another process is already using this background session.",
    -997:  "The connection to the background transfer service was lost.",
    -999:  "The task was cancelled.",
    -1000: "The URL is malformed.",
    -1001: "The request took too long and timed out.",
    -1002: "This kind of URL is not supported.",
    -1003: "No server with this host name could be found.",
    -1004: "The server could not be reached.",
    -1005: "The connection was lost in the middle of the transfer.",
    -1006: "The host name could not be looked up.",
    -1007: "There were too many redirects.",
    -1008: "The resource is not available.",
    -1009: "This device is not connected to the internet.",
    -1010: "A redirect led to a place that does not exist.",
    -1011: "The server sent a response that makes no sense.",
    -1012: "Authentication was called off.",
    -1013: "Authentication is needed to see this resource.",
    -1014: "The resource is empty.",
    -1015: "The raw data could not be decoded.",
    -1016: "The content could not be decoded.",
    -1017: "The response could not be parsed.",
    -1018: "Roaming abroad is turned off.",
    -1019: "A phone call keeps this network from carrying data.",
    -1020: "The mobile network does not allow data now.",
    -1021: "The body stream ran dry before the request was sent.",
    -1022: "App Transport Security demands a secure connection.",
    -1100: "The file does not exist.",
    -1101: "The file is a directory.",
    -1102: "The file may not be read.",
    -1103: "The resource is larger than allowed.",
    -1104: "The file lies outside the area that may be read.",
    -1200: "A secure connection could not be made.",
    -1201: "The server's certificate is out of date.",
    -1202: "The server's certificate is not trusted.",
    -1203: "The server's certificate comes from an unknown authority.",
    -1204: "The server's certificate is not valid yet.",
    -1205: "The server refused the client certificate.",
    -1206: "The server asks for a client certificate.",
    -2000: "Only the cache was allowed, and it does not hold the resource.",
    -3000: "The file could not be created.",
    -3001: "The file could not be opened.",
    -3002: "The file could not be closed.",
    -3003: "The file could not be written.",
    -3004: "The file could not be removed.",
    -3005: "The file could not be moved.",
    -3006: "Decoding failed in the middle of the download.",
    -3007: "Decoding failed at the end of the download.",
}
# fmt: on
