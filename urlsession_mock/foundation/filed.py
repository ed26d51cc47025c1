"""What arrays and dictionaries have in common as files.

Not here: the property lists that they are written as (`collection_files.py`). One rule: what cannot
be read or written is None or False; with an `error` in its name, the NSError stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from typing import Self

    from urlsession_mock.foundation.error import NSError

__all__ = ["Filed"]


class Filed(NSObject):
    """A collection that is written to files."""

    __slots__ = ()

    @classmethod
    def _from_file(cls, path: str) -> Self | None:
        # later: property lists are made of these
        from urlsession_mock.foundation.collection_files import loaded

        return loaded(cls, path)[0]

    @classmethod
    def _from_url(cls, url: Any) -> tuple[Self | None, NSError | None]:
        # later: as above
        from urlsession_mock.foundation.collection_files import loaded, path_of

        return loaded(cls, path_of(url))

    def initWithContentsOfFile_(self, path: str, /) -> Self | None:
        """What a file holds as a property list, or None; use the result, not the receiver."""
        return self._from_file(path)

    def initWithContentsOfURL_(self, url: Any, /) -> Self | None:
        """The same, of a file URL. Raises ValueError for another."""
        return self._from_url(url)[0]

    def writeToFile_atomically_(self, path: str, atomically: bool, /) -> bool:
        """Write it as a property list; False where that is not possible."""
        # later: as above
        from urlsession_mock.foundation.collection_files import saved

        return saved(self, path) is None

    def writeToURL_atomically_(self, url: Any, atomically: bool, /) -> bool:
        """The same, at a file URL."""
        return self.writeToURL_error_(url, None)[0]

    def writeToURL_error_(self, url: Any, error: None, /) -> tuple[bool, NSError | None]:
        """The same: True and None, or False and the error."""
        # later: as above
        from urlsession_mock.foundation.collection_files import path_of, saved

        problem = saved(self, path_of(url))
        return problem is None, problem
