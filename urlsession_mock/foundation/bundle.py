"""NSBundle: the app and what is packed with it.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSBundle"]

# fmt: off
_REFUSED: Final = (
    "+bundleWithPath:", "initWithPath:", "+bundleWithURL:", "initWithURL:", "+bundleForClass:",
    "+bundleWithIdentifier:", "load", "unload", "preflightAndReturnError:",
    "loadAndReturnError:", "URLForAuxiliaryExecutable:", "pathForAuxiliaryExecutable:",
    "+URLForResource:withExtension:subdirectory:inBundleWithURL:",
    "+URLsForResourcesWithExtension:subdirectory:inBundleWithURL:",
    "URLForResource:withExtension:", "URLForResource:withExtension:subdirectory:",
    "URLForResource:withExtension:subdirectory:localization:",
    "URLsForResourcesWithExtension:subdirectory:",
    "URLsForResourcesWithExtension:subdirectory:localization:",
    "+pathForResource:ofType:inDirectory:", "+pathsForResourcesOfType:inDirectory:",
    "pathForResource:ofType:", "pathForResource:ofType:inDirectory:",
    "pathForResource:ofType:inDirectory:forLocalization:",
    "pathsForResourcesOfType:inDirectory:",
    "pathsForResourcesOfType:inDirectory:forLocalization:",
    "localizedStringForKey:value:table:", "localizedAttributedStringForKey:value:table:",
    "localizedStringForKey:value:table:localizations:", "objectForInfoDictionaryKey:",
    "classNamed:", "+preferredLocalizationsFromArray:",
    "+preferredLocalizationsFromArray:forPreferences:", "+mainBundle", "+allBundles",
    "+allFrameworks", "isLoaded", "bundleURL", "resourceURL", "executableURL",
    "privateFrameworksURL", "sharedFrameworksURL", "sharedSupportURL", "builtInPlugInsURL",
    "appStoreReceiptURL", "bundlePath", "resourcePath", "executablePath",
    "privateFrameworksPath", "sharedFrameworksPath", "sharedSupportPath", "builtInPlugInsPath",
    "bundleIdentifier", "infoDictionary", "localizedInfoDictionary", "principalClass",
    "preferredLocalizations", "localizations", "developmentLocalization",
    "executableArchitectures", "setPreservationPriority:forTags:",
    "preservationPriorityForTag:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSBundle(NSObject):
    """A bundle: its files, its Info.plist and its identifier.

    Source: developer.apple.com/documentation/foundation/bundle
    """
