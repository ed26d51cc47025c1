"""Which module stands in for which: the table behind `installed()`.

Not here: how they get into `sys.modules` (installing.py). One rule: a row a module, and what a
module of ours has in its `__all__` is what it gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["MODULES", "Row"]

_HERE: Final = "urlsession_mock.bindings.pyobjc"


@dataclass(frozen=True, slots=True)
class Row:
    """How one importable module is made.

    `ours` is the module behind it, in this folder; `parents` are modules whose names it gives
    too, as the frameworks of PyObjC do; `facts` says which list of names tells what else
    the real one has (names.py), `is_package` that it has a `__path__`.
    """

    ours: str
    parents: tuple[str, ...] = ()
    facts: str = ""
    is_package: bool = True

    @property
    def module(self) -> str:
        """The module behind it, dotted."""
        return f"{_HERE}.{self.ours}"


# Parents: as the `parents` of each framework's `__init__` in pyobjc-framework-Cocoa 13.0.
# fmt: off
MODULES: Final[dict[str, Row]] = {
    "objc":                       Row("objc", facts="objc"),
    "CoreFoundation":             Row("core_foundation", facts="CoreFoundation"),
    "Foundation":                 Row("foundation", ("CoreFoundation",), "Foundation"),
    "AppKit":                     Row("app_kit", ("Foundation",), "AppKit"),
    "Cocoa":                      Row("nothing", ("AppKit",)),
    "UIKit":                      Row("ui_kit", ("Foundation",), "UIKit"),
    "CFNetwork":                  Row("cf_network", ("Foundation",), "CFNetwork"),
    "Security":                   Row("security", ("Foundation",), "Security"),
    "SystemConfiguration":        Row(
        "system_configuration", ("Foundation",), "SystemConfiguration"
    ),
    "PyObjCTools":                Row("nothing"),
    "PyObjCTools.AppHelper":      Row("app_helper", is_package=False),
    "PyObjCTools.KeyValueCoding": Row("key_value_coding", is_package=False),
    "dispatch":                   Row("dispatch"),
    "libdispatch":                Row("dispatch"),
}
# fmt: on
