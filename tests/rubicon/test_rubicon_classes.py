"""Classes and protocols that a rubicon client makes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import Device

Load = Callable[..., Any]


def test_a_name_that_is_taken_is_refused(load: Load) -> None:
    with pytest.raises(RuntimeError, match="An Objective-C class named b'Twice' already exists"):
        load("class Twice(NSObject): pass\nclass Twice(NSObject): pass\n")


def test_a_name_of_foundation_is_taken(load: Load) -> None:
    with pytest.raises(RuntimeError, match="class named b'NSURL' already exists"):
        load("class NSURL(NSObject): pass\n")


def test_a_class_may_be_renamed(load: Load) -> None:
    client = load(
        """
class Twice(NSObject): pass
First = Twice
class Twice(NSObject, auto_rename=True): pass
"""
    )
    assert (client.First.name, client.Twice.name) == ("Twice", "Twice_2")


def test_a_class_has_one_base(load: Load) -> None:
    with pytest.raises(ValueError, match="must have exactly one base class, not 2"):
        load("class Two(NSObject, NSURL): pass\n")


def test_what_is_no_protocol_is_refused(load: Load) -> None:
    with pytest.raises(TypeError, match=r"must contain ObjCProtocol objects, not builtins\.str"):
        load("class D(NSObject, protocols=['NSCopying']): pass\n")


def test_a_protocol_is_adopted_with_those_it_extends(load: Load) -> None:
    client = load(
        "Delegate = ObjCProtocol('NSURLSessionDelegate')\n"
        "class D(NSObject, protocols=[ObjCProtocol('NSURLSessionDownloadDelegate')]): pass\n"
    )
    made = client.D.alloc().init()
    assert made.conformsToProtocol_(client.Delegate)
    assert isinstance(made, client.Delegate)
    assert issubclass(client.D, client.Delegate)
    assert client.D.protocols == (client.ObjCProtocol("NSURLSessionDownloadDelegate"),)


def test_a_protocol_of_ones_own(load: Load) -> None:
    client = load(
        """
class Speaks(metaclass=ObjCProtocol):
    @objc_method
    def speak(self) -> None: pass

class Dog(NSObject, protocols=[Speaks]): pass
"""
    )
    assert client.Speaks.name == "Speaks"
    assert issubclass(client.Dog, client.Speaks)


def test_a_method_annotated_with_no_c_type_is_refused(load: Load) -> None:
    with pytest.raises(TypeError, match="item 3 in _argtypes_ has no from_param method"):
        load(
            """
class D(NSObject):
    @objc_method
    def take_(self, value: str) -> None: pass
"""
        )


def test_an_int_is_cut_to_32_bits_as_on_a_device(load: Load) -> None:
    client = load(
        """
class D(NSObject):
    @objc_method
    def narrow_(self, value: int) -> int: return value
    @objc_method
    def wide_(self, value: NSInteger) -> NSInteger: return value
"""
    )
    made = client.D.alloc().init()
    assert made.narrow_(2**32 + 1) == 1
    assert made.wide_(2**32 + 1) == 2**32 + 1


def test_super_of_python_is_refused(load: Load) -> None:
    client = load(
        """
class D(NSObject):
    @objc_method
    def again(self) -> None:
        try:
            super().description
        except TypeError as error:
            self.said = str(error)
"""
    )
    made = client.D.alloc().init()
    made.again()
    assert "obj must be an instance or subtype of type" in made.said or "super" in made.said


def test_send_super_calls_the_superclass(load: Load) -> None:
    client = load(
        """
class Base(NSObject):
    @objc_method
    def add_(self, value: int) -> int: return value + 1

class Derived(Base):
    @objc_method
    def add_(self, value: int) -> int:
        c_int = ctypes.c_int
        above = send_super(__class__, self, "add:", value, restype=c_int, argtypes=[c_int])
        return above * 10
"""
    )
    assert client.Derived.alloc().init().add_(1) == 20


def test_send_super_needs_its_class(load: Load) -> None:
    client = load("made = NSObject.alloc().init()\n")
    with pytest.raises(TypeError, match="pass the special name __class__"):
        client.send_super(client.made, client.made, "init")


def test_init_may_fail(load: Load) -> None:
    client = load(
        """
class Never(NSObject):
    @objc_method
    def init(self):
        return None
"""
    )
    assert client.Never.alloc().init() is None


def test_an_initialiser_with_arguments(load: Load) -> None:
    client = load(
        """
