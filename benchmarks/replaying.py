"""A recording loaded and replayed, against cassettes and against the JSON of its own lines.

Not here: what a replay compares. One rule: ours delivers and judges every message, and checks that
all came; a peer only answers, so an interaction of its is compared with a message of ours.
"""

from __future__ import annotations

import gc
import json
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.rounds import Plan, Sample, interleaved
from urlsession_mock import Device, replay, save
from urlsession_mock.foundation import NSURL

__all__ = ["replaying", "replaying_memory"]

_MESSAGES = 10_000
_CASSETTER = 2_500  # interactions: it refuses to load many more
_VCRPY = 500  # its play looks through all of them for each
_PIECE = b"0123456789" * 10
_PAGE = "https://example.com/{}"
# What a server commonly says, in every recording alike.
_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Cache-Control": "max-age=600",
    "ETag": '"5d8c72a5edda8"',
    "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT",
    "Server": "example",
}


class _Client:
    """Takes what comes and counts it."""

    def __init__(self) -> None:
        self.heard = 0

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: object, task: object, response: object, handler: Callable[[int], None]
    ) -> None:
        """Allow it."""
        self.heard += 1
        handler(1)

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None:
        """Count it."""
        self.heard += 1

    def URLSession_task_didFinishCollectingMetrics_(
        self, session: object, task: object, metrics: object
    ) -> None:
        """Count it."""
        self.heard += 1

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        """Count it."""
        self.heard += 1


def replaying(plan: Plan) -> list[Line]:
    """A recorded message, loaded and replayed, against an interaction of a cassette."""
    with tempfile.TemporaryDirectory() as folder:
        return _replaying(plan.at_most(5), Path(folder))


