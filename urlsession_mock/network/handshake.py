"""The messages of a TLS handshake that Python's ssl shows to nobody: certificates, and requests.

Pure. Not here: the handshake (securing.py). One rule: what is cut short says nothing, and never
raises.
"""

from __future__ import annotations

from typing import Final

__all__ = ["certificates", "requested_names"]

_CERTIFICATE_AUTHORITIES: Final = 47  # the extension's number
_HEAD: Final = 4  # a message begins with its type and length


def certificates(message: bytes, *, is_tls_1_3: bool) -> tuple[bytes, ...]:
    """The certificates of a Certificate message, in DER, the server's own first.

    RFC 8446, 4.4.2 for TLS 1.3, where extensions follow each; RFC 5246, 7.4.2 for 1.2.
    """
    body = message[_HEAD:]
    found: list[bytes] = []
    try:
        if is_tls_1_3:
            _, body = _vector(body, 1)  # the context
        rest, _ = _vector(body, 3)
        while rest:
            one, rest = _vector(rest, 3)
            found.append(one)
            if is_tls_1_3:
                _, rest = _vector(rest, 2)
    except ValueError:
        return ()
    return tuple(found)


def requested_names(message: bytes, *, is_tls_1_3: bool) -> tuple[bytes, ...]:
    """The authorities named in a CertificateRequest message, in DER.

    RFC 8446, 4.3.2 and 4.2.4 for TLS 1.3; RFC 5246, 7.4.4 for 1.2.
    """
    body = message[_HEAD:]
    found: list[bytes] = []
    try:
        rest = _of_1_3(body) if is_tls_1_3 else _of_1_2(body)
        while rest:
            one, rest = _vector(rest, 2)
            found.append(one)
    except ValueError:
        return ()
    return tuple(found)


def _of_1_3(body: bytes) -> bytes:
    _, rest = _vector(body, 1)  # the context
    extensions, _ = _vector(rest, 2)
    while extensions:
        kind = int.from_bytes(extensions[:2], "big")
        value, extensions = _vector(extensions[2:], 2)
        if kind == _CERTIFICATE_AUTHORITIES:
            return _vector(value, 2)[0]
    return b""


def _of_1_2(body: bytes) -> bytes:
    _, rest = _vector(body, 1)  # kinds of certificates
    _, rest = _vector(rest, 2)  # kinds of signatures
    return _vector(rest, 2)[0]


def _vector(data: bytes, width: int) -> tuple[bytes, bytes]:
    """What stands behind a length of so many bytes, and what follows it."""
    end = width + int.from_bytes(data[:width], "big")
    if len(data) < max(end, width):
        raise ValueError("cut short")
    return data[width:end], data[end:]
