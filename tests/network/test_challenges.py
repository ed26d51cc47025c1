"""Challenges by header: what is asked, what answers it, and what a server makes of the answer."""

from __future__ import annotations

import pytest

from tests.scripted import url
from urlsession_mock.foundation import (
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodNegotiate,
    NSURLAuthenticationMethodNTLM,
    NSURLAuthenticationMethodServerTrust,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLCredentialPersistenceNone,
    NSURLProtectionSpace,
)
from urlsession_mock.network.accepted import Accepted
from urlsession_mock.network.challenges import (
    asked,
    authorization,
    challenge,
    is_session_level,
    is_stale,
    is_usable,
    offered,
    verify,
)
from urlsession_mock.network.wire import Head, Outgoing

BASIC, DIGEST = NSURLAuthenticationMethodHTTPBasic, NSURLAuthenticationMethodHTTPDigest
NTLM, NEGOTIATE = NSURLAuthenticationMethodNTLM, NSURLAuthenticationMethodNegotiate
PAGE = "http://Example.com/dir/index.html"


def refused(*values: str, status: int = 401) -> Head:
    name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
    return Head(status, tuple((name, value) for value in values))


def methods(*values: str) -> list[tuple[str, str | None]]:
    return [(s.authenticationMethod(), s.realm()) for s in asked(refused(*values), url(PAGE))]


def known(user: str = "me", password: str = "secret", *, kept: bool = True) -> NSURLCredential:
    persistence = NSURLCredentialPersistenceForSession if kept else NSURLCredentialPersistenceNone
    return NSURLCredential.credentialWithUser_password_persistence_(user, password, persistence)


def request(address: str = PAGE, method: str = "GET", body: bytes = b"") -> Outgoing:
    return Outgoing(method, url(address), (), body)


def answer(value: str, credential: NSURLCredential, asking: Outgoing, cnonce: str = "c") -> str:
    head = refused(value)
    return authorization(asked(head, asking.url)[0], credential, head, asking, 1, cnonce)[1]


# -- what is asked -----------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (['Basic realm="a"'], [(BASIC, "a")]),
        (["basic realm=a"], [(BASIC, "a")]),
        (["Basic"], [(BASIC, None)]),
        ([r'Basic realm="say \"a, b\""'], [(BASIC, 'say "a, b"')]),
        (['Basic charset="UTF-8" , realm = "a"'], [(BASIC, "a")]),
        (["Negotiate, NTLM"], [(NEGOTIATE, None), (NTLM, None)]),
        (["NTLM", "Negotiate"], [(NEGOTIATE, None), (NTLM, None)]),
        (["NTLM TlRMTVNTUAAC=="], [(NTLM, None)]),
        (
            ['Basic realm="b", Digest realm="d", nonce="n", qop="auth"', "NTLM"],
            [(NTLM, None), (DIGEST, "d"), (BASIC, "b")],
        ),
        (['Basic realm="a"', 'Basic realm="b"', 'Basic realm="a"'], [(BASIC, "a"), (BASIC, "b")]),
    ],
)
def test_the_strongest_scheme_is_asked_about_first(
    values: list[str], expected: list[tuple[str, str | None]]
) -> None:
    assert methods(*values) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        ",,",
        "=",
        "(",
        'Bearer realm="a", error="invalid_token"',
        'Digest realm="no nonce"',
        'Digest realm="a", nonce="n", algorithm=SHA-3',
        'Digest realm="a", nonce="n", qop="other"',
    ],
)
def test_what_cannot_be_answered_is_not_asked_about(value: str) -> None:
    assert methods(value) == []


def test_a_401_without_a_header_is_simply_the_response() -> None:
    """C57."""
    assert asked(Head(401), url(PAGE)) == ()


@pytest.mark.parametrize("status", [200, 302, 403])
def test_other_statuses_ask_nothing(status: int) -> None:
    assert asked(Head(status, (("WWW-Authenticate", "Basic"),)), url(PAGE)) == ()


def test_a_scheme_that_is_passed_over_does_not_hide_the_next() -> None:
    assert methods('Bearer realm="x"', 'Basic realm="a"') == [(BASIC, "a")]


@pytest.mark.parametrize(
    ("address", "host", "port", "protocol"),
    [
        ("http://Example.com/a", "example.com", 80, "http"),
        ("https://example.com/a", "example.com", 443, "https"),
        ("https://example.com:8443/a", "example.com", 8443, "https"),
    ],
)
def test_a_space_says_which_server_asks(address: str, host: str, port: int, protocol: str) -> None:
    (space,) = asked(refused('Basic realm="a"'), url(address))
    assert (space.host(), space.port(), space.protocol()) == (host, port, protocol)
    assert not space.isProxy()


