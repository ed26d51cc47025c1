"""The Objective-C protocols that a macOS library was compiled with, read as data.

Not here: what they are compared with (test_agreement.py). One rule: only the x86_64 part is read,
because there a pointer is written down as an address.

Source: the layout of `protocol_t` and `method_list_t` in objc4's `objc-runtime-new.h`, and of the
file in `mach-o/loader.h`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Compiled", "Method", "protocols"]

_FAT: Final = 0xCAFEBABE
_MAGIC: Final = 0xFEEDFACF
_X86_64: Final = 0x01000007
_SEGMENT: Final = 0x19


@dataclass(frozen=True)
class Method:
    """One method of a protocol: its type encoding without offsets, and whether it is required."""

    types: str
    required: bool
    of_class: bool


@dataclass(frozen=True)
class Compiled:
    """One protocol: those it inherits, and its own methods by selector."""

    supers: tuple[str, ...]
    methods: dict[str, Method]


def protocols(path: Path) -> dict[str, Compiled]:
    """Every protocol of a library, by name."""
    return _Library(_slice(path.read_bytes())).protocols()


def _slice(data: bytes) -> bytes:
    magic, count = struct.unpack_from(">II", data)
    if magic != _FAT:
        return data
    for index in range(count):
        kind, _, offset, size, _ = struct.unpack_from(">IIIII", data, 8 + 20 * index)
        if kind == _X86_64:
            return data[offset : offset + size]
    raise AssertionError("no x86_64 part")


class _Library:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._segments: list[tuple[int, int, int]] = []  # address, size, place in the file
        self._lists: list[tuple[int, int]] = []  # place and size of the lists of protocols
        magic, _, _, _, count, *_ = struct.unpack_from("<8I", data)
        assert magic == _MAGIC
        at = 32
        for _ in range(count):
            command, size = struct.unpack_from("<II", data, at)
            if command == _SEGMENT:
                self._segment(at)
            at += size

    def _segment(self, at: int) -> None:
        address, _, offset, size = struct.unpack_from("<4Q", self._data, at + 24)
        self._segments.append((address, size, offset))
        (sections,) = struct.unpack_from("<I", self._data, at + 64)
        for index in range(sections):
            start = at + 72 + 80 * index
            name = self._data[start : start + 16].rstrip(b"\0")
            if name == b"__objc_protolist":
                _, length, place = struct.unpack_from("<QQI", self._data, start + 32)
                self._lists.append((place, length))

    def _place(self, address: int) -> int:
        for start, size, offset in self._segments:
            if start <= address < start + size:
                return address - start + offset
        raise AssertionError(f"no segment has {address:#x}")

    def _text(self, address: int) -> str:
        place = self._place(address)
        return self._data[place : self._data.index(b"\0", place)].decode()

    def _quads(self, place: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{count}Q", self._data, place)

    def protocols(self) -> dict[str, Compiled]:
        found: dict[str, Compiled] = {}
        for place, length in self._lists:
            for address in self._quads(place, length // 8):
                _, name, supers, *lists = self._quads(self._place(address), 7)
                found[self._text(name)] = Compiled(self._supers(supers), self._methods(lists))
        return found

    def _supers(self, address: int) -> tuple[str, ...]:
        if not address:
            return ()
        place = self._place(address)
        (count,) = self._quads(place, 1)
        return tuple(
            self._text(self._quads(self._place(one), 2)[1]) for one in self._quads(place + 8, count)
        )

    def _methods(self, lists: list[int]) -> dict[str, Method]:
        found: dict[str, Method] = {}
        for index, address in enumerate(lists):  # instance, class; then the optional ones
            if not address:
                continue
            place = self._place(address)
            _, count = struct.unpack_from("<II", self._data, place)
            for row in range(count):
                name, types, _ = self._quads(place + 8 + 24 * row, 3)
                found[self._text(name)] = Method(
                    _without_offsets(self._text(types)), index < 2, index % 2 == 1
                )
        return found


def _without_offsets(types: str) -> str:
    """`v40@0:8@16` as `v@:@`; names of classes and of blocks' parts are left out, too."""
    text = ""
    depth = 0
    quoted = False
    for letter in types:
        if letter == '"':
            quoted = not quoted
        elif not quoted:
            depth += letter == "<"
            if not depth and not (letter.isdigit() and "{" not in text[-1:]):
                text += letter
            depth -= letter == ">"
    return text
