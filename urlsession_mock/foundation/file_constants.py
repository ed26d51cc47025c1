"""Constants of files: attributes, folders, options, error codes, resource keys.

What it is: numbers and texts. What it is not: what they do (`file_manager.py`, `url_resources.py`).
Its one rule: numbers are those of the enumerations in PyObjC 13's wheel
(Foundation/_metadata.py); texts spell themselves, as in swift-corelibs-foundation, unless they
say otherwise.
"""
# ruff: noqa: E501 - Apple's names are this long

from __future__ import annotations

from typing import Final

__all__ = [
    "NSAdminApplicationDirectory",
    "NSAllApplicationsDirectory",
    "NSAllDomainsMask",
    "NSAllLibrariesDirectory",
    "NSApplicationDirectory",
    "NSApplicationScriptsDirectory",
    "NSApplicationSupportDirectory",
    "NSAutosavedInformationDirectory",
    "NSCachesDirectory",
    "NSCoreServiceDirectory",
    "NSDemoApplicationDirectory",
    "NSDesktopDirectory",
    "NSDeveloperApplicationDirectory",
    "NSDeveloperDirectory",
    "NSDirectoryEnumerationIncludesDirectoriesPostOrder",
    "NSDirectoryEnumerationProducesRelativePathURLs",
    "NSDirectoryEnumerationSkipsHiddenFiles",
    "NSDirectoryEnumerationSkipsPackageDescendants",
    "NSDirectoryEnumerationSkipsSubdirectoryDescendants",
    "NSDocumentDirectory",
    "NSDocumentationDirectory",
    "NSDownloadsDirectory",
    "NSFileAppendOnly",
    "NSFileBusy",
    "NSFileCreationDate",
    "NSFileDeviceIdentifier",
    "NSFileExtensionHidden",
    "NSFileGroupOwnerAccountID",
    "NSFileGroupOwnerAccountName",
    "NSFileHFSCreatorCode",
    "NSFileHFSTypeCode",
    "NSFileImmutable",
    "NSFileLockingError",
    "NSFileManagerItemReplacementUsingNewMetadataOnly",
    "NSFileManagerItemReplacementWithoutDeletingBackupItem",
    "NSFileModificationDate",
    "NSFileNoSuchFileError",
    "NSFileOwnerAccountID",
    "NSFileOwnerAccountName",
    "NSFilePosixPermissions",
    "NSFileProtectionComplete",
    "NSFileProtectionCompleteUnlessOpen",
    "NSFileProtectionCompleteUntilFirstUserAuthentication",
    "NSFileProtectionCompleteWhenUserInactive",
    "NSFileProtectionKey",
    "NSFileProtectionNone",
    "NSFileReadCorruptFileError",
    "NSFileReadInapplicableStringEncodingError",
    "NSFileReadInvalidFileNameError",
    "NSFileReadNoPermissionError",
    "NSFileReadNoSuchFileError",
    "NSFileReadTooLargeError",
    "NSFileReadUnknownError",
    "NSFileReadUnknownStringEncodingError",
    "NSFileReadUnsupportedSchemeError",
    "NSFileReferenceCount",
    "NSFileSize",
    "NSFileSystemFileNumber",
    "NSFileSystemFreeNodes",
    "NSFileSystemFreeSize",
    "NSFileSystemNodes",
    "NSFileSystemNumber",
    "NSFileSystemSize",
    "NSFileType",
    "NSFileTypeBlockSpecial",
    "NSFileTypeCharacterSpecial",
    "NSFileTypeDirectory",
    "NSFileTypeRegular",
    "NSFileTypeSocket",
    "NSFileTypeSymbolicLink",
    "NSFileTypeUnknown",
    "NSFileWriteFileExistsError",
    "NSFileWriteInapplicableStringEncodingError",
    "NSFileWriteInvalidFileNameError",
    "NSFileWriteNoPermissionError",
    "NSFileWriteOutOfSpaceError",
    "NSFileWriteUnknownError",
    "NSFileWriteUnsupportedSchemeError",
    "NSFileWriteVolumeReadOnlyError",
    "NSInputMethodsDirectory",
    "NSItemReplacementDirectory",
    "NSLibraryDirectory",
    "NSLocalDomainMask",
    "NSMoviesDirectory",
    "NSMusicDirectory",
    "NSNetworkDomainMask",
    "NSPicturesDirectory",
    "NSPreferencePanesDirectory",
    "NSPrinterDescriptionDirectory",
    "NSSharedPublicDirectory",
    "NSSystemDomainMask",
    "NSTrashDirectory",
    "NSURLAttributeModificationDateKey",
    "NSURLBookmarkCreationMinimalBookmark",
    "NSURLBookmarkCreationPreferFileIDResolution",
    "NSURLBookmarkCreationSecurityScopeAllowOnlyReadAccess",
    "NSURLBookmarkCreationSuitableForBookmarkFile",
    "NSURLBookmarkCreationWithSecurityScope",
    "NSURLBookmarkCreationWithoutImplicitSecurityScope",
    "NSURLBookmarkResolutionWithSecurityScope",
    "NSURLBookmarkResolutionWithoutImplicitStartAccessing",
    "NSURLBookmarkResolutionWithoutMounting",
    "NSURLBookmarkResolutionWithoutUI",
    "NSURLCanonicalPathKey",
    "NSURLContentAccessDateKey",
    "NSURLContentModificationDateKey",
    "NSURLCreationDateKey",
    "NSURLDirectoryEntryCountKey",
    "NSURLFileAllocatedSizeKey",
    "NSURLFileIdentifierKey",
    "NSURLFileProtectionKey",
    "NSURLFileResourceIdentifierKey",
    "NSURLFileResourceTypeBlockSpecial",
    "NSURLFileResourceTypeCharacterSpecial",
    "NSURLFileResourceTypeDirectory",
    "NSURLFileResourceTypeKey",
    "NSURLFileResourceTypeNamedPipe",
    "NSURLFileResourceTypeRegular",
    "NSURLFileResourceTypeSocket",
    "NSURLFileResourceTypeSymbolicLink",
    "NSURLFileResourceTypeUnknown",
    "NSURLFileScheme",
    "NSURLFileSizeKey",
    "NSURLHasHiddenExtensionKey",
    "NSURLIsAliasFileKey",
    "NSURLIsApplicationKey",
    "NSURLIsDirectoryKey",
    "NSURLIsExcludedFromBackupKey",
    "NSURLIsExecutableKey",
    "NSURLIsHiddenKey",
    "NSURLIsMountTriggerKey",
    "NSURLIsPackageKey",
    "NSURLIsReadableKey",
    "NSURLIsRegularFileKey",
    "NSURLIsSymbolicLinkKey",
    "NSURLIsSystemImmutableKey",
    "NSURLIsUbiquitousItemKey",
    "NSURLIsUserImmutableKey",
    "NSURLIsVolumeKey",
    "NSURLIsWritableKey",
    "NSURLKeysOfUnsetValuesKey",
    "NSURLLinkCountKey",
    "NSURLLocalizedNameKey",
    "NSURLNameKey",
    "NSURLParentDirectoryURLKey",
    "NSURLPathKey",
    "NSURLPreferredIOBlockSizeKey",
    "NSURLQuarantinePropertiesKey",
    "NSURLRelationshipContains",
    "NSURLRelationshipOther",
    "NSURLRelationshipSame",
    "NSURLTotalFileAllocatedSizeKey",
    "NSURLTotalFileSizeKey",
    "NSURLTypeIdentifierKey",
    "NSURLVolumeAvailableCapacityForImportantUsageKey",
    "NSURLVolumeAvailableCapacityForOpportunisticUsageKey",
    "NSURLVolumeAvailableCapacityKey",
    "NSURLVolumeIsReadOnlyKey",
    "NSURLVolumeTotalCapacityKey",
    "NSURLVolumeURLKey",
    "NSUserDirectory",
    "NSUserDomainMask",
    "NSVolumeEnumerationProduceFileReferenceURLs",
    "NSVolumeEnumerationSkipHiddenVolumes",
]

