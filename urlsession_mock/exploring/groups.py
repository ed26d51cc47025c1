"""What can affect each other: groups of sessions, by what an explorer can see of them.

Not here: what follows from it (steered.py). One rule: two sessions are apart only where their
delegates are different objects that reach no changeable object in common.

Apart is what nothing seen joins: module globals are not looked at, nor what a C extension holds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Final
from weakref import ref

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.session import NSURLSession

__all__ = ["Groups", "Posted"]

_MOST: Final = 5_000
"""Objects that are looked at for one delegate; one that reaches more is taken to reach all."""
_OURS: Final = __name__.partition(".")[0]
_FIXED: Final = (str, bytes, int, float, complex, bool, type(None), type, ModuleType, range)


class Posted:
    """A job that says which group posted it."""

    __slots__ = ("_job", "group")

    def __init__(self, job: Callable[[], object], group: int | None) -> None:
        self._job = job
        self.group: int | None = group

    def __call__(self) -> object:
        return self._job()


class Groups:
    """The group of each session, by its number. One for a whole exploration: it only learns."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}
        self.version: int = 0
        """Rises when two groups turn out to be one."""
        self.is_learning: bool = False
        """Look at the sessions as they come: what is found out holds for all schedules."""
        self.now: int | None = None
        """Of which group the code is that runs now; None where that is not known."""

    def of(self, session: NSURLSession) -> int | None:
        """The group of a session; None while nothing is known of it."""
        number = session._number
        return self._root(number) if number in self._parents else None

    def post(self, job: Callable[[], object]) -> Posted:
        """The job, with the group of who posts it."""
        return Posted(job, self.now)

    def learn(self, device: Device) -> None:
        """Look at the sessions of a device, and join what belongs together."""
        sessions = list(device.process.sessions)
        if not sessions:
            return
        for session in sessions:
            self._parents.setdefault(session._number, session._number)
        if len(sessions) == 1 and len(self._parents) == 1:
            return
        app = device.app.delegate
        reached = [(s._number, _reached(s._delegate, s)) for s in sessions]
        seen: dict[int, int] = {}
        for number, objects in reached:
            if objects is None:
                for other, _ in reached:
                    self._join(number, other)
                continue
            for identity in objects:
                self._join(number, seen.setdefault(identity, number))
        through_app = _reached(app) if app is not None else set[int]()
        touched = [n for n, o in reached if through_app is None or o is None or o & through_app]
        for number in touched[1:]:
            self._join(touched[0], number)

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            number = self._parents[number]
        return number

    def _join(self, one: int, other: int) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self._parents[max(first, second)] = min(first, second)
            self.version += 1


def _reached(*start: object) -> set[int] | None:
    """The changeable objects that some reach: the user's, and sessions; None for too many."""
    found: dict[int, object] = {}
    left = list(start)
    while left:
        one = left.pop()
        if id(one) in found or isinstance(one, _FIXED):
            continue
        if _is_ours(one):
            # Whoever has a session, or a task of it, can end it.
            session = getattr(one, "_session", one)
            if hasattr(session, "_delegate"):
                found[id(session)] = session
            continue
        found[id(one)] = one
        if len(found) > _MOST:
            return None
        left += _inside(one)
    return {i for i, one in found.items() if not isinstance(one, _UNCHANGING)}


_UNCHANGING: Final = (tuple, frozenset, FunctionType, MethodType, BuiltinFunctionType)


def _inside(one: object) -> Iterable[object]:
    if isinstance(one, ref):  # the collector does not follow it
        return (one(),)  # pyright: ignore[reportUnknownVariableType]  # whatever it holds
    if isinstance(one, FunctionType):  # its globals are a module's
        cells = [cell.cell_contents for cell in one.__closure__ or () if _is_filled(cell)]
        return [*cells, *(one.__defaults__ or ())]
    return gc.get_referents(one)


def _is_filled(cell: object) -> bool:
    try:
        cell.cell_contents  # type: ignore[attr-defined]  # noqa: B018  # a cell says so by raising
    except ValueError:
        return False
    return True


def _is_ours(one: object) -> bool:
    """A double of ours, which holds no state of the user's in common by itself."""
    return type(one).__module__.partition(".")[0] == _OURS
