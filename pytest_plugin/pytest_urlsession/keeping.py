"""Schedules that made a test fail, kept beside its file.

Not here: trying them (urlsession_mock/exploring). One rule: what is kept helps whoever mends the
fault, so a folder that cannot be written to is no error.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from pytest_urlsession.parting import whole_of
from urlsession_mock.exploring.keeping import Kept
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.replaying.places import place_of

__all__ = ["KeptBeside", "kept_file"]

_OFF = ("", "off")
# They belong to one version of the code, so they are no part of it. As Hypothesis does: whoever
# wants to check them in removes this file, and it is not written again while its folder is there.
_IGNORE = """\
# Schedules that pytest_urlsession found; made with the folder, and only with it.
# To check them in, remove this file.
*
"""


def kept_file(config: pytest.Config, path: Path, node: str) -> Path | None:
    """The file for a test, by its file and the rest of its node id; None where none is kept."""
    said = str(config.getini("urlsession_schedules")).strip()
    if said in _OFF:
        return None
    place = place_of(path, node)  # where its recording would be
    name = Path(place.parent.name, place.with_suffix(".txt").name)
    folder = Path(said)
    if not folder.is_absolute():
        return path.parent / folder / name
    with suppress(ValueError):  # it is not below
        return folder / path.parent.relative_to(config.rootpath) / name
    return folder / name


class KeptBeside:
    """The schedules of one test, newest first."""

    def __init__(self, config: pytest.Config, path: Path, node: str) -> None:
        self._file = kept_file(config, path, node)
        self._kept = Kept(self._file)

    @classmethod
    def of(cls, item: pytest.Item) -> KeptBeside:
        """Those of a test that was collected."""
        return cls(item.config, item.path, whole_of(item.nodeid).partition("::")[2])

    def schedules(self) -> list[Schedule]:
        """What is kept."""
        return self._kept.schedules()

    def add(self, schedule: Schedule) -> None:
        """Keep one more; the plain course, which is tried first anyway, is none."""
        if not schedule:
            return
        if self._file is not None:
            folder = self._file.parent.parent
            with suppress(OSError):
                if not folder.is_dir():
                    folder.mkdir(parents=True)
                    (folder / ".gitignore").write_text(_IGNORE, encoding="utf-8")
        self._kept.add(schedule)

    def forget(self) -> None:
        """No schedule fails."""
        self._kept.forget()
        if self._file is not None:
            with suppress(OSError):  # there is none, or others are kept in it
                self._file.parent.rmdir()