# fmt: off
# Standard folders and domains.
NSApplicationDirectory: Final          = 1
NSDemoApplicationDirectory: Final      = 2
NSDeveloperApplicationDirectory: Final = 3
NSAdminApplicationDirectory: Final     = 4
NSLibraryDirectory: Final              = 5
NSDeveloperDirectory: Final            = 6
NSUserDirectory: Final                 = 7
NSDocumentationDirectory: Final        = 8
NSDocumentDirectory: Final             = 9
NSCoreServiceDirectory: Final          = 10
NSAutosavedInformationDirectory: Final = 11
NSDesktopDirectory: Final              = 12
NSCachesDirectory: Final               = 13
NSApplicationSupportDirectory: Final   = 14
NSDownloadsDirectory: Final            = 15
NSInputMethodsDirectory: Final         = 16
NSMoviesDirectory: Final               = 17
NSMusicDirectory: Final                = 18
NSPicturesDirectory: Final             = 19
NSPrinterDescriptionDirectory: Final   = 20
NSSharedPublicDirectory: Final         = 21
NSPreferencePanesDirectory: Final      = 22
NSApplicationScriptsDirectory: Final   = 23
NSItemReplacementDirectory: Final      = 99
NSAllApplicationsDirectory: Final      = 100
NSAllLibrariesDirectory: Final         = 101
NSTrashDirectory: Final                = 102
NSUserDomainMask: Final    = 1
NSLocalDomainMask: Final   = 2
NSNetworkDomainMask: Final = 4
NSSystemDomainMask: Final  = 8
NSAllDomainsMask: Final    = 65535

