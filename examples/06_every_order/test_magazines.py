"""The magazine reader in every order that the system may make of a wake, and ended twice in it.

The test is written as if all went well. The marker has it run once for each schedule: the system
ends the app between any two messages, or in the app's own code, and launches it again.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from magazines import ISSUES, MagazineApp, Shelf
from pytest_urlsession import BackgroundRelaunch

HOST = "https://magazines.example.com"


@pytest.mark.urlsession(explore={"kills": 2})
def test_an_issue_that_came_while_the_app_was_away_is_on_the_shelf(
    background_relaunch: BackgroundRelaunch, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=ISSUES, app=lambda: MagazineApp(tmp_path))
    relaunch.download(f"{HOST}/may.pdf", b"May", description="May")

    relaunch.finish_events()

    relaunch.assert_handler_called()
    assert Shelf(tmp_path).issues() == ["May"]
    assert (tmp_path / "May.pdf").read_bytes() == b"May"
