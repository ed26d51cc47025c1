"""TLS over a connection to a real server: the handshake, and the questions it asks.

Not here: what a verdict means (trust.py), HTTP. One rule: a server that the system does not trust
is sent nothing but the handshake, unless the answer lets it pass.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, Final, cast

from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network import handshake
from urlsession_mock.network.dialing import Line
from urlsession_mock.network.failures import Kind, failure
from urlsession_mock.network.trust import about_certificate, about_server
from urlsession_mock.network.wire import Asked, Failure, Permission

__all__ = ["Refused", "SecureLine", "secure"]

Ask = Callable[[Asked], Awaitable[tuple[Permission, NSURLCredential | None]]]
Dial = Callable[[], Awaitable[Line]]

_VERSIONS: Final = {"TLSv1.2": 0x0303, "TLSv1.3": 0x0304}
# Of a handshake's messages, the types that say something: RFC 8446, 4.
_CERTIFICATE, _CERTIFICATE_REQUEST = 11, 13
_BUFFER: Final = 64 << 10


class Refused(Exception):
    """The connection was not let pass, or cannot be made as was answered."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


class _Heard(ssl.SSLObject):
    """A connection's TLS, and what its handshake said."""

    chain: tuple[bytes, ...] = ()
    names: tuple[bytes, ...] | None = None
    """The authorities that the client's certificate may come from; None: none is asked for."""


class SecureLine(Line):
    """A connection over TLS."""

    def __init__(self, line: Line, context: ssl.SSLContext, host: str) -> None:
        super().__init__(line.sock)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._writing = asyncio.Lock()
        made = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self.tls: _Heard = cast(_Heard, made)  # the context makes no other

    async def shake_hands(self) -> None:
        """Agree on keys. Raises `ssl.SSLError`, and `OSError` where the connection is lost."""
        while True:
            try:
                self.tls.do_handshake()
                await self._flush()
                break
            except ssl.SSLWantReadError:
                await self._flush()
                await self._fill()
            except ssl.SSLError:
                await self._flush()  # the alert that tells the server why
                raise
        self.protocol: str = self.tls.selected_alpn_protocol() or "http/1.1"
        self.tls_version: int | None = _VERSIONS.get(self.tls.version() or "")
        cipher = self.tls.cipher()
        self.cipher_suite: int | None = None if cipher is None else _suites().get(cipher[0])

    async def read(self, most: int, within: float | None = None) -> bytes:
        """See `Line`."""
        async with asyncio.timeout(within):
            while True:
                pieces, size = list[bytes](), 0
                try:
                    while size < most:
                        piece = self.tls.read(most - size)
                        if not piece:
                            break
                        pieces.append(piece)
                        size += len(piece)
                    return b"".join(pieces)
                except ssl.SSLWantReadError:
                    await self._flush()
                    if pieces:
                        return b"".join(pieces)
                    await self._fill()
                except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                    return b"".join(pieces)

    async def write(self, data: bytes, within: float | None = None) -> None:
        """See `Line`."""
        async with asyncio.timeout(within):
            self.tls.write(data)
            await self._flush()

    async def _fill(self) -> None:
        data = await Line.read(self, _BUFFER)
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    async def _flush(self) -> None:
        async with self._writing:  # records must not be mixed
            if self._outgoing.pending:
                await Line.write(self, self._outgoing.read())


