"""PyObjC code as people write it; no type checker may complain about any.

Read by mypy and pyright in `test_foundation_typing.py`, and never run. One rule: what is here
is good style for a user, without an ignore, a cast or an Any.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

import objc
from Foundation import (
    NSURL,
    NSUUID,
    NSBundle,
    NSData,
    NSDate,
    NSDefaultRunLoopMode,
    NSError,
    NSFileManager,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSNotificationCenter,
    NSObject,
    NSOperationQueue,
    NSPropertyListSerialization,
    NSRunLoop,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLErrorCancelled,
    NSURLErrorDomain,
    NSURLRequest,
    NSURLRequestReloadIgnoringLocalCacheData,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
    NSURLSessionTaskStateRunning,
    NSUserDefaults,
)
from PyObjCTools import AppHelper, KeyValueCoding

if TYPE_CHECKING:
    from Foundation import NSURLSessionDataDelegate, NSURLSessionDownloadDelegate
else:
    # At run time PyObjC finds the methods by their names.
    NSURLSessionDataDelegate = NSURLSessionDownloadDelegate = object


class Downloader(NSObject, NSURLSessionDownloadDelegate):
    """A delegate that is checked against Apple's protocol."""

    def initWithFolder_(self, folder: Path) -> Self:
        self = objc.super(Downloader, self).init()
        self.folder = folder
        self.errors: list[str] = []
        return self

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        manager = NSFileManager.defaultManager()
        target = NSURL.fileURLWithPath_(str(self.folder / str(task.taskIdentifier())))
        moved, error = manager.moveItemAtURL_toURL_error_(location, target, None)
        if not moved and error is not None:
            self.errors.append(error.localizedDescription())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is None or error.code() == NSURLErrorCancelled:
            return
        assert error.domain() == NSURLErrorDomain
        self.errors.append(error.userInfo()["NSLocalizedDescription"])

    @objc.python_method
    def start(self, session: NSURLSession, address: str) -> NSURLSessionDownloadTask:
        url = NSURL.URLWithString_(address)
        assert url is not None, address
        task = session.downloadTaskWithURL_(url)
        task.setTaskDescription_(address)
        task.resume()
        return task


class Reader(
    NSObject, NSURLSessionDataDelegate, protocols=[objc.protocolNamed("NSURLSessionDelegate")]
):
    """Answers each question, and keeps what came."""

    def init(self) -> Self:
        self = objc.super(Reader, self).init()
        self.received = bytearray()
        return self

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        completionHandler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        if isinstance(response, NSHTTPURLResponse):
            print(response.statusCode(), response.allHeaderFields()["Content-Type"].lower())
        completionHandler(NSURLSessionResponseAllow)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.received += data
        print(data.bytes().tobytes(), bytes(data), len(data), data.length())

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
    ) -> None:
        space = challenge.protectionSpace()
        if space.authenticationMethod() != NSURLAuthenticationMethodHTTPBasic:
            completionHandler(NSURLSessionAuthChallengePerformDefaultHandling, None)
            return
        completionHandler(
            NSURLSessionAuthChallengeUseCredential,
            NSURLCredential.credentialWithUser_password_persistence_(
                "user", "secret", NSURLCredentialPersistenceForSession
            ),
        )


class Untyped(NSObject):
    """Most delegates declare no protocol; they may be given all the same."""


def session(folder: Path) -> NSURLSession:
    """A session with a configuration of its own."""
    configuration = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_("sync")
    configuration.setHTTPAdditionalHeaders_({"Accept": "text/plain"})
    configuration.setTimeoutIntervalForRequest_(30)
    configuration.setURLCache_(None)
    NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        configuration, Untyped.alloc().init(), None
    )
    return NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        configuration, Downloader.alloc().initWithFolder_(folder), NSOperationQueue.mainQueue()
    )


def ask(url: NSURL) -> None:
    """A request with a body, and a block that is told the answer."""
    request = NSMutableURLRequest.requestWithURL_cachePolicy_timeoutInterval_(
        url, NSURLRequestReloadIgnoringLocalCacheData, 30.0
    )
    request.setHTTPMethod_("POST")
    request.setHTTPBody_(b"body")
    request.setValue_forHTTPHeaderField_("text/plain", "Content-Type")

    def done(data: NSData | None, response: NSURLResponse | None, error: NSError | None) -> None:
        if data is not None:
            Path("answer").write_bytes(data)
        print(response and response.URL(), error and error.localizedDescription())

    shared = NSURLSession.sharedSession()
    task = shared.dataTaskWithRequest_completionHandler_(request, done)
    task.resume()
    while task.state() == NSURLSessionTaskStateRunning:
        NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.1))
        NSRunLoop.mainRunLoop().runMode_beforeDate_(NSDefaultRunLoopMode, NSDate.distantFuture())
    shared.uploadTaskWithRequest_fromData_(NSURLRequest.requestWithURL_(url), bytearray(b"x"))
    shared.getAllTasksWithCompletionHandler_(lambda tasks: print(len(tasks), tasks[0].state()))


def keep(data: NSData) -> None:
    """Out-arguments come back beside the result."""
    found, form, error = NSPropertyListSerialization.propertyListWithData_options_format_error_(
        data, 0, None, None
    )
    print(found, form + 1, error)
    exists, is_folder = NSFileManager.defaultManager().fileExistsAtPath_isDirectory_("/", None)
    print(exists and is_folder)
    NSUserDefaults.standardUserDefaults().setObject_forKey_(data, "resume")
    info = NSBundle.mainBundle().infoDictionary()
    print(info and info["CFBundleName"], NSUUID.UUID().UUIDString())
    NSNotificationCenter.defaultCenter().addObserver_selector_name_object_(
        Untyped.alloc().init(), "heard:", None, None
    )


class Controller(NSObject):
    """What an app marks for the bridge."""

    label = objc.IBOutlet()

    @objc.IBAction
    def pressed_(self, sender: NSObject) -> None:
        self.label.setStringValue_(KeyValueCoding.getKey(sender, "title"))
        AppHelper.callAfter(self.show, "pressed", times=2)
        AppHelper.callLater(1.5, AppHelper.stopEventLoop)

    @objc.python_method
    def show(self, text: str, *, times: int) -> None:
        print(text * times)

    @objc.typedSelector(b"v@:@")
    def heard_(self, note: NSObject) -> None:
        print(note.className())

    @objc.python_method()
    def plain(self) -> int:
        return 1


def main() -> None:
    """A program's loop."""
    with objc.autorelease_pool():
        controller = Controller.alloc().init()
        controller.heard_(controller)
        print(controller.plain() + 1, Controller.class__().alloc().className())
        controller.performSelectorOnMainThread_withObject_waitUntilDone_("heard:", None, False)
        AppHelper.runConsoleEventLoop(installInterrupt=True)
    try:
        objc.lookUpClass("NSNothing")
    except objc.nosuchclass_error as missing:
        print(missing)
