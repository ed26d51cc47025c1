"""A file URL tells of its file, as the disk has it now."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path
from typing import Any

import pytest

from urlsession_mock import Device, foundation
from urlsession_mock.foundation import (
    NSURL,
    NSDate,
    NSFileManager,
    NSURLContentAccessDateKey,
    NSURLContentModificationDateKey,
    NSURLCreationDateKey,
    NSURLDirectoryEntryCountKey,
    NSURLFileProtectionKey,
    NSURLFileSizeKey,
    NSURLIsDirectoryKey,
    NSURLIsExcludedFromBackupKey,
    NSURLIsHiddenKey,
    NSURLNameKey,
    NSURLParentDirectoryURLKey,
    NSURLTypeIdentifierKey,
    NSURLVolumeAvailableCapacityForImportantUsageKey,
    NSURLVolumeURLKey,
)
from urlsession_mock.not_simulated import NotSimulated


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(b"content")
    return path


def url(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_(str(path))


def value(path: Path, key: str) -> Any:
    ok, found, error = url(path).getResourceValue_forKey_error_(None, key, None)
    assert (ok, error) == (True, None)
    return found


def web() -> NSURL:
    found = NSURL.URLWithString_("https://example.com/a")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "of_file", "of_folder"),
    [
        ("NSURLNameKey", "file.bin", "folder.app"),
        ("NSURLLocalizedNameKey", "file.bin", "folder.app"),
        ("NSURLFileSizeKey", 7, None),
        ("NSURLTotalFileSizeKey", 7, None),
        ("NSURLIsDirectoryKey", False, True),
        ("NSURLIsRegularFileKey", True, False),
        ("NSURLIsSymbolicLinkKey", False, False),
        ("NSURLIsAliasFileKey", False, False),
        ("NSURLIsPackageKey", False, True),
        ("NSURLIsApplicationKey", False, True),
        ("NSURLIsHiddenKey", False, False),
        ("NSURLHasHiddenExtensionKey", False, False),
        ("NSURLIsReadableKey", True, True),
        ("NSURLIsWritableKey", True, True),
        ("NSURLIsExecutableKey", False, True),
        ("NSURLIsUserImmutableKey", False, False),
        ("NSURLIsSystemImmutableKey", False, False),
        ("NSURLIsUbiquitousItemKey", False, False),
        ("NSURLIsMountTriggerKey", False, False),
        ("NSURLIsVolumeKey", False, False),
        ("NSURLDirectoryEntryCountKey", None, 0),
        ("NSURLVolumeIsReadOnlyKey", False, False),
    ],
)  # fmt: skip
def test_a_value_is_what_the_disk_has(
    file: Path, key: str, of_file: object, of_folder: object
) -> None:
    folder = file.parent / "folder.app"
    folder.mkdir()

    assert value(file, getattr(foundation, key)) == of_file
    assert value(folder, getattr(foundation, key)) == of_folder


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("NSURLLinkCountKey", "st_nlink"),
        ("NSURLFileIdentifierKey", "st_ino"),
        ("NSURLPreferredIOBlockSizeKey", "st_blksize"),
    ],
)
def test_a_number_is_the_file_systems(file: Path, key: str, field: str) -> None:
    assert value(file, getattr(foundation, key)) == getattr(file.stat(), field)


def test_dates_are_dates(file: Path) -> None:
    os.utime(file, (1_000, 2_000))

    assert value(file, NSURLContentAccessDateKey) == NSDate.dateWithTimeIntervalSince1970_(1_000)
    assert value(file, NSURLContentModificationDateKey).timeIntervalSince1970() == 2_000
    for key in (NSURLCreationDateKey, foundation.NSURLAttributeModificationDateKey):
        assert type(value(file, key)) is NSDate


def test_paths_and_the_rest(file: Path) -> None:
    link = file.parent / "link"
    link.symlink_to(file)

    assert value(link, foundation.NSURLPathKey) == str(link)
    assert value(link, foundation.NSURLCanonicalPathKey) == os.path.realpath(file)
    assert value(link, foundation.NSURLIsSymbolicLinkKey) is True
    assert value(file, NSURLParentDirectoryURLKey) == url(file.parent)
    assert value(file, NSURLVolumeURLKey).absoluteString() == "file:///"
    same = foundation.NSURLFileResourceIdentifierKey
    assert value(file, same) == value(file, same) != value(file.parent, same)
    kind = foundation.NSURLFileResourceTypeKey
    assert value(file, kind) == foundation.NSURLFileResourceTypeRegular
    assert value(file.parent, kind) == foundation.NSURLFileResourceTypeDirectory
    for key in (foundation.NSURLFileAllocatedSizeKey, foundation.NSURLTotalFileAllocatedSizeKey):
        assert value(file, key) == file.stat().st_blocks * 512
    free = value(file, NSURLVolumeAvailableCapacityForImportantUsageKey)
    assert free == value(file, foundation.NSURLVolumeAvailableCapacityForOpportunisticUsageKey)
    assert value(file, foundation.NSURLVolumeTotalCapacityKey) >= free > 0
    assert value(file, foundation.NSURLVolumeAvailableCapacityKey) > 0


def test_several_values_are_a_dictionary_of_those_that_are_there(file: Path) -> None:
    found, error = url(file).resourceValuesForKeys_error_(
        [NSURLNameKey, NSURLDirectoryEntryCountKey], None
    )

    assert (found, error) == ({NSURLNameKey: "file.bin"}, None)
    assert url(file).promisedItemResourceValuesForKeys_error_([NSURLNameKey], None) == (found, None)
    promised = url(file).getPromisedItemResourceValue_forKey_error_(None, NSURLNameKey, None)
    assert promised == (True, "file.bin", None)


def test_a_file_that_is_not_there_has_no_values(file: Path) -> None:
    for absent in (url(file.parent / "absent"), web()):
        ok, found, error = absent.getResourceValue_forKey_error_(None, NSURLNameKey, None)
        assert (ok, found) == (False, None)
        assert error is not None
        assert error.code() == 260
        ok, error = absent.setResourceValues_error_({NSURLNameKey: "x"}, None)
        assert not ok
        assert error is not None
        assert error.code() == 4


def test_a_key_that_is_not_simulated_is_refused_by_name(file: Path) -> None:
    with pytest.raises(NotSimulated, match="the resource value NSURLTypeIdentifierKey of an NSURL"):
        value(file, NSURLTypeIdentifierKey)
    with pytest.raises(NotSimulated, match="NSURLTypeIdentifierKey"):
        url(file).setResourceValue_forKey_error_("x", NSURLTypeIdentifierKey, None)


def test_what_is_not_to_be_backed_up_is_noted_for_the_file(device: Device, file: Path) -> None:
    assert value(file, NSURLIsExcludedFromBackupKey) is False
    assert url(file).setResourceValue_forKey_error_(True, NSURLIsExcludedFromBackupKey, None) == (
        True,
        None,
    )
    moved = file.with_name("moved")
    NSFileManager.defaultManager().moveItemAtURL_toURL_error_(url(file), url(moved), None)

    assert value(moved, NSURLIsExcludedFromBackupKey) is True
    assert value(moved, NSURLFileProtectionKey) is None


def test_dates_and_the_name_are_set_and_the_rest_is_passed_over(file: Path) -> None:
    date = NSDate.dateWithTimeIntervalSince1970_(5_000)
    ok, error = url(file).setResourceValues_error_(
        {
            NSURLContentModificationDateKey: date,
            NSURLContentAccessDateKey: date,
            NSURLIsDirectoryKey: True,
            NSURLFileSizeKey: 100,
            NSURLIsHiddenKey: True,
        },
        None,
    )
    assert (ok, error) == (True, None)
    assert (file.stat().st_mtime, file.stat().st_atime, file.stat().st_size) == (5_000, 5_000, 7)

    (file.parent / "taken").touch()
    ok, error = url(file).setResourceValue_forKey_error_("taken", NSURLNameKey, None)
    assert not ok
    assert error is not None
    assert error.code() == 516
    assert url(file).setResourceValue_forKey_error_("new", NSURLNameKey, None) == (True, None)
    assert (file.parent / "new").read_bytes() == b"content"


def test_nothing_is_cached(file: Path) -> None:
    of_file = url(file)
    of_file.removeCachedResourceValueForKey_(NSURLFileSizeKey)
    of_file.removeAllCachedResourceValues()
    file.write_bytes(b"longer content")

    assert value(file, NSURLFileSizeKey) == 14


def test_whether_it_can_be_reached(file: Path) -> None:
    assert url(file).checkPromisedItemIsReachableAndReturnError_(None) == (True, None)
    assert url(file).startAccessingSecurityScopedResource()
    assert not web().startAccessingSecurityScopedResource()
    url(file).stopAccessingSecurityScopedResource()


def test_a_bookmark_finds_the_file_again(file: Path) -> None:
    make = "bookmarkDataWithOptions_includingResourceValuesForKeys_relativeToURL_error_"
    find = NSURL.URLByResolvingBookmarkData_options_relativeToURL_bookmarkDataIsStale_error_
    data, error = getattr(url(file), make)(0, None, None, None)
    assert error is None
    assert data is not None
    assert find(data, 0, None, None, None) == (url(file), False, None)

    file.unlink()
    found, stale, error = find(data, 0, None, None, None)
    assert (found, stale) == (None, False)
    assert error is not None
    assert error.code() == 4
    data, error = getattr(url(file), make)(0, None, None, None)
    assert data is None
    assert error is not None


@pytest.mark.parametrize("data", [b"", b"garbage", plistlib.dumps({}), plistlib.dumps([1])])
def test_other_data_is_no_bookmark(data: bytes) -> None:
    found, stale, error = (
        NSURL.URLByResolvingBookmarkData_options_relativeToURL_bookmarkDataIsStale_error_(
            data, 0, None, None, None
        )
    )

    assert (found, stale) == (None, False)
    assert error is not None


def test_a_file_url_may_be_relative(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    base = url(tmp_path)
    found = NSURL.fileURLWithPath_relativeToURL_("a b", base)

    assert found.relativeString() == "a%20b/"
    assert found.path() == str(tmp_path / "a b")
    assert found.baseURL() == base
    for made in (
        NSURL.fileURLWithPath_isDirectory_relativeToURL_("a b", True, base),
        NSURL.fileURLWithFileSystemRepresentation_isDirectory_relativeToURL_(b"a b", True, base),
        NSURL.alloc().initFileURLWithFileSystemRepresentation_isDirectory_relativeToURL_(
            b"a b", True, base
        ),
    ):
        assert made == found
    assert NSURL.fileURLWithPath_relativeToURL_("/x", base) == NSURL.fileURLWithPath_("/x")
    assert NSURL.fileURLWithPath_relativeToURL_("/x", None).baseURL() is None


def test_a_url_is_made_of_three_parts_or_of_bytes() -> None:
    three = NSURL.alloc().initWithScheme_host_path_("https", "example.com", "/a")
    joined = NSURL.absoluteURLWithDataRepresentation_relativeToURL_(b"b", three)

    assert three is not None
    assert three.absoluteString() == "https://example.com/a"
    assert joined is not None
    assert (joined.absoluteString(), joined.baseURL()) == ("https://example.com/b", None)


def test_the_path_in_bytes_is_an_out_argument(file: Path) -> None:
    path, buffer = os.fsencode(file) + b"\0", bytearray(4096)

    assert url(file).getFileSystemRepresentation_maxLength_(buffer, 4096) == (True, path)
    assert buffer.startswith(path)
    assert url(file).getFileSystemRepresentation_maxLength_(None, 3) == (False, b"")
