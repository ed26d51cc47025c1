"""`CoreFoundation`: preferences, run loops, and the few functions that clients call.

Not here: strings, arrays and dictionaries, which are Python's own; what else CoreFoundation has
(names.py). One rule: preferences are those of NSUserDefaults, run loops those of NSRunLoop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from urlsession_mock.agenda import Entry, modes_of
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bridged import NSNull
from urlsession_mock.foundation.bundle import NSBundle
from urlsession_mock.foundation.date import NSDate, NSTimeIntervalSince1970
from urlsession_mock.foundation.defaults_store import (
    ANY_HOST,
    ANY_USER,
    CURRENT_HOST,
    CURRENT_USER,
    Defaults,
    Domain,
)
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.uuid import NSUUID
from urlsession_mock.foundation.values import NSGlobalDomain
from urlsession_mock.run_loop import NSRunLoop
from urlsession_mock.world import current

# fmt: off
_CONSTANTS: Final[dict[str, Any]] = {
    "kCFPreferencesAnyApplication":     "kCFPreferencesAnyApplication",
    "kCFPreferencesCurrentApplication": "kCFPreferencesCurrentApplication",
    "kCFPreferencesAnyHost":            ANY_HOST,
    "kCFPreferencesCurrentHost":        CURRENT_HOST,
    "kCFPreferencesAnyUser":            ANY_USER,
    "kCFPreferencesCurrentUser":        CURRENT_USER,
    "kCFBooleanTrue":                   True,
    "kCFBooleanFalse":                  False,
    "kCFNull":                          NSNull.null(),
    "kCFAllocatorDefault":              None,
    "kCFRunLoopDefaultMode":            "kCFRunLoopDefaultMode",
    "kCFRunLoopCommonModes":            "kCFRunLoopCommonModes",
    "kCFAbsoluteTimeIntervalSince1970": NSTimeIntervalSince1970,
    "kCFErrorDomainCocoa":              "NSCocoaErrorDomain",
    "kCFErrorDomainPOSIX":              "NSPOSIXErrorDomain",
    "kCFErrorDomainOSStatus":           "NSOSStatusErrorDomain",
    "kCFBundleDevelopmentRegionKey":    "CFBundleDevelopmentRegion",
    "kCFBundleExecutableKey":           "CFBundleExecutable",
    "kCFBundleIdentifierKey":           "CFBundleIdentifier",
    "kCFBundleInfoDictionaryVersionKey": "CFBundleInfoDictionaryVersion",
    "kCFBundleLocalizationsKey":        "CFBundleLocalizations",
    "kCFBundleNameKey":                 "CFBundleName",
    "kCFBundleVersionKey":              "CFBundleVersion",
}
# fmt: on
# What CFRunLoopRunInMode says. Source: CFRunLoop.h.
_FINISHED: Final = 1
_STOPPED: Final = 2
_TIMED_OUT: Final = 3
_HANDLED: Final = 4

__all__: list[str] = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # by __getattr__
    "CFAbsoluteTimeGetCurrent",
    "CFEqual",
    "CFHash",
    "CFPreferencesAddSuitePreferencesToApp",
    "CFPreferencesAppSynchronize",
    "CFPreferencesAppValueIsForced",
    "CFPreferencesCopyAppValue",
    "CFPreferencesCopyApplicationList",
    "CFPreferencesCopyKeyList",
    "CFPreferencesCopyMultiple",
    "CFPreferencesCopyValue",
    "CFPreferencesGetAppBooleanValue",
    "CFPreferencesGetAppIntegerValue",
    "CFPreferencesRemoveSuitePreferencesFromApp",
    "CFPreferencesSetAppValue",
    "CFPreferencesSetMultiple",
    "CFPreferencesSetValue",
    "CFPreferencesSynchronize",
    "CFRelease",
    "CFRetain",
    "CFRunLoopGetCurrent",
    "CFRunLoopGetMain",
    "CFRunLoopRun",
    "CFRunLoopRunInMode",
    "CFRunLoopStop",
    "CFRunLoopWakeUp",
    "CFUUIDCreate",
    "CFUUIDCreateFromString",
    "CFUUIDCreateString",
    *_CONSTANTS,
]


def __getattr__(name: str) -> Any:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# -- preferences ---------------------------------------------------------


def _application(name: str) -> str:
    if name == "kCFPreferencesCurrentApplication":
        return NSBundle.mainBundle().bundleIdentifier() or "python"
    return (
        NSGlobalDomain if name in ("kCFPreferencesAnyApplication", ".GlobalPreferences") else name
    )


def _store() -> Defaults:
    return current().stores.defaults


def CFPreferencesCopyAppValue(key: str, application: str) -> Any:
    """The value that an application finds under a key, in all domains; or None."""
    name = _application(application)
    return _store().found(name, _store().suites.get(name, ()), key)


def CFPreferencesGetAppBooleanValue(key: str, application: str, exists: None) -> tuple[bool, bool]:
    """The truth of a value, and whether there is one that says so."""
    value = CFPreferencesCopyAppValue(key, application)
    if isinstance(value, str):
        word = value.lower()
        return word in ("true", "yes", "1"), word in ("true", "yes", "1", "false", "no", "0")
    return (bool(value), True) if isinstance(value, int | float) else (False, False)


def CFPreferencesGetAppIntegerValue(key: str, application: str, exists: None) -> tuple[int, bool]:
    """The whole number of a value, and whether there is one."""
    value = CFPreferencesCopyAppValue(key, application)
    try:
        return (int(value), True) if isinstance(value, int | float | str) else (0, False)
    except ValueError:
        return 0, False


def CFPreferencesSetAppValue(key: str, value: object, application: str) -> None:
    """Set a value of an application, for this user; None removes it."""
    _store().set(Domain(_application(application)), key, value)


def CFPreferencesAppSynchronize(application: str) -> bool:
    """Nothing is left to do."""
    return True


def CFPreferencesAppValueIsForced(key: str, application: str) -> bool:
    """An administrator set it: see `device.stores.defaults.force`."""
    return _store().is_forced(_application(application), key)


def CFPreferencesAddSuitePreferencesToApp(application: str, suite: str) -> None:
    """Search a suite too, after the application's own values."""
    _store().suites.setdefault(_application(application), []).append(suite)


