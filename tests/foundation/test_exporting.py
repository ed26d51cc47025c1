"""A class that inherits NSObject is held to PyObjC's rules when it is made."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, cast

import pytest

from urlsession_mock.errors import BadPrototypeError, ObjCError, ProtocolError
from urlsession_mock.foundation import NSObject
from urlsession_mock.foundation.exporting import is_exported
from urlsession_mock.foundation.formal_protocol import (
    FormalProtocol,
    InformalProtocol,
    protocol_named,
)
from urlsession_mock.foundation.selector import (
    ObjCMethod,
    PythonMethod,
    Selector,
    default_selector,
    selector_name,
)
from urlsession_mock.protocols import URLSessionTaskDelegate

_metaclass: Any = type  # called with NSObject's own class keyword


def make(name: str, value: object, *, protocols: object = ()) -> type[NSObject]:
    """A class with one attribute."""
    made = _metaclass("Made", (NSObject,), {name: value}, protocols=protocols)
    return cast("type[NSObject]", made)  # it has one base


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("init", b"init"),
        ("take_", b"take:"),
        ("both_and_", b"both:and:"),
        ("_private", b"_private"),
        ("_private_", b"_private:"),
        ("class__", b"class"),
        ("snake_case", None),
        ("_snake_case", None),
        ("_Made__mangled", None),
        ("__dunder__", None),
        ("__repr__", None),
    ],
)
def test_a_name_maps_to_a_selector_or_is_pythons(name: str, selector: bytes | None) -> None:
    assert default_selector(name) == selector


def one(self: object, value: object) -> None: ...
def none(self: object) -> None: ...
def optional(self: object, value: object = None) -> None: ...
def any_number(self: object, *values: object) -> None: ...
def keyword_only(self: object, *, value: object) -> None: ...
def generated(self: object, value: object) -> Generator[None]:
    yield


async def awaited(self: object, value: object) -> None: ...


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("take_", one),
        ("take", none),
        ("take", optional),
        ("take_", optional),
        ("take_", any_number),
        ("take_and_", any_number),
        ("take_", lambda self, value: None),
        ("snake_case", one),
        ("_snake_case", one),
        ("__call__", one),
        ("take", generated),
        ("take", awaited),
        ("take", PythonMethod(one)),
        ("take", staticmethod(one)),
        ("take_", classmethod(one)),
        ("Take", type("Take", (), {})),
        ("take", 3),
        ("take", property(none)),
    ],
    ids=map(str, range(18)),
)
def test_what_pyobjc_takes_is_taken(name: str, value: object) -> None:
    assert make(name, value) is not None


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        (
            "take",
            one,
            r"'take' expects 0 arguments, <function one at .*> has 1 positional arguments",
        ),
        ("take_", none, r"'take:' expects 1 arguments, <function none at .*> has 0 positional"),
        ("take_and_", one, r"'take:and:' expects 2 arguments, .* has 1 positional arguments"),
        ("take_and_", optional, r"'take:and:' expects 2 .* has between 0 and 1 positional"),
        ("take", keyword_only, r"has 1 keyword-only arguments without a default"),
        ("_take", one, r"'_take' expects 0 arguments"),
        ("take", classmethod(one), r"'take' expects 0 arguments"),
        ("take", lambda: None, r"'take' expects 0 arguments, .* has -1 positional arguments"),
        ("take", Selector(one, b"take"), r"Objective-C expects 1 arguments, .* has 2 positional"),
        ("give_", ObjCMethod(none), r"'give:' expects 1 arguments"),
    ],
    ids=map(str, range(10)),
)
def test_a_method_that_cannot_take_its_selectors_arguments_is_refused(
    name: str, value: object, text: str
) -> None:
    with pytest.raises(BadPrototypeError, match=text) as caught:
        make(name, value)

    assert isinstance(caught.value, ObjCError)


def test_the_error_shows_the_line_of_the_class() -> None:
    with pytest.raises(BadPrototypeError) as caught:

        class Wrong(NSObject):
            def take(self, value: object) -> None: ...

    assert [entry for entry in caught.traceback if not entry.ishidden(caught)] == [
        caught.traceback[0]
    ]


def test_a_named_selector_is_found_under_its_objective_c_name_too() -> None:
    cls = make("given", Selector(one, b"take:"))

    assert cls.instancesRespondToSelector_("take:")
    assert cls.new().performSelector_withObject_("take:", 1) is None


def test_an_objc_method_is_exported_whatever_its_name() -> None:
    cls = make("snake_case", ObjCMethod(one, selector=b"take:"))

    assert cls.instancesRespondToSelector_("take:")
    with pytest.raises(ValueError, match="cannot determine Objective-C selector"):
        make("snake_case", ObjCMethod(one))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("take_", PythonMethod(one)),
        ("take_", staticmethod(none)),
        ("take_", classmethod(one)),
        ("take_", generated),
        ("take_", awaited),
        ("take_", 3),
    ],
    ids=map(str, range(6)),
)
def test_what_is_not_exported_is_not_responded_to(name: str, value: object) -> None:
    cls = make(name, value)

    assert not cls.new().respondsToSelector_("take:")
    assert not is_exported(cls, "take_")


def test_a_python_method_is_called_as_any_method() -> None:
    class Counts(NSObject):
        @PythonMethod
        def add(self, one: int, two: int) -> int:
            return one + two

        @PythonMethod()
        def twice(self, one: int) -> int:
            return 2 * one

        @classmethod
        @PythonMethod
        def made(cls, one: int) -> str:
            return f"{cls.__name__}{one}"

    assert (Counts.new().add(1, 2), Counts.new().twice(2)) == (3, 4)


def test_the_first_base_is_objective_cs_and_the_only_one() -> None:
    class Mixin: ...

    assert _metaclass("Made", (NSObject, Mixin), {})
    with pytest.raises(TypeError, match="first base class must be objective-C based"):
        _metaclass("Made", (Mixin, NSObject), {})
    with pytest.raises(TypeError, match="multiple objective-C bases"):
        _metaclass("Made", (make("x", 1), make("y", 1)), {})


def test_a_declared_method_that_is_inherited_unchanged_is_not_responded_to() -> None:
    class Declares(NSObject, URLSessionTaskDelegate): ...

    assert not Declares().respondsToSelector_("URLSession:task:didCompleteWithError:")


def test_what_is_no_protocol_is_refused() -> None:
    with pytest.raises(TypeError, match="isn't an Objective-C protocol, but type str"):
        make("x", 1, protocols=["NSURLSessionDelegate"])


def test_an_unknown_protocol_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="protocol 'NSURLSessionDelegat' does not exist"):
        protocol_named("NSURLSessionDelegat")


def test_a_required_method_that_is_missing_is_refused() -> None:
    text = (
        "class does not fully implemented protocol 'NSURLSessionDownloadDelegate': no "
        "implementation for instance method 'URLSession:downloadTask:didFinishDownloadingToURL:'"
    )
    with pytest.raises(TypeError, match=text):
        make("x", 1, protocols=[protocol_named("NSURLSessionDownloadDelegate")])


def test_a_signature_that_differs_from_the_protocols_is_refused() -> None:
    name = "URLSession_task_didCompleteWithError_"
    protocols = [protocol_named("NSURLSessionTaskDelegate")]

    def method(self: object, session: object, task: object, error: object) -> None: ...

    selector = b"URLSession:task:didCompleteWithError:"
    assert make(name, Selector(method, selector, b"v@:@@@"), protocols=protocols)
    with pytest.raises(TypeError, match="'v@:@@q' instead of 'v@:@@@'"):
        make(name, Selector(method, selector, b"v@:@@q"), protocols=protocols)


def test_a_class_conforms_to_what_it_adopts_and_to_what_that_inherits() -> None:
    cls = make("x", 1, protocols=[protocol_named("NSURLSessionDataDelegate")])
    heir = _metaclass("Heir", (cls,), {})

    for name in (
        "NSURLSessionDataDelegate",
        "NSURLSessionTaskDelegate",
        "NSURLSessionDelegate",
        "NSObject",
    ):
        assert cls.new().conformsToProtocol_(protocol_named(name))
        assert heir.new().conformsToProtocol_(protocol_named(name))
    assert not cls.new().conformsToProtocol_(protocol_named("NSURLSessionDownloadDelegate"))
    assert not NSObject.new().conformsToProtocol_(protocol_named("NSURLSessionDelegate"))
    assert not cls.new().conformsToProtocol_(None)


def test_a_protocol_describes_its_methods() -> None:
    protocol = protocol_named("NSURLSessionTaskDelegate")
    name = b"URLSession:task:didCompleteWithError:"

    assert {"selector": name, "typestr": b"v@:@@@", "required": False} in protocol.instanceMethods()
    assert protocol.classMethods() == []
    assert protocol.descriptionForInstanceMethod_(name) == (name, b"v@:@@@")
    assert protocol.descriptionForClassMethod_(name) is None
    inherited = b"URLSession:didBecomeInvalidWithError:"
    assert protocol.descriptionForInstanceMethod_(inherited) == (inherited, b"v@:@@")
    assert protocol is protocol_named("NSURLSessionTaskDelegate")


def test_a_protocol_of_ones_own_is_enforced() -> None:
    above = FormalProtocol("Above", None, [Selector(None, b"above", isRequired=False)])
    own = FormalProtocol("Own", [above], [Selector(None, b"take:")])
    informal = InformalProtocol("Informal", [Selector(None, b"take:", b"v@:q", isRequired=False)])

    assert make("take_", one, protocols=[own, informal]).new().conformsToProtocol_(above)
    with pytest.raises(TypeError, match="no implementation for instance method 'take:'"):
        make("x", 1, protocols=[own])


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (Selector, (one, "take:")),
        (Selector, (classmethod(one),)),
        (Selector, (3,)),
        (PythonMethod, (3,)),
        (ObjCMethod, (3,)),
        (InformalProtocol, ("Informal", [one])),
        (InformalProtocol, ("Informal", [Selector(one)])),
        (FormalProtocol, ("Formal", ["NSObject"], [])),
        (selector_name, (3,)),
    ],
    ids=map(str, range(9)),
)
def test_arguments_of_the_wrong_kind_are_type_errors(
    kind: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    with pytest.raises(TypeError):
        kind(*arguments)


def test_a_selector_without_a_function_is_no_method() -> None:
    with pytest.raises(ValueError, match="selector object without callable"):
        make("take_", Selector(None, b"take:"))


def test_a_bound_selector_knows_its_object_and_its_name() -> None:
    cls = make("take_", Selector(one, b"take:", b"v@:@"))
    made = cls.new()
    bound = made.take_  # type: ignore[attr-defined]  # made above

    assert (bound.selector, bound.signature, bound.self) == (b"take:", b"v@:@", made)
    assert bound == made.take_  # type: ignore[attr-defined]  # as above
    assert selector_name(bound) == "take:"


def test_a_method_in_a_class_methods_place_is_one() -> None:
    cls = make("version", lambda cls: (cls.__name__, 7))

    assert cast("Any", cls).version() == ("Made", 7)


def test_methods_are_shown_by_kind() -> None:
    class Both(NSObject):
        def take_(self, value: object) -> object:
            return value

        @classmethod
        def made(cls) -> str:
            return cls.__name__

        hidden = PythonMethod(one)

    made: Any = Both.new()

    assert made.pyobjc_instanceMethods.take_(1) == 1
    assert made.pyobjc_classMethods.made() == "Both"
    assert {"take_", "init"} <= set(dir(made.pyobjc_instanceMethods))
    assert not {"hidden", "made", "alloc"} & set(dir(made.pyobjc_instanceMethods))
    assert {"made", "alloc", "new"} <= set(dir(made.pyobjc_classMethods))
    for view, name in (("instance", "made"), ("instance", "hidden"), ("class", "take_")):
        with pytest.raises(AttributeError, match=f"Both has no {view} method {name}"):
            getattr(getattr(made, f"pyobjc_{view}Methods"), name)
