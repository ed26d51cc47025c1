"""The script is tested as it is: with canned answers, and against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_urlsession import Device, PyObjC
from reports import BREAKS_AT, FIELDS, LOGIN, REALM, REPORT, serving

from urlsession_mock import Recording, load
from urlsession_mock.foundation import NSURLErrorNetworkConnectionLost
from urlsession_mock.reports.words import words

FETCH = Path(__file__).with_name("fetch.py")
BASE = "https://reports.example.com"
PRINTED = ["redirected to /7.txt", "42%", "connection lost", "going on from byte 8000", "100%"]


def register(device: Device) -> None:
    """The canned answers: what the real server says, and no more."""
    length = {"Content-Length": str(len(REPORT))}
    span = f"bytes {BREAKS_AT}-{len(REPORT) - 1}/{len(REPORT)}"
    device.network.get(f"{BASE}/latest").redirect("/7.txt", 302)
    report = device.network.get(f"{BASE}/7.txt").protect("basic", *LOGIN.split(":"), realm=REALM)
    report.respond(
        headers={**FIELDS, **length},
        chunks=[REPORT[:BREAKS_AT]],
        then_fail=NSURLErrorNetworkConnectionLost,
    )
    report.respond(206, headers={**FIELDS, "Content-Range": span}, body=REPORT[BREAKS_AT:])


def told(recording: Recording, base: str) -> dict[str, list[str]]:
    """What happened on each lane, in order, without times and without the server's address."""
    lanes: dict[str, list[str]] = {}
    for event in recording:
        said = words(event, recording)
        line = f"{said.label} {said.about} {said.note}".replace(base, "")
        lanes.setdefault(event.lane, []).append(line)
    return lanes


@dataclass(frozen=True)
class Live:
    """What the script did with a real server."""

    lanes: dict[str, list[str]]
    printed: list[str]
    file: bytes


@pytest.fixture
def live(tmp_path: Path) -> Live:
    """The script run by the command, against a real server."""
    target, record = tmp_path / "live.txt", tmp_path / "run.jsonl"
    with serving() as base:
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "urlsession_mock", "run", "--allow", base),
                *("--record", str(record), str(FETCH), f"{base}/latest", str(target), LOGIN),
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
    assert ran.returncode == 0, ran.stderr
    return Live(told(load(record), base), ran.stdout.splitlines(), target.read_bytes())


def test_the_script_gets_its_file_from_canned_answers(
    urlsession_mock: Device, pyobjc: PyObjC, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(urlsession_mock)
    target = tmp_path / "report.txt"

    assert pyobjc.run(FETCH, f"{BASE}/latest", str(target), LOGIN) == 0

    assert target.read_bytes() == REPORT
    assert capsys.readouterr().out.splitlines() == [*PRINTED, f"saved as {target}"]


def test_a_real_server_makes_the_same_recording(
    live: Live, urlsession_mock: Device, pyobjc: PyObjC, tmp_path: Path
) -> None:
    register(urlsession_mock)
    pyobjc.run(FETCH, f"{BASE}/latest", str(tmp_path / "report.txt"), LOGIN)

    assert told(urlsession_mock.recording, BASE) == live.lanes
    assert live.printed[:-1] == PRINTED
    assert live.file == REPORT


def test_a_wrong_password_is_told(
    urlsession_mock: Device, pyobjc: PyObjC, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(urlsession_mock)
    urlsession_mock.network.strict(unused=False)

    assert pyobjc.run(FETCH, f"{BASE}/latest", str(tmp_path / "report.txt"), "ada:babbage") == 1

    assert "fetch.py: " in capsys.readouterr().err


def test_without_arguments_it_says_how_to_use_it(
    pyobjc: PyObjC, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pyobjc.run(FETCH) == 2
    assert "usage: fetch.py" in capsys.readouterr().err