def CFPreferencesRemoveSuitePreferencesFromApp(application: str, suite: str) -> None:
    """Search it no more."""
    suites = _store().suites.get(_application(application), [])
    if suite in suites:
        suites.remove(suite)


def CFPreferencesCopyValue(key: str, application: str, user: str, host: str) -> Any:
    """The value in this very domain, or None."""
    return _store().get(Domain(_application(application), user, host), key)


def CFPreferencesSetValue(key: str, value: object, application: str, user: str, host: str) -> None:
    """Set a value in this very domain; None removes it."""
    _store().set(Domain(_application(application), user, host), key, value)


def CFPreferencesSynchronize(application: str, user: str, host: str) -> bool:
    """Nothing is left to do."""
    return True


def CFPreferencesCopyKeyList(application: str, user: str, host: str) -> NSArray[str] | None:
    """The keys of this very domain, or None where there are none."""
    found = _store().all_of(Domain(_application(application), user, host))
    return NSArray(found) if found else None


def CFPreferencesCopyMultiple(
    keys: Iterable[str] | None, application: str, user: str, host: str
) -> NSDictionary[str, Any]:
    """The values of some keys in this very domain; of all for None."""
    found = _store().all_of(Domain(_application(application), user, host))
    wanted = found if keys is None else list(keys)
    return NSDictionary({key: found[key] for key in wanted if key in found})


