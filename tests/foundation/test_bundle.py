"""A bundle is a real folder, read as Apple lays it out."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation import NSURL, NSBundle, NSObject
from urlsession_mock.not_simulated import NotSimulated

INFO = {
    "CFBundleIdentifier": "com.example.app",
    "CFBundleExecutable": "app",
    "CFBundleDevelopmentRegion": "fr",
    "CFBundleName": "App",
}


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app of macOS."""
    root = tmp_path / "Some.app"
    contents = root / "Contents"
    write(contents / "Info.plist", plistlib.dumps(INFO))
    write(contents / "MacOS" / "app")
    write(contents / "Resources" / "data.json")
    write(contents / "Resources" / "more" / "data.json")
    write(contents / "Resources" / "more" / "other.json")
    write(contents / "Resources" / "en.lproj" / "only.txt")
    write(contents / "Resources" / "fr.lproj" / "french.txt")
    return root


def opened(path: Path) -> NSBundle:
    bundle = NSBundle.bundleWithPath_(str(path))
    assert bundle is not None
    return bundle


def below(bundle: NSBundle, path: str | None) -> str:
    return os.path.relpath(path or "", bundle.bundlePath())


def test_the_main_bundle_is_that_of_python(device: Device) -> None:
    main = NSBundle.mainBundle()

    assert main is NSBundle.mainBundle() is NSBundle.bundleForClass_(NSObject)
    assert main.bundleIdentifier() == "org.python.python"
    assert main.infoDictionary()["CFBundleName"] == "Python"
    assert main.bundlePath().startswith(str(device.temporary_folder()))
    assert os.access(main.executablePath() or "", os.X_OK)
    assert main.isLoaded()


def test_what_was_changed_in_the_info_stays_until_the_app_ends(device: Device) -> None:
    info = NSBundle.mainBundle().infoDictionary()
    info["NSAppTransportSecurity"] = {"NSAllowsArbitraryLoads": True}
    assert NSBundle.mainBundle().objectForInfoDictionaryKey_("NSAppTransportSecurity")

    device.app.terminate()
    device.launch()
    assert NSBundle.mainBundle().objectForInfoDictionaryKey_("NSAppTransportSecurity") is None


def test_another_bundle_can_be_the_main_one(device: Device, app: Path) -> None:
    device.stores.main_bundle = NSBundle.bundleWithPath_(str(app))
    assert NSBundle.mainBundle().bundleIdentifier() == "com.example.app"

    device.app.terminate()
    device.launch()
    assert NSBundle.mainBundle().bundleIdentifier() == "com.example.app"


def test_there_is_no_main_bundle_without_a_device() -> None:
    with pytest.raises(NoActiveDevice):
        NSBundle.mainBundle()


def test_a_bundle_is_the_same_each_time(device: Device, app: Path) -> None:
    bundle = opened(app)

    assert NSBundle.bundleWithURL_(NSURL.fileURLWithPath_(str(app))) is bundle
    assert NSBundle.alloc().initWithPath_(f"{app}/") is bundle
    assert NSBundle.bundleWithIdentifier_("com.example.app") is bundle
    assert NSBundle.allBundles() == [bundle, NSBundle.mainBundle()]
    assert not bundle.isLoaded()


def test_what_is_no_bundle_is_none(device: Device, tmp_path: Path) -> None:
    assert NSBundle.bundleWithPath_(str(tmp_path / "absent")) is None
    web = NSURL.URLWithString_("https://example.com")
    assert web is not None
    assert NSBundle.bundleWithURL_(web) is None
    assert NSBundle.bundleWithIdentifier_("com.example.absent") is None


def test_a_framework_of_the_system_is_refused_by_name(device: Device) -> None:
    with pytest.raises(NotSimulated, match=r"'com\.apple\.framework\.IOKit'"):
        NSBundle.bundleWithIdentifier_("com.apple.framework.IOKit")


def test_info_is_read_from_each_layout(tmp_path: Path) -> None:
    data = plistlib.dumps(INFO, fmt=plistlib.FMT_BINARY)
    write(tmp_path / "ios" / "Info.plist", data)
    write(tmp_path / "old.framework" / "Resources" / "Info.plist", data)
    write(tmp_path / "new.framework" / "Versions" / "A" / "Resources" / "Info.plist", data)
    (tmp_path / "new.framework" / "Versions" / "Current").symlink_to("A")

    for name in ("ios", "old.framework", "new.framework"):
        assert opened(tmp_path / name).bundleIdentifier() == "com.example.app"


