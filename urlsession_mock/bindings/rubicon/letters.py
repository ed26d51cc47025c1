"""What Apple's headers say of Foundation: selectors with their types, and what is a property.

Not here: what a method does. One rule: the facts are those of `surface.txt`, which is made from the
SDK's surface in `tests/data` and compared with it by a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["ClassFacts", "facts"]

_FILE: Final = Path(__file__).with_name("surface.txt")


@dataclass(slots=True)
class ClassFacts:
    """One class: its superclass, and its own selectors with their encodings."""

    above: str
    methods: dict[str, str] = field(default_factory=dict[str, str])
    class_methods: dict[str, str] = field(default_factory=dict[str, str])
    properties: set[str] = field(default_factory=set[str])


# `<objc/NSObject.h>`, which is not Foundation's.
# Source: developer.apple.com/documentation/objectivec/nsobject
_ROOT: Final = """
  +alloc=@ +new=@ +load=v +initialize=v +class=# +superclass=# +instancesRespondToSelector:=B:
  +conformsToProtocol:=B@ +isSubclassOfClass:=B# +hash=Q +description=@ +debugDescription=@
  -init=@ -copy=@ -mutableCopy=@ -dealloc=v -self=@ -class=# -superclass=# -hash=Q -isEqual:=B@
  -isProxy=B -isKindOfClass:=B# -isMemberOfClass:=B# -conformsToProtocol:=B@
  -respondsToSelector:=B: -doesNotRecognizeSelector:=v: -performSelector:=@:
  -performSelector:withObject:=@:@ -performSelector:withObject:withObject:=@:@@
  -performSelectorOnMainThread:withObject:waitUntilDone:=v:@B
  -performSelectorOnMainThread:withObject:waitUntilDone:modes:=v:@B@
  -performSelectorInBackground:withObject:=v:@ -performSelector:withObject:afterDelay:=v:@d
  -retain=@ -release=v -autorelease=@ -retainCount=Q -description=@ -debugDescription=@
  -methodForSelector:=^: -methodSignatureForSelector:=@: -forwardInvocation:=v@
  .hash .superclass .description .debugDescription
"""


@cache
def facts() -> dict[str, ClassFacts]:
    """Every class of the surface, by name."""
    found: dict[str, ClassFacts] = {}
    for paragraph in _FILE.read_text(encoding="utf-8").split("\n\n"):
        head, *words = paragraph.split("\n", 1)
        name, _, above = head.partition(" ")
        found[name] = _read(above, words[0])
    header, top = _read("", _ROOT), found["NSObject"]
    top.methods = header.methods | top.methods
    top.class_methods = header.class_methods | top.class_methods
    top.properties |= header.properties
    return found


def _read(above: str, words: str) -> ClassFacts:
    row = ClassFacts(above)
    for word in words.split():
        mark, text = word[0], word[1:]
        if mark == ".":
            row.properties.add(text)
            continue
        selector, _, letters = text.partition("=")
        (row.class_methods if mark == "+" else row.methods)[selector] = letters
    return row
