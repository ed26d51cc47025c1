"""NSDirectoryEnumerator: what a folder holds, all the way down.

Not here: NSFileManager, which makes one. One rule: it reads a folder when it comes to it, and does
not follow links.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.bridged import NSEnumerator
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.file_attributes import FileAttributes, attributes
from urlsession_mock.foundation.file_constants import (
    NSDirectoryEnumerationProducesRelativePathURLs,
    NSDirectoryEnumerationSkipsHiddenFiles,
    NSDirectoryEnumerationSkipsPackageDescendants,
    NSDirectoryEnumerationSkipsSubdirectoryDescendants,
)
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

__all__ = ["NSDirectoryEnumerator", "names_in", "shows_urls"]

# Folders that a Mac shows as one file.
_PACKAGES: Final = (".app", ".bundle", ".framework", ".plugin", ".kext", ".rtfd", ".pkg")


def names_in(path: str, options: int = 0) -> list[str]:
    """The names in a folder, in order. Raises OSError."""
    skips_hidden = options & NSDirectoryEnumerationSkipsHiddenFiles
    return [name for name in sorted(os.listdir(path)) if not (skips_hidden and name[0] == ".")]


class NSDirectoryEnumerator(NSEnumerator[Any]):
    """An enumerator of files.

    Source: developer.apple.com/documentation/foundation/filemanager/directoryenumerator. Names come
    in order here; on a Mac in none.
    """

    _root: str
    _options: int
    _at: str
    _level: int
    _skips: bool
    _is_over: bool

    @classmethod
    def of(
        cls,
        root: str,
        options: int,
        show: Callable[[str], object],
        problem: Callable[[str, NSError], bool],
    ) -> Self:
        """One for a folder. Ours, not Apple's.

        `show` makes of a path what is given; `problem(path, error)` says whether to go on.
        """
        made = cls.alloc().init()
        made._root, made._options = root, options
        made._at, made._level, made._skips, made._is_over = root, 0, False, False
        made._left = made._walk(root, 1, show, problem)
        return made

    def _walk(
        self,
        folder: str,
        level: int,
        show: Callable[[str], object],
        problem: Callable[[str, NSError], bool],
    ) -> Iterator[Any]:
        try:
            names = names_in(folder, self._options)
        except OSError as error:
            self._is_over = not problem(folder, NSError.file_error(error, folder))
            return
        for name in names:
            path = os.path.join(folder, name)
            self._at, self._level, self._skips = path, level, False
            yield show(path)
            if self._skips or not self._goes_into(path):
                continue
            yield from self._walk(path, level + 1, show, problem)
            if self._is_over:
                return

    def _goes_into(self, path: str) -> bool:
        if self._options & NSDirectoryEnumerationSkipsSubdirectoryDescendants:
            return False
        if self._options & NSDirectoryEnumerationSkipsPackageDescendants and path.endswith(
            _PACKAGES
        ):
            return False
        return os.path.isdir(path) and not os.path.islink(path)

    def fileAttributes(self) -> FileAttributes | None:
        """The attributes of what was given last."""
        return _attributes(self._at)

    def directoryAttributes(self) -> FileAttributes | None:
        """The attributes of the folder itself."""
        return _attributes(self._root)

    def skipDescendants(self) -> None:
        """Do not go into what was given last."""
        self._skips = True

    def skipDescendents(self) -> None:
        """The same, as it was spelt first."""
        self._skips = True

    def level(self) -> int:
        """How deep what was given last lies; 1 is directly in the folder."""
        return self._level

    def isEnumeratingDirectoryPostOrder(self) -> bool:
        """Never: folders come before what is in them."""
        return False


def shows_urls(root: NSURL, options: int) -> Callable[[str], NSURL]:
    """How an enumerator shows a path as a URL."""
    is_relative = options & NSDirectoryEnumerationProducesRelativePathURLs
    base = NSURL.fileURLWithPath_isDirectory_(str(root.path()), True)

    def show(path: str) -> NSURL:
        url = NSURL.fileURLWithPath_(path)
        if not is_relative:
            return url
        tail = str(url.absoluteString()).removeprefix(str(base.absoluteString()))
        relative = NSURL.URLWithString_relativeToURL_(tail, base)
        return url if relative is None else relative

    return show


def _attributes(path: str) -> FileAttributes | None:
    try:
        return attributes(path)
    except OSError:
        return None
