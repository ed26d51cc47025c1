"""Arrays and dictionaries are written to files and read again, as property lists."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSArray,
    NSDictionary,
    NSMutableArray,
    NSMutableDictionary,
)

BOTH: list[tuple[str, Any, Any]] = [
    ("array", NSArray, NSArray(["a", 1])),
    ("array", NSMutableArray, NSMutableArray(["a", 1])),
    ("dictionary", NSDictionary, NSDictionary({"a": [1]})),
    ("dictionary", NSMutableDictionary, NSMutableDictionary({"a": [1]})),
]
both = pytest.mark.parametrize(
    ("name", "kind", "value"), BOTH, ids=[k.__name__ for _, k, _ in BOTH]
)


@both
def test_what_is_written_is_read_again(name: str, kind: Any, value: Any, tmp_path: Path) -> None:
    path = tmp_path / "file.plist"
    url = NSURL.fileURLWithPath_(str(path))

    assert value.writeToFile_atomically_(str(path), True) is True
    assert plistlib.loads(path.read_bytes()) == value
    for found in (
        getattr(kind, f"{name}WithContentsOfFile_")(str(path)),
        getattr(kind, f"{name}WithContentsOfURL_")(url),
        kind.alloc().initWithContentsOfFile_(str(path)),
        kind.alloc().initWithContentsOfURL_(url),
    ):
        assert found == value
        assert type(found) is kind
    assert value.writeToURL_error_(url, None) == (True, None)
    assert value.writeToURL_atomically_(url, True) is True
    assert getattr(kind, f"{name}WithContentsOfURL_error_")(url, None) == (value, None)


@both
def test_what_cannot_be_read_is_none_and_an_error(
    name: str, kind: Any, value: Any, tmp_path: Path
) -> None:
    other: Any = {} if name == "array" else []
    (tmp_path / "other").write_bytes(plistlib.dumps(other))
    (tmp_path / "garbage").write_bytes(b"garbage")

    for file, code in (("absent", 260), ("garbage", 3840), ("other", 3840)):
        url = NSURL.fileURLWithPath_(str(tmp_path / file))
        found, error = getattr(kind, f"{name}WithContentsOfURL_error_")(url, None)
        assert found is None
        assert error.code() == code
        assert getattr(kind, f"{name}WithContentsOfFile_")(str(tmp_path / file)) is None


@both
def test_what_cannot_be_written_is_false_and_an_error(
    name: str, kind: Any, value: Any, tmp_path: Path
) -> None:
    nowhere = tmp_path / "no" / "file"
    ok, error = value.writeToURL_error_(NSURL.fileURLWithPath_(str(nowhere)), None)
    unfit: Any = kind([object()]) if name == "array" else kind({"a": object()})

    assert not ok
    assert error.code() == 4
    assert not value.writeToFile_atomically_(str(nowhere), True)
    assert not unfit.writeToFile_atomically_(str(tmp_path / "file"), True)


@both
def test_a_path_is_text(name: str, kind: Any, value: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"pass str\(path\)"):
        getattr(kind, f"{name}WithContentsOfFile_")(tmp_path)
    with pytest.raises(TypeError, match=r"pass str\(path\)"):
        value.writeToFile_atomically_(tmp_path, True)
