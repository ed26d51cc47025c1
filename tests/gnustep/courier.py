"""Carries our device's messages to a real Objective-C object, as real messages.

To the device it is a delegate like any other. One rule: it decides nothing. Whether the object
responds, the object says; the arguments are real objects, the handler is a real block.
Imported in `child.py` only.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_bool, c_int64, c_void_p
from typing import Any, Final

from rubicon.objc import (
    SEL,
    Block,
    NSInteger,
    ObjCClass,
    ObjCInstance,
    objc_block,
    objc_id,
    send_message,
)
from rubicon.objc.runtime import autoreleasepool

from tests.gnustep.objects import double_of, known, pair, real
from urlsession_mock.selectors import Selector, find

__all__ = ["Courier"]

# mypy: disable-error-code="no-untyped-call"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false

NSInvocation: Final = ObjCClass("NSInvocation")

# What a block is given, by the encodings of the selector table.
_GIVEN: Final = {"@": objc_id, "q": c_int64}


class Courier:
    """The way to one real object."""

    def __init__(self, target: Any) -> None:  # Any: an object of rubicon's, which has no types
        self.target = target

    @classmethod
    def to(cls, target: Any) -> Courier:  # Any: as above
        """The one courier to an object; reading a session's delegate gives the object back."""
        found = known(target)
        if found is None:
            found = cls(target)
            pair(target, found)
        assert isinstance(found, Courier)
        return found

    def respondsToSelector_(self, selector: str) -> bool:
        """Whether the object responds, by its own word."""
        row = find(selector)
        assert row is not None
        return bool(
            send_message(
                self.target,
                "respondsToSelector:",
                SEL(row.name),
                restype=c_bool,
                argtypes=[SEL],
            )
        )

    def __getattr__(self, name: str) -> Callable[..., None]:
        row = find(name)
        if row is None:
            raise AttributeError(name)
        return lambda *arguments: self._send(row, arguments)

    def _send(self, row: Selector, arguments: tuple[Any, ...]) -> None:
        with autoreleasepool():  # GNUstep logs what ends on a thread that has none
            self._invoke(row, arguments)

    def _invoke(self, row: Selector, arguments: tuple[Any, ...]) -> None:
        """Have GNUstep send it: NSInvocation takes the arguments, and calls through libffi."""
        signature = self.target.methodSignatureForSelector_(SEL(row.name))
        if signature.numberOfArguments() < 2 + len(row.arguments):
            self._send_compiled(row, arguments)
            return
        invocation = NSInvocation.invocationWithMethodSignature_(signature)
        invocation.setSelector_(SEL(row.name))
        for place, (argument, value) in enumerate(zip(row.arguments, arguments, strict=True)):
            carried = self._carried(row, argument.type_encoding, value)
            send_message(
                invocation,
                "setArgument:atIndex:",
                byref(carried),
                2 + place,  # behind the receiver and the selector
                restype=None,
                argtypes=[c_void_p, NSInteger],
            )
        invocation.invokeWithTarget_(self.target)

    def _send_compiled(self, row: Selector, arguments: tuple[Any, ...]) -> None:
        """To a method that takes less than it is sent, which NSInvocation refuses to do."""
        given = [
            self._carried(row, argument.type_encoding, value)
            for argument, value in zip(row.arguments, arguments, strict=True)
        ]
        types = [type(one) for one in given]
        send_message(self.target, row.name, *given, restype=None, argtypes=types)

    def _carried(self, row: Selector, encoding: str, value: Any) -> Any:  # Any: ctypes' own types
        if encoding == "q":
            return c_int64(value)
        if encoding == "@?":
            return self._block(row, value)
        instance = real(value)
        return objc_id(None if instance is None else instance.ptr.value)

    def _block(self, row: Selector, handler: Callable[..., None]) -> Any:  # Any: rubicon's own
        assert row.handler is not None
        kinds = [_GIVEN[one] for one in row.handler.header_block_encoding[1:]]

        def call(*given: Any) -> None:
            handler(
                *[
                    double_of(ObjCInstance(value)) if kind is objc_id else value
                    for kind, value in zip(kinds, given, strict=True)
                ]
            )

        # As the system hands it over: a copy, which lives as long as somebody retains it.
        # It is held meanwhile: `send_message` lets go of its receiver before it sends.
        block = Block(call, None, *kinds)
        made = send_message(block, "copy", restype=objc_id, argtypes=[])
        return objc_block(send_message(made, "autorelease", restype=objc_id, argtypes=[]).value)
