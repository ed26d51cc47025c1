"""Cookies and stored credentials through a whole device: kept, sent, and whose they are."""

from __future__ import annotations

import pytest

from tests.network.played import OK, PAGE, Server
from tests.network.test_authenticating import Answers, basic, credential
from tests.scripted import Notes, request
from tests.small_delegates import loading
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSHTTPCookieAcceptPolicyNever,
    NSHTTPCookieStorage,
    NSURLCredentialStorage,
    NSURLProtectionSpace,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionConfiguration,
)
from urlsession_mock.network.wire import End, Happening, Head, Outgoing

USE, DEFAULT, CANCEL, REJECT = NSURLSessionAuthChallengeDisposition


def visits(asked: Outgoing) -> tuple[Happening, ...]:
    """Sets a cookie on the way of a redirect."""
    if asked.url.path() == "/a":
        return (Head(302, (("Set-Cookie", "visit=1; Path=/"), ("Location", "/b"))), End())
    return OK


def sent(server: Server) -> list[str | None]:
    return [asked.header("Cookie") for asked in server.asked]


def test_a_cookie_of_a_redirect_goes_with_the_next_request(device: Device) -> None:
    server = Server(device, visits)
    loading(device.session(Notes()), PAGE)
    device.run()
    assert sent(server) == [None, "visit=1"]
    (kept,) = NSHTTPCookieStorage.sharedHTTPCookieStorage().cookies()
    assert (kept.name(), kept.value()) == ("visit", "1")


@pytest.mark.parametrize("how", ["session sends none", "request handles none", "policy", "none"])
def test_cookies_can_be_declined(device: Device, how: str) -> None:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    asked = request().mutableCopy()
    if how == "session sends none":
        configuration.setHTTPShouldSetCookies_(False)
    elif how == "request handles none":
        asked.setHTTPShouldHandleCookies_(False)
    elif how == "policy":
        configuration.setHTTPCookieAcceptPolicy_(NSHTTPCookieAcceptPolicyNever)
    else:
        configuration.setHTTPCookieStorage_(None)
    server = Server(device, visits)
    session = device.session(Notes(), configuration=configuration)
    session.dataTaskWithRequest_(asked).resume()
    device.run()
    assert sent(server) == [None, None]


def test_an_ephemeral_session_has_cookies_of_its_own(device: Device) -> None:
    server = Server(device, visits)
    configuration = NSURLSessionConfiguration.ephemeralSessionConfiguration()
    loading(device.session(Notes(), configuration=configuration), PAGE)
    device.run()
    loading(device.session(Notes()), PAGE)
    device.run()
    assert sent(server) == [None, "visit=1", None, "visit=1"]


def test_a_cookie_the_app_sets_itself_stands(device: Device) -> None:
    server = Server(device, visits)
    asked = request().mutableCopy()
    asked.setValue_forHTTPHeaderField_("mine=1", "Cookie")
    device.session(Notes()).dataTaskWithRequest_(asked).resume()
    device.run()
    assert sent(server)[0] == "mine=1"


def test_a_stored_credential_is_proposed_and_default_handling_offers_it(device: Device) -> None:
    """R75."""
    server = Server(device, basic)
    make = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_
    space = make("example.com", 443, "https", "private", "NSURLAuthenticationMethodHTTPBasic")
    storage = NSURLCredentialStorage.sharedCredentialStorage()
    storage.setDefaultCredential_forProtectionSpace_(credential(), space)
    delegate = Answers((DEFAULT, None))
    loading(device.session(delegate), PAGE)
    device.run()
    assert delegate.proposed == [credential()]
    assert server.asked[-1].header("Authorization") is not None
    assert len(server.asked) == 2


def test_a_stored_credential_that_is_wrong_is_offered_once(device: Device) -> None:
    server = Server(device, basic)
    make = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_
    space = make("example.com", 443, "https", "private", "NSURLAuthenticationMethodHTTPBasic")
    storage = NSURLCredentialStorage.sharedCredentialStorage()
    storage.setDefaultCredential_forProtectionSpace_(credential("old"), space)
    delegate = Answers((DEFAULT, None))
    loading(device.session(delegate), PAGE)
    device.run()
    assert delegate.asked == [
        ("NSURLAuthenticationMethodHTTPBasic", 0),
        ("NSURLAuthenticationMethodHTTPBasic", 1),
    ]
    assert len(server.asked) == 2


def test_what_was_accepted_is_proposed_to_the_next_session(device: Device) -> None:
    Server(device, basic)
    loading(device.session(Answers((USE, "secret"))), PAGE)
    device.run()
    other = Answers((DEFAULT, None))
    loading(device.session(other), PAGE)
    device.run()
    assert other.proposed == [credential()]
    assert other.errors == [None]
