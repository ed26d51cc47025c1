"""Enumerations and constants that the list of members does not have, by what they are.

They are what members of the list name, and what clients import beside them. Pure facts. Not
here: their values, which a type checker does not ask for. One rule: a row's key is an
enumeration, or `str`, `int` or `float`.

Source: the metadata of `pyobjc-framework-Cocoa` 13.0 has the names, Apple's headers have what
each belongs to.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MORE", "OTHER_ENUMS", "more_constants"]

# fmt: off
MORE: Final[dict[str, str]] = {
    "NSComparisonResult": "NSOrderedAscending NSOrderedDescending NSOrderedSame",
    "NSDataBase64DecodingOptions": "NSDataBase64DecodingIgnoreUnknownCharacters",
    "NSDataBase64EncodingOptions":
        "NSDataBase64Encoding64CharacterLineLength NSDataBase64Encoding76CharacterLineLength "
        "NSDataBase64EncodingEndLineWithCarriageReturn NSDataBase64EncodingEndLineWithLineFeed",
    "NSDataCompressionAlgorithm":
        "NSDataCompressionAlgorithmLZ4 NSDataCompressionAlgorithmLZFSE "
        "NSDataCompressionAlgorithmLZMA NSDataCompressionAlgorithmZlib",
    "NSDataReadingOptions":
        "NSDataReadingMapped NSDataReadingMappedAlways NSDataReadingMappedIfSafe "
        "NSDataReadingUncached",
    "NSDataSearchOptions": "NSDataSearchAnchored NSDataSearchBackwards",
    "NSDataWritingOptions":
        "NSDataWritingAtomic NSDataWritingFileProtectionComplete "
        "NSDataWritingFileProtectionCompleteUnlessOpen "
        "NSDataWritingFileProtectionCompleteUntilFirstUserAuthentication "
        "NSDataWritingFileProtectionCompleteWhenUserInactive NSDataWritingFileProtectionMask "
        "NSDataWritingFileProtectionNone NSDataWritingWithoutOverwriting",
    "NSDirectoryEnumerationOptions":
        "NSDirectoryEnumerationIncludesDirectoriesPostOrder "
        "NSDirectoryEnumerationProducesRelativePathURLs NSDirectoryEnumerationSkipsHiddenFiles "
        "NSDirectoryEnumerationSkipsPackageDescendants "
        "NSDirectoryEnumerationSkipsSubdirectoryDescendants",
    "NSEnumerationOptions": "NSEnumerationConcurrent NSEnumerationReverse",
    "NSFileManagerItemReplacementOptions":
        "NSFileManagerItemReplacementUsingNewMetadataOnly "
        "NSFileManagerItemReplacementWithoutDeletingBackupItem",
    "NSFileManagerResumeSyncBehavior":
        "NSFileManagerResumeSyncBehaviorAfterUploadWithFailOnConflict "
        "NSFileManagerResumeSyncBehaviorDropLocalChanges "
        "NSFileManagerResumeSyncBehaviorPreserveLocalChanges",
    "NSFileManagerUnmountOptions":
        "NSFileManagerUnmountAllPartitionsAndEjectDisk NSFileManagerUnmountWithoutUI",
    "NSFileManagerUploadLocalVersionConflictPolicy":
        "NSFileManagerUploadConflictPolicyDefault NSFileManagerUploadConflictPolicyFailOnConflict",
    "NSJSONReadingOptions":
        "NSJSONReadingAllowFragments NSJSONReadingFragmentsAllowed NSJSONReadingJSON5Allowed "
        "NSJSONReadingMutableContainers NSJSONReadingMutableLeaves "
        "NSJSONReadingTopLevelDictionaryAssumed",
    "NSJSONWritingOptions":
        "NSJSONWritingFragmentsAllowed NSJSONWritingPrettyPrinted NSJSONWritingSortedKeys "
        "NSJSONWritingWithoutEscapingSlashes",
    "NSKeyValueChange":
        "NSKeyValueChangeInsertion NSKeyValueChangeRemoval NSKeyValueChangeReplacement "
        "NSKeyValueChangeSetting",
    "NSKeyValueObservingOptions":
        "NSKeyValueObservingOptionInitial NSKeyValueObservingOptionNew "
        "NSKeyValueObservingOptionOld NSKeyValueObservingOptionPrior",
    "NSKeyValueSetMutationKind":
        "NSKeyValueIntersectSetMutation NSKeyValueMinusSetMutation NSKeyValueSetSetMutation "
        "NSKeyValueUnionSetMutation",
    "NSPropertyListFormat":
        "NSPropertyListBinaryFormat_v1_0 NSPropertyListOpenStepFormat "
        "NSPropertyListXMLFormat_v1_0",
    "NSPropertyListMutabilityOptions":
        "NSPropertyListImmutable NSPropertyListMutableContainers "
        "NSPropertyListMutableContainersAndLeaves",
    "NSQualityOfService":
        "NSQualityOfServiceBackground NSQualityOfServiceDefault NSQualityOfServiceUserInitiated "
        "NSQualityOfServiceUserInteractive NSQualityOfServiceUtility",
    "NSSearchPathDirectory":
        "NSAdminApplicationDirectory NSAllApplicationsDirectory NSAllLibrariesDirectory "
        "NSApplicationDirectory NSApplicationScriptsDirectory NSApplicationSupportDirectory "
        "NSAutosavedInformationDirectory NSCachesDirectory NSCoreServiceDirectory "
        "NSDemoApplicationDirectory NSDesktopDirectory NSDeveloperApplicationDirectory "
        "NSDeveloperDirectory NSDocumentDirectory NSDocumentationDirectory NSDownloadsDirectory "
        "NSInputMethodsDirectory NSItemReplacementDirectory NSLibraryDirectory NSMoviesDirectory "
        "NSMusicDirectory NSPicturesDirectory NSPreferencePanesDirectory "
        "NSPrinterDescriptionDirectory NSSharedPublicDirectory NSTrashDirectory NSUserDirectory",
    "NSSearchPathDomainMask":
        "NSAllDomainsMask NSLocalDomainMask NSNetworkDomainMask NSSystemDomainMask "
        "NSUserDomainMask",
    "NSStreamEvent":
        "NSStreamEventEndEncountered NSStreamEventErrorOccurred NSStreamEventHasBytesAvailable "
        "NSStreamEventHasSpaceAvailable NSStreamEventNone NSStreamEventOpenCompleted",
    "NSStreamStatus":
        "NSStreamStatusAtEnd NSStreamStatusClosed NSStreamStatusError NSStreamStatusNotOpen "
        "NSStreamStatusOpen NSStreamStatusOpening NSStreamStatusReading NSStreamStatusWriting",
    "NSURLBookmarkCreationOptions":
        "NSURLBookmarkCreationMinimalBookmark NSURLBookmarkCreationPreferFileIDResolution "
        "NSURLBookmarkCreationSecurityScopeAllowOnlyReadAccess "
        "NSURLBookmarkCreationSuitableForBookmarkFile NSURLBookmarkCreationWithSecurityScope "
        "NSURLBookmarkCreationWithoutImplicitSecurityScope",
    "NSURLBookmarkResolutionOptions":
        "NSURLBookmarkResolutionWithSecurityScope "
        "NSURLBookmarkResolutionWithoutImplicitStartAccessing "
        "NSURLBookmarkResolutionWithoutMounting NSURLBookmarkResolutionWithoutUI",
    "NSURLRelationship": "NSURLRelationshipContains NSURLRelationshipOther NSURLRelationshipSame",
    "NSVolumeEnumerationOptions":
        "NSVolumeEnumerationProduceFileReferenceURLs NSVolumeEnumerationSkipHiddenVolumes",
    # NSStringEncoding is a number under a name; none of its values belongs to an enumeration.
    "int":
        "NSASCIIStringEncoding NSISO2022JPStringEncoding NSISOLatin1StringEncoding "
        "NSISOLatin2StringEncoding NSJapaneseEUCStringEncoding NSMacOSRomanStringEncoding "
        "NSNEXTSTEPStringEncoding NSNonLossyASCIIStringEncoding NSProprietaryStringEncoding "
        "NSShiftJISStringEncoding NSSymbolStringEncoding NSUTF16BigEndianStringEncoding "
        "NSUTF16LittleEndianStringEncoding NSUTF16StringEncoding NSUTF32BigEndianStringEncoding "
        "NSUTF32LittleEndianStringEncoding NSUTF32StringEncoding NSUTF8StringEncoding "
        "NSUnicodeStringEncoding NSWindowsCP1250StringEncoding NSWindowsCP1251StringEncoding "
        "NSWindowsCP1252StringEncoding NSWindowsCP1253StringEncoding "
        "NSWindowsCP1254StringEncoding "
        "NSNotFound NSOperationQueueDefaultMaxConcurrentOperationCount "
        # Codes of NSCocoaErrorDomain (FoundationErrors.h).
        "NSFileLockingError NSFileManagerUnmountBusyError NSFileManagerUnmountUnknownError "
        "NSFileNoSuchFileError NSFileReadCorruptFileError "
        "NSFileReadInapplicableStringEncodingError NSFileReadInvalidFileNameError "
        "NSFileReadNoPermissionError NSFileReadNoSuchFileError NSFileReadTooLargeError "
        "NSFileReadUnknownError NSFileReadUnknownStringEncodingError "
        "NSFileReadUnsupportedSchemeError NSFileWriteFileExistsError "
        "NSFileWriteInapplicableStringEncodingError NSFileWriteInvalidFileNameError "
        "NSFileWriteNoPermissionError NSFileWriteOutOfSpaceError NSFileWriteUnknownError "
        "NSFileWriteUnsupportedSchemeError NSFileWriteVolumeReadOnlyError "
        "NSPropertyListReadCorruptError NSPropertyListReadStreamError "
        "NSPropertyListReadUnknownVersionError NSPropertyListWriteInvalidError "
        "NSPropertyListWriteStreamError NSUserCancelledError",
    "float": "NSTimeIntervalSince1970",
    "str":
        "NSArgumentDomain NSDebugDescriptionErrorKey NSFilePathErrorKey NSGlobalDomain "
        "NSHelpAnchorErrorKey NSMultipleUnderlyingErrorsKey NSRecoveryAttempterErrorKey "
        "NSRegistrationDomain NSStringEncodingErrorKey "
        "NSUserDefaultsDidChangeNotification NSUserDefaultsSizeLimitExceededNotification "
        "NSStreamDataWrittenToMemoryStreamKey NSStreamFileCurrentOffsetKey "
        "NSStreamSOCKSProxyConfigurationKey NSStreamSocketSecurityLevelKey "
        "NSFileAppendOnly NSFileBusy NSFileCreationDate NSFileDeviceIdentifier "
        "NSFileExtensionHidden NSFileGroupOwnerAccountID NSFileGroupOwnerAccountName "
        "NSFileHFSCreatorCode NSFileHFSTypeCode NSFileImmutable NSFileModificationDate "
        "NSFileOwnerAccountID NSFileOwnerAccountName NSFilePosixPermissions "
        "NSFileProtectionComplete NSFileProtectionCompleteUnlessOpen "
        "NSFileProtectionCompleteUntilFirstUserAuthentication "
        "NSFileProtectionCompleteWhenUserInactive NSFileProtectionKey NSFileProtectionNone "
        "NSFileReferenceCount NSFileSize NSFileSystemFileNumber NSFileSystemFreeNodes "
        "NSFileSystemFreeSize NSFileSystemNodes NSFileSystemNumber NSFileSystemSize NSFileType "
        "NSFileTypeBlockSpecial NSFileTypeCharacterSpecial NSFileTypeDirectory "
        "NSFileTypeRegular NSFileTypeSocket NSFileTypeSymbolicLink NSFileTypeUnknown "
        "NSURLContentModificationDateKey NSURLCreationDateKey NSURLFileSizeKey "
        "NSURLIsDirectoryKey NSURLIsExcludedFromBackupKey NSURLIsHiddenKey NSURLIsPackageKey "
        "NSURLIsReadableKey NSURLIsRegularFileKey NSURLIsSymbolicLinkKey NSURLIsWritableKey "
        "NSURLNameKey NSURLPathKey NSURLTypeIdentifierKey "
        "NSURLVolumeAvailableCapacityForImportantUsageKey NSURLVolumeAvailableCapacityKey "
        "NSURLAttributeModificationDateKey NSURLCanonicalPathKey NSURLContentAccessDateKey "
        "NSURLDirectoryEntryCountKey NSURLFileAllocatedSizeKey NSURLFileIdentifierKey "
        "NSURLFileProtectionKey NSURLFileResourceIdentifierKey "
        "NSURLFileResourceTypeBlockSpecial NSURLFileResourceTypeCharacterSpecial "
        "NSURLFileResourceTypeDirectory NSURLFileResourceTypeKey NSURLFileResourceTypeNamedPipe "
        "NSURLFileResourceTypeRegular NSURLFileResourceTypeSocket "
        "NSURLFileResourceTypeSymbolicLink NSURLFileResourceTypeUnknown NSURLFileScheme "
        "NSURLHasHiddenExtensionKey NSURLIsAliasFileKey NSURLIsApplicationKey "
        "NSURLIsExecutableKey NSURLIsMountTriggerKey NSURLIsSystemImmutableKey "
        "NSURLIsUbiquitousItemKey NSURLIsUserImmutableKey NSURLIsVolumeKey "
        "NSURLKeysOfUnsetValuesKey NSURLLinkCountKey NSURLLocalizedNameKey "
        "NSURLParentDirectoryURLKey NSURLPreferredIOBlockSizeKey NSURLQuarantinePropertiesKey "
        "NSURLTotalFileAllocatedSizeKey NSURLTotalFileSizeKey "
        "NSURLVolumeAvailableCapacityForOpportunisticUsageKey NSURLVolumeIsReadOnlyKey "
        "NSURLVolumeTotalCapacityKey NSURLVolumeURLKey "
        "NSKeyValueChangeIndexesKey NSKeyValueChangeKindKey NSKeyValueChangeNewKey "
        "NSKeyValueChangeNotificationIsPriorKey NSKeyValueChangeOldKey",
}
# fmt: on

# Other names of numbers, of which there are no constants: a typedef of an enumeration above, and
# of NSUInteger.
_NUMBERS: Final = (
    "NSPropertyListReadOptions",
    "NSPropertyListWriteOptions",
    "NSStringEncoding",
    "NSURLBookmarkFileCreationOptions",
)
_PLAIN: Final = ("float", "int", "str")

OTHER_ENUMS: Final = tuple(sorted({*MORE, *_NUMBERS} - {*_PLAIN}))


def more_constants() -> dict[str, str]:
    """What each of the constants is, by its name, sorted."""
    found = {name: kind for kind, names in MORE.items() for name in names.split()}
    return dict(sorted(found.items()))
