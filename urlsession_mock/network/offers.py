"""What a server asks for: the schemes in a WWW-Authenticate or Proxy-Authenticate header.

Pure. Not here: what is made of them (challenges.py), or how they are answered (digest.py). One
rule: text that is no offer is passed over, never an error; servers send strange things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from urlsession_mock.network.wire import Head

__all__ = ["Offer", "offers", "parameters", "quoted"]

# The grammar of RFC 9110, 11.2 to 11.4.
_TOKEN: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_SCHEME: Final = re.compile(rf"[\s,]*({_TOKEN})")
_TOKEN68: Final = re.compile(r"[ \t]+([A-Za-z0-9\-._~+/]+=*)(?=\s*(?:,|$))")
_PARAMETER: Final = re.compile(
    rf'[\s,]*({_TOKEN})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', re.DOTALL
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_HEADERS: Final = {401: "WWW-Authenticate", 407: "Proxy-Authenticate"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One way in which a server takes credentials."""

    scheme: str
    """In lower case: `basic`, `digest`."""
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names in lower case; values without their quotes."""
    token: str = ""
    """What some schemes send in place of parameters."""


def offers(head: Head) -> tuple[Offer, ...]:
    """The offers of a 401 or a 407, in the order written; of other answers none."""
    name = _HEADERS.get(head.status)
    return _parsed(head.header(name) or "") if name is not None else ()


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The scheme, in lower case, and the parameters of an Authorization header's value."""
    found = _parsed(value)
    return (found[0].scheme, dict(found[0].parameters)) if found else ("", {})


def quoted(text: str) -> str:
    """The text as a quoted string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _parsed(text: str) -> tuple[Offer, ...]:
    found: list[Offer] = []
    position = 0
    while (scheme := _SCHEME.match(text, position)) is not None:
        position = scheme.end()
        token = _TOKEN68.match(text, position)
        if token is not None:
            position = token.end()
            found.append(Offer(scheme[1].lower(), token=token[1]))
            continue
        given: dict[str, str] = {}
        while (parameter := _PARAMETER.match(text, position)) is not None:
            position = parameter.end()
            name, inner, plain = parameter.groups()
            value = plain if inner is None else _ESCAPED.sub(r"\1", inner)
            given.setdefault(name.lower(), value)
        found.append(Offer(scheme[1].lower(), given))
    return tuple(found)
