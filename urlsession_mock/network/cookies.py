"""Cookies on the wire: the header a request carries, and what is kept of an answer.

Pure but for the store it is given. Not here: the store and what a cookie is
(foundation/cookie_storage.py, cookie_fields.py). One rule: a store is asked through Apple's methods
only, so that a subclass of the app's own is heeded.
"""

from __future__ import annotations

from urlsession_mock.foundation.cookie import NSHTTPCookie
from urlsession_mock.foundation.cookie_fields import is_same_site
from urlsession_mock.foundation.cookie_storage import NSHTTPCookieStorage, accepts
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.wire import Head

__all__ = ["header_for", "take"]


def header_for(
    storage: NSHTTPCookieStorage, url: NSURL, main_document_url: NSURL | None = None
) -> str | None:
    """The value of the Cookie header for a request to this URL, or None.

    Inferred: under a main document of another site, a cookie with a SameSite policy stays back;
    without a main document none does.
    """
    cookies: list[NSHTTPCookie] = storage.cookiesForURL_(url)
    host, main = url.host() or "", main_document_url.host() if main_document_url else None
    if main is not None and not is_same_site(host, main):
        cookies = [cookie for cookie in cookies if cookie.sameSitePolicy() is None]
    fields: dict[str, str] = NSHTTPCookie.requestHeaderFieldsWithCookies_(cookies)
    return fields.get("Cookie")


def take(
    storage: NSHTTPCookieStorage,
    head: Head,
    url: NSURL,
    policy: int,
    main_document_url: NSURL | None = None,
) -> None:
    """Store the cookies of an answer, where the session's policy and the store's accept them."""
    if not accepts(policy, url, main_document_url):
        return
    values = [value for name, value in head.headers if name.lower() == "set-cookie"]
    cookies = NSHTTPCookie.received(values, url, storage.now())
    if cookies:
        storage.setCookies_forURL_mainDocumentURL_(cookies, url, main_document_url)
