# Loops, and calls on the main thread. Source: PyObjC's documentation, "PyObjCTools.AppHelper".

from collections.abc import Callable, Sequence
from typing import Any

from objc import selector
from typing_extensions import ParamSpec

_P = ParamSpec("_P")

def callAfter(func: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None: ...
def callLater(
    delay: float, func: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs
) -> None: ...
def runConsoleEventLoop(
    argv: Sequence[str] | None = None,
    installInterrupt: bool = False,
    mode: str = ...,
    maxTimeout: float = 3.0,
) -> None: ...
def runEventLoop(
    argv: Sequence[str] | None = None,
    unexpectedErrorAlert: Callable[[], object] | None = None,
    installInterrupt: bool | None = None,
    pdb: bool | None = None,
    main: Callable[[Sequence[str]], object] | None = ...,  # NSApplicationMain
) -> None: ...
def stopEventLoop() -> bool: ...
def installMachInterrupt() -> None: ...
def endSheetMethod(meth: Callable[..., Any]) -> selector: ...  # a method of any shape
