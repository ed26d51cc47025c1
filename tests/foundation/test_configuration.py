"""NSURLSessionConfiguration: kinds, defaults and copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from urlsession_mock import Device, NoActiveDevice
from urlsession_mock.foundation import (
    NSHTTPCookieAcceptPolicyNever,
    NSHTTPCookieStorage,
    NSURLCache,
    NSURLSessionConfiguration,
)
from urlsession_mock.not_simulated import NotSimulated


def background(identifier: str = "com.example.sync") -> NSURLSessionConfiguration:
    return NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(identifier)


def test_the_kind_tells_the_constructor() -> None:
    assert NSURLSessionConfiguration.defaultSessionConfiguration().kind == "default"
    assert NSURLSessionConfiguration.ephemeralSessionConfiguration().kind == "ephemeral"
    assert background().kind == "background"


def test_only_a_background_configuration_has_an_identifier() -> None:
    assert background().identifier() == "com.example.sync"
    assert NSURLSessionConfiguration.defaultSessionConfiguration().identifier() is None


def test_the_deprecated_spelling_works() -> None:
    assert NSURLSessionConfiguration.backgroundSessionConfiguration_("a") == background("a")


@pytest.mark.parametrize("identifier", [None, ""])
def test_a_background_configuration_needs_an_identifier(identifier: str) -> None:
    with pytest.raises(ValueError, match="needs an identifier"):
        background(identifier)


def test_an_identifier_is_text() -> None:
    with pytest.raises(TypeError, match="same at each launch"):
        background(7)  # type: ignore[arg-type] # the misuse


DEFAULTS: dict[str, object] = {
    "requestCachePolicy": 0,
    "timeoutIntervalForRequest": 60.0,
    "timeoutIntervalForResource": 604800.0,
    "networkServiceType": 0,
    "allowsCellularAccess": True,
    "allowsExpensiveNetworkAccess": True,
    "allowsConstrainedNetworkAccess": True,
    "allowsUltraConstrainedNetworkAccess": False,
    "requiresDNSSECValidation": False,
    "waitsForConnectivity": False,
    "isDiscretionary": False,
    "sharedContainerIdentifier": None,
    "sessionSendsLaunchEvents": True,
    "connectionProxyDictionary": None,
    "TLSMinimumSupportedProtocol": 4,
    "TLSMaximumSupportedProtocol": 10,
    "TLSMinimumSupportedProtocolVersion": 0x0301,
    "TLSMaximumSupportedProtocolVersion": 0x0304,
    "HTTPShouldUsePipelining": False,
    "HTTPShouldSetCookies": True,
    "HTTPCookieAcceptPolicy": 2,
    "HTTPAdditionalHeaders": None,
    "HTTPMaximumConnectionsPerHost": 6,
    "shouldUseExtendedBackgroundIdleMode": False,
    "protocolClasses": [],
    "multipathServiceType": 0,
    "usesClassicLoadingMode": True,
    "enablesEarlyData": False,
}

OTHERS: dict[str, object] = {
    "requestCachePolicy": 1,
    "networkServiceType": 3,
    "multipathServiceType": 1,
    "HTTPCookieAcceptPolicy": NSHTTPCookieAcceptPolicyNever,
    "sharedContainerIdentifier": "group.example",
    "connectionProxyDictionary": {"HTTPProxy": "a.b"},
    "HTTPAdditionalHeaders": {"User-Agent": "x"},
    "protocolClasses": [int],
    "HTTPCookieStorage": NSHTTPCookieStorage.alloc().init(),
    "URLCredentialStorage": None,
    "URLCache": NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_diskPath_(0, 0, None),
}

STORES = ["HTTPCookieStorage", "URLCredentialStorage", "URLCache"]


def other(value: object) -> object:
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, float) else 9


def setter(configuration: NSURLSessionConfiguration, name: str) -> Callable[[object], None]:
    plain = name.removeprefix("is")
    found: Callable[[object], None] = getattr(configuration, f"set{plain[0].upper()}{plain[1:]}_")
    return found


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_property_has_its_default(name: str) -> None:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()

    assert getattr(configuration, name)() == DEFAULTS[name]


@pytest.mark.parametrize("name", DEFAULTS | OTHERS)
def test_a_property_can_be_set(name: str) -> None:
    configuration = background()
    value = OTHERS[name] if name in OTHERS else other(DEFAULTS[name])

    setter(configuration, name)(value)

    assert getattr(configuration, name)() == value


@pytest.mark.parametrize("name", STORES)
def test_the_apps_store_is_that_of_the_device(name: str) -> None:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    with pytest.raises(NoActiveDevice):
        getattr(configuration, name)()

    with Device() as device:
        of_device = {
            "HTTPCookieStorage": device.stores.cookies,
            "URLCredentialStorage": device.stores.credentials,
            "URLCache": device.stores.cache,
        }
        assert getattr(configuration, name)() is of_device[name]
        if name != "URLCache":
            assert getattr(background(), name)() is of_device[name]


@pytest.mark.parametrize("name", STORES)
def test_an_ephemeral_configuration_and_its_copies_have_a_store_of_their_own(name: str) -> None:
    one = NSURLSessionConfiguration.ephemeralSessionConfiguration()
    two = NSURLSessionConfiguration.ephemeralSessionConfiguration()
    copied = one.copy()

    assert getattr(copied, name)() is getattr(one, name)()
    assert getattr(one, name)() is not getattr(two, name)()
    assert one == two
    assert one.differing_options(two) == ()


@pytest.mark.parametrize("name", STORES)
def test_a_store_is_of_its_class(name: str) -> None:
    with pytest.raises(TypeError, match=f"set{name}_ takes NS.* or None, was given str"):
        setter(background(), name)("a store")


def test_an_ephemeral_configuration_caches_in_memory_alone() -> None:
    cache = NSURLSessionConfiguration.ephemeralSessionConfiguration().URLCache()
    assert cache is not None

    assert (cache.memoryCapacity() > 0, cache.diskCapacity()) == (True, 0)


def test_a_background_configuration_has_no_cache() -> None:
    assert background().URLCache() is None


def test_a_copy_does_not_change_with_the_original() -> None:
    original = background()
    original.setHTTPAdditionalHeaders_({"A": "b"})
    copied = original.copy()

    original.setAllowsCellularAccess_(False)
    original.setHTTPAdditionalHeaders_({"A": "c"})

    assert copied.allowsCellularAccess()
    assert copied.HTTPAdditionalHeaders() == {"A": "b"}
    assert copied.kind == "background"
    assert copied.identifier() == "com.example.sync"


def test_what_was_given_or_read_cannot_change_it() -> None:
    headers = {"A": "b"}
    configuration = background()
    configuration.setHTTPAdditionalHeaders_(headers)
    headers.clear()
    read = configuration.HTTPAdditionalHeaders()
    assert read is not None
    with pytest.raises(AttributeError, match="it cannot change"):
        read.clear()

    assert configuration.HTTPAdditionalHeaders() == {"A": "b"}


def test_each_call_makes_another_configuration() -> None:
    one = NSURLSessionConfiguration.defaultSessionConfiguration()
    one.setAllowsCellularAccess_(False)

    assert NSURLSessionConfiguration.defaultSessionConfiguration().allowsCellularAccess()


def test_what_differs_is_told_by_apples_names() -> None:
    one, two = background(), background()
    two.setAllowsCellularAccess_(False)
    two.setDiscretionary_(True)

    assert one.differing_options(two) == ("allowsCellularAccess", "discretionary")
    assert one != two
    assert one == background()


@pytest.mark.parametrize("make", [NSURLSessionConfiguration.new, NSURLSessionConfiguration])
def test_a_configuration_without_a_kind_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(NotSimulated, match="NSURLSessionConfiguration"):
        make()


def test_a_configuration_shows_kind_and_identifier() -> None:
    assert repr(background("a")) == "<NSURLSessionConfiguration background 'a'>"
