"""`UIApplicationDelegate`: the one method of it that background sessions need.

Typing and documentation; nothing here runs in a test. The fact is a row of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UIApplicationDelegate"]


class UIApplicationDelegate(Protocol):
    """What the system tells the app about background sessions. The method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/uikit/uiapplicationdelegate
    """

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self,
        application: object,
        identifier: str,
        completionHandler: Callable[[], None],
        /,
    ) -> None:
        """The app was woken because the session of that identifier has messages waiting.

        It comes on the main thread when all transfers of a background session have ended, or
        one needs authentication, and the app was suspended or not running. Store the handler
        under the identifier, then make the session if there is none. Call the handler exactly
        once, on the main thread, after that session's
        `URLSessionDidFinishEventsForBackgroundURLSession_`.
        https://developer.apple.com/documentation/uikit/uiapplicationdelegate/application(_:handleeventsforbackgroundurlsession:completionhandler:)
        """
        return None
