"""Faults in what a delegate answers: to challenges, to redirects, to requests for a body.

Not here: methods that answer without meaning to (optional_methods.py). One rule: what the
server says stands in the play, message by message.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bugs.row import A, B, Row, Stage, post, response, url
from urlsession_mock import URLSessionTaskDelegate
from urlsession_mock.foundation import (
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSObject,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLProtectionSpace,
    NSURLRequest,
    NSURLSession,
    NSURLSessionAuthChallengeCancelAuthenticationChallenge,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionTask,
)
from urlsession_mock.selectors import BODY_STREAM, CHALLENGE, COMPLETE, REDIRECT, RESPONSE

__all__ = ["ROWS"]

CredentialAnswer = Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]


# -- B37: the challenge loop ---------------------------------------------


class OffersTheSameAgain(URLSessionTaskDelegate):
    """B37. Sends the password it has, refused or not."""

    def __init__(self) -> None:
        self.offered = 0

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: CredentialAnswer,
    ) -> None:
        self.offered += 1
        handler(
            NSURLSessionAuthChallengeUseCredential,
            NSURLCredential.credentialWithUser_password_persistence_(
                "ada", "wrong", NSURLCredentialPersistenceForSession
            ),
        )


class GivesUp(OffersTheSameAgain):
    """The twin: what was refused once is not sent again."""

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: CredentialAnswer,
    ) -> None:
        if challenge.previousFailureCount() > 0:
            handler(NSURLSessionAuthChallengeCancelAuthenticationChallenge, None)
        else:
            super().URLSession_task_didReceiveChallenge_completionHandler_(
                session, task, challenge, handler
            )


# -- B39: the redirect ---------------------------------------------------


class OnlyLogsTheRedirect(NSObject):
    """B39. Notes where the redirect leads, and answers nothing."""

    def init(self) -> OnlyLogsTheRedirect:
        self.seen: list[str] = []
        return self

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        redirect: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        self.seen.append(f"{redirect.statusCode()}")

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.seen.append("failed" if error is not None else "done")


class LogsAndFollows(OnlyLogsTheRedirect):
    """The twin."""

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        redirect: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        super().URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
            session, task, redirect, request, handler
        )
        handler(request)


# -- B41: the body stream ------------------------------------------------


class HasNoBody(URLSessionTaskDelegate):
    """B41. Starts a streamed upload, and leaves out the method that gives it a body."""

    def __init__(self) -> None:
        self.streams = 0

    def start(self, session: NSURLSession) -> NSURLSessionTask:
        task = session.uploadTaskWithStreamedRequest_(post(A))
        task.resume()
        return task


class GivesOneStream(HasNoBody):
    """B41. Keeps one stream, opens it, and gives it every time."""

    def __init__(self) -> None:
        super().__init__()
        self.stream = NSInputStream.inputStreamWithData_(b"a recording")
        self.stream.open()

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        self.streams = 1
        handler(self.stream)


class GivesFreshStreams(HasNoBody):
    """The twin of both: a stream for each time it is asked."""

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        self.streams += 1
        handler(NSInputStream.inputStreamWithData_(b"a recording"))


# -- the plays -----------------------------------------------------------


def two_challenges(stage: Stage, delegate: type[OffersTheSameAgain]) -> object:
    made = delegate()
    session = stage.device.session(made)
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    space = NSURLProtectionSpace.alloc()
    space.initWithHost_port_protocol_realm_authenticationMethod_(
        "example.com", 443, "https", "members", NSURLAuthenticationMethodHTTPBasic
    )
    for failures in (0, 1):
        challenge = NSURLAuthenticationChallenge.alloc()
        challenge.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
            space, None, failures, None, None, None
        )
        session.enqueue(CHALLENGE, task, challenge)
    stage.device.run()
    session.invalidateAndCancel()
    stage.device.run()
    return made.offered


def one_redirect(stage: Stage, delegate: type[OnlyLogsTheRedirect]) -> object:
    made = delegate.alloc().init()
    session = stage.device.session(made)
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    session.enqueue(REDIRECT, task, response(A, 302), NSURLRequest.requestWithURL_(url(B)))
    session.enqueue(RESPONSE, task, response(B))
    session.enqueue(COMPLETE, task, None)
    stage.device.run()
    session.invalidateAndCancel()
    stage.device.run()
    return made.seen


def a_body_sent_twice(stage: Stage, delegate: type[HasNoBody]) -> object:
    made = delegate()
    session = stage.device.session(made)
    task = made.start(session)
    session.enqueue(BODY_STREAM, task)
    session.enqueue(BODY_STREAM, task)
    session.enqueue(RESPONSE, task, response(A, 201))
    session.enqueue(COMPLETE, task, None)
    session.finishTasksAndInvalidate()
    stage.device.run()
    return made.streams


ROWS: tuple[Row, ...] = (
    Row("B37", OffersTheSameAgain, GivesUp, "credential-not-repeated", two_challenges, 1),
    Row(
        "B39",
        OnlyLogsTheRedirect,
        LogsAndFollows,
        "handler-answered",
        one_redirect,
        ["302", "done"],
    ),
    Row(
        "B41", HasNoBody, GivesFreshStreams, "streamed-upload-has-body-stream", a_body_sent_twice, 2
    ),
    Row("B41", GivesOneStream, GivesFreshStreams, "body-stream-fresh", a_body_sent_twice, 2),
)
