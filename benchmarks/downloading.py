"""A large GET from a real server on loopback: through the whole device, and with the bare client.

Not here: the server (sending.py). One rule: both sides do the same with the body. What a data task
delivers, the recording keeps, so its peer keeps it too; a download goes into a file on both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.rounds import Plan, interleaved
from benchmarks.sending import sending
from urlsession_mock import Device, URLSessionDataDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["live"]

_MIB = 1 << 20


class _Counts(URLSessionDataDelegate, URLSessionDownloadDelegate):
    """Counts what comes: pieces of data, or a file."""

    def __init__(self) -> None:
        self.size = 0

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.size += len(data)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.size = Path(str(location.path())).stat().st_size


def live(plan: Plan) -> list[Line]:
    """A GET of 100 MiB, against httpcore's own synchronous client."""
    mib = 20 if plan.quick else 100
    size = mib * _MIB
    with sending(size) as url, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body"
        samples: dict[str, Callable[[], float]] = {
            "data task": lambda: _through_device(url, size, is_download=False),
            "kept": lambda: _kept(url, size),
            "streamed": lambda: _streamed(url, size),
            "download": lambda: _through_device(url, size, is_download=True),
            "to a file": lambda: _to_file(url, size, file),
        }
        taken = interleaved(plan, samples)
    ms = {label: Figure(label, "ms", values) for label, values in taken.items()}
    what = f"a live GET of {mib} MiB"
    # Half of the throughput: twice the time.
    return [
        ratio_at_most(what, ms["data task"], ms["kept"], 2.0, "2"),
        beside(what, ms["data task"], ms["streamed"]),
        ratio_at_most("  as a download", ms["download"], ms["to a file"], 2.0, "2"),
    ]


def _through_device(url: str, size: int, *, is_download: bool) -> float:
    address = NSURL.URLWithString_(url)
    assert address is not None
    counts = _Counts()
    with Device() as device:
        device.network.live(url)
        session = device.session(counts)
        begin = session.downloadTaskWithURL_ if is_download else session.dataTaskWithURL_
        task: NSURLSessionTask = begin(address)
        task.resume()
        start = perf_counter()
        device.run()
        passed = perf_counter() - start
        assert task.error() is None
    assert counts.size == size
    return passed * 1e3


def _kept(url: str, size: int) -> float:
    """The client's plain GET: the whole body in memory."""
    import httpcore

    with httpcore.ConnectionPool() as pool:
        start = perf_counter()
        content = pool.request("GET", url).content
        passed = perf_counter() - start
    assert len(content) == size
    return passed * 1e3


def _streamed(url: str, size: int) -> float:
    """The body piece by piece, each forgotten at once."""
    import httpcore

    with httpcore.ConnectionPool() as pool:
        start = perf_counter()
        with pool.stream("GET", url) as response:
            counted = sum(len(piece) for piece in response.iter_stream())
        passed = perf_counter() - start
    assert counted == size
    return passed * 1e3


def _to_file(url: str, size: int, file: Path) -> float:
    """The body piece by piece into a file."""
    import httpcore

    with httpcore.ConnectionPool() as pool:
        start = perf_counter()
        with pool.stream("GET", url) as response, file.open("wb") as opened:
            for piece in response.iter_stream():
                opened.write(piece)
        passed = perf_counter() - start
    assert file.stat().st_size == size
    file.unlink()
    return passed * 1e3
