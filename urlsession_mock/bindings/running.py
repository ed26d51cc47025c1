"""A client's file run as a program, or imported as a module, on the device.

Not here: what it can import (installing.py). One rule: the file is read and run as it is,
and the process is left as it was found.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.abc import InspectLoader
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Bridge"]


class Bridge:
    """Ways to bring a client onto a device. What `installed()` of a binding gives."""

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
        return _run_program(self.device, program, arguments)

    def load(self, path: str | Path) -> ModuleType:
        """Import a client's file as a module, afresh; it is named as the file is."""
        __tracebackhide__ = True
        return _load_file(Path(path))


def _run_program(device: Device, program: str | Path, arguments: Sequence[str]) -> int:
    __tracebackhide__ = True
    module = ModuleType("__main__")
    vars(module)["__builtins__"] = builtins
    path = Path(program)
    is_file = path.suffix == ".py" or path.is_file()
    text = path.read_bytes() if is_file else b""  # a file that is not there is told as such
    first, folder = (str(path), path.resolve().parent) if is_file else ("-m", Path.cwd())
    code: Callable[[], CodeType]
    with _as_program(module, [first, *arguments], str(folder)):
        if is_file:
            module.__file__, code = first, partial(compile, text, first, "exec")
        else:
            module.__file__, code, module.__package__ = _module(str(program))
            sys.argv[0] = module.__file__
        status = _run(code, module)
        device.run()
    return status


def _module(name: str) -> tuple[str, Callable[[], CodeType], str | None]:
    """The path, what gives the code, and the package of a module that can be run."""
    __tracebackhide__ = True
    try:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{name}.__main__")
    except (ImportError, ValueError):
        spec = None
    loader = spec.loader if spec is not None else None
    if spec is None or not isinstance(loader, InspectLoader):
        raise ModuleNotFoundError(
            f"{name} is neither a script nor a module that can be run", name=name
        )
    found, called = loader, spec.name

    def code() -> CodeType:
        made = found.get_code(called)
        assert made is not None, "a module that is not built in has code"
        return made

    return spec.origin or name, code, spec.parent


@contextmanager
def _as_program(module: ModuleType, argv: list[str], folder: str) -> Generator[None]:
    """The process as a script finds it: its arguments, its folder first, itself as `__main__`.

    Afterwards what it imported from its folder is forgotten: the next program starts afresh.
    """
    kept = sys.argv, sys.path[:], sys.modules["__main__"]
    before = set(sys.modules)
    sys.argv = argv
    sys.path.insert(0, folder)
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.argv, sys.path[:], sys.modules["__main__"] = kept
        for name in set(sys.modules) - before:
            if _lies_in(folder, sys.modules[name]):
                del sys.modules[name]


def _lies_in(folder: str, module: ModuleType) -> bool:
    file: object = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).resolve().is_relative_to(folder)


def _run(code: Callable[[], CodeType], module: ModuleType) -> int:
    try:
        exec(code(), vars(module))
    except SystemExit as end:
        return _status(end.code)
    except Exception as error:
        within = _within(error.__traceback__, str(module.__file__))
        sys.excepthook(type(error), error.with_traceback(within), within)
        return 1
    return 0


def _within(traceback: TracebackType | None, file: str) -> TracebackType | None:
    """From the script's own line on: what stands above is ours. None where it is no Python."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename != file:
        traceback = traceback.tb_next
    return traceback


def _status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    print(code, file=sys.stderr)
    return 1


def _load_file(path: Path) -> ModuleType:
    __tracebackhide__ = True
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[path.stem]
        raise
    return module
