"""The text of `Foundation-stubs/__init__.pyi`.

Pure. Not here: what a type is in Python (`annotations.py`). One rule: the text is as ruff would
format it, so that it need not be formatted again.
"""

from __future__ import annotations

from collections.abc import Iterator
from keyword import iskeyword

from stubs.generate.annotations import Annotations, Flow
from stubs.generate.constants import OTHER_ENUMS, more_constants
from stubs.generate.lines import folded
from stubs.generate.names import ADOPTS, ENCODED
from stubs.generate.nullable import is_nullable
from stubs.generate.surface import Class, Method, Surface
from stubs.generate.types import read_type
from stubs.generate.written import Written

__all__ = ["Stub"]


class Stub:
    """The stub of a surface, with what is written by hand."""

    def __init__(self, surface: Surface, written: Written) -> None:
        self.surface = surface
        self.written = written
        named = {row.enum for row in surface.enums.values() if row.enum}
        self.enums = sorted(named | set(OTHER_ENUMS))
        self.annotations = Annotations(
            enums=frozenset(self.enums),
            classes=frozenset({*surface.classes, *written.classes}),
            protocols=frozenset({*surface.protocols, *written.classes}),
        )

    def text(self) -> str:
        """The whole file."""
        lines = [*self._head(), "", *self._enums()]
        for found in self.surface.protocols.values():
            lines += ["", *self._protocol(found)]
        for found in self._parents_first():
            lines += ["", *self._class(found)]
        lines += ["", *self._constants(), "", "def __getattr__(name: str, /) -> Any: ..."]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        """What is written by hand and belongs to no class of the surface."""
        for part in self.written.parts:
            if part.name not in self.surface.classes:
                yield part.text

    def _enums(self) -> Iterator[str]:
        yield "# Enumerations are numbers to the bridge; these names tell them apart."
        for name in self.enums:
            yield from folded(f'{name} = NewType("{name}", int)')
        yield ""
        for name, row in self.surface.enums.items():
            yield from folded(f"{name}: Final[{row.enum or 'int'}]")
        yield ""
        for name, kind in more_constants().items():
            yield from folded(f"{name}: Final[{kind}]")

    def _constants(self) -> Iterator[str]:
        for name, encoding in self.surface.constants.items():
            yield f"{name}: Final[{ENCODED[encoding]}]"

    def _parents_first(self) -> list[Class]:
        ordered: list[Class] = []

        def add(found: Class) -> None:
            if found in ordered:
                return
            if found.above in self.surface.classes:
                add(self.surface.classes[found.above])
            ordered.append(found)

        for each in self.surface.classes.values():
            add(each)
        return ordered

    def _class(self, found: Class) -> Iterator[str]:
        part = self.written.classes.get(found.name)
        members = [line for lines in self.members(found).values() for line in lines]
        if part is not None:
            yield part.text.lstrip("\n")
        else:
            end = "" if members else " ..."
            yield f"class {found.name}({found.above or 'objc_object'}):{end}"
        yield from members

    def members(self, found: Class) -> dict[str, list[str]]:
        """The lines of each member of a class that is not written by hand."""
        part = self.written.classes.get(found.name)
        by_hand = part.members if part is not None else frozenset[str]()
        return {
            name: list(self._named(found.name, name, methods))
            for name, methods in found.named().items()
            if name not in by_hand
        }

    def _protocol(self, found: Class) -> Iterator[str]:
        above = ADOPTS.get(found.name)
        yield f"class {found.name}({f'{above}, ' if above else ''}Protocol):"
        for method in found.methods:
            if method.required:
                yield "    @abstractmethod"
            yield from self._method(found.name, method, sent=True)

    def _named(self, owner: str, name: str, methods: tuple[Method, ...]) -> Iterator[str]:
        if len(methods) == 1:
            yield from self._method(owner, methods[0])
            return
        signatures = [self._signature(owner, method) for method in methods]
        of_class, of_instance = (
            f"Callable[[{', '.join(kinds for _, kinds in parameters)}], {returns}]"
            for parameters, returns in signatures
        )
        yield from folded(f"    {name}: _ClassAndInstance[{of_class}, {of_instance}]")

    def _method(self, owner: str, method: Method, *, sent: bool = False) -> Iterator[str]:
        parameters, returns = self._signature(owner, method, sent=sent)
        if method.of_class:
            yield "    @classmethod"
        written = [f"{name}: {kind}" for name, kind in parameters]
        first = "cls" if method.of_class else "self"
        every = ", ".join([first, *written, *(["/"] if written else [])])
        yield from folded(f"    def {method.name}({every}) -> {returns}: ...")

    def _signature(
        self, owner: str, method: Method, *, sent: bool = False
    ) -> tuple[list[tuple[str, str]], str]:
        """Its parameters, by name and annotation, and what it returns.

        `sent`: it is the app's, and Foundation sends it.
        """
        given, got = (Flow.GOT, Flow.GIVEN) if sent else (Flow.GIVEN, Flow.GOT)
        parameters: list[tuple[str, str]] = []
        put_out: list[str] = []
        for number, argument in enumerate(method.arguments, 1):
            kind = read_type(argument.type)
            if self.annotations.is_out(kind):
                put_out.append(self.annotations.put_out(kind))
                annotation = "None"
            else:
                may_be_nil = is_nullable(owner, method, str(number)) or None
                annotation = self.annotations.of(kind, given, may_be_nil)
            parameters.append((_parameter(argument.name), annotation))
        may_be_nil = is_nullable(owner, method, "r") or None
        if method.returns == "instancetype":
            result = "Self | None" if may_be_nil else "Self"
        else:
            result = self.annotations.of(read_type(method.returns), got, may_be_nil)
        return parameters, _tuple(result, put_out)


def _parameter(name: str) -> str:
    """A name for a parameter, which is never said by a caller."""
    return f"{name}_" if iskeyword(name) or name in ("self", "cls") else name


def _tuple(result: str, put_out: list[str]) -> str:
    """What the bridge returns: the result and what out-arguments brought; of one thing, that."""
    found = [*([] if put_out and result == "None" else [result]), *put_out]
    return found[0] if len(found) == 1 else f"tuple[{', '.join(found)}]"
