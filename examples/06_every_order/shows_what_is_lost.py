"""A test that fails, on purpose: the hasty reader, in the order in which it loses an issue.

Its name keeps it out of the suite. `make demo` runs it. In the textbook order it passes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hasty_magazines import HastyMagazineApp
from magazines import ISSUES, Shelf
from pytest_urlsession import BackgroundRelaunch

HOST = "https://magazines.example.com"


@pytest.mark.urlsession(explore={"kills": 2})
def test_an_issue_that_came_while_the_app_was_away_is_on_the_shelf(
    background_relaunch: BackgroundRelaunch, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=ISSUES, app=lambda: HastyMagazineApp(tmp_path))
    relaunch.download(f"{HOST}/may.pdf", b"May", description="May")

    relaunch.finish_events()

    relaunch.assert_handler_called()
    assert Shelf(tmp_path).issues() == ["May"]
    assert (tmp_path / "May.pdf").read_bytes() == b"May"
