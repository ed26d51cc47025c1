"""The rows of `URLSessionDelegate`, and the app delegate's part in them.

Facts only, one row per method. Tasks are in the files beside this one.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.common import (
    AUTH_CHALLENGE,
    ERROR,
    FOUNDATION,
    SDK,
    SESSION,
    UIKIT,
    WITH_IOS_7,
)
from urlsession_mock.selector_rows.selector import (
    Argument,
    Background,
    Handler,
    Introduced,
    Selector,
)

SESSION_PAGES: Final = FOUNDATION + "urlsessiondelegate/"
APPLICATION_PAGES: Final = UIKIT + "uiapplicationdelegate/"

INVALID = Selector(
    name="URLSession:didBecomeInvalidWithError:",
    label="invalid",
    protocol="NSURLSessionDelegate",
    swift_name="urlSession(_:didBecomeInvalidWithError:)",
    introduced=WITH_IOS_7,
    arguments=(SESSION, ERROR),
    phase="session-end",
    background=Background(
        mode="delivered",
        note=(
            "Same as other sessions on paper. Field reports say it can be missing or oddly "
            "ordered for background sessions (openradar 28422096, 33839325)."
        ),
    ),
    summary=(
        "Final message of a session's life: it is now unusable and will drop its delegate once "
        "this returns; error is nil when the app asked for it."
    ),
    comment="error non-nil only for a systemic failure the app did not request.",
    sources=(SESSION_PAGES + "urlsession(_:didbecomeinvalidwitherror:)", *SDK),
)

SESSION_CHALLENGE = Selector(
    name="URLSession:didReceiveChallenge:completionHandler:",
    label="session-challenge",
    protocol="NSURLSessionDelegate",
    swift_name="urlSession(_:didReceive:completionHandler:)",
    introduced=WITH_IOS_7,
    arguments=(
        SESSION,
        AUTH_CHALLENGE,
        Argument(
            "completionHandler",
            "void (^)(NSURLSessionAuthChallengeDisposition, NSURLCredential * _Nullable)",
            "Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]",
            type_encoding="@?",
        ),
    ),
    handler=Handler(
        index=2,
        block_signature=("NSURLSessionAuthChallengeDisposition", "NSURLCredential * _Nullable"),
        block_python_types=("NSURLSessionAuthChallengeDisposition", "NSURLCredential | None"),
        default_if_method_missing=(
            "Apple gives two answers. Reference pages: the session asks the delegate's "
            "task-level challenge method instead. Header: default handling. Both agree that if "
            "neither method exists the challenge gets default handling; measurements by a "
            "third party match the reference pages."
        ),
        note=(
            "Dispositions: UseCredential 0, PerformDefaultHandling 1, "
            "CancelAuthenticationChallenge 2, RejectProtectionSpace 3."
        ),
        header_block_encoding="vq@",
        pyobjc_block_encoding="vQ@",
    ),
    phase="challenge",
    background=Background(
        mode="delivered",
        note=(
            "Needing authentication is one of the two reasons the system relaunches the app "
            "and calls handleEventsForBackgroundURLSession."
        ),
    ),
    summary=(
        "Connection-wide authentication question (server trust, client certificate, NTLM, "
        "Negotiate) that the delegate answers with a disposition and maybe a credential."
    ),
    comment=(
        "Never called for non-session-level challenges (Basic, Digest, form, default...): "
        "those only go to the task-level method."
    ),
    sources=(SESSION_PAGES + "urlsession(_:didreceive:completionhandler:)", *SDK),
)

FINISH_EVENTS = Selector(
    name="URLSessionDidFinishEventsForBackgroundURLSession:",
    label="finish-events",
    protocol="NSURLSessionDelegate",
    swift_name="urlSessionDidFinishEvents(forBackgroundURLSession:)",
    introduced=Introduced(
        ios="7.0", macos="11.0", tvos="9.0", watchos="2.0", visionos="1.0", maccatalyst="13.1"
    ),
    arguments=(SESSION,),
    phase="background-finish",
    background=Background(
        mode="background-only",
        note=(
            "Only background sessions ever receive it. Takes no handler of its own: the "
            "handler to call is the one UIKit passed to the app delegate for the same "
            "identifier, and that call must happen on the main thread."
        ),
    ),
    summary=(
        "Everything the system had queued for this background session has now been handed to "
        "the delegate, so the app-delegate handler saved earlier may be called."
    ),
    comment=(
        "May arrive on a secondary thread (it follows the delegate queue). Older SDKs declared "
        "it for iOS only (NS_AVAILABLE_IOS(7_0), and AFNetworking still compiles it out on "
        "macOS); the header now says macOS 11.0."
    ),
    sources=(
        SESSION_PAGES + "urlsessiondidfinishevents(forbackgroundurlsession:)",
        FOUNDATION + "downloading-files-in-the-background",
        *SDK,
    ),
)

HANDOVER = Selector(
    name="application:handleEventsForBackgroundURLSession:completionHandler:",
    label="handover",
    protocol="UIApplicationDelegate",
    swift_name="application(_:handleEventsForBackgroundURLSession:completionHandler:)",
    swift_async_name="application(_:handleEventsForBackgroundURLSession:)",
    introduced=Introduced(
        ios="7.0",
        macos=None,
        tvos="listed without a version",
        watchos=None,
        visionos="1.0",
        maccatalyst="13.1",
    ),
    arguments=(
        Argument("application", "UIApplication *", "UIApplication"),
        Argument("identifier", "NSString *", "str"),
        Argument("completionHandler", "void (^)(void)", "Callable[[], None]", type_encoding="@?"),
    ),
    handler=Handler(
        index=2,
        block_signature=(),
        block_python_types=(),
        thread="main thread",
        default_if_method_missing=(
            "Not stated. Events still reach a session the app recreates by itself, but the "
            "system never learns that the app is done; observers report it still works without "
            "it."
        ),
        note=(
            "Call only after URLSessionDidFinishEventsForBackgroundURLSession: for a session "
            "with this identifier, exactly once, on the main thread. If UIKit's block is "
            "dropped uncalled it logs a warning."
        ),
        header_block_encoding="v",
        pyobjc_block_encoding=None,
    ),
    delivery="main thread, by UIKit",
    phase="background-wake",
    background=Background(
        mode="background-only",
        note=(
            "Needs sessionSendsLaunchEvents (default true). Not called at launch while "
            "transfers are still in progress. AppKit apps get no background launch."
        ),
    ),
    summary=(
        "The background session with this identifier has events waiting (all its transfers "
        "ended, or one needs authentication); keep the handler and call it on the main thread "
        "when the session reports its events finished."
    ),
    comment=(
        "SwiftUI equivalent: Scene.backgroundTask(.urlSession(id)) / .urlSession / "
        ".urlSession(matching:) (iOS 16, macOS 13, tvOS 16, watchOS 9); the action returning "
        "plays the part of calling the handler. Widgets: "
        "WidgetConfiguration.onBackgroundURLSessionEvents(matching:_:) (iOS 14), which still "
        "passes a completion closure. watchOS: WKApplicationDelegate.handle(_:) with "
        "WKURLSessionRefreshBackgroundTask.sessionIdentifier and "
        "setTaskCompletedWithSnapshot(_:). Swift's async form of this very method calls the "
        "handler when it returns, i.e. without waiting for finish-events unless the body "
        "awaits it."
    ),
    sources=(
        APPLICATION_PAGES + "application(_:handleeventsforbackgroundurlsession:completionhandler:)",
        FOUNDATION + "downloading-files-in-the-background",
        "madsmtm/objc2-generated:UIKit/UIApplication.rs@fff28a8e",
    ),
)