class Named(NSObject):
    @objc_method
    def initWithName_(self, name):
        self = ObjCInstance(send_super(__class__, self, "init"))
        self.name = str(name)
        return self
"""
    )
    assert client.Named.alloc().initWithName("a").name == "a"


def test_a_class_method_gets_the_class(load: Load) -> None:
    client = load(
        """
class Made(NSObject):
    @objc_classmethod
    def make(cls):
        return cls.alloc().init()
"""
    )
    assert isinstance(client.Made.make(), client.Made)


def test_properties_have_a_type(load: Load) -> None:
    client = load(
        """
class Box(NSObject):
    number = objc_property(int)
    thing = objc_property()
    anything = objc_property(object)
"""
    )
    box = client.Box.alloc().init()
    assert (box.number, box.thing, box.anything) == (0, None, None)
    box.number, box.thing, box.anything = 5, "text", {1}
    assert (box.number, str(box.thing), box.anything) == (5, "text", {1})
    assert box.objc_class.name == "Box"
    box.setNumber_(6)
    assert box.number == 6


def test_a_weak_property_lets_its_object_go(load: Load) -> None:
    client = load(
        """
class Box(NSObject):
    thing = objc_property(weak=True)
class Thing(NSObject): pass
"""
    )
    box, thing = client.Box.alloc().init(), client.Thing.alloc().init()
    box.thing = thing
    assert box.thing is thing
    del thing
    assert box.thing is None


def test_a_weak_number_is_refused(load: Load) -> None:
    with pytest.raises(TypeError, match="Weak properties are only supported for Objective-C"):
        load("class Box(NSObject):\n    number = objc_property(int, weak=True)\n")


def test_an_instance_variable(load: Load) -> None:
    client = load(
        """
from rubicon.objc.runtime import get_ivar, set_ivar
class Box(NSObject):
    number = objc_ivar(ctypes.c_int)
"""
    )
    box = client.Box.alloc().init()
    client.set_ivar(box, "number", ctypes.c_int(5))
    assert client.get_ivar(box, "number").value == 5
    with pytest.raises(TypeError, match="Incompatible type for ivar 'number'"):
        client.set_ivar(box, "number", ctypes.c_double(5))


def test_a_raw_method_gets_pointers(load: Load) -> None:
    client = load(
        """
class Raw(NSObject):
    @objc_rawmethod
    def take_(self, cmd, thing: objc_id) -> ctypes.c_int:
        return len(str(ObjCInstance(thing))) if cmd.name == b"take:" else 0
"""
    )
    assert client.Raw.alloc().init().take_("four") == 4


@pytest.mark.urlsession(allow=["no-exception-in-callback"])
def test_a_method_that_raises_gives_nothing_back_and_is_told(
    urlsession_mock: Device, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    client = load(
        """
class Fails(NSObject):
    @objc_method
    def number(self) -> int:
        raise ValueError("no")
"""
    )
    assert client.Fails.alloc().init().number() == 0
    [broken] = urlsession_mock.verdict().failures
    assert "ValueError was raised in" in str(broken)
    assert "Exception ignored on calling ctypes callback function" in capsys.readouterr().err


def test_a_message_by_hand(load: Load) -> None:
    client = load("text = at('hello')\n")
    send = client.send_message
    assert send(client.text, "length", restype=ctypes.c_ulong, argtypes=[]) == 5
    found = send(client.text, client.SEL("uppercaseString"), restype=client.objc_id, argtypes=[])
    assert str(client.ObjCInstance(found)) == "HELLO"
    with pytest.raises(TypeError, match="Receiver must be an ObjCInstance or objc_id, not b"):
        send("hello", "length", restype=ctypes.c_ulong)
    with pytest.raises(TypeError, match="Inconsistent number of arguments"):
        send(client.text, "length", 1, restype=ctypes.c_ulong)


def test_a_selector_has_a_name(load: Load) -> None:
    client = load("")
    assert client.SEL("a:b:").name == b"a:b:"
    assert repr(client.SEL("a:")) == "rubicon.objc.runtime.SEL(b'a:')"
    assert client.SEL("a:").value == client.SEL(b"a:").value


def test_a_method_is_performed_by_its_selector(load: Load) -> None:
    client = load(
        """
class D(NSObject):
    @objc_method
    def take_(self, thing) -> None:
        self.took = str(thing)
"""
    )
    made = client.D.alloc().init()
    made.performSelector(client.SEL("take:"), withObject="this")
    assert made.took == "this"
