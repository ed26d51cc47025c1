"""The warnings of a verdict, shown in pytest's own summary.

Not here: failures (trial.py). One rule: a warning never fails a test, whatever the warning filters
say; `require` makes it fail, `allow` makes it silent.
"""

from __future__ import annotations

import warnings

import pytest

from urlsession_mock.rules.judging import Breach

__all__ = ["URLSessionWarning", "warn"]


class URLSessionWarning(pytest.PytestWarning):
    """A rule was broken that warns: it is not Apple's word, or not sure to do harm."""

    __module__ = "pytest_urlsession"


def warn(item: pytest.Item, breach: Breach) -> None:
    """Put a breach into pytest's warnings summary, where pytest-xdist finds it too.

    It goes past the warning filters on purpose: with `filterwarnings = error` it would fail the
    test, and that is what the strength of a rule decides.
    """
    first, *others = breach.violations
    more = f" (and {len(others)} more)" if others else ""
    where = first.where
    path, line, _ = item.reportinfo()
    message = URLSessionWarning(f"{breach.rule.id}: {first.what}{more}. {breach.rule.duty}")
    item.ihook.pytest_warning_recorded.call_historic(
        kwargs={
            "warning_message": warnings.WarningMessage(
                message,
                URLSessionWarning,
                where.file if where is not None else str(path),
                where.line if where is not None else (line or 0) + 1,
            ),
            "when": "runtest",
            "nodeid": item.nodeid,
            "location": None,
        }
    )
