"""The delegate of `delegates.py` and the client of `clients.py`, plain and in PyObjC's spelling.

One rule: they do the same, and note the same.
"""

from __future__ import annotations

import shutil
import threading
from typing import Any

from urlsession_mock.foundation import (
    NSURL,
    NSInputStream,
    NSMutableURLRequest,
    NSURLCredential,
    NSURLSession,
    NSURLSessionConfiguration,
)

__all__ = ["Client", "Loader"]


class Loader:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.kept: list[Any] = []  # Any: handlers of any kind, to be answered later
        self.folder = ""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: Any, dataTask: Any, response: Any, completionHandler: Any
    ) -> None:
        self.notes.append(f"response {response.statusCode()} of {response.URL().absoluteString()}")
        described = str(dataTask.taskDescription())
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

    def URLSession_dataTask_didReceiveData_(self, session: Any, dataTask: Any, data: Any) -> None:
        self.notes.append(f"data {bytes(data)!r} of task {dataTask.taskIdentifier()}")
        if str(dataTask.taskDescription()) == "raises":
            raise ValueError("on purpose")

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self, session: Any, task: Any, response: Any, request: Any, completionHandler: Any
    ) -> None:
        self.notes.append(f"redirected by {response.statusCode()}: {request.HTTPMethod()}")
        changed = request.mutableCopy()
        changed.setValue_forHTTPHeaderField_("mine", "X-Added")
        completionHandler(changed)

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self, session: Any, task: Any, challenge: Any, completionHandler: Any
    ) -> None:
        space = challenge.protectionSpace()
        self.notes.append(f"asked for {space.realm()}, {challenge.previousFailureCount()} failures")
        credential = NSURLCredential.credentialWithUser_password_persistence_("me", "secret", 1)
        completionHandler(0, credential)

    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self,
        session: Any,
        task: Any,
        bytesSent: int,
        totalBytesSent: int,
        totalBytesExpectedToSend: int,
    ) -> None:
        self.notes.append(f"sent {bytesSent}, {totalBytesSent} of {totalBytesExpectedToSend}")

    def URLSession_task_needNewBodyStream_(
        self, session: Any, task: Any, completionHandler: Any
    ) -> None:
        completionHandler(NSInputStream.inputStreamWithData_(b"a body"))

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: Any, downloadTask: Any, location: Any
    ) -> None:
        status = downloadTask.response().statusCode()
        moved = shutil.move(str(location.path()), f"{self.folder}/{downloadTask.taskIdentifier()}")
        with open(moved, "rb") as file:
            self.notes.append(f"downloaded {file.read()!r}, status {status}")

    def URLSession_task_didCompleteWithError_(self, session: Any, task: Any, error: Any) -> None:
        if error is None:
            self.notes.append("complete")
            return
        url = error.userInfo().get("NSErrorFailingURLStringKey")
        self.notes.append(f"error {error.code()} of {error.domain()} at {url}")
        session.invalidateAndCancel()

    def URLSession_didBecomeInvalidWithError_(self, session: Any, error: Any) -> None:
        self.notes.append(f"invalid: {error}")

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: Any, identifier: Any, completionHandler: Any
    ) -> None:
        self.notes.append(f"handed over {identifier}")
        self.kept.append(completionHandler)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: Any) -> None:
        self.notes.append("finished")
        for handler in self.kept:
            handler()


class Client:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.folder = ""

    def open_(self, identifier: Any) -> None:
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        configuration = make(identifier)
        configuration.setTimeoutIntervalForRequest_(5.0)
        configuration.setAllowsCellularAccess_(False)
        self.session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            configuration, self, None
        )
        self.notes.append(
            f"{self.session.configuration().identifier()}, "
            f"{self.session.configuration().timeoutIntervalForRequest()} s, "
            f"mine: {self.session.delegate() == self}"
        )

    def fetch_(self, address: Any) -> None:
        request = NSMutableURLRequest.requestWithURL_(NSURL.URLWithString_(address))
        request.setValue_forHTTPHeaderField_("tests", "X-From")
        task = self.session.downloadTaskWithRequest_(request)
        task.setTaskDescription_("an episode")
        task.resume()
        self.notes.append(f"state {int(task.state())} of {task.taskDescription()}")

    def look_(self, address: Any) -> None:
        def found(data: Any, response: Any, error: Any) -> None:
            self.notes.append(f"found {bytes(data)!r}, status {response.statusCode()}")

        url = NSURL.URLWithString_(address)
        assert url is not None
        NSURLSession.sharedSession().dataTaskWithURL_completionHandler_(url, found).resume()

    def list(self) -> None:
        def listed(tasks: Any) -> None:
            for task in tasks:
                url = task.originalRequest().URL().absoluteString()
                self.notes.append(f"task {task.taskIdentifier()} to {url}")

        self.session.getAllTasksWithCompletionHandler_(listed)

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: Any, identifier: Any, completionHandler: Any
    ) -> None:
        self.open_(identifier)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: Any, downloadTask: Any, location: Any
    ) -> None:
        moved = shutil.move(str(location.path()), f"{self.folder}/{downloadTask.taskIdentifier()}")
        with open(moved, "rb") as file:
            content = file.read()
            self.notes.append(f"downloaded {content!r} of {session.configuration().identifier()}")

    def URLSession_task_didCompleteWithError_(self, session: Any, task: Any, error: Any) -> None:
        self.notes.append(f"complete: {task.taskDescription()}, {task.response().statusCode()}")
        session.finishTasksAndInvalidate()

    def URLSession_didBecomeInvalidWithError_(self, session: Any, error: Any) -> None:
        self.notes.append("invalid")
