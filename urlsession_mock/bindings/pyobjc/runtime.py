"""`objc`: what asks or tells the Objective-C runtime: classes, protocols, bundles, metadata.

Not here: marks (marks.py) and types (types.py). One rule: there is no runtime; what is asked is
answered from the doubles, what is told is kept, and what cannot be is refused by name.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module
from types import TracebackType
from typing import Any, Final

import urlsession_mock.foundation as doubles
from urlsession_mock.bindings.pyobjc.modules import MODULES
from urlsession_mock.bindings.pyobjc.names import protocol, protocol_names
from urlsession_mock.bindings.pyobjc.refused import Refused
from urlsession_mock.errors import NoSuchClass
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.process_info import MACHINE, SYSTEM
from urlsession_mock.not_simulated import NotSimulated

__all__ = [
    "arch",
    "autorelease_pool",
    "context",
    "currentBundle",
    "getClassList",
    "loadBundle",
    "loadBundleFunctions",
    "loadBundleVariables",
    "lookUpClass",
    "macos_available",
    "options",
    "pathForFramework",
    "platform_name",
    "protocolsForClass",
    "protocolsForProcess",
    "recycleAutoreleasePool",
    "registerCFSignature",
    "registerMetaDataForSelector",
    "removeAutoreleasePool",
    "setVerbose",
]

arch: Final[str] = MACHINE
platform_name: Final[str] = "MACOSX"


# -- classes -------------------------------------------------------------


def lookUpClass(class_name: str) -> Any:  # a class, or its refusal
    """The class of this name: a double, or one that was made of it, the newest first.

    Raises `objc.nosuchclass_error` where neither Foundation nor the program has it.
    """
    found = next(reversed([c for c in _heirs(NSObject) if c.__name__ == class_name]), None)
    if found is not None:
        return found
    for module in ("Foundation", "AppKit"):
        fake = sys.modules.get(module)
        if fake is not None and class_name[:1].isalpha() and hasattr(fake, class_name):
            given: object = getattr(fake, class_name)
            if isinstance(given, type | Refused):
                return given
    raise NoSuchClass(class_name)


def _heirs(cls: type) -> Iterator[type]:
    yield cls
    heirs: list[type] = type.__subclasses__(cls)
    for heir in heirs:
        yield from _heirs(heir)


def getClassList(ignore_invalid: bool = False) -> list[type]:
    """The classes there are: the doubles and those made of them."""
    names: list[str] = vars(doubles)["__all__"]
    for name in names:
        getattr(doubles, name)  # those that are imported when first asked for
    return list(dict.fromkeys(_heirs(NSObject)))


def protocolsForClass(cls: type) -> list[object]:
    """The protocols that a class itself says it adopts."""
    return list(vars(cls).get("__pyobjc_protocols__", ()))


def protocolsForProcess() -> list[object]:
    """The protocols that are known."""
    return [protocol(name) for name in protocol_names()]


# -- metadata ------------------------------------------------------------

metadata: Final[dict[tuple[bytes, bytes], Mapping[str, Any]]] = {}
"""What `registerMetaDataForSelector` was told."""


def registerMetaDataForSelector(
    class_: bytes, selector: bytes, metadata_: Mapping[str, Any]
) -> None:
    """Keep what code says of a method's arguments; the doubles know their own.

    Raises TypeError for anything but bytes, bytes and a dictionary.
    """
    for value in (class_, selector):
        if not isinstance(value, bytes):
            raise TypeError(f"bytes are wanted, as b'NSObject', not {value!r}")
    if not isinstance(metadata_, Mapping):
        raise TypeError(f"a dictionary is wanted, not {metadata_!r}")
    metadata[class_, selector] = metadata_


def registerCFSignature(
    name: str, encoding: bytes, typeId: int | None = None, tollfreeName: str | None = None
) -> type:
    """A class for a Core Foundation type: the bridged class where `tollfreeName` names one."""
    if not isinstance(encoding, bytes):
        raise TypeError(f"encoding is bytes, not {encoding!r}")
    if tollfreeName is not None:
        bridged: type = lookUpClass(tollfreeName)
        return bridged
    return type(name, (), {"__typestr__": encoding, "__module__": "objc"})


# -- bundles -------------------------------------------------------------


def pathForFramework(path: str) -> str:
    """The path as it is, or in the system's folder of frameworks where it is a mere name."""
    if "/" in path:
        return path
    return f"/System/Library/Frameworks/{path.removesuffix('.framework')}.framework"


