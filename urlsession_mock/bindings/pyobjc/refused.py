"""A name that the real module has and this one does not: it can be imported, and refuses any use.

Not here: which names (names.py). One rule: the text names it, and says what to do.
"""

from __future__ import annotations

from typing import Final, NoReturn

from urlsession_mock.not_simulated import NotSimulated

__all__ = ["Refused"]


class Refused:
    """Stands for something real: whatever is done with it raises `NotSimulated`."""

    def __init__(self, module: str, name: str, kind: str) -> None:
        vars(self).update(_module=module, _name=name, _kind=kind)

    def _refuse(self, *_arguments: object, **_options: object) -> NoReturn:
        __tracebackhide__ = True
        found = vars(self)
        module, name = found["_module"], found["_name"]
        raise NotSimulated(
            f"{name} is a real {found['_kind']} of {module} that urlsession-mock does not "
            f"simulate; give the code under test its own, for example monkeypatch.setattr("
            f"{module}, {name!r}, ...), or keep it out of this test. To have it simulated, ask "
            f"for it by this name where urlsession-mock is developed"
        )

    def __getattr__(self, name: str) -> object:
        __tracebackhide__ = True
        if name.startswith("_"):  # what Python and pytest ask of anything
            raise AttributeError(name)
        return self._refuse()

    def __repr__(self) -> str:
        found = vars(self)
        return f"<{found['_module']}.{found['_name']}, not simulated>"


# Each is looked up on the class, where the other cannot stand in for it.
_USES: Final[tuple[str, ...]] = tuple(
    f"__{name}__"
    for name in (
        *("mro_entries", "call", "setattr", "instancecheck", "subclasscheck", "enter", "exit"),
        *("eq", "ne", "lt", "le", "gt", "ge", "hash", "bool", "int", "index", "float", "str"),
        *("bytes", "len", "iter", "contains", "getitem", "setitem", "add", "radd", "sub", "rsub"),
        *("mul", "rmul", "truediv", "mod", "rmod", "and", "rand", "or", "ror", "xor", "rxor"),
        *("invert", "neg", "lshift", "rshift"),
    )
)
for _name in _USES:
    setattr(Refused, _name, Refused._refuse)
