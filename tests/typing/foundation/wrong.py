"""Mistakes in PyObjC code that a type checker must find, each under the error it must give.

Read by mypy and pyright in `test_foundation_typing.py`, and never run. One rule: a marker
speaks of its own line, or alone on one, of the line below; there are no other errors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import objc
from Foundation import (
    NSURL,
    NSData,
    NSDate,
    NSError,
    NSFileManager,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSObject,
    NSOperationQueue,
    NSPropertyListSerialization,
    NSRunLoop,
    NSTimer,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionTask,
    NSURLSessionWebSocketTask,
)
from PyObjCTools import AppHelper

if TYPE_CHECKING:
    from Foundation import NSURLSessionDataDelegate, NSURLSessionDownloadDelegate
else:
    NSURLSessionDataDelegate = NSURLSessionDownloadDelegate = object


class TooFewParameters(NSObject, NSURLSessionDataDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask
    ) -> None:
        print(task)


class NeverGivenNone(NSObject, NSURLSessionDataDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_task_didCompleteWithError_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        error: NSError,  # error: mypy=override
    ) -> None:
        print(error.code())


class TakesBytes(NSObject, NSURLSessionDataDelegate):
    # error: pyright=reportIncompatibleMethodOverride
    def URLSession_dataTask_didReceiveData_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        data: bytes,  # error: mypy=override
    ) -> None:
        print(data)


class ReturnsTheAnswer(NSObject, NSURLSessionDataDelegate):
    # error: mypy=override pyright=reportIncompatibleMethodOverride
    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        completionHandler: Callable[[NSURLRequest | None], None],
    ) -> NSURLRequest:
        return request


class AnotherEnumeration(NSObject, NSURLSessionDataDelegate):
    def URLSession_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
    ) -> None:
        # error: mypy=arg-type pyright=reportArgumentType
        completionHandler(NSURLSessionResponseAllow, None)
        # error: mypy=arg-type pyright=reportArgumentType
        completionHandler(1, None)
        # error: mypy=call-arg pyright=reportCallIssue
        completionHandler(NSURLSessionAuthChallengeUseCredential)
        credential = challenge.proposedCredential()
        print(credential.user())  # error: mypy=union-attr pyright=reportOptionalMemberAccess


class ForgetsTheFile(NSObject, NSURLSessionDownloadDelegate):
    pass


class Initialised(NSObject):
    def initWithName_(self, name: str) -> Initialised:
        self = objc.super(Initialised, self).init()
        # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
        objc.super(Initialised, self).initWithNoName()
        self.name = name
        return self


ForgetsTheFile()  # error: mypy=abstract pyright=reportAbstractUsage
Initialised.alloc().initWithName_(1)  # error: mypy=arg-type pyright=reportArgumentType


def nil(url: NSURL, request: NSURLRequest, response: NSURLResponse, task: NSURLSessionTask) -> None:
    # error: mypy=arg-type pyright=reportArgumentType
    NSURLRequest.requestWithURL_(NSURL.URLWithString_("https://example.com"))
    # error: mypy=union-attr pyright=reportOptionalMemberAccess
    print(request.HTTPMethod().lower())
    # error: mypy=union-attr pyright=reportOptionalMemberAccess
    print(response.MIMEType().lower())
    # error: mypy=union-attr pyright=reportOptionalMemberAccess
    print(task.error().code())
    # error: mypy=union-attr pyright=reportOptionalMemberAccess
    print(url.host().lower())
    # error: mypy=arg-type pyright=reportArgumentType
    NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(None)


def spelling(session: NSURLSession, request: NSMutableURLRequest, task: NSURLSessionTask) -> None:
    # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
    session.dataTaskWithURL("https://example.com")
    # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
    request.setHTTPMethod("POST")
    # error: mypy=call-arg pyright=reportCallIssue
    request.setValue_forHTTPHeaderField_("text/plain")
    # error: mypy=call-arg pyright=reportCallIssue
    task.setTaskDescription_(taskDescription="first")
    # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
    task.state.name()
    # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
    NSURLSession.dataTaskWithURL_completion_(None, None)


def blocks(session: NSURLSession, socket: NSURLSessionWebSocketTask, url: NSURL) -> None:
    def two(data: NSData | None, error: NSError | None) -> None:
        print(data, error)

    def certain(data: NSData, response: NSURLResponse | None, error: NSError | None) -> None:
        print(data, response, error)

    # error: mypy=arg-type pyright=reportArgumentType
    session.dataTaskWithURL_completionHandler_(url, two)
    # error: mypy=arg-type pyright=reportArgumentType
    session.dataTaskWithURL_completionHandler_(url, certain)
    # error: mypy=arg-type pyright=reportArgumentType
    session.dataTaskWithURL_completionHandler_("https://example.com", None or print)
    # error: mypy=arg-type pyright=reportArgumentType
    socket.sendPingWithPongReceiveHandler_(two)
    # error: mypy=arg-type pyright=reportArgumentType
    NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1.0, True, two)
    # error: mypy=arg-type pyright=reportArgumentType
    NSOperationQueue.mainQueue().addOperationWithBlock_(two)


def out(data: NSData, url: NSURL) -> None:
    # error: mypy=call-arg pyright=reportCallIssue
    NSFileManager.defaultManager().removeItemAtURL_error_(url)
    # error: mypy=misc pyright=reportAssignmentType,reportUnknownVariableType
    _removed, _error, _more = NSFileManager.defaultManager().removeItemAtURL_error_(url, None)
    # error: mypy=misc pyright=reportAssignmentType
    _found, _problem = NSPropertyListSerialization.propertyListWithData_options_format_error_(
        data, 0, None, None
    )


def values(request: NSMutableURLRequest, task: NSURLSessionDownloadTask, data: NSData) -> None:
    request.setHTTPBody_("text")  # error: mypy=arg-type pyright=reportArgumentType
    request.setTimeoutInterval_("60")  # error: mypy=arg-type pyright=reportArgumentType
    request.setCachePolicy_(1)  # error: mypy=arg-type pyright=reportArgumentType
    task.setPriority_(None)  # error: mypy=arg-type pyright=reportArgumentType
    # error: mypy=attr-defined pyright=reportAttributeAccessIssue,reportUnknownMemberType
    data.decode()
    # error: mypy=arg-type pyright=reportArgumentType
    NSRunLoop.currentRunLoop().runUntilDate_(0.1)
    # error: mypy=operator pyright=reportOperatorIssue,reportUnknownArgumentType
    print(NSDate.date() < 1.0)


def loops() -> None:
    # error: mypy=arg-type pyright=reportArgumentType
    AppHelper.callAfter(print_number, "one")
    # error: mypy=call-arg pyright=reportCallIssue
    AppHelper.callLater(1.0, print_number)


def print_number(number: int) -> None:
    print(number)
