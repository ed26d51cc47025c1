"""What a response leads to before its body is read: cookies, a challenge, a redirect.

Not here: what cookies and redirects say, which is pure (cookies.py, redirects.py). One rule: what
the delegate decides holds, and the request goes out again or the response stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.foundation.error_codes import (
    NSURLErrorHTTPTooManyRedirects,
)
from urlsession_mock.lifecycle import Answer as Reply
from urlsession_mock.network import cookies, redirects
from urlsession_mock.network.asking import Again, Failed, Granted, Steps
from urlsession_mock.network.authenticating import Authenticating
from urlsession_mock.network.patience import Patience
from urlsession_mock.network.timing import Timing
from urlsession_mock.network.wire import Head, Headers, Outgoing
from urlsession_mock.selectors import REDIRECT

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.request import NSURLRequest
    from urlsession_mock.foundation.response import NSHTTPURLResponse
    from urlsession_mock.foundation.url import NSURL
    from urlsession_mock.world import World

__all__ = ["Heeding"]


class Heeding(Authenticating):
    """The part of a transfer that heeds what a server's response wants."""

    def __init__(
        self,
        life: Life,
        world: World,
        configuration: NSURLSessionConfiguration,
        granted: Granted,
    ) -> None:
        clock = world.clock
        whole = configuration.timeoutIntervalForResource()
        between = configuration.timeoutIntervalForRequest()
        patience = Patience(clock.now, whole, between)
        super().__init__(life, world, configuration, patience, granted)
        self._timing = Timing(clock.today, clock.today() - clock.now())
        self._hops = 0

    # -- cookies ---------------------------------------------------------

    def _cookies(self, request: NSURLRequest, url: NSURL) -> Headers:
        """The header with the cookies that are sent, if any; what the app set itself stands."""
        configuration = self._configuration
        storage = self._world.stores.cookies_of(configuration)
        if storage is None or request.valueForHTTPHeaderField_("Cookie") is not None:
            return ()
        if not (configuration.HTTPShouldSetCookies() and request.HTTPShouldHandleCookies()):
            return ()
        header = cookies.header_for(storage, url, request.mainDocumentURL())
        return (("Cookie", header),) if header else ()

    def _take_cookies(self, request: NSURLRequest, sent: Outgoing, head: Head) -> None:
        """Keep the cookies of any response, also of one that redirects or denies."""
        storage = self._world.stores.cookies_of(self._configuration)
        if storage is not None and request.HTTPShouldHandleCookies():
            policy = self._configuration.HTTPCookieAcceptPolicy()
            with self._world.stores.notifications.announcing(self._world.lanes.post_to_main):
                cookies.take(storage, head, sent.url, policy, request.mainDocumentURL())

    # -- after the response came -----------------------------------------

    def _heed(
        self, request: NSURLRequest, sent: Outgoing, head: Head, response: NSHTTPURLResponse
    ) -> Steps[None]:
        """Do what the response wants. Raises `Again` where the request is to go out again."""
        self._take_cookies(request, sent, head)
        yield from self._authenticate(sent, head, response)
        following = redirects.proposed(request, head)
        if following is not None:
            yield from self._redirect(request, following, response)

    def _redirect(
        self, request: NSURLRequest, following: NSURLRequest, response: NSHTTPURLResponse
    ) -> Steps[None]:
        self._hops += 1
        if self._hops > redirects.LIMIT:
            raise Failed(NSURLErrorHTTPTooManyRedirects)  # whatever the delegate says (R72)
        facts = self._facts
        if self._is_background:
            facts.current_request = following  # always followed, never asked (R45)
        else:
            reply, _ = yield from self._ask(REDIRECT, response, following)
            if reply is Reply.REFUSE:
                return
        self._timing.redirects += 1
        now = facts.current_request
        assert now is not None  # the delegate was given one, and gave one back
        if now.HTTPMethod() != request.HTTPMethod():
            self._is_bodyless = True
        raise Again
