"""Where nil may be in what loads: URLs, requests, sessions, tasks, their delegates.

Not here: all other classes (`objects.py`). One rule: a row is what the header named in it says.
"""

from __future__ import annotations

from typing import Final

from stubs.generate.nullable_rows.row import Nullable

__all__ = ["LOADING"]

# fmt: off
LOADING: Final[dict[str, Nullable]] = {
    "NSCachedURLResponse": Nullable(
        "NSURLCache.h", "userInfo", {"initWithResponse:data:userInfo:storagePolicy:": "3"}
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
    "NSMutableURLRequest": Nullable(
        "NSURLRequest.h",
        "URL mainDocumentURL cookiePartitionIdentifier allHTTPHeaderFields HTTPBody "
        "HTTPBodyStream",
        {"setValue:forHTTPHeaderField:": "1"},
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
