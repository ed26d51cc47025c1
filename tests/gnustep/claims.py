"""What rubicon does with a delegate, tried on the real thing. Imported in `child.py` only.

Not here: what is made of it; `test_true_objects.py` says that. One rule: each of `CLAIMS` takes
nothing and returns what happened, as JSON.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import byref, c_int64, c_long, c_size_t, c_void_p
from typing import Any, Final

from rubicon.objc import (
    SEL,
    Block,
    NSObject,
    ObjCBlock,
    ObjCClass,
    ObjCProtocol,
    at,
    objc_id,
    objc_method,
    objc_property,
    py_from_ns,
    send_message,
)
from rubicon.objc.runtime import autoreleasepool, get_ivar, object_isClass

from tests.gnustep.courier import Courier
from tests.gnustep.odd import Odd
from tests.gnustep.runtime import LEFT_TO_RUBICON, LIBRARIES, REFUSED, SUPPLIED
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_DOWNLOAD, RESPONSE

# mypy: disable-error-code="misc, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false


class Kept(Odd):
    """The odd one, with what only a real runtime can be asked."""

    kept = objc_property()

    @objc_method
    def let_go(self) -> None:
        del self.handler

    @objc_method
    def unannotated_(self, count) -> None:
        self.count = count


def responds_to() -> Any:
    courier = Courier(Kept.alloc().init())
    rows = (COMPLETE, RESPONSE, DATA, FINISH_DOWNLOAD)
    return {row.label: courier.respondsToSelector_(row) for row in rows}


def count_without_annotation() -> Any:
    odd = Kept.alloc().init()
    send_message(odd, "unannotated:", 0, restype=None, argtypes=[c_int64])
    return odd.count


def called_by_objective_c() -> Any:
    """NSInvocation asks for the signature and calls through libffi: no Python on the way."""
    odd = Kept.alloc().init()
    signature = odd.methodSignatureForSelector_(SEL("doubled:"))
    invocation = ObjCClass("NSInvocation").invocationWithMethodSignature_(signature)
    invocation.setSelector_(SEL("doubled:"))
    argument, result = ctypes.c_int(21), ctypes.c_int()
    raw: dict[str, Any] = {"restype": None, "argtypes": [c_void_p, c_long]}
    send_message(invocation, "setArgument:atIndex:", byref(argument), 2, **raw)
    invocation.invokeWithTarget_(odd)
    send_message(invocation, "getReturnValue:", byref(result), restype=None, argtypes=[c_void_p])
    return result.value


def signature_with_a_block() -> Any:
    signature = Kept.alloc().init().methodSignatureForSelector_(SEL("asked:completionHandler:"))
    return {
        "arguments": signature.numberOfArguments(),
        "block": send_message(
            signature, "getArgumentTypeAtIndex:", 3, restype=ctypes.c_char_p, argtypes=[c_size_t]
        ).decode(),
    }


def function_passed_for_a_block() -> Any:
    """rubicon makes a block of it; the method keeps that, and calls it when its maker is gone."""
    heard: list[str] = []
    before = set(Block._keep_alive_blocks_)  # by address: rubicon knows what was copied

    def hear(value: objc_id) -> None:
        heard.append(str(py_from_ns(value)))

    odd = Kept.alloc().init()
    with autoreleasepool():
        odd.asked_completionHandler_(at("asked"), hear)
    kept = len(set(Block._keep_alive_blocks_) - before)
    ObjCBlock(odd.handler, None, objc_id)(at("later"))
    with autoreleasepool():
        odd.let_go()
    return {"heard": heard, "kept": kept, "left": len(set(Block._keep_alive_blocks_) - before)}


def attributes_end_with_their_object() -> Any:
    """Addresses are used again; an attribute must not be."""
    addresses, inherited = set(), 0
    for _ in range(50):
        with autoreleasepool():
            odd = Kept.alloc().init()
            inherited += hasattr(odd, "mark")
            odd.mark = "mine"
            addresses.add(odd.ptr.value)
            del odd
    return {"inherited": inherited, "addresses": len(addresses)}


def properties() -> Any:
    kept = Kept.alloc().init()
    kept.kept = at("a thing")
    try:
        get_ivar(kept, "_kept", weak=True)  # as the getter of a weak property does
    except NotImplementedError as error:
        return {"strong": str(kept.kept), "weak": str(error)}
    return {"strong": str(kept.kept), "weak": "nothing was refused"}


def protocol_made_in_python() -> Any:
    try:
        ObjCProtocol("Mine", (), {})
    except NotImplementedError as error:
        return str(error)
    return "nothing was refused"


def protocol_of_gnustep() -> Any:
    return ObjCProtocol("NSCopying").name


def booleans_there_and_back() -> Any:
    return [type(py_from_ns(at(value))).__name__ for value in (True, 1)]


def lacking() -> Any:
    """The functions of the table that the runtime has not, and those that it has."""
    native = ctypes.CDLL(LIBRARIES["objc"])
    named = [*SUPPLIED, *REFUSED, *LEFT_TO_RUBICON]
    return {
        "lacked": [name for name in named if not hasattr(native, name)],
        "had": [name for name in named if hasattr(native, name)],
        "is_class": bool(object_isClass(NSObject)),
    }


CLAIMS: Final[tuple[Callable[[], Any], ...]] = (
    responds_to,
    count_without_annotation,
    called_by_objective_c,
    signature_with_a_block,
    function_passed_for_a_block,
    attributes_end_with_their_object,
    properties,
    protocol_made_in_python,
    protocol_of_gnustep,
    booleans_there_and_back,
    lacking,
)
