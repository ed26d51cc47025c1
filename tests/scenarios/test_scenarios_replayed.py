"""What a real server sent is recorded, and replayed without a network: the same messages come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.scribe import Caches, Downloader, Scribe, made
from tests.servers.plain import PlainServer
from urlsession_mock import Device, RecordingWriter, replay
from urlsession_mock.foundation import NSInputStream, NSURLSession


def loading(path: str, method: str = "GET") -> Callable[[NSURLSession, str], None]:
    def begin(session: NSURLSession, base: str) -> None:
        session.dataTaskWithRequest_(made(base + path, method)).resume()

    return begin


def posting(session: NSURLSession, base: str) -> None:
    session.uploadTaskWithRequest_fromData_(made(f"{base}/upload", "POST"), b"a body").resume()


def streaming(session: NSURLSession, base: str) -> None:
    session.uploadTaskWithStreamedRequest_(made(f"{base}/upload", "PUT")).resume()


def downloading(path: str) -> Callable[[NSURLSession, str], None]:
    def begin(session: NSURLSession, base: str) -> None:
        session.downloadTaskWithRequest_(made(base + path)).resume()

    return begin


class Streams(Scribe):
    """Gives a body stream each time."""

    def __init__(self) -> None:
        super().__init__()
        self.stream = lambda: NSInputStream.inputStreamWithData_(b"0123456789")


# fmt: off
PLAYS: dict[str, tuple[type[Scribe | Downloader], Callable[[NSURLSession, str], None]]] = {
    "data":             (Scribe,     loading("/Nepal")),
    "head":             (Scribe,     loading("/Nepal", "HEAD")),
    "error page":       (Scribe,     loading("/404")),
    "encoded":          (Scribe,     loading("/gzipped-response")),
    "redirected":       (Scribe,     loading("/redirect/3")),
    "redirected POST":  (Scribe,     loading("/303?location=Peru", "POST")),
    "endless redirect": (Scribe,     loading("/to-itself")),
    "basic":            (Scribe,     loading("/auth/basic")),
    "digest":           (Scribe,     loading("/auth/digest")),
    "parts":            (Scribe,     loading("/mixed")),
    "cached":           (Caches,     loading("/cacheable")),
    "upload":           (Scribe,     posting),
    "streamed upload":  (Streams,    streaming),
    "download":         (Downloader, downloading("/file")),
    "moved download":   (Downloader, downloading("/302?location=file")),
}
# fmt: on


@pytest.mark.parametrize("play", PLAYS)
def test_a_recording_of_a_real_server_replays_with_the_network_off(
    real: PlainServer, tmp_path: Path, play: str
) -> None:
    make, begin = PLAYS[play]
    file = tmp_path / "live.jsonl"
    first = make()
    with Device(folder=tmp_path) as device, RecordingWriter(device.recording, file):
        device.network.live(real.url)
        begin(device.session(first), real.url)
        device.run()
        told = device.recording.selectors()
    assert first.told[-1] == "COMP"

    again = make()
    with Device(folder=tmp_path) as device:
        device.network.offline()
        played = replay(file, again, device=device)
        assert played.recording.selectors() == told
    assert played, str(played)
    assert (again.told, again.body, again.code) == (first.told, first.body, first.code)
