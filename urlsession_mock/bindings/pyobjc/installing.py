"""Makes the modules importable and takes them out again.

Not here: what they hold (modules.py), how a script runs (running.py). One rule: afterwards
`sys.modules` is as it was, so that a module which took something from the fakes is imported
afresh the next time.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from urlsession_mock.bindings.pyobjc.fake import Fake, is_fake
from urlsession_mock.bindings.pyobjc.modules import MODULES
from urlsession_mock.bindings.pyobjc.running import load_file, run_script
from urlsession_mock.world import activate, deactivate

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["PyObjC", "importable", "installed"]


class PyObjC:
    """What `installed()` gives: ways to bring a client onto the device."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def run(self, program: str | Path, *arguments: str) -> int:
        """Run an unmodified script as a program of its own, in this process; its exit status.

        `program` is the path of a script, or the dotted name of a module as for `python -m`;
        `arguments` become `sys.argv[1:]`. When the script has ended, what is still pending on the
        device runs. The status is that of `SystemExit`, or 1 after an exception, which is
        shown on stderr as Python shows it. Raises FileNotFoundError or ModuleNotFoundError where
        there is no such program.
        """
        __tracebackhide__ = True
        return run_script(self.device, program, arguments)

    def load(self, path: str | Path) -> ModuleType:
        """Import a client's file as a module, afresh; it is named as the file is."""
        __tracebackhide__ = True
        return load_file(Path(path))


@contextmanager
def installed(device: Device) -> Generator[PyObjC]:
    """Make `Foundation`, `objc` and friends importable while the body runs, on this device.

    What was there under these names is put back afterwards, real PyObjC included: inside,
    the simulation stands before it. Modules that were first imported inside, and that took
    something from the simulation, are taken out too. May be nested: the inner one adds its
    device and takes its own imports out again.
    """
    __tracebackhide__ = True
    with ExitStack() as stack:
        activate(device)
        stack.callback(deactivate, device)
        stack.enter_context(importable())
        yield PyObjC(device)


@contextmanager
def importable() -> Generator[None]:
    """The same without a device: names can be imported, and sessions cannot be made."""
    before = dict(sys.modules)
    if not is_fake(before.get("Foundation")):
        sys.modules.update({name: Fake(name) for name in MODULES})
    try:
        yield
    finally:
        _take_out(before)


def _take_out(before: dict[str, ModuleType]) -> None:
    gone = {name: sys.modules[name] for name in MODULES}
    for name in MODULES:
        if name in before:
            sys.modules[name] = before[name]
        else:
            sys.modules.pop(name, None)
    fresh = {
        name: module
        for name, module in list(sys.modules.items())
        if name not in before and not name.startswith(("urlsession_mock", "pytest_urlsession"))
    }
    taken = {id(value) for module in gone.values() for value in _worth(module)}
    taken |= {id(module) for module in gone.values()}
    while took := [name for name, module in fresh.items() if _holds(module, taken)]:
        for name in took:
            module = fresh.pop(name)
            taken.add(id(module))
            taken |= {id(value) for value in _worth(module) if _is_made_in(value, name)}
            del sys.modules[name]


def _worth(module: ModuleType) -> Iterable[object]:
    """What tells that a module took it: not the texts and numbers that anything may hold."""
    return (
        value
        for name, value in vars(module).items()
        if not name.startswith("__") and type(value) not in (int, str, float, bool, type(None))
    )


def _is_made_in(value: object, module: str) -> bool:
    return getattr(value, "__module__", None) == module


def _holds(module: ModuleType, taken: set[int]) -> bool:
    return any(id(value) in taken for value in _worth(module))
