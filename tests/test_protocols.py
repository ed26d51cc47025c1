"""The Protocols say what the table says: the same methods, arguments, types and duties.

Compared as text, for the annotations name Foundation classes that are imported for
type checkers only. One rule: an exception from the table's types is listed in `SPELT_HERE`.
"""

from __future__ import annotations

import inspect
from types import FunctionType

import pytest

from urlsession_mock import protocols
from urlsession_mock.selectors import FINISH_DOWNLOAD, SELECTORS, Selector

# What the table calls by its plain Python type, and the Protocols by a wider or narrower name.
SPELT_HERE = {
    "bytes": "NSData",  # ours is a subclass of bytes, so that overrides may say either
    "bytes | None": "NSData | None",
    "UIApplication": "object",  # UIKit is not simulated
}

PARENTS = {
    "URLSessionDelegate": "Protocol",
    "URLSessionTaskDelegate": "URLSessionDelegate",
    "URLSessionDataDelegate": "URLSessionTaskDelegate",
    "URLSessionDownloadDelegate": "URLSessionTaskDelegate",
    "URLSessionStreamDelegate": "URLSessionTaskDelegate",
    "URLSessionWebSocketDelegate": "URLSessionTaskDelegate",
    "UIApplicationDelegate": "Protocol",
}

each_row = pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)


def owner(row: Selector) -> type:
    found: type = getattr(protocols, row.protocol.removeprefix("NS"))
    return found


def method(row: Selector) -> FunctionType:
    found: FunctionType = vars(owner(row))[row.python_name]
    return found


@pytest.mark.parametrize("name", PARENTS)
def test_a_protocol_inherits_as_apples_does(name: str) -> None:
    protocol: type = getattr(protocols, name)

    assert protocol.__bases__[0].__name__ == PARENTS[name]
    assert protocol.__dict__["_is_protocol"]


def test_the_protocols_of_the_table_are_those_that_are_exported() -> None:
    assert {owner(row).__name__ for row in SELECTORS} == set(protocols.__all__) == set(PARENTS)


@pytest.mark.parametrize("name", PARENTS)
def test_a_protocol_declares_the_methods_of_the_table_in_its_order(name: str) -> None:
    declared = [key for key in vars(getattr(protocols, name)) if not key.startswith("_")]

    assert declared == [row.python_name for row in SELECTORS if owner(row).__name__ == name]


@each_row
def test_the_arguments_are_named_and_typed_as_in_the_table(row: Selector) -> None:
    _self, *parameters = inspect.signature(method(row)).parameters.values()

    assert [(parameter.name, parameter.annotation) for parameter in parameters] == [
        (argument.name, SPELT_HERE.get(argument.python_type, argument.python_type))
        for argument in row.arguments
    ]


@each_row
def test_the_arguments_are_given_by_position_only(row: Selector) -> None:
    parameters = inspect.signature(method(row)).parameters.values()

    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.POSITIONAL_ONLY}
    assert all(parameter.default is parameter.empty for parameter in parameters)


@each_row
def test_what_may_be_nil_may_be_none(row: Selector) -> None:
    annotations = inspect.get_annotations(method(row))

    assert {argument.name for argument in row.arguments if argument.nullable} == {
        name
        for name, annotation in annotations.items()
        if annotation.endswith("| None") and name != "return"
    }


@each_row
def test_a_handler_is_a_callable_of_its_blocks_types(row: Selector) -> None:
    if row.handler is None:
        assert "Callable" not in str(inspect.signature(method(row)))
        return
    types = ", ".join(row.handler.block_python_types)
    annotations = inspect.get_annotations(method(row))

    assert annotations[row.handler.argument] == f"Callable[[{types}], None]"


@each_row
def test_a_delegate_method_returns_nothing(row: Selector) -> None:
    assert row.returns == "void"
    assert inspect.get_annotations(method(row))["return"] == "None"


@each_row
def test_just_the_required_method_is_abstract(row: Selector) -> None:
    assert getattr(method(row), "__isabstractmethod__", False) is not row.optional
    assert row.optional is (row is not FINISH_DOWNLOAD)


@each_row
def test_an_optional_method_left_alone_does_nothing(row: Selector) -> None:
    if row.optional:
        assert method(row)(*[None] * (1 + row.arity)) is None


@each_row
def test_the_docstring_tells_and_names_the_page(row: Selector) -> None:
    text = inspect.getdoc(method(row)) or ""
    headline, blank, *_rest, last = text.splitlines()

    assert headline.endswith(".")
    assert not blank
    assert last == row.page


@each_row
def test_the_docstring_of_a_question_says_how_often_to_answer(row: Selector) -> None:
    text = " ".join((method(row).__doc__ or "").split())

    assert ("all the handler exactly once" in text) is (row.handler is not None)


@pytest.mark.parametrize("name", PARENTS)
def test_a_protocol_says_that_unchanged_means_not_implemented(name: str) -> None:
    text = getattr(protocols, name).__doc__

    assert "a method left as it is here counts as not implemented" in text
    assert f"/documentation/{'uikit' if name.startswith('UI') else 'foundation'}/" in text


def test_a_download_delegate_without_the_required_method_cannot_be_made() -> None:
    class Forgetful(protocols.URLSessionDownloadDelegate):
        pass

    with pytest.raises(TypeError, match=FINISH_DOWNLOAD.python_name):
        Forgetful()  # type: ignore[abstract]  # this is the point


def test_a_delegate_may_leave_out_every_optional_method() -> None:
    class Silent(protocols.URLSessionDataDelegate, protocols.URLSessionWebSocketDelegate):
        pass

    assert isinstance(Silent(), Silent)