def currentBundle() -> Any:  # an NSBundle
    """The main bundle: the program that runs."""
    bundle: Any = doubles.NSBundle
    return bundle.mainBundle()


def loadBundle(
    module_name: str,
    module_globals: MutableMapping[str, Any],
    bundle_path: str | None = None,
    bundle_identifier: str | None = None,
    scan_classes: bool = True,
) -> Any:  # an NSBundle
    """Put a framework's classes into a module. Raises `NotSimulated` for one that has no double."""
    fake = _framework(bundle_path or bundle_identifier or module_name)
    if scan_classes:
        module_globals.update(
            {name: value for name in dir(fake) if isinstance(value := getattr(fake, name), type)}
        )
    return currentBundle()


def _framework(named: str) -> Any:  # one of the importable modules
    name = named.rstrip("/").rpartition("/")[2].removesuffix(".framework").rpartition(".")[2]
    if name not in MODULES or name not in sys.modules:
        raise NotSimulated(
            f"{named} is not a framework that urlsession-mock simulates; those are "
            f"{', '.join(each for each in MODULES if each[:1].isupper() and '.' not in each)}"
        )
    return sys.modules[name]


def loadBundleFunctions(
    bundle: object,
    module_globals: MutableMapping[str, Any],
    functionInfo: Iterable[Sequence[Any]],
    skip_undefined: bool = True,
) -> None:
    """Put C functions into a module: those that are simulated, and refusals for the others.

    `functionInfo` has a tuple for each: its name, its encoding and more.
    """
    for name, *_ in functionInfo:
        module_globals[name] = _simulated(name) or Refused("the bundle", name, "function")


def loadBundleVariables(
    bundle: object,
    module_globals: MutableMapping[str, Any],
    variableInfo: Iterable[Sequence[Any]],
    skip_undefined: bool = True,
) -> None:
    """The same for variables."""
    for name, *_ in variableInfo:
        found = _simulated(name)
        module_globals[name] = Refused("the bundle", name, "variable") if found is None else found


def _simulated(name: str) -> Any:  # a function or a constant
    for module, row in MODULES.items():
        if module in sys.modules and name in import_module(row.module).__all__:
            return getattr(sys.modules[module], name)
    return None


# -- small things --------------------------------------------------------


class autorelease_pool:
    """Python counts references; the body of the `with` runs as it would anyway."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None


def recycleAutoreleasePool() -> None:
    """Python counts references; this changes nothing."""


def removeAutoreleasePool() -> None:
    """Python counts references; this changes nothing."""


class _Options:
    """`objc.options`: what may be set of the bridge. Nothing here depends on it."""

    __slots__ = (
        "deprecation_warnings",
        "structs_indexable",
        "structs_writable",
        "unknown_pointer_raises",
        "use_kvo",
        "verbose",
    )

    def __init__(self) -> None:
        self.deprecation_warnings: str = "0.0"
        self.structs_indexable: bool = True
        self.structs_writable: bool = True
        self.unknown_pointer_raises: bool = True
        self.use_kvo: bool = True
        self.verbose: bool = False


options: Final = _Options()


def setVerbose(value: object) -> None:
    """Set `options.verbose`."""
    warnings.warn("set objc.options.verbose, not objc.setVerbose", DeprecationWarning, 2)
    options.verbose = bool(value)


class _Context:
    """`objc.context`: numbers for objects that pass through a `void*`."""

    def __init__(self) -> None:
        self._kept: dict[int, object] = {}

    def register(self, value: object) -> int:
        """A number for the object, which is kept until it is unregistered."""
        self._kept[id(value)] = value
        return id(value)

    def unregister(self, value: object) -> None:
        """Let the object go; harmless where it is not kept."""
        self._kept.pop(id(value), None)

    def get(self, uniq: int) -> Any:  # what was registered
        """The object of a number; raises KeyError where there is none."""
        return self._kept[uniq]


context: Final = _Context()


def macos_available(major: int, minor: int, patch: int = 0) -> bool:
    """Whether the simulated macOS is at least this release."""
    return (major, minor, patch) <= tuple(SYSTEM)
