"""Objects as a rubicon client sees them: properties, messages, identity, texts."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import Device

from urlsession_mock import NotSimulated

Load = Callable[..., Any]


@pytest.fixture
def client(load: Load) -> Any:
    return load("from rubicon.objc import api\n")


# -- properties ------------------------------------------------------------------------


def test_a_property_is_an_attribute(client: Any) -> None:
    url = client.address("https://example.com/a?b=1")
    assert (str(url.host), url.port, str(url.query)) == ("example.com", None, "b=1")


def test_a_property_of_a_class_is_an_attribute_too(client: Any) -> None:
    queue = client.ObjCClass("NSOperationQueue").mainQueue
    assert queue.maxConcurrentOperationCount == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeoutIntervalForRequest", 5.0),
        ("allowsCellularAccess", False),
        ("networkServiceType", 3),
    ],
)
def test_a_property_is_set_by_assignment(client: Any, name: str, value: object) -> None:
    configuration = client.NSURLSessionConfiguration.defaultSessionConfiguration
    setattr(configuration, name, value)
    assert getattr(configuration, name) == value


def test_a_property_takes_only_what_its_type_takes(client: Any) -> None:
    configuration = client.NSURLSessionConfiguration.defaultSessionConfiguration
    with pytest.raises(ctypes.ArgumentError, match="setTimeoutIntervalForRequest: argument 3"):
        configuration.timeoutIntervalForRequest = "soon"


def test_the_getter_of_another_name_is_a_method_as_on_a_device(client: Any) -> None:
    configuration = client.NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier(
        "a"
    )
    configuration.discretionary = True
    assert configuration.isDiscretionary() is True
    with pytest.raises(AttributeError, match="NSURLSessionConfiguration has no attribute disc"):
        _ = configuration.discretionary


def test_a_method_is_not_an_attribute_with_its_value(client: Any) -> None:
    task = client.session_for(None).dataTaskWithURL(client.address("https://example.com"))
    assert "ObjCBoundMethod" in repr(task.suspend)
    task.cancel()


def test_a_method_can_be_declared_a_property(client: Any) -> None:
    client.NSURL.declare_property("standardizedURL")
    url = client.address("https://example.com/a/../b")
    assert str(url.standardizedURL) == "https://example.com/b"


# -- messages --------------------------------------------------------------------------


def test_both_spellings_send_the_same_message(client: Any) -> None:
    make = client.NSURLRequest
    url = client.address("https://example.com")
    flat = make.requestWithURL_cachePolicy_timeoutInterval_(url, 1, 7.0)
    words = make.requestWithURL(url, cachePolicy=1, timeoutInterval=7.0)
    assert flat.timeoutInterval == words.timeoutInterval == 7.0
    assert flat.cachePolicy == words.cachePolicy == 1


def test_a_second_argument_of_the_same_name_is_told_apart(load: Load) -> None:
    client = load(
        """
class Sum(NSObject):
    @objc_method
    def add_and_and_(self, a: int, b: int, c: int) -> int:
        return a + 10 * b + 100 * c
