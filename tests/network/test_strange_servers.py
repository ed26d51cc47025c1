"""Servers send strange things: whatever stands in a header, a transfer goes on.

One rule: examples are the same in every run.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scripted import url
from urlsession_mock.foundation import (
    NSHTTPCookie,
    NSHTTPCookieStorage,
    NSURLCredential,
    NSURLCredentialPersistenceNone,
    NSURLRequest,
)
from urlsession_mock.network.challenges import asked, authorization, offered, verify
from urlsession_mock.network.cookies import header_for, take
from urlsession_mock.network.redirects import proposed
from urlsession_mock.network.wire import Head, Outgoing

# Derandomized: a failure in CI is a failure here.
FAST = settings(max_examples=40, deadline=None, derandomize=True, database=None)
PAGE = url("https://www.example.com/a/b?c")
REQUEST = Outgoing("GET", PAGE)
CREDENTIAL = NSURLCredential.credentialWithUser_password_persistence_(
    "me", "secret", NSURLCredentialPersistenceNone
)


def mixed(*pieces: str) -> st.SearchStrategy[str]:
    """Text made of pieces that mean something, and of anything else."""
    return st.lists(st.sampled_from(pieces) | st.text(max_size=5), max_size=12).map("".join)


@FAST
@given(mixed("Basic ", "Digest ", "NTLM ", 'realm="a"', 'nonce="n"', "qop=auth", ", ", "=", '"'))
def test_whatever_is_asked_can_be_answered(text: str) -> None:
    head = Head(401, (("WWW-Authenticate", text),))
    for space in asked(head, PAGE):
        name, value = authorization(space, CREDENTIAL, head, REQUEST, 1, "c")
        assert name == "Authorization"
        assert value


@FAST
@given(st.text(), st.text(), st.text())
def test_a_digest_is_known_again_whatever_the_names(realm: str, user: str, password: str) -> None:
    head = Head(401, (("WWW-Authenticate", offered("digest", realm, nonce="n")),))
    (space,) = asked(head, PAGE)
    assert space.realm() == realm
    credential = NSURLCredential.credentialWithUser_password_persistence_(
        user, password, NSURLCredentialPersistenceNone
    )
    _, value = authorization(space, credential, head, REQUEST, 1, "c")
    assert verify(value, user, password, REQUEST, realm=realm, nonce="n")


@FAST
@given(mixed("http://", "https:", "//", "example.com", ":80", "/a", "?", "#", "%", "..", " ", "["))
def test_wherever_a_redirect_points_the_request_has_a_url(location: str) -> None:
    following = proposed(NSURLRequest.requestWithURL_(PAGE), Head(302, (("Location", location),)))
    assert following is None or following.URL() is not None


@FAST
@given(mixed("a=b", "; ", "Domain=", "example.com", "Path=/", "Max-Age=", "Expires=", "1", "Wed, "))
def test_whatever_a_cookie_says_it_is_sent_back_or_dropped(text: str) -> None:
    store = NSHTTPCookieStorage.with_clock(lambda: 1000.0)
    take(store, Head(200, (("Set-Cookie", text),)), PAGE, 0)
    sent = header_for(store, PAGE)
    assert sent is None or "=" in sent
    for cookie in store.cookies():
        again = NSHTTPCookie.cookieWithProperties_(cookie.properties())
        assert again == cookie
