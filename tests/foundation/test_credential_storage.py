"""NSURLCredentialStorage: what is kept, for how long, and what is proposed."""

from __future__ import annotations

import pytest

from tests.scripted import url
from urlsession_mock import Device, NoActiveDevice
from urlsession_mock.foundation import (
    NSURLAuthenticationMethodHTTPBasic,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLCredentialPersistenceNone,
    NSURLCredentialPersistencePermanent,
    NSURLCredentialPersistenceSynchronizable,
    NSURLCredentialStorage,
    NSURLCredentialStorageRemoveSynchronizableCredentials,
    NSURLProtectionSpace,
    NSURLSession,
)

SESSION, PERMANENT = NSURLCredentialPersistenceForSession, NSURLCredentialPersistencePermanent
EVERYWHERE = NSURLCredentialPersistenceSynchronizable


@pytest.fixture
def store() -> NSURLCredentialStorage:
    return NSURLCredentialStorage.alloc().init()


def known(user: str = "me", password: str = "x", persistence: int = SESSION) -> NSURLCredential:
    return NSURLCredential.credentialWithUser_password_persistence_(user, password, persistence)


def space(realm: str = "a", port: int = 443) -> NSURLProtectionSpace:
    made = NSURLProtectionSpace.alloc()
    return made.initWithHost_port_protocol_realm_authenticationMethod_(
        "example.com", port, "https", realm, NSURLAuthenticationMethodHTTPBasic
    )


def test_credentials_are_filed_by_space_and_user(store: NSURLCredentialStorage) -> None:
    for user, password in (("me", "old"), ("me", "new"), ("you", "x")):
        store.setCredential_forProtectionSpace_(known(user, password), space())
    assert store.credentialsForProtectionSpace_(space()) == {
        "me": known("me", "new"),
        "you": known("you"),
    }
    assert store.credentialsForProtectionSpace_(space("b")) is None
    assert store.credentialsForProtectionSpace_(space(port=8443)) is None
    assert list(store.allCredentials()) == [space()]


def test_what_was_read_does_not_change_the_store(store: NSURLCredentialStorage) -> None:
    store.setCredential_forProtectionSpace_(known(), space())
    with pytest.raises(AttributeError, match="it cannot change"):
        store.allCredentials()[space()].clear()
    read = store.credentialsForProtectionSpace_(space())
    assert read is not None
    with pytest.raises(AttributeError, match="it cannot change"):
        read.clear()
    assert store.credentialsForProtectionSpace_(space()) == {"me": known()}


def test_a_credential_without_persistence_or_name_is_not_stored(
    store: NSURLCredentialStorage,
) -> None:
    once = known(persistence=NSURLCredentialPersistenceNone)
    identity = NSURLCredential.credentialWithIdentity_certificates_persistence_(
        object(), None, SESSION
    )
    for credential in (once, identity):
        store.setDefaultCredential_forProtectionSpace_(credential, space())
    assert store.allCredentials() == {}
    assert store.defaultCredentialForProtectionSpace_(space()) is None


def test_only_what_was_set_as_the_default_is_proposed(store: NSURLCredentialStorage) -> None:
    store.setCredential_forProtectionSpace_(known(), space())
    assert store.defaultCredentialForProtectionSpace_(space()) is None
    store.setDefaultCredential_forProtectionSpace_(known("you"), space())
    assert store.defaultCredentialForProtectionSpace_(space()) == known("you")
    assert store.credentialsForProtectionSpace_(space()) == {"me": known(), "you": known("you")}


def test_a_removed_credential_is_no_default(store: NSURLCredentialStorage) -> None:
    store.setDefaultCredential_forProtectionSpace_(known(), space())
    store.removeCredential_forProtectionSpace_(known(password="other"), space())
    assert store.defaultCredentialForProtectionSpace_(space()) == known()
    store.removeCredential_forProtectionSpace_(known(), space())
    store.removeCredential_forProtectionSpace_(known(), space())
    assert store.defaultCredentialForProtectionSpace_(space()) is None
    assert store.credentialsForProtectionSpace_(space()) is None


@pytest.mark.parametrize(
    ("options", "is_left"),
    [
        (None, True),
        ({NSURLCredentialStorageRemoveSynchronizableCredentials: False}, True),
        ({NSURLCredentialStorageRemoveSynchronizableCredentials: True}, False),
    ],
)
def test_what_is_on_all_devices_is_removed_only_when_that_is_said(
    store: NSURLCredentialStorage, options: dict[str, bool] | None, is_left: bool
) -> None:
    credential = known(persistence=EVERYWHERE)
    store.setCredential_forProtectionSpace_(credential, space())
    store.removeCredential_forProtectionSpace_options_(credential, space(), options)
    assert bool(store.allCredentials()) is is_left


def test_the_methods_for_a_task_do_the_same(store: NSURLCredentialStorage) -> None:
    found: list[object] = []
    with Device():
        task = NSURLSession.sharedSession().dataTaskWithURL_(url("https://example.com/"))
        store.setCredential_forProtectionSpace_task_(known("you"), space(), task)
        store.setDefaultCredential_forProtectionSpace_task_(known(), space(), task)
        store.getDefaultCredentialForProtectionSpace_task_completionHandler_(
            space(), task, found.append
        )
        store.removeCredential_forProtectionSpace_options_task_(known("you"), space(), None, task)
        store.getCredentialsForProtectionSpace_task_completionHandler_(space(), task, found.append)
    assert found == [known(), {"me": known()}]


def test_a_store_takes_credentials_and_spaces_only(store: NSURLCredentialStorage) -> None:
    with pytest.raises(TypeError, match="takes NSURLCredential, was given str"):
        store.setCredential_forProtectionSpace_("me", space())  # type: ignore[arg-type] # the mistake
    with pytest.raises(TypeError, match="takes NSURLProtectionSpace, was given str"):
        store.credentialsForProtectionSpace_("example.com")  # type: ignore[arg-type] # the mistake


def test_the_shared_store_is_the_devices() -> None:
    with Device() as device:
        shared = NSURLCredentialStorage.sharedCredentialStorage()
        assert shared is device.stores.credentials
        shared.setCredential_forProtectionSpace_(known(), space())
    with Device():
        assert NSURLCredentialStorage.sharedCredentialStorage().allCredentials() == {}
    with pytest.raises(NoActiveDevice, match="no device is active"):
        NSURLCredentialStorage.sharedCredentialStorage()


def test_a_relaunched_app_has_the_credentials_that_are_kept_for_good(device: Device) -> None:
    store = NSURLCredentialStorage.sharedCredentialStorage()
    store.setDefaultCredential_forProtectionSpace_(known("session"), space())
    store.setCredential_forProtectionSpace_(known("kept", persistence=PERMANENT), space())
    store.setDefaultCredential_forProtectionSpace_(
        known("kept", persistence=EVERYWHERE), space("b")
    )
    device.launch().terminate()
    device.launch()
    again = NSURLCredentialStorage.sharedCredentialStorage()
    assert list(again.credentialsForProtectionSpace_(space()) or ()) == ["kept"]
    assert again.defaultCredentialForProtectionSpace_(space()) is None
    assert again.defaultCredentialForProtectionSpace_(space("b")) is not None


def test_a_store_shows_no_password(store: NSURLCredentialStorage) -> None:
    store.setCredential_forProtectionSpace_(known(password="secret"), space())
    assert repr(store) == "<NSURLCredentialStorage for 1 protection spaces>"
