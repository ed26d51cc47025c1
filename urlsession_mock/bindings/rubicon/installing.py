"""Makes `rubicon.objc` importable and takes it out again.

Not here: what is in it (modules.py). One rule: afterwards nothing of the client's classes and
objects is left: its process has ended.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from urlsession_mock.bindings.importing import imported
from urlsession_mock.bindings.rubicon import instances
from urlsession_mock.bindings.rubicon.classes import ObjCClass
from urlsession_mock.bindings.rubicon.ctypes_for import forget_types
from urlsession_mock.bindings.rubicon.modules import NAMES, Fake, modules
from urlsession_mock.bindings.rubicon.pointers import heap
from urlsession_mock.bindings.rubicon.protocols import ObjCProtocol
from urlsession_mock.bindings.rubicon.records import records
from urlsession_mock.bindings.running import Bridge
from urlsession_mock.world import activate, deactivate

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Rubicon", "importable", "installed"]


class Rubicon(Bridge):
    """What `installed()` gives: ways to bring a client of rubicon-objc onto the device."""


@contextmanager
def installed(device: Device) -> Generator[Rubicon]:
    """Make `rubicon.objc` importable while the body runs, on this device.

    A rubicon-objc that is installed is hidden meanwhile. Modules that were first imported inside,
    and that took something from the simulation, are taken out again, and so are the Objective-C
    classes that were made. May be nested: the inner one adds its device.
    """
    __tracebackhide__ = True
    with ExitStack() as stack:
        activate(device)
        stack.callback(deactivate, device)
        stack.enter_context(importable())
        yield Rubicon(device)


@contextmanager
def importable() -> Generator[None]:
    """The same without a device: names can be imported, and sessions cannot be made."""
    if isinstance(sys.modules.get("rubicon"), Fake):
        with imported({name: sys.modules[name] for name in NAMES}):
            yield
        return
    try:
        with imported(modules(), hides=("rubicon",)):
            yield
    finally:
        records.clear()
        heap.clear()
        instances.forget()
        forget_types()
        ObjCClass.auto_rename = ObjCProtocol.auto_rename = False
