"""The app is killed in the middle, relaunched, and judged: canned answers, and a real server.

No test asserts anything about the stored handler: the plugin does, after each.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from episode_server import EPISODES, serving
from pytest_urlsession import BackgroundRelaunch, Device, Rubicon

from urlsession_mock.bindings.rubicon import installed
from urlsession_mock.events import AppChanged, Delivered, Event, Replied
from urlsession_mock.foundation import NSURLErrorTimedOut

HOST = "https://podcasts.example.com"
ONE, TWO = (b"".join(pieces) for pieces in EPISODES.values())


@pytest.fixture
def episodes(rubicon: Rubicon, tmp_path: Path) -> ModuleType:
    """The app's code as it is; only its folder is the test's."""
    module = rubicon.load(Path(__file__).parent / "episodes.py")
    vars(module)["FOLDER"] = tmp_path
    return module


def begin(device: Device, episodes: ModuleType, base: str) -> None:
    """Launch the app, let one episode arrive and the next one half, and kill the app."""
    app = device.launch(episodes.AppDelegate)
    delegate = the_app(episodes)
    delegate.download(f"{base}/1.mp3", named="first")
    device.run()
    with device.wait_for(
        "URLSession:downloadTask:didWriteData:totalBytesWritten:totalBytesExpectedToWrite:"
    ):
        delegate.download(f"{base}/2.mp3", named="second")
    app.terminate()


def end(device: Device, episodes: ModuleType) -> None:
    """Let the transfer end without the app, and wake it."""
    device.run()
    device.wake(episodes.IDENTIFIER)
    device.run()


def the_app(episodes: ModuleType) -> Any:
    """The app delegate, as the app's own code would find it."""
    return episodes.ObjCClass("UIApplication").sharedApplication.delegate


def canned(device: Device, base: str) -> None:
    """The server's answers, without the server."""
    for path, pieces in EPISODES.items():
        device.network.get(f"{base}{path}").respond(chunks=pieces, chunk_delay=60)


def test_episodes_arrive_although_the_app_was_killed(
    urlsession_mock: Device, episodes: ModuleType, tmp_path: Path
) -> None:
    canned(urlsession_mock, HOST)
    begin(urlsession_mock, episodes, HOST)
    end(urlsession_mock, episodes)
    assert (tmp_path / "first.mp3").read_bytes() == ONE
    assert (tmp_path / "second.mp3").read_bytes() == TWO
    assert the_app(episodes).screen == ["second: 100 %", "second is here"]


def test_a_real_server_gives_the_same_recording(
    rubicon: Rubicon, urlsession_mock: Device, episodes: ModuleType, tmp_path: Path
) -> None:
    canned(urlsession_mock, HOST)
    begin(urlsession_mock, episodes, HOST)
    end(urlsession_mock, episodes)

    with serving() as server, Device() as other, installed(other):
        other.network.live(server.base)
        begin(other, episodes, server.base)
        server.go_on.set()
        end(other, episodes)

    assert story(other) == story(urlsession_mock)
    assert other.verdict()
    assert (tmp_path / "second.mp3").read_bytes() == TWO


def story(device: Device) -> list[str]:
    """What the app was sent and on which lane, what it answered, and when it lived."""
    return [line for event in device.recording if (line := told(event)) is not None]


def told(event: Event) -> str | None:
    match event:
        case AppChanged():
            return f"the app was {event.change}"
        case Delivered():
            return f"{event.selector.label} of task {event.task} on {event.lane}"
        case Replied():
            return f"{event.selector.label} was answered {event.reply} on {event.lane}"
        case _:
            return None


def test_what_failed_meanwhile_is_told_on_the_main_thread(
    background_relaunch: BackgroundRelaunch, episodes: ModuleType, tmp_path: Path
) -> None:
    relaunch = background_relaunch(identifier=episodes.IDENTIFIER, app=episodes.AppDelegate)
    relaunch.download(f"{HOST}/3.mp3", b"<h1>Gone</h1>", status=410, description="third")
    relaunch.failure(f"{HOST}/4.mp3", NSURLErrorTimedOut, description="fourth")

    relaunch.finish_events()

    relaunch.assert_handler_called()
    third, fourth = the_app(episodes).screen
    assert third == "third: the server says 410"
    assert "timed out" in fourth
    assert list(tmp_path.glob("*.mp3")) == []
