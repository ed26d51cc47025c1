"""`objc`: what PyObjC clients use of the bridge itself."""

from __future__ import annotations

import os
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from urlsession_mock.bindings.pyobjc import PyObjC
from urlsession_mock.not_simulated import NotSimulated

CLIENT = """\
import objc
from Foundation import NSObject

class Client(NSObject):
    def initWithPath_(self, path):
        self = objc.super(Client, self).init()
        if self is None or not path:
            return None
        self.path = path
        return self

    @objc.python_method
    def helper(self, one, two):
        return one + two

    @objc.typedSelector(b"v@:@")
    def tick_(self, timer):
        self.ticked = timer

    @objc.IBAction
    def press_(self, sender):
        self.pressed = sender

    window = objc.IBOutlet()
    count = objc.ivar("count", objc._C_INT)
"""


@pytest.fixture
def client(bridge: PyObjC, tmp_path: Path) -> Any:  # a module of the user
    path = tmp_path / "client_of_objc.py"
    path.write_text(CLIENT)
    return bridge.load(path)


def test_an_initialiser_of_ones_own_goes_through_objc_super(client: Any) -> None:
    made = client.Client.alloc().initWithPath_("/tmp/a")

    assert made.path == "/tmp/a"
    assert client.Client.alloc().initWithPath_("") is None
    assert client.Client(path="/tmp/b").path == "/tmp/b"


def test_super_without_arguments_works_where_it_is_objcs(bridge: PyObjC, tmp_path: Path) -> None:
    path = tmp_path / "uses_super.py"
    path.write_text(
        "from objc import super\nfrom Foundation import NSObject\n"
        "class A(NSObject):\n    def init(self):\n        return super().init()\n"
    )

    made = bridge.load(path).A.alloc().init()

    assert made.className() == "A"


def test_pythons_own_super_is_warned_about_as_pyobjc_does(bridge: PyObjC, tmp_path: Path) -> None:
    path = tmp_path / "uses_pythons.py"
    path.write_text(
        "from Foundation import NSObject\n"
        "class A(NSObject):\n    def init(self):\n        return super().init()\n"
    )

    with pytest.warns(match="Objective-C subclass uses super") as caught:
        bridge.load(path)

    assert (caught[0].filename, caught[0].lineno) == (str(path), 2)
    assert caught[0].category.__name__ == "ObjCSuperWarning"


def test_marked_methods_are_called_as_any(client: Any, objc: Any) -> None:
    made = client.Client.alloc().initWithPath_("/tmp")

    made.tick_(1)
    made.press_(2)

    assert (made.ticked, made.pressed, made.helper(1, 2)) == (1, 2, 3)
    assert (client.Client.tick_.selector, client.Client.tick_.signature) == (b"tick:", b"v@:@")
    assert made.respondsToSelector_(b"tick:")
    assert not made.respondsToSelector_("helper")
    assert made.performSelector_withObject_(made.tick_, 5) is None
    assert made.ticked == 5


def test_outlets_and_variables_are_empty_until_set(client: Any) -> None:
    made = client.Client.alloc().initWithPath_("/tmp")

    assert (made.window, made.count) == (None, 0)
    made.window = made
    made.count = 3
    assert (made.window, made.count) == (made, 3)


def test_a_method_of_the_wrong_arity_is_a_bad_prototype(bridge: PyObjC, objc: Any) -> None:
    source = "from Foundation import NSObject\nclass A(NSObject):\n    def helper(self, x): ..."

    with pytest.raises(objc.BadPrototypeError, match="'helper' expects 0 arguments"):
        exec(source, {})
    assert issubclass(objc.BadPrototypeError, objc.error)


def test_protocols_are_found_by_name_and_adopted(objc: Any, F: Any) -> None:
    names: dict[str, Any] = {}
    exec(
        "import objc\nfrom Foundation import NSObject, NSURLSessionDataDelegate\n"
        "class A(NSObject, protocols=[objc.protocolNamed('NSURLSessionDelegate')]): pass\n"
        "class B(NSObject, NSURLSessionDataDelegate): pass\n",
        names,
    )
    delegate = objc.protocolNamed("NSURLSessionDelegate")

    assert names["A"].new().conformsToProtocol_(delegate)
    assert names["B"].new().conformsToProtocol_(delegate)
    assert objc.protocolsForClass(names["A"]) == [delegate]
    assert delegate in objc.protocolsForProcess()
    assert F.NSURLSessionDelegate is delegate
    assert objc.protocolNamed("NSWindowDelegate").__name__ == "NSWindowDelegate"
    with pytest.raises(objc.ProtocolError, match="protocol 'Nonsense' does not exist"):
        objc.protocolNamed("Nonsense")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("NSCopying", "instance method 'copyWithZone:'"),
        ("NSLocking", "instance method 'lock'"),
        ("NSURLConnectionDownloadDelegate", "'connectionDidFinishDownloading:destinationURL:'"),
        ("NSSecureCoding", "class method 'supportsSecureCoding'"),
    ],
)
def test_required_methods_of_any_protocol_are_wanted(
    objc: Any, F: Any, name: str, missing: str
) -> None:
    source = f"class A(NSObject, protocols=[objc.protocolNamed({name!r})]): pass"

    with pytest.raises(TypeError, match=f"does not fully implemented protocol '{name}'.*{missing}"):
        exec(source, {"objc": objc, "NSObject": F.NSObject})


