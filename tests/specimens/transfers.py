"""Specimens for the rules about sessions of any kind, answers, files and threads.

One rule: see specimen.py.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.specimens.faultless import FaultlessApp, FaultlessDelegate, url
from tests.specimens.in_front import (
    asked,
    challenged,
    converted,
    downloaded,
    fetched,
    held,
    uploaded,
)
from tests.specimens.specimen import Specimen
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSOperationQueue,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLRequest,
    NSURLSession,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionResponseAllow,
    NSURLSessionTask,
)
from urlsession_mock.selectors import BECAME_DOWNLOAD, BODY_STREAM

__all__ = ["SPECIMENS"]


# -- sessions ------------------------------------------------------------


class StartsOnceMore(FaultlessDelegate):
    """Breaks no-task-after-invalidation."""

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        session.dataTaskWithURL_(url("https://example.com/again")).resume()


class NeverCloses(FaultlessApp):
    """Breaks session-invalidated."""

    def close(self) -> None:
        self.front = None


class HasManyAtOnce(FaultlessApp):
    """Breaks serial-delegate-queue."""

    def queue(self) -> NSOperationQueue:
        return NSOperationQueue.alloc().init()


# -- answers -------------------------------------------------------------


class OnlyLogsTheRedirect(FaultlessDelegate):
    """Breaks handler-answered."""

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        self.app.show("moved")


class AnswersTwice(FaultlessDelegate):
    """Breaks handler-answered-once."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: object,
        handler: Callable[[int], None],
    ) -> None:
        handler(NSURLSessionResponseAllow)
        handler(NSURLSessionResponseAllow)


class InsistsOnItsPassword(FaultlessDelegate):
    """Breaks credential-not-repeated."""

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[int, NSURLCredential | None], None],
    ) -> None:
        handler(NSURLSessionAuthChallengeUseCredential, self.app.credential())


class HasOneStream(FaultlessDelegate):
    """Breaks body-stream-fresh."""

    def __init__(self, app: FaultlessApp) -> None:
        super().__init__(app)
        self.stream = NSInputStream.inputStreamWithData_(b"body")

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        handler(self.stream)


class OpensItsStreams(FaultlessDelegate):
    """Breaks body-stream-fresh."""

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        stream = NSInputStream.inputStreamWithData_(b"body")
        stream.open()
        handler(stream)


class LeavesOneOut(FaultlessDelegate):
    """Has all methods but one: allowed where that one is not needed."""

    left_out: str

    def respondsToSelector_(self, selector: str) -> bool:
        return selector != self.left_out and hasattr(self, selector.replace(":", "_"))


class HasNoStream(LeavesOneOut):
    """Breaks streamed-upload-has-body-stream."""

    left_out = BODY_STREAM


class DoesNotFollow(LeavesOneOut):
    """Breaks conversion-followed."""

    left_out = BECAME_DOWNLOAD


# -- files ---------------------------------------------------------------


class TakesItLater(FaultlessDelegate):
    """Breaks temporary-file-taken."""

    def __init__(self, app: FaultlessApp) -> None:
        super().__init__(app)
        self.found: list[NSURL] = []

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
    ) -> None:
        self.found.append(location)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.keep(self.found.pop())


class TakesWhateverComes(FaultlessDelegate):
    """Breaks http-status-read."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
    ) -> None:
        self.keep(location)


# -- threads -------------------------------------------------------------


class ReadsNumbers(FaultlessDelegate):
    """Breaks no-exception-in-callback."""

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: bytes
    ) -> None:
        self.app.show(str(int(bytes(data))))


class WaitsForEver(FaultlessDelegate):
    """Breaks lane-not-blocked."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.app.released.wait()


class WritesToTheLabel(FaultlessApp):
    """Breaks main-only-on-main-thread."""

    def show(self, text: str) -> None:
        self.label.text = text


SPECIMENS = (
    Specimen(StartsOnceMore, fetched),
    Specimen(NeverCloses, fetched),
    Specimen(HasManyAtOnce, fetched),
    Specimen(OnlyLogsTheRedirect, asked),
    Specimen(AnswersTwice, fetched),
    Specimen(InsistsOnItsPassword, challenged),
    Specimen(HasOneStream, uploaded),
    Specimen(OpensItsStreams, uploaded),
    Specimen(HasNoStream, uploaded),
    Specimen(DoesNotFollow, converted),
    Specimen(TakesItLater, downloaded),
    Specimen(TakesWhateverComes, downloaded),
    Specimen(ReadsNumbers, fetched),
    Specimen(WaitsForEver, held, limit=0.2),
    Specimen(WritesToTheLabel, fetched),
)
