"""An app's client as a user of rubicon-objc writes one: it makes its sessions and tasks itself.

Not here: anything of this package. `plain.py` is the same client in PyObjC's spelling, line by
line. One rule: both spellings of rubicon are used, `a_b_(x, y)` and `a(x, b=y)`.
"""

from __future__ import annotations

import shutil

from rubicon.objc import (
    NSObject,
    ObjCClass,
    ObjCInstance,
    objc_method,
    py_from_ns,
)
from rubicon.objc.runtime import objc_id

# mypy: disable-error-code="misc, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalIterable=false, reportOptionalMemberAccess=false
# pyright: reportUntypedBaseClass=false

NSMutableURLRequest = ObjCClass("NSMutableURLRequest")
NSURL = ObjCClass("NSURL")
NSURLSession = ObjCClass("NSURLSession")
NSURLSessionConfiguration = ObjCClass("NSURLSessionConfiguration")


class Client(NSObject):
    @objc_method
    def open_(self, identifier) -> None:
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        configuration = make(identifier)
        configuration.timeoutIntervalForRequest = 5.0
        configuration.setAllowsCellularAccess_(False)
        self.session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            configuration, self, None
        )
        self.notes.append(
            f"{self.session.configuration.identifier}, "
            f"{self.session.configuration.timeoutIntervalForRequest} s, "
            f"mine: {self.session.delegate == self}"
        )

    @objc_method
    def fetch_(self, address) -> None:
        request = NSMutableURLRequest.requestWithURL(NSURL.URLWithString(address))
        request.setValue("tests", forHTTPHeaderField="X-From")
        task = self.session.downloadTaskWithRequest(request)
        task.taskDescription = "an episode"
        task.resume()
        self.notes.append(f"state {task.state} of {task.taskDescription}")

    @objc_method
    def look_(self, address) -> None:
        def found(data: objc_id, response: objc_id, error: objc_id) -> None:
            body = py_from_ns(ObjCInstance(data))
            self.notes.append(f"found {body!r}, status {ObjCInstance(response).statusCode}")

        session = NSURLSession.sharedSession
        session.dataTaskWithURL(NSURL.URLWithString(address), completionHandler=found).resume()

    @objc_method
    def list(self) -> None:
        def listed(tasks: objc_id) -> None:
            for task in ObjCInstance(tasks):
                self.notes.append(f"task {task.taskIdentifier} to {task.originalRequest.URL}")

        self.session.getAllTasksWithCompletionHandler(listed)

    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application, identifier, completionHandler
    ) -> None:
        self.open_(identifier)

    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session, downloadTask, location
    ) -> None:
        moved = shutil.move(str(location.path), f"{self.folder}/{downloadTask.taskIdentifier}")
        with open(moved, "rb") as file:
            self.notes.append(f"downloaded {file.read()!r} of {session.configuration.identifier}")

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.notes.append(f"complete: {task.taskDescription}, {task.response.statusCode}")
        session.finishTasksAndInvalidate()

    @objc_method
    def URLSession_didBecomeInvalidWithError_(self, session, error) -> None:
        self.notes.append("invalid")
