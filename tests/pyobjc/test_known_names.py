"""What real PyObjC clients of URLSession import works, and is not only known by name.

The names are those that published clients use: downloaders of Mac administrators' tools, agents,
small scripts. One rule: a name is here because code was seen that imports it.
"""

from __future__ import annotations

import importlib

import pytest

from urlsession_mock.bindings.pyobjc import PyObjC
from urlsession_mock.bindings.pyobjc.refused import Refused

# fmt: off
NAMES: dict[str, tuple[str, ...]] = {
    "Foundation": (
        "NSObject", "NSURL", "NSURLRequest", "NSMutableURLRequest", "NSURLResponse",
        "NSHTTPURLResponse", "NSURLSession", "NSURLSessionConfiguration", "NSURLSessionTask",
        "NSURLSessionDataTask", "NSURLSessionDownloadTask", "NSURLSessionUploadTask",
        "NSURLSessionAuthChallengeUseCredential", "NSURLSessionAuthChallengePerformDefaultHandling",
        "NSURLSessionAuthChallengeCancelAuthenticationChallenge", "NSURLSessionResponseAllow",
        "NSURLSessionResponseCancel", "NSURLSessionTaskStateCompleted", "NSURLCredential",
        "NSURLCredentialPersistenceNone", "NSURLCredentialPersistenceForSession",
        "NSURLRequestReloadIgnoringLocalCacheData", "NSURLRequestUseProtocolCachePolicy",
        "NSURLResponseUnknownLength", "NSURLAuthenticationMethodHTTPBasic",
        "NSURLAuthenticationMethodServerTrust", "NSURLAuthenticationMethodClientCertificate",
        "NSURLErrorDomain", "NSURLErrorTimedOut", "NSURLErrorCancelled", "NSURLCache",
        "NSHTTPCookieStorage", "NSOperationQueue", "NSBlockOperation", "NSThread", "NSRunLoop",
        "NSTimer", "NSDate", "NSDefaultRunLoopMode", "NSData", "NSMutableData", "NSError", "NSLog",
        "NSArray", "NSDictionary", "NSUUID", "NSNull", "NSBundle", "NSFileManager",
        "NSUserDefaults", "NSNotificationCenter", "NSProcessInfo", "NSAutoreleasePool",
        "NSPropertyListSerialization", "NSPropertyListMutableContainersAndLeaves",
        "NSPropertyListXMLFormat_v1_0", "NSPropertyListImmutable", "NSHomeDirectory",
        "NSTemporaryDirectory", "NSSearchPathForDirectoriesInDomains", "NSCachesDirectory",
        "NSUserDomainMask", "NSClassFromString", "NSStringFromClass", "NSSelectorFromString",
        "NSMakeRange", "NSNotFound", "YES", "NO",
    ),
    "objc": (
        "super", "python_method", "objc_method", "selector", "signature", "typedSelector",
        "namedSelector", "IBAction", "IBOutlet", "ivar", "accessor", "synthesize",
        "object_property", "bool_property", "protocolNamed", "informal_protocol",
        "formal_protocol", "ProtocolError", "lookUpClass", "nosuchclass_error", "error",
        "BadPrototypeError", "autorelease_pool", "registerMetaDataForSelector",
        "registerCFSignature", "registerStructAlias", "createStructType", "loadBundle",
        "loadBundleFunctions", "loadBundleVariables", "pathForFramework", "YES", "NO", "NULL",
        "nil", "_C_ID", "_C_VOID", "_C_NSInteger", "objc_class", "objc_object", "pyobjc_unicode",
        "repythonify", "callbackFor", "selectorFor", "setVerbose", "options", "currentBundle",
        "getClassList", "varlist",
    ),
    "AppKit": ("NSApplication", "NSApp", "NSApplicationMain", "NSURLSession", "NSObject"),
    "Cocoa": ("NSApplication", "NSObject", "NSURL", "NSRunLoop", "NSDate"),
    "UIKit": ("UIApplication", "UIBackgroundTaskInvalid", "UIApplicationStateBackground"),
    "PyObjCTools.KeyValueCoding": ("getKey", "setKey", "getKeyPath", "setKeyPath"),
}
# fmt: on


@pytest.mark.parametrize("module", NAMES)
def test_what_clients_import_works(bridge: PyObjC, module: str) -> None:
    given = importlib.import_module(module)

    refused = [name for name in NAMES[module] if isinstance(getattr(given, name), Refused)]
    assert refused == []
