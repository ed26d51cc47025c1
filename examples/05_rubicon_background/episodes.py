"""An iOS app whose episodes download in the background, written with BeeWare's rubicon-objc.

Nothing here knows of a test: it is what runs on the phone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from rubicon.objc import (
    SEL,
    Block,
    NSInteger,
    NSObject,
    ObjCClass,
    ObjCInstance,
    ObjCProtocol,
    objc_block,
    objc_method,
    objc_property,
    send_super,
)

NSOperationQueue = ObjCClass("NSOperationQueue")
NSURL = ObjCClass("NSURL")
NSURLSession = ObjCClass("NSURLSession")
NSURLSessionConfiguration = ObjCClass("NSURLSessionConfiguration")

IDENTIFIER = "com.example.podcasts.episodes"
FOLDER = Path.home() / "Documents"


class Downloader(NSObject, protocols=[ObjCProtocol("NSURLSessionDownloadDelegate")]):
    """The delegate of the background session. Its methods come on the session's own thread."""

    app = objc_property(weak=True)  # the app delegate keeps this object, not the other way round

    @objc_method
    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self, session, task, step: NSInteger, total: NSInteger, expected: NSInteger
    ) -> None:
        self.tellApp_(f"{task.taskDescription}: {100 * total // expected} %")

    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, location) -> None:
        # iOS removes the file when this method returns.
        if task.response.statusCode == 200:
            shutil.move(str(location.path), FOLDER / f"{task.taskDescription}.mp3")

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        if error is not None:
            news = f"{task.taskDescription}: {error.localizedDescription}"
        elif task.response.statusCode != 200:
            news = f"{task.taskDescription}: the server says {task.response.statusCode}"
        else:
            news = f"{task.taskDescription} is here"
        self.tellApp_(news)

    @objc_method
    def tellApp_(self, news) -> None:
        # What is on the screen may be touched on the main thread only.
        self.app.performSelectorOnMainThread(SEL("show:"), withObject=news, waitUntilDone=False)

    @objc_method
    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session) -> None:
        NSOperationQueue.mainQueue.addOperationWithBlock(Block(self.app.caughtUp, None))


class AppDelegate(NSObject, protocols=[ObjCProtocol("UIApplicationDelegate")]):
    """Begins downloads, and is woken when they have ended."""

    @objc_method
    def init(self):
        self = ObjCInstance(send_super(__class__, self, "init"))
        self.screen = []
        self.session = None
        self.stored = None
        return self

    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application, identifier, handler: objc_block
    ) -> None:
        self.stored = handler
        self.open()

    @objc_method
    def open(self) -> None:
        """The one session: made at first use, and again after a relaunch."""
        if self.session is None:
            configuration = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier(
                IDENTIFIER
            )
            self.downloader = Downloader.alloc().init()
            self.downloader.app = self
            self.session = NSURLSession.sessionWithConfiguration(
                configuration, delegate=self.downloader, delegateQueue=None
            )

    @objc_method
    def download_named_(self, address, episode) -> None:
        self.open()
        task = self.session.downloadTaskWithURL(NSURL.URLWithString(address))
        task.taskDescription = episode
        task.resume()

    @objc_method
    def show_(self, news) -> None:
        self.screen.append(str(news))

    @objc_method
    def caughtUp(self) -> None:
        """Tell iOS that all was taken; on the main thread, and once."""
        handler, self.stored = self.stored, None
        if handler is not None:
            handler()
