"""`pyobjc_instanceMethods` and `pyobjc_classMethods`: a class's methods, kept apart by kind.

Not here: the methods. One rule: a view shows what Objective-C sees, and nothing else.
"""

from __future__ import annotations

from typing import Any

from urlsession_mock.foundation.exporting import is_exported

__all__ = ["MethodView", "MethodViews"]


class MethodViews:
    """The descriptor: gives the view of an object or a class."""

    def __init__(self, *, of_class: bool) -> None:
        self._of_class = of_class

    def __get__(self, instance: object, owner: type) -> MethodView:
        return MethodView(instance, owner, of_class=self._of_class)


class MethodView:
    """The methods of one kind, as attributes."""

    def __init__(self, instance: object, owner: type, *, of_class: bool) -> None:
        self._target = owner if of_class or instance is None else instance
        self._owner = owner
        self._of_class = of_class

    def _has(self, name: str) -> bool:
        held = next((vars(c)[name] for c in self._owner.__mro__ if name in vars(c)), None)
        is_of_class = isinstance(held, classmethod) or getattr(held, "isClassMethod", False) is True
        if is_of_class is not self._of_class:
            return False
        if is_of_class:
            return callable(getattr(self._owner, name))
        return is_exported(self._owner, name)

    def __getattr__(self, name: str) -> Any:  # the method
        if name.startswith("__") or not self._has(name):
            kind = "class" if self._of_class else "instance"
            raise AttributeError(f"{self._owner.__name__} has no {kind} method {name}")
        return getattr(self._target, name)

    def __dir__(self) -> list[str]:
        return [name for name in dir(self._owner) if not name.startswith("_") and self._has(name)]