# Options of enumerating, replacing and relating.
NSDirectoryEnumerationSkipsSubdirectoryDescendants: Final = 1
NSDirectoryEnumerationSkipsPackageDescendants: Final      = 2
NSDirectoryEnumerationSkipsHiddenFiles: Final             = 4
NSDirectoryEnumerationIncludesDirectoriesPostOrder: Final = 8
NSDirectoryEnumerationProducesRelativePathURLs: Final     = 16
NSFileManagerItemReplacementUsingNewMetadataOnly: Final      = 1
NSFileManagerItemReplacementWithoutDeletingBackupItem: Final = 2
NSVolumeEnumerationSkipHiddenVolumes: Final                  = 2
NSVolumeEnumerationProduceFileReferenceURLs: Final           = 4
NSURLRelationshipContains: Final                             = 0
NSURLRelationshipSame: Final                                 = 1
NSURLRelationshipOther: Final                                = 2

# Options of bookmarks.
NSURLBookmarkCreationPreferFileIDResolution: Final           = 256
NSURLBookmarkCreationMinimalBookmark: Final                  = 512
NSURLBookmarkCreationSuitableForBookmarkFile: Final          = 1024
NSURLBookmarkCreationWithSecurityScope: Final                = 2048
NSURLBookmarkCreationSecurityScopeAllowOnlyReadAccess: Final = 4096
NSURLBookmarkCreationWithoutImplicitSecurityScope: Final     = 536870912
NSURLBookmarkResolutionWithoutUI: Final                      = 256
NSURLBookmarkResolutionWithoutMounting: Final                = 512
NSURLBookmarkResolutionWithSecurityScope: Final              = 1024
NSURLBookmarkResolutionWithoutImplicitStartAccessing: Final  = 32768

# Codes of NSCocoaErrorDomain.
NSFileNoSuchFileError: Final                      = 4
NSFileLockingError: Final                         = 255
NSFileReadUnknownError: Final                     = 256
NSFileReadNoPermissionError: Final                = 257
NSFileReadInvalidFileNameError: Final             = 258
NSFileReadCorruptFileError: Final                 = 259
NSFileReadNoSuchFileError: Final                  = 260
NSFileReadInapplicableStringEncodingError: Final  = 261
NSFileReadUnsupportedSchemeError: Final           = 262
NSFileReadTooLargeError: Final                    = 263
NSFileReadUnknownStringEncodingError: Final       = 264
NSFileWriteUnknownError: Final                    = 512
NSFileWriteNoPermissionError: Final               = 513
NSFileWriteInvalidFileNameError: Final            = 514
NSFileWriteFileExistsError: Final                 = 516
NSFileWriteInapplicableStringEncodingError: Final = 517
NSFileWriteUnsupportedSchemeError: Final          = 518
NSFileWriteOutOfSpaceError: Final                 = 640
NSFileWriteVolumeReadOnlyError: Final             = 642