def _replaying(plan: Plan, folder: Path) -> list[Line]:
    # As many messages each: a task has its response, its pieces, its metrics and its end.
    paths = {size: folder / f"{size}.jsonl" for size in (1_000, 100, 5)}
    for size, path in paths.items():
        _record(path, tasks=_MESSAGES // size, pieces=size - 3)
    samples: dict[str, Sample] = {
        "ours": lambda: _ours(paths[1_000]),
        "json.loads": lambda: _json(paths[1_000]),
        "of 100": lambda: _ours(paths[100]),
        "json.loads of 100": lambda: _json(paths[100]),
        "of 5": lambda: _ours(paths[5]),
        "json.loads of 5": lambda: _json(paths[5]),
    }
    # A peer that is not installed is told of at the end of the run.
    with suppress(ImportError):
        samples[f"cassetter, of {_CASSETTER:,}"] = _cassetter(folder, _CASSETTER)
    with suppress(ImportError):
        samples[f"vcrpy, of {_VCRPY}"] = _vcrpy(folder, _VCRPY)
    taken = interleaved(plan, samples)
    figures = {label: Figure(label, "µs", values) for label, values in taken.items()}
    ours, what = figures["ours"], f"a message replayed, of {_MESSAGES:,}"
    lines: list[Line] = []
    for name, figure in figures.items():
        if name.startswith("cassetter"):
            lines.append(ratio_at_most(what, ours, figure, 1 / 4, "1/4"))
        elif name.startswith("vcrpy"):
            lines.append(beside(what, ours, figure))
    lines.append(ratio_at_most(what, ours, figures["json.loads"], 5, "5"))
    some, text = figures["of 100"], figures["json.loads of 100"]
    lines.append(ratio_at_most("  in tasks of 100 messages", some, text, 5, "5"))
    # Here most is what a task costs: made, resumed, its delegate's lane woken, its metrics read.
    lines.append(beside("  in tasks of 5 messages", figures["of 5"], figures["json.loads of 5"]))
    return lines


def _record(path: Path, *, tasks: int, pieces: int) -> None:
    with Device() as device:
        session = device.session(_Client())
        for number in range(tasks):
            address = _PAGE.format(number)
            device.network.get(address).respond(200, _HEADERS, chunks=[_PIECE] * pieces)
            url = NSURL.URLWithString_(address)
            assert url is not None
            session.dataTaskWithURL_(url).resume()
            device.run()
        session.finishTasksAndInvalidate()
        device.run()
    save(device.recording, path)


def _ours(path: Path) -> float:
    """Microseconds for each message: read, delivered, compared and judged."""
    client = _Client()
    start = perf_counter()
    found = replay(path, client, keep=False)
    verdict = found.verdict()
    elapsed = perf_counter() - start
    assert found, found
    assert verdict, verdict
    assert client.heard == _MESSAGES, client.heard
    return elapsed / client.heard * 1e6


def _json(path: Path) -> float:
    lines = path.read_bytes().splitlines()
    start = perf_counter()
    for line in lines:
        json.loads(line)
    return (perf_counter() - start) / _MESSAGES * 1e6


# -- peers ---------------------------------------------------------------


def _cassetter(folder: Path, count: int) -> Sample:
    """Microseconds for each interaction, loaded and played."""
    cassetter: Any = import_module("cassetter")  # Any: it need not be installed
    mode = cassetter.RecordMode
    path, headers = folder / "cassetter.yaml", {key: [value] for key, value in _HEADERS.items()}
    made = cassetter.Cassette(path, record_mode=mode.ALL)
    for number in range(count):
        made.record("GET", _PAGE.format(number), {}, None, 200, headers, _PIECE)
    made.save()

    def sample() -> float:
        start = perf_counter()
        cassette = cassetter.Cassette(path, record_mode=mode.NONE)
        cassette.load()
        for number in range(count):
            assert cassette.play("GET", _PAGE.format(number), {}, None).status == 200
        return (perf_counter() - start) / count * 1e6

    return sample


def _vcrpy(folder: Path, count: int) -> Sample:
    """The same."""
    cls: Any = import_module("vcr.cassette").Cassette  # Any: as above
    request: Any = import_module("vcr.request").Request
    path = folder / "vcrpy.yaml"
    headers = {key: [value] for key, value in _HEADERS.items()}
    made = cls(path=str(path))
    for number in range(count):
        status = {"code": 200, "message": "OK"}
        answer = {"status": status, "headers": headers, "body": {"string": _PIECE}}
        made.append(request("GET", _PAGE.format(number), None, {}), answer)
    made._save(force=True)

    def sample() -> float:
        start = perf_counter()
        cassette = cls.load(path=str(path), record_mode="none")
        for number in range(count):
            asked = request("GET", _PAGE.format(number), None, {})
            assert cassette.play_response(asked)["status"]["code"] == 200
        return (perf_counter() - start) / count * 1e6

    return sample


# -- memory --------------------------------------------------------------


def replaying_memory(plan: Plan) -> list[Line]:
    """The most memory at any time while a million messages are replayed, against a thousand."""
    few, many = 1_000, 100_000 if plan.quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.jsonl" for count in (few, many)}
        _record(paths[few], tasks=1, pieces=few)
        _lengthen(paths[few], paths[many], many - few)
        samples: dict[str, Sample] = {
            "many": lambda: _peak(paths[many], many),
            "few": lambda: median(_peak(paths[few], few) for _ in range(3)),
        }
        taken = interleaved(plan.at_most(1), samples)
    ours = Figure("ours", "kB", taken["many"])
    base = Figure(f"of {few:,}", "kB", taken["few"])
    return [ratio_at_most(f"memory to replay {many:,} messages", ours, base, 1.5, "1.5")]


def _peak(path: Path, pieces: int) -> float:
    client = _Client()
    gc.collect()
    tracemalloc.start()
    try:
        found = replay(path, client, keep=False)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found, found
    assert client.heard >= pieces, client.heard
    return peak / 1000


def _lengthen(source: Path, target: Path, more: int) -> None:
    """Write the recording with `more` pieces of data behind its last one."""
    lines = source.read_bytes().splitlines()
    last = max(at for at, line in enumerate(lines) if b"didReceiveData:" in line)
    with target.open("wb") as file:
        file.writelines(line + b"\n" for line in lines[: last + 2])
        pair = [json.loads(line) for line in lines[last : last + 2]]
        assert pair[1]["enqueued"] == pair[0]["number"], pair
        for _ in range(more):
            for line in pair:
                _renumber(line, 2, 0)
                file.write(json.dumps(line).encode() + b"\n")
        for line in _behind(lines[last + 2 :], 2 * more, pair[0]["number"] - 2 * more):
            file.write(line)


def _behind(lines: list[bytes], by: int, above: int) -> Iterator[bytes]:
    for text in lines:
        line = json.loads(text)
        _renumber(line, by, above)
        yield json.dumps(line).encode() + b"\n"


def _renumber(line: dict[str, Any], by: int, above: int) -> None:  # Any: what JSON holds
    for name in ("number", "enqueued", "delivered", "handler", "events"):
        if isinstance(line.get(name), int) and line[name] > above:
            line[name] += by
