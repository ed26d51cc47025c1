"""Arrays and dictionaries as files: property lists, written and read whole.

Not here: property lists themselves (`property_list.py`). One rule: what cannot be read or written
is None or False; with an `error` in its name, the NSError stands beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.property_list import read, read_error, written
from urlsession_mock.foundation.values import (
    NSPropertyListMutableContainers,
    NSPropertyListXMLFormat_v1_0,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Kind = TypeVar("_Kind")

__all__ = ["loaded", "path_of", "saved"]


def loaded(kind: type[_Kind], path: str) -> tuple[_Kind | None, NSError | None]:
    """What a file holds, as an array or a dictionary; or None and the error."""
    must_be(str, path, f"{kind.__name__}, from a file,", "pass str(path)")
    try:
        value, _ = read(Path(path).read_bytes(), NSPropertyListMutableContainers)
    except OSError as problem:
        return None, NSError.file_error(problem, path)
    except ValueError as problem:
        return None, read_error(str(problem))
    if not isinstance(value, _base(kind)):
        return None, read_error(f"the property list is no {kind.__name__}")
    make = cast("Callable[[object], _Kind]", kind)  # one of four classes, all made of another
    return make(value), None


def _base(kind: type) -> type:
    return dict if issubclass(kind, dict) else list


def saved(value: object, path: str) -> NSError | None:
    """Write it as XML; the error, or None. Raises ValueError for no property list."""
    must_be(str, path, "writing a file", "pass str(path)")
    try:
        Path(path).write_bytes(written(value, NSPropertyListXMLFormat_v1_0))
    except OSError as problem:
        return NSError.file_error(problem, path, writing=True)
    except ValueError as problem:
        return read_error(str(problem))
    return None


def path_of(url: Any) -> str:
    """The path of a file URL. Raises ValueError for another."""
    path: str = url.__fspath__()
    return path
