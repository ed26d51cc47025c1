"""Doubles of the Foundation classes a delegate touches, spelt as in PyObjC.

What it is: the one place to import them from. What it is not: Foundation; what a double does
not simulate it refuses with `NotSimulated`. Its one rule: values are here at once, sessions,
tasks and queues when they are first asked for, because those need the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation import (
    constants,
    enums,
    error_codes,
    file_constants,
    loading_enums,
    values,
)
from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.constants import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.cookie import NSHTTPCookie
from urlsession_mock.foundation.cookie_storage import NSHTTPCookieStorage
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.credential_storage import NSURLCredentialStorage
from urlsession_mock.foundation.data import NSData, NSMutableData
from urlsession_mock.foundation.date import NSDate, NSDateInterval, NSTimeIntervalSince1970
from urlsession_mock.foundation.enums import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.file_constants import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.loading_enums import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.metrics import (
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.progress import NSProgress
from urlsession_mock.foundation.query_item import NSURLQueryItem
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.streams import (
    NSInputStream,
    NSOutputStream,
    NSStream,
    NSStreamDataWrittenToMemoryStreamKey,
    NSStreamFileCurrentOffsetKey,
)
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.foundation.url_cache import NSURLCache
from urlsession_mock.foundation.url_components import NSURLComponents
from urlsession_mock.foundation.values import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.foundation.websocket_message import NSURLSessionWebSocketMessage
from urlsession_mock.not_simulated import NotSimulated

if TYPE_CHECKING:
    from urlsession_mock.foundation.array import NSArray as NSArray
    from urlsession_mock.foundation.array import NSMutableArray as NSMutableArray
    from urlsession_mock.foundation.bridged import NSEnumerator as NSEnumerator
    from urlsession_mock.foundation.bridged import NSNull as NSNull
    from urlsession_mock.foundation.bundle import NSBundle as NSBundle
    from urlsession_mock.foundation.dictionary import NSDictionary as NSDictionary
    from urlsession_mock.foundation.dictionary import NSMutableDictionary as NSMutableDictionary
    from urlsession_mock.foundation.directory_enumerator import (
        NSDirectoryEnumerator as NSDirectoryEnumerator,
    )
    from urlsession_mock.foundation.file_handle import NSFileHandle as NSFileHandle
    from urlsession_mock.foundation.file_manager import NSFileManager as NSFileManager
    from urlsession_mock.foundation.folders import NSFullUserName as NSFullUserName
    from urlsession_mock.foundation.folders import NSHomeDirectory as NSHomeDirectory
    from urlsession_mock.foundation.folders import NSHomeDirectoryForUser as NSHomeDirectoryForUser
    from urlsession_mock.foundation.folders import (
        NSOpenStepRootDirectory as NSOpenStepRootDirectory,
    )
    from urlsession_mock.foundation.folders import (
        NSSearchPathForDirectoriesInDomains as NSSearchPathForDirectoriesInDomains,
    )
    from urlsession_mock.foundation.folders import NSTemporaryDirectory as NSTemporaryDirectory
    from urlsession_mock.foundation.folders import NSUserName as NSUserName
    from urlsession_mock.foundation.json_serialization import (
        NSJSONSerialization as NSJSONSerialization,
    )
    from urlsession_mock.foundation.notification import NSNotification as NSNotification
    from urlsession_mock.foundation.notification_center import (
        NSDistributedNotificationCenter as NSDistributedNotificationCenter,
    )
    from urlsession_mock.foundation.notification_center import (
        NSNotificationCenter as NSNotificationCenter,
    )
    from urlsession_mock.foundation.process_info import NSAutoreleasePool as NSAutoreleasePool
    from urlsession_mock.foundation.process_info import (
        NSOperatingSystemVersion as NSOperatingSystemVersion,
    )
    from urlsession_mock.foundation.process_info import NSProcessInfo as NSProcessInfo
    from urlsession_mock.foundation.property_list import (
        NSPropertyListSerialization as NSPropertyListSerialization,
    )
    from urlsession_mock.foundation.sets import NSMutableSet as NSMutableSet
    from urlsession_mock.foundation.sets import NSOrderedSet as NSOrderedSet
    from urlsession_mock.foundation.sets import NSSet as NSSet
    from urlsession_mock.foundation.strings import NSMutableString as NSMutableString
    from urlsession_mock.foundation.strings import NSNumber as NSNumber
    from urlsession_mock.foundation.strings import NSString as NSString
    from urlsession_mock.foundation.user_defaults import NSUserDefaults as NSUserDefaults
    from urlsession_mock.foundation.uuid import NSUUID as NSUUID
    from urlsession_mock.operation_queue import NSOperationQueue as NSOperationQueue
    from urlsession_mock.operations import NSBlockOperation as NSBlockOperation
    from urlsession_mock.operations import NSOperation as NSOperation
    from urlsession_mock.run_loop import NSRunLoop as NSRunLoop
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.socket_tasks import NSURLSessionStreamTask, NSURLSessionWebSocketTask
    from urlsession_mock.tasks import (
        NSURLSessionDataTask,
        NSURLSessionDownloadTask,
        NSURLSessionTask,
        NSURLSessionUploadTask,
    )
    from urlsession_mock.thread import NSThread as NSThread
    from urlsession_mock.timer import NSTimer as NSTimer
    from urlsession_mock.url_connection import NSURLConnection as NSURLConnection

__all__ = [
    "NSURL",
    "NSUUID",
    "NSArray",
    "NSAutoreleasePool",
    "NSBlockOperation",
    "NSBundle",
    "NSCachedURLResponse",
    "NSData",
    "NSDate",
    "NSDateInterval",
    "NSDictionary",
    "NSDirectoryEnumerator",
    "NSDistributedNotificationCenter",
    "NSEnumerator",
    "NSError",
    "NSFileHandle",
    "NSFileManager",
    "NSFullUserName",
    "NSHTTPCookie",
    "NSHTTPCookieStorage",
    "NSHTTPURLResponse",
    "NSHomeDirectory",
    "NSHomeDirectoryForUser",
    "NSInputStream",
    "NSJSONSerialization",
    "NSMutableArray",
    "NSMutableData",
    "NSMutableDictionary",
    "NSMutableSet",
    "NSMutableString",
    "NSMutableURLRequest",
    "NSNotification",
    "NSNotificationCenter",
    "NSNull",
    "NSNumber",
    "NSObject",
    "NSOpenStepRootDirectory",
    "NSOperatingSystemVersion",
    "NSOperation",
    "NSOperationQueue",
    "NSOrderedSet",
    "NSOutputStream",
    "NSProcessInfo",
    "NSProgress",
    "NSPropertyListSerialization",
    "NSRunLoop",
    "NSSearchPathForDirectoriesInDomains",
    "NSSet",
    "NSStream",
    "NSStreamDataWrittenToMemoryStreamKey",
    "NSStreamFileCurrentOffsetKey",
    "NSString",
    "NSTemporaryDirectory",
    "NSThread",
    "NSTimeIntervalSince1970",
    "NSTimer",
    "NSURLAuthenticationChallenge",
    "NSURLCache",
    "NSURLComponents",
    "NSURLConnection",
    "NSURLCredential",
    "NSURLCredentialStorage",
    "NSURLProtectionSpace",
    "NSURLQueryItem",
    "NSURLRequest",
    "NSURLResponse",
    "NSURLSession",
    "NSURLSessionConfiguration",
    "NSURLSessionDataTask",
    "NSURLSessionDownloadTask",
    "NSURLSessionStreamTask",
    "NSURLSessionTask",
    "NSURLSessionTaskMetrics",
    "NSURLSessionTaskTransactionMetrics",
    "NSURLSessionUploadTask",
    "NSURLSessionWebSocketMessage",
    "NSURLSessionWebSocketTask",
    "NSUserDefaults",
    "NSUserName",
    "NotSimulated",
    "TransactionValues",
]
__all__ += constants.__all__
__all__ += enums.__all__
__all__ += error_codes.__all__
__all__ += loading_enums.__all__
__all__ += values.__all__
__all__ += file_constants.__all__

# Where the classes are that are imported when first asked for.
_LATER: Final = {
    "NSURLConnection": "urlsession_mock.url_connection",
    "NSFileHandle": "urlsession_mock.foundation.file_handle",
    "NSJSONSerialization": "urlsession_mock.foundation.json_serialization",
    "NSNumber": "urlsession_mock.foundation.strings",
    "NSMutableString": "urlsession_mock.foundation.strings",
    "NSString": "urlsession_mock.foundation.strings",
    "NSUserName": "urlsession_mock.foundation.folders",
    "NSTemporaryDirectory": "urlsession_mock.foundation.folders",
    "NSSearchPathForDirectoriesInDomains": "urlsession_mock.foundation.folders",
    "NSOpenStepRootDirectory": "urlsession_mock.foundation.folders",
    "NSHomeDirectoryForUser": "urlsession_mock.foundation.folders",
    "NSHomeDirectory": "urlsession_mock.foundation.folders",
    "NSFullUserName": "urlsession_mock.foundation.folders",
    "NSDirectoryEnumerator": "urlsession_mock.foundation.directory_enumerator",
    "NSDistributedNotificationCenter": "urlsession_mock.foundation.notification_center",
    "NSNotification": "urlsession_mock.foundation.notification",
    "NSEnumerator": "urlsession_mock.foundation.bridged",
    "NSNull": "urlsession_mock.foundation.bridged",
    "NSOrderedSet": "urlsession_mock.foundation.sets",
    "NSMutableSet": "urlsession_mock.foundation.sets",
    "NSSet": "urlsession_mock.foundation.sets",
    "NSMutableDictionary": "urlsession_mock.foundation.dictionary",
    "NSDictionary": "urlsession_mock.foundation.dictionary",
    "NSMutableArray": "urlsession_mock.foundation.array",
    "NSArray": "urlsession_mock.foundation.array",
    "NSAutoreleasePool": "urlsession_mock.foundation.process_info",
    "NSBlockOperation": "urlsession_mock.operations",
    "NSBundle": "urlsession_mock.foundation.bundle",
    "NSFileManager": "urlsession_mock.foundation.file_manager",
    "NSNotificationCenter": "urlsession_mock.foundation.notification_center",
    "NSOperatingSystemVersion": "urlsession_mock.foundation.process_info",
    "NSOperation": "urlsession_mock.operations",
    "NSOperationQueue": "urlsession_mock.operation_queue",
    "NSProcessInfo": "urlsession_mock.foundation.process_info",
    "NSPropertyListSerialization": "urlsession_mock.foundation.property_list",
    "NSRunLoop": "urlsession_mock.run_loop",
    "NSThread": "urlsession_mock.thread",
    "NSTimer": "urlsession_mock.timer",
    "NSURLSession": "urlsession_mock.session",
    "NSURLSessionDataTask": "urlsession_mock.tasks",
    "NSURLSessionDownloadTask": "urlsession_mock.tasks",
    "NSURLSessionStreamTask": "urlsession_mock.socket_tasks",
    "NSURLSessionTask": "urlsession_mock.tasks",
    "NSURLSessionUploadTask": "urlsession_mock.tasks",
    "NSURLSessionWebSocketTask": "urlsession_mock.socket_tasks",
    "NSUUID": "urlsession_mock.foundation.uuid",
    "NSUserDefaults": "urlsession_mock.foundation.user_defaults",
}


def __getattr__(name: str) -> object:
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(module), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