async def secure(
    dial: Dial,
    host: str,
    port: int,
    ask: Ask,
    *,
    ca: str | None = None,
    protocols: tuple[str, ...] = ("http/1.1",),
) -> SecureLine:
    """A connection over TLS to a host, when all that it asks has been answered.

    `dial` connects, and is called again where an answer needs another connection; `ask` puts a
    question and gives its answer; `ca` is a file of certificates to trust instead of the
    system's; `protocols` are offered by ALPN, the preferred one first.

    Raises `Refused` where the answer does not let it pass, `ssl.SSLError` where no keys could
    be agreed on, and `OSError` where the connection is lost.
    """
    context = _context(ca, protocols, is_strict=True)
    line, problem = await _tried(dial, context, host)
    try:
        verdict = problem if isinstance(problem, ssl.SSLCertVerificationError) else None
        chain = line.tls.chain
        if verdict is None and not chain and problem is not None:
            raise problem  # it failed before the server had shown anything
        asked = about_server(host, port, chain, verdict)
        permission, _ = await ask(asked)
        if permission is Permission.DEFAULT and asked.default is not None:
            raise Refused(Failure(asked.default, asked.info))
        if verdict is not None:
            context = _context(ca, protocols, is_strict=False)
            line, problem = await _again(line, dial, context, host, chain)
        if line.tls.names is not None:
            permission, credential = await ask(about_certificate(host, port, line.tls.names))
            if permission is Permission.PASS and credential is not None:
                context = _context.__wrapped__(ca, protocols, is_strict=verdict is None)
                _identify(context, credential)
                line, problem = await _again(line, dial, context, host, chain)
                if _is_alert(problem):
                    raise Refused(failure(Kind.CERTIFICATE_REJECTED, str(problem)))
            elif _is_alert(problem):  # TLS 1.2 says so in the handshake
                raise Refused(failure(Kind.CERTIFICATE_REQUIRED, str(problem)))
        if problem is not None:
            raise problem
    except BaseException:
        line.close()
        raise
    return line


async def _tried(
    dial: Dial, context: ssl.SSLContext, host: str
) -> tuple[SecureLine, ssl.SSLError | None]:
    """A connection, and why its handshake failed, or None."""
    line = SecureLine(await dial(), context, host)
    try:
        await line.shake_hands()
    except ssl.SSLError as problem:
        return line, problem
    except BaseException:
        line.close()
        raise
    return line, None


async def _again(
    before: SecureLine, dial: Dial, context: ssl.SSLContext, host: str, chain: tuple[bytes, ...]
) -> tuple[SecureLine, ssl.SSLError | None]:
    """Another connection in the place of one, to the server that was asked about."""
    before.close()
    line, problem = await _tried(dial, context, host)
    if line.tls.chain[:1] != chain[:1]:
        line.close()
        raise Refused(failure(Kind.NO_TLS, "the server showed another certificate than before"))
    return line, problem


def _is_alert(problem: ssl.SSLError | None) -> bool:
    """The server broke the handshake off."""
    return problem is not None and "ALERT" in (problem.reason or "")


def _identify(context: ssl.SSLContext, credential: NSURLCredential) -> None:
    """Have the context show the client's certificate. Raises `Refused` where it is none."""
    try:
        certificate, key = cast(tuple[Any, Any], credential.identity())  # Any: the test's own
        context.load_cert_chain(certificate, key)
    except (TypeError, ValueError, OSError) as wrong:
        why = (
            "with a real server, the identity of a credential is a pair of paths, of the "
            f"certificate and of its key, in PEM; {wrong}"
        )
        raise Refused(failure(Kind.CERTIFICATE_REJECTED, why)) from wrong


@lru_cache(maxsize=32)  # reading the system's certificates takes longer than a handshake
def _context(ca: str | None, protocols: tuple[str, ...], *, is_strict: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca)
    if not is_strict:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(list(protocols))
    context.sslobject_class = _Heard
    # Python shows neither a request for a certificate nor, before 3.13, the chain; this hook,
    # which it has for its own tests, shows the messages that hold them.
    context._msg_callback = _hear  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue] # not in typeshed
    return context


def _hear(
    heard: ssl.SSLObject, direction: str, version: int, content: int, kind: int, data: bytes
) -> None:
    """Hear one message of a handshake."""
    if direction != "read" or not isinstance(heard, _Heard):
        return
    is_tls_1_3 = version == 0x0304
    if kind == _CERTIFICATE:
        heard.chain = handshake.certificates(data, is_tls_1_3=is_tls_1_3)
    elif kind == _CERTIFICATE_REQUEST:
        heard.names = handshake.requested_names(data, is_tls_1_3=is_tls_1_3)


@lru_cache(maxsize=1)
def _suites() -> dict[str, int]:
    """The numbers of cipher suites on the wire, by OpenSSL's names."""
    known = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    known.set_ciphers("ALL:@SECLEVEL=0")
    return {suite["name"]: suite["id"] & 0xFFFF for suite in known.get_ciphers()}
