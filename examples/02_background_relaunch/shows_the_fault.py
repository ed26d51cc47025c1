"""A test that fails, on purpose: the app with the fault, and the report it earns.

Its name keeps it out of the suite. `make demo` runs it, and so does the test of the README.
"""

from __future__ import annotations

from pathlib import Path

from impatient_podcasts import ImpatientPodcastApp
from podcasts import EPISODES
from pytest_urlsession import BackgroundRelaunch


def test_episodes_that_ended_while_the_app_was_away(
    background_relaunch: BackgroundRelaunch, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=EPISODES, app=lambda: ImpatientPodcastApp(tmp_path))
    relaunch.download("https://podcasts.example.com/1.mp3", b"one", description="first")
    relaunch.finish_events()
    assert (tmp_path / "first.mp3").read_bytes() == b"one"
