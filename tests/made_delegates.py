"""Delegates made on the spot, for tests that need many small ones.

Not the specimens: those are whole delegates, each with one fault. One rule: what is made
here is called `Downloader`, and accepts any arguments unless a test says otherwise.
"""

from __future__ import annotations

from typing import Any

from urlsession_mock.conformance import problems

Attributes = dict[str, Any]  # what a class body may hold


def delegate(*named: str, **attributes: Any) -> object:  # Any: whatever a class may hold
    """An object whose class has these attributes, and ones of these names that fit."""
    fitting: Attributes = {name: lambda self, *arguments: None for name in named}
    return type("Downloader", (), fitting | attributes)()


def texts(*named: str, **attributes: Any) -> list[str]:  # Any: whatever a class may hold
    """What is wrong with such an object."""
    return [problem.text for problem in problems(delegate(*named, **attributes))]
