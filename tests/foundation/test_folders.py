"""Standard folders are the device's own: real, never this machine's, and gone with the device."""

from __future__ import annotations

from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation import (
    NSURL,
    NSAllDomainsMask,
    NSApplicationSupportDirectory,
    NSCachesDirectory,
    NSDocumentDirectory,
    NSFileManager,
    NSFullUserName,
    NSHomeDirectory,
    NSHomeDirectoryForUser,
    NSItemReplacementDirectory,
    NSLibraryDirectory,
    NSLocalDomainMask,
    NSOpenStepRootDirectory,
    NSSearchPathForDirectoriesInDomains,
    NSTemporaryDirectory,
    NSTrashDirectory,
    NSURLRelationshipContains,
    NSUserDirectory,
    NSUserDomainMask,
    NSUserName,
)


@pytest.fixture
def manager(device: Device) -> NSFileManager:
    return NSFileManager.defaultManager()


def paths(urls: list[NSURL]) -> list[str | None]:
    return [url.path() for url in urls]


def test_folders_of_the_user_are_in_the_devices_home(
    device: Device, manager: NSFileManager
) -> None:
    home = NSHomeDirectory()

    assert home.startswith(str(device.temporary_folder()))
    assert home != str(Path.home())
    assert manager.homeDirectoryForCurrentUser().path() == home
    assert manager.homeDirectoryForUser_(NSUserName()) == manager.homeDirectoryForCurrentUser()
    assert manager.homeDirectoryForUser_("nobody") is None
    assert NSHomeDirectoryForUser(None) == NSHomeDirectoryForUser(NSUserName()) == home
    assert NSHomeDirectoryForUser("nobody") is None
    assert home.startswith(NSOpenStepRootDirectory())
    assert NSFullUserName()


@pytest.mark.parametrize(
    ("directory", "where"),
    [
        (NSDocumentDirectory, "Documents"),
        (NSCachesDirectory, "Library/Caches"),
        (NSApplicationSupportDirectory, "Library/Application Support"),
        (NSLibraryDirectory, "Library"),
    ],
)
def test_a_standard_folder_is_there(manager: NSFileManager, directory: int, where: str) -> None:
    path = f"{NSHomeDirectory()}/{where}"
    urls = manager.URLsForDirectory_inDomains_(directory, NSUserDomainMask)

    assert NSSearchPathForDirectoriesInDomains(directory, NSUserDomainMask, True) == [path]
    assert NSSearchPathForDirectoriesInDomains(directory, NSUserDomainMask, False) == [f"~/{where}"]
    assert paths(urls) == [path]
    assert urls[0].hasDirectoryPath()
    assert Path(path).is_dir()


def test_folders_of_all_domains_are_the_devices_too(manager: NSFileManager) -> None:
    root = NSOpenStepRootDirectory()
    found = paths(manager.URLsForDirectory_inDomains_(NSLibraryDirectory, NSAllDomainsMask))

    assert found == [
        f"{NSHomeDirectory()}/Library",
        f"{root}Library",
        f"{root}Network/Library",
        f"{root}System/Library",
    ]
    assert manager.URLsForDirectory_inDomains_(NSTrashDirectory, NSLocalDomainMask) == []


def test_a_standard_folder_is_made_when_that_is_wanted(manager: NSFileManager) -> None:
    find = manager.URLForDirectory_inDomain_appropriateForURL_create_error_
    url, error = find(NSUserDirectory, NSLocalDomainMask, None, True, None)
    assert error is None
    assert url is not None
    assert Path(url).is_dir()

    url, error = find(NSUserDirectory, NSUserDomainMask, None, True, None)
    assert url is None
    assert error is not None


def test_a_folder_for_a_replacement_is_new_each_time(
    manager: NSFileManager, tmp_path: Path
) -> None:
    beside = NSURL.fileURLWithPath_(str(tmp_path / "file"))
    found = [
        manager.URLForDirectory_inDomain_appropriateForURL_create_error_(
            NSItemReplacementDirectory, NSUserDomainMask, beside, True, None
        )[0]
        for _ in range(2)
    ]

    assert len({url.path() for url in found if url is not None}) == 2
    assert all(url is not None and Path(url).is_dir() for url in found)


def test_temporary_files_have_a_folder(manager: NSFileManager) -> None:
    assert NSTemporaryDirectory() == f"{manager.temporaryDirectory().path()}/"
    assert Path(NSTemporaryDirectory()).is_dir()


def test_a_group_of_apps_has_a_folder(manager: NSFileManager) -> None:
    url = manager.containerURLForSecurityApplicationGroupIdentifier_("group.example")

    assert Path(url).is_dir()
    assert url.lastPathComponent() == "group.example"


def test_what_is_in_a_standard_folder_is_known_to_be(manager: NSFileManager) -> None:
    path = Path(NSHomeDirectory(), "Documents", "file")
    path.touch()

    assert manager.getRelationship_ofDirectory_inDomain_toItemAtURL_error_(
        None, NSDocumentDirectory, NSUserDomainMask, NSURL.fileURLWithPath_(str(path)), None
    ) == (True, NSURLRelationshipContains, None)


def test_the_trash_finds_a_free_name(manager: NSFileManager, tmp_path: Path) -> None:
    names: list[str | None] = []
    for _ in range(2):
        (tmp_path / "a.txt").write_text("x")
        ok, url, error = manager.trashItemAtURL_resultingItemURL_error_(
            NSURL.fileURLWithPath_(str(tmp_path / "a.txt")), None, None
        )
        assert (ok, error) == (True, None)
        assert url is not None
        names.append(url.lastPathComponent())

    assert names == ["a.txt", "a 2.txt"]
    ok, url, error = manager.trashItemAtURL_resultingItemURL_error_(
        NSURL.fileURLWithPath_(str(tmp_path / "a.txt")), None, None
    )
    assert (ok, url) == (False, None)
    assert error is not None


def test_folders_outlive_the_app_and_go_with_the_device() -> None:
    with Device() as device:
        path = Path(NSHomeDirectory(), "Documents", "kept")
        path.touch()
        device.app.terminate()
        device.launch()
        assert Path(NSHomeDirectory(), "Documents", "kept") == path
        assert path.exists()

    assert not path.exists()


def test_there_is_no_home_without_a_device() -> None:
    with pytest.raises(NoActiveDevice):
        NSHomeDirectory()
