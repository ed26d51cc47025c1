"""Where a delegate is expected: the parameters that take one.

Not here: what is done with it. One rule: a row names a parameter that `conformance.py` checks
when the call is made, or one of Foundation's own that does the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mypy.types import CallableType, Instance, Type, TypeType, TypeVarType, UnionType
from mypy.types import get_proper_type as proper

__all__ = ["Passed", "Site", "passed", "sites"]


@dataclass(frozen=True, slots=True)
class Site:
    """A parameter that takes a delegate, by name and by index.

    With `makes` it takes a class or a function as well, which makes one for each launch.
    """

    parameter: str
    index: int
    makes: bool = False


# Stubs of Foundation may spell the parameters as they like, so those are found by index.
_SITES: Final[dict[str, tuple[Site, ...]]] = {
    "NSURLSession.sessionWithConfiguration_delegate_delegateQueue_": (Site("delegate", 1),),
    "NSURLSessionTask.setDelegate_": (Site("delegate", 0),),
    "MockSession": (Site("delegate", 0),),
    "Device.session": (Site("delegate", 0),),
    "Device.launch": (Site("app_delegate", 0, makes=True),),
    "Relaunch": (Site("app", 2, makes=True),),
    "Relaunch.session": (Site("delegate", 0),),
    "BackgroundRelaunch.__call__": (Site("app", 1, makes=True),),
    "DelegateSpy.__call__": (Site("delegate", 0),),
    "replay": (Site("delegate", 1, makes=True), Site("app_delegate", 2, makes=True)),
}

_ROOTS: Final = ("urlsession_mock.", "pytest_urlsession.", "Foundation.")

# By the last part of the name, which is all that most names are asked for.
_BY_LAST: Final[dict[str, list[tuple[str, tuple[Site, ...]]]]] = {}
for _name, _found in _SITES.items():
    _BY_LAST.setdefault(_name.rpartition(".")[2], []).append((f".{_name}", _found))


def sites(fullname: str) -> tuple[Site, ...]:
    """The parameters of a function or method that take a delegate; asked for every call."""
    known = _BY_LAST.get(fullname[fullname.rfind(".") + 1 :])
    if known is None or not fullname.startswith(_ROOTS):
        return ()
    return next((found for name, found in known if fullname.endswith(name)), ())


@dataclass(frozen=True, slots=True)
class Passed:
    """The type of what is given to such a parameter; `is_class` where its class is given."""

    type: Instance
    is_class: bool = False


def passed(site: Site, given: Type) -> Iterator[Passed]:
    """The delegates that an argument of this type may be."""
    found = proper(given)
    match found:
        case Instance():
            yield Passed(found)
        case UnionType():
            for item in found.items:
                yield from passed(site, item)
        case TypeVarType():
            yield from passed(site, found.upper_bound)
        case CallableType():
            made = proper(found.ret_type)
            if isinstance(made, Instance) and (found.is_type_obj() or site.makes):
                yield Passed(made, is_class=not site.makes)
        case TypeType():
            made = proper(found.item)
            if isinstance(made, Instance):
                yield Passed(made, is_class=not site.makes)
        case _:
            pass
