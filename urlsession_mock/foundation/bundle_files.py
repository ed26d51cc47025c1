"""Where a bundle keeps what: its layout on disk, its resources, its .strings files.

Pure but for reading the disk. Not here: NSBundle (`bundle.py`). One rule: paths in, paths out.

Layouts, as the Bundle Programming Guide shows them: an app of macOS has `Contents`, a framework
`Resources` (perhaps below `Versions/Current`), an app of iOS has all in one folder.
"""

from __future__ import annotations

import plistlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from xml.parsers.expat import ExpatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Layout", "layout", "preferred", "read_info", "read_strings"]

_SUFFIX: Final = ".lproj"
_BASE: Final = "Base"
_ROW: Final = re.compile(
    r"""/\*.*?\*/ | //[^\n]*
    | (?P<key>"(?:[^"\\]|\\.)*"|[\w.$/:-]+) \s*=\s* (?P<value>"(?:[^"\\]|\\.)*"|[\w.$/:-]+) \s*;""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(U[0-9A-Fa-f]{4}|[0-7]{1,3}|.)", re.DOTALL)
_PLAIN: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
# Older bundles name a language in English.
_OLD_NAMES: Final = {
    "English": "en",
    "French": "fr",
    "German": "de",
    "Italian": "it",
    "Japanese": "ja",
    "Spanish": "es",
    "Dutch": "nl",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a bundle."""

    root: Path
    support: Path
    """What holds Info.plist, unless `info` is elsewhere."""
    info: Path
    resources: Path
    executables: Path

    def localizations(self) -> list[str]:
        """The languages that it has folders for."""
        if not self.resources.is_dir():
            return []
        return sorted(
            each.name.removesuffix(_SUFFIX) for each in self.resources.glob("*" + _SUFFIX)
        )

    def places(self, subdirectory: str | None, languages: Sequence[str]) -> Iterator[Path]:
        """Where a resource is looked for: what is of no language first."""
        yield self.resources / (subdirectory or "")
        for language in languages:
            yield self.resources / f"{language}{_SUFFIX}" / (subdirectory or "")

    def found(
        self, name: str | None, extension: str | None, places: Iterator[Path]
    ) -> Iterator[Path]:
        """The files of a name and an extension, in these places; None means any name."""
        ending = f".{extension.removeprefix('.')}" if extension else ""
        for place in places:
            if name is not None:
                if name and (place / (name + ending)).exists():
                    yield place / (name + ending)
            elif place.is_dir():
                for each in sorted(place.iterdir()):
                    if each.name.endswith(ending) and each.suffix != _SUFFIX:
                        yield each


def layout(root: Path) -> Layout:
    """The layout of a folder."""
    contents = root / "Contents"
    if contents.is_dir():
        return Layout(
            root, contents, contents / "Info.plist", contents / "Resources", contents / "MacOS"
        )
    current = root / "Versions" / "Current"
    base = current if current.is_dir() else root
    resources = base / "Resources"
    if (resources / "Info.plist").is_file():
        return Layout(root, base, resources / "Info.plist", resources, base)
    folder = resources if resources.is_dir() and not (root / "Info.plist").is_file() else root
    return Layout(root, root, root / "Info.plist", folder, root)


def read_info(path: Path) -> dict[str, Any]:
    """The Info.plist, by plistlib; nothing where there is none, or it is damaged."""
    try:
        found: object = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, ExpatError, plistlib.InvalidFileException):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def preferred(available: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The languages to use, of those that are there: the first that fits, else the first."""
    for want in wanted:
        for each in available:
            if _language(each) == _language(want):
                return [each]
        for each in available:
            if _language(each).split("-")[0] == _language(want).split("-")[0]:
                return [each]
    return [each for each in available if each != _BASE][:1]


def _language(name: str) -> str:
    return _OLD_NAMES.get(name, name).replace("_", "-")


def read_strings(path: Path) -> dict[str, str]:
    """A .strings file, as text or as a property list; nothing where there is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    if data.startswith((b"bplist", b"<?xml")):
        try:
            found: object = plistlib.loads(data)
        except (ValueError, ExpatError, plistlib.InvalidFileException):
            return {}
        rows = cast("dict[object, object]", found) if isinstance(found, dict) else {}
        return {str(key): str(value) for key, value in rows.items()}
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, "replace")
    return {
        _unquoted(row["key"]): _unquoted(row["value"])
        for row in _ROW.finditer(text)
        if row["key"] is not None
    }


def _unquoted(word: str) -> str:
    return _ESCAPE.sub(_unescaped, word[1:-1]) if word.startswith('"') else word


def _unescaped(found: re.Match[str]) -> str:
    what = found[1]
    if what[0] == "U":
        return chr(int(what[1:], 16))
    return chr(int(what, 8)) if what.isdigit() else _PLAIN.get(what, what)