def test_a_407_is_asked_by_the_proxy() -> None:
    (space,) = asked(refused('Basic realm="a"', status=407), url(PAGE), ("proxy.example", 3128))
    assert (space.isProxy(), space.host(), space.port()) == (True, "proxy.example", 3128)
    name, _ = authorization(
        space, known(), refused('Basic realm="a"', status=407), request(), 1, ""
    )
    assert name == "Proxy-Authorization"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (BASIC, False),
        (DIGEST, False),
        (NTLM, True),
        (NEGOTIATE, True),
        (NSURLAuthenticationMethodServerTrust, True),
        (NSURLAuthenticationMethodClientCertificate, True),
    ],
)
def test_a_question_about_the_connection_is_the_sessions(method: str, expected: bool) -> None:
    """R73."""
    space = NSURLProtectionSpace.alloc()
    space.initWithHost_port_protocol_realm_authenticationMethod_("a", 1, "https", None, method)
    assert is_session_level(space) is expected


def test_a_challenge_carries_what_went_before() -> None:
    (space,) = asked(refused("Basic realm=a"), url(PAGE))
    made = challenge(space, proposed=known(), failures=2, response=None, error=None)
    assert made.protectionSpace() is space
    assert made.proposedCredential() == known()
    assert (made.previousFailureCount(), made.failureResponse(), made.error()) == (2, None, None)


# -- what answers it ---------------------------------------------------------


def test_basic_is_a_name_and_a_password() -> None:
    """The example of RFC 7617, 2."""
    given = answer('Basic realm="WallyWorld"', known("Aladdin", "open sesame"), request())
    assert given == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


def test_basic_is_in_utf_8() -> None:
    """The example of RFC 7617, 2.1."""
    given = answer('Basic realm="foo", charset="UTF-8"', known("test", "123\u00a3"), request())
    assert given == "Basic dGVzdDoxMjPCow=="


RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_gives_the_response_of_the_rfcs_example(algorithm: str, response: str) -> None:
    """RFC 7616, 3.9.1."""
    given = answer(
        RFC_7616.format(algorithm),
        known("Mufasa", "Circle of Life"),
        request("http://www.example.org/dir/index.html"),
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert f'response="{response}"' in given
    assert 'uri="/dir/index.html"' in given
    assert "qop=auth," in given
    assert "nc=00000001" in given
    assert 'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"' in given


def test_digest_without_a_qop_has_no_count() -> None:
    """The example of RFC 2069, with the erratum's response."""
    given = answer(
        'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'opaque="5ccc069c403ebaf9f0171e9517f40e41"',
        known("Mufasa", "CircleOfLife"),
        request(),
    )
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in given
    assert "nc=" not in given
    assert "cnonce=" not in given


def test_the_uri_of_a_digest_has_the_query() -> None:
    given = answer('Digest realm="a", nonce="n"', known(), request("http://example.com?q=a%20b#f"))
    assert 'uri="/?q=a%20b"' in given


def test_a_server_that_wants_no_names_gets_a_hash() -> None:
    given = answer('Digest realm="a", nonce="n", userhash=true', known(), request())
    assert "userhash=true" in given
    assert '"me"' not in given


def test_the_answer_names_the_space_that_was_chosen() -> None:
    head = refused('Basic realm="a", Digest realm="d", nonce="n"')
    spaces = asked(head, url(PAGE))
    assert [authorization(s, known(), head, request(), 1, "c")[1].split()[0] for s in spaces] == [
        "Digest",
        "Basic",
    ]


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("NTLM", "NTLM TlRMTVNTUAABAAAA"),
        ("NTLM TlRMTVNTUAACAAAA", "NTLM TlRMTVNTUAADAAAA"),
        ("Negotiate", "Negotiate dXJsc2Vzc2lvbi1tb2Nr"),
    ],
)
def test_a_token_looks_like_one(value: str, start: str) -> None:
    assert answer(value, known(), request()).startswith(start)


def test_a_credential_without_a_name_cannot_answer() -> None:
    head = refused("Basic realm=a")
    (space,) = asked(head, url(PAGE))
    trust = NSURLCredential.credentialForTrust_(object())
    assert (is_usable(space, known()), is_usable(space, trust), is_usable(space, None)) == (
        True,
        False,
        False,
    )
    with pytest.raises(ValueError, match="a name and a password are wanted; ask is_usable"):
        authorization(space, trust, head, request(), 1, "c")


def test_an_answer_to_what_was_not_offered_says_so() -> None:
    (space,) = asked(refused("Basic realm=a"), url(PAGE))
    with pytest.raises(
        ValueError, match=r"the 401 does not offer .* realm 'a'>; take one of asked"
    ):
        authorization(space, known(), refused("Basic realm=b"), request(), 1, "c")


@pytest.mark.parametrize(("flag", "expected"), [("stale=true", True), ("stale=false", False)])
def test_an_old_nonce_is_no_wrong_password(flag: str, expected: bool) -> None:
    assert is_stale(refused(f'Digest realm="a", nonce="n", {flag}')) is expected


# -- the server's side -------------------------------------------------------


def test_a_server_knows_basic() -> None:
    value = answer(offered("basic", 'a "b"'), known(), request())
    assert verify(value, "me", "secret", request())
    assert not verify(value, "me", "other", request())
    assert not verify(value, "you", "secret", request())
    assert not verify("Basic nonsense", "me", "secret", request())
    assert not verify(None, "me", "secret", request())


