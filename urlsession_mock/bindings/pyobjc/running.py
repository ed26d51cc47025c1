"""A client's file run as a program, or imported as a module, on the device.

Not here: what it can import (installing.py). One rule: the file is read and run as it is,
and the process is left as it was found.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.abc import InspectLoader
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["load_file", "run_script"]


def run_script(device: Device, program: str | Path, arguments: Sequence[str]) -> int:
    """See `PyObjC.run`."""
    __tracebackhide__ = True
    path, folder, code, package = _found(program)
    module = ModuleType("__main__")
    module.__file__ = path
    module.__package__ = package
    vars(module)["__builtins__"] = builtins
    with _as_program(module, [path, *arguments], folder):
        status = _run(code, module)
        device.run()
    return status


def _found(program: str | Path) -> tuple[str, str, CodeType, str | None]:
    """The path, the folder to import from, the code and the package of a program."""
    __tracebackhide__ = True
    path = Path(program)
    if path.suffix == ".py" or path.exists():
        text = path.read_bytes()
        return str(path), str(path.resolve().parent), compile(text, str(path), "exec"), None
    name = str(program)
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = importlib.util.find_spec(f"{name}.__main__")
    loader = spec.loader if spec is not None else None
    code = loader.get_code(spec.name) if spec and isinstance(loader, InspectLoader) else None
    if spec is None or code is None:
        raise ModuleNotFoundError(
            f"{name} is neither a script nor a module that can be run", name=name
        )
    return spec.origin or name, str(Path.cwd()), code, spec.parent


@contextmanager
def _as_program(module: ModuleType, argv: list[str], folder: str) -> Generator[None]:
    """The process as a script finds it: its arguments, its folder first, itself as `__main__`."""
    kept = sys.argv, sys.path[:], sys.modules["__main__"]
    sys.argv = argv
    sys.path.insert(0, folder)
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.argv, sys.path[:], sys.modules["__main__"] = kept


def _run(code: CodeType, module: ModuleType) -> int:
    try:
        exec(code, vars(module))
    except SystemExit as end:
        return _status(end.code)
    except Exception as error:
        # From the script's own line on: what stands above is ours.
        within: TracebackType | None = error.__traceback__ and error.__traceback__.tb_next
        sys.excepthook(type(error), error.with_traceback(within), within)
        return 1
    return 0


def _status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    print(code, file=sys.stderr)
    return 1


def load_file(path: Path) -> ModuleType:
    """See `PyObjC.load`."""
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
