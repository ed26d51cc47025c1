"""What one row of the selector table is.

Types only: the rows are in the files beside this one, the table in `selectors.py`.
A row is a value. It never changes, and there is one object of each.
"""

from __future__ import annotations

from typing import Any, Literal, NoReturn, Self, dataclass_transform


def _derived(*, init: Literal[False] = False) -> Any:  # Any: it stands for a column of any type
    """Mark a column that follows from the others, and is no argument."""
    return init


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(_derived,))
class _Row:
    """A record that cannot be changed. Type checkers see a frozen dataclass.

    `dataclasses` itself would take longer to make these few classes than all
    29 rows take to load.
    """

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        """Accept `kw_only`, which is for type checkers."""

    def __init__(self, *columns: object, **named: object) -> None:
        self.__dict__.update(zip(type(self).__annotations__, columns, strict=False))
        self.__dict__.update(named)
        self._derive()

    def _derive(self) -> None:
        """Fill in the columns that follow from others; most rows have none."""

    def __setattr__(self, column: str, value: object) -> NoReturn:
        raise AttributeError(f"the selector table is fixed: {column!r} cannot be set to {value!r}")

    def __delattr__(self, column: str) -> NoReturn:
        raise AttributeError(f"the selector table is fixed: {column!r} cannot be deleted")


class Argument(_Row):
    """One argument of a delegate method, as Apple and as Python see it."""

    name: str
    type: str
    python_type: str
    nullable: bool = False
    type_encoding: str = "@"


class Introduced(_Row):
    """The first release that has the method, by platform; None where there is none."""

    ios: str | None
    macos: str | None
    tvos: str | None
    watchos: str | None
    visionos: str | None
    maccatalyst: str | None


class Background(_Row):
    """How a background session treats the message: a short mode, and the reason."""

    mode: str
    note: str


class Handler(_Row, kw_only=True):
    """The completion handler a delegate method is given, and what it is owed.

    `index` counts the Python arguments from 0. `header_block_encoding` follows Apple's
    header and `pyobjc_block_encoding` the metadata PyObjC ships; they differ in signs.
    """

    argument: str = "completionHandler"
    index: int
    block_returns: str = "void"
    block_signature: tuple[str, ...]
    block_python_types: tuple[str, ...]
    must_be_called: bool = True
    times: str = "exactly once"
    thread: str = "any"
    default_if_method_missing: str
    note: str | None = None
    header_block_encoding: str
    pyobjc_block_encoding: str | None


class Selector(_Row, str, kw_only=True):  # noqa: SLOT000 - its columns are in its __dict__
    """One delegate method. As a string it is its Objective-C name.

    So a selector equals, hashes and prints as plain text, and is yet the row:
    `COMPLETE == "URLSession:task:didCompleteWithError:"` and `COMPLETE.arity == 3`.

    `label` is the short name our reports use; `constant` the name in `selectors.py`.
    `arity` counts the arguments of the Python method, `self` not included.
    `about_task` says that the second argument is a task. `delivery` says on which
    thread the message comes, `phase` where in the life of a task or session.
    `page` is Apple's reference page, `sources` everything the row rests on.
    """

    name: str
    label: str
    protocol: str
    swift_name: str
    swift_async_name: str | None = None
    optional: bool = True
    introduced: Introduced
    deprecated: str | None = None
    returns: str = "void"
    arguments: tuple[Argument, ...]
    handler: Handler | None = None
    delivery: str = "delegate queue"
    phase: str
    background: Background
    summary: str
    comment: str | None = None
    sources: tuple[str, ...]
    python_name: str = _derived()
    arity: int = _derived()
    about_task: bool = _derived()
    constant: str = _derived()
    page: str = _derived()

    def __new__(cls, *, name: str, **_columns: object) -> Self:
        """Make the text; `__init__` fills in the columns."""
        return str.__new__(cls, name)

    def _derive(self) -> None:
        """Fill in what follows from the other columns."""
        second = self.arguments[1].python_type if len(self.arguments) > 1 else ""
        self.__dict__.update(
            python_name=self.name.replace(":", "_"),
            arity=len(self.arguments),
            about_task=second.startswith("NSURLSession") and second.endswith("Task"),
            constant=self.label.upper().replace("-", "_"),
            page=self.sources[0],
        )

    def __reduce__(self) -> str:
        """Copy and unpickle to this very object, found by the name of its constant."""
        return self.constant


# Where the constants live, which is where pickle looks for them by name.
Selector.__module__ = "urlsession_mock.selectors"