# Attributes of a file.
NSFileAppendOnly: Final = "NSFileAppendOnly"
NSFileBusy: Final = "NSFileBusy"
NSFileCreationDate: Final = "NSFileCreationDate"
NSFileDeviceIdentifier: Final = "NSFileDeviceIdentifier"
NSFileExtensionHidden: Final = "NSFileExtensionHidden"
NSFileGroupOwnerAccountID: Final = "NSFileGroupOwnerAccountID"
NSFileGroupOwnerAccountName: Final = "NSFileGroupOwnerAccountName"
NSFileHFSCreatorCode: Final = "NSFileHFSCreatorCode"
NSFileHFSTypeCode: Final = "NSFileHFSTypeCode"
NSFileImmutable: Final = "NSFileImmutable"
NSFileModificationDate: Final = "NSFileModificationDate"
NSFileOwnerAccountID: Final = "NSFileOwnerAccountID"
NSFileOwnerAccountName: Final = "NSFileOwnerAccountName"
NSFilePosixPermissions: Final = "NSFilePosixPermissions"
NSFileProtectionComplete: Final = "NSFileProtectionComplete"
NSFileProtectionCompleteUnlessOpen: Final = "NSFileProtectionCompleteUnlessOpen"
NSFileProtectionCompleteUntilFirstUserAuthentication: Final = "NSFileProtectionCompleteUntilFirstUserAuthentication"
NSFileProtectionCompleteWhenUserInactive: Final = "NSFileProtectionCompleteWhenUserInactive"
NSFileProtectionKey: Final = "NSFileProtectionKey"
NSFileProtectionNone: Final = "NSFileProtectionNone"
NSFileReferenceCount: Final = "NSFileReferenceCount"
NSFileSize: Final = "NSFileSize"
NSFileSystemFileNumber: Final = "NSFileSystemFileNumber"
NSFileSystemFreeNodes: Final = "NSFileSystemFreeNodes"
NSFileSystemFreeSize: Final = "NSFileSystemFreeSize"
NSFileSystemNodes: Final = "NSFileSystemNodes"
NSFileSystemNumber: Final = "NSFileSystemNumber"
NSFileSystemSize: Final = "NSFileSystemSize"
NSFileType: Final = "NSFileType"
NSFileTypeBlockSpecial: Final = "NSFileTypeBlockSpecial"
NSFileTypeCharacterSpecial: Final = "NSFileTypeCharacterSpecial"
NSFileTypeDirectory: Final = "NSFileTypeDirectory"
NSFileTypeRegular: Final = "NSFileTypeRegular"
NSFileTypeSocket: Final = "NSFileTypeSocket"
NSFileTypeSymbolicLink: Final = "NSFileTypeSymbolicLink"
NSFileTypeUnknown: Final = "NSFileTypeUnknown"

