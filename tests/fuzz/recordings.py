"""Damages recordings and archives at random, and looks whether anything but one clear error comes.

`python -m tests.fuzz.recordings --seconds 60` runs it by hand, with atheris where that is
installed; the suite runs a few rounds. One rule: a failure is reproduced by its seed, which is
printed with the file that did it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from urlsession_mock import BadRecording, load, save, stream
from urlsession_mock.har import recording_of
from urlsession_mock.jsonl.checking import findings
from urlsession_mock.reports.text import text
from urlsession_mock.rules import RULES, judge

__all__ = ["ARCHIVE", "damaged", "exercise", "exercise_archive"]

ARCHIVE = {
    "log": {
        "version": "1.2",
        "entries": [
            {
                "startedDateTime": "2024-05-01T10:00:00.000Z",
                "request": {
                    "method": "POST",
                    "url": "https://me:pw@example.com/a",
                    "headers": [{"name": "Cookie", "value": "a=b"}],
                    "postData": {"mimeType": "text/plain", "text": "sent"},
                },
                "response": {
                    "status": 302,
                    "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "Location", "value": "/b"}],
                    "content": {"size": 0},
                    "redirectURL": "/b",
                },
                "timings": {"blocked": 1, "dns": 2, "connect": 9, "ssl": 4, "send": 1, "wait": 5},
            },
            {
                "startedDateTime": "2024-05-01T10:00:00.100+02:00",
                "request": {"method": "GET", "url": "https://me:pw@example.com/b"},
                "response": {
                    "status": 200,
                    "content": {"text": "YWJj", "encoding": "base64"},
                    "headers": [{"name": "Content-Type", "value": "text/plain"}],
                },
                "serverIPAddress": "192.0.2.1",
            },
            {
                "startedDateTime": "2024-05-01T10:00:00.050Z",
                "request": {"method": "GET", "url": "http://example.net/"},
                "response": {"status": 0, "_error": "net::ERR_NAME_NOT_RESOLVED"},
            },
        ],
    }
}

# What may stand anywhere in JSON, and is wrong almost everywhere.
_ODD: tuple[Callable[[random.Random], Any], ...] = (
    lambda r: None,
    lambda r: r.choice((True, False)),
    lambda r: r.choice((0, -1, 1, 2, 3, 7, 2**31, 2**63, 2**64, -(2**70), 10**400)),
    lambda r: r.choice((0.5, -0.0, 1e308, -1e308, 5e-324)),
    lambda r: r.choice(("", " ", "\0", "../../etc/passwd", "/etc/passwd", "\ud7ff", "a" * 300)),
    lambda r: r.choice(("enqueued", "delivered", "end", "main:1:1", "block x", "0" * 64)),
    lambda r: r.choice(("URLSession:task:didCompleteWithError:", "URLSession:didBecome")),
    lambda r: r.choice(("http://", "https://[::1", "//a:b@c", "%zz", "http://a b", "mailto:x")),
    lambda r: [],
    lambda r: {},
    lambda r: {"class": r.choice(("NSURL", "NSData", "NSError", "file", "opaque", "dict", "x"))},
    lambda r: {"class": "NSURL", "text": "http://example.com", "base": {"class": "NSURL"}},
    lambda r: {"class": "NSData", "sha256": "../" * 20 + "etc/passwd", "size": 5},
    lambda r: {"class": "NSData", "sha256": "0" * 64, "size": r.choice((-1, 5, 2**62))},
    lambda r: {"class": "NSData", "text": "a", "base64": "YQ=="},
    lambda r: {"class": "NSData", "base64": "!!"},
    lambda r: {"class": "NSHTTPURLResponse", "url": None, "status": r.choice((0, 99, 302, 10**9))},
    lambda r: {"class": "list", "items": [1] * 50},
    lambda r: _nested(r.choice((50, 2000))),
)


def _nested(depth: int) -> Any:  # Any: a value as deep as asked
    value: Any = 1
    for _ in range(depth):
        value = {"class": "list", "items": [value]}
    return value


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """The file with a few things wrong with it, in its bytes or in its values."""
    for _ in range(dice.randint(1, 3)):
        whole = dice.choice((_bytes, _values, _values, _lines))(whole, dice)
    return whole


def _bytes(whole: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(whole) + 1)
    end = min(len(whole), at + dice.choice((0, 0, 1, 1, 2, 50)))
    put = dice.choice((b"", b"\0", b"\xff", b'"', b"{", b"}", b"[" * 3000, b"\n", b"-", b"9" * 20))
    return whole[:at] + put + whole[end:]


def _lines(whole: bytes, dice: random.Random) -> bytes:
    lines = whole.splitlines(keepends=True) or [b""]
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            lines[at], lines[other] = lines[other], lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            del lines[at]
        case _:
            del lines[at + 1 :]
    return b"".join(lines)


def _values(whole: bytes, dice: random.Random) -> bytes:
    lines = whole.splitlines(keepends=True)
    if not lines:
        return whole
    at = dice.randrange(len(lines))
    try:
        value = json.loads(lines[at])
    except (ValueError, RecursionError):
        return whole
    value = _changed(value, dice)
    try:
        lines[at] = json.dumps(value).encode() + b"\n"
    except (RecursionError, ValueError):
        return whole
    return b"".join(lines)


def _changed(value: Any, dice: random.Random) -> Any:  # Any: what JSON may hold
    """The value with one place of it changed, the deeper ones more often."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        name = dice.choice(list(value))
        if dice.random() < 0.1:
            return {key: each for key, each in value.items() if key != name}
        return {**value, name: _changed(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.9:
        at = dice.randrange(len(value))
        return [*value[:at], _changed(value[at], dice), *value[at + 1 :]]
    return dice.choice(_ODD)(dice)


def exercise(path: Path) -> bool:
    """Do with a recording's file all that can be done; True where it was read to its end.

    Anything but `BadRecording` that comes out of it is a defect.
    """
    again = path.with_name("again.jsonl")
    list(findings(path))
    try:
        for event in stream(path):
            repr(event)
    except BadRecording as error:
        str(error)
    try:
        recording = load(path)
        for event in recording:
            repr(event)
        text(recording)
        judge(recording, RULES)
        save(recording, again)
    except BadRecording as error:
        if str(path) not in str(error):
            raise  # it must name the file
        return False
    return True


def exercise_archive(path: Path) -> bool:
    """The same for an archive."""
    try:
        recording = recording_of(path)
        judge(recording, RULES)
        save(recording, path.with_name("again.jsonl"))
    except BadRecording:
        return False
    return True


def _seeds(folder: Path) -> list[tuple[bytes, Path, Callable[[Path], bool]]]:
    from tests.recordings.made import downloaded, everything

    path, archive = folder / "run.jsonl", folder / "site.har"
    seeds: list[tuple[bytes, Path, Callable[[Path], bool]]] = []
    for recording in (everything(folder), downloaded()):
        save(recording, path)
        seeds.append((path.read_bytes(), path, exercise))
    seeds.append((json.dumps(ARCHIVE).encode(), archive, exercise_archive))
    return seeds


def _run(seconds: float, seed: int) -> int:
    end, rounds, read = time.monotonic() + seconds, 0, 0
    with tempfile.TemporaryDirectory() as name:
        seeds = _seeds(Path(name))
        while time.monotonic() < end:
            dice = random.Random(seed + rounds)
            whole, path, run = dice.choice(seeds)
            path.write_bytes(damaged(whole, dice))
            try:
                read += run(path)
            except Exception:
                kept = Path(tempfile.gettempdir()) / f"fuzz-{seed + rounds}{path.suffix}"
                kept.write_bytes(path.read_bytes())
                traceback.print_exc()
                print(f"seed {seed + rounds}: {kept}", file=sys.stderr)
                return 1
            rounds += 1
    print(f"{rounds:,} damaged files, {read:,} of them read to their end; nothing but BadRecording")
    return 0


def _run_with_atheris(seconds: float) -> int:  # pragma: no cover - where atheris is installed
    # By name: it is optional, has no wheels for every Python, and no types.
    atheris = import_module("atheris")
    folder = Path(tempfile.mkdtemp())
    seeds = _seeds(folder)

    def one(data: bytes) -> None:
        path, run = (folder / "run.jsonl", exercise)
        if data[:1] == b"h":
            path, run = folder / "site.har", exercise_archive
        path.write_bytes(data[1:])
        run(path)

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, (whole, path, _) in enumerate(seeds):
        (corpus / str(number)).write_bytes((b"h" if path.suffix == ".har" else b"j") + whole)
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds:.0f}", str(corpus)], one)
    atheris.Fuzz()
    return 0


def main() -> int:
    """Run for some seconds; 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="where to begin (default: 0)")
    parser.add_argument("--random", action="store_true", help="not with atheris")
    given = parser.parse_args()
    if not given.random:
        try:
            return _run_with_atheris(given.seconds)
        except ImportError:
            pass
    return _run(given.seconds, given.seed)


if __name__ == "__main__":
    sys.exit(main())
