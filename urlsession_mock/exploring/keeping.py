"""Schedules that found a fault, kept in a file to be tried first next time.

Not here: trying them (exploration.py). One rule: what cannot be read is passed over, and what no
longer finds a fault is forgotten.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from urlsession_mock.exploring.schedule import Schedule

__all__ = ["Kept"]

_MOST: Final = 10
_HEAD: Final = "# schedules that found a fault; tried first, and forgotten when they find none\n"


class Kept:
    """The schedules of one play or test, one a line, the newest first. None keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def schedules(self) -> list[Schedule]:
        """What is kept."""
        if self._file is None:
            return []
        found: list[Schedule] = []
        with suppress(OSError, UnicodeDecodeError):
            for line in self._file.read_text("utf-8").splitlines():
                with suppress(ValueError):
                    found.append(Schedule.parse(line))
        return found

    def add(self, schedule: Schedule) -> None:
        """Keep one more, in front; a folder that cannot be written to keeps nothing."""
        if self._file is None:
            return
        lines = dict.fromkeys(map(str, (schedule, *self.schedules())))
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(
                _HEAD + "".join(f"{each}\n" for each in [*lines][:_MOST]), "utf-8"
            )

    def forget(self) -> None:
        """No fault was found: what was kept finds none."""
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
