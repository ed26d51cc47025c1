"""`AppKit`, `UIKit`, `Cocoa` and `PyObjCTools`, as far as a networking client touches them."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest

from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import PyObjC, installed
from urlsession_mock.bindings.pyobjc.modules import MODULES
from urlsession_mock.not_simulated import NotSimulated


@pytest.fixture
def AppKit(bridge: PyObjC) -> Any:  # a module that type checkers do not know
    return importlib.import_module("AppKit")


@pytest.fixture
def UIKit(bridge: PyObjC) -> Any:  # as above
    return importlib.import_module("UIKit")


@pytest.fixture
def kvc(bridge: PyObjC) -> Any:  # as above
    return importlib.import_module("PyObjCTools.KeyValueCoding")


@pytest.mark.parametrize("name", MODULES)
def test_each_module_is_importable_and_taken_out_again(device: Device, name: str) -> None:
    with installed(device):
        module = importlib.import_module(name)
        assert module.__name__ == name
        assert dir(module) == sorted(dir(module))
        names: dict[str, Any] = {}
        exec(f"from {name} import *", names)
    assert name not in sys.modules


def test_cocoa_is_appkit_and_foundation(bridge: PyObjC, AppKit: Any, F: Any) -> None:
    Cocoa = importlib.import_module("Cocoa")

    assert Cocoa.NSApplication is AppKit.NSApplication
    assert Cocoa.NSURL is AppKit.NSURL is F.NSURL
    assert Cocoa.NSWindow is not None
    with pytest.raises(NotSimulated, match="NSWindow is a real class of AppKit"):
        Cocoa.NSWindow.alloc()
    with pytest.raises(ImportError, match="cannot import name 'NSNonsense' from 'Cocoa'"):
        exec("from Cocoa import NSNonsense")


class Delegate:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.answer = 1

    def applicationWillFinishLaunching_(self, notification: Any) -> None:
        self.told.append(notification.name())

    def applicationDidFinishLaunching_(self, notification: Any) -> None:
        self.told.append(notification.name())
        notification.object().stop_(None)

    def applicationShouldTerminate_(self, sender: object) -> int:
        return self.answer

    def applicationWillTerminate_(self, notification: Any) -> None:
        self.told.append(notification.name())


def test_the_application_is_one_and_tells_its_delegate(AppKit: Any) -> None:
    assert AppKit.NSApp() is None
    app = AppKit.NSApplication.sharedApplication()
    delegate = Delegate()
    app.setDelegate_(delegate)

    assert app is AppKit.NSApplication.sharedApplication() is AppKit.NSApp()
    assert AppKit.NSApp.delegate() is delegate
    assert app.setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)
    assert app.activationPolicy() == 1
    app.activateIgnoringOtherApps_(True)
    assert not app.isRunning()
    assert not app.isActive()
    with pytest.raises(NotSimulated, match="mainMenu"):
        app.mainMenu()


def test_terminating_asks_the_delegate_and_ends_the_program(AppKit: Any) -> None:
    app = AppKit.NSApplication.sharedApplication()
    app.setDelegate_(delegate := Delegate())
    delegate.answer = AppKit.NSTerminateCancel
    app.terminate_(None)
    assert delegate.told == []

    delegate.answer = AppKit.NSTerminateNow
    with pytest.raises(SystemExit) as caught:
        app.terminate_(None)
    assert (caught.value.code, delegate.told) == (0, ["NSApplicationWillTerminateNotification"])


def test_a_relaunched_app_has_another_application(AppKit: Any, device: Device) -> None:
    app = device.launch()
    first = AppKit.NSApplication.sharedApplication()
    app.terminate()
    device.launch()

    assert AppKit.NSApplication.sharedApplication() is not first


def test_an_ios_app_knows_its_state_and_its_delegate(UIKit: Any, device: Device) -> None:
    app = device.launch(delegate := Delegate())
    shared = UIKit.UIApplication.sharedApplication()

    assert shared is UIKit.UIApplication.sharedApplication()
    assert shared.delegate() is delegate
    assert shared.applicationState() == UIKit.UIApplicationStateActive
    assert shared.backgroundTimeRemaining() > 1e9
    app.suspend()
    assert shared.applicationState() == UIKit.UIApplicationStateBackground
    assert shared.backgroundTimeRemaining() < 1e9
    shared.setDelegate_(other := Delegate())
    assert shared.delegate() is other


def test_background_tasks_begin_and_end(UIKit: Any) -> None:
    shared = UIKit.UIApplication.sharedApplication()
    first = shared.beginBackgroundTaskWithExpirationHandler_(None)
    second = shared.beginBackgroundTaskWithName_expirationHandler_("sync", lambda: None)

    assert UIKit.UIBackgroundTaskInvalid not in (first, second)
    assert first != second
    shared.endBackgroundTask_(first)
    shared.endBackgroundTask_(first)
    shared.endBackgroundTask_(UIKit.UIBackgroundTaskInvalid)
    shared.setIdleTimerDisabled_(True)
    assert shared.isIdleTimerDisabled()
    shared.setMinimumBackgroundFetchInterval_(0.0)
    with pytest.raises(NotSimulated, match="UIDevice is a real class of UIKit"):
        UIKit.UIDevice.currentDevice()


# -- key-value coding ----------------------------------------------------


class Thing:
    def __init__(self) -> None:
        self.plain = 1
        self._hidden = 2
        self.stored: object = None

    def getMade(self) -> int:
        return 3

    def get_old(self) -> int:
        return 4

    def called(self) -> int:
        return 5

    def isBusy(self) -> bool:
        return True

    def setGiven_(self, value: object) -> None:
        self.stored = value


@pytest.mark.parametrize(
    ("key", "value"),
    [("plain", 1), ("hidden", 2), ("made", 3), ("old", 4), ("called", 5), ("busy", True)],
)
def test_a_key_is_found_as_attribute_or_accessor(kvc: Any, key: str, value: object) -> None:
    assert kvc.getKey(Thing(), key) == value


def test_keys_of_other_things(kvc: Any, F: Any) -> None:
    assert kvc.getKey(None, "any") is None
    assert kvc.getKey({"a": 1}, "a") == 1
    assert kvc.getKey([Thing(), {"plain": 7}], "plain") == [1, 7]
    assert kvc.getKey([Thing()], "nothing") == [F.NSNull.null()]
    assert kvc.getKey(F.NSURL.URLWithString_("https://example.com/a"), "host") == "example.com"
    assert kvc.getKeyPath({"a": {"b": Thing()}}, "a.b.plain") == 1
    url = F.NSURL.URLWithString_("https://example.com/a")
    assert kvc.getKeyPath(url, "absoluteURL.host") == "example.com"
    with pytest.raises(KeyError, match="Key nothing does not exist"):
        kvc.getKey(Thing(), "nothing")
    with pytest.raises(KeyError):
        kvc.getKeyPath(Thing(), "")


def test_keys_are_set(kvc: Any, F: Any) -> None:
    thing, mapping = Thing(), {"a": {"b": 1}}
    kvc.setKey(thing, "plain", 10)
    kvc.setKey(thing, "hidden", 20)
    kvc.setKey(thing, "given", 30)
    kvc.setKeyPath(mapping, "a.b", 40)
    kvc.setKey(None, "any", 1)
    request = F.NSMutableURLRequest.requestWithURL_(F.NSURL.URLWithString_("https://example.com"))
    kvc.setKey(request, "HTTPMethod", "PUT")
    kvc.setKeyPath(request, "timeoutInterval", 5.0)

    assert (thing.plain, thing._hidden, thing.stored) == (10, 20, 30)
    assert mapping == {"a": {"b": 40}}
    assert (request.HTTPMethod(), request.timeoutInterval()) == ("PUT", 5.0)
    with pytest.raises(KeyError, match="Key x does not exist"):
        kvc.setKey(object(), "x", 1)


NUMBERS = [{"n": 1}, {"n": 3}, {"n": 3}]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("@count", 3),
        ("@sum.n", 7.0),
        ("@max.n", 3),
        ("@min.n", 1),
        ("@unionOfObjects.n", [1, 3, 3]),
        ("@distinctUnionOfObjects.n", [1, 3]),
        ("n.@avg", 7 / 3),
    ],
)
def test_operators_work_on_collections(kvc: Any, path: str, found: object) -> None:
    assert kvc.getKeyPath(NUMBERS, path.replace("n.@avg", "@avg.n")) == found


def test_operators_work_on_collections_of_collections(kvc: Any) -> None:
    assert kvc.getKeyPath([NUMBERS, NUMBERS], "@unionOfArrays.n") == [1, 3, 3, 1, 3, 3]
    assert kvc.getKeyPath([NUMBERS, NUMBERS], "@distinctUnionOfArrays.n") == [1, 3]
    assert kvc.getKeyPath([NUMBERS], "@distinctUnionOfSets.n") == {1, 3}
    with pytest.raises(KeyError, match="@median not implemented"):
        kvc.getKeyPath(NUMBERS, "@median.n")


def test_a_helper_that_is_not_simulated_is_not_importable(bridge: PyObjC) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'PyObjCTools\.Conversion'"):
        importlib.import_module("PyObjCTools.Conversion")
