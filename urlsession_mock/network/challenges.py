"""Authentication by header: what a 401 or 407 asks, and the header that answers it.

Pure: randomness comes from the caller. Not here: asking the delegate (loading.py), questions about
a connection (live.py), credentials kept for later (accepted.py, foundation/credential_storage.py).
One rule: a scheme that is not in the table is not asked about, so such a 401 is simply the response
(C57).
"""

from __future__ import annotations

import base64
from typing import Final

from urlsession_mock.foundation.authentication import (
    SESSION_LEVEL,
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.constants import (
    NSURLAuthenticationMethodHTTPBasic,
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodNegotiate,
    NSURLAuthenticationMethodNTLM,
)
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network import digest
from urlsession_mock.network.offers import Offer, offers, quoted
from urlsession_mock.network.wire import Head, Outgoing

__all__ = [
    "asked",
    "authorization",
    "challenge",
    "is_session_level",
    "is_stale",
    "is_usable",
    "offered",
    "place",
    "verify",
]

# fmt: off
# The schemes that are asked about, the first offered first. That Negotiate goes before NTLM is on
# Apple's page of NSURLSessionAuthChallengeRejectProtectionSpace; that the strongest goes first is
# on that of CFHTTPAuthenticationCopyMethod; NTLM before Digest is inferred.
# Of other schemes the reports disagree: one sees the delegate asked for OAuth or Bearer
# (github.com/Alamofire/Alamofire/issues/704, github.com/dotnet/macios/issues/25485), one sees it
# not asked (github.com/lionheart/openradar-mirror/issues/18921). Apple names no method for them.
_METHODS: Final = {
    "negotiate": NSURLAuthenticationMethodNegotiate,
    "ntlm":      NSURLAuthenticationMethodNTLM,
    "digest":    NSURLAuthenticationMethodHTTPDigest,
    "basic":     NSURLAuthenticationMethodHTTPBasic,
}
# fmt: on
_SCHEMES: Final = {method: scheme for scheme, method in _METHODS.items()}
_PORTS: Final = {"http": 80, "https": 443}
_PROXY: Final = 407


def asked(
    head: Head, url: NSURL, proxy: tuple[str, int] | None = None
) -> tuple[NSURLProtectionSpace, ...]:
    """The protection spaces that a 401 or 407 offers, in the order in which they are asked about.

    Empty where no header names a scheme that can be answered. `proxy` is the host and port of the
    proxy that sent a 407; without it the URL's stand for them.
    """
    found: list[NSURLProtectionSpace] = []
    for scheme in _METHODS:
        for offer in offers(head):
            if offer.scheme == scheme and _can_be_answered(offer):
                space = _space(offer, url, proxy, is_proxy=head.status == _PROXY)
                if space not in found:
                    found.append(space)
    return tuple(found)


def _can_be_answered(offer: Offer) -> bool:
    return offer.scheme != "digest" or digest.is_usable(offer.parameters)


def _space(
    offer: Offer, url: NSURL, proxy: tuple[str, int] | None, *, is_proxy: bool
) -> NSURLProtectionSpace:
    host, port, protocol = place(url)
    realm, method = offer.parameters.get("realm"), _METHODS[offer.scheme]
    if not is_proxy:
        return NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
            host, port, protocol, realm, method
        )
    host, port = proxy or (host, port)
    return NSURLProtectionSpace.alloc().initWithProxyHost_port_type_realm_authenticationMethod_(
        host, port, protocol, realm, method
    )


def place(url: NSURL) -> tuple[str, int, str]:
    """The host, the port and the protocol, by which a URL's server is told from others."""
    protocol = (url.scheme() or "").lower()
    return (url.host() or "").lower(), url.port() or _PORTS.get(protocol, 0), protocol


def is_session_level(space: NSURLProtectionSpace) -> bool:
    """Whether the session's method is asked, and the answer holds for all its tasks (R73, R76)."""
    return space.authenticationMethod() in SESSION_LEVEL


def is_stale(head: Head) -> bool:
    """The name and password were right and only the nonce was old: answer again, ask nobody.

    Source: RFC 7616, 3.3.
    """
    return any(o.parameters.get("stale", "").lower() == "true" for o in offers(head))


def challenge(
    space: NSURLProtectionSpace,
    *,
    proposed: NSURLCredential | None,
    failures: int,
    response: NSHTTPURLResponse | None,
    error: NSError | None = None,
) -> NSURLAuthenticationChallenge:
    """The challenge a delegate is given.

    `proposed` is a stored credential while `failures` is 0, afterwards the one that was refused.
    Source: developer.apple.com/documentation/foundation/nsurlauthenticationchallenge
    """
    made = NSURLAuthenticationChallenge.alloc()
    return made.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        space, proposed, failures, response, error, None
    )