def test_a_protocols_methods_may_be_inherited(objc: Any, F: Any) -> None:
    source = """
class A(NSObject):
    def copyWithZone_(self, zone): return self
    @classmethod
    def supportsSecureCoding(cls): return True
class B(A, protocols=[objc.protocolNamed("NSCopying"), objc.protocolNamed("NSSecureCoding")]): ...
"""
    exec(source, {"objc": objc, "NSObject": F.NSObject})


def test_classes_are_looked_up_by_name(objc: Any, F: Any) -> None:
    class OfTheUser(F.NSObject):  # type: ignore[misc]  # a module that type checkers do not know
        pass

    assert objc.lookUpClass("NSURLSession") is F.NSURLSession
    assert objc.lookUpClass("OfTheUser") is OfTheUser
    assert F.NSClassFromString("NSURL") is F.NSURL
    assert F.NSClassFromString("Nonsense") is None
    assert {F.NSURLSession, OfTheUser} <= set(objc.getClassList())
    with pytest.raises(objc.nosuchclass_error, match="Nonsense"):
        objc.lookUpClass("Nonsense")


def test_the_package_has_a_path_with_nothing_behind_it(objc: Any) -> None:
    assert not os.path.exists(os.path.join(objc.__path__[0], "_objc.so"))
    assert objc.__version__.split(".")[0].isdigit()


def test_an_autorelease_pool_is_entered_and_left(objc: Any) -> None:
    with objc.autorelease_pool():
        pass
    objc.recycleAutoreleasePool()
    objc.removeAutoreleasePool()


def test_metadata_may_be_registered(objc: Any, F: Any) -> None:
    objc.registerMetaDataForSelector(b"NSObject", b"take:", {"arguments": {2: {"type": b"@?"}}})

    with pytest.raises(TypeError, match="bytes are wanted"):
        objc.registerMetaDataForSelector("NSObject", b"take:", {})
    with pytest.raises(TypeError, match="a dictionary is wanted"):
        objc.registerMetaDataForSelector(b"NSObject", b"take:", None)
    assert objc.registerCFSignature("SecItemRef", b"^{Opaque=}", None).__name__ == "SecItemRef"
    assert objc.registerCFSignature("CFURLRef", b"^{__CFURL=}", None, "NSURL") is F.NSURL


def test_a_structure_is_named_and_indexed(objc: Any, F: Any) -> None:
    Point = objc.createStructType("Example.Point", b"{Point=dd}", ["x", "y"])
    point = Point(1, y=2)

    assert (point.x, point[1], list(point), len(point)) == (1, 2, [1, 2], 2)
    assert point == (1, 2)
    assert point == Point(1, 2) != Point()
    point.x = point[1] = 5
    assert point._asdict() == {"x": 5, "y": 5}
    assert point._replace(x=1) == (1, 5)
    assert point.copy() == point
    assert repr(point) == "<Point x=5 y=5>"
    assert objc.registerStructAlias(b"{Other=dd}", Point) is Point
    assert objc.createStructType("P", b'{P="x"d"y"d}', None)._fields == ("x", "y")
    for wrong in (lambda: Point(1, 2, 3), lambda: Point(z=1), lambda: hash(point)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError, match="typestr is bytes"):
        objc.createStructType("P", "{P=d}", ["x"])
    with pytest.raises(ValueError, match="no field names"):
        objc.createStructType("P", b"{P=d}", None)
    assert objc.createOpaquePointerType("Ref", b"^{Ref=}").__name__ == "Ref"


def test_a_bundles_functions_are_the_simulated_ones_or_refuse(objc: Any, F: Any) -> None:
    found: dict[str, Any] = {}
    objc.loadBundleFunctions(
        None, found, [("NSHomeDirectory", b"@"), ("IOServiceMatching", b"@*", "", {})]
    )
    objc.loadBundleVariables(None, found, [("NSNotFound", b"q"), ("kIOMain", b"@")])

    assert found["NSHomeDirectory"]() == F.NSHomeDirectory()
    assert found["NSNotFound"] == F.NSNotFound
    with pytest.raises(NotSimulated, match="IOServiceMatching is a real function of the bundle"):
        found["IOServiceMatching"](b"IOPlatformExpertDevice")
    with pytest.raises(NotSimulated, match="kIOMain is a real variable"):
        str(found["kIOMain"])


def test_a_framework_is_loaded_where_it_is_simulated(objc: Any) -> None:
    path = objc.pathForFramework("Foundation.framework")
    assert path == "/System/Library/Frameworks/Foundation.framework"
    assert objc.pathForFramework("/A/B.framework") == "/A/B.framework"
    with pytest.raises(NotSimulated, match=r"CoreWLAN\.framework is not a framework that"):
        objc.loadBundle("CoreWLAN", {}, bundle_path="/System/Library/Frameworks/CoreWLAN.framework")


