"""Secure connections: what each asks, and what becomes of the answers."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import pytest

from tests.network.driving import Answers, Driver, body, only, play
from tests.servers.certificates import Authority, Identity
from tests.servers.plain import PlainServer, plain_server
from urlsession_mock.foundation import NSError, NSURLCredential
from urlsession_mock.foundation.constants import (
    NSUnderlyingErrorKey,
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodServerTrust,
    NSURLErrorFailingURLPeerTrustErrorKey,
)
from urlsession_mock.foundation.trust import SecTrust
from urlsession_mock.network.wire import (
    Asked,
    Connected,
    End,
    Failure,
    Mark,
    Moment,
    Permission,
)

Make = Callable[..., Driver]
PASS, DEFAULT = Permission.PASS, Permission.DEFAULT


def credential(identity: object) -> NSURLCredential:
    return NSURLCredential.credentialWithIdentity_certificates_persistence_(identity, None, 0)


def test_a_trusted_server_is_asked_about_before_anything_is_sent(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    before = len(secure.asked)
    exchange = drive.open(f"{secure.url}/Nepal")
    [*_, asked] = drive.until(exchange, lambda one: isinstance(one, Asked))

    assert isinstance(asked, Asked)
    space, trust = asked.space, asked.space.serverTrust()
    assert space.authenticationMethod() == NSURLAuthenticationMethodServerTrust
    assert (space.host(), space.port(), space.protocol()) == (
        "127.0.0.1",
        secure.server_port,
        "https",
    )
    assert (asked.default, asked.info) == (None, {})
    assert isinstance(trust, SecTrust)
    assert trust.isTrusted()
    assert trust.host() == "127.0.0.1"
    assert len(secure.asked) == before
    exchange.answer(DEFAULT)
    assert body(drive.all(exchange)) == b"Kathmandu"


def test_the_trust_holds_the_servers_certificates(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    exchange = drive.open(f"{secure.url}/Nepal")
    [*_, asked] = drive.until(exchange, lambda one: isinstance(one, Asked))

    assert isinstance(asked, Asked)
    trust = asked.space.serverTrust()
    assert isinstance(trust, SecTrust)
    own = authority.for_loopback.certificate.read_text()
    assert trust.certificates()[0] == ssl.PEM_cert_to_DER_cert(own)


def test_a_connection_is_asked_about_once(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    play(drive, drive.open(f"{secure.url}/Nepal"), [(DEFAULT, None)])
    second = play(drive, drive.open(f"{secure.url}/Peru"), [])

    assert body(second) == b"Lima"
    assert only(Connected, second)[0].is_reused


def test_moments_and_connection_tell_of_tls(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    happenings = play(drive, drive.open(f"{secure.url}/Nepal"), [(DEFAULT, None)])
    [connected] = only(Connected, happenings)

    assert [mark.moment for mark in only(Mark, happenings)][:4] == [
        Moment.CONNECT_START,
        Moment.SECURE_CONNECTION_START,
        Moment.SECURE_CONNECTION_END,
        Moment.CONNECT_END,
    ]
    assert connected.tls_version == 0x0304
    assert connected.cipher_suite in (0x1301, 0x1302, 0x1303)


# fmt: off
DISTRUSTED = [
    # The certificate; the error's code, and SecureTransport's.
    ("expired",       -1201, -9814),
    ("not_yet_valid", -1204, -9815),
    ("for_another",   -1202, -9843),
]
# fmt: on


@pytest.mark.parametrize(("which", "code", "status"), DISTRUSTED)
def test_a_certificate_that_is_not_good_now_and_here_is_not_trusted(
    authority: Authority, driver: Make, which: str, code: int, status: int
) -> None:
    identity: Identity = getattr(authority, which)
    with plain_server(authority.context(identity)) as server:
        drive = driver(server.url, ca=str(authority.ca))
        happenings = play(drive, drive.open(f"{server.url}/Nepal"), [(DEFAULT, None)])

    last = happenings[-1]
    assert isinstance(last, Failure)
    assert (last.code, last.info["_kCFStreamErrorCodeKey"]) == (code, status)
    assert not server.asked


def test_an_unknown_authority_fails_as_on_a_mac_and_says_why(
    secure: PlainServer, stranger: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(stranger.ca))
    before = len(secure.asked)
    happenings = play(drive, drive.open(f"{secure.url}/Nepal"), [(DEFAULT, None)])
    last = happenings[-1]

    assert isinstance(last, Failure)
    assert last.code == -1202
    trust = last.info[NSURLErrorFailingURLPeerTrustErrorKey]
    assert isinstance(trust, SecTrust)
    assert not trust.isTrusted()
    assert "self-signed certificate in certificate chain" in str(trust.problem())
    cause = last.info[NSUnderlyingErrorKey]
    assert isinstance(cause, NSError)
    assert (cause.domain(), cause.code()) == ("kCFErrorDomainCFNetwork", -1202)
    assert cause.userInfo()["_kCFStreamErrorCodeKey"] == -9813
    assert cause.userInfo()["kCFStreamPropertySSLPeerTrust"] is trust
    assert len(secure.asked) == before


def test_a_delegate_may_let_an_unknown_authority_pass(
    secure: PlainServer, stranger: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(stranger.ca))
    happenings = play(drive, drive.open(f"{secure.url}/Nepal"), [(PASS, None)])

    assert body(happenings) == b"Kathmandu"
    assert happenings[-1] == End()


def test_what_one_session_lets_pass_no_other_goes_out_on(
    secure: PlainServer, stranger: Authority, driver: Make
) -> None:
    """R76."""
    drive = driver(secure.url, ca=str(stranger.ca))
    careless, careful = object(), object()
    play(drive, drive.open(f"{secure.url}/Nepal", owner=careless), [(PASS, None)])
    again = play(drive, drive.open(f"{secure.url}/Nepal", owner=careless), [])
    other = play(drive, drive.open(f"{secure.url}/Nepal", owner=careful), [(DEFAULT, None)])

    assert again[-1] == End()
    assert isinstance(other[-1], Failure)


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
class TestAServerThatWantsACertificate:
    @pytest.fixture
    def server(self, authority: Authority, newest: ssl.TLSVersion) -> Iterator[PlainServer]:
        context = authority.context(wants_client=ssl.CERT_REQUIRED, newest=newest)
        with plain_server(context) as server:
            yield server

    def test_asks_for_it_and_names_the_authorities(
        self, server: PlainServer, authority: Authority, driver: Make
    ) -> None:
        drive = driver(server.url, ca=str(authority.ca))
        answers: Answers = [(DEFAULT, None), (PASS, credential(authority.client.pair))]
        happenings = play(drive, drive.open(f"{server.url}/Nepal"), answers)
        space = only(Asked, happenings)[1].space

        assert space.authenticationMethod() == NSURLAuthenticationMethodClientCertificate
        assert space.distinguishedNames() is not None
        assert body(happenings) == b"Kathmandu"

    def test_refuses_who_shows_none(
        self, server: PlainServer, authority: Authority, driver: Make
    ) -> None:
        drive = driver(server.url, ca=str(authority.ca))
        answers: Answers = [(DEFAULT, None), (DEFAULT, None)]
        last = play(drive, drive.open(f"{server.url}/Nepal"), answers)[-1]

        assert isinstance(last, Failure)
        assert last.code == -1206

    def test_refuses_one_of_another_authority(
        self, server: PlainServer, authority: Authority, stranger: Authority, driver: Make
    ) -> None:
        drive = driver(server.url, ca=str(authority.ca))
        answers: Answers = [(DEFAULT, None), (PASS, credential(stranger.client.pair))]
        last = play(drive, drive.open(f"{server.url}/Nepal"), answers)[-1]

        assert isinstance(last, Failure)
        assert last.code == -1205

    def test_cannot_be_shown_what_is_no_pair_of_files(
        self, server: PlainServer, authority: Authority, driver: Make
    ) -> None:
        drive = driver(server.url, ca=str(authority.ca))
        answers: Answers = [(DEFAULT, None), (PASS, credential("a keychain's"))]
        last = play(drive, drive.open(f"{server.url}/Nepal"), answers)[-1]

        assert isinstance(last, Failure)
        cause = last.info[NSUnderlyingErrorKey]
        assert isinstance(cause, NSError)
        assert cause.localizedDescription().startswith(
            "with a real server, the identity of a credential is a pair of paths, of the "
            "certificate and of its key, in PEM; "
        )


def test_a_server_that_wants_no_certificate_but_takes_one_goes_on_without(
    authority: Authority, driver: Make
) -> None:
    with plain_server(authority.context(wants_client=ssl.CERT_OPTIONAL)) as server:
        drive = driver(server.url, ca=str(authority.ca))
        answers: Answers = [(DEFAULT, None), (DEFAULT, None)]
        happenings = play(drive, drive.open(f"{server.url}/Nepal"), answers)

    assert body(happenings) == b"Kathmandu"


def test_a_server_without_tls_fails_the_handshake(plain: PlainServer, driver: Make) -> None:
    happenings = driver("127.0.0.1").get(f"https://127.0.0.1:{plain.server_port}/")
    last = happenings[-1]

    assert isinstance(last, Failure)
    assert (last.code, last.info["_kCFStreamErrorCodeKey"]) == (-1200, -9802)


def test_a_question_that_is_never_answered_holds_nothing_up(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    exchange = drive.open(f"{secure.url}/Nepal")
    drive.until(exchange, lambda one: isinstance(one, Asked))

    assert exchange.next() is None
    assert drive.live.close() == []


def test_an_exchange_given_up_while_it_asks_lets_the_next_ask(
    secure: PlainServer, authority: Authority, driver: Make
) -> None:
    drive = driver(secure.url, ca=str(authority.ca))
    first = drive.open(f"{secure.url}/Nepal")
    drive.until(first, lambda one: isinstance(one, Asked))
    first.close()

    assert body(play(drive, drive.open(f"{secure.url}/Peru"), [(DEFAULT, None)])) == b"Lima"