# -- the answer ------------------------------------------------------------


def is_usable(space: NSURLProtectionSpace, credential: NSURLCredential | None) -> bool:
    """Whether the credential can answer the space by header: it has a name, and is not None."""
    is_by_header = space.authenticationMethod() in _SCHEMES
    return is_by_header and credential is not None and credential.user() is not None


def authorization(
    space: NSURLProtectionSpace,
    credential: NSURLCredential,
    head: Head,
    request: Outgoing,
    count: int,
    cnonce: str,
) -> tuple[str, str]:
    """The header, its name and value, that answers `space` as `head` offered it.

    `count` says how often the offer has been answered, this time included; `cnonce` is random text
    for Digest. The tokens of NTLM and Negotiate only look like the real ones: they carry the user's
    name and prove nothing, which is enough for canned servers.

    Raises ValueError where `is_usable` is false, or where `head` does not offer the space.
    """
    user = credential.user()
    if not is_usable(space, credential) or user is None:
        raise ValueError(
            f"{credential!r} cannot answer {space!r}: a name and a password are wanted; "
            f"ask is_usable(space, credential) first"
        )
    name = "Proxy-Authorization" if space.isProxy() else "Authorization"
    password = credential.password() or ""
    offer = _offer(space, head)
    match offer.scheme:
        case "basic":
            return name, "Basic " + _base64(f"{user}:{password}".encode())
        case "digest":
            given = offer.parameters
            return name, digest.answered(given, user, password, request, count, cnonce)
        case "ntlm":
            return name, "NTLM " + _base64(_ntlm(user, leg=3 if offer.token else 1))
        case _:
            return name, "Negotiate " + _base64(f"urlsession-mock {user}".encode())


def _offer(space: NSURLProtectionSpace, head: Head) -> Offer:
    scheme, realm = _SCHEMES[space.authenticationMethod()], space.realm()
    for offer in offers(head):
        is_it = offer.scheme == scheme and offer.parameters.get("realm") == realm
        if is_it and _can_be_answered(offer):
            return offer
    raise ValueError(f"the {head.status} does not offer {space!r}; take one of asked(head, url)")


def _ntlm(user: str, *, leg: int) -> bytes:
    """The signature and number of an NTLM message, then the user's name: no proof of anything."""
    return b"NTLMSSP\0" + leg.to_bytes(4, "little") + (user.encode("utf-16-le") if leg > 1 else b"")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


# -- the server's side -----------------------------------------------------


def offered(
    scheme: str,
    realm: str,
    *,
    nonce: str = "",
    algorithm: str = "MD5",
    qop: str = "auth",
    opaque: str = "",
    stale: bool = False,
) -> str:
    """The value of a WWW-Authenticate header. All but the realm is for `digest` only.

    `scheme` is `basic`, `digest`, `ntlm` or `negotiate`. Raises ValueError for another one, or
    for a digest without a nonce.
    """
    match scheme.lower():
        case "basic":
            return f'Basic realm={quoted(realm)}, charset="UTF-8"'
        case "digest" if nonce:
            rows = [
                f"Digest realm={quoted(realm)}",
                f"nonce={quoted(nonce)}",
                f"algorithm={algorithm}",
                *([f"qop={quoted(qop)}"] if qop else []),
                *([f"opaque={quoted(opaque)}"] if opaque else []),
                *(["stale=true"] if stale else []),
            ]
            return ", ".join(rows)
        case "digest":
            raise ValueError("a digest needs a nonce: text that the server makes up")
        case "ntlm":
            return "NTLM"
        case "negotiate":
            return "Negotiate"
        case _:
            raise ValueError(f"the schemes are {', '.join(_METHODS)}; not {scheme!r}")


def verify(
    value: str | None,
    user: str,
    password: str,
    request: Outgoing,
    *,
    realm: str = "",
    nonce: str | None = None,
    algorithm: str = "MD5",
) -> bool:
    """Whether an Authorization header's value proves this user; None, no header, never does.

    Without a `nonce` the scheme wanted is Basic, with one it is Digest: of that nonce, `realm` and
    `algorithm`, and for this request.
    """
    if value is None:
        return False
    if nonce is not None:
        return digest.is_answer(
            value, user, password, request, realm=realm, nonce=nonce, algorithm=algorithm
        )
    scheme, _, token = value.strip().partition(" ")
    return scheme.lower() == "basic" and token.strip() == _base64(f"{user}:{password}".encode())
