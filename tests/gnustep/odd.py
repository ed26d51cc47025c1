"""What users of rubicon-objc write without noticing, and what rubicon makes of it.

Not here: anything of this package, and nothing that only one runtime has. One rule: each of
`TRIALS` takes nothing and returns what happened, as JSON, errors as their texts.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_int64, c_void_p
from typing import Any, Final

from rubicon.objc import (
    SEL,
    Block,
    NSObject,
    ObjCBlock,
    ObjCClass,
    ObjCInstance,
    at,
    ns_from_py,
    objc_block,
    objc_id,
    objc_method,
    objc_property,
    py_from_ns,
    send_message,
    send_super,
)

# mypy: disable-error-code="misc, name-defined, no-any-return"
# mypy: disable-error-code="no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportIndexIssue=false, reportInvalidTypeArguments=false, reportOperatorIssue=false
# pyright: reportOptionalIterable=false, reportOptionalMemberAccess=false
# pyright: reportOptionalSubscript=false, reportUntypedBaseClass=false


class Odd(NSObject):
    thing = objc_property()
    number = objc_property(int)

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task) -> None:  # no error
        self.seen = [session, task]

    @objc_method
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session, dataTask, response, completionHandler: c_void_p
    ) -> None:
        self.notes.append(type(completionHandler).__name__)
        ObjCBlock(completionHandler)(1)

    @objc_method
    def counted_(self, count: int) -> None:
        self.count = count

    @objc_method
    def doubled_(self, count: int) -> int:
        return count * 2

    @objc_method
    def asked_completionHandler_(self, value, completionHandler: objc_block) -> None:
        self.handler = completionHandler.copy()  # as on Apple: one that is kept is copied

    @objc_method
    def raises(self):
        raise ValueError("in a method that returns an object")

    @objc_method
    def text(self):
        return "a text"


class Odder(Odd):
    @objc_method
    def doubled_(self, count: int) -> int:
        return 1 + send_super(
            __class__, self, "doubled:", count, restype=c_int64, argtypes=[c_int64]
        )


def said(call: Callable[[], object]) -> str:
    """What an error says."""
    try:
        return f"no error, but {call()!r}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def odd() -> Any:  # Any: an object of rubicon's, which has no types
    return Odd.alloc().init()


# -- methods -----------------------------------------------------------------

COMPLETE: Final = "URLSession:task:didCompleteWithError:"


def too_few_parameters() -> Any:
    one = odd()
    given = (at("a session"), at("a task"), at("an error"))
    send_message(one, COMPLETE, *given, restype=None, argtypes=[objc_id] * 3)
    responds = bool(one.respondsToSelector_(SEL(COMPLETE)))
    return {"responds": responds, "seen": [str(each) for each in one.seen]}


def responds() -> Any:
    names = (COMPLETE, "counted:", "text", "init", "URLSession:dataTask:didReceiveData:")
    return {name: bool(odd().respondsToSelector_(SEL(name))) for name in names}


def a_count_annotated_int() -> Any:
    one = odd()
    send_message(one, "counted:", (5 << 32) + 7, restype=None, argtypes=[c_int64])
    return one.count


def an_exception_in_a_method_called_from_python() -> Any:
    return odd().raises()  # of a number it would be whatever lay there


def a_method_of_the_superclass() -> Any:
    return [odd().doubled_(21), Odder.alloc().init().doubled_(21)]


def a_text_is_returned_as_an_object() -> Any:
    found = odd().text()
    return [type(found).__name__, str(found), bool(found == "a text"), len(found)]


def a_property_and_an_attribute() -> Any:
    one = odd()
    before = [one.thing, one.number]
    one.thing, one.number, one.mine = "a thing", 7, {"a": 1}
    return [before, str(one.thing), one.number, one.mine]


def a_function_passed_for_a_block() -> Any:
    heard: list[str] = []

    def hear(value: objc_id) -> None:
        heard.append(str(py_from_ns(ObjCInstance(value))))

    one = odd()
    one.asked_completionHandler_("asked", hear)
    ObjCBlock(one.handler, None, objc_id)(at("later"))
    return heard


def wrappers_are_one() -> Any:
    one = odd()
    one.thing = text = at("kept")
    return [one.thing is text, ObjCInstance(one.ptr) is one, one.objc_class is Odd]


def classes() -> Any:
    return [
        isinstance(odd(), Odd),
        isinstance(Odder.alloc().init(), Odd),
        isinstance(odd(), Odder),
        issubclass(Odder, Odd),
        Odd.name,
        str(Odder.superclass),
        repr(Odd),
    ]


# -- values ------------------------------------------------------------------


def values_there_and_back() -> Any:
    return py_from_ns(at({"list": [1, "two", 2.5], "data": {"empty": ""}}))


def lists_and_dictionaries() -> Any:
    values, names = at([1, 2, 3]), at({"a": "b"})
    return [
        len(values),
        [py_from_ns(one) for one in values],
        py_from_ns(values[-1]),
        values == [1, 2, 3],
        str(names["a"]),
        "a" in names,
        sorted(str(name) for name in names),
        str(names.get("z", "nothing")),
    ]


def texts() -> Any:
    text = at("a text")
    made = [str(one) for one in (text + "!", text[2:], text.upper())]
    return [*made, bool(text == "a text"), "tex" in text]


def data() -> Any:
    return [list(py_from_ns(at(b"\x00\xff"))), at(b"abc").length]


# -- mistakes ----------------------------------------------------------------


def mistakes() -> Any:
    one = odd()
    return {
        "no attribute": said(lambda: one.nothing),
        "no class": said(lambda: ObjCClass("NoSuchClassAtAll")),
        "a class twice": said(lambda: ObjCClass("Odd", (NSObject,), {})),
        "too many": said(lambda: one.counted_(1, 2)),
        "no such keyword": said(lambda: one.asked(1, completed=2)),
        "not a value": said(lambda: ns_from_py(object())),
        "no annotation": said(lambda: Block(lambda value: None)),
        "no receiver": said(lambda: send_message("text", "length", restype=c_int64, argtypes=[])),
        "types left out": said(lambda: send_message(one, "counted:", 1, restype=None)),
    }


TRIALS: Final[tuple[Callable[[], Any], ...]] = (
    too_few_parameters,
    responds,
    a_count_annotated_int,
    an_exception_in_a_method_called_from_python,
    a_method_of_the_superclass,
    a_text_is_returned_as_an_object,
    a_property_and_an_attribute,
    a_function_passed_for_a_block,
    wrappers_are_one,
    classes,
    values_there_and_back,
    lists_and_dictionaries,
    texts,
    data,
    mistakes,
)
