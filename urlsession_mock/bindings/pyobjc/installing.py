"""Makes the modules importable and takes them out again.

Not here: what they hold (modules.py), how a script runs (running.py), how an import is led here
(`bindings/importing.py`). One rule: outside, nothing of it can be imported.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from urlsession_mock.bindings.importing import imported
from urlsession_mock.bindings.pyobjc.fake import Fake, is_fake
from urlsession_mock.bindings.pyobjc.modules import MODULES
from urlsession_mock.bindings.running import Bridge
from urlsession_mock.pump import pumping
from urlsession_mock.world import activate, deactivate

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["PyObjC", "importable", "installed"]


class PyObjC(Bridge):
    """What `installed()` gives: ways to bring a client of PyObjC onto the device."""


@contextmanager
def installed(device: Device) -> Generator[PyObjC]:
    """Make `Foundation`, `objc` and friends importable while the body runs, on this device.

    What was there under these names is put back afterwards, real PyObjC included: inside,
    the simulation stands before it. Modules that were first imported inside, and that took
    something from the simulation, are taken out too. May be nested: the inner one adds its
    device and takes its own imports out again.

    Client code may hold the main thread, in a run loop, a wait or a sleep; the device goes on
    meanwhile. Only the thread that made the device may use it.
    """
    __tracebackhide__ = True
    with ExitStack() as stack:
        activate(device)
        stack.callback(deactivate, device)
        stack.enter_context(importable())
        stack.enter_context(pumping(device))
        yield PyObjC(device)


@contextmanager
def importable() -> Generator[None]:
    """The same without a device: names can be imported, and sessions cannot be made."""
    with imported(_installed() or _made()):
        yield


def _installed() -> dict[str, ModuleType]:
    """The simulation that can be imported already; nothing where there is none."""
    if not is_fake(sys.modules.get("Foundation")):
        return {}
    return {name: sys.modules[name] for name in MODULES}


def _made() -> dict[str, ModuleType]:
    """A fresh one, each submodule in its package."""
    fakes: dict[str, ModuleType] = {name: Fake(name) for name in MODULES}
    for name, fake in fakes.items():
        package, _, child = name.rpartition(".")
        if package:
            setattr(fakes[package], child, fake)
    return fakes
