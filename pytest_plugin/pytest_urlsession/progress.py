"""A line now and then while a test is explored for long.

Not here: what it comes to (covered.py). One rule: it is for somebody who watches, so a file, a
worker of pytest-xdist and a quiet run get none.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

__all__ = ["Progress"]

_FIRST: Final = 2.0
"""Seconds after which there is a first line."""
_LONGEST: Final = 30.0
"""Seconds between two lines at most; at first each takes twice as long as the one before."""


class Progress:
    """Tells how far the exploration of one test is."""

    def __init__(self, item: pytest.Item, most: int) -> None:
        self._item = item
        self._most = most
        self._next = _FIRST
        self._reporter = _reporter(item.config)
        self._capture: Any = item.config.pluginmanager.getplugin(
            "capturemanager"
        )  # Any: has no public type

    def tell(self, schedules: int, seconds: float) -> None:
        """So many schedules were run in that time."""
        reporter = self._reporter
        if seconds < self._next or reporter is None:
            return
        self._next = seconds + min(self._next, _LONGEST)
        line = f"    {schedules:,} schedules in {seconds:.0f} s, of {self._most:,} at most"
        if self._capture is None:
            self._write(reporter, line)
            return
        with self._capture.global_and_fixture_disabled():
            self._write(reporter, line)

    def _write(self, reporter: pytest.TerminalReporter, line: str) -> None:
        reporter.ensure_newline()
        reporter.write_line(line)
        # What pytest writes next stands behind the name, as if nothing had come between.
        if reporter.verbosity > 0:
            reporter.write_ensure_prefix(f"{self._item.nodeid} ")  # pyright: ignore[reportUnknownMemberType]  # pytest's own
        else:
            reporter.write_fspath_result(self._item.nodeid, "")
        reporter.flush()


def _reporter(config: pytest.Config) -> pytest.TerminalReporter | None:
    """Where it is told; None where nobody watches."""
    plugin: Any = config.pluginmanager.getplugin("terminalreporter")  # Any: as above
    reporter: pytest.TerminalReporter | None = plugin
    if reporter is None or hasattr(config, "workerinput"):
        return None
    verbosity = reporter.verbosity
    return reporter if verbosity > 0 or (verbosity == 0 and reporter.isatty) else None
