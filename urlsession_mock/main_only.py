"""A stand-in for an object that belongs to the main thread, as everything of UIKit does.

Not here: the rule about it. One rule: it passes everything on, and notes where from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.events import MainOnlyTouched
from urlsession_mock.where import caller

if TYPE_CHECKING:
    from urlsession_mock.world import World

__all__ = ["MainOnly"]

_OWN = frozenset({"_world", "_target", "_name"})


class MainOnly:
    """Made by `Device.main_only`. Reading, setting and calling are noted, then passed on."""

    def __init__(self, world: World, target: object, name: str) -> None:
        object.__setattr__(self, "_world", world)
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_name", name)

    def _note(self, what: str) -> None:
        world: World = object.__getattribute__(self, "_world")
        if not world.lanes.is_main:
            world.recording.add(MainOnlyTouched, world.lanes.here(), what, caller(3))

    def __getattr__(self, name: str) -> Any:  # Any: whatever the target has
        self._note(f"{self._name}.{name} was read")
        return getattr(self._target, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._note(f"{self._name}.{name} was set")
        setattr(self._target, name, value)

    def __call__(self, *arguments: object, **options: object) -> Any:  # Any: as above
        self._note(f"{self._name} was called")
        return self._target(*arguments, **options)