# Resource values of a URL.
NSURLAttributeModificationDateKey: Final = "NSURLAttributeModificationDateKey"
NSURLCanonicalPathKey: Final = "NSURLCanonicalPathKey"
NSURLContentAccessDateKey: Final = "NSURLContentAccessDateKey"
NSURLContentModificationDateKey: Final = "NSURLContentModificationDateKey"
NSURLCreationDateKey: Final = "NSURLCreationDateKey"
NSURLDirectoryEntryCountKey: Final = "NSURLDirectoryEntryCountKey"
NSURLFileAllocatedSizeKey: Final = "NSURLFileAllocatedSizeKey"
NSURLFileIdentifierKey: Final = "NSURLFileIdentifierKey"
NSURLFileProtectionKey: Final = "NSURLFileProtectionKey"
NSURLFileResourceIdentifierKey: Final = "NSURLFileResourceIdentifierKey"
NSURLFileResourceTypeBlockSpecial: Final = "NSURLFileResourceTypeBlockSpecial"
NSURLFileResourceTypeCharacterSpecial: Final = "NSURLFileResourceTypeCharacterSpecial"
NSURLFileResourceTypeDirectory: Final = "NSURLFileResourceTypeDirectory"
NSURLFileResourceTypeKey: Final = "NSURLFileResourceTypeKey"
NSURLFileResourceTypeNamedPipe: Final = "NSURLFileResourceTypeNamedPipe"
NSURLFileResourceTypeRegular: Final = "NSURLFileResourceTypeRegular"
NSURLFileResourceTypeSocket: Final = "NSURLFileResourceTypeSocket"
NSURLFileResourceTypeSymbolicLink: Final = "NSURLFileResourceTypeSymbolicLink"
NSURLFileResourceTypeUnknown: Final = "NSURLFileResourceTypeUnknown"
NSURLFileSizeKey: Final = "NSURLFileSizeKey"
NSURLHasHiddenExtensionKey: Final = "NSURLHasHiddenExtensionKey"
NSURLIsAliasFileKey: Final = "NSURLIsAliasFileKey"
NSURLIsApplicationKey: Final = "NSURLIsApplicationKey"
NSURLIsDirectoryKey: Final = "NSURLIsDirectoryKey"
NSURLIsExcludedFromBackupKey: Final = "NSURLIsExcludedFromBackupKey"
NSURLIsExecutableKey: Final = "NSURLIsExecutableKey"
NSURLIsHiddenKey: Final = "NSURLIsHiddenKey"
NSURLIsMountTriggerKey: Final = "NSURLIsMountTriggerKey"
NSURLIsPackageKey: Final = "NSURLIsPackageKey"
NSURLIsReadableKey: Final = "NSURLIsReadableKey"
NSURLIsRegularFileKey: Final = "NSURLIsRegularFileKey"
NSURLIsSymbolicLinkKey: Final = "NSURLIsSymbolicLinkKey"
NSURLIsSystemImmutableKey: Final = "NSURLIsSystemImmutableKey"
NSURLIsUbiquitousItemKey: Final = "NSURLIsUbiquitousItemKey"
NSURLIsUserImmutableKey: Final = "NSURLIsUserImmutableKey"
NSURLIsVolumeKey: Final = "NSURLIsVolumeKey"
NSURLIsWritableKey: Final = "NSURLIsWritableKey"
NSURLKeysOfUnsetValuesKey: Final = "NSURLKeysOfUnsetValuesKey"
NSURLLinkCountKey: Final = "NSURLLinkCountKey"
NSURLLocalizedNameKey: Final = "NSURLLocalizedNameKey"
NSURLNameKey: Final = "NSURLNameKey"
NSURLParentDirectoryURLKey: Final = "NSURLParentDirectoryURLKey"
NSURLPathKey: Final = "NSURLPathKey"
NSURLPreferredIOBlockSizeKey: Final = "NSURLPreferredIOBlockSizeKey"
NSURLQuarantinePropertiesKey: Final = "NSURLQuarantinePropertiesKey"
NSURLTotalFileAllocatedSizeKey: Final = "NSURLTotalFileAllocatedSizeKey"
NSURLTotalFileSizeKey: Final = "NSURLTotalFileSizeKey"
NSURLTypeIdentifierKey: Final = "NSURLTypeIdentifierKey"
NSURLVolumeAvailableCapacityForImportantUsageKey: Final = "NSURLVolumeAvailableCapacityForImportantUsageKey"
NSURLVolumeAvailableCapacityForOpportunisticUsageKey: Final = "NSURLVolumeAvailableCapacityForOpportunisticUsageKey"
NSURLVolumeAvailableCapacityKey: Final = "NSURLVolumeAvailableCapacityKey"
NSURLVolumeIsReadOnlyKey: Final = "NSURLVolumeIsReadOnlyKey"
NSURLVolumeTotalCapacityKey: Final = "NSURLVolumeTotalCapacityKey"
NSURLVolumeURLKey: Final = "NSURLVolumeURLKey"

# The scheme of a file URL.
NSURLFileScheme: Final = "file"
# fmt: on
