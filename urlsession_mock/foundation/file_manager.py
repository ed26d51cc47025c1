"""NSFileManager: files and folders, with errors as values.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSFileManager"]

# fmt: off
_REFUSED: Final = (
    "mountedVolumeURLsIncludingResourceValuesForKeys:options:",
    "unmountVolumeAtURL:options:completionHandler:",
    "contentsOfDirectoryAtURL:includingPropertiesForKeys:options:error:",
    "URLsForDirectory:inDomains:", "URLForDirectory:inDomain:appropriateForURL:create:error:",
    "getRelationship:ofDirectoryAtURL:toItemAtURL:error:",
    "getRelationship:ofDirectory:inDomain:toItemAtURL:error:",
    "createDirectoryAtURL:withIntermediateDirectories:attributes:error:",
    "createSymbolicLinkAtURL:withDestinationURL:error:", "setAttributes:ofItemAtPath:error:",
    "createDirectoryAtPath:withIntermediateDirectories:attributes:error:",
    "contentsOfDirectoryAtPath:error:", "subpathsOfDirectoryAtPath:error:",
    "attributesOfItemAtPath:error:", "attributesOfFileSystemForPath:error:",
    "createSymbolicLinkAtPath:withDestinationPath:error:",
    "destinationOfSymbolicLinkAtPath:error:", "copyItemAtPath:toPath:error:",
    "moveItemAtPath:toPath:error:", "linkItemAtPath:toPath:error:", "removeItemAtPath:error:",
    "copyItemAtURL:toURL:error:", "moveItemAtURL:toURL:error:", "linkItemAtURL:toURL:error:",
    "removeItemAtURL:error:", "trashItemAtURL:resultingItemURL:error:",
    "fileAttributesAtPath:traverseLink:", "changeFileAttributes:atPath:",
    "directoryContentsAtPath:", "fileSystemAttributesAtPath:",
    "pathContentOfSymbolicLinkAtPath:", "createSymbolicLinkAtPath:pathContent:",
    "createDirectoryAtPath:attributes:", "linkPath:toPath:handler:", "copyPath:toPath:handler:",
    "movePath:toPath:handler:", "removeFileAtPath:handler:", "changeCurrentDirectoryPath:",
    "fileExistsAtPath:", "fileExistsAtPath:isDirectory:", "isReadableFileAtPath:",
    "isWritableFileAtPath:", "isExecutableFileAtPath:", "isDeletableFileAtPath:",
    "contentsEqualAtPath:andPath:", "displayNameAtPath:", "componentsToDisplayForPath:",
    "enumeratorAtPath:", "enumeratorAtURL:includingPropertiesForKeys:options:errorHandler:",
    "subpathsAtPath:", "contentsAtPath:", "createFileAtPath:contents:attributes:",
    "fileSystemRepresentationWithPath:", "stringWithFileSystemRepresentation:length:",
    "replaceItemAtURL:withItemAtURL:backupItemName:options:resultingItemURL:error:",
    "setUbiquitous:itemAtURL:destinationURL:error:", "isUbiquitousItemAtURL:",
    "startDownloadingUbiquitousItemAtURL:error:", "evictUbiquitousItemAtURL:error:",
    "URLForUbiquityContainerIdentifier:",
    "URLForPublishingUbiquitousItemAtURL:expirationDate:error:",
    "pauseSyncForUbiquitousItemAtURL:completionHandler:",
    "resumeSyncForUbiquitousItemAtURL:withBehavior:completionHandler:",
    "fetchLatestRemoteVersionOfItemAtURL:completionHandler:",
    "uploadLocalVersionOfUbiquitousItemAtURL:withConflictResolutionPolicy:completionHandler:",
    "getFileProviderServicesForItemAtURL:completionHandler:",
    "containerURLForSecurityApplicationGroupIdentifier:", "+defaultManager", "delegate",
    "setDelegate:", "currentDirectoryPath", "ubiquityIdentityToken", "homeDirectoryForUser:",
    "homeDirectoryForCurrentUser", "temporaryDirectory",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSFileManager(NSObject):
    """Files and folders. Source: developer.apple.com/documentation/foundation/filemanager"""
