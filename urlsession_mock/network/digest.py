"""Digest access authentication, the answering side and the checking side. Source: RFC 7616.

Pure: randomness comes from the caller. Not here: the other schemes (challenges.py). One rule: both
sides compute the response with the same function.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from urlsession_mock.network.offers import parameters, quoted
from urlsession_mock.network.wire import Outgoing

__all__ = ["ALGORITHMS", "answered", "is_answer", "is_usable", "target"]

# fmt: off
# The algorithms, in lower case, by the name hashlib gives the hash. `-sess` binds it to a client's
# nonce. Unsure: MD5 is what all of Apple's systems answer; reports of SHA-256 are few.
ALGORITHMS: Final = {
    "md5":          "md5",
    "md5-sess":     "md5",
    "sha-256":      "sha256",
    "sha-256-sess": "sha256",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class _Values:
    """All that goes into a response."""

    user: str
    password: str
    realm: str
    nonce: str
    method: str
    uri: str
    algorithm: str
    qop: str
    count: str
    cnonce: str
    body: bytes

    def hash(self, text: str | bytes) -> str:
        data = text.encode() if isinstance(text, str) else text
        return hashlib.new(ALGORITHMS[self.algorithm], data, usedforsecurity=False).hexdigest()

    def response(self) -> str:
        """RFC 7616, 3.4.1 to 3.4.3; without a qop as its forerunner RFC 2069 had it."""
        secret = self.hash(f"{self.user}:{self.realm}:{self.password}")
        if self.algorithm.endswith("-sess"):
            secret = self.hash(f"{secret}:{self.nonce}:{self.cnonce}")
        said = f"{self.method}:{self.uri}"
        if self.qop == "auth-int":
            said += f":{self.hash(self.body)}"
        if not self.qop:
            return self.hash(f"{secret}:{self.nonce}:{self.hash(said)}")
        told = f"{self.nonce}:{self.count}:{self.cnonce}:{self.qop}"
        return self.hash(f"{secret}:{told}:{self.hash(said)}")


def target(request: Outgoing) -> str:
    """What a request line asks for: the path and the query, as written."""
    parts = urlsplit(request.url.absoluteString())
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_usable(offer: Mapping[str, str]) -> bool:
    """The offer says what is needed to answer it, and asks for nothing unknown."""
    qops = _qops(offer)
    return (
        "nonce" in offer
        and "realm" in offer
        and offer.get("algorithm", "MD5").lower() in ALGORITHMS
        and (not qops or bool({"auth", "auth-int"} & set(qops)))
    )


def answered(
    offer: Mapping[str, str], user: str, password: str, request: Outgoing, count: int, cnonce: str
) -> str:
    """The value of an Authorization header that answers a usable offer.

    `count` says how often the offer's nonce has been used, this time included.
    """
    qops = _qops(offer)
    values = _Values(
        user,
        password,
        offer["realm"],
        offer["nonce"],
        request.method,
        target(request),
        offer.get("algorithm", "MD5").lower(),
        "auth" if "auth" in qops else "auth-int" if qops else "",
        f"{count:08x}",
        cnonce,
        request.body,
    )
    # fmt: off
    rows = [
        *_named(values, is_hashed=offer.get("userhash", "").lower() == "true"),
        ("realm",     quoted(values.realm)),
        ("nonce",     quoted(values.nonce)),
        ("uri",       quoted(values.uri)),
        ("response",  quoted(values.response())),
        ("algorithm", offer.get("algorithm", "")),
        ("opaque",    quoted(offer["opaque"]) if "opaque" in offer else ""),
        ("qop",       values.qop),
        ("nc",        values.count if values.qop else ""),
        ("cnonce",    quoted(cnonce) if values.qop or values.algorithm.endswith("-sess") else ""),
    ]
    # fmt: on
    return "Digest " + ", ".join(f"{name}={value}" for name, value in rows if value)


def _named(values: _Values, *, is_hashed: bool) -> list[tuple[str, str]]:
    """The user's name: hashed, or in the form for letters beyond ASCII, or plain (3.4, 3.4.4)."""
    if is_hashed:
        hashed = values.hash(f"{values.user}:{values.realm}")
        return [("username", quoted(hashed)), ("userhash", "true")]
    if not values.user.isascii():
        return [("username*", f"UTF-8''{quote(values.user, safe='')}")]
    return [("username", quoted(values.user))]


def is_answer(
    value: str,
    user: str,
    password: str,
    request: Outgoing,
    *,
    realm: str,
    nonce: str,
    algorithm: str = "MD5",
) -> bool:
    """Whether a header's value is this user's answer to that realm and nonce, for this request."""
    scheme, given = parameters(value)
    if scheme != "digest":
        return False
    qop = given.get("qop", "")
    values = _Values(
        user,
        password,
        realm,
        nonce,
        request.method,
        target(request),
        algorithm.lower(),
        qop,
        given.get("nc", ""),
        given.get("cnonce", ""),
        request.body,
    )
    names = {user, values.hash(f"{user}:{realm}")} if given.get("userhash") else {user}
    extended = given.get("username*", "").partition("''")[2]
    return (
        (unquote(extended) if extended else given.get("username")) in names
        and qop in ("", "auth", "auth-int")
        and given.get("algorithm", "MD5").lower() == values.algorithm
        and (given.get("realm"), given.get("nonce")) == (realm, nonce)
        and given.get("uri") == values.uri
        and given.get("response", "").lower() == values.response()
    )


def _qops(offer: Mapping[str, str]) -> list[str]:
    return [each.strip().lower() for each in offer.get("qop", "").split(",") if each.strip()]
