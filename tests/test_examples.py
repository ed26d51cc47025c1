"""The examples that fail on purpose fail as they say; the demo runs to its end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDERS = ROOT / "examples" / "06_every_order"
PODCASTS = ROOT / "examples" / "02_background_relaunch"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def test_the_impatient_app_breaks_the_main_thread_rule_and_no_other() -> None:
    shown = run("-m", "pytest", "-p", "no:cacheprovider", str(PODCASTS / "shows_the_fault.py"))
    assert shown.returncode == 1
    assert "the delegate broke 1 of" in shown.stdout
    assert "stored-handler-on-main-thread" in shown.stdout
    assert "podcasts.py:" in shown.stdout


@pytest.mark.parametrize(
    "says",
    ["The system kills the app.", "first.mp3 (12000 bytes)", "none is broken", "4 passed"],
)
def test_the_demo_tells_the_story_and_runs_the_suite(demo: str, says: str) -> None:
    assert says in demo


@pytest.mark.parametrize(
    "says",
    [
        "only it may be contacted",
        "The client got 108000 bytes, decoded, behind a redirect.",
        "without a network: the delegate did as in the recording",
        "redirect of task 1: recorded the reply a request; now the reply None",
    ],
)
def test_the_second_demo_records_a_real_server_and_replays_it(recorded: str, says: str) -> None:
    assert says in recorded


def test_the_third_demo_runs_a_script_of_a_mac() -> None:
    shown = run(str(ROOT / "examples" / "04_unmodified_pyobjc" / "demo.py"))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert "going on from byte 8000" in shown.stdout
    assert "19000 bytes arrived, over a line that broke" in shown.stdout


@pytest.fixture(scope="module")
def explored() -> str:
    shown = run(str(ORDERS / "demo.py"))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    return shown.stdout


@pytest.mark.parametrize(
    "says",
    ["all there are", "1 passed", "AssertionError: assert [] == ['May']", "1 failed"],
)
def test_the_fourth_demo_explores_an_app_and_its_fault(explored: str, says: str) -> None:
    assert says in explored


def test_the_hasty_app_passes_its_test_as_it_is_written() -> None:
    lost = str(ORDERS / "shows_what_is_lost.py")
    shown = run("-m", "pytest", "-p", "no:cacheprovider", lost, "--urlsession-schedule=plain")
    assert shown.returncode == 0, shown.stdout


def test_the_hasty_app_is_caught_in_a_dozen_steps_at_most(explored: str) -> None:
    found = re.search(r"^schedule (\S+): (.*?)\n\n", explored, re.MULTILINE | re.DOTALL)
    assert found is not None
    steps = found[2].splitlines()[1:]
    departures = found[1].split(".")
    assert 0 < len(departures) <= len(steps) <= 12
    assert "k" in found[1]
    assert f"--urlsession-schedule={found[1]}" in explored


@pytest.fixture(scope="module")
def recorded() -> str:
    shown = run(str(ROOT / "examples" / "03_recorded_server" / "demo.py"))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    return shown.stdout


@pytest.fixture(scope="module")
def demo() -> str:
    shown = run(str(PODCASTS / "demo.py"))
    assert shown.returncode == 0, shown.stdout + shown.stderr
    return shown.stdout
