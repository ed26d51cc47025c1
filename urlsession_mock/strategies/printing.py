"""Doubles in what Hypothesis prints: as code that can be pasted.

Not here: the code itself (code.py). One rule: Hypothesis asks by the name of a class, so nothing of
the core is changed.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

from urlsession_mock.strategies.code import DOUBLES, code_of
from urlsession_mock.strategies.script import Script, SessionScript

__all__ = ["register"]

_Print = Callable[[object, RepresentationPrinter, bool], None]


def register() -> None:
    """Have Hypothesis print the doubles, and scripts, as code. Harmless twice."""
    for kind in DOUBLES:
        for_type_by_name(kind.__module__, kind.__name__, _whole)
    for_type_by_name(Script.__module__, Script.__name__, _script)
    for_type_by_name(SessionScript.__module__, SessionScript.__name__, _session_script)


def _whole(value: object, printer: RepresentationPrinter, cycle: bool) -> None:
    printer.text(code_of(value))


def _script(value: object, printer: RepresentationPrinter, cycle: bool) -> None:
    assert isinstance(value, Script)  # it is asked by that name
    response = () if value.response is None else (value.response,)
    _call(printer, "Script", value.kind, value.lines, *response)


def _session_script(value: object, printer: RepresentationPrinter, cycle: bool) -> None:
    assert isinstance(value, SessionScript)  # as above
    _call(printer, "SessionScript", value.scripts, value.turns)


def _call(printer: RepresentationPrinter, name: str, *arguments: object) -> None:
    """The call with its arguments, a line each where one line is too short."""
    with printer.group(4, f"{name}(", ")"):
        for place, argument in enumerate(arguments):
            printer.text("," if place else "")
            printer.breakable(" " if place else "")
            printer.pretty(argument)
