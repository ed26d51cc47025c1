"""Mistakes that a type checker must find, each under the error it must give.

Read by mypy and pyright in `test_typing.py`, and never run. One rule: a marker speaks of
its own line, or alone on one, of the line below; there are no other errors.
"""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from urlsession_mock.foundation import (
    NSError,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)
from urlsession_mock.protocols import (
    UIApplicationDelegate,
    URLSessionDataDelegate,
    URLSessionDownloadDelegate,
    URLSessionTaskDelegate,
    URLSessionWebSocketDelegate,
)


class TooFewParameters(URLSessionTaskDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask
    ) -> None:
        print(task)


class TooManyParameters(URLSessionTaskDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    def URLSession_didCreateTask_(
        self, session: NSURLSession, task: NSURLSessionTask, request: NSURLRequest
    ) -> None:
        print(request)


class NeverGivenNone(URLSessionTaskDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_task_didCompleteWithError_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        error: NSError,  # error: mypy=override
    ) -> None:
        print(error.code())


class AnotherTask(URLSessionTaskDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_task_didCompleteWithError_(
        self,
        session: NSURLSession,
        task: NSURLSessionDownloadTask,  # error: mypy=override
        error: NSError | None,
    ) -> None:
        print(task)


class TextForData(URLSessionDataDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_dataTask_didReceiveData_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        data: str,  # error: mypy=override
    ) -> None:
        print(data)


class PathForLocation(URLSessionDownloadDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self,
        session: NSURLSession,
        downloadTask: NSURLSessionDownloadTask,
        location: str,  # error: mypy=override
    ) -> None:
        print(location)


class NoReason(URLSessionWebSocketDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_webSocketTask_didCloseWithCode_reason_(
        self,
        session: NSURLSession,
        webSocketTask: object,
        closeCode: int,
        reason: bytes,  # error: mypy=override
    ) -> None:
        print(reason)


class ReturnsTheAnswer(URLSessionDataDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        response: NSURLResponse,
        completionHandler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> NSURLSessionResponseDisposition:
        return NSURLSessionResponseAllow


class Asynchronous(URLSessionTaskDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    async def URLSession_didCreateTask_(
        self, session: NSURLSession, task: NSURLSessionTask
    ) -> None:
        print(task)


class Misspelt(URLSessionTaskDelegate):
    @override
    # error: mypy=misc pyright=reportGeneralTypeIssues
    def URLSession_task_didCompletWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        print(error)


class ForgetsTheFile(URLSessionDownloadDelegate):
    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        print(error.code())  # error: mypy=union-attr pyright=reportOptionalMemberAccess


ForgetsTheFile()  # error: mypy=abstract pyright=reportAbstractUsage


class HandlerOfAnotherBlock(UIApplicationDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self,
        application: object,
        identifier: str,
        completionHandler: Callable[[bool], None],  # error: mypy=override
    ) -> None:
        completionHandler(True)


class AnswersWrongly(URLSessionDataDelegate):
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        response: NSURLResponse,
        completionHandler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        completionHandler()  # error: mypy=call-arg pyright=reportCallIssue
        completionHandler(True)  # error: mypy=arg-type pyright=reportArgumentType
        # error: mypy=arg-type pyright=reportArgumentType
        completionHandler(NSURLSessionAuthChallengeUseCredential)

    def URLSession_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
    ) -> None:
        # error: mypy=call-arg pyright=reportCallIssue
        completionHandler(NSURLSessionAuthChallengeUseCredential)

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSURLResponse,
        request: NSURLRequest,
        completionHandler: Callable[[NSURLRequest | None], None],
    ) -> None:
        completionHandler(request.URL())  # error: mypy=arg-type pyright=reportArgumentType


class Bystander:
    """Has a method of the right name, and is not said to be a delegate."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        print(error)


def accept(delegate: URLSessionTaskDelegate, session: NSURLSession, task: NSURLSessionTask) -> None:
    delegate.URLSession_didCreateTask_(session, task)
    # error: mypy=call-arg,call-arg pyright=reportCallIssue
    delegate.URLSession_didCreateTask_(session=session, task=task)
    accept(Bystander(), session, task)  # error: mypy=arg-type pyright=reportArgumentType
