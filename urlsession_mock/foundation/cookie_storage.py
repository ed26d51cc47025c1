"""NSHTTPCookieStorage: the cookies of an app.

What it is: the shared store of the active device, and private ones. What it is not: what a transfer
does with cookies (network/cookies.py). Its one rule: a cookie that has ended is as good as gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.constants import (
    NSHTTPCookieManagerAcceptPolicyChangedNotification,
    NSHTTPCookieManagerCookiesChangedNotification,
)
from urlsession_mock.foundation.cookie import NSHTTPCookie, today
from urlsession_mock.foundation.cookie_fields import is_same_site, spans
from urlsession_mock.foundation.loading_enums import NSHTTPCookieAcceptPolicy
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.notification_center import announce
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

    from urlsession_mock.foundation.date import NSDate
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["NSHTTPCookieStorage", "accepts"]

_PORTS: Final = {"http": 80, "https": 443}


def accepts(policy: int, url: NSURL | None, main_document_url: NSURL | None) -> bool:
    """Whether a policy lets this URL set cookies.

    Inferred: without a main document every URL is taken for one, or no session would ever store a
    cookie under its default policy.
    """
    if policy == NSHTTPCookieAcceptPolicy.Never:
        return False
    if policy == NSHTTPCookieAcceptPolicy.Always or url is None or main_document_url is None:
        return True
    return is_same_site(url.host() or "", main_document_url.host() or "")


@not_simulated("sortedCookiesUsingDescriptors:")
class NSHTTPCookieStorage(NSObject):
    """A store of cookies. Source: developer.apple.com/documentation/foundation/nshttpcookiestorage

    `alloc().init()` makes a private one.
    """

    __slots__ = ("_cookies", "_now", "_policy", "_times")
    _cookies: dict[tuple[str, str, str], NSHTTPCookie]
    _times: dict[tuple[str, str, str], tuple[float, float]]
    _now: Callable[[], float]
    _policy: NSHTTPCookieAcceptPolicy

    @classmethod
    def sharedHTTPCookieStorage(cls) -> NSHTTPCookieStorage:
        """The store of the app on the active device. Raises `NoActiveDevice` without one."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        return current().stores.cookies

    @classmethod
    def sharedCookieStorageForGroupContainerIdentifier_(
        cls, identifier: str, /
    ) -> NSHTTPCookieStorage:
        """The store that the apps of a group share on the active device."""
        must_be(str, identifier, "sharedCookieStorageForGroupContainerIdentifier_", "pass its name")
        # later: as above
        from urlsession_mock.world import current

        return current().stores.group(identifier)

    @classmethod
    def with_clock(cls, now: Callable[[], float]) -> Self:
        """A private store, by a clock in seconds since 1970. Ours."""
        made = cls.alloc().init()
        made._now = now
        return made

    def init(self) -> Self:
        """A private store, empty, by the active device's clock."""
        self._cookies, self._times, self._now = {}, {}, today
        # developer.apple.com/documentation/foundation/nshttpcookiestorage: the default is Always.
        self._policy = NSHTTPCookieAcceptPolicy.Always
        return self

    def now(self) -> float:
        """The store's time, in seconds since 1970. Ours."""
        return self._now()

    def app_ended(self) -> None:
        """The app's process is gone, and the cookies of its session with it. Ours."""
        for key, cookie in list(self._cookies.items()):
            if cookie.isSessionOnly():
                self._forget(key)

    # What is stored.

    def cookies(self) -> NSArray[NSHTTPCookie]:
        """All cookies."""
        now = self._now()
        for key, cookie in list(self._cookies.items()):
            ends = cookie._fields.expires
            if ends is not None and ends <= now:
                self._forget(key)
        return NSArray(self._cookies.values())

    def cookiesForURL_(self, url: NSURL, /) -> NSArray[NSHTTPCookie]:
        """The cookies that are sent to a URL, as ordered by RFC 6265, 5.4: long paths first."""
        must_be(NSURL, url, "cookiesForURL_", "make one with NSURL.URLWithString_(...)")
        scheme = (url.scheme() or "").lower()
        sent = [
            cookie
            for cookie in self.cookies()
            if spans(
                cookie._fields,
                url.host() or "",
                url.path() or "/",
                is_secure=scheme in ("https", "wss"),
                port=url.port() or _PORTS.get(scheme),
            )
        ]
        return NSArray(
            sorted(sent, key=lambda one: (-len(one.path()), self._first(one._fields.key)))
        )

    def _first(self, key: tuple[str, str, str]) -> float:
        """When a cookie was first stored; another lane may have removed it by now."""
        return self._times.get(key, (0.0, 0.0))[0]

    def getCookiesForTask_completionHandler_(
        self, task: NSURLSessionTask, handler: Callable[[list[NSHTTPCookie] | None], object], /
    ) -> None:
        """Hand the cookies that a task would send to the handler, at once."""
        request = task.currentRequest()
        url = request.URL() if request is not None else None
        handler(None if url is None else self.cookiesForURL_(url))

    # Storing and removing.

    def setCookie_(self, cookie: NSHTTPCookie, /) -> None:
        """Store a cookie in place of one of the same name, domain and path.

        Ignored where the policy is Never. One that has ended removes the other.
        """
        must_be(NSHTTPCookie, cookie, "setCookie_", "make an NSHTTPCookie")
        if self._policy == NSHTTPCookieAcceptPolicy.Never:
            return
        key = cookie._fields.key
        now = self._now()
        first, _ = self._times.get(key, (now, now))  # 5.3, 11.3: a successor keeps the age
        self._times[key] = first, now
        self._cookies[key] = cookie
        announce(NSHTTPCookieManagerCookiesChangedNotification, self)

    def setCookies_forURL_mainDocumentURL_(
        self, cookies: Iterable[NSHTTPCookie], url: NSURL | None, main: NSURL | None, /
    ) -> None:
        """Store the cookies that came from a URL, where the policy accepts them."""
        if accepts(self._policy, url, main):
            for cookie in cookies:
                self.setCookie_(cookie)

    def storeCookies_forTask_(
        self, cookies: Iterable[NSHTTPCookie], task: NSURLSessionTask, /
    ) -> None:
        """Store the cookies that came for a task, where the policy accepts them."""
        request = task.currentRequest()
        url, main = (None, None) if request is None else (request.URL(), request.mainDocumentURL())
        self.setCookies_forURL_mainDocumentURL_(cookies, url, main)

    def deleteCookie_(self, cookie: NSHTTPCookie, /) -> None:
        """Remove the cookie of this name, domain and path; harmless where there is none."""
        must_be(NSHTTPCookie, cookie, "deleteCookie_", "pass one of cookies()")
        if cookie._fields.key in self._cookies:
            self._forget(cookie._fields.key)
            announce(NSHTTPCookieManagerCookiesChangedNotification, self)

    def removeCookiesSinceDate_(self, date: NSDate, /) -> None:
        """Remove the cookies stored since a date."""
        since = date.timeIntervalSince1970()
        late = [key for key, (_, stored) in list(self._times.items()) if stored >= since]
        for key in late:
            self._forget(key)
        if late:
            announce(NSHTTPCookieManagerCookiesChangedNotification, self)

    def _forget(self, key: tuple[str, str, str]) -> None:
        self._cookies.pop(key, None)
        self._times.pop(key, None)

    def cookieAcceptPolicy(self) -> NSHTTPCookieAcceptPolicy:
        """Which cookies are stored; all by default. A session has a policy of its own as well."""
        return self._policy

    def setCookieAcceptPolicy_(self, policy: int, /) -> None:
        """Set which cookies are stored. Raises ValueError for an unknown number."""
        before, self._policy = self._policy, NSHTTPCookieAcceptPolicy(policy)
        if self._policy != before:
            announce(NSHTTPCookieManagerAcceptPolicyChangedNotification, self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self._cookies)} cookies>"