"""
    )
    assert client.Sum.alloc().init().add(1, and__1=2, and__2=3) == 321


def test_an_unknown_name_is_an_attribute_error_in_rubicons_words(client: Any) -> None:
    with pytest.raises(
        AttributeError, match=r"rubicon\.objc\.api\.ObjCInstance NSURL has no attribute nonsense"
    ):
        _ = client.address("https://example.com").nonsense


def test_wrong_words_name_those_there_are(client: Any) -> None:
    with pytest.raises(ValueError, match=r"Invalid selector requestWithURL:policy:\. Available"):
        client.NSURLRequest.requestWithURL(client.address("https://example.com"), policy=1)


def test_words_without_a_first_argument_are_a_type_error(client: Any) -> None:
    with pytest.raises(TypeError, match="Missing first"):
        client.NSURLRequest.requestWithURL(cachePolicy=1, timeoutInterval=1.0)


def test_a_wrong_number_of_arguments_is_a_type_error(client: Any) -> None:
    with pytest.raises(TypeError, match="takes 2 arguments, but got 1 arguments"):
        client.NSURL.URLWithString_("a", "b")


def test_what_is_not_simulated_says_so(client: Any) -> None:
    with pytest.raises(NotSimulated, match=r"NSURL\.bookmarkDataWithContentsOfURL_error_"):
        client.NSURL.bookmarkDataWithContentsOfURL(client.address("file:///a"), error=None)


def test_our_own_methods_are_not_there(client: Any) -> None:
    session = client.session_for(None)
    assert not hasattr(session, "enqueue")
    assert not hasattr(client.ObjCClass("NSError"), "url_error")


def test_a_python_value_that_is_no_object_is_refused(client: Any) -> None:
    with pytest.raises(TypeError, match=r"Don't know how to convert a builtins\.set"):
        client.NSURL.URLWithString_({1})


def test_an_enum_stands_for_its_value(client: Any) -> None:
    import enum

    class Policy(enum.Enum):
        RELOAD = 1

    request = client.ObjCClass("NSMutableURLRequest").requestWithURL(
        client.address("https://a.com")
    )
    request.cachePolicy = Policy.RELOAD
    assert request.cachePolicy == 1
    assert type(request.cachePolicy) is int


# -- out-arguments ---------------------------------------------------------------------


def test_an_error_comes_out_by_reference(client: Any) -> None:
    error = client.objc_id()
    manager = client.ObjCClass("NSFileManager").defaultManager
    done = manager.removeItemAtPath("/nowhere/at/all", error=ctypes.byref(error))
    assert done is False
    assert client.ObjCInstance(error).code == 4


def test_an_error_nobody_wants_is_none(client: Any) -> None:
    manager = client.ObjCClass("NSFileManager").defaultManager
    assert manager.removeItemAtPath("/nowhere/at/all", error=None) is False


# -- identity --------------------------------------------------------------------------


def test_an_object_is_shown_by_one_instance(client: Any) -> None:
    session = client.session_for(None)
    queue = session.delegateQueue
    assert session.delegateQueue is queue
    assert client.ObjCInstance(queue.ptr) is queue


def test_python_attributes_stay_with_the_object(load: Load) -> None:
    client = load("class Thing(NSObject): pass\n")
    thing = client.Thing.alloc().init()
    thing.note = "kept"
    pointer = thing.ptr
    del thing
    assert client.ObjCInstance(pointer).note == "kept"


def test_a_python_attribute_is_deleted(load: Load) -> None:
    client = load("class Thing(NSObject): pass\n")
    thing = client.Thing.alloc().init()
    thing.note = 1
    del thing.note
    with pytest.raises(AttributeError, match="has no attribute note"):
        _ = thing.note


def test_a_double_takes_python_attributes_too(client: Any) -> None:
    task = client.session_for(None).dataTaskWithURL(client.address("https://example.com"))
    task.started_by = "a test"
    assert client.ObjCInstance(task.ptr).started_by == "a test"
    task.cancel()


def test_nil_is_none(client: Any) -> None:
    assert client.ObjCInstance(client.objc_id(None)) is None
    assert client.session_for(None).sessionDescription is None


def test_a_pointer_to_nothing_says_what_a_device_does(client: Any) -> None:
    with pytest.raises(LookupError, match="no object at 0x10; on a device the app would crash"):
        client.ObjCInstance(client.objc_id(16))


def test_an_instance_knows_its_class(client: Any) -> None:
    url = client.address("https://example.com")
    assert isinstance(url, client.NSURL)
    assert not isinstance(url, client.NSURLRequest)
    assert url.objc_class is client.NSURL
    assert url.isKindOfClass_(client.NSObject)


def test_texts_are_rubicons(client: Any) -> None:
    url = client.address("https://example.com")
    assert str(url) == "https://example.com"
    assert repr(url).startswith("<ObjCInstance: NSURL at 0x")
    assert repr(client.NSURL) == "<ObjCClass: NSURL>"
    assert str(client.NSURL) == "ObjCClass('NSURL')"
    assert repr(client.NSURL.objc_class) == "<ObjCMetaClass: NSURL>"


# -- values ----------------------------------------------------------------------------


def test_data_is_read_where_it_lies(client: Any) -> None:
    data = client.at(b"some bytes")
    assert data.length == 10
    assert ctypes.string_at(data.bytes, data.length) == b"some bytes"
    assert client.py_from_ns(data) == b"some bytes"


@pytest.mark.parametrize("value", ["text", 5, 2.5, True, [1, "a"], {"a": [1]}, b"data"])
def test_a_python_value_comes_back_as_it_went(client: Any, value: object) -> None:
    there = client.ns_from_py(value)
    back = client.py_from_ns(there)
    assert isinstance(there, client.ObjCInstance)
    assert back == value
    assert type(back) is type(value)


def test_a_number_is_an_object(client: Any) -> None:
    number = client.at(5)
    assert isinstance(number, client.api.NSNumber)
    assert (number.intValue, number.doubleValue, str(number.stringValue)) == (5, 5.0, "5")


def test_a_date_is_an_object(client: Any) -> None:
    date = client.ObjCClass("NSDate").dateWithTimeIntervalSince1970_(5.0)
    assert date.timeIntervalSince1970 == 5.0


def test_an_errors_user_info_is_a_dictionary(urlsession_mock: Device, client: Any) -> None:
    error = client.ObjCClass("NSError").errorWithDomain(
        "mine", code=3, userInfo={"NSLocalizedDescription": "no", "count": 2}
    )
    assert str(error) == str(error.localizedDescription) or error.code == 3
    assert error.userInfo["count"].intValue == 2
    assert client.py_from_ns(error.userInfo)["NSLocalizedDescription"] == "no"


def test_a_constant_of_a_library_is_an_object(load: Load) -> None:
    client = load("from rubicon.objc.runtime import load_library\n")
    found = client.objc_const(client.load_library("Foundation"), "NSURLErrorDomain")
    assert found == "NSURLErrorDomain"


def test_a_library_that_is_not_there_cannot_be_found(load: Load) -> None:
    client = load("from rubicon.objc.runtime import load_library\n")
    with pytest.raises(ValueError, match="Library 'CoreBluetooth' not found"):
        client.load_library("CoreBluetooth")


def test_a_class_that_is_not_there_cannot_be_found(client: Any) -> None:
    with pytest.raises(NameError, match="ObjC Class b'NSNope' couldn't be found"):
        client.ObjCClass("NSNope")


def test_a_class_that_a_device_has_says_that_it_is_not_simulated(client: Any) -> None:
    with pytest.raises(NotSimulated, match="NSPredicate"):
        client.ObjCClass("NSPredicate")


def test_a_protocol_that_is_not_there_cannot_be_found(client: Any) -> None:
    with pytest.raises(NameError, match="Objective-C protocol b'NSNope' not found"):
        client.ObjCProtocol("NSNope")
