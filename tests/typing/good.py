"""Delegates as people write them; no type checker may complain about any.

Read by mypy and pyright in `test_typing.py`, and never run. One rule: what is here is
good style for a user, without an ignore, a cast or an Any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from typing_extensions import override

from urlsession_mock import conforms_to
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSObject,
    NSOutputStream,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionDataTask,
    NSURLSessionDelayedRequestContinueLoading,
    NSURLSessionDelayedRequestDisposition,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionStreamTask,
    NSURLSessionTask,
    NSURLSessionTaskMetrics,
    NSURLSessionWebSocketCloseCode,
    NSURLSessionWebSocketMessage,
    NSURLSessionWebSocketTask,
)
from urlsession_mock.protocols import (
    UIApplicationDelegate,
    URLSessionDataDelegate,
    URLSessionDelegate,
    URLSessionDownloadDelegate,
    URLSessionStreamDelegate,
    URLSessionTaskDelegate,
    URLSessionWebSocketDelegate,
)


class Silent(
    URLSessionDataDelegate,
    URLSessionStreamDelegate,
    URLSessionWebSocketDelegate,
    UIApplicationDelegate,
):
    """Every optional method may be left out."""


class Downloader(URLSessionDownloadDelegate):
    """The one required method, and the end."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.errors: list[int] = []

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, downloadTask: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.files.append(location.path() or "")

    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self,
        session: NSURLSession,
        task: NSURLSessionDownloadTask,
        written: int,
        total: int,
        expected: int,
    ) -> None:
        print(total / expected)

    def URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, offset: int, total: int
    ) -> None:
        print(offset + total)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            self.errors.append(error.code())


class WithOtherNames(URLSessionTaskDelegate):
    """Parameters are passed by position, so their names are the app's own affair."""

    def URLSession_task_didCompleteWithError_(
        self, _session: NSURLSession, finished: NSURLSessionTask, problem: NSError | None, /
    ) -> None:
        print(finished, problem)


class WithWiderTypes(URLSessionDataDelegate):
    """A delegate may accept more than it is given."""

    def URLSession_dataTask_didReceiveData_(
        self, session: object, dataTask: NSURLSessionTask, data: bytes
    ) -> None:
        print(len(data), data[:4])

    def URLSession_didBecomeInvalidWithError_(self, *arguments: object) -> None:
        print(arguments)


class WithOverride(URLSessionDataDelegate):
    """The typing module's `override` finds the methods."""

    @override
    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, dataTask: NSURLSessionDataTask, data: NSData, /
    ) -> None:
        print(data.length())


class Answering(URLSessionDataDelegate):
    """Answers each question, with the constants and with the enumerations."""

    def URLSession_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
    ) -> None:
        completionHandler(NSURLSessionAuthChallengePerformDefaultHandling, None)

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
    ) -> None:
        completionHandler(NSURLSessionAuthChallengeUseCredential, challenge.proposedCredential())

    def URLSession_task_willBeginDelayedRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        request: NSURLRequest,
        completionHandler: Callable[
            [NSURLSessionDelayedRequestDisposition, NSURLRequest | None], None
        ],
    ) -> None:
        completionHandler(NSURLSessionDelayedRequestContinueLoading, None)

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        completionHandler: Callable[[NSURLRequest | None], None],
    ) -> None:
        completionHandler(request if response.statusCode() == 307 else None)

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        completionHandler: Callable[[NSInputStream | None], None],
    ) -> None:
        completionHandler(None)

    def URLSession_task_needNewBodyStreamFromOffset_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        offset: int,
        completionHandler: Callable[[NSInputStream | None], None],
    ) -> None:
        completionHandler(None)

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        response: NSURLResponse,
        completionHandler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        completionHandler(NSURLSessionResponseAllow)

    def URLSession_dataTask_willCacheResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        proposedResponse: NSCachedURLResponse,
        completionHandler: Callable[[NSCachedURLResponse | None], None],
    ) -> None:
        completionHandler(proposedResponse)


