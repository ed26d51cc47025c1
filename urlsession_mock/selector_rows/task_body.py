"""The rows of `URLSessionTaskDelegate` from the request's body to the end.

Facts only, one row per method. What comes earlier is in `task.py`.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.common import (
    ERROR,
    FOUNDATION,
    SDK,
    SESSION,
    TASK,
    WITH_IOS_7,
    WITH_IOS_10,
    WITH_IOS_17,
    int64,
)
from urlsession_mock.selector_rows.selector import Argument, Background, Handler, Selector

TASK_PAGES: Final = FOUNDATION + "urlsessiontaskdelegate/"

BODY_STREAM = Selector(
    name="URLSession:task:needNewBodyStream:",
    label="body-stream",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:needNewBodyStream:)",
    swift_async_name="urlSession(_:needNewBodyStreamForTask:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        TASK,
        Argument(
            "completionHandler",
            "void (^)(NSInputStream * _Nullable)",
            "Callable[[NSInputStream | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=2,
        block_signature=("NSInputStream * _Nullable",),
        block_python_types=("NSInputStream | None",),
        default_if_method_missing=(
            "Not stated. The reference says a delegate of a streamed upload must have it; file "
            "and data bodies do not need it. swift-corelibs answers nil."
        ),
        note=(
            "The third selector piece itself takes the block: there is no separate "
            "completionHandler: label."
        ),
        header_block_encoding="v@",
        pyobjc_block_encoding="v@",
    ),
    phase="request-body",
    background=Background(
        mode="not-applicable", note="Streamed bodies are not supported in background sessions."
    ),
    summary=(
        "The loader wants a fresh, unopened body stream: the first body of a streamed upload, "
        "or a replacement when a request must be resent."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:neednewbodystream:)", *SDK),
)

BODY_STREAM_FROM_OFFSET = Selector(
    name="URLSession:task:needNewBodyStreamFromOffset:completionHandler:",
    label="body-stream-from-offset",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:needNewBodyStreamFrom:completionHandler:)",
    swift_async_name="urlSession(_:needNewBodyStreamForTask:from:)",
    introduced=WITH_IOS_17,
    arguments=(
        SESSION,
        TASK,
        int64("offset"),
        Argument(
            "completionHandler",
            "void (^)(NSInputStream * _Nullable)",
            "Callable[[NSInputStream | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=3,
        block_signature=("NSInputStream * _Nullable",),
        block_python_types=("NSInputStream | None",),
        default_if_method_missing="Not stated.",
        header_block_encoding="v@",
        pyobjc_block_encoding="v@",
    ),
    phase="request-body",
    background=Background(
        mode="undocumented",
        note=(
            "Apple does not say; resumed background uploads come from a file, which needs no "
            "stream."
        ),
    ),
    summary=(
        "Asks for a body stream that starts at a byte offset, used when a failed upload is resumed."
    ),
    comment=(
        "PyObjC also carries metadata and a test for a non-existent spelling without 'task:' "
        "(URLSession:needNewBodyStreamFromOffset:completionHandler:). Do not copy that one."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:neednewbodystreamfrom:completionhandler:)", *SDK),
)

SENT = Selector(
    name="URLSession:task:didSendBodyData:totalBytesSent:totalBytesExpectedToSend:",
    label="sent",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:didSendBodyData:totalBytesSent:totalBytesExpectedToSend:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        TASK,
        int64("bytesSent"),
        int64("totalBytesSent"),
        int64("totalBytesExpectedToSend"),
    ),
    phase="request-body",
    background=Background(
        mode="delivered-while-running",
        note=(
            "Progress is a live report; Apple does not promise that missed reports are "
            "replayed after suspension."
        ),
    ),
    summary=(
        "Upload progress: bytes since the previous report, running total, and the expected "
        "total or -1."
    ),
    comment=(
        "Expected total comes from the data length, the file length or an explicit "
        "Content-Length; otherwise -1 for a stream, 0 for no body. Counts exclude headers."
    ),
    sources=(
        TASK_PAGES + "urlsession(_:task:didsendbodydata:totalbytessent:totalbytesexpectedtosend:)",
        *SDK,
    ),
)

INFORMATIONAL = Selector(
    name="URLSession:task:didReceiveInformationalResponse:",
    label="informational",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:didReceiveInformationalResponse:)",
    introduced=WITH_IOS_17,
    arguments=(SESSION, TASK, Argument("response", "NSHTTPURLResponse *", "NSHTTPURLResponse")),
    phase="interim-response",
    background=Background(mode="undocumented", note="Apple does not say."),
    summary="One call per interim 1xx response, except 101 Switching Protocols.",
    comment=(
        "The web page has no prose; the header comment is the only source. There is no "
        "didSendInformationalResponse."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:didreceiveinformationalresponse:)", *SDK),
)

METRICS = Selector(
    name="URLSession:task:didFinishCollectingMetrics:",
    label="metrics",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:didFinishCollecting:)",
    introduced=WITH_IOS_10,
    arguments=(
        SESSION,
        TASK,
        Argument("metrics", "NSURLSessionTaskMetrics *", "NSURLSessionTaskMetrics"),
    ),
    phase="metrics",
    background=Background(mode="delivered", note="Not stated separately for background sessions."),
    summary="Timing and transaction statistics for the task are complete.",
    comment=(
        "Order against didCompleteWithError is undocumented; metrics-first is usual. Alamofire "
        "tolerates either order and notes duplicates under the newer loader."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:didfinishcollecting:)", *SDK),
)

COMPLETE = Selector(
    name="URLSession:task:didCompleteWithError:",
    label="complete",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:didCompleteWithError:)",
    introduced=WITH_IOS_7,
    arguments=(SESSION, TASK, ERROR),
    phase="task-end",
    background=Background(
        mode="delivered",
        note=(
            "Queued while the app is away and delivered after re-attachment, before "
            "URLSessionDidFinishEventsForBackgroundURLSession:."
        ),
    ),
    summary=(
        "Last message about a task; nil means the transfer finished, whatever the HTTP status was."
    ),
    comment=(
        "Not sent for tasks created with a completion-handler block or Swift async call; not "
        "sent for a data task that turned into another task (the new task gets its own)."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:didcompletewitherror:)", *SDK),
)
