"""NSBundle: an app's or a framework's folder, its Info.plist and its resources.

What it is: real folders on this disk, read as Apple lays them out. What it is not: a loader of
code. Its one rule: the main bundle is the device's, and an app that is relaunched reads it anew.

The main bundle is the one that a script under python.org's framework build of Python has,
`org.python.python`, in a folder of the device. `device.stores.main_bundle` may be set to another.
"""

from __future__ import annotations

import os
import plistlib
import sys
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bundle_files import (
    Layout,
    layout,
    preferred,
    read_info,
    read_strings,
)
from urlsession_mock.foundation.dictionary import NSDictionary, NSMutableDictionary
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import NotSimulated, not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from urlsession_mock.foundation.stores import Stores

__all__ = ["NSBundle"]

_LANGUAGES: Final = ("en",)  # what the user of the device prefers

# As Mac/Resources/app/Info.plist.in of CPython.
_PYTHON: Final = {
    "CFBundleDevelopmentRegion": "English",
    "CFBundleExecutable": "Python",
    "CFBundleIdentifier": "org.python.python",
    "CFBundleInfoDictionaryVersion": "6.0",
    "CFBundleName": "Python",
    "CFBundlePackageType": "APPL",
    "CFBundleSignature": "????",
}

# fmt: off
_REFUSED: Final = (
    # Loading code.
    "load", "unload", "preflightAndReturnError:", "loadAndReturnError:", "classNamed:",
    "principalClass", "executableArchitectures", "+allFrameworks",
    # On-demand resources, attributed text.
    "setPreservationPriority:forTags:", "preservationPriorityForTag:",
    "localizedAttributedStringForKey:value:table:",
)
# fmt: on


class _PathForResource:
    """`pathForResource:ofType:inDirectory:`, of a bundle, or of the one in a directory."""

    def __get__(
        self, bundle: NSBundle | None, owner: type[NSBundle]
    ) -> Callable[[str | None, str | None, str | None], str | None]:
        def of_bundle(name: str | None, extension: str | None, folder: str | None, /) -> str | None:
            return next(iter(_found(bundle, name, extension, folder)), None)

        return of_bundle


class _PathsForResources:
    """`pathsForResourcesOfType:inDirectory:`, of a bundle, or of the one in a directory."""

    def __get__(
        self, bundle: NSBundle | None, owner: type[NSBundle]
    ) -> Callable[[str | None, str | None], NSArray[str]]:
        def of_bundle(extension: str | None, folder: str | None, /) -> NSArray[str]:
            return NSArray(_found(bundle, None, extension, folder))

        return of_bundle


def _found(
    bundle: NSBundle | None, name: str | None, extension: str | None, folder: str | None
) -> list[str]:
    """The resources in a folder of the bundle; of the class, in the bundle that the folder is."""
    if bundle is None:
        bundle, folder = NSBundle.bundleWithPath_(folder or ""), None
    if bundle is None:
        return []
    places = bundle._layout.places(folder, bundle._languages())
    return [str(each) for each in bundle._layout.found(name, extension, places)]


