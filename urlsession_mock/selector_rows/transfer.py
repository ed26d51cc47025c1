"""The rows of `URLSessionDataDelegate` and `URLSessionDownloadDelegate`.

Facts only, one row per method. What every task is told is in `task.py`.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.common import (
    DATA_TASK,
    DOWNLOAD_TASK,
    FOUNDATION,
    SDK,
    SESSION,
    STREAM_TASK,
    WITH_IOS_7,
    WITH_IOS_9,
    int64,
)
from urlsession_mock.selector_rows.selector import Argument, Background, Handler, Selector

DATA_PAGES: Final = FOUNDATION + "urlsessiondatadelegate/"
DOWNLOAD_PAGES: Final = FOUNDATION + "urlsessiondownloaddelegate/"

RESPONSE = Selector(
    name="URLSession:dataTask:didReceiveResponse:completionHandler:",
    label="response",
    protocol="NSURLSessionDataDelegate",
    swift_name="urlSession(_:dataTask:didReceive:completionHandler:)",
    swift_async_name="urlSession(_:dataTask:didReceive:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        DATA_TASK,
        Argument("response", "NSURLResponse *", "NSURLResponse"),
        Argument(
            "completionHandler",
            "void (^)(NSURLSessionResponseDisposition)",
            "Callable[[NSURLSessionResponseDisposition], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=3,
        block_signature=("NSURLSessionResponseDisposition",),
        block_python_types=("NSURLSessionResponseDisposition",),
        default_if_method_missing="Allow: the task continues as a data task.",
        note="Dispositions: Cancel 0, Allow 1, BecomeDownload 2, BecomeStream 3.",
        header_block_encoding="vq",
        pyobjc_block_encoding="vQ",
    ),
    phase="response",
    background=Background(
        mode="never-for-uploads",
        note=(
            "Not called for background upload tasks. For the rare background data task Apple "
            "staff describe converting it here, while dart-lang's Apple-platform tests record "
            "that it is not called; treat as unsettled."
        ),
    ),
    summary=(
        "Headers are in; the task is paused until the delegate says cancel, allow, become a "
        "download or become a stream."
    ),
    comment="Called again for each part of a multipart/x-mixed-replace response.",
    sources=(DATA_PAGES + "urlsession(_:datatask:didreceive:completionhandler:)", *SDK),
)

BECAME_DOWNLOAD = Selector(
    name="URLSession:dataTask:didBecomeDownloadTask:",
    label="became-download",
    protocol="NSURLSessionDataDelegate",
    swift_name="urlSession(_:dataTask:didBecome:)",
    introduced=WITH_IOS_7,
    arguments=(SESSION, DATA_TASK, DOWNLOAD_TASK),
    phase="conversion",
    background=Background(
        mode="delivered-while-running",
        note=(
            "Follows the response method; only a background data task kept alive by a running "
            "app can get here."
        ),
    ),
    summary=(
        "The data task has been replaced by this download task after a BecomeDownload answer; "
        "the data task gets no more messages."
    ),
    comment=(
        "Shares its Swift name with the stream variant; Swift tells them apart by the last "
        "argument's type."
    ),
    sources=(DATA_PAGES + "urlsession(_:datatask:didbecome:)-60op5", *SDK),
)

BECAME_STREAM = Selector(
    name="URLSession:dataTask:didBecomeStreamTask:",
    label="became-stream",
    protocol="NSURLSessionDataDelegate",
    swift_name="urlSession(_:dataTask:didBecome:)",
    introduced=WITH_IOS_9,
    arguments=(SESSION, DATA_TASK, STREAM_TASK),
    phase="conversion",
    background=Background(
        mode="never",
        note="Stream tasks are not supported in background sessions (Apple staff table).",
    ),
    summary=(
        "The data task has been replaced by this stream task after a BecomeStream answer; the "
        "stream task keeps the original request and response."
    ),
    comment=(
        "If the request was pipelined the stream is read-only and writeClosedForStreamTask "
        "follows at once."
    ),
    sources=(DATA_PAGES + "urlsession(_:datatask:didbecome:)-7nqzu", *SDK),
)

DATA = Selector(
    name="URLSession:dataTask:didReceiveData:",
    label="data",
    protocol="NSURLSessionDataDelegate",
    swift_name="urlSession(_:dataTask:didReceive:)",
    introduced=WITH_IOS_7,
    arguments=(SESSION, DATA_TASK, Argument("data", "NSData *", "bytes")),
    phase="response-body",
    background=Background(
        mode="delivered",
        note=(
            "Used for the response body of background uploads; background data tasks only "
            "while the app is not suspended."
        ),
    ),
    summary="A further piece of the response body; the delegate accumulates pieces itself.",
    comment=(
        "Each call carries only new bytes; the object may be discontiguous. Applies to upload "
        "tasks too."
    ),
    sources=(DATA_PAGES + "urlsession(_:datatask:didreceive:)", *SDK),
)

CACHE = Selector(
    name="URLSession:dataTask:willCacheResponse:completionHandler:",
    label="cache",
    protocol="NSURLSessionDataDelegate",
    swift_name="urlSession(_:dataTask:willCacheResponse:completionHandler:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        DATA_TASK,
        Argument("proposedResponse", "NSCachedURLResponse *", "NSCachedURLResponse"),
        Argument(
            "completionHandler",
            "void (^)(NSCachedURLResponse * _Nullable)",
            "Callable[[NSCachedURLResponse | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=3,
        block_signature=("NSCachedURLResponse * _Nullable",),
        block_python_types=("NSCachedURLResponse | None",),
        default_if_method_missing="The caching policy of the session configuration decides.",
        note="Apple warns that not calling it leaks memory.",
        header_block_encoding="v@",
        pyobjc_block_encoding="v@",
    ),
    phase="cache",
    background=Background(
        mode="unlikely",
        note=(
            "Not stated; a background configuration has no URL cache by default, so nothing "
            "would be cached."
        ),
    ),
    summary=(
        "After all data has arrived, asks whether to cache the proposed response, an edited "
        "one, or (nil) nothing."
    ),
    comment="Not guaranteed to be called at all: only when the protocol handler decides to cache.",
    sources=(DATA_PAGES + "urlsession(_:datatask:willcacheresponse:completionhandler:)", *SDK),
)

FINISH_DOWNLOAD = Selector(
    name="URLSession:downloadTask:didFinishDownloadingToURL:",
    label="finish-download",
    protocol="NSURLSessionDownloadDelegate",
    swift_name="urlSession(_:downloadTask:didFinishDownloadingTo:)",
    optional=False,
    introduced=WITH_IOS_7,
    arguments=(SESSION, DOWNLOAD_TASK, Argument("location", "NSURL *", "NSURL")),
    phase="download-finish",
    background=Background(
        mode="delivered", note="Queued while the app is away; delivered after re-attachment."
    ),
    summary=(
        "The download succeeded and sits in a temporary file that must be opened, read or "
        "moved before this method returns."
    ),
    comment=(
        "The only REQUIRED method in the whole family. didCompleteWithError still follows. "
        "Also called for HTTP error statuses: the body of a 404 is a successful download."
    ),
    sources=(DOWNLOAD_PAGES + "urlsession(_:downloadtask:didfinishdownloadingto:)", *SDK),
)

WROTE = Selector(
    name="URLSession:downloadTask:didWriteData:totalBytesWritten:totalBytesExpectedToWrite:",
    label="wrote",
    protocol="NSURLSessionDownloadDelegate",
    swift_name="urlSession(_:downloadTask:didWriteData:totalBytesWritten:totalBytesExpectedToWrite:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        DOWNLOAD_TASK,
        int64("bytesWritten"),
        int64("totalBytesWritten"),
        int64("totalBytesExpectedToWrite"),
    ),
    phase="response-body",
    background=Background(
        mode="delivered-while-running",
        note="A live report; Apple does not promise replay after suspension.",
    ),
    summary=(
        "Download progress: bytes since the previous report, running total, and the "
        "Content-Length total or -1."
    ),
    sources=(
        DOWNLOAD_PAGES
        + "urlsession(_:downloadtask:didwritedata:totalbyteswritten:totalbytesexpectedtowrite:)",
        *SDK,
    ),
)

RESUMED = Selector(
    name="URLSession:downloadTask:didResumeAtOffset:expectedTotalBytes:",
    label="resumed",
    protocol="NSURLSessionDownloadDelegate",
    swift_name="urlSession(_:downloadTask:didResumeAtOffset:expectedTotalBytes:)",
    introduced=WITH_IOS_7,
    arguments=(SESSION, DOWNLOAD_TASK, int64("fileOffset"), int64("expectedTotalBytes")),
    phase="response",
    background=Background(mode="delivered", note="Same as other sessions."),
    summary=(
        "A download started from resume data has picked up at this byte offset (0 when the old "
        "bytes could not be reused)."
    ),
    sources=(
        DOWNLOAD_PAGES + "urlsession(_:downloadtask:didresumeatoffset:expectedtotalbytes:)",
        *SDK,
    ),
)