def accessor_names() -> list[tuple[str, int, bytes]]:
    return [
        ("count", 0, b"@@:"),
        ("setCount_", 1, b"v@:@"),
        ("countOfItems", 0, b"Q@:"),
        ("objectInItemsAtIndex_", 1, b"@@:Q"),
        ("insertObject_inItemsAtIndex_", 2, b"v@:@Q"),
    ]


@pytest.mark.parametrize(("name", "count", "signature"), accessor_names())
def test_an_accessor_has_the_signature_of_its_name(
    objc: Any, name: str, count: int, signature: bytes
) -> None:
    parameters = ["self", *(f"a{index}" for index in range(count))]
    names: dict[str, Any] = {}
    exec(f"def {name}({', '.join(parameters)}): ...", names)

    assert objc.accessor(names[name]).signature == signature
    exec(f"def {name}_(): ...", names)
    with pytest.raises(TypeError, match="must accept"):
        objc.accessor(names[f"{name}_"])


def test_properties_are_written_by_the_class_body(bridge: PyObjC) -> None:
    names: dict[str, Any] = {}
    exec(
        "import objc\nfrom Foundation import NSObject\n"
        "class Has(NSObject):\n"
        "    objc.synthesize('title', copy=True)\n"
        "    size = objc.object_property()\n"
        "    busy = objc.bool_property(read_only=True)\n"
        "    doubled = objc.object_property()\n"
        "    @doubled.getter\n"
        "    def doubled(self): return 2 * self.size\n",
        names,
    )
    made = names["Has"].new()
    made.setTitle_([1])
    made.size = 4

    assert (made.title(), made.size, made.busy, made.doubled) == ([1], 4, False, 8)
    with pytest.raises(ValueError, match="property 'busy' is read-only"):
        made.busy = True
    assert made.valueForKey_("size") == 4


@pytest.mark.parametrize(
    "call",
    [
        lambda objc: objc.signature(b"v@:")(lambda self: None),
        lambda objc: objc.namedselector(b"take:")(lambda self, value: None),
        lambda objc: objc.setVerbose(True),
    ],
    ids=["signature", "namedselector", "setVerbose"],
)
def test_old_names_work_and_warn_as_pyobjc_does(objc: Any, call: Callable[[Any], object]) -> None:
    with pytest.warns(DeprecationWarning, match=r"objc\."):
        call(objc)
    objc.options.verbose = False


def test_marks_refuse_what_is_no_method(objc: Any) -> None:
    for mark in (objc.IBAction, objc.instancemethod, objc.typedSelector(b"v@:")):
        with pytest.raises(TypeError, match="must be a callable"):
            mark(None)
    with pytest.raises(ValueError, match="Empty property name"):
        objc.synthesize("")


def test_the_small_names_are_as_pyobjcs(objc: Any, F: Any) -> None:
    def function(self: object) -> None: ...

    assert (objc.YES, objc.NO, objc.nil) == (True, False, None)
    assert repr(objc.NULL) == "objc.NULL"
    assert (objc._C_ID, objc._C_NSInteger, objc._C_VOID) == (b"@", b"q", b"v")
    assert isinstance(F.NSObject.new(), objc.objc_object)
    assert isinstance(F.NSObject, objc.objc_class)
    assert not isinstance(str, objc.objc_class)
    assert isinstance("text", objc.pyobjc_unicode)
    assert objc.repythonify(3) == 3
    assert objc.callbackFor(print)(function) is function
    assert objc.selectorFor(print)(function).selector == b"function"
    assert objc.instancemethod(function).isClassMethod is False
    assert objc.namedSelector(b"take:")(classmethod(function)).isClassMethod is True
    assert objc.IBInspectable(function) is function
    assert objc.IB_DESIGNABLE(str) is str
    assert objc.macos_available(10, 15)
    assert not objc.macos_available(99, 0)
    assert objc.arch in ("arm64", "x86_64")
    number = objc.context.register(function)
    assert objc.context.get(number) is function
    objc.context.unregister(function)
    with pytest.raises(TypeError, match="cannot create"):
        objc.varlist()
    with pytest.raises(AttributeError):
        objc.options.nonsense = 1


@pytest.mark.parametrize("name", ["FSRef", "Category", "classAddMethods", "getInstanceVariable"])
def test_what_needs_a_runtime_is_refused_by_name(objc: Any, name: str) -> None:
    with pytest.raises(NotSimulated, match=f"^{name} is a real .* of objc"):
        getattr(objc, name)(1)


def test_star_imports_of_objc_are_usable(bridge: PyObjC) -> None:
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        exec("from objc import *", names)

    assert {"super", "IBAction", "FSRef"} <= set(names)
    assert isinstance(names["super"], type)
    assert not isinstance(names["IBAction"], types.ModuleType)
