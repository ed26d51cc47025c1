"""One source file under our double of rubicon and under the real one: the same of it all.

The real one runs on GNUstep, in a process of its own. Not here: plain delegates
(test_true_objects.py). One rule: the file is the same, byte for byte, and so is what it is sent.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gnustep.finding import Found, compare
from tests.gnustep.scenarios import APPS, ODD, SCENARIOS, Run, Scenario, play_on
from urlsession_mock import Device
from urlsession_mock.bindings.rubicon import installed

HERE = Path(__file__).parent
RAISING = "a_method_raises"


def under_our_double(file: str, cls: str, scenario: Scenario) -> Run:
    """The scenario with a delegate of that file, which is imported from our double."""
    with Device() as device, installed(device) as rubicon:
        loaded = getattr(rubicon.load(HERE / file), cls)

        def make() -> tuple[object, Any]:
            made = loaded.alloc().init()
            return made, made

        run: Run = json.loads(json.dumps(play_on(device, scenario, make)))
        return run


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name != RAISING])
def test_a_delegate_leaves_the_same_recording(found: Found, name: str) -> None:
    compare(found["runs"][name], under_our_double("delegates.py", "Loader", SCENARIOS[name]))


@pytest.mark.parametrize("name", APPS)
def test_a_client_leaves_the_same_recording(found: Found, name: str) -> None:
    compare(found["apps"][name], under_our_double("clients.py", "Client", APPS[name]))


@pytest.mark.parametrize("name", ODD)
def test_an_odd_delegate_leaves_the_same_recording(found: Found, name: str) -> None:
    compare(found["odd"][name], under_our_double("odd.py", "Odd", ODD[name]))


def test_our_double_records_the_exception_that_rubicon_swallows(found: Found) -> None:
    real = found["runs"][RAISING]
    ours = under_our_double("delegates.py", "Loader", SCENARIOS[RAISING])

    assert ours["notes"] == real["notes"]
    assert ours["broken"] == ["no-exception-in-callback", *real["broken"]]


def test_what_users_write_without_noticing_comes_to_the_same(found: Found) -> None:
    with Device() as device, installed(device) as rubicon:
        ours = {trial.__name__: trial() for trial in rubicon.load(HERE / "odd.py").TRIALS}

    assert json.loads(json.dumps(ours)) == found["trials"]
