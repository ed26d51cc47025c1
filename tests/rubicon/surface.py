"""The text of `bindings/rubicon/surface.txt`, made from `tests/data/foundation-surface.json`.

`python -m tests.rubicon.surface` writes it. One rule: nothing is written there by hand.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any, Final, cast

__all__ = ["FILE", "SOURCE", "encoded", "text"]

ROOT: Final = Path(__file__).parents[2]
FILE: Final = ROOT / "urlsession_mock" / "bindings" / "rubicon" / "surface.txt"
SOURCE: Final = ROOT / "tests" / "data" / "foundation-surface.json"

# fmt: off
_SCALARS: Final = {
    "void": "v", "BOOL": "B", "NSInteger": "q", "NSUInteger": "Q", "int64_t": "q", "long long": "q",
    "double": "d", "NSTimeInterval": "d", "float": "f", "NSRange": "R", "SEL": ":", "Class": "#",
    "FourCharCode": "I", "SSLProtocol": "i", "tls_protocol_version_t": "S",
    "SecTrustRef": "^", "SecIdentityRef": "^", "CFRunLoopRef": "^",
    "BOOL *": "b", "NSUInteger *": "p", "NSPropertyListFormat *": "p",
    "char *": "*", "const char *": "*", "NSProgressPublishingHandler": "?",
}
# Names of text: constants of these types are strings.
_TEXTS: Final = re.compile(r"NS\w*(Key|Name|Mode|Domain|Kind|StringPolicy|Algorithm)")
_NUMBERS: Final = frozenset({"NSDataCompressionAlgorithm"})
# fmt: on


def encoded(type_name: str) -> str:
    """One letter for a C type."""
    name = " ".join(type_name.split())
    if name in _SCALARS:
        return _SCALARS[name]
    if "(^)" in name and not name.startswith("NSArray"):
        return "?"
    if re.search(r"\* (_Nullable|_Nonnull|_Nullable_result) ?\*", name) or name == "id _Nullable *":
        return "^" if name.startswith("uint8_t") else "o"
    if name in ("id", "instancetype", "dispatch_queue_t") or name.startswith("id<"):
        return "@"
    if name.endswith("*"):
        return "@" if name.startswith("NS") else "^"
    if _TEXTS.fullmatch(name) and name not in _NUMBERS:
        return "@"
    assert name.startswith("NS"), name
    return "q"  # an enumeration


def text() -> str:
    """The whole file."""
    classes = cast("dict[str, Any]", json.loads(SOURCE.read_text()))["classes"]  # the file's form
    paragraphs: list[str] = []
    for name in sorted(classes):
        row = classes[name]
        words = [f".{prop['name']}" for prop in row["properties"]]
        words += [
            f"{'+' if method['class_method'] else '-'}{method['selector']}="
            f"{encoded(method['returns'])}"
            f"{''.join(encoded(argument['type']) for argument in method['args'])}"
            for method in row["methods"]
        ]
        body = textwrap.fill(
            " ".join(sorted(set(words))),
            98,
            initial_indent="  ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        paragraphs.append(f"{name} {row['super'] or ''}".rstrip() + "\n" + body + "\n")
    return "\n".join(paragraphs)


if __name__ == "__main__":
    FILE.write_text(text())
