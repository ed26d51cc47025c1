"""What looks like a secret in a recording that exists, whoever wrote it.

Not here: taking secrets out (secrets.py). One rule: a finding says what sort of secret it is and
where, and shows no more than its first letters.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from urlsession_mock.jsonl.secrets import HEADERS, MARKER, PARAMETERS

__all__ = ["suspicions"]

# fmt: off
# Shapes of known tokens. Source: each issuer's documentation of its format.
_SHAPES: Final = (
    ("an AWS access key",       re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a GitHub token",          re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})")),
    ("a GitLab token",          re.compile(r"\bglpat-[\w-]{20,}")),
    ("a Slack token",           re.compile(r"\bxox[abeprs]-[A-Za-z0-9-]{10,}")),
    ("a Google API key",        re.compile(r"\bAIza[\w-]{35}")),
    ("a Stripe key",            re.compile(r"\b[rs]k_live_[0-9A-Za-z]{16,}")),
    ("an API key",              re.compile(r"\bsk-[\w-]{20,}")),
    ("a JSON Web Token",        re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")),
    ("a private key",           re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a bearer token",          re.compile(r"(?i)\bbearer +(?!REDACTED)[\w.~+/-]{8,}=*")),
    ("a name and password",     re.compile(r"(?i)\bbasic +(?!REDACTED)[A-Za-z0-9+/]{8,}=*")),
    ("a password in a URL",     re.compile(r"(?<=//)(?!REDACTED@)[^\s/?#@\"'<>:]+:[^\s/?#@\"'<>]+(?=@)")),  # noqa: E501 - a row
)
_NAMES: Final = PARAMETERS | {
    "secret", "token", "private_key", "session_token", "pwd", "bearer_token", "accesstoken",
    "refreshtoken", "clientsecret",
}
# fmt: on
_ASSIGNED: Final = re.compile(
    r"""["']?\b([A-Za-z][\w-]{1,40})["']?\s*(?:[:=])\s*["']?([^"'&\s,;<>{}\[\]]{3,})"""
)
_DEEPEST: Final = 200


def suspicions(value: Any, depth: int = 0) -> Iterator[str]:  # Any: what JSON may hold
    """What looks like a secret in a decoded line, each in words."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield from of_text(value)
    elif isinstance(value, list):
        items = cast("list[Any]", cast(object, value))
        for each in items:
            yield from suspicions(each, depth + 1)
    elif isinstance(value, dict):
        yield from _of_mapping(cast("Mapping[str, Any]", value), depth)


def of_text(text: str) -> Iterator[str]:
    """What looks like a secret in a text, a body for example."""
    for what, shape in _SHAPES:
        for found in shape.finditer(text):
            yield f"{what}: {_shown(found.group())}"
    for found in _ASSIGNED.finditer(text):
        name, value = found.groups()
        if name.lower() in _NAMES and not value.startswith(MARKER) and value not in _PLAIN:
            yield f"a value of {name!r}: {_shown(value)}"


_PLAIN: Final = frozenset({"null", "None", "true", "false", "string", "undefined"})


def _of_mapping(fields: Mapping[str, Any], depth: int) -> Iterator[str]:  # Any: as above
    is_credential = fields.get("class") == "NSURLCredential"
    for name, value in fields.items():
        if isinstance(value, str):
            if value in ("", MARKER):
                continue
            if name.lower() in HEADERS:
                yield f"the header field {name} has its value: {_shown(value)}"
                continue
            if name.lower() in _NAMES or (is_credential and name == "user"):
                yield f"a value of {name!r}: {_shown(value)}"
                continue
            if name == "base64":
                yield from of_text(_decoded(value))
                continue
        yield from suspicions(value, depth + 1)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return ""


def _shown(secret: str) -> str:
    start = "".join(c for c in secret[:4] if c.isprintable())
    return f"{start}…" if len(secret) > 8 else "…"
