"""Credentials, protection spaces and challenges."""
# ruff: noqa: E501 - Apple's names are this long

from __future__ import annotations

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodDefault,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodServerTrust,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLCredentialPersistenceNone,
    NSURLErrorUserAuthenticationRequired,
    NSURLProtectionSpace,
)


def credential(password: str = "secret") -> NSURLCredential:
    return NSURLCredential.credentialWithUser_password_persistence_(
        "jo", password, NSURLCredentialPersistenceForSession
    )


def space(
    protocol: str | None = "https", method: str | None = NSURLAuthenticationMethodHTTPBasic
) -> NSURLProtectionSpace:
    made = NSURLProtectionSpace.alloc()
    return made.initWithHost_port_protocol_realm_authenticationMethod_(
        "a.b", 443, protocol, "members", method
    )


def test_a_credential_keeps_its_parts() -> None:
    made = credential()

    assert (made.user(), made.password(), made.hasPassword()) == ("jo", "secret", True)
    assert made.persistence() is NSURLCredentialPersistenceForSession


def test_a_password_is_never_shown() -> None:
    assert repr(credential()) == "<NSURLCredential user 'jo', password hidden>"


def test_a_password_of_the_wrong_kind_is_not_shown_either() -> None:
    with pytest.raises(TypeError, match="takes the password as text") as caught:
        credential(b"secret")  # type: ignore[arg-type] # the misuse

    assert "secret" not in str(caught.value)


def test_equal_parts_make_equal_credentials() -> None:
    assert credential() == credential()
    assert hash(credential()) == hash(credential())
    assert credential() != credential("other")


def test_trust_and_identity_are_handed_back_as_they_came() -> None:
    trust, identity, certificate = object(), object(), object()
    trusting = NSURLCredential.credentialForTrust_(trust)
    client = NSURLCredential.credentialWithIdentity_certificates_persistence_(
        identity, [certificate], NSURLCredentialPersistenceNone
    )

    assert trusting == NSURLCredential.credentialForTrust_(trust)
    assert trusting != NSURLCredential.credentialForTrust_(object())
    assert trusting.user() is None
    assert client.identity() is identity
    assert client.certificates() == [certificate]
    assert not client.hasPassword()
    assert repr(client) == "<NSURLCredential for identity>"


def test_a_space_keeps_its_parts() -> None:
    made = space()

    assert (made.host(), made.port(), made.protocol()) == ("a.b", 443, "https")
    assert made.realm() == "members"
    assert made.authenticationMethod() == NSURLAuthenticationMethodHTTPBasic
    assert not made.isProxy()
    assert made.serverTrust() is None
    assert made.distinguishedNames() is None


def test_a_space_without_a_method_has_the_default_one() -> None:
    assert space(method=None).authenticationMethod() == NSURLAuthenticationMethodDefault


def test_a_proxy_has_a_type_and_no_protocol() -> None:
    made = NSURLProtectionSpace.alloc()
    made = made.initWithProxyHost_port_type_realm_authenticationMethod_(
        "proxy", 8080, "http", None, NSURLAuthenticationMethodHTTPBasic
    )

    assert (made.isProxy(), made.proxyType(), made.protocol()) == (True, "http", None)


@pytest.mark.parametrize(
    ("protocol", "method", "secure"),
    [
        ("https", NSURLAuthenticationMethodHTTPBasic, True),
        ("http", NSURLAuthenticationMethodHTTPBasic, False),
        ("http", NSURLAuthenticationMethodHTTPDigest, True),
    ],
)
def test_a_credential_is_received_securely_or_not(protocol: str, method: str, secure: bool) -> None:
    assert space(protocol, method).receivesCredentialSecurely() is secure


def test_trust_and_authorities_are_handed_back_as_they_came() -> None:
    trust = object()
    server = NSURLProtectionSpace.for_trust("a.b", 443, NSURLAuthenticationMethodServerTrust, trust)
    client = NSURLProtectionSpace.for_client_certificate(
        "a.b", 443, NSURLAuthenticationMethodClientCertificate, [NSData(b"name")]
    )

    assert server.serverTrust() is trust
    assert client.distinguishedNames() == [b"name"]


def test_equal_parts_make_equal_spaces() -> None:
    assert space() == space()
    assert hash(space()) == hash(space())
    assert space() != space("http")


def test_a_challenge_keeps_its_parts() -> None:
    sender = object()
    response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        NSURL.URLWithString_("https://a.b/"), 401, None, None
    )
    error = NSError.url_error(NSURLErrorUserAuthenticationRequired)
    made = NSURLAuthenticationChallenge.alloc()
    made = made.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
        space(), credential(), 2, response, error, sender
    )

    assert made.protectionSpace() == space()
    assert made.proposedCredential() == credential()
    assert made.previousFailureCount() == 2
    assert made.failureResponse() is response
    assert made.error() is error
    assert made.sender() is sender


def test_a_challenge_is_made_again_for_another_sender() -> None:
    first = NSURLAuthenticationChallenge.alloc()
    first = first.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
        space(), None, 1, None, None, "first"
    )
    second = NSURLAuthenticationChallenge.alloc().initWithAuthenticationChallenge_sender_(
        first, "second"
    )

    assert second.sender() == "second"
    assert second.previousFailureCount() == 1
    assert repr(second) == (
        "<NSURLAuthenticationChallenge <NSURLProtectionSpace a.b:443 "
        "NSURLAuthenticationMethodHTTPBasic realm 'members'> after 1 failures>"
    )


def test_a_challenge_needs_a_space() -> None:
    made = NSURLAuthenticationChallenge.alloc()

    with pytest.raises(TypeError, match="NSURLProtectionSpace"):
        made.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
            None,  # type: ignore[arg-type] # the misuse
            None,
            0,
            None,
            None,
            None,
        )
