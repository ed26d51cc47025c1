"""Which real servers are contacted: those that a test named, and no other."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.network.driving import Driver
from tests.scripted import url
from tests.servers.plain import PlainServer
from urlsession_mock import Device
from urlsession_mock.errors import HostNotAllowed, MissingExtra
from urlsession_mock.foundation.constants import NSLocalizedDescriptionKey
from urlsession_mock.foundation.error_codes import NSURLErrorCannotConnectToHost
from urlsession_mock.network import hosts
from urlsession_mock.network.hosts import Hosts
from urlsession_mock.network.live import REFUSED_KEY
from urlsession_mock.network.wire import Failure

Make = Callable[..., Driver]


# fmt: off
PATTERNS = [
    ("127.0.0.1",             "http://127.0.0.1:8080/a",      True),
    ("127.0.0.1",             "https://127.0.0.1/",           True),
    ("127.0.0.1:8080",        "http://127.0.0.1:8080/a",      True),
    ("127.0.0.1:8080",        "http://127.0.0.1:8081/a",      False),
    ("localhost",             "ws://LOCALHOST:3000/",         True),
    ("localhost",             "http://localhost.evil.test/",  False),
    ("localhost",             "http://127.0.0.1/",            False),
    ("example.com",           "https://example.com./",        True),
    ("example.com",           "https://www.example.com/",     False),
    ("*.example.com",         "https://www.example.com/",     True),
    ("*.example.com",         "https://a.b.example.com/",     True),
    ("*.example.com",         "https://example.com/",         False),
    ("*.example.com",         "https://notexample.com/",      False),
    ("*.example.com:8443",    "https://www.example.com/",     False),
    ("http://example.com",    "http://example.com/any/path",  True),
    ("http://example.com",    "https://example.com/",         False),
    ("http://example.com",    "http://example.com:8080/",     False),
    ("http://example.com/v1", "http://example.com/v2",        True),
    ("https://example.com",   "wss://example.com/socket",     True),
    ("https://example.com",   "ws://example.com/socket",      False),
    ("[::1]:8080",            "http://[::1]:8080/",           True),
    ("[::1]",                 "http://[::1]/",                True),
    ("127.0.0.1",             "http://127.0.0.1@evil.test/",  False),
    ("127.0.0.1",             "ftp://127.0.0.1/",             False),
]
# fmt: on


@pytest.mark.parametrize(("pattern", "address", "covers"), PATTERNS)
def test_a_pattern_covers_just_the_hosts_it_names(pattern: str, address: str, covers: bool) -> None:
    allowed = Hosts()
    allowed.allow(pattern)

    assert (allowed.find(url(address)) is not None) is covers


@pytest.mark.parametrize(
    "pattern", ["", "a b", "*", "*.*", "www.*.com", "http://", "ftp://a.test", "u@a.test", "a/b"]
)
def test_a_pattern_that_names_no_host_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"names no host; write it as 127\.0\.0\.1:8080"):
        Hosts().allow(pattern)


def test_what_is_trusted_for_a_host_must_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="ca is a file of certificates in PEM"):
        Hosts().allow("localhost", ca=tmp_path / "none.pem")


def test_the_newest_of_two_patterns_wins(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.touch()
    allowed = Hosts()
    allowed.allow("localhost")
    allowed.allow("localhost", ca=ca)

    found = allowed.find(url("https://localhost/"))
    assert found is not None
    assert found.ca == str(ca)


def test_a_host_not_allowed_fails_and_says_how_to_allow_it(
    plain: PlainServer, driver: Make
) -> None:
    before = plain.connections
    [failure] = driver("example.com").get(f"{plain.url}/Nepal")
    here = f"127.0.0.1:{plain.server_port}"

    assert isinstance(failure, Failure)
    assert failure.code == NSURLErrorCannotConnectToHost
    assert failure.info[NSLocalizedDescriptionKey] == (
        f"{here} was not contacted, because it is not allowed here; allowed: example.com. "
        f"To allow it, call device.network.live('http://{here}'), or mark the test "
        f"@pytest.mark.urlsession(live=['{here}'])"
    )
    assert isinstance(failure.info[REFUSED_KEY], HostNotAllowed)
    assert plain.connections == before


def test_a_host_not_allowed_is_not_even_looked_up(
    driver: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []

    def look_up(*given: object, **more: object) -> None:
        looked_up.append(given)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    [failure] = driver().get("https://secret.example.com/")

    assert isinstance(failure, Failure)
    assert looked_up == []


def test_proxies_of_the_environment_are_not_used(
    plain: PlainServer, driver: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    happenings = driver(plain.url).get(f"{plain.url}/Nepal")

    assert not any(isinstance(one, Failure) for one in happenings)


def test_without_its_packages_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "find_spec", lambda name: None if name == "httpcore" else object())

    with Device() as device, pytest.raises(MissingExtra) as raised:
        device.network.live("http://127.0.0.1:8080")

    assert str(raised.value) == (
        "talking to a real server needs httpcore, not installed here; "
        "install what is needed with: pip install 'urlsession-mock[live]'"
    )
