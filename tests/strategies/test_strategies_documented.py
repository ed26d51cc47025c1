"""What the package's own text shows is run."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from tests.specimens.faultless import FaultlessApp
from tests.strategies.drawing import FAST
from tests.strategies.test_machine import AnswersTwice
from urlsession_mock import strategies
from urlsession_mock.strategies import AppMachine, DelegateMachine


def shown(text: str | None) -> str:
    """The indented lines of a text."""
    lines = dedent((text or "").partition("\n")[2]).splitlines()
    return dedent("\n".join(line for line in lines if line.startswith("    ") or not line))


def test_the_example_of_the_package_passes_a_delegate_without_a_fault() -> None:
    names: dict[str, Any] = {"MyDelegate": object}
    exec(shown(strategies.__doc__), names)
    FAST(names["test_my_delegate_breaks_no_rule"])()


def test_the_example_of_the_package_finds_a_fault() -> None:
    names: dict[str, Any] = {"MyDelegate": AnswersTwice}
    exec(shown(strategies.__doc__), names)
    with pytest.raises(AssertionError) as found:
        FAST(names["test_my_delegate_breaks_no_rule"])()
    assert "script=Script(Kind.DATA, ((RESPONSE, response(200))" in "".join(found.value.__notes__)


@pytest.mark.parametrize(
    ("machine", "tested"), [(DelegateMachine, "TestMyDelegate"), (AppMachine, "TestMyApp")]
)
def test_the_example_of_a_machine_makes_a_test_case(
    machine: type[DelegateMachine], tested: str
) -> None:
    names: dict[str, Any] = {
        "DelegateMachine": DelegateMachine,
        "AppMachine": AppMachine,
        "MyDelegate": AnswersTwice,
        "MyAppDelegate": FaultlessApp,
    }
    exec(shown(machine.__doc__), names)
    assert issubclass(names[tested], machine.TestCase.__bases__[0])
    steps = names["MyMachine"]()
    steps.run()
    steps.teardown()
