"""What several rows share: arguments, releases, sources.

Names for repeated facts, so that a row stays readable. No row is made here.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.selector import Argument, Introduced

# fmt: off
SESSION: Final         = Argument("session", "NSURLSession *", "NSURLSession")
TASK: Final            = Argument("task", "NSURLSessionTask *", "NSURLSessionTask")
DATA_TASK: Final       = Argument("dataTask", "NSURLSessionDataTask *", "NSURLSessionDataTask")
DOWNLOAD_TASK: Final   = Argument("downloadTask", "NSURLSessionDownloadTask *", "NSURLSessionDownloadTask")  # noqa: E501 - a table
STREAM_TASK: Final     = Argument("streamTask", "NSURLSessionStreamTask *", "NSURLSessionStreamTask")  # noqa: E501 - a table
WEB_SOCKET_TASK: Final = Argument("webSocketTask", "NSURLSessionWebSocketTask *", "NSURLSessionWebSocketTask")  # noqa: E501 - a table
ERROR: Final           = Argument("error", "NSError *", "NSError | None", nullable=True)
AUTH_CHALLENGE: Final  = Argument("challenge", "NSURLAuthenticationChallenge *", "NSURLAuthenticationChallenge")  # noqa: E501 - a table

#                               ios     macos    tvos    watchos  visionos  maccatalyst
WITH_IOS_7: Final  = Introduced("7.0",  "10.9",  "9.0",  "2.0",   "1.0",    "13.1")
WITH_IOS_9: Final  = Introduced("9.0",  "10.11", "9.0",  "2.0",   "1.0",    "13.1")
WITH_IOS_10: Final = Introduced("10.0", "10.12", "10.0", "3.0",   "1.0",    "13.1")
WITH_IOS_11: Final = Introduced("11.0", "10.13", "11.0", "4.0",   "1.0",    "13.1")
WITH_IOS_13: Final = Introduced("13.0", "10.15", "13.0", "6.0",   "1.0",    "13.1")
WITH_IOS_16: Final = Introduced("16.0", "13.0",  "16.0", "9.0",   "1.0",    "16.0")
WITH_IOS_17: Final = Introduced("17.0", "14.0",  "17.0", "10.0",  "1.0",    "17.0")

FOUNDATION: Final = "https://developer.apple.com/documentation/foundation/"
UIKIT: Final      = "https://developer.apple.com/documentation/uikit/"
# fmt: on

# The header, PyObjC's metadata and objc2's bindings agree on these rows.
SDK: Final = (
    "Apple NSURLSession.h, SDK header, public copy of unknown repository (API up to macOS 26.1)",
    "ronaldoussoren/pyobjc:pyobjc-framework-Cocoa/metadata/raw.Foundation/arm64-26.5.fwinfo@a5e1365f",
    "madsmtm/objc2-generated:Foundation/NSURLSession.rs@fff28a8e",
)
# Its tests run on Apple platforms.
DART: Final = "dart-lang/http:pkgs/cupertino_http/test/url_session_delegate_test.dart@a0d49cb2"


def int64(name: str) -> Argument:
    """A count or an offset in bytes."""
    return Argument(name, "int64_t", "int", type_encoding="q")
