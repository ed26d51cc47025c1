"""NSProcessInfo: the process that runs, and the system it thinks it runs on; and autorelease pools.

What it is: names, arguments, the environment, activities. What it is not: heat, power and limits;
those are refused. Its one rule: the process is this one, the system is the simulated one.
"""

from __future__ import annotations

import os
import platform
import sys
import time
import uuid
from typing import Any, ClassVar, Final, NamedTuple, Self

from urlsession_mock.foundation.folders import NSFullUserName, NSUserName
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["MACHINE", "SYSTEM", "NSAutoreleasePool", "NSOperatingSystemVersion", "NSProcessInfo"]


class NSOperatingSystemVersion(NamedTuple):
    """A release of the system. Source: Apple's page of this name"""

    majorVersion: int
    minorVersion: int
    patchVersion: int


SYSTEM: Final[NSOperatingSystemVersion] = NSOperatingSystemVersion(26, 5, 0)
"""The release that is simulated: that of the SDK whose surface the doubles have."""

_STARTED: Final = time.monotonic()


class _Activity(NSObject):
    """What `beginActivityWithOptions_reason_` gives, to be handed back at its end."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


@not_simulated(
    "automaticTerminationSupportEnabled", "setAutomaticTerminationSupportEnabled:",
    "performExpiringActivityWithReason:usingBlock:", "thermalState", "isLowPowerModeEnabled",
    "isMacCatalystApp", "isiOSAppOnMac", "isiOSAppOnVision", "isDeviceCertifiedFor:",
    "hasPerformanceProfile:", "performActivityWithOptions:reason:usingBlock:",
    "operatingSystem", "operatingSystemName",
)  # fmt: skip
class NSProcessInfo(NSObject):
    """The process. Source: developer.apple.com/documentation/foundation/processinfo"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    _name: str | None = None

    @classmethod
    def processInfo(cls) -> Self:
        """The one."""
        shared = vars(NSProcessInfo).get("_shared")
        if shared is None:
            shared = cls.alloc().init()
            NSProcessInfo._shared = shared
        made: Self = shared
        return made

    _shared: ClassVar[Any] = None  # Any: the one, of whichever class

    def processName(self) -> str:
        """The program's name: that of the script, without its folder."""
        return self._name or os.path.basename(sys.argv[0]) or "python"

    def setProcessName_(self, name: str, /) -> None:
        """Give it another."""
        self._name = name

    def processIdentifier(self) -> int:
        """The number the system knows it by."""
        return os.getpid()

    def arguments(self) -> list[str]:
        """The command line."""
        return list(sys.argv)

    def environment(self) -> dict[str, str]:
        """The environment, as a copy."""
        return dict(os.environ)

    def hostName(self) -> str:
        """The name of this machine; "localhost", so that no test depends on where it runs."""
        return "localhost"

    def userName(self) -> str:
        """The short name of the device's user."""
        return NSUserName()

    def fullUserName(self) -> str:
        """The name of the device's user."""
        return NSFullUserName()

    def globallyUniqueString(self) -> str:
        """A text that is never given twice."""
        return f"{uuid.uuid4()}-{os.getpid()}-{time.monotonic_ns():016X}".upper()

    def operatingSystemVersion(self) -> NSOperatingSystemVersion:
        """The simulated release."""
        return SYSTEM

    def operatingSystemVersionString(self) -> str:
        """The same for people."""
        return f"Version {SYSTEM.majorVersion}.{SYSTEM.minorVersion} (simulated)"

    def isOperatingSystemAtLeastVersion_(self, version: tuple[int, int, int], /) -> bool:
        """Whether the simulated release is this one or a newer."""
        return tuple(version) <= tuple(SYSTEM)

    def processorCount(self) -> int:
        """How many processors the machine has."""
        return os.cpu_count() or 1

    def activeProcessorCount(self) -> int:
        """How many of them can be used."""
        return os.cpu_count() or 1

    def physicalMemory(self) -> int:
        """Bytes of memory, of a machine with 8 GiB."""
        return 8 << 30

    def systemUptime(self) -> float:
        """Seconds since the process started."""
        return time.monotonic() - _STARTED

    # An activity keeps the system from sleeping or ending the process, which it never does here.

    def beginActivityWithOptions_reason_(self, options: int, reason: str, /) -> NSObject:
        """Begin an activity; hand the result to `endActivity_`."""
        return _Activity(reason)

    def endActivity_(self, activity: NSObject, /) -> None:
        """End an activity. Raises TypeError for what is none."""
        if not isinstance(activity, _Activity):
            raise TypeError(
                f"endActivity_ takes what beginActivityWithOptions_reason_ gave, not {activity!r}"
            )

    def disableSuddenTermination(self) -> None:
        """Nothing ends the process suddenly here."""

    def enableSuddenTermination(self) -> None:
        """Nothing ends the process suddenly here."""

    def disableAutomaticTermination_(self, reason: str, /) -> None:
        """Nothing ends the process here."""

    def enableAutomaticTermination_(self, reason: str, /) -> None:
        """Nothing ends the process here."""


class NSAutoreleasePool(NSObject):
    """A pool of objects to let go; Python counts references, so it holds nothing.

    Source: developer.apple.com/documentation/foundation/nsautoreleasepool
    """

    def drain(self) -> None:
        """Let go."""

    def addObject_(self, obj: object, /) -> None:
        """Python keeps the object as long as somebody refers to it."""


MACHINE: Final[str] = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
"""What the simulated machine is: this one, in Apple's words."""
