"""One recording, several pictures of it.

Not here: judging. One rule: nobody needs these before something is to be shown.
"""

from __future__ import annotations

from urlsession_mock.reports.difference import difference
from urlsession_mock.reports.failure import failure
from urlsession_mock.reports.lanes import Layout, lay_out
from urlsession_mock.reports.style import wants_color
from urlsession_mock.reports.summary import summary
from urlsession_mock.reports.text import text

__all__ = ["Layout", "difference", "failure", "lay_out", "summary", "text", "wants_color"]
