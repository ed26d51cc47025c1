"""One registered request, and the answers it gets in turn.

Not here: finding it (matching.py), or all of them (stubs.py). One rule: each call that says an
answer adds one; they are given in turn, and the last goes on being given.
"""

from __future__ import annotations

import json as _json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, Unpack
from urllib.parse import parse_qsl, urlsplit

from urlsession_mock.events import Where
from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.constants import (
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodServerTrust,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error_codes import (
    NSURLErrorClientCertificateRequired,
    NSURLErrorServerCertificateUntrusted,
    NSURLErrorUnknown,
)
from urlsession_mock.foundation.trust import SecTrust
from urlsession_mock.network import challenges
from urlsession_mock.network.answers import Answer, Body, Fields, How, answer, failure, silence
from urlsession_mock.network.matching import Wanted
from urlsession_mock.network.wire import Asked, Connected, Happening, Outgoing

__all__ = ["ReceivedRequest", "Stub"]

__tracebackhide__ = True  # pytest then shows the caller's line

_MOVED = frozenset({301, 302, 303, 307, 308})
_NONCE = "0a4f113b"


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as a server gets it, for an answer that is computed."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    parameters: Mapping[str, str]
    """What stood for each `{name}` of the registered URL."""

    def header(self, name: str) -> str | None:
        """The value of a header field, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def query(self) -> dict[str, str]:
        """The query by name; the last value where a name comes twice."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    def json(self) -> Any:  # Any: what the app sent
        """The body, read as JSON. Raises `ValueError` where it is none."""
        return _json.loads(self.body)


Computed: TypeAlias = "Answer | bytes | str | dict[str, Any] | list[Any]"  # Any: what JSON holds
Callback: TypeAlias = "Callable[[ReceivedRequest], Computed]"


class _Turn:
    """One answer, and how often it is still given; None for always."""

    def __init__(self, given: Answer | Callback, left: int | None) -> None:
        self.given = given
        self.left = left
        self.is_used = False


class Stub:
    """One registered request; its methods say what it gets, and give it back to be chained.

    `calls` is how often it was asked, `requests` what came.
    """

    def __init__(
        self, wanted: Wanted, number: int, where: Where | None, *, optional: bool = False
    ) -> None:
        self.wanted = wanted
        self.number = number
        self.where = where
        self.optional = optional
        self.requests: list[ReceivedRequest] = []
        self._turns: list[_Turn] = []
        self._asks: list[Callable[[Outgoing], Asked]] = []
        self._guard: Callable[[Outgoing], Answer | None] | None = None

    # -- answers ---------------------------------------------------------

    def respond(
        self,
        status: int = 200,
        headers: Fields | None = None,
        body: Body = b"",
        chunks: Sequence[bytes] | None = None,
        *,
        times: int | None = None,
        **how: Unpack[How],
    ) -> Stub:
        """Answer with this status, these headers and this body, `times` often.

        All but `times` is as for `urlsession_mock.network.answer`, which says what is raised.
        """
        return self.respond_with(answer(status, headers, body, chunks, **how), times=times)

    def respond_with(self, given: Answer | Callback, *, times: int | None = None) -> Stub:
        """Answer with an `Answer`, or with what `given(request)` returns, computed each time.

        That is an `Answer`, bytes or text as the body of a 200, or a dict or list as its JSON. What
        it raises comes out of `device.run()`.
        """
        if times is not None and times < 1:
            raise ValueError(f"times is a number from 1 up, or None for always; not {times!r}")
        self._turns.append(_Turn(given, times))
        return self

    def fail(
        self,
        code: int = NSURLErrorUnknown,
        *,
        delay: float = 0.0,
        user_info: Mapping[str, object] | None = None,
        times: int | None = None,
    ) -> Stub:
        """Fail with this NSURLError code, for example `NSURLErrorTimedOut`, before any response.

        `user_info` goes into the error's userInfo. Raises `ValueError` for a code not negative.
        """
        return self.respond_with(failure(code, delay=delay, user_info=user_info), times=times)

    def stall(self, *, times: int | None = None) -> Stub:
        """Take the request, and never answer: it times out on the device's clock."""
        return self.respond_with(silence(), times=times)

    def redirect(
        self,
        to: str,
        status: int = 302,
        body: Body = b"",
        *,
        times: int | None = None,
    ) -> Stub:
        """Redirect to a URL, which may be relative. Raises `ValueError` for another status."""
        if status not in _MOVED:
            raise ValueError(f"a redirect is {', '.join(map(str, sorted(_MOVED)))}; not {status}")
        return self.respond(status, {"Location": to}, body, times=times)

    # -- what it asks first ----------------------------------------------

    def protect(
        self, scheme: str, user: str, password: str, *, realm: str = "urlsession-mock"
    ) -> Stub:
        """Deny access with a 401 until this user's credential comes: `basic` or `digest`.

        `ntlm` and `negotiate` ask, too; there any token serves, as none here is real. Raises
        `ValueError` for another scheme.
        """
        kind = scheme.lower()
        nonce = _NONCE if kind == "digest" else ""
        asks = challenges.offered(kind, realm, nonce=nonce)
        denied = answer(401, {"WWW-Authenticate": asks}, b"denied")

        def guard(outgoing: Outgoing) -> Answer | None:
            value = outgoing.header("Authorization")
            if kind in ("ntlm", "negotiate"):
                return None if (value or "").lower().startswith(kind) else denied
            is_right = challenges.verify(
                value, user, password, outgoing, realm=realm, nonce=nonce or None
            )
            return None if is_right else denied

        self._guard = guard
        return self

    def untrusted(self, code: int | None = NSURLErrorServerCertificateUntrusted) -> Stub:
        """Show a certificate that is asked about; `code` is what default handling fails with.

        With None the certificate is trusted, and asked about all the same.
        """

        def asks(outgoing: Outgoing) -> Asked:
            host, port, _ = challenges.place(outgoing.url)
            problem = None if code is None else "the certificate was made up by a test"
            trust = SecTrust.of(host, (), problem)
            method = NSURLAuthenticationMethodServerTrust
            return Asked(NSURLProtectionSpace.for_trust(host, port, method, trust), code)

        self._asks.append(asks)
        return self

    def wants_certificate(self, *names: bytes) -> Stub:
        """Ask for a client certificate, of authorities with these names (DER)."""

        def asks(outgoing: Outgoing) -> Asked:
            host, port, _ = challenges.place(outgoing.url)
            method = NSURLAuthenticationMethodClientCertificate
            space = NSURLProtectionSpace.for_client_certificate(
                host, port, method, [NSData(name) for name in names]
            )
            return Asked(space, NSURLErrorClientCertificateRequired)

        self._asks.append(asks)
        return self

    # -- asked -----------------------------------------------------------

    @property
    def calls(self) -> int:
        """How often it was asked."""
        return len(self.requests)

    @property
    def is_used_up(self) -> bool:
        """It has no answer left, or never had one."""
        return all(turn.left == 0 for turn in self._turns)

    @property
    def never_given(self) -> list[int]:
        """Which of its answers nobody got, counted from 1.

        Of a protected request none: that nobody got in may be what a test is about.
        """
        if self._guard is not None:
            return []
        return [number for number, turn in enumerate(self._turns, 1) if not turn.is_used]

    @property
    def answers(self) -> int:
        """How many answers it has, to be given in turn."""
        return len(self._turns)

    def take(self, outgoing: Outgoing, parameters: Mapping[str, str]) -> _Asked | None:
        """Count the request, and choose its answer; the owner of all stubs holds a lock.

        None where there is none left: another thread may have taken the last one meanwhile.
        """
        if self.is_used_up:
            return None
        received = ReceivedRequest(
            outgoing.method,
            str(outgoing.url.absoluteString()),
            outgoing.headers,
            outgoing.body,
            parameters,
        )
        self.requests.append(received)
        denied = self._guard(outgoing) if self._guard is not None else None
        if denied is not None:
            return _Asked(self._asks, denied, received)
        open_turns = [turn for turn in self._turns if turn.left != 0]
        turn = open_turns[0]
        if turn.is_used and turn.left is None and len(open_turns) > 1:
            turn.left = 0  # only the last one goes on being given
            turn = open_turns[1]
        turn.is_used = True
        if turn.left is not None:
            turn.left -= 1
        return _Asked(self._asks, turn.given, received)

    def __repr__(self) -> str:
        return f"<Stub {self.wanted}>"


class _Asked:
    """An answer that was chosen, to be computed without any lock."""

    def __init__(
        self,
        asks: list[Callable[[Outgoing], Asked]],
        given: Answer | Callback,
        received: ReceivedRequest,
    ) -> None:
        self._asks = asks
        self._given = given
        self._received = received

    def steps(self, outgoing: Outgoing) -> tuple[Happening, ...]:
        """What happens on the wire. Raises what a test's own callback raises."""
        made = self._given if isinstance(self._given, Answer) else self._computed()
        steps = made.to(outgoing)
        asked = tuple(asks(outgoing) for asks in self._asks)
        if not asked:
            return steps
        first = steps[:1] if steps and isinstance(steps[0], Connected) else ()
        return (*first, *asked, *steps[len(first) :])

    def _computed(self) -> Answer:
        assert not isinstance(self._given, Answer)  # it was asked just before
        made = self._given(self._received)
        if isinstance(made, Answer):
            return made
        if isinstance(made, (dict, list)):
            return answer(json=made)
        given: object = made  # an untyped callback returns what it likes
        if isinstance(given, (bytes, str)):
            return answer(body=given)
        raise TypeError(
            f"an answer is an Answer, bytes, text, a dict or a list; the callback for "
            f"{self._received.method} {self._received.url} returned {given!r}"
        )
