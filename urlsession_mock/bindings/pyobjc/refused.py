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

    def __refuse(self, *_arguments: object, **_options: object) -> NoReturn:
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
        return self.__refuse()

    def __repr__(self) -> str:
        found = vars(self)
        return f"<{found['_module']}.{found['_name']}, not simulated>"

    __mro_entries__ = __call__ = __setattr__ = __refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __refuse  # pyright: ignore[reportAssignmentType]  # none of them answers
    __bool__ = __int__ = __index__ = __float__ = __str__ = __bytes__ = __refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __setitem__ = __refuse
    __enter__ = __exit__ = __instancecheck__ = __subclasscheck__ = __refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __refuse
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = __refuse
    __mod__ = __rmod__ = __neg__ = __lshift__ = __rshift__ = __refuse
    __hash__: Final = __refuse
