"""Where nil may be in all that is not about loading.

Not here: URLs and sessions (`loading.py`). One rule: a row is what the header named in it says.
"""

from __future__ import annotations

from typing import Final

from stubs.generate.nullable_rows.row import Nullable

__all__ = ["OBJECTS"]

# fmt: off
OBJECTS: Final[dict[str, Nullable]] = {
    "NSBundle": Nullable(
        "NSBundle.h",
        "resourceURL executableURL privateFrameworksURL sharedFrameworksURL sharedSupportURL "
        "builtInPlugInsURL appStoreReceiptURL resourcePath executablePath privateFrameworksPath "
        "sharedFrameworksPath sharedSupportPath builtInPlugInsPath bundleIdentifier "
        "infoDictionary localizedInfoDictionary developmentLocalization principalClass "
        "executableArchitectures",
        {
            "bundleWithPath:": "r",
            "initWithPath:": "r",
            "bundleWithURL:": "r",
            "initWithURL:": "r",
            "bundleWithIdentifier:": "r",
            "URLForAuxiliaryExecutable:": "r",
            "pathForAuxiliaryExecutable:": "r",
            "URLForResource:withExtension:subdirectory:inBundleWithURL:": "r 1 2 3",
            "URLsForResourcesWithExtension:subdirectory:inBundleWithURL:": "r 1 2",
            "URLForResource:withExtension:": "r 1 2",
            "URLForResource:withExtension:subdirectory:": "r 1 2 3",
            "URLForResource:withExtension:subdirectory:localization:": "r 1 2 3 4",
            "URLsForResourcesWithExtension:subdirectory:": "r 1 2",
            "URLsForResourcesWithExtension:subdirectory:localization:": "r 1 2 3",
            "+pathForResource:ofType:inDirectory:": "r 1 2",
            "pathForResource:ofType:inDirectory:": "r 1 2 3",
            "+pathsForResourcesOfType:inDirectory:": "1",
            "pathsForResourcesOfType:inDirectory:": "1 2",
            "pathForResource:ofType:": "r 1 2",
            "pathForResource:ofType:inDirectory:forLocalization:": "r 1 2 3 4",
            "pathsForResourcesOfType:inDirectory:forLocalization:": "1 2 3",
            "localizedStringForKey:value:table:": "2 3",
            "localizedAttributedStringForKey:value:table:": "2 3",
            "localizedStringForKey:value:table:localizations:": "2 3",
            "objectForInfoDictionaryKey:": "r",
            "classNamed:": "r",
            "preferredLocalizationsFromArray:forPreferences:": "2",
        },
    ),
    "NSData": Nullable(
        "NSData.h",
        methods={
            "dataWithContentsOfFile:options:error:": "r",
            "dataWithContentsOfURL:options:error:": "r",
            "dataWithContentsOfFile:": "r",
            "dataWithContentsOfURL:": "r",
            "initWithContentsOfFile:options:error:": "r",
            "initWithContentsOfURL:options:error:": "r",
            "initWithContentsOfFile:": "r",
            "initWithContentsOfURL:": "r",
            "initWithBase64EncodedString:options:": "r",
            "initWithBase64EncodedData:options:": "r",
            "decompressedDataUsingAlgorithm:error:": "r",
            "compressedDataUsingAlgorithm:error:": "r",
            "dataWithContentsOfMappedFile:": "r",
            "initWithContentsOfMappedFile:": "r",
            "initWithBase64Encoding:": "r",
        },
    ),
    "NSDate": Nullable(
        "NSDate.h, NSCalendarDate.h",
        methods={
            "initWithCoder:": "r",
            "descriptionWithLocale:": "1",
            "dateWithNaturalLanguageString:locale:": "r 2",
            "dateWithNaturalLanguageString:": "r",
            "dateWithCalendarFormat:timeZone:": "1 2",
            "descriptionWithCalendarFormat:timeZone:locale:": "r 1 2 3",
            "initWithString:": "r",
        },
    ),
    "NSError": Nullable(
        "NSError.h",
        "localizedFailureReason localizedRecoverySuggestion localizedRecoveryOptions "
        "recoveryAttempter helpAnchor",
        {
            "initWithDomain:code:userInfo:": "3",
            "errorWithDomain:code:userInfo:": "3",
            "setUserInfoValueProviderForDomain:provider:": "2",
            "userInfoValueProviderForDomain:": "r",
        },
    ),
    "NSFileManager": Nullable(
        "NSFileManager.h",
        "delegate ubiquityIdentityToken",
        {
            "mountedVolumeURLsIncludingResourceValuesForKeys:options:": "r 1",
            "contentsOfDirectoryAtURL:includingPropertiesForKeys:options:error:": "r 2",
            "URLForDirectory:inDomain:appropriateForURL:create:error:": "r 3",
            "createDirectoryAtURL:withIntermediateDirectories:attributes:error:": "3",
            "createDirectoryAtPath:withIntermediateDirectories:attributes:error:": "3",
            "contentsOfDirectoryAtPath:error:": "r",
            "subpathsOfDirectoryAtPath:error:": "r",
            "attributesOfItemAtPath:error:": "r",
            "attributesOfFileSystemForPath:error:": "r",
            "destinationOfSymbolicLinkAtPath:error:": "r",
            "fileAttributesAtPath:traverseLink:": "r",
            "directoryContentsAtPath:": "r",
            "fileSystemAttributesAtPath:": "r",
            "pathContentOfSymbolicLinkAtPath:": "r",
            "linkPath:toPath:handler:": "3",
            "copyPath:toPath:handler:": "3",
            "movePath:toPath:handler:": "3",
            "removeFileAtPath:handler:": "2",
            "componentsToDisplayForPath:": "r",
            "enumeratorAtPath:": "r",
            "enumeratorAtURL:includingPropertiesForKeys:options:errorHandler:": "r 2 4",
            "subpathsAtPath:": "r",
            "contentsAtPath:": "r",
            "createFileAtPath:contents:attributes:": "2 3",
            "replaceItemAtURL:withItemAtURL:backupItemName:options:resultingItemURL:error:": "3",
            "URLForUbiquityContainerIdentifier:": "r 1",
            "URLForPublishingUbiquitousItemAtURL:expirationDate:error:": "r",
            "containerURLForSecurityApplicationGroupIdentifier:": "r",
            "homeDirectoryForUser:": "r",
        },
    ),
    "NSInputStream": Nullable(
        "NSStream.h",
        methods={
            "initWithURL:": "r",
            "initWithFileAtPath:": "r",
            "inputStreamWithData:": "r",
            "inputStreamWithFileAtPath:": "r",
            "inputStreamWithURL:": "r",
        },
    ),
    "NSMutableData": Nullable(
        "NSData.h",
        methods={
            "dataWithCapacity:": "r",
            "dataWithLength:": "r",
            "initWithCapacity:": "r",
            "initWithLength:": "r",
        },
    ),
    "NSNotificationCenter": Nullable(
        "NSNotification.h",
        methods={
            "addObserver:selector:name:object:": "3 4",
            "postNotificationName:object:": "2",
            "postNotificationName:object:userInfo:": "2 3",
            "removeObserver:name:object:": "2 3",
            "addObserverForName:object:queue:usingBlock:": "1 2 3",
        },
    ),
    "NSObject": Nullable(
        "NSObject.h, NSKeyValueCoding.h, NSKeyValueObserving.h, NSThread.h, NSRunLoop.h, "
        "NSArchiver.h, NSKeyedArchiver.h, NSPortCoder.h, NSError.h, NSClassDescription.h, "
        "NSObjectScripting.h, NSScript*.h",
        "observationInfo classForKeyedArchiver classForArchiver scriptingProperties "
        "objectSpecifier",
        {
            "replacementObjectForCoder:": "r",
            "awakeAfterUsingCoder:": "r",
            "performSelector:withObject:afterDelay:inModes:": "2",
            "performSelector:withObject:afterDelay:": "2",
            "cancelPreviousPerformRequestsWithTarget:selector:object:": "3",
            "valueForKey:": "r",
            "setValue:forKey:": "1",
            "valueForKeyPath:": "r",
            "setValue:forKeyPath:": "1",
            "valueForUndefinedKey:": "r",
            "setValue:forUndefinedKey:": "1",
            "storedValueForKey:": "r",
            "takeStoredValue:forKey:": "1",
            "takeValue:forKey:": "1",
            "takeValue:forKeyPath:": "1",
            "handleQueryWithUnboundKey:": "r",
            "handleTakeValue:forUnboundKey:": "1",
            "observeValueForKeyPath:ofObject:change:context:": "1 2 3 4",
            "addObserver:forKeyPath:options:context:": "4",
            "removeObserver:forKeyPath:context:": "3",
            "setSharedObservers:": "1",
            "replacementObjectForKeyedArchiver:": "r",
            "replacementObjectForArchiver:": "r",
            "replacementObjectForPortCoder:": "r",
            "performSelectorOnMainThread:withObject:waitUntilDone:modes:": "2 4",
            "performSelectorOnMainThread:withObject:waitUntilDone:": "2",
            "performSelector:onThread:withObject:waitUntilDone:modes:": "3 5",
            "performSelector:onThread:withObject:waitUntilDone:": "3",
            "performSelectorInBackground:withObject:": "2",
            "inverseForRelationshipKey:": "r",
            "scriptingValueForSpecifier:": "r",
            "copyScriptingValue:forKey:withProperties:": "r",
            "newScriptingObjectOfClass:forValueForKey:withContentsValue:properties:": "r 3",
            "valueAtIndex:inPropertyWithKey:": "r",
            "valueWithName:inPropertyWithKey:": "r",
            "valueWithUniqueID:inPropertyWithKey:": "r",
            "coerceValue:forKey:": "r 1",
            "indicesOfObjectsByEvaluatingObjectSpecifier:": "r",
            "isEqualTo:": "1",
            "isLessThanOrEqualTo:": "1",
            "isLessThan:": "1",
            "isGreaterThanOrEqualTo:": "1",
            "isGreaterThan:": "1",
            "isNotEqualTo:": "1",
        },
    ),
    "NSOperation": Nullable("NSOperation.h", "completionBlock name"),
    "NSOperationQueue": Nullable("NSOperation.h", "name underlyingQueue currentQueue"),
    "NSOutputStream": Nullable(
        "NSStream.h",
        methods={
            "initWithURL:append:": "r",
            "initToFileAtPath:append:": "r",
            "outputStreamWithURL:append:": "r",
        },
    ),
    "NSProgress": Nullable(
        "NSProgress.h",
        "cancellationHandler pausingHandler resumingHandler kind estimatedTimeRemaining "
        "throughput fileOperationKind fileURL fileTotalCount fileCompletedCount",
        {
            "currentProgress": "r",
            "initWithParent:userInfo:": "1 2",
            "setUserInfoObject:forKey:": "1",
            # null_resettable: set to nil, they are computed; so the getter never gives nil.
            "setLocalizedDescription:": "1",
            "setLocalizedAdditionalDescription:": "1",
        },
    ),
    "NSPropertyListSerialization": Nullable(
        "NSPropertyList.h",
        methods={
            "dataWithPropertyList:format:options:error:": "r",
            "propertyListWithData:options:format:error:": "r",
            "propertyListWithStream:options:format:error:": "r",
            "dataFromPropertyList:format:errorDescription:": "r",
            "propertyListFromData:mutabilityOption:format:errorDescription:": "r 1",
        },
    ),
    "NSRunLoop": Nullable(
        "NSRunLoop.h",
        "currentMode",
        {
            "limitDateForMode:": "r",
            "performSelector:target:argument:order:modes:": "3",
            "cancelPerformSelector:target:argument:": "3",
        },
    ),
    "NSStream": Nullable(
        "NSStream.h",
        "delegate streamError",
        {"propertyForKey:": "r", "setProperty:forKey:": "1"},
    ),
    "NSThread": Nullable(
        "NSThread.h",
        "name",
        {
            "detachNewThreadSelector:toTarget:withObject:": "3",
            "initWithTarget:selector:object:": "3",
        },
    ),
    "NSTimer": Nullable(
        "NSTimer.h",
        "userInfo",
        {
            "timerWithTimeInterval:target:selector:userInfo:repeats:": "4",
            "scheduledTimerWithTimeInterval:target:selector:userInfo:repeats:": "4",
            "initWithFireDate:interval:target:selector:userInfo:repeats:": "5",
        },
    ),
    "NSUUID": Nullable("NSUUID.h", methods={"initWithUUIDString:": "r"}),
    "NSUserDefaults": Nullable(
        "NSUserDefaults.h",
        methods={
            "initWithSuiteName:": "r 1",
            "initWithUser:": "r",
            "objectForKey:": "r",
            "setObject:forKey:": "1",
            "stringForKey:": "r",
            "arrayForKey:": "r",
            "dictionaryForKey:": "r",
            "dataForKey:": "r",
            "stringArrayForKey:": "r",
            "URLForKey:": "r",
            "setURL:forKey:": "1",
            "persistentDomainForName:": "r",
        },
    ),
}
# fmt: on
