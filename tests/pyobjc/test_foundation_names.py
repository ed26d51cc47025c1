"""`Foundation`: what works, what refuses, and what is not there at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from urlsession_mock import foundation as doubles
from urlsession_mock.bindings.pyobjc import PyObjC
from urlsession_mock.not_simulated import NotSimulated


def test_every_public_double_is_there(F: Any) -> None:
    ours = {"NotSimulated", "TransactionValues"}
    missing = [
        name
        for name in doubles.__all__
        if name not in ours and getattr(F, name) is not getattr(doubles, name)
    ]

    assert missing == []
    assert not ours & set(dir(F))


USES: dict[str, Callable[[Any], object]] = {
    "call": lambda it: it(1),
    "attribute": lambda it: it.alloc(),
    "set": lambda it: setattr(it, "x", 1),
    "subclass": lambda it: exec("class X(it): ...", {"it": it}),
    "compare": lambda it: it == 1,
    "differ": lambda it: it != 1,
    "order": lambda it: it < 1,
    "or": lambda it: 1 | it,
    "and": lambda it: it & 1,
    "bool": lambda it: bool(it),
    "int": lambda it: int(it),
    "index": lambda it: [1][it],
    "text": lambda it: str(it),
    "hash": lambda it: hash(it),
    "instance": lambda it: isinstance(1, it),
    "len": lambda it: len(it),
    "iterate": lambda it: list(it),
    "with": lambda it: it.__enter__(),
    "add": lambda it: it + 1,
}  # fmt: skip


@pytest.mark.parametrize("use", USES)
def test_a_name_that_is_not_simulated_can_be_imported_and_refuses(bridge: PyObjC, use: str) -> None:
    names: dict[str, Any] = {}
    exec("from Foundation import NSPredicate", names)

    with pytest.raises(NotSimulated) as caught:
        USES[use](names["NSPredicate"])
    assert str(caught.value) == (
        "NSPredicate is a real class of Foundation that urlsession-mock does not simulate; give "
        "the code under test its own, for example monkeypatch.setattr(Foundation, 'NSPredicate', "
        "...), or keep it out of this test. To have it simulated, ask for it by this name where "
        "urlsession-mock is developed"
    )
    assert repr(names["NSPredicate"]) == "<Foundation.NSPredicate, not simulated>"


def test_a_name_foundation_does_not_have_is_an_import_error(F: Any) -> None:
    with pytest.raises(ImportError, match="cannot import name 'NSNonsense' from 'Foundation'"):
        exec("from Foundation import NSNonsense")
    with pytest.raises(AttributeError, match="module 'Foundation' has no attribute 'NSNonsense'"):
        _ = F.NSNonsense
    assert not hasattr(F, "__wrapped__")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NSUTF8StringEncoding", 4),
        ("NSCaseInsensitiveSearch", 1),
        ("NSJSONReadingMutableContainers", 1),
        ("NSFoundationVersionNumber10_4_9", 567.29),
        ("NSCalendarUnitYear", 4),
        ("NSASCIIStringEncoding", 1),
    ],
)
def test_a_number_that_is_known_is_given(F: Any, name: str, value: float) -> None:
    assert getattr(F, name) == value


def test_a_text_whose_content_is_not_known_refuses(F: Any) -> None:
    with pytest.raises(NotSimulated, match="NSLinguisticTagNoun is a real constant of Foundation"):
        str(F.NSLinguisticTagNoun)


def test_the_types_of_annotations_are_there(F: Any) -> None:
    assert F.NSJSONReadingOptions(1) == 1


def test_a_star_import_brings_what_refuses_too(bridge: PyObjC) -> None:
    names: dict[str, Any] = {}
    exec("from Foundation import *", names)

    assert names["NSURL"] is doubles.NSURL
    with pytest.raises(NotSimulated, match="NSXMLParser"):
        names["NSXMLParser"].alloc()


def test_the_log_goes_to_stderr_in_cs_format(
    F: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/fetch"])
    F.NSLog("%@ of %d, %.1f%% %s %@ %2$lu", "one", 2, 3.14, "x", None)
    F.NSLogv("plain", ())

    assert capsys.readouterr().err == (
        f"fetch[{os.getpid()}] one of 2, 3.1% x (null) 2\nfetch[{os.getpid()}] plain\n"
    )
    with pytest.raises(ValueError, match="more directives than arguments"):
        F.NSLog("%@ %@", 1)


def test_names_become_classes_selectors_and_protocols_and_back(F: Any) -> None:
    class Named(F.NSObject):  # type: ignore[misc]  # a module that type checkers do not know
        def take_(self, value: object) -> None: ...

    assert F.NSStringFromClass(Named) == "Named"
    assert F.NSClassFromString("Named") is Named
    assert F.NSClassFromString(None) is None
    assert F.NSSelectorFromString("take:") == "take:"
    assert F.NSStringFromSelector(b"take:") == "take:"
    assert F.NSStringFromSelector(Named.new().take_) == "take:"
    assert F.NSStringFromProtocol(F.NSProtocolFromString("NSCopying")) == "NSCopying"
    assert F.NSProtocolFromString("Nonsense") is None


def test_a_class_that_refuses_is_found_by_name_too(F: Any) -> None:
    with pytest.raises(NotSimulated, match="NSXMLParser"):
        F.NSClassFromString("NSXMLParser").alloc()


def test_the_standard_folders_are_the_devices(F: Any) -> None:
    search = F.NSSearchPathForDirectoriesInDomains
    [caches] = search(F.NSCachesDirectory, F.NSUserDomainMask, True)

    assert caches == f"{F.NSHomeDirectory()}/Library/Caches"
    assert F.NSProcessInfo.processInfo().userName() == F.NSUserName()
    assert F.NSProcessInfo.processInfo().fullUserName() == F.NSFullUserName()


def test_ranges(F: Any) -> None:
    made = F.NSMakeRange(2, 3)

    assert made == F.NSRange(2, 3) == (2, 3)
    assert (made.location, made.length, F.NSMaxRange(made)) == (2, 3, 5)
    assert F.NSLocationInRange(4, made)
    assert not F.NSLocationInRange(5, made)
    assert F.NSEqualRanges(made, (2, 3))
    assert F.NSUnionRange(made, (6, 1)) == (2, 5)
    assert F.NSIntersectionRange(made, (4, 9)) == (4, 1)
    assert F.NSIntersectionRange(made, (9, 9)) == (0, 0)
    assert F.NSStringFromRange(made) == "{2, 3}"
    assert F.NSRangeFromString("{2, 3}") == made
    assert F.NSNotFound == 2**63 - 1
    assert (F.MIN(1, 2), F.MAX(1, 2)) == (1, 2)
    assert F.NSLocalizedString("key", None) == "key"


def test_the_process_knows_itself(F: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/fetch", "-v"])
    monkeypatch.setenv("COLOUR", "red")
    info = F.NSProcessInfo.processInfo()

    assert info is F.NSProcessInfo.processInfo()
    assert info.processName() == "fetch"
    assert info.arguments() == ["/usr/local/bin/fetch", "-v"]
    assert info.environment()["COLOUR"] == "red"
    assert info.processIdentifier() == os.getpid()
    assert info.hostName() == "localhost"
    assert info.globallyUniqueString() != info.globallyUniqueString()
    version = info.operatingSystemVersion()
    assert (version.majorVersion, version[1]) == (26, version.minorVersion)
    assert info.isOperatingSystemAtLeastVersion_((10, 15, 0))
    assert "26" in info.operatingSystemVersionString()
    assert info.processorCount() >= info.activeProcessorCount() >= 1
    assert info.physicalMemory() > 0
    assert info.systemUptime() >= 0


def test_activities_begin_and_end(F: Any) -> None:
    info = F.NSProcessInfo.processInfo()
    activity = info.beginActivityWithOptions_reason_(0x00FFFFFF, "download")

    info.endActivity_(activity)
    info.disableSuddenTermination()
    info.enableSuddenTermination()
    info.disableAutomaticTermination_("download")
    info.enableAutomaticTermination_("download")

    with pytest.raises(TypeError, match="endActivity_ takes what"):
        info.endActivity_(F.NSObject.new())


def test_a_pool_is_made_and_drained(F: Any) -> None:
    pool = F.NSAutoreleasePool.alloc().init()
    pool.addObject_(1)
    pool.drain()