@pytest.mark.parametrize(
    "content", [b"", b"garbage", plistlib.dumps([1])], ids=["no", "bad", "list"]
)
def test_a_folder_without_a_good_info_is_a_bundle_without_a_name(
    tmp_path: Path, content: bytes
) -> None:
    write(tmp_path / "Info.plist", content)
    bundle = opened(tmp_path)

    assert bundle.infoDictionary() == {}
    assert bundle.bundleIdentifier() is bundle.developmentLocalization() is None
    assert bundle.executablePath() is None
    assert bundle.executableURL() is None


def test_folders_are_where_apple_puts_them(app: Path) -> None:
    bundle = opened(app)

    assert bundle.bundlePath() == str(app)
    assert bundle.bundleURL().path() == str(app)
    for path, url, where in (
        (bundle.resourcePath(), bundle.resourceURL(), "Resources"),
        (bundle.executablePath(), bundle.executableURL(), "MacOS/app"),
        (bundle.privateFrameworksPath(), bundle.privateFrameworksURL(), "Frameworks"),
        (bundle.sharedFrameworksPath(), bundle.sharedFrameworksURL(), "SharedFrameworks"),
        (bundle.sharedSupportPath(), bundle.sharedSupportURL(), "SharedSupport"),
        (bundle.builtInPlugInsPath(), bundle.builtInPlugInsURL(), "PlugIns"),
    ):
        assert below(bundle, path) == f"Contents/{where}"
        assert url is not None
        assert url.path() == path
    receipt = bundle.appStoreReceiptURL()
    assert receipt is not None
    assert below(bundle, receipt.path()) == "Contents/_MASReceipt/receipt"


def test_programs_are_found_beside_the_executable(app: Path) -> None:
    bundle = opened(app)
    url = bundle.URLForAuxiliaryExecutable_("app")

    assert bundle.pathForAuxiliaryExecutable_("app") == bundle.executablePath()
    assert url is not None
    assert url.path() == bundle.executablePath()
    assert bundle.pathForAuxiliaryExecutable_("absent") is None
    assert bundle.URLForAuxiliaryExecutable_("absent") is None


def test_resources_are_found_by_name_and_extension(app: Path) -> None:
    bundle = opened(app)
    resources = bundle.resourcePath() or ""

    assert bundle.pathForResource_ofType_("data", "json") == f"{resources}/data.json"
    assert bundle.pathForResource_ofType_("data", ".json") == f"{resources}/data.json"
    assert bundle.pathForResource_ofType_("data.json", None) == f"{resources}/data.json"
    assert bundle.pathForResource_ofType_(None, "json") == f"{resources}/data.json"
    assert bundle.pathForResource_ofType_("absent", "json") is None
    assert bundle.pathForResource_ofType_("", "") is None
    more = bundle.pathForResource_ofType_inDirectory_("other", "json", "more")
    assert more == f"{resources}/more/other.json"
    all_of_it = bundle.pathsForResourcesOfType_inDirectory_("json", "more")
    assert all_of_it == [f"{resources}/more/data.json", more]


def test_resources_of_a_language_are_found(app: Path) -> None:
    bundle = opened(app)

    assert below(bundle, bundle.pathForResource_ofType_("only", "txt")).endswith(
        "en.lproj/only.txt"
    )
    french = bundle.pathForResource_ofType_inDirectory_forLocalization_("french", "txt", None, "fr")
    assert below(bundle, french).endswith("fr.lproj/french.txt")
    assert (
        bundle.pathForResource_ofType_inDirectory_forLocalization_("only", "txt", None, "fr")
        is None
    )
    assert bundle.pathsForResourcesOfType_inDirectory_forLocalization_("txt", None, "fr") == [
        french
    ]
    assert bundle.localizations() == ["en", "fr"]
    assert bundle.preferredLocalizations() == ["en"]
    assert bundle.developmentLocalization() == "fr"


