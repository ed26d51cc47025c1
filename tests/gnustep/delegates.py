"""A delegate as a user of rubicon-objc writes one.

Not here: anything of this package. `plain.py` is the same delegate in PyObjC's spelling, line by
line. One rule: it notes what it was told, with what it read of the objects it was given.
"""

from __future__ import annotations

import shutil
import threading
from ctypes import c_int64

from rubicon.objc import (
    NSObject,
    ObjCClass,
    ObjCInstance,
    at,
    objc_block,
    objc_method,
    py_from_ns,
    send_super,
)

# mypy: disable-error-code="misc, name-defined, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false


class Loader(NSObject):
    @objc_method
    def init(self):
        # As users write it: rubicon's documentation has it so, and mypy does not know __class__.
        self = ObjCInstance(send_super(__class__, self, "init"))
        self.notes = []
        self.kept = []  # handlers to be answered later
        self.folder = ""
        return self

    @objc_method
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session, dataTask, response, completionHandler: objc_block
    ) -> None:
        self.notes.append(f"response {response.statusCode} of {response.URL.absoluteString}")
        described = str(dataTask.taskDescription)
        if described == "kept":
            self.kept.append(completionHandler)
            return
        for handler in self.kept:
            handler(1)
        if described == "elsewhere":
            thread = threading.Thread(target=lambda: completionHandler(1))
            thread.start()
            thread.join()
        else:
            completionHandler(1)

    @objc_method
    def URLSession_dataTask_didReceiveData_(self, session, dataTask, data) -> None:
        self.notes.append(f"data {py_from_ns(data)!r} of task {dataTask.taskIdentifier}")
        if str(dataTask.taskDescription) == "raises":
            raise ValueError("on purpose")

    @objc_method
    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self, session, task, response, request, completionHandler: objc_block
    ) -> None:
        self.notes.append(f"redirected by {response.statusCode}: {request.HTTPMethod}")
        changed = request.mutableCopy()
        changed.setValue_forHTTPHeaderField_("mine", "X-Added")
        completionHandler(changed)

    @objc_method
    def URLSession_task_didReceiveChallenge_completionHandler_(
        self, session, task, challenge, completionHandler: objc_block
    ) -> None:
        space = challenge.protectionSpace
        self.notes.append(f"asked for {space.realm}, {challenge.previousFailureCount} failures")
        credential = ObjCClass("NSURLCredential").credentialWithUser_password_persistence_(
            at("me"), at("secret"), 1
        )
        completionHandler(0, credential)

    @objc_method
    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self,
        session,
        task,
        bytesSent: c_int64,
        totalBytesSent: c_int64,
        totalBytesExpectedToSend: c_int64,
    ) -> None:
        self.notes.append(f"sent {bytesSent}, {totalBytesSent} of {totalBytesExpectedToSend}")

    @objc_method
    def URLSession_task_needNewBodyStream_(
        self, session, task, completionHandler: objc_block
    ) -> None:
        stream = ObjCClass("NSInputStream").inputStreamWithData_(at(b"a body"))
        completionHandler(stream)

    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session, downloadTask, location
    ) -> None:
        status = downloadTask.response.statusCode
        moved = shutil.move(str(location.path), f"{self.folder}/{downloadTask.taskIdentifier}")
        with open(moved, "rb") as file:
            self.notes.append(f"downloaded {file.read()!r}, status {status}")

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        if error is None:
            self.notes.append("complete")
            return
        url = error.userInfo.objectForKey_(at("NSErrorFailingURLStringKey"))
        self.notes.append(f"error {error.code} of {error.domain} at {url}")
        session.invalidateAndCancel()

    @objc_method
    def URLSession_didBecomeInvalidWithError_(self, session, error) -> None:
        self.notes.append(f"invalid: {error}")

    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application, identifier, completionHandler: objc_block
    ) -> None:
        self.notes.append(f"handed over {identifier}")
        self.kept.append(completionHandler)

    @objc_method
    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session) -> None:
        self.notes.append("finished")
        for handler in self.kept:
            handler()
