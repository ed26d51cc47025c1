"""The delegate of `delegates.py` once more, as plain Python in PyObjC's spelling.

One rule: it does the same, and notes the same.
"""

from __future__ import annotations

import shutil
import threading
from typing import Any

from urlsession_mock.foundation import NSInputStream, NSURLCredential

__all__ = ["Loader"]


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
