"""The ini option `urlsession_bindings`: bridges that are importable for the whole run.

Not here: what they hold (`urlsession_mock.bindings`). One rule: when the run ends they are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

import pytest

from urlsession_mock.bindings.pyobjc import installing as pyobjc
from urlsession_mock.bindings.rubicon import installing as rubicon

__all__ = ["make_importable"]

_BINDINGS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "pyobjc": pyobjc.importable,
    "rubicon": rubicon.importable,
}


def make_importable(config: pytest.Config, names: Sequence[str]) -> None:
    """Make the named bridges importable until the run ends.

    Raises `pytest.UsageError` for a name that is none.
    """
    opened = ExitStack()
    config.add_cleanup(opened.close)
    for name in names:
        if name not in _BINDINGS:
            raise pytest.UsageError(
                f"urlsession_bindings is any of {', '.join(_BINDINGS)}; not {name!r}"
            )
        opened.enter_context(_BINDINGS[name]())
