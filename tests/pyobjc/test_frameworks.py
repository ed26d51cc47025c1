"""Security, CoreFoundation, CFNetwork and SystemConfiguration answer for the device."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import installed
from urlsession_mock.foundation import (
    NSURL,
    NSArray,
    NSDictionary,
    NSNotificationCenter,
    NSOperationQueue,
    NSTimer,
    NSUserDefaults,
)
from urlsession_mock.foundation.trust import SecCertificate, SecTrust
from urlsession_mock.not_simulated import NotSimulated

FRAMEWORKS = ("CFNetwork", "CoreFoundation", "Security", "SystemConfiguration")
APP = "org.python.python"


@pytest.fixture
def within(device: Device) -> Iterator[None]:
    with installed(device):
        yield


@pytest.fixture
def security(within: None) -> ModuleType:
    return import_module("Security")


@pytest.fixture
def core(within: None) -> ModuleType:
    return import_module("CoreFoundation")


@pytest.fixture
def cf_network(within: None) -> ModuleType:
    return import_module("CFNetwork")


@pytest.fixture
def system(within: None) -> ModuleType:
    return import_module("SystemConfiguration")


# All of them.


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_each_name_of_a_framework_is_there(within: None, name: str) -> None:
    module = import_module(name)
    names = dir(module)

    assert len(names) > 300
    for each in names:
        getattr(module, each)
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = module.Nonsense


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("Security", "SecIdentityCopyCertificate"),
        ("CFNetwork", "CFHTTPMessageCreateRequest"),
        ("SystemConfiguration", "SCNetworkSetCopyAll"),
        ("CoreFoundation", "CFStringCreateCopy"),
    ],
)
def test_what_is_not_simulated_refuses_by_name(within: None, module: str, name: str) -> None:
    with pytest.raises(NotSimulated, match=f"{name} is a real function of {module}"):
        getattr(import_module(module), name)()


def test_foundation_gives_what_core_foundation_has(within: None) -> None:
    foundation, core = import_module("Foundation"), import_module("CoreFoundation")

    assert foundation.CFPreferencesCopyAppValue is core.CFPreferencesCopyAppValue
    assert foundation.kCFPreferencesAnyUser == core.kCFPreferencesAnyUser


# The keychain.


def query(security: ModuleType, **more: object) -> dict[str, Any]:
    names = {"account": security.kSecAttrAccount, "service": security.kSecAttrService}
    return {
        security.kSecClass: security.kSecClassGenericPassword,
        **{names.get(name, getattr(security, name, name)): each for name, each in more.items()},
    }


def test_an_empty_keychain_finds_nothing(security: ModuleType) -> None:
    for kind in ("GenericPassword", "InternetPassword", "Certificate", "Key", "Identity"):
        wanted = {security.kSecClass: getattr(security, f"kSecClass{kind}")}
        found = security.SecItemCopyMatching(wanted, None)
        assert found == (security.errSecItemNotFound, None) == (-25300, None)
    assert security.SecItemDelete(query(security)) == security.errSecItemNotFound
    assert security.SecItemUpdate(query(security), {}) == security.errSecItemNotFound
    assert security.SecItemCopyMatching({}, None) == (security.errSecParam, None)
    assert security.SecIdentityCopyPreferred("example.com", None, None) is None


def test_a_password_is_added_found_changed_and_removed(security: ModuleType) -> None:
    item = query(security, account="me", service="site", kSecValueData=b"secret")
    assert security.SecItemAdd(item, None) == (0, None)
    assert security.SecItemAdd(item, None) == (security.errSecDuplicateItem, None)

    find = query(security, account="me", service="site", kSecReturnData=True)
    assert security.SecItemCopyMatching(find, None) == (0, b"secret")
    change = {security.kSecValueData: b"new", security.kSecAttrLabel: "label"}
    assert security.SecItemUpdate(query(security, account="me"), change) == 0
    everything = {**find, security.kSecReturnAttributes: True}
    status, found = security.SecItemCopyMatching(everything, None)
    assert status == 0
    assert type(found) is NSDictionary
    assert found[security.kSecValueData] == b"new"
    assert found[security.kSecAttrLabel] == "label"

    assert security.SecItemDelete(query(security, service="site")) == 0
    assert security.SecItemCopyMatching(find, None)[0] == security.errSecItemNotFound


def test_all_that_match_are_an_array(security: ModuleType) -> None:
    for account in ("a", "b", "c"):
        security.SecItemAdd(query(security, account=account, kSecValueData=b"x"), None)
    wanted = query(security, kSecReturnAttributes=True)
    wanted[security.kSecMatchLimit] = security.kSecMatchLimitAll
    status, found = security.SecItemCopyMatching(wanted, None)

    assert status == 0
    assert type(found) is NSArray
    assert [each[security.kSecAttrAccount] for each in found] == ["a", "b", "c"]
    two = security.SecItemCopyMatching({**wanted, security.kSecMatchLimit: 2}, None)[1]
    assert len(two) == 2
    assert security.SecItemCopyMatching(query(security), None) == (0, None)
    assert security.SecItemCopyMatching(query(security, kSecReturnRef=True), None)[1]


def test_only_passwords_can_be_added(security: ModuleType) -> None:
    key = {security.kSecClass: security.kSecClassKey}

    assert security.SecItemAdd(key, None) == (security.errSecParam, None)


def test_the_keychain_outlives_the_app(device: Device, security: ModuleType) -> None:
    security.SecItemAdd(query(security, account="me", kSecValueData=b"x"), None)
    device.app.terminate()
    device.launch()

    assert security.SecItemCopyMatching(query(security, account="me"), None)[0] == 0


def test_the_oldest_functions_use_the_same_keychain(security: ModuleType) -> None:
    generic = (None, 4, "site", 2, b"me", 6, b"secret", None)
    find = (None, 4, b"site", 2, "me", None, None, None)
    assert security.SecKeychainFindGenericPassword(*find) == (-25300, 0, None, None)
    assert security.SecKeychainAddGenericPassword(*generic)[0] == 0
    status, length, data, item = security.SecKeychainFindGenericPassword(*find)
    assert (status, length, data) == (0, 6, b"secret")
    assert item

    server = (None, 11, "example.com", 0, None, 2, "me", 0, None, 443, 0, 0)
    assert security.SecKeychainAddInternetPassword(*server, 3, b"abc", None)[0] == 0
    found = security.SecKeychainFindInternetPassword(*server, None, None, None)
    assert found[:3] == (0, 3, b"abc")
    other = (None, 7, "a.other", *server[3:])
    assert security.SecKeychainFindInternetPassword(*other, None, None, None)[0] == -25300


# Trust.

CERTIFICATE = b"\x30\x82\x01\x00\x06\x03\x55\x04\x03\x0c\x06issuer\x06\x03\x55\x04\x03\x0c\x04name"


def test_a_trust_tells_its_certificates(security: ModuleType) -> None:
    trust = SecTrust.of("example.com", (CERTIFICATE, b"broken"))
    certificate = security.SecTrustGetCertificateAtIndex(trust, 0)

    assert security.SecTrustGetCertificateCount(trust) == 2
    assert security.SecTrustCopyCertificateChain(trust) == [certificate]
    assert security.SecTrustGetCertificateAtIndex(trust, 7) is None
    assert security.SecCertificateCopyData(certificate) == CERTIFICATE
    assert security.SecCertificateCopySubjectSummary(certificate) == "name"
    assert security.SecCertificateCopyCommonName(certificate, None) == (0, "name")


@pytest.mark.parametrize("problem", [None, "the certificate is expired"])
def test_a_trust_is_judged_as_the_system_does(security: ModuleType, problem: str | None) -> None:
    trust = SecTrust.of("example.com", (), problem)
    ok, error = security.SecTrustEvaluateWithError(trust, None)
    result = (
        security.kSecTrustResultUnspecified
        if problem is None
        else security.kSecTrustResultRecoverableTrustFailure
    )

    assert ok is (problem is None)
    assert (error is None) is ok
    assert error is None or error.localizedDescription() == problem
    assert security.SecTrustEvaluate(trust, None) == (0, result)
    assert security.SecTrustGetTrustResult(trust, None) == (0, result)


def test_what_is_no_trust_is_told_where_one_is_had(security: ModuleType) -> None:
    with pytest.raises(TypeError, match=r"pass challenge\.protectionSpace\(\)\.serverTrust\(\)"):
        security.SecTrustEvaluate(None, None)


def test_a_certificate_is_made_of_data(security: ModuleType) -> None:
    made = security.SecCertificateCreateWithData(None, CERTIFICATE)

    assert made == SecCertificate.of(CERTIFICATE) == made.copy()
    assert len({made, SecCertificate.of(CERTIFICATE)}) == 1
    assert repr(made) == "<SecCertificate 'name'>"
    assert security.SecCertificateCreateWithData(None, b"nothing") is None
    nameless = security.SecCertificateCreateWithData(None, b"\x30\x82\x00\x00")
    assert security.SecCertificateCopySubjectSummary(nameless) is None


def test_a_status_has_words_and_random_bytes_are_given(security: ModuleType) -> None:
    said = security.SecCopyErrorMessageString
    assert said(security.errSecItemNotFound, None).startswith("The specified item could not be")
    assert said(-1, None) == "OSStatus -1"
    buffer = bytearray(8)
    status, data = security.SecRandomCopyBytes(security.kSecRandomDefault, 8, buffer)
    assert (status, data) == (0, bytes(buffer))
    assert security.SecRandomCopyBytes(None, 8, None)[1] != data


# Preferences.


def test_preferences_are_those_of_user_defaults(core: ModuleType) -> None:
    app = core.kCFPreferencesCurrentApplication
    core.CFPreferencesSetAppValue("k", "v", app)
    assert NSUserDefaults.standardUserDefaults()["k"] == "v"
    assert core.CFPreferencesCopyAppValue("k", APP) == "v"
    assert core.CFPreferencesAppSynchronize(app) is True

    NSUserDefaults.standardUserDefaults().removeObjectForKey_("k")
    assert core.CFPreferencesCopyAppValue("k", app) is None


def test_preferences_are_set_for_each_user_and_host(core: ModuleType) -> None:
    everywhere = (core.kCFPreferencesAnyUser, core.kCFPreferencesCurrentHost)
    mine = (core.kCFPreferencesCurrentUser, core.kCFPreferencesAnyHost)
    core.CFPreferencesSetValue("k", "any", "com.example", *everywhere)
    assert core.CFPreferencesSynchronize("com.example", *everywhere) is True
    assert core.CFPreferencesCopyAppValue("k", "com.example") == "any"
    core.CFPreferencesSetValue("k", "mine", "com.example", *mine)
    assert core.CFPreferencesCopyAppValue("k", "com.example") == "mine"
    assert core.CFPreferencesCopyValue("k", "com.example", *everywhere) == "any"

    core.CFPreferencesSetMultiple({"a": 1, "b": 2}, ["k"], "com.example", *mine)
    assert core.CFPreferencesCopyKeyList("com.example", *mine) == ["a", "b"]
    assert core.CFPreferencesCopyKeyList("com.absent", *mine) is None
    assert core.CFPreferencesCopyMultiple(None, "com.example", *mine) == {"a": 1, "b": 2}
    assert core.CFPreferencesCopyMultiple(["a", "x"], "com.example", *mine) == {"a": 1}
    core.CFPreferencesSetMultiple(None, None, "com.example", *mine)
    assert core.CFPreferencesCopyApplicationList(*mine) == ["com.example"]


def test_preferences_of_all_applications_are_found_last(core: ModuleType) -> None:
    core.CFPreferencesSetAppValue("k", "all", core.kCFPreferencesAnyApplication)
    assert core.CFPreferencesCopyAppValue("k", "com.example") == "all"
    core.CFPreferencesSetAppValue("k", "suite", "com.suite")
    core.CFPreferencesAddSuitePreferencesToApp("com.example", "com.suite")
    assert core.CFPreferencesCopyAppValue("k", "com.example") == "suite"
    core.CFPreferencesRemoveSuitePreferencesFromApp("com.example", "com.suite")
    core.CFPreferencesRemoveSuitePreferencesFromApp("com.example", "com.suite")
    assert core.CFPreferencesCopyAppValue("k", "com.example") == "all"


def test_a_forced_preference_wins(device: Device, core: ModuleType) -> None:
    core.CFPreferencesSetAppValue("k", "own", "com.example")
    assert not core.CFPreferencesAppValueIsForced("k", "com.example")
    device.stores.defaults.force("com.example", "k", "forced")

    assert core.CFPreferencesCopyAppValue("k", "com.example") == "forced"
    assert core.CFPreferencesAppValueIsForced("k", "com.example")


@pytest.mark.parametrize(
    ("value", "truth", "number"),
    [
        (True, (True, True), (1, True)),
        (0, (False, True), (0, True)),
        ("YES", (True, True), (0, False)),
        ("no", (False, True), (0, False)),
        ("12", (False, False), (12, True)),
        ([1], (False, False), (0, False)),
        (None, (False, False), (0, False)),
    ],
    ids=repr,
)
def test_a_preference_says_whether_it_is_of_the_kind(
    core: ModuleType, value: object, truth: tuple[bool, bool], number: tuple[int, bool]
) -> None:
    core.CFPreferencesSetAppValue("k", value, APP)

    assert core.CFPreferencesGetAppBooleanValue("k", APP, None) == truth
    assert core.CFPreferencesGetAppIntegerValue("k", APP, None) == number


# Run loops and the rest of CoreFoundation.


def test_a_run_loop_runs_until_it_is_stopped(core: ModuleType) -> None:
    loop, seen = core.CFRunLoopGetCurrent(), list[str]()
    assert loop is core.CFRunLoopGetMain()
    loop.performBlock_(lambda: seen.append("first"))
    loop.performBlock_(lambda: core.CFRunLoopStop(loop))
    core.CFRunLoopRun()

    assert seen == ["first"]


def test_a_run_loop_is_stopped_by_another_thread(core: ModuleType) -> None:
    thread = threading.Thread(target=core.CFRunLoopStop, args=(core.CFRunLoopGetMain(),))
    loop = core.CFRunLoopGetCurrent()
    loop.performBlock_(thread.start)
    core.CFRunLoopRun()
    thread.join(5)

    assert not thread.is_alive()


def test_the_run_loop_of_another_thread_is_stopped(core: ModuleType) -> None:
    loops, ended = queue.Queue[Any](), threading.Event()

    def run() -> None:
        loop = core.CFRunLoopGetCurrent()
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1000.0, True, lambda _timer: None)
        loop.performBlock_(lambda: loops.put(loop))
        core.CFRunLoopRun()
        ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    core.CFRunLoopStop(loops.get(timeout=5))

    assert ended.wait(5)
    thread.join(5)


def test_a_run_loop_says_how_it_ended(core: ModuleType) -> None:
    loop, mode = core.CFRunLoopGetCurrent(), core.kCFRunLoopDefaultMode

    assert core.CFRunLoopRunInMode(mode, 0.01, False) == core.kCFRunLoopRunTimedOut
    NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: None)
    assert core.CFRunLoopRunInMode(mode, 10, True) == core.kCFRunLoopRunHandledSource
    loop.performBlock_(lambda: core.CFRunLoopStop(loop))
    assert core.CFRunLoopRunInMode(mode, 10, False) == core.kCFRunLoopRunStopped
    core.CFRunLoopWakeUp(loop)
    assert core.CFRunLoopRunInMode("no such mode", 10, False) == core.kCFRunLoopRunFinished


def test_the_rest_of_core_foundation(device: Device, core: ModuleType) -> None:
    uuid = core.CFUUIDCreate(core.kCFAllocatorDefault)
    text = core.CFUUIDCreateString(None, uuid)

    assert core.CFUUIDCreateFromString(None, text) == uuid
    assert core.CFUUIDCreateFromString(None, "none") is None
    assert core.CFEqual(core.CFRetain(uuid), uuid)
    assert core.CFHash(uuid) == hash(uuid)
    assert core.CFRelease(uuid) is None
    seconds = core.CFAbsoluteTimeGetCurrent() + core.kCFAbsoluteTimeIntervalSince1970
    assert seconds == pytest.approx(device.clock.today(), abs=5)
    assert (core.kCFBooleanTrue, core.kCFBooleanFalse) == (True, False)
    assert core.kCFBundleIdentifierKey == "CFBundleIdentifier"


# The network.


def test_the_system_has_no_proxy(cf_network: ModuleType, system: ModuleType) -> None:
    url = NSURL.URLWithString_("https://example.com")
    assert cf_network.CFNetworkCopySystemProxySettings() == {}
    assert system.SCDynamicStoreCopyProxies(None) == {}
    none = [{cf_network.kCFProxyTypeKey: cf_network.kCFProxyTypeNone}]
    assert cf_network.CFNetworkCopyProxiesForURL(url, {}) == none


def test_settings_name_the_proxy_of_a_scheme(cf_network: ModuleType) -> None:
    settings = {
        cf_network.kCFNetworkProxiesHTTPSEnable: 1,
        cf_network.kCFNetworkProxiesHTTPSProxy: "proxy.example.com",
        cf_network.kCFNetworkProxiesHTTPSPort: 8080,
    }
    proxy = {
        cf_network.kCFProxyTypeKey: cf_network.kCFProxyTypeHTTPS,
        cf_network.kCFProxyHostNameKey: "proxy.example.com",
        cf_network.kCFProxyPortNumberKey: 8080,
    }
    find = cf_network.CFNetworkCopyProxiesForURL

    assert find(NSURL.URLWithString_("https://example.com"), settings) == [proxy]
    assert find(NSURL.URLWithString_("http://example.com"), settings)[0] != proxy
    del settings[cf_network.kCFNetworkProxiesHTTPSPort]
    assert "Port" not in find(NSURL.URLWithString_("https://example.com"), settings)[0]


def test_constants_of_the_network_are_apples(cf_network: ModuleType) -> None:
    assert cf_network.kCFStreamSSLLevel == "kCFStreamSSLLevel"
    assert cf_network.kCFNetworkProxiesHTTPEnable == "HTTPEnable"
    assert cf_network.kCFHTTPVersion1_1 == "HTTP/1.1"


@pytest.mark.parametrize("name", ["example.com", b"example.com"], ids=["str", "bytes"])
def test_a_host_is_reachable_while_there_is_a_network(
    device: Device, system: ModuleType, name: str | bytes
) -> None:
    target = system.SCNetworkReachabilityCreateWithName(None, name)
    reachable = system.kSCNetworkReachabilityFlagsReachable
    assert system.SCNetworkReachabilityGetFlags(target, None) == (True, reachable)
    assert system.SCNetworkCheckReachabilityByName(name, None) == (True, reachable)
    assert system.SCDynamicStoreCopyValue(None, "State:/Network/Global/IPv4") is not None

    device.network.offline()
    assert system.SCNetworkReachabilityGetFlags(target, None) == (True, 0)
    assert system.SCDynamicStoreCopyValue(None, "State:/Network/Global/IPv4") is None


def test_this_machine_is_always_reachable(device: Device, system: ModuleType) -> None:
    device.network.offline()
    target = system.SCNetworkReachabilityCreateWithAddress(None, ("127.0.0.1", 80))
    _, flags = system.SCNetworkReachabilityGetFlags(target, None)

    assert flags & system.kSCNetworkReachabilityFlagsReachable
    assert flags & system.kSCNetworkReachabilityFlagsIsLocalAddress
    anything = system.SCNetworkReachabilityCreateWithAddress(None, b"")
    assert system.SCNetworkReachabilityGetFlags(anything, None) == (True, 0)
    assert system.SCNetworkReachabilityCreateWithName(None, "") is None


def test_somebody_is_at_the_console(system: ModuleType) -> None:
    store = system.SCDynamicStoreCreate(None, "name", None, None)
    name, uid, gid = system.SCDynamicStoreCopyConsoleUser(store, None, None)

    assert (name, uid, gid) == ("user", 501, 20)
    assert system.SCDynamicStoreCopyValue(store, "State:/Users/ConsoleUser")["UID"] == uid
    assert system.SCDynamicStoreCopyValue(store, "State:/Absent") is None
    assert system.SCDynamicStoreCopyComputerName(store, None)[0]
    assert system.SCDynamicStoreCopyLocalHostName(store)
    assert system.SCError() == system.kSCStatusOK


def test_a_change_of_preferences_is_told_by_user_defaults_only(core: ModuleType) -> None:
    heard: list[object] = []
    NSNotificationCenter.defaultCenter().addObserverForName_object_queue_usingBlock_(
        None, None, None, heard.append
    )
    core.CFPreferencesSetAppValue("k", 1, APP)

    assert heard == []
