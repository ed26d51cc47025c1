"""Which real servers a test allowed: patterns of hosts, and the one question asked of them.

Not here: connecting (dialing.py). One rule: a host is judged by its name before anything is
looked up or connected to, so a name that was not allowed never leaves the machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from urlsession_mock.errors import HostNotAllowed, MissingExtra
from urlsession_mock.foundation.error_codes import NSURLErrorCannotConnectToHost
from urlsession_mock.foundation.url import NSURL

__all__ = [
    "DEFAULT_PORTS",
    "LOOPBACK",
    "NOT_ALLOWED",
    "Allowed",
    "Hosts",
    "address_of",
    "named",
    "need_extra",
]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The patterns of this machine itself."""

NOT_ALLOWED = NSURLErrorCannotConnectToHost
"""The code with which a request to a host that was not allowed fails."""

# fmt: off
DEFAULT_PORTS: dict[str, int] = {
    "http":  80,
    "https": 443,
    "ws":    80,
    "wss":   443,
}
# fmt: on
# httpcore asks for the others only in the middle of a request.
_NEEDED = ("httpcore", "h2", "anyio", "websockets")
_HOST = re.compile(r"(?:\*\.)?[\w.:-]+")
_SECURE = {"http": "http", "ws": "http", "https": "https", "wss": "https"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """One allowed host. A part that is None allows all."""

    pattern: str
    host: str
    """In lower case; `*.example.com` is every name below example.com, and not that name itself."""
    scheme: str | None = None
    port: int | None = None
    ca: str | None = None
    """A file of certificates to trust for it, in place of the system's."""

    def covers(self, scheme: str, host: str, port: int) -> bool:
        """Whether a request there is allowed by it."""
        if self.scheme is not None and _SECURE.get(self.scheme) != _SECURE.get(scheme):
            return False
        if self.port is not None and self.port != port:
            return False
        if self.host.startswith("*."):
            return host.endswith(self.host[1:]) and host != self.host[2:]
        return self.host == host


def _in_a_test(base: str, name: str) -> str:
    return (
        f"call device.network.live({base!r}), or mark the test "
        f"@pytest.mark.urlsession(live=[{name!r}])"
    )


class Hosts:
    """What a test allowed. Empty at first: nothing real is ever contacted without being named.

    `advice` says how to allow a host, given its base URL and its name. With `is_real` real servers
    are meant although none is allowed yet: a request to one is refused, and does not just wait.
    """

    def __init__(
        self, advice: Callable[[str, str], str] = _in_a_test, *, is_real: bool = False
    ) -> None:
        self._allowed: list[Allowed] = []
        self._advice = advice
        self._is_real = is_real

    def allow(self, pattern: str, *, ca: str | os.PathLike[str] | None = None) -> Allowed:
        """Allow a host: `127.0.0.1:8080`, `localhost`, `*.example.com`, or a base URL.

        Of a base URL, scheme, host and port count; its path does not. Without a port, every port
        is allowed; a base URL without one means its scheme's. `ca` is a file of certificates
        in PEM to trust for it instead of the system's.

        Raises `ValueError` for what is no such pattern, `FileNotFoundError` where `ca` is not a
        file.
        """
        trusted = None if ca is None else str(Path(ca))
        if trusted is not None and not Path(trusted).is_file():
            raise FileNotFoundError(f"ca is a file of certificates in PEM; {trusted} is no file")
        allowed = _read(pattern, trusted)
        self._allowed.append(allowed)
        return allowed

    def find(self, url: NSURL) -> Allowed | None:
        """What allows a request to this URL; the newest wins. None where nothing does."""
        address = address_of(url)
        if address is None:
            return None
        return next((one for one in reversed(self._allowed) if one.covers(*address)), None)

    def allows(self, host: str, port: int) -> Allowed | None:
        """What allows a connection to an address, whatever is spoken there; the newest wins."""
        name = host.lower().strip("[]").rstrip(".")
        fits = (
            one for one in reversed(self._allowed) if one.covers(one.scheme or "http", name, port)
        )
        return next(fits, None)

    def refusal(self, url: NSURL) -> HostNotAllowed:
        """The error for a URL that nothing allows: which host, what was allowed, what to do."""
        scheme, host, port = address_of(url) or ("", str(url.host() or ""), 0)
        shown = f"[{host}]" if ":" in host else host
        named = shown if DEFAULT_PORTS.get(scheme) == port else f"{shown}:{port}"
        allowed = ", ".join(one.pattern for one in self._allowed) or "nothing"
        base = f"{_SECURE.get(scheme, scheme)}://{named}"
        return HostNotAllowed(
            f"{named} was not contacted, because it is not allowed here; allowed: {allowed}. "
            f"To allow it, {self._advice(base, named)}",
            host=named,
        )

    def __bool__(self) -> bool:
        return self._is_real or bool(self._allowed)

    def __repr__(self) -> str:
        return f"<Hosts {', '.join(one.pattern for one in self._allowed) or 'none'}>"


def named(host: str) -> str:
    """A host as a URL writes it: an address of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def address_of(url: NSURL) -> tuple[str, str, int] | None:
    """Scheme, host and port of a URL, in lower case; None where it has no host or is not HTTP."""
    scheme, host = str(url.scheme() or "").lower(), str(url.host() or "").lower()
    if scheme not in DEFAULT_PORTS or not host:
        return None
    port = url.port()
    number = DEFAULT_PORTS[scheme] if port is None else int(port)
    return scheme, host.strip("[]").rstrip("."), number


def need_extra() -> None:
    """Raise `MissingExtra` where what talks to real servers is not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingExtra(
            f"talking to a real server needs {' and '.join(missing)}, not installed here; "
            "install what is needed with: pip install 'urlsession-mock[live]'"
        )


def _read(pattern: str, ca: str | None) -> Allowed:
    """A pattern, taken apart."""
    text = pattern.strip()
    has_scheme = "://" in text
    try:
        parts = urlsplit(text if has_scheme else f"//{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    scheme = parts.scheme if has_scheme else None
    is_whole = has_scheme or not (parts.path or parts.query or parts.fragment)
    is_known = scheme is None or scheme in DEFAULT_PORTS
    if not (_HOST.fullmatch(host) and is_whole and is_known and parts.username is None):
        raise ValueError(
            f"{pattern!r} names no host; write it as 127.0.0.1:8080, localhost, *.example.com "
            "or http://127.0.0.1:8080"
        )
    if scheme is not None and port is None:
        port = DEFAULT_PORTS[scheme]
    return Allowed(text, host, scheme, port, ca)