def test_resources_are_given_as_urls_too(app: Path) -> None:
    bundle, at = opened(app), NSURL.fileURLWithPath_(str(app))
    path = bundle.pathForResource_ofType_inDirectory_("other", "json", "more")

    for url in (
        bundle.URLForResource_withExtension_subdirectory_("other", "json", "more"),
        bundle.URLForResource_withExtension_subdirectory_localization_(
            "other", "json", "more", None
        ),
        NSBundle.URLForResource_withExtension_subdirectory_inBundleWithURL_(
            "other", "json", "more", at
        ),
    ):
        assert url is not None
        assert url.path() == path
    assert bundle.URLForResource_withExtension_("absent", "json") is None
    for urls in (
        bundle.URLsForResourcesWithExtension_subdirectory_("json", "more"),
        bundle.URLsForResourcesWithExtension_subdirectory_localization_("json", "more", None),
        NSBundle.URLsForResourcesWithExtension_subdirectory_inBundleWithURL_("json", "more", at),
    ):
        assert urls is not None
        assert [url.lastPathComponent() for url in urls] == ["data.json", "other.json"]


def test_the_class_looks_into_the_bundle_at_a_path(app: Path, tmp_path: Path) -> None:
    found = NSBundle.pathForResource_ofType_inDirectory_("data", "json", str(app))
    none = NSURL.fileURLWithPath_(str(tmp_path / "absent"))

    assert found == opened(app).pathForResource_ofType_("data", "json")
    assert NSBundle.pathsForResourcesOfType_inDirectory_("json", str(app)) == [found]
    assert NSBundle.pathsForResourcesOfType_inDirectory_("json", str(none.path())) == []
    assert (
        NSBundle.URLForResource_withExtension_subdirectory_inBundleWithURL_("x", "y", None, none)
        is None
    )
    assert (
        NSBundle.URLsForResourcesWithExtension_subdirectory_inBundleWithURL_("y", None, none)
        is None
    )


STRINGS = """/* a comment with "key" = "nothing"; */
"greeting" = "Hello, \\"you\\"\\n\\U00e9"; // and another
plain = bare;
"""


@pytest.mark.parametrize(
    "content",
    [
        STRINGS.encode(),
        STRINGS.encode("utf-16"),
        plistlib.dumps({"greeting": 'Hello, "you"\né', "plain": "bare"}),
        plistlib.dumps({"greeting": 'Hello, "you"\né', "plain": "bare"}, fmt=plistlib.FMT_BINARY),
    ],
    ids=["utf-8", "utf-16", "xml", "binary"],
)
def test_texts_are_translated_from_each_form_of_a_strings_file(app: Path, content: bytes) -> None:
    write(app / "Contents" / "Resources" / "en.lproj" / "Localizable.strings", content)
    bundle = opened(app)

    assert bundle.localizedStringForKey_value_table_("greeting", None, None) == 'Hello, "you"\né'
    assert bundle.localizedStringForKey_value_table_("plain", "value", None) == "bare"
    assert bundle.localizedStringForKey_value_table_("key", "value", None) == "value"
    assert bundle.localizedStringForKey_value_table_("key", "", None) == "key"
    assert bundle.localizedStringForKey_value_table_(None, None, None) == ""


def test_a_damaged_strings_file_translates_nothing(app: Path) -> None:
    write(app / "Contents" / "Resources" / "en.lproj" / "Table.strings", b"bplist garbage")

    assert opened(app).localizedStringForKey_value_table_("k", None, "Table") == "k"


def test_texts_are_translated_into_the_languages_asked_for(app: Path) -> None:
    write(app / "Contents" / "Resources" / "fr.lproj" / "T.strings", '"k" = "clef";')
    found = opened(app).localizedStringForKey_value_table_localizations_(
        "k", None, "T", ["de", "fr"]
    )

    assert found == "clef"


def test_info_is_translated(app: Path) -> None:
    assert opened(app).localizedInfoDictionary() is None

    write(
        app / "Contents" / "Resources" / "en.lproj" / "InfoPlist.strings", 'CFBundleName = "Mine";'
    )
    bundle = opened(app)
    assert bundle.localizedInfoDictionary() == {"CFBundleName": "Mine"}
    assert bundle.objectForInfoDictionaryKey_("CFBundleName") == "Mine"
    assert bundle.objectForInfoDictionaryKey_("CFBundleExecutable") == "app"


@pytest.mark.parametrize(
    ("available", "wanted", "found"),
    [
        (["de", "en"], None, ["en"]),
        (["German", "English"], None, ["English"]),
        (["de", "pt-BR"], ["pt"], ["pt-BR"]),
        (["de", "fr"], ["ja"], ["de"]),
        (["Base"], ["ja"], []),
    ],
    ids=["default", "old names", "region", "first", "base"],
)
def test_the_language_that_fits_is_preferred(
    available: list[str], wanted: list[str] | None, found: list[str]
) -> None:
    assert NSBundle.preferredLocalizationsFromArray_forPreferences_(available, wanted) == found