class Watching(URLSessionDataDelegate):
    """The messages that ask nothing."""

    def URLSession_didCreateTask_(self, session: NSURLSession, task: NSURLSessionTask) -> None:
        print(task)

    def URLSession_taskIsWaitingForConnectivity_(
        self, session: NSURLSession, task: NSURLSessionTask
    ) -> None:
        print(task)

    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self, session: NSURLSession, task: NSURLSessionTask, sent: int, total: int, expected: int
    ) -> None:
        print(sent + total + expected)

    def URLSession_task_didReceiveInformationalResponse_(
        self, session: NSURLSession, task: NSURLSessionTask, response: NSHTTPURLResponse
    ) -> None:
        print(response.statusCode())

    def URLSession_task_didFinishCollectingMetrics_(
        self, session: NSURLSession, task: NSURLSessionTask, metrics: NSURLSessionTaskMetrics
    ) -> None:
        print(metrics)

    def URLSession_dataTask_didBecomeDownloadTask_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        downloadTask: NSURLSessionDownloadTask,
    ) -> None:
        print(downloadTask)

    def URLSession_dataTask_didBecomeStreamTask_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        streamTask: NSURLSessionStreamTask,
    ) -> None:
        print(streamTask)


def talk(task: NSURLSessionWebSocketTask, stream: NSURLSessionStreamTask) -> None:
    """The blocks of tasks that keep a connection open."""

    def came(message: NSURLSessionWebSocketMessage | None, error: NSError | None) -> None:
        print(message and message.string(), error)

    def done(error: NSError | None) -> None:
        print(error)

    def read(data: NSData | None, at_end: bool, error: NSError | None) -> None:
        print(data and bytes(data), at_end, error)

    text = NSURLSessionWebSocketMessage.alloc().initWithString_("hello")
    task.sendMessage_completionHandler_(text, done)
    task.receiveMessageWithCompletionHandler_(came)
    task.sendPingWithPongReceiveHandler_(done)
    stream.readDataOfMinLength_maxLength_timeout_completionHandler_(1, 100, 5.0, read)
    stream.writeData_timeout_completionHandler_(b"hello", 0, done)
    stream.captureStreams()


class Connected(URLSessionStreamDelegate, URLSessionWebSocketDelegate):
    """Stream and WebSocket tasks on one delegate."""

    def URLSession_readClosedForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask
    ) -> None:
        print(streamTask)

    def URLSession_writeClosedForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask
    ) -> None:
        print(streamTask)

    def URLSession_betterRouteDiscoveredForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask
    ) -> None:
        print(streamTask)

    def URLSession_streamTask_didBecomeInputStream_outputStream_(
        self,
        session: NSURLSession,
        streamTask: NSURLSessionStreamTask,
        inputStream: NSInputStream,
        outputStream: NSOutputStream,
    ) -> None:
        print(inputStream, outputStream)

    def URLSession_webSocketTask_didOpenWithProtocol_(
        self,
        session: NSURLSession,
        webSocketTask: NSURLSessionWebSocketTask,
        protocol: str | None,
    ) -> None:
        print((protocol or "none").upper())

    def URLSession_webSocketTask_didCloseWithCode_reason_(
        self,
        session: NSURLSession,
        webSocketTask: NSURLSessionWebSocketTask,
        closeCode: NSURLSessionWebSocketCloseCode,
        reason: bytes | None,
    ) -> None:
        print(int(closeCode), reason)


class App(NSObject, UIApplicationDelegate, URLSessionDelegate):
    """An NSObject that is the app delegate and the session's delegate at once."""

    def init(self) -> App:
        self.stored: dict[str, Callable[[], None]] = {}
        return self

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, completionHandler: Callable[[], None]
    ) -> None:
        self.stored[identifier] = completionHandler

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        for handler in self.stored.values():
            handler()


@conforms_to(URLSessionDownloadDelegate, URLSessionDataDelegate)
class Decorated(NSObject):
    """Still the class that it is to a type checker."""

    def initWithFolder_(self, folder: str) -> Decorated:
        self.folder = folder
        return self

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, downloadTask: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        print(self.folder, location.path())


def folder_of(delegate: Decorated) -> str:
    return Decorated.alloc().initWithFolder_(delegate.folder).folder


class Own(URLSessionTaskDelegate, Protocol):
    """An app may extend the Protocols with its own."""

    def progress(self) -> float: ...


def accept(delegate: URLSessionTaskDelegate) -> None:
    """What is typed as a delegate takes every one of them."""
    print(delegate)


accept(Silent())
accept(Downloader())
accept(WithOtherNames())
accept(WithWiderTypes())
accept(WithOverride())
accept(Answering())
accept(Watching())
accept(Connected())
