"""NSFileManager works on the real disk, and an error is a value with Apple's code."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSCocoaErrorDomain,
    NSDate,
    NSDirectoryEnumerationProducesRelativePathURLs,
    NSDirectoryEnumerationSkipsHiddenFiles,
    NSDirectoryEnumerationSkipsPackageDescendants,
    NSDirectoryEnumerationSkipsSubdirectoryDescendants,
    NSError,
    NSFileCreationDate,
    NSFileImmutable,
    NSFileManager,
    NSFileManagerItemReplacementWithoutDeletingBackupItem,
    NSFileModificationDate,
    NSFileNoSuchFileError,
    NSFilePathErrorKey,
    NSFilePosixPermissions,
    NSFileReadNoSuchFileError,
    NSFileReferenceCount,
    NSFileSize,
    NSFileSystemFreeSize,
    NSFileSystemSize,
    NSFileType,
    NSFileTypeDirectory,
    NSFileTypeRegular,
    NSFileTypeSymbolicLink,
    NSFileWriteFileExistsError,
    NSFileWriteUnknownError,
    NSPOSIXErrorDomain,
    NSUnderlyingErrorKey,
    NSURLRelationshipContains,
    NSURLRelationshipOther,
    NSURLRelationshipSame,
)
from urlsession_mock.not_simulated import NotSimulated

MANAGER = NSFileManager.alloc().init()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "b" / "c").mkdir(parents=True)
    for name in ("a", ".hidden", "b/d", "b/c/e"):
        (root / name).write_text(name)
    (root / "Z.app" / "Contents").mkdir(parents=True)
    (root / "link").symlink_to("b")
    return root


def url(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_(str(path))


def code(error: NSError | None) -> int:
    assert error is not None
    assert error.domain() == NSCocoaErrorDomain
    return error.code()


# Changing.

Change = Callable[[Path, Path], tuple[bool, NSError | None]]
CHANGES: dict[str, Change] = {
    "copy paths": lambda a, b: MANAGER.copyItemAtPath_toPath_error_(str(a), str(b), None),
    "move paths": lambda a, b: MANAGER.moveItemAtPath_toPath_error_(str(a), str(b), None),
    "link paths": lambda a, b: MANAGER.linkItemAtPath_toPath_error_(str(a), str(b), None),
    "copy urls": lambda a, b: MANAGER.copyItemAtURL_toURL_error_(url(a), url(b), None),
    "move urls": lambda a, b: MANAGER.moveItemAtURL_toURL_error_(url(a), url(b), None),
    "link urls": lambda a, b: MANAGER.linkItemAtURL_toURL_error_(url(a), url(b), None),
}
changes = pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))


@changes
def test_an_item_gets_to_its_place(change: Change, file: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"

    assert change(file, to) == (True, None)
    assert to.read_bytes() == b"content"


@changes
def test_a_folder_gets_to_its_place_with_all_in_it(
    change: Change, tree: Path, tmp_path: Path
) -> None:
    to = tmp_path / "to"

    assert change(tree, to) == (True, None)
    assert (to / "b" / "c" / "e").read_text() == "b/c/e"
    assert (to / "link").is_symlink()


@changes
def test_nothing_is_written_over(change: Change, file: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    to.write_bytes(b"before")
    ok, error = change(file, to)

    assert (ok, code(error)) == (False, NSFileWriteFileExistsError)
    assert (file.read_bytes(), to.read_bytes()) == (b"content", b"before")


@changes
def test_an_item_that_is_not_there_is_an_error(change: Change, tmp_path: Path) -> None:
    ok, error = change(tmp_path / "absent", tmp_path / "to")
    is_copy = change in (CHANGES["copy paths"], CHANGES["copy urls"])

    assert not ok
    assert code(error) == (NSFileReadNoSuchFileError if is_copy else NSFileNoSuchFileError)
    assert error is not None
    assert error.userInfo()[NSFilePathErrorKey] == str(tmp_path / "absent")
    assert error.userInfo()[NSUnderlyingErrorKey].domain() == NSPOSIXErrorDomain


@changes
def test_a_folder_that_is_not_there_is_an_error(change: Change, file: Path, tmp_path: Path) -> None:
    ok, error = change(file, tmp_path / "no" / "to")

    assert (ok, code(error)) == (False, NSFileNoSuchFileError)
    assert file.exists()


def test_an_item_is_removed_with_all_in_it(file: Path, tree: Path) -> None:
    assert MANAGER.removeItemAtPath_error_(str(tree / "link"), None) == (True, None)
    assert (tree / "b").is_dir()
    assert MANAGER.removeItemAtPath_error_(str(tree), None) == (True, None)
    assert MANAGER.removeItemAtURL_error_(url(file), None) == (True, None)
    assert not tree.exists()
    assert not file.exists()
    ok, error = MANAGER.removeItemAtURL_error_(url(file), None)
    assert (ok, code(error)) == (False, NSFileNoSuchFileError)


def test_a_link_is_copied_as_a_link(tree: Path) -> None:
    MANAGER.copyItemAtPath_toPath_error_(str(tree / "link"), str(tree / "twin"), None)

    assert os.readlink(tree / "twin") == "b"


def test_an_item_moves_to_another_disk(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(source: str, to: str) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "rename", other_disk)

    assert MANAGER.moveItemAtPath_toPath_error_(str(file), str(tmp_path / "to"), None) == (
        True,
        None,
    )
    assert (tmp_path / "to").read_bytes() == b"content"
    assert not file.exists()


def test_a_path_must_be_text_and_a_url_a_files(file: Path) -> None:
    with pytest.raises(TypeError, match=r"pass str\(path\)"):
        MANAGER.removeItemAtPath_error_(file, None)  # type: ignore[arg-type] # the mistake
    with pytest.raises(TypeError, match="make one with NSURL"):
        MANAGER.removeItemAtURL_error_(str(file), None)  # type: ignore[arg-type] # the mistake
    web = NSURL.URLWithString_("https://example.com/a")
    assert web is not None
    with pytest.raises(ValueError, match="is not the URL of a file"):
        MANAGER.removeItemAtURL_error_(web, None)


def test_the_oldest_spellings_give_the_truth_alone(file: Path, tmp_path: Path) -> None:
    one, two, three = (str(tmp_path / name) for name in ("one", "two", "three"))

    assert MANAGER.copyPath_toPath_handler_(str(file), one, None)
    assert MANAGER.movePath_toPath_handler_(one, two, None)
    assert MANAGER.linkPath_toPath_handler_(two, three, None)
    assert MANAGER.removeFileAtPath_handler_(three, None)
    assert not MANAGER.removeFileAtPath_handler_(three, None)
    with pytest.raises(NotSimulated, match=r"before Mac OS X 10\.5"):
        MANAGER.removeFileAtPath_handler_(two, object())


class Delegate:
    def __init__(self, *, allows: bool = True, proceeds: bool = False) -> None:
        self.allows, self.proceeds = allows, proceeds
        self.asked: list[tuple[object, ...]] = []

    def fileManager_shouldMoveItemAtURL_toURL_(self, _manager: object, *urls: NSURL) -> bool:
        self.asked.append(urls)
        return self.allows

    def fileManager_shouldProceedAfterError_movingItemAtURL_toURL_(
        self, _manager: object, error: NSError, *urls: NSURL
    ) -> bool:
        self.asked.append((error.code(), *urls))
        return self.proceeds

    def fileManager_shouldRemoveItemAtPath_(self, _manager: object, path: str) -> bool:
        self.asked.append((path,))
        return self.allows


def managed(delegate: Delegate) -> NSFileManager:
    manager = NSFileManager.alloc().init()
    manager.setDelegate_(delegate)
    assert manager.delegate() is delegate
    return manager


def test_a_delegate_may_forbid(file: Path, tmp_path: Path) -> None:
    delegate = Delegate(allows=False)
    manager = managed(delegate)

    assert manager.moveItemAtURL_toURL_error_(url(file), url(tmp_path / "to"), None) == (True, None)
    assert manager.removeItemAtPath_error_(str(file), None) == (True, None)
    assert delegate.asked == [(url(file), url(tmp_path / "to")), (str(file),)]
    assert file.exists()


@pytest.mark.parametrize("proceeds", [True, False])
def test_a_delegate_may_pass_over_an_error(proceeds: bool, file: Path, tmp_path: Path) -> None:
    delegate = Delegate(proceeds=proceeds)
    to = tmp_path / "no" / "to"
    ok, error = managed(delegate).moveItemAtURL_toURL_error_(url(file), url(to), None)

    assert ok is proceeds
    assert (error is None) is proceeds
    assert delegate.asked[1] == (NSFileNoSuchFileError, url(file), url(to))


# Looking.


def test_whether_something_is_there(file: Path, tmp_path: Path) -> None:
    assert MANAGER.fileExistsAtPath_(str(file))
    assert not MANAGER.fileExistsAtPath_(None)
    assert MANAGER.fileExistsAtPath_isDirectory_(str(file), None) == (True, False)
    assert MANAGER.fileExistsAtPath_isDirectory_(str(tmp_path), None) == (True, True)
    assert MANAGER.fileExistsAtPath_isDirectory_(str(tmp_path / "no"), None) == (False, False)


def test_what_may_be_done_with_it(file: Path, tmp_path: Path) -> None:
    path, absent = str(file), str(tmp_path / "absent")

    assert MANAGER.isReadableFileAtPath_(path)
    assert MANAGER.isWritableFileAtPath_(path)
    assert MANAGER.isDeletableFileAtPath_(path)
    assert not MANAGER.isExecutableFileAtPath_(path)
    assert not MANAGER.isDeletableFileAtPath_(absent)
    assert not MANAGER.isReadableFileAtPath_(absent)


def test_contents_are_read_and_compared(file: Path, tree: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    MANAGER.copyItemAtPath_toPath_error_(str(tree), str(twin), None)

    assert MANAGER.contentsAtPath_(str(file)) == b"content"
    assert MANAGER.contentsAtPath_(str(tmp_path)) is None
    assert MANAGER.contentsEqualAtPath_andPath_(str(tree), str(twin))
    (twin / "a").write_text("b")
    assert not MANAGER.contentsEqualAtPath_andPath_(str(tree), str(twin))
    assert not MANAGER.contentsEqualAtPath_andPath_(str(tree), str(file))


def test_attributes_are_apples_dictionary(file: Path, tree: Path) -> None:
    os.chmod(file, 0o640)
    found, error = MANAGER.attributesOfItemAtPath_error_(str(file), None)

    assert error is None
    assert found is not None
    assert found[NSFileType] == found.fileType() == NSFileTypeRegular
    assert found[NSFileSize] == found.fileSize() == 7
    assert found[NSFilePosixPermissions] == found.filePosixPermissions() == 0o640
    assert found[NSFileReferenceCount] == 1
    assert found.fileModificationDate() == found[NSFileModificationDate]
    assert found.fileCreationDate() == found[NSFileCreationDate]
    assert found.fileSystemFileNumber() == file.stat().st_ino
    assert found.fileOwnerAccountName()
    assert found.fileGroupOwnerAccountName()
    kinds = [
        MANAGER.attributesOfItemAtPath_error_(str(path), None)[0] for path in (tree, tree / "link")
    ]
    assert [kind[NSFileType] for kind in kinds if kind] == [
        NSFileTypeDirectory,
        NSFileTypeSymbolicLink,
    ]
    followed = MANAGER.fileAttributesAtPath_traverseLink_(str(tree / "link"), True)
    assert followed is not None
    assert followed.fileType() == NSFileTypeDirectory


def test_attributes_of_nothing_are_an_error(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    found, error = MANAGER.attributesOfItemAtPath_error_(absent, None)

    assert (found, code(error)) == (None, NSFileReadNoSuchFileError)
    assert MANAGER.fileAttributesAtPath_traverseLink_(absent, False) is None
    assert MANAGER.fileSystemAttributesAtPath_(absent) is None
    ok, error = MANAGER.setAttributes_ofItemAtPath_error_({}, absent, None)
    assert (ok, code(error)) == (False, NSFileNoSuchFileError)


def test_attributes_are_set(file: Path) -> None:
    date = NSDate.dateWithTimeIntervalSince1970_(1_000_000)
    wanted = {NSFilePosixPermissions: 0o600, NSFileModificationDate: date}

    assert MANAGER.setAttributes_ofItemAtPath_error_(wanted, str(file), None) == (True, None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_mtime == 1_000_000
    assert MANAGER.changeFileAttributes_atPath_({NSFilePosixPermissions: 0o644}, str(file))
    with pytest.raises(NotSimulated, match="NSFileImmutable"):
        MANAGER.setAttributes_ofItemAtPath_error_({NSFileImmutable: True}, str(file), None)


def test_a_file_system_tells_its_size(tmp_path: Path) -> None:
    found, error = MANAGER.attributesOfFileSystemForPath_error_(str(tmp_path), None)

    assert error is None
    assert found is not None
    assert found[NSFileSystemSize] >= found[NSFileSystemFreeSize] > 0


def test_links_tell_where_they_lead(tree: Path, file: Path, tmp_path: Path) -> None:
    link = str(tree / "link")

    assert MANAGER.destinationOfSymbolicLinkAtPath_error_(link, None) == ("b", None)
    assert MANAGER.pathContentOfSymbolicLinkAtPath_(link) == "b"
    assert MANAGER.pathContentOfSymbolicLinkAtPath_(str(file)) is None
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    assert MANAGER.createSymbolicLinkAtPath_withDestinationPath_error_(str(one), "x", None)[0]
    assert MANAGER.createSymbolicLinkAtURL_withDestinationURL_error_(url(two), url(file), None)[0]
    assert MANAGER.createSymbolicLinkAtPath_pathContent_(str(three), "x")
    ok, error = MANAGER.createSymbolicLinkAtPath_withDestinationPath_error_(str(one), "x", None)
    assert (ok, code(error)) == (False, NSFileWriteFileExistsError)
    assert two.read_bytes() == b"content"


def test_names_in_a_folder_are_listed(tree: Path, tmp_path: Path) -> None:
    names = [".hidden", "Z.app", "a", "b", "link"]

    assert MANAGER.contentsOfDirectoryAtPath_error_(str(tree), None) == (names, None)
    assert MANAGER.directoryContentsAtPath_(str(tree)) == names
    found, error = MANAGER.contentsOfDirectoryAtPath_error_(str(tmp_path / "no"), None)
    assert (found, code(error)) == (None, NSFileReadNoSuchFileError)
    assert MANAGER.directoryContentsAtPath_(str(tmp_path / "no")) is None


def test_urls_in_a_folder_are_listed(tree: Path, tmp_path: Path) -> None:
    found, error = MANAGER.contentsOfDirectoryAtURL_includingPropertiesForKeys_options_error_(
        url(tree), None, NSDirectoryEnumerationSkipsHiddenFiles, None
    )
    assert error is None
    assert found is not None
    assert [one.lastPathComponent() for one in found] == ["Z.app", "a", "b", "link"]
    assert found[0].hasDirectoryPath()
    found, error = MANAGER.contentsOfDirectoryAtURL_includingPropertiesForKeys_options_error_(
        url(tmp_path / "no"), None, 0, None
    )
    assert (found, code(error)) == (None, NSFileReadNoSuchFileError)


DEEP = [".hidden", "Z.app", "Z.app/Contents", "a", "b", "b/c", "b/c/e", "b/d", "link"]


def test_all_that_is_in_a_folder_is_listed(tree: Path, tmp_path: Path) -> None:
    enumerator = MANAGER.enumeratorAtPath_(str(tree))

    assert MANAGER.subpathsOfDirectoryAtPath_error_(str(tree), None) == (DEEP, None)
    assert MANAGER.subpathsAtPath_(str(tree)) == DEEP
    assert enumerator is not None
    assert list(enumerator) == DEEP
    assert MANAGER.subpathsAtPath_(str(tmp_path / "no")) is None
    assert MANAGER.enumeratorAtPath_(str(tmp_path / "no")) is None


def test_an_enumerator_tells_of_where_it_is_and_skips(tree: Path) -> None:
    enumerator = MANAGER.enumeratorAtPath_(str(tree))
    assert enumerator is not None
    levels: dict[str, int] = {}
    for path in enumerator:
        levels[path] = enumerator.level()
        attributes = enumerator.fileAttributes()
        assert attributes is not None
        if attributes.fileType() == NSFileTypeDirectory and path != "b":
            enumerator.skipDescendants() if path == "b/c" else enumerator.skipDescendents()

    assert levels == {".hidden": 1, "Z.app": 1, "a": 1, "b": 1, "b/c": 2, "b/d": 2, "link": 1}
    of_folder = enumerator.directoryAttributes()
    assert of_folder is not None
    assert of_folder.fileType() == NSFileTypeDirectory
    assert not enumerator.isEnumeratingDirectoryPostOrder()


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (
            NSDirectoryEnumerationSkipsSubdirectoryDescendants,
            [".hidden", "Z.app/", "a", "b/", "link/"],
        ),
        (
            NSDirectoryEnumerationSkipsHiddenFiles,
            ["Z.app/", "Z.app/Contents/", "a", "b/", "b/c/", "b/c/e", "b/d", "link/"],
        ),
        (
            NSDirectoryEnumerationSkipsPackageDescendants,
            [".hidden", "Z.app/", "a", "b/", "b/c/", "b/c/e", "b/d", "link/"],
        ),
    ],
    ids=["shallow", "hidden", "packages"],
)
def test_an_enumerator_of_urls_heeds_its_options(
    tree: Path, options: int, names: list[str]
) -> None:
    enumerator = MANAGER.enumeratorAtURL_includingPropertiesForKeys_options_errorHandler_(
        url(tree), None, options | NSDirectoryEnumerationProducesRelativePathURLs, None
    )

    assert enumerator is not None
    assert [one.relativeString() for one in enumerator] == names


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_handler_says_whether_to_go_on_after_a_folder_that_cannot_be_read(
    tree: Path, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    listdir = os.listdir

    def denied(path: str) -> list[str]:
        if path.endswith("/b"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", denied)
    told: list[tuple[str | None, int]] = []

    def handler(where: NSURL, error: NSError) -> bool:
        told.append((where.lastPathComponent(), error.code()))
        return goes_on

    enumerator = MANAGER.enumeratorAtURL_includingPropertiesForKeys_options_errorHandler_(
        url(tree), None, 0, handler
    )
    assert enumerator is not None
    seen = [one.lastPathComponent() for one in enumerator]

    assert told == [("b", 257)]
    assert ("link" in seen) is goes_on


def test_relationships_are_told(tree: Path, file: Path) -> None:
    def related(item: Path) -> tuple[bool, int, NSError | None]:
        return MANAGER.getRelationship_ofDirectoryAtURL_toItemAtURL_error_(
            None, url(tree), url(item), None
        )

    assert related(tree / "b" / "d") == (True, NSURLRelationshipContains, None)
    assert related(tree) == (True, NSURLRelationshipSame, None)
    assert related(file) == (True, NSURLRelationshipOther, None)
    ok, _, error = related(tree / "absent")
    assert (ok, code(error)) == (False, NSFileReadNoSuchFileError)


def test_paths_have_names_and_bytes(tmp_path: Path, file: Path) -> None:
    assert MANAGER.displayNameAtPath_(f"{tmp_path}/") == tmp_path.name
    assert MANAGER.displayNameAtPath_("/") == "/"
    assert MANAGER.componentsToDisplayForPath_(str(file)) == ["Macintosh HD", *file.parts[1:]]
    assert MANAGER.componentsToDisplayForPath_("/absent") is None
    assert MANAGER.fileSystemRepresentationWithPath_("/é") == "/é".encode()
    assert MANAGER.stringWithFileSystemRepresentation_length_("/é".encode() + b"more", 3) == "/é"
    assert MANAGER.currentDirectoryPath() == os.getcwd()
    assert repr(MANAGER) == "<NSFileManager>"


# Making.


def test_folders_are_made(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    make = MANAGER.createDirectoryAtPath_withIntermediateDirectories_attributes_error_

    ok, error = make(str(deep), False, None, None)
    assert (ok, code(error)) == (False, NSFileNoSuchFileError)
    assert make(str(deep), True, {NSFilePosixPermissions: 0o700}, None) == (True, None)
    assert stat.S_IMODE(deep.stat().st_mode) == 0o700
    assert make(str(deep), True, None, None) == (True, None)
    ok, error = make(str(deep), False, None, None)
    assert (ok, code(error)) == (False, NSFileWriteFileExistsError)
    assert MANAGER.createDirectoryAtURL_withIntermediateDirectories_attributes_error_(
        url(tmp_path / "c"), False, None, None
    ) == (True, None)
    assert MANAGER.createDirectoryAtPath_attributes_(str(tmp_path / "d"), None)


def test_files_are_made(tmp_path: Path) -> None:
    path = tmp_path / "made"
    make = MANAGER.createFileAtPath_contents_attributes_

    assert make(str(path), b"x", {NSFilePosixPermissions: 0o600})
    assert path.read_bytes() == b"x"
    assert make(str(path), None, None)
    assert path.read_bytes() == b""
    assert not make(str(tmp_path), b"x", None)


def test_an_item_takes_the_place_of_another(file: Path, tmp_path: Path) -> None:
    replace = MANAGER.replaceItemAtURL_withItemAtURL_backupItemName_options_resultingItemURL_error_
    new, keeps = tmp_path / "new", NSFileManagerItemReplacementWithoutDeletingBackupItem
    new.write_bytes(b"1")
    assert replace(url(file), url(new), None, 0, None, None) == (True, url(file), None)
    assert (file.read_bytes(), new.exists()) == (b"1", False)

    new.write_bytes(b"2")
    assert replace(url(file), url(new), "backup", 0, None, None)[0]
    assert not (tmp_path / "backup").exists()
    for content in (b"3", b"4"):
        new.write_bytes(content)
        assert replace(url(file), url(new), "backup", keeps, None, None)[0]
    assert (file.read_bytes(), (tmp_path / "backup").read_bytes()) == (b"4", b"3")
    ok, found, error = replace(url(file), url(new), None, 0, None, None)
    assert (ok, found, code(error)) == (False, None, NSFileNoSuchFileError)
    assert file.exists()


# The device's folders are claimed in test_folders.py.


def test_there_is_one_default_manager_for_a_process(device: Device) -> None:
    manager = NSFileManager.defaultManager()
    assert NSFileManager.defaultManager() is manager
    device.app.terminate()
    device.launch()
    assert NSFileManager.defaultManager() is not manager


def test_there_is_a_default_manager_without_a_device(file: Path) -> None:
    assert NSFileManager.defaultManager().fileExistsAtPath_(str(file))


def test_the_current_folder_is_as_before_when_the_device_is_gone(tmp_path: Path) -> None:
    before = os.getcwd()
    with Device():
        manager = NSFileManager.defaultManager()
        assert manager.changeCurrentDirectoryPath_(str(tmp_path))
        assert manager.changeCurrentDirectoryPath_("/")
        assert not manager.changeCurrentDirectoryPath_("/absent")
        assert manager.currentDirectoryPath() == "/"

    assert os.getcwd() == before


def test_a_folder_half_copied_is_an_error(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.copystat", _fails)
    ok, error = MANAGER.copyItemAtPath_toPath_error_(str(tree), str(tmp_path / "to"), None)

    assert (ok, code(error)) == (False, NSFileWriteUnknownError)


def _fails(*_arguments: object, **_options: object) -> None:
    raise OSError(5, "Input/output error")


def test_nobody_is_signed_in_to_icloud(file: Path) -> None:
    assert MANAGER.ubiquityIdentityToken() is None  # type: ignore[func-returns-value] # the claim
    found = MANAGER.URLForUbiquityContainerIdentifier_(None)  # type: ignore[func-returns-value] # as above
    assert found is None
    assert not MANAGER.isUbiquitousItemAtURL_(url(file))