@not_simulated(*_REFUSED)
class NSBundle(NSObject):
    """A bundle: its files, its Info.plist and its identifier.

    Source: developer.apple.com/documentation/foundation/bundle
    """

    _layout: Layout
    _info: NSMutableDictionary[str, Any]

    # Which one.

    @classmethod
    def mainBundle(cls) -> NSBundle:
        """The app's on the active device. Raises `NoActiveDevice` without one."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        world = current()
        if world.stores.main_bundle is None:
            folder = world.temporary_folder() / "Python.app"
            _make(folder)
            world.stores.main_bundle = NSBundle.bundleWithPath_(str(folder))
        main = world.stores.main_bundle
        assert main is not None  # its folder was made
        return world.stores.bundles.setdefault(main.bundlePath(), main)

    @classmethod
    def bundleWithPath_(cls, path: str, /) -> NSBundle | None:
        """The one in a folder, the same each time it is asked for; None where there is none."""
        return cls.alloc().initWithPath_(path)

    @classmethod
    def bundleWithURL_(cls, url: NSURL, /) -> NSBundle | None:
        """The same, by a file URL."""
        return cls.alloc().initWithURL_(url)

    @classmethod
    def bundleForClass_(cls, _class: type, /) -> NSBundle:
        """The main bundle: a class that Python makes is of no other."""
        return cls.mainBundle()

    @classmethod
    def bundleWithIdentifier_(cls, identifier: str, /) -> NSBundle | None:
        """One that was asked for before, by its identifier, or None.

        Raises `NotSimulated` for Apple's own frameworks, which a Mac would find.
        """
        for bundle in cls.allBundles():
            if bundle.bundleIdentifier() == identifier:
                return bundle
        if identifier.startswith("com.apple."):
            raise NotSimulated(
                f"NSBundle.bundleWithIdentifier_({identifier!r}) is a framework of macOS, which "
                f"urlsession-mock does not simulate; keep the call out of this test"
            )
        return None

    @classmethod
    def allBundles(cls) -> NSArray[NSBundle]:
        """The main bundle, and those that were asked for."""
        cls.mainBundle()
        stores = _stores()
        return NSArray([] if stores is None else stores.bundles.values())

    def initWithPath_(self, path: str, /) -> NSBundle | None:
        """As `bundleWithPath_`; use the result, not the receiver."""
        must_be(str, path, "NSBundle.bundleWithPath_", "pass str(path)")
        root = Path(os.path.abspath(path))
        stores = _stores()
        if stores is not None and str(root) in stores.bundles:
            return stores.bundles[str(root)]
        if not root.is_dir():
            return None
        self._layout = layout(root)
        self._info = NSMutableDictionary(read_info(self._layout.info))
        if stores is not None:
            stores.bundles[str(root)] = self
        return self

    def initWithURL_(self, url: NSURL, /) -> NSBundle | None:
        """As `bundleWithURL_`."""
        must_be(NSURL, url, "NSBundle.bundleWithURL_", "make one with NSURL.fileURLWithPath_")
        path = url.path() if url.isFileURL() else None
        return None if path is None else self.initWithPath_(path)

    def read_again(self) -> NSBundle:
        """The same folder, read anew, for another process. Ours, not Apple's."""
        made = NSBundle.alloc()
        made._layout = layout(self._layout.root)
        made._info = NSMutableDictionary(read_info(made._layout.info))
        return made

    # Info.plist.

    def infoDictionary(self) -> NSMutableDictionary[str, Any]:
        """Its Info.plist. It can be changed, as under PyObjC, and stays so for this process."""
        return self._info

    def localizedInfoDictionary(self) -> NSDictionary[str, Any] | None:
        """What InfoPlist.strings of the language says, or None where there is none."""
        found: dict[str, str] = {}
        for language in self.preferredLocalizations():
            found |= read_strings(self._layout.resources / f"{language}.lproj/InfoPlist.strings")
        return NSDictionary(found) if found else None

    def objectForInfoDictionaryKey_(self, key: str, /) -> Any:  # a property list
        """A value of Info.plist, in the language if it is translated, or None."""
        translated = self.localizedInfoDictionary()
        if translated is not None and key in translated:
            return translated[key]
        return self._info.objectForKey_(key)

    def bundleIdentifier(self) -> str | None:
        """CFBundleIdentifier, or None."""
        return self._text("CFBundleIdentifier")

    def developmentLocalization(self) -> str | None:
        """CFBundleDevelopmentRegion, or None."""
        return self._text("CFBundleDevelopmentRegion")

    def _text(self, key: str) -> str | None:
        value = self._info.objectForKey_(key)
        return value if isinstance(value, str) else None

    # Languages.

    def localizations(self) -> NSArray[str]:
        """The languages that it has."""
        return NSArray(self._layout.localizations())

    def preferredLocalizations(self) -> NSArray[str]:
        """The language of it that is used."""
        return self.preferredLocalizationsFromArray_(self._layout.localizations())

    @classmethod
    def preferredLocalizationsFromArray_(cls, available: Sequence[str], /) -> NSArray[str]:
        """Of these, the language that the user prefers: English."""
        return cls.preferredLocalizationsFromArray_forPreferences_(available, None)

    @classmethod
    def preferredLocalizationsFromArray_forPreferences_(
        cls, available: Sequence[str], wanted: Sequence[str] | None, /
    ) -> NSArray[str]:
        """Of these, the language that fits what is wanted; None wants English."""
        return NSArray(preferred(available, wanted or _LANGUAGES))

    def localizedStringForKey_value_table_(
        self, key: str | None, value: str | None, table: str | None, /
    ) -> str:
        """The translation; the value where there is none; the key where that is none."""
        return self.localizedStringForKey_value_table_localizations_(
            key, value, table, self.preferredLocalizations()
        )

    def localizedStringForKey_value_table_localizations_(
        self, key: str | None, value: str | None, table: str | None, languages: Iterable[str], /
    ) -> str:
        """The same, in the first of these languages that has it."""
        if key is None:
            return value or ""
        name = f"{table or 'Localizable'}.strings"
        for place in self._layout.places(None, [*languages, "Base"]):
            found = read_strings(place / name)
            if key in found:
                return found[key]
        return value or key

    # Folders.

    def bundlePath(self) -> str:
        """Its folder."""
        return str(self._layout.root)

    def bundleURL(self) -> NSURL:
        """Its folder."""
        return _directory(self._layout.root)

    def resourcePath(self) -> str | None:
        """The folder of its resources."""
        return str(self._layout.resources)

    def resourceURL(self) -> NSURL | None:
        """The folder of its resources."""
        return _directory(self._layout.resources)

    def executablePath(self) -> str | None:
        """The program that CFBundleExecutable names, or None where there is none."""
        name = self._text("CFBundleExecutable") or self._layout.root.stem
        return self.pathForAuxiliaryExecutable_(name)

    def executableURL(self) -> NSURL | None:
        """The same."""
        return _file(self.executablePath())

    def pathForAuxiliaryExecutable_(self, name: str, /) -> str | None:
        """Another program beside it, or None."""
        path = self._layout.executables / name
        return str(path) if path.is_file() else None

    def URLForAuxiliaryExecutable_(self, name: str, /) -> NSURL | None:
        """The same."""
        return _file(self.pathForAuxiliaryExecutable_(name))

    def privateFrameworksPath(self) -> str | None:
        """Where its own frameworks would be."""
        return str(self._layout.support / "Frameworks")

    def privateFrameworksURL(self) -> NSURL | None:
        """The same."""
        return _directory(self._layout.support / "Frameworks")

    def sharedFrameworksPath(self) -> str | None:
        """Where frameworks that it shares would be."""
        return str(self._layout.support / "SharedFrameworks")

    def sharedFrameworksURL(self) -> NSURL | None:
        """The same."""
        return _directory(self._layout.support / "SharedFrameworks")

    def sharedSupportPath(self) -> str | None:
        """Where what it shares would be."""
        return str(self._layout.support / "SharedSupport")

    def sharedSupportURL(self) -> NSURL | None:
        """The same."""
        return _directory(self._layout.support / "SharedSupport")

    def builtInPlugInsPath(self) -> str | None:
        """Where its plug-ins would be."""
        return str(self._layout.support / "PlugIns")

    def builtInPlugInsURL(self) -> NSURL | None:
        """The same."""
        return _directory(self._layout.support / "PlugIns")

    def appStoreReceiptURL(self) -> NSURL | None:
        """Where the App Store would have put a receipt."""
        return _file(str(self._layout.support / "_MASReceipt" / "receipt"))

    def isLoaded(self) -> bool:
        """Its code is in this process: the main bundle's."""
        return self is self.mainBundle()

    # Resources.

    def pathForResource_ofType_(self, name: str | None, extension: str | None, /) -> str | None:
        """A file of its resources, or None; a name of None takes the first of the extension."""
        return self.pathForResource_ofType_inDirectory_(name, extension, None)

    def _languages(self) -> list[str]:
        development = self.developmentLocalization()
        return [*self.preferredLocalizations(), *([development] if development else []), "Base"]

    pathForResource_ofType_inDirectory_: _PathForResource = _PathForResource()
    pathsForResourcesOfType_inDirectory_: _PathsForResources = _PathsForResources()

    def pathForResource_ofType_inDirectory_forLocalization_(
        self, name: str | None, extension: str | None, folder: str | None, language: str | None, /
    ) -> str | None:
        """The same, also in one language."""
        places = self._layout.places(folder, [language] if language else [])
        return next((str(each) for each in self._layout.found(name, extension, places)), None)

    def pathsForResourcesOfType_inDirectory_forLocalization_(
        self, extension: str | None, folder: str | None, language: str | None, /
    ) -> NSArray[str]:
        """The same, also in one language."""
        places = self._layout.places(folder, [language] if language else [])
        return NSArray(str(each) for each in self._layout.found(None, extension, places))

    def URLForResource_withExtension_(
        self, name: str | None, extension: str | None, /
    ) -> NSURL | None:
        """As `pathForResource_ofType_`, as a URL."""
        return _file(self.pathForResource_ofType_(name, extension))

    def URLForResource_withExtension_subdirectory_(
        self, name: str | None, extension: str | None, folder: str | None, /
    ) -> NSURL | None:
        """The same, in a folder of the resources."""
        return _file(self.pathForResource_ofType_inDirectory_(name, extension, folder))

    def URLForResource_withExtension_subdirectory_localization_(
        self, name: str | None, extension: str | None, folder: str | None, language: str | None, /
    ) -> NSURL | None:
        """The same, also in one language."""
        return _file(
            self.pathForResource_ofType_inDirectory_forLocalization_(
                name, extension, folder, language
            )
        )

    def URLsForResourcesWithExtension_subdirectory_(
        self, extension: str | None, folder: str | None, /
    ) -> NSArray[NSURL]:
        """As `pathsForResourcesOfType_inDirectory_`, as URLs."""
        return _urls(self.pathsForResourcesOfType_inDirectory_(extension, folder))

    def URLsForResourcesWithExtension_subdirectory_localization_(
        self, extension: str | None, folder: str | None, language: str | None, /
    ) -> NSArray[NSURL]:
        """The same, also in one language."""
        return _urls(
            self.pathsForResourcesOfType_inDirectory_forLocalization_(extension, folder, language)
        )

    @classmethod
    def URLForResource_withExtension_subdirectory_inBundleWithURL_(
        cls, name: str | None, extension: str | None, folder: str | None, url: NSURL, /
    ) -> NSURL | None:
        """As `URLForResource_withExtension_subdirectory_`, of the bundle at a URL."""
        bundle = cls.bundleWithURL_(url)
        if bundle is None:
            return None
        return bundle.URLForResource_withExtension_subdirectory_(name, extension, folder)

    @classmethod
    def URLsForResourcesWithExtension_subdirectory_inBundleWithURL_(
        cls, extension: str | None, folder: str | None, url: NSURL, /
    ) -> NSArray[NSURL] | None:
        """As `URLsForResourcesWithExtension_subdirectory_`, of the bundle at a URL."""
        bundle = cls.bundleWithURL_(url)
        if bundle is None:
            return None
        return bundle.URLsForResourcesWithExtension_subdirectory_(extension, folder)

    def __repr__(self) -> str:
        return f"<NSBundle {self.bundlePath()}>"


def _stores() -> Stores | None:
    # later: devices are built on these classes
    from urlsession_mock.world import current

    try:
        return current().stores
    except NoActiveDevice:
        return None


def _make(folder: Path) -> None:
    """The bundle of a script, as on a Mac; harmless where it is there."""
    programs = folder / "Contents" / "MacOS"
    programs.mkdir(parents=True, exist_ok=True)
    (folder / "Contents" / "Resources").mkdir(exist_ok=True)
    version = python_version()
    info = {**_PYTHON, "CFBundleShortVersionString": version, "CFBundleVersion": version}
    (folder / "Contents" / "Info.plist").write_bytes(plistlib.dumps(info))
    if not (programs / "Python").exists():
        (programs / "Python").symlink_to(sys.executable)


def _directory(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_isDirectory_(str(path), True)


def _file(path: str | None) -> NSURL | None:
    return None if path is None else NSURL.fileURLWithPath_(path)


def _urls(paths: Iterable[str]) -> NSArray[NSURL]:
    return NSArray(NSURL.fileURLWithPath_(path) for path in paths)
