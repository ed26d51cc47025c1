"""Where Foundation's headers allow nil.

Between NS_ASSUME_NONNULL_BEGIN and _END, which all of them have, nothing is nil that is not
declared so; this is the list of what is. Not here: what blocks take, whose types say it
themselves, and out-arguments, which are None when passed. One rule: a row is what the header
named at its class says.

`properties` are nullable in getter and setter. `methods` have a word for each place: `r` is the
result, a number the argument, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from stubs.generate.surface import Method

__all__ = ["NULLABLE", "Nullable", "is_nullable"]


@dataclass(frozen=True, slots=True)
class Nullable:
    """What a header allows to be nil in a class."""

    header: str
    properties: str = ""
    methods: dict[str, str] = field(default_factory=dict[str, str])

    def places(self) -> dict[str, frozenset[str]]:
        """The places that may be nil, by selector; a `+` stands before a class method's."""
        found = {selector: frozenset(places.split()) for selector, places in self.methods.items()}
        for name in self.properties.split():
            found[name] = frozenset({"r"})
            found[f"set{name[0].upper()}{name[1:]}:"] = frozenset({"1"})
        return found


def is_nullable(owner: str, method: Method, place: str) -> bool:
    """Whether the result (`r`) or an argument (its number) of a method may be nil."""
    table = _PLACES.get(owner, {})
    own = table.get(f"+{method.selector}") if method.of_class else None
    return place in (own if own is not None else table.get(method.selector, frozenset()))


