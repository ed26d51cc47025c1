"""Inner runs of pytest for the tests of the plugin."""

from __future__ import annotations

import importlib
import textwrap

import pytest

from tests.plugin.inner import APP, Run

# Imported here, so that pytester does not import them anew for every inner run.
for module in ("comparing", "exploring", "orphans", "phases", "recording", "relaunching", "spying"):
    importlib.import_module(f"pytest_urlsession.{module}")


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest on a test file that finds the app of `inner.py` as module `downloads`."""
    monkeypatch.setenv("COLUMNS", "100")
    pytester.makepyfile(downloads=APP)

    def run(source: str, *arguments: str, on: tuple[str, ...] = ()) -> pytest.RunResult:
        pytester.makepyfile(test_inner=f"from downloads import *\n{textwrap.dedent(source)}")
        off = [
            f"-pno:{name}"
            for name in ("asyncio", "cacheprovider", "hypothesispytest", "randomly", "xdist")
            if name not in on
        ]
        # pytest-asyncio may leave a loop open, for which a test of this process would be blamed.
        in_a_process = "asyncio" in on
        start = pytester.runpytest_subprocess if in_a_process else pytester.runpytest_inprocess
        return start(*off, *arguments)

    return run
