"""Constants of property lists, strings, JSON, defaults and enumerating.

Not here: those of files (`file_constants.py`). One rule: numbers are those of the enumerations in
PyObjC 13's wheel (Foundation/_metadata.py); texts spell themselves unless they say otherwise.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "NSASCIIStringEncoding",
    "NSArgumentDomain",
    "NSEnumerationConcurrent",
    "NSEnumerationReverse",
    "NSGlobalDomain",
    "NSISOLatin1StringEncoding",
    "NSISOLatin2StringEncoding",
    "NSJSONReadingAllowFragments",
    "NSJSONReadingFragmentsAllowed",
    "NSJSONReadingJSON5Allowed",
    "NSJSONReadingMutableContainers",
    "NSJSONReadingMutableLeaves",
    "NSJSONReadingTopLevelDictionaryAssumed",
    "NSJSONWritingFragmentsAllowed",
    "NSJSONWritingPrettyPrinted",
    "NSJSONWritingSortedKeys",
    "NSJSONWritingWithoutEscapingSlashes",
    "NSJapaneseEUCStringEncoding",
    "NSMacOSRomanStringEncoding",
    "NSPropertyListBinaryFormat_v1_0",
    "NSPropertyListImmutable",
    "NSPropertyListMutableContainers",
    "NSPropertyListMutableContainersAndLeaves",
    "NSPropertyListOpenStepFormat",
    "NSPropertyListReadCorruptError",
    "NSPropertyListReadStreamError",
    "NSPropertyListReadUnknownVersionError",
    "NSPropertyListWriteInvalidError",
    "NSPropertyListWriteStreamError",
    "NSPropertyListXMLFormat_v1_0",
    "NSRegistrationDomain",
    "NSShiftJISStringEncoding",
    "NSUTF8StringEncoding",
    "NSUTF16BigEndianStringEncoding",
    "NSUTF16LittleEndianStringEncoding",
    "NSUTF16StringEncoding",
    "NSUTF32BigEndianStringEncoding",
    "NSUTF32LittleEndianStringEncoding",
    "NSUTF32StringEncoding",
    "NSUnicodeStringEncoding",
    "NSUserDefaultsDidChangeNotification",
    "NSUserDefaultsSizeLimitExceededNotification",
    "NSWindowsCP1250StringEncoding",
    "NSWindowsCP1251StringEncoding",
    "NSWindowsCP1252StringEncoding",
    "NSWindowsCP1253StringEncoding",
    "NSWindowsCP1254StringEncoding",
]

# fmt: off
# Property lists.
NSPropertyListOpenStepFormat: Final             = 1
NSPropertyListXMLFormat_v1_0: Final             = 100
NSPropertyListBinaryFormat_v1_0: Final          = 200
NSPropertyListImmutable: Final                  = 0
NSPropertyListMutableContainers: Final          = 1
NSPropertyListMutableContainersAndLeaves: Final = 2
NSPropertyListReadCorruptError: Final           = 3840
NSPropertyListReadUnknownVersionError: Final    = 3841
NSPropertyListReadStreamError: Final            = 3842
NSPropertyListWriteStreamError: Final           = 3851
NSPropertyListWriteInvalidError: Final          = 3852

# JSON.
NSJSONReadingMutableContainers: Final         = 1
NSJSONReadingMutableLeaves: Final             = 2
NSJSONReadingFragmentsAllowed: Final          = 4
NSJSONReadingAllowFragments: Final            = 4
NSJSONReadingJSON5Allowed: Final              = 8
NSJSONReadingTopLevelDictionaryAssumed: Final = 16
NSJSONWritingPrettyPrinted: Final             = 1
NSJSONWritingSortedKeys: Final                = 2
NSJSONWritingFragmentsAllowed: Final          = 4
NSJSONWritingWithoutEscapingSlashes: Final    = 8

# Enumerating.
NSEnumerationConcurrent: Final = 1
NSEnumerationReverse: Final    = 2

# Encodings of text.
NSASCIIStringEncoding: Final             = 1
NSJapaneseEUCStringEncoding: Final       = 3
NSUTF8StringEncoding: Final              = 4
NSISOLatin1StringEncoding: Final         = 5
NSShiftJISStringEncoding: Final          = 8
NSISOLatin2StringEncoding: Final         = 9
NSUnicodeStringEncoding: Final           = 10
NSUTF16StringEncoding: Final             = 10
NSWindowsCP1251StringEncoding: Final     = 11
NSWindowsCP1252StringEncoding: Final     = 12
NSWindowsCP1253StringEncoding: Final     = 13
NSWindowsCP1254StringEncoding: Final     = 14
NSWindowsCP1250StringEncoding: Final     = 15
NSMacOSRomanStringEncoding: Final        = 30
NSUTF16BigEndianStringEncoding: Final    = 2415919360
NSUTF16LittleEndianStringEncoding: Final = 2483028224
NSUTF32StringEncoding: Final             = 2348810496
NSUTF32BigEndianStringEncoding: Final    = 2550137088
NSUTF32LittleEndianStringEncoding: Final = 2617245952

# Domains and notifications of user defaults.
NSArgumentDomain: Final     = "NSArgumentDomain"
NSGlobalDomain: Final       = "NSGlobalDomain"
NSRegistrationDomain: Final = "NSRegistrationDomain"
NSUserDefaultsDidChangeNotification: Final = "NSUserDefaultsDidChangeNotification"
NSUserDefaultsSizeLimitExceededNotification: Final = "NSUserDefaultsSizeLimitExceededNotification"
# fmt: on
