"""Digest authentication, from the server's side: RFC 7616 with MD5 and qop=auth.

One rule: the nonce is fixed, so that an answer depends on the request alone.
"""

from __future__ import annotations

import hashlib
import re

from tests.servers.asking import Asked

__all__ = ["NONCE", "challenge", "is_right"]

NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
_OPAQUE = "5ccc069c403ebaf9f0171e9517f40e41"


def challenge(realm: str) -> str:
    """The value of WWW-Authenticate."""
    return f'Digest realm="{realm}", qop="auth", nonce="{NONCE}", opaque="{_OPAQUE}"'


def is_right(asked: Asked, user: str, password: str, realm: str) -> bool:
    """Whether the request proves that its sender knows the password."""
    scheme, _, rest = (asked.header("Authorization") or "").partition(" ")
    if scheme.lower() != "digest":
        return False
    given = {m[1].lower(): m[2].strip('"') for m in re.finditer(r'(\w+)=("[^"]*"|[^,\s]+)', rest)}
    first = _md5(f"{user}:{realm}:{password}")
    second = _md5(f"{asked.method}:{asked.target}")
    middle = f"{NONCE}:{given.get('nc')}:{given.get('cnonce')}:{given.get('qop')}"
    expected = {
        "username": user,
        "realm": realm,
        "nonce": NONCE,
        "opaque": _OPAQUE,
        "uri": asked.target,
        "qop": "auth",
        "response": _md5(f"{first}:{middle}:{second}"),
    }
    return expected.items() <= given.items()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
