"""The podcast app is killed in the middle of its downloads, relaunched, and judged.

No test asserts anything about the stored handler: the plugin does, after each.
"""

from __future__ import annotations

from pathlib import Path

from podcasts import EPISODES, PodcastApp
from pytest_urlsession import BackgroundRelaunch, Device

from urlsession_mock.foundation import NSURLErrorTimedOut

HOST = "https://podcasts.example.com"


def test_episodes_arrive_although_the_app_was_killed(
    urlsession_mock: Device, tmp_path: Path
) -> None:
    device = urlsession_mock
    device.network.get(f"{HOST}/1.mp3").respond(chunks=[b"one " * 1000, b"one"])
    device.network.get(f"{HOST}/2.mp3").respond(body=b"two")
    app = device.launch(lambda: PodcastApp(tmp_path))
    assert isinstance(app.delegate, PodcastApp)
    app.delegate.download("first", f"{HOST}/1.mp3")
    app.delegate.download("second", f"{HOST}/2.mp3")

    app.terminate()
    device.run()
    device.wake(EPISODES)
    device.run()

    assert (tmp_path / "first.mp3").read_bytes() == b"one " * 1000 + b"one"
    assert (tmp_path / "second.mp3").read_bytes() == b"two"


def test_an_app_that_was_only_suspended_gets_the_same_messages(
    urlsession_mock: Device, tmp_path: Path
) -> None:
    device = urlsession_mock
    device.network.get(f"{HOST}/1.mp3").respond(body=b"one")
    app = device.launch(lambda: PodcastApp(tmp_path))
    assert isinstance(app.delegate, PodcastApp)
    app.delegate.download("first", f"{HOST}/1.mp3")

    app.suspend()
    device.run()
    device.wake(EPISODES)
    device.run()

    assert app.delegate.library.states() == {"first": "downloaded"}


def test_what_ended_while_the_app_was_away_is_kept_or_told(
    background_relaunch: BackgroundRelaunch, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=EPISODES, app=lambda: PodcastApp(tmp_path))
    relaunch.download(f"{HOST}/1.mp3", b"one", description="first")
    relaunch.download(f"{HOST}/2.mp3", b"<h1>Not found</h1>", status=404, description="second")
    relaunch.failure(f"{HOST}/3.mp3", NSURLErrorTimedOut, description="third")

    relaunch.finish_events()

    relaunch.assert_handler_called()
    states = PodcastApp(tmp_path).library.states()
    assert (states["first"], states["second"]) == ("downloaded", "not found")
    assert "timed out" in states["third"]
    assert [file.name for file in tmp_path.glob("*.mp3")] == ["first.mp3"]


def test_a_kill_in_the_middle_of_the_messages_loses_nothing(
    background_relaunch: BackgroundRelaunch, urlsession_mock: Device, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=EPISODES, app=lambda: PodcastApp(tmp_path))
    for number in (1, 2, 3):
        relaunch.download(f"{HOST}/{number}.mp3", b"%d" % number, description=f"episode {number}")
    relaunch.wake()
    urlsession_mock.step()
    urlsession_mock.app.terminate()

    urlsession_mock.wake(EPISODES)
    urlsession_mock.run()

    assert len(list(tmp_path.glob("*.mp3"))) == 3