def CFPreferencesSetMultiple(
    values: Mapping[str, object] | None,
    removed: Iterable[str] | None,
    application: str,
    user: str,
    host: str,
) -> None:
    """Set some values in this very domain, and remove others."""
    for key in removed or ():
        CFPreferencesSetValue(key, None, application, user, host)
    for key, value in (values or {}).items():
        CFPreferencesSetValue(key, value, application, user, host)


def CFPreferencesCopyApplicationList(user: str, host: str) -> NSArray[str]:
    """Deprecated: the applications that have values."""
    return NSArray(_store().applications())


# -- run loops -----------------------------------------------------------


def CFRunLoopGetCurrent() -> NSRunLoop:
    """The run loop of the calling thread."""
    return NSRunLoop.currentRunLoop()


def CFRunLoopGetMain() -> NSRunLoop:
    """The run loop of the main thread."""
    return NSRunLoop.mainRunLoop()


def CFRunLoopRun() -> None:
    """Run until it is stopped; off main, no longer than there is something to be run."""
    __tracebackhide__ = True
    loop = NSRunLoop.currentRunLoop()
    _forget_stop(loop)
    while loop.runMode_beforeDate_("kCFRunLoopDefaultMode", NSDate.distantFuture()):
        if _forget_stop(loop):
            return


def CFRunLoopRunInMode(mode: str, seconds: float, returns_after_one: bool) -> int:
    """Run for some seconds; how it ended: finished, stopped, timed out, or one handled."""
    __tracebackhide__ = True
    loop, clock = NSRunLoop.currentRunLoop(), current().clock
    _forget_stop(loop)
    until = clock.today() + seconds
    end = NSDate.dateWithTimeIntervalSince1970_(until)
    while loop.runMode_beforeDate_(mode, end):
        if _forget_stop(loop):
            return _STOPPED
        if clock.today() >= until:
            return _TIMED_OUT
        if returns_after_one:
            return _HANDLED
    return _FINISHED


def CFRunLoopStop(loop: NSRunLoop) -> None:
    """Have `CFRunLoopRun` or `CFRunLoopRunInMode` of a loop return. From any thread."""
    current().stores.stopped.add(id(loop))
    CFRunLoopWakeUp(loop)


def CFRunLoopWakeUp(loop: NSRunLoop) -> None:
    """Have a loop look again, as one that waits for an input sees it. From any thread."""
    if loop is NSRunLoop.mainRunLoop():
        current().lanes.post_to_main(_nothing)
    else:
        loop._loop.add(Entry(0.0, _nothing, modes_of(["kCFRunLoopCommonModes"]), is_source=True))


def _nothing() -> None:
    """What wakes a loop."""


def _forget_stop(loop: NSRunLoop) -> bool:
    stopped, key = current().stores.stopped, id(loop)
    was = key in stopped
    stopped.discard(key)
    return was


# -- the rest ------------------------------------------------------------


def CFRetain(value: Any) -> Any:
    """Python counts references; this changes nothing."""
    return value


def CFRelease(value: object) -> None:
    """Python counts references; this changes nothing."""


def CFEqual(one: object, other: object) -> bool:
    """Whether two are the same value."""
    return one == other


def CFHash(value: object) -> int:
    """A number that equal values share."""
    return hash(value)


def CFAbsoluteTimeGetCurrent() -> float:
    """The seconds from the start of 2001, on the device's clock."""
    return current().clock.today() - NSTimeIntervalSince1970


def CFUUIDCreate(_allocator: None) -> NSUUID:
    """A new one. On a Mac it is no NSUUID, but is used with these functions alone."""
    return NSUUID.UUID()


def CFUUIDCreateString(_allocator: None, uuid: NSUUID) -> str:
    """Its text, in upper case."""
    return uuid.UUIDString()


def CFUUIDCreateFromString(_allocator: None, text: str) -> NSUUID | None:
    """The one that a text spells, or None."""
    return NSUUID.alloc().initWithUUIDString_(text)
