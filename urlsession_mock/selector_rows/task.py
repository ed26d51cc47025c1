"""The rows of `URLSessionTaskDelegate` up to the moment a body is needed.

Facts only, one row per method. What follows about a task is in `task_body.py`.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.common import (
    AUTH_CHALLENGE,
    DART,
    FOUNDATION,
    SDK,
    SESSION,
    TASK,
    WITH_IOS_7,
    WITH_IOS_11,
    WITH_IOS_16,
)
from urlsession_mock.selector_rows.selector import Argument, Background, Handler, Selector

TASK_PAGES: Final = FOUNDATION + "urlsessiontaskdelegate/"

CREATED = Selector(
    name="URLSession:didCreateTask:",
    label="created",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:didCreateTask:)",
    introduced=WITH_IOS_16,
    arguments=(SESSION, TASK),
    delivery=(
        "synchronous, on the thread that creates the task, before the creating call returns; "
        "NOT on the delegate queue"
    ),
    phase="task-created",
    background=Background(
        mode="undocumented",
        note=(
            "Apple does not say. By its nature it belongs to the process that creates the "
            "task, so a test double should not replay it for tasks re-attached after relaunch."
        ),
    ),
    summary=(
        "First message about a task, giving the delegate a chance to configure it before it is "
        "resumed."
    ),
    comment=(
        "The only delegate message that bypasses the delegate queue. The web page has no "
        "prose; the header comment is the only source."
    ),
    sources=(TASK_PAGES + "urlsession(_:didcreatetask:)", *SDK),
)

DELAYED = Selector(
    name="URLSession:task:willBeginDelayedRequest:completionHandler:",
    label="delayed",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:willBeginDelayedRequest:completionHandler:)",
    introduced=WITH_IOS_11,
    arguments=(
        SESSION,
        TASK,
        Argument("request", "NSURLRequest *", "NSURLRequest"),
        Argument(
            "completionHandler",
            "void (^)(NSURLSessionDelayedRequestDisposition, NSURLRequest * _Nullable)",
            "Callable[[NSURLSessionDelayedRequestDisposition, NSURLRequest | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=3,
        block_signature=("NSURLSessionDelayedRequestDisposition", "NSURLRequest * _Nullable"),
        block_python_types=("NSURLSessionDelayedRequestDisposition", "NSURLRequest | None"),
        default_if_method_missing="Loading goes ahead with the task's original request.",
        note=(
            "Dispositions: ContinueLoading 0, UseNewRequest 1 (second argument must then be "
            "non-nil), Cancel 2 (task completes with NSURLErrorCancelled). "
            "Cellular/expensive/constrained flags of a replacement request are ignored in "
            "favour of the original's."
        ),
        header_block_encoding="vq@",
        pyobjc_block_encoding="vq@",
    ),
    phase="pre-request",
    background=Background(
        mode="background-only",
        note=(
            "earliestBeginDate has no effect outside background sessions, so this message "
            "cannot occur elsewhere."
        ),
    ),
    summary=(
        "A task whose earliestBeginDate has arrived is about to load; the delegate may keep, "
        "replace or cancel its request."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:willbegindelayedrequest:completionhandler:)", *SDK),
)

WAITING = Selector(
    name="URLSession:taskIsWaitingForConnectivity:",
    label="waiting",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:taskIsWaitingForConnectivity:)",
    introduced=WITH_IOS_11,
    arguments=(SESSION, TASK),
    phase="pre-request",
    background=Background(
        mode="never", note="Background sessions always wait and ignore waitsForConnectivity."
    ),
    summary=(
        "The task cannot start because the network is absent or unsuitable and the "
        "configuration asked to wait; sent at most once per task."
    ),
    comment="Only for the initial connection, only when waitsForConnectivity is true.",
    sources=(TASK_PAGES + "urlsession(_:taskiswaitingforconnectivity:)", *SDK),
)

REDIRECT = Selector(
    name="URLSession:task:willPerformHTTPRedirection:newRequest:completionHandler:",
    label="redirect",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:willPerformHTTPRedirection:newRequest:completionHandler:)",
    swift_async_name="urlSession(_:task:willPerformHTTPRedirection:newRequest:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        TASK,
        Argument("response", "NSHTTPURLResponse *", "NSHTTPURLResponse"),
        Argument("request", "NSURLRequest *", "NSURLRequest"),
        Argument(
            "completionHandler",
            "void (^)(NSURLRequest * _Nullable)",
            "Callable[[NSURLRequest | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=4,
        block_signature=("NSURLRequest * _Nullable",),
        block_python_types=("NSURLRequest | None",),
        default_if_method_missing=(
            "The redirect is followed, up to the loader's own limit (exceeding it fails with "
            "NSURLErrorHTTPTooManyRedirects, -1007; the limit also applies when a delegate "
            "approves every hop)."
        ),
        header_block_encoding="v@",
        pyobjc_block_encoding="v@",
    ),
    phase="redirect",
    background=Background(
        mode="always-follow", note="Never called: redirects are followed without asking."
    ),
    summary=(
        "The server redirected; the delegate passes back the proposed request, an edited one, "
        "or nil to take the redirect response itself as the result."
    ),
    sources=(
        TASK_PAGES + "urlsession(_:task:willperformhttpredirection:newrequest:completionhandler:)",
        *SDK,
        DART,
    ),
)

CHALLENGE = Selector(
    name="URLSession:task:didReceiveChallenge:completionHandler:",
    label="challenge",
    protocol="NSURLSessionTaskDelegate",
    swift_name="urlSession(_:task:didReceive:completionHandler:)",
    swift_async_name="urlSession(_:task:didReceive:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        TASK,
        AUTH_CHALLENGE,
        Argument(
            "completionHandler",
            "void (^)(NSURLSessionAuthChallengeDisposition, NSURLCredential * _Nullable)",
            "Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=3,
        block_signature=("NSURLSessionAuthChallengeDisposition", "NSURLCredential * _Nullable"),
        block_python_types=("NSURLSessionAuthChallengeDisposition", "NSURLCredential | None"),
        default_if_method_missing=(
            "Default handling. The session-level method is not consulted for a "
            "request-specific challenge."
        ),
        note=(
            "RejectProtectionSpace makes the system ask again with the next offered protection "
            "space."
        ),
        header_block_encoding="vq@",
        pyobjc_block_encoding="vQ@",
    ),
    phase="challenge",
    background=Background(mode="delivered", note="May be the reason the app was woken."),
    summary=(
        "Request-specific authentication question (Basic, Digest, ...), and by the reference "
        "pages also the fallback for session-level ones."
    ),
    sources=(TASK_PAGES + "urlsession(_:task:didreceive:completionhandler:)", *SDK),
)
