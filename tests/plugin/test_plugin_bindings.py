"""The `pyobjc` fixture, and the ini option for test files that import Foundation at their top."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.plugin.inner import Run, in_a_process


def test_the_fixture_makes_foundation_importable_for_the_test(run: Run) -> None:
    result = run(
        """
        def test_first(pyobjc, urlsession_mock):
            import Foundation
            assert pyobjc.device is urlsession_mock

        def test_second():
            import sys
            assert "Foundation" not in sys.modules
        """
    )

    result.assert_outcomes(passed=2)


def test_the_ini_option_lets_test_files_import_it_at_their_top(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nurlsession_bindings = pyobjc\n")
    source = """
from Foundation import NSURL, NSURLSession

def test_it(urlsession_mock):
    assert NSURLSession.sharedSession() is not None
"""
    lines = in_a_process(tmp_path, source)

    assert any("1 passed" in line for line in lines)
    assert "Foundation" not in sys.modules


def test_the_ini_option_lets_test_files_import_rubicon_at_their_top(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nurlsession_bindings = rubicon\n")
    source = """
from rubicon.objc import NSObject, ObjCClass, objc_method

class Ends(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.error = error

def test_it(urlsession_mock):
    assert ObjCClass("NSURLSession").sharedSession is not None

def test_another(rubicon, urlsession_mock):
    assert rubicon.device is urlsession_mock
    assert ObjCClass("Ends") is Ends
"""
    lines = in_a_process(tmp_path, source)

    assert any("2 passed" in line for line in lines)


def test_an_unknown_bridge_is_told(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nurlsession_bindings = cocoa\n")
    result = run("def test_it(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*urlsession_bindings is any of pyobjc, rubicon; not 'cocoa'*"])