# fmt: off
NULLABLE: Final[dict[str, Nullable]] = {
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
    "NSCachedURLResponse": Nullable(
        "NSURLCache.h", "userInfo", {"initWithResponse:data:userInfo:storagePolicy:": "3"}
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
    "NSHTTPCookie": Nullable(
        "NSHTTPCookie.h",
        "properties expiresDate comment commentURL portList sameSitePolicy",
        {"initWithProperties:": "r", "cookieWithProperties:": "r"},
    ),
    "NSHTTPCookieStorage": Nullable(
        "NSHTTPCookieStorage.h",
        "cookies",
        {"cookiesForURL:": "r", "setCookies:forURL:mainDocumentURL:": "2 3"},
    ),
    "NSHTTPURLResponse": Nullable(
        "NSURLResponse.h",
        methods={
            "initWithURL:statusCode:HTTPVersion:headerFields:": "r 3 4",
            "valueForHTTPHeaderField:": "r",
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
    "NSMutableURLRequest": Nullable(
        "NSURLRequest.h",
        "URL mainDocumentURL cookiePartitionIdentifier allHTTPHeaderFields HTTPBody "
        "HTTPBodyStream",
        {"setValue:forHTTPHeaderField:": "1"},
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
    "NSURL": Nullable(
        "NSURL.h, NSURLHandle.h",
        "absoluteString baseURL absoluteURL scheme resourceSpecifier host port user password path "
        "fragment parameterString query relativePath standardizedURL filePathURL pathComponents "
        "lastPathComponent pathExtension URLByDeletingLastPathComponent "
        "URLByDeletingPathExtension URLByStandardizingPath URLByResolvingSymlinksInPath",
        {
            "initWithScheme:host:path:": "r 2",
            "initFileURLWithPath:isDirectory:relativeToURL:": "3",
            "initFileURLWithPath:relativeToURL:": "2",
            "fileURLWithPath:isDirectory:relativeToURL:": "3",
            "fileURLWithPath:relativeToURL:": "2",
            "initFileURLWithFileSystemRepresentation:isDirectory:relativeToURL:": "3",
            "fileURLWithFileSystemRepresentation:isDirectory:relativeToURL:": "3",
            "initWithString:": "r",
            "initWithString:relativeToURL:": "r 2",
            "URLWithString:": "r",
            "URLWithString:relativeToURL:": "r 2",
            "initWithString:encodingInvalidCharacters:": "r",
            "URLWithString:encodingInvalidCharacters:": "r",
            "initWithDataRepresentation:relativeToURL:": "2",
            "URLWithDataRepresentation:relativeToURL:": "2",
            "initAbsoluteURLWithDataRepresentation:relativeToURL:": "2",
            "absoluteURLWithDataRepresentation:relativeToURL:": "2",
            "fileReferenceURL": "r",
            "resourceValuesForKeys:error:": "r",
            "setResourceValue:forKey:error:": "1",
            "setTemporaryResourceValue:forKey:": "1",
            "bookmarkDataWithOptions:includingResourceValuesForKeys:relativeToURL:error:": "r 2 3",
            "initByResolvingBookmarkData:options:relativeToURL:bookmarkDataIsStale:error:": "r 3",
            "URLByResolvingBookmarkData:options:relativeToURL:bookmarkDataIsStale:error:": "r 3",
            "resourceValuesForKeys:fromBookmarkData:": "r",
            "bookmarkDataWithContentsOfURL:error:": "r",
            "URLByResolvingAliasFileAtURL:options:error:": "r",
            "promisedItemResourceValuesForKeys:error:": "r",
            "fileURLWithPathComponents:": "r",
            "URLByAppendingPathComponent:": "r",
            "URLByAppendingPathComponent:isDirectory:": "r",
            "URLByAppendingPathExtension:": "r",
            "resourceDataUsingCache:": "r",
            "propertyForKey:": "r",
            "URLHandleUsingCache:": "r",
        },
    ),
    "NSURLAuthenticationChallenge": Nullable(
        "NSURLAuthenticationChallenge.h",
        "proposedCredential failureResponse error sender",
        {
            "initWithProtectionSpace:proposedCredential:previousFailureCount:failureResponse:"
            "error:sender:": "2 4 5",
        },
    ),
    "NSURLCache": Nullable(
        "NSURLCache.h",
        methods={
            "initWithMemoryCapacity:diskCapacity:diskPath:": "3",
            "initWithMemoryCapacity:diskCapacity:directoryURL:": "3",
            "cachedResponseForRequest:": "r",
        },
    ),
    "NSURLComponents": Nullable(
        "NSURL.h",
        "URL string scheme user password host port path query fragment percentEncodedUser "
        "percentEncodedPassword percentEncodedHost percentEncodedPath percentEncodedQuery "
        "percentEncodedFragment encodedHost queryItems percentEncodedQueryItems",
        {
            "initWithURL:resolvingAgainstBaseURL:": "r",
            "componentsWithURL:resolvingAgainstBaseURL:": "r",
            "initWithString:": "r",
            "componentsWithString:": "r",
            "initWithString:encodingInvalidCharacters:": "r",
            "componentsWithString:encodingInvalidCharacters:": "r",
            "URLRelativeToURL:": "r 1",
        },
    ),
    "NSURLCredential": Nullable(
        "NSURLCredential.h",
        "user password identity",
        {
            "initWithIdentity:certificates:persistence:": "2",
            "credentialWithIdentity:certificates:persistence:": "2",
        },
    ),
    "NSURLCredentialStorage": Nullable(
        "NSURLCredentialStorage.h",
        methods={
            "credentialsForProtectionSpace:": "r",
            "removeCredential:forProtectionSpace:options:": "3",
            "defaultCredentialForProtectionSpace:": "r",
            "removeCredential:forProtectionSpace:options:task:": "3",
        },
    ),
    "NSURLProtectionSpace": Nullable(
        "NSURLProtectionSpace.h",
        "realm proxyType protocol distinguishedNames serverTrust",
        {
            "initWithHost:port:protocol:realm:authenticationMethod:": "3 4 5",
            "initWithProxyHost:port:type:realm:authenticationMethod:": "3 4 5",
        },
    ),
    "NSURLQueryItem": Nullable(
        "NSURL.h", "value", {"initWithName:value:": "2", "queryItemWithName:value:": "2"}
    ),
    "NSURLRequest": Nullable(
        "NSURLRequest.h",
        "URL mainDocumentURL cookiePartitionIdentifier HTTPMethod allHTTPHeaderFields HTTPBody "
        "HTTPBodyStream",
        {"valueForHTTPHeaderField:": "r"},
    ),
    "NSURLResponse": Nullable(
        "NSURLResponse.h",
        "URL MIMEType textEncodingName suggestedFilename",
        {"initWithURL:MIMEType:expectedContentLength:textEncodingName:": "2 4"},
    ),
    "NSURLSession": Nullable(
        "NSURLSession.h",
        "delegate sessionDescription",
        {
            "sessionWithConfiguration:delegate:delegateQueue:": "2 3",
            "uploadTaskWithRequest:fromData:completionHandler:": "2",
        },
    ),
    "NSURLSessionConfiguration": Nullable(
        "NSURLSession.h",
        "identifier sharedContainerIdentifier connectionProxyDictionary HTTPAdditionalHeaders "
        "HTTPCookieStorage URLCredentialStorage URLCache protocolClasses",
    ),
    "NSURLSessionTask": Nullable(
        "NSURLSession.h",
        "originalRequest currentRequest response delegate earliestBeginDate taskDescription error",
    ),
    "NSURLSessionTaskTransactionMetrics": Nullable(
        "NSURLSession.h",
        "response fetchStartDate domainLookupStartDate domainLookupEndDate connectStartDate "
        "secureConnectionStartDate secureConnectionEndDate connectEndDate requestStartDate "
        "requestEndDate responseStartDate responseEndDate networkProtocolName localAddress "
        "localPort remoteAddress remotePort negotiatedTLSProtocolVersion "
        "negotiatedTLSCipherSuite",
    ),
    "NSURLSessionWebSocketMessage": Nullable("NSURLSession.h", "data string"),
    "NSURLSessionWebSocketTask": Nullable(
        "NSURLSession.h", "closeReason", {"cancelWithCloseCode:reason:": "2"}
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
    # The protocols of the delegates.
    "NSURLSessionDelegate": Nullable(
        "NSURLSession.h", methods={"URLSession:didBecomeInvalidWithError:": "2"}
    ),
    "NSURLSessionTaskDelegate": Nullable(
        "NSURLSession.h", methods={"URLSession:task:didCompleteWithError:": "3"}
    ),
    "NSURLSessionWebSocketDelegate": Nullable(
        "NSURLSession.h",
        methods={
            "URLSession:webSocketTask:didOpenWithProtocol:": "3",
            "URLSession:webSocketTask:didCloseWithCode:reason:": "4",
        },
    ),
}
# fmt: on

_PLACES: Final = {owner: rows.places() for owner, rows in NULLABLE.items()}