@pytest.mark.parametrize("user", ["me", 'a "quoted" name', "J\u00e4s\u00f8n Doe"])
@pytest.mark.parametrize("qop", ["", "auth", "auth-int"])
@pytest.mark.parametrize("algorithm", ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"])
@pytest.mark.parametrize("more", ["", ", userhash=true"])
def test_a_server_knows_every_digest(algorithm: str, qop: str, user: str, more: str) -> None:
    asking = offered("digest", "a b", nonce="n", algorithm=algorithm, qop=qop, opaque="o") + more
    sent = request(method="POST", body=b"body")
    value = answer(asking, known(user), sent)

    def is_proof(password: str = "secret", asked: Outgoing = sent, nonce: str = "n") -> bool:
        return verify(value, user, password, asked, realm="a b", nonce=nonce, algorithm=algorithm)

    assert is_proof()
    assert not is_proof(password="other")
    assert not is_proof(nonce="other")
    assert not is_proof(asked=request(method="GET", body=b"body"))
    assert not is_proof(asked=request("http://example.com/other", "POST", b"body"))
    assert is_proof(asked=request(method="POST", body=b"other")) is (qop != "auth-int")


def test_a_server_that_wants_a_digest_takes_no_basic() -> None:
    basic = answer("Basic realm=a", known(), request())
    assert not verify(basic, "me", "secret", request(), realm="a", nonce="n")


@pytest.mark.parametrize(
    ("scheme", "text"),
    [("digest", "needs a nonce"), ("bearer", "the schemes are negotiate, ntlm, digest, basic")],
)
def test_an_offer_that_cannot_be_made_says_why(scheme: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        offered(scheme, "a")


# -- what was accepted -------------------------------------------------------


def accepted(value: str, address: str = PAGE, *, kept: bool = True) -> Accepted:
    table, head = Accepted(), refused(value)
    table.keep(asked(head, url(address))[0], known(kept=kept), head, url(address))
    return table


@pytest.mark.parametrize(
    ("address", "is_sent"),
    [
        ("http://example.com/dir/other", True),
        ("http://EXAMPLE.com:80/dir/deep/er", True),
        ("http://example.com/", False),
        ("http://example.com/directory/", False),
        ("https://example.com/dir/other", False),
        ("http://other.example/dir/other", False),
    ],
)
def test_basic_is_sent_at_once_below_the_folder(address: str, is_sent: bool) -> None:
    """RFC 7617, 2.2."""
    sent = accepted('Basic realm="a"').headers(request(address), "c")
    assert [name for name, _ in sent] == (["Authorization"] if is_sent else [])


def test_basic_spans_all_folders_that_accepted_it() -> None:
    table = accepted('Basic realm="a"', "http://example.com/x/y/1")
    head = refused('Basic realm="a"')
    there = url("http://example.com/x/z/2")
    table.keep(asked(head, there)[0], known(), head, there)
    assert table.find(url("http://example.com/x/3")) is not None
    assert table.find(url("http://example.com/3")) is None


def test_digest_is_sent_at_once_to_the_whole_server_and_counted() -> None:
    table = accepted('Digest realm="a", nonce="n", qop="auth"')
    values = [table.headers(request("http://example.com/other"), "c")[0][1] for _ in range(2)]
    assert ["nc=00000002" in values[0], "nc=00000003" in values[1]] == [True, True]
    assert verify(
        values[1], "me", "secret", request("http://example.com/other"), realm="a", nonce="n"
    )


def test_a_credential_without_persistence_is_not_sent_again() -> None:
    """R76."""
    assert accepted("Basic realm=a", kept=False).find(url(PAGE)) is None


@pytest.mark.parametrize("value", ["NTLM", "Negotiate"])
def test_what_belongs_to_a_connection_is_not_sent_again(value: str) -> None:
    assert accepted(value).find(url(PAGE)) is None


def test_what_the_app_set_itself_stands() -> None:
    own = Outgoing("GET", url(PAGE), (("authorization", "Bearer x"),))
    assert accepted("Basic realm=a").headers(own, "c") == ()


def test_a_proxy_gets_its_header_whatever_the_server() -> None:
    table, head = accepted("Basic realm=a"), refused("Basic realm=p", status=407)
    table.keep(asked(head, url(PAGE), ("proxy", 1))[0], known(), head, url(PAGE))
    names = [name for name, _ in table.headers(request(), "c")]
    assert names == ["Proxy-Authorization", "Authorization"]
    elsewhere = table.headers(request("https://other.example/"), "c")
    assert [name for name, _ in elsewhere] == ["Proxy-Authorization"]


def test_what_a_server_refuses_after_all_is_forgotten() -> None:
    table = accepted("Basic realm=a")
    found = table.find(url(PAGE))
    assert found is not None
    table.forget(found.space)
    table.forget(found.space)
    assert table.find(url(PAGE)) is None
