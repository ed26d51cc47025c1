"""`SystemConfiguration`: is there a network, who is at the console, what is it called.

Not here: changing the network, watching it, and what else the framework has (names.py). One rule:
the network is the device's, so `device.network.offline()` shows here.
"""

from __future__ import annotations

from typing import Any, Final, cast

from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.folders import USER
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.world import current

__all__ = [
    "SCDynamicStoreCopyComputerName",
    "SCDynamicStoreCopyConsoleUser",
    "SCDynamicStoreCopyLocalHostName",
    "SCDynamicStoreCopyProxies",
    "SCDynamicStoreCopyValue",
    "SCDynamicStoreCreate",
    "SCError",
    "SCNetworkCheckReachabilityByName",
    "SCNetworkReachabilityCreateWithAddress",
    "SCNetworkReachabilityCreateWithName",
    "SCNetworkReachabilityGetFlags",
]

_REACHABLE: Final = 2  # kSCNetworkReachabilityFlagsReachable
_LOCAL: Final = 1 << 16  # kSCNetworkReachabilityFlagsIsLocalAddress
_LOOPBACK: Final = ("localhost", "127.", "::1")
_UTF8: Final = 0x08000100  # kCFStringEncodingUTF8
_UID: Final = 501  # the first user of a Mac
_GID: Final = 20  # staff
_NAME: Final = "urlsession-mock"
_SERVICE: Final = {"PrimaryInterface": "en0", "PrimaryService": "0", "Router": "192.0.2.1"}


class _Reachability(NSObject):
    """An SCNetworkReachabilityRef: a host that is asked about."""

    host: str


class _DynamicStore(NSObject):
    """An SCDynamicStoreRef."""


def SCNetworkReachabilityCreateWithName(
    _allocator: None, name: str | bytes
) -> _Reachability | None:
    """What is asked whether a host can be reached; None without a name."""
    host = name.decode() if isinstance(name, bytes) else name
    if not host:
        return None
    made = _Reachability.alloc().init()
    made.host = host
    return made


def SCNetworkReachabilityCreateWithAddress(_allocator: None, address: Any) -> _Reachability:
    """The same, of an address: a pair of host and port; anything else means any network."""
    made = _Reachability.alloc().init()
    made.host = _first(address)
    return made


def _first(address: Any) -> str:
    """The host of an address; an empty one is no host, so any network."""
    if not isinstance(address, tuple) or not address:
        return ""
    return str(cast("tuple[object, ...]", address)[0])  # of anything


def SCNetworkReachabilityGetFlags(target: _Reachability, flags: None) -> tuple[bool, int]:
    """True and the flags: reachable while the device has a network; this machine always."""
    return SCNetworkCheckReachabilityByName(target.host, flags)


def SCNetworkCheckReachabilityByName(name: str | bytes, flags: None) -> tuple[bool, int]:
    """Deprecated: the same, at once."""
    host = name.decode() if isinstance(name, bytes) else name
    if host.startswith(_LOOPBACK):
        return True, _REACHABLE | _LOCAL
    return True, _REACHABLE if current().network.is_online else 0


def SCDynamicStoreCreate(
    _allocator: None, name: str, callout: object, context: object
) -> _DynamicStore:
    """What the system's state is asked of. Its changes are not told."""
    return _DynamicStore.alloc().init()


def SCDynamicStoreCopyValue(store: _DynamicStore | None, key: str) -> NSDictionary[str, Any] | None:
    """The state under a key: the network's, or that of who is at the console; else None."""
    if key == "State:/Users/ConsoleUser":
        return NSDictionary({"Name": USER, "UID": _UID, "GID": _GID})
    if key == "State:/Network/Global/IPv4" and current().network.is_online:
        return NSDictionary(_SERVICE)
    return None


def SCDynamicStoreCopyConsoleUser(
    store: _DynamicStore | None, uid: None, gid: None
) -> tuple[str, int, int]:
    """Who is at the console: the name, the user's number and the group's."""
    return USER, _UID, _GID


def SCDynamicStoreCopyProxies(store: _DynamicStore | None) -> NSDictionary[str, Any]:
    """The proxies of the system: none."""
    return NSDictionary()


def SCDynamicStoreCopyComputerName(store: _DynamicStore | None, encoding: None) -> tuple[str, int]:
    """What people call the device, and the encoding of it."""
    return _NAME, _UTF8


def SCDynamicStoreCopyLocalHostName(store: _DynamicStore | None) -> str:
    """What it is called in its network."""
    return _NAME


def SCError() -> int:
    """The status of the last call: all was well."""
    return 0
