"""Observers of notifications are told on the posting thread, before posting returns."""

from __future__ import annotations

import gc
import threading

import pytest

from tests.scripted import Notes, url
from urlsession_mock import Device
from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation import (
    NSDate,
    NSDistributedNotificationCenter,
    NSHTTPCookie,
    NSHTTPCookieAcceptPolicyNever,
    NSHTTPCookieManagerAcceptPolicyChangedNotification,
    NSHTTPCookieManagerCookiesChangedNotification,
    NSHTTPCookieStorage,
    NSNotification,
    NSNotificationCenter,
    NSObject,
    NSOperationQueue,
    NSThread,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLCredentialStorage,
    NSURLCredentialStorageChangedNotification,
    NSURLProtectionSpace,
)
from urlsession_mock.not_simulated import NotSimulated

_COOKIE = NSHTTPCookie.cookieWithProperties_(
    {"Name": "a", "Value": "1", "Domain": "example.com", "Path": "/"}
)
assert _COOKIE is not None
COOKIE = _COOKIE
CREDENTIAL = NSURLCredential.credentialWithUser_password_persistence_(
    "user", "password", NSURLCredentialPersistenceForSession
)
SPACE = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
    "example.com", 443, "https", None, None
)


class Watcher(NSObject):
    def init(self) -> Watcher:
        self.seen: list[NSNotification] = []
        return self

    def noticed_(self, notification: NSNotification) -> None:
        self.seen.append(notification)


@pytest.fixture
def center(device: Device) -> NSNotificationCenter:
    return NSNotificationCenter.defaultCenter()


def names(watcher: Watcher) -> list[str]:
    return [each.name() for each in watcher.seen]


def test_a_notification_has_three_parts() -> None:
    sender = object()
    full = NSNotification.notificationWithName_object_userInfo_("Name", sender, {"k": 1})
    bare = NSNotification.notificationWithName_object_("Name", None)

    assert (full.name(), full.object(), full.userInfo()) == ("Name", sender, {"k": 1})
    assert (bare.object(), bare.userInfo()) == (None, None)
    assert full.copy() is full
    assert "'Name'" in repr(full)


def test_a_notification_without_a_name_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="the name cannot be nil"):
        NSNotification.notificationWithName_object_(None, None)  # type: ignore[arg-type] # the mistake


@pytest.mark.parametrize("selector", ["noticed:", b"noticed:"], ids=["str", "bytes"])
def test_a_method_is_called_with_the_notification(
    center: NSNotificationCenter, selector: str | bytes
) -> None:
    watcher, sender = Watcher.alloc().init(), object()
    center.addObserver_selector_name_object_(watcher, selector, "Name", None)
    center.postNotificationName_object_userInfo_("Name", sender, {"k": 1})
    center.postNotificationName_object_("Other", sender)

    (told,) = watcher.seen
    assert (told.object(), told.userInfo()) == (sender, {"k": 1})


def test_a_bound_method_names_its_selector(center: NSNotificationCenter) -> None:
    watcher = Watcher.alloc().init()
    center.addObserver_selector_name_object_(watcher, watcher.noticed_, None, None)
    center.postNotificationName_object_("Any", None)

    assert names(watcher) == ["Any"]


def test_only_the_object_that_was_asked_for_is_heard(center: NSNotificationCenter) -> None:
    watcher, mine, other = Watcher.alloc().init(), ["same"], ["same"]
    center.addObserver_selector_name_object_(watcher, "noticed:", None, mine)
    for sender in (mine, other, None):
        center.postNotificationName_object_("Name", sender)

    assert [each.object() is mine for each in watcher.seen] == [True]


def test_a_method_that_is_not_there_is_a_value_error(center: NSNotificationCenter) -> None:
    with pytest.raises(ValueError, match="Watcher has no method notised_"):
        center.addObserver_selector_name_object_(Watcher.alloc().init(), "notised:", None, None)
    with pytest.raises(ValueError, match="the observer is nil"):
        center.addObserver_selector_name_object_(None, "noticed:", None, None)


def test_a_removed_observer_hears_no_more(center: NSNotificationCenter) -> None:
    watcher, sender = Watcher.alloc().init(), object()
    center.addObserver_selector_name_object_(watcher, "noticed:", "A", None)
    center.addObserver_selector_name_object_(watcher, "noticed:", "B", sender)
    center.addObserver_selector_name_object_(watcher, "noticed:", "C", None)

    center.removeObserver_name_object_(watcher, "A", None)
    center.removeObserver_name_object_(watcher, None, sender)
    for name in "ABC":
        center.postNotificationName_object_(name, sender)
    assert names(watcher) == ["C"]

    center.removeObserver_(watcher)
    center.postNotificationName_object_("C", None)
    assert names(watcher) == ["C"]


def test_one_that_is_removed_while_others_are_told_is_not_told(
    center: NSNotificationCenter,
) -> None:
    watcher = Watcher.alloc().init()
    center.addObserverForName_object_queue_usingBlock_(
        "Name", None, None, lambda _: center.removeObserver_(watcher)
    )
    center.addObserver_selector_name_object_(watcher, "noticed:", "Name", None)
    center.postNotificationName_object_("Name", None)

    assert watcher.seen == []


def test_an_observer_is_not_kept_alive(center: NSNotificationCenter) -> None:
    center.addObserver_selector_name_object_(Watcher.alloc().init(), "noticed:", None, None)
    gc.collect()
    center.postNotificationName_object_("Name", None)

    assert repr(center) == "<NSNotificationCenter with 0 observers>"


def test_an_observer_that_nobody_can_refer_to_weakly_is_kept(center: NSNotificationCenter) -> None:
    seen: list[NSNotification] = []

    class Slotted:
        __slots__ = ()

        def noticed_(self, notification: NSNotification) -> None:
            seen.append(notification)

    center.addObserver_selector_name_object_(Slotted(), "noticed:", None, None)
    center.postNotificationName_object_("Name", None)

    assert len(seen) == 1


def test_a_block_runs_on_the_posting_thread(center: NSNotificationCenter) -> None:
    threads: list[int] = []
    token = center.addObserverForName_object_queue_usingBlock_(
        "Name", None, None, lambda _: threads.append(threading.get_ident())
    )
    center.postNotificationName_object_("Name", None)
    poster = threading.Thread(target=center.postNotificationName_object_, args=("Name", None))
    poster.start()
    poster.join(5)

    assert threads == [threading.get_ident(), poster.ident]
    center.removeObserver_(token)
    center.postNotificationName_object_("Name", None)
    assert len(threads) == 2


def test_a_block_runs_on_its_queue_while_the_poster_waits(center: NSNotificationCenter) -> None:
    threads: list[int] = []
    queue = NSOperationQueue.alloc().init()
    center.addObserverForName_object_queue_usingBlock_(
        "Name", None, queue, lambda _: threads.append(threading.get_ident())
    )
    center.postNotificationName_object_("Name", None)

    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


def test_a_block_on_the_queue_of_the_poster_runs_at_once(center: NSNotificationCenter) -> None:
    seen: list[NSNotification] = []
    center.addObserverForName_object_queue_usingBlock_(
        "Name", None, NSOperationQueue.mainQueue(), seen.append
    )
    center.postNotificationName_object_("Name", None)

    assert len(seen) == 1


def test_what_an_observer_raises_reaches_the_poster(center: NSNotificationCenter) -> None:
    def broken(_: NSNotification) -> None:
        raise RuntimeError("broken observer")

    center.addObserverForName_object_queue_usingBlock_("Name", None, None, broken)
    with pytest.raises(RuntimeError, match="broken observer"):
        center.postNotificationName_object_("Name", None)


def test_a_relaunched_app_has_no_observers(device: Device) -> None:
    center, seen = NSNotificationCenter.defaultCenter(), list[NSNotification]()
    center.addObserverForName_object_queue_usingBlock_("Name", None, None, seen.append)
    device.app.terminate()
    device.launch()
    NSNotificationCenter.defaultCenter().postNotificationName_object_("Name", None)

    assert seen == []
    assert NSNotificationCenter.defaultCenter() is not center


def test_a_center_of_its_own_is_apart() -> None:
    center, watcher = NSNotificationCenter.alloc().init(), Watcher.alloc().init()
    center.addObserver_selector_name_object_(watcher, "noticed:", None, None)
    center.postNotificationName_object_("Name", None)

    assert names(watcher) == ["Name"]


def test_there_is_no_default_center_without_a_device() -> None:
    with pytest.raises(NoActiveDevice):
        NSNotificationCenter.defaultCenter()


def test_other_processes_are_refused() -> None:
    with pytest.raises(NotSimulated, match=r"NSDistributedNotificationCenter\.defaultCenter"):
        NSDistributedNotificationCenter.defaultCenter()


@pytest.fixture
def heard(device: Device) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    NSNotificationCenter.defaultCenter().addObserverForName_object_queue_usingBlock_(
        None, None, None, lambda note: heard.append((note.name(), note.object()))
    )
    return heard


def test_a_store_of_cookies_tells_of_each_change(heard: list[tuple[str, object]]) -> None:
    store = NSHTTPCookieStorage.sharedHTTPCookieStorage()
    told = (NSHTTPCookieManagerCookiesChangedNotification, store)
    store.setCookie_(COOKIE)
    store.deleteCookie_(COOKIE)
    store.deleteCookie_(COOKIE)
    assert heard == [told] * 2

    store.setCookie_(COOKIE)
    store.removeCookiesSinceDate_(NSDate.distantPast())
    assert heard == [told] * 4

    store.setCookieAcceptPolicy_(NSHTTPCookieAcceptPolicyNever)
    store.setCookieAcceptPolicy_(NSHTTPCookieAcceptPolicyNever)
    assert heard[4:] == [(NSHTTPCookieManagerAcceptPolicyChangedNotification, store)]


def test_a_store_of_credentials_tells_of_each_change(heard: list[tuple[str, object]]) -> None:
    store = NSURLCredentialStorage.sharedCredentialStorage()
    store.setCredential_forProtectionSpace_(CREDENTIAL, SPACE)
    store.setDefaultCredential_forProtectionSpace_(CREDENTIAL, SPACE)
    store.removeCredential_forProtectionSpace_(CREDENTIAL, SPACE)
    store.removeCredential_forProtectionSpace_(CREDENTIAL, SPACE)

    assert heard == [(NSURLCredentialStorageChangedNotification, store)] * 3


def test_a_store_outside_of_a_device_tells_nobody() -> None:
    NSHTTPCookieStorage.alloc().init().setCookie_(COOKIE)


def test_what_a_transfer_stores_is_told_on_main_afterwards(device: Device) -> None:
    lanes: list[bool] = []
    NSNotificationCenter.defaultCenter().addObserverForName_object_queue_usingBlock_(
        NSHTTPCookieManagerCookiesChangedNotification,
        None,
        None,
        lambda _: lanes.append(NSThread.isMainThread()),
    )
    device.network.get(url()).respond(headers={"Set-Cookie": "a=1"})
    device.session(Notes()).dataTaskWithURL_(url()).resume()
    device.run()

    assert lanes == [True]
