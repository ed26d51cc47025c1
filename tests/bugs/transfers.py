"""Faults with what a task brings: its file, its status, its body, its end.

Not here: what a delegate answers (answers.py). One rule: a class is given addresses and keeps
what it made of them in `kept`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from tests.bugs.row import OUTCOME, A, Row, Stage, url
from urlsession_mock import URLSessionDataDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSObject,
    NSOperationQueue,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseBecomeDownload,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)

__all__ = ["ROWS"]

OK = 200

D = TypeVar("D")


class Keeps(URLSessionDownloadDelegate):
    """Takes the file while it is there, and looks at the status first."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def keep(self, location: NSURL) -> None:
        with suppress(FileNotFoundError):
            self.kept.append(Path(str(location.path())).read_bytes())

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        response = task.response()
        if isinstance(response, NSHTTPURLResponse) and response.statusCode() == OK:
            self.keep(location)


# -- B27, B29: the file --------------------------------------------------


class KeepsTheURL(Keeps):
    """B27. Remembers where the file is until the completion, when it is there no more."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.location = location

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is None:
            self.keep(self.location)


class TakesItATurnLater(Keeps):
    """B27. Has the file taken by a block on the main queue, which comes too late."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: self.keep(location))


class TakesWhateverComes(Keeps):
    """B29. Finished is taken for found."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.keep(location)


# -- B31, B33: the end and the body --------------------------------------


class TakesEveryEndForAFailure(NSObject):
    """B31. Asks the error what it is, and there is none."""

    def init(self) -> TakesEveryEndForAFailure:
        self.kept: list[object] = []
        return self

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.kept.append(error.localizedDescription())  # type: ignore[union-attr]  # the fault


class TakesNilForSuccess(TakesEveryEndForAFailure):
    """The twin."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.kept.append("done" if error is None else error.localizedDescription())


class KeepsTheLastPiece:
    """B33. A body is one piece of data, until it is two."""

    def __init__(self) -> None:
        self.kept = b""

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.kept = bytes(data)


class AppendsEachPiece(KeepsTheLastPiece):
    """The twin."""

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.kept += bytes(data)


# -- B35: the task that becomes another ----------------------------------


class ForgetsWhatItBecame(URLSessionDataDelegate, URLSessionDownloadDelegate):
    """B35. Has the task become a download, and knows only the task it was."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.names: dict[NSURLSessionTask, str] = {}

    def fetch(self, session: NSURLSession, address: str, name: str) -> None:
        task = session.dataTaskWithURL_(url(address))
        self.names[task] = name
        task.resume()

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        handler(NSURLSessionResponseBecomeDownload)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        content = Path(str(location.path())).read_text()
        name = self.names.get(task)
        if name is not None:
            self.kept.append(f"{name}: {content}")


class FollowsIt(ForgetsWhatItBecame):
    """The twin: the new task takes the old one's place."""

    def URLSession_dataTask_didBecomeDownloadTask_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        downloadTask: NSURLSessionDownloadTask,
    ) -> None:
        self.names[downloadTask] = self.names.pop(task)


# -- the plays -----------------------------------------------------------


def one_download(stage: Stage, delegate: type[Keeps]) -> object:
    stage.device.network.get(A).respond(body=b"episode")
    return _download(stage, delegate())


def one_download_on_main(stage: Stage, delegate: type[Keeps]) -> object:
    # On a queue of its own the delegate would race with its block, and win now and then.
    stage.device.network.get(A).respond(body=b"episode")
    return _download(stage, delegate(), NSOperationQueue.mainQueue())


def one_download_that_is_not_found(stage: Stage, delegate: type[Keeps]) -> object:
    stage.device.network.get(A).respond(404, body=b"<h1>Not found</h1>")
    return _download(stage, delegate())


def _download(stage: Stage, made: Keeps, queue: NSOperationQueue | None = None) -> object:
    session = stage.device.session(made, queue=queue)
    session.downloadTaskWithURL_(url(A)).resume()
    session.finishTasksAndInvalidate()
    stage.device.run()
    return made.kept


def one_good_end(stage: Stage, delegate: type[TakesEveryEndForAFailure]) -> object:
    return _load(stage, delegate.alloc().init(), b"episode").kept


def two_pieces(stage: Stage, delegate: type[KeepsTheLastPiece]) -> object:
    return _load(stage, delegate(), b"epi", b"sode").kept


def _load(stage: Stage, made: D, *pieces: bytes) -> D:
    stage.device.network.get(A).respond(chunks=pieces)
    session = stage.device.session(made)
    session.dataTaskWithURL_(url(A)).resume()
    session.finishTasksAndInvalidate()
    stage.device.run()
    return made


def one_that_becomes_a_download(stage: Stage, delegate: type[ForgetsWhatItBecame]) -> object:
    stage.device.network.get(A).respond(body=b"episode")
    made = delegate()
    session = stage.device.session(made)
    made.fetch(session, A, "news")
    stage.device.run()
    session.finishTasksAndInvalidate()
    stage.device.run()
    return made.kept


ROWS: tuple[Row, ...] = (
    Row("B27", KeepsTheURL, Keeps, "temporary-file-taken", one_download, [b"episode"]),
    Row(
        "B27", TakesItATurnLater, Keeps, "temporary-file-taken", one_download_on_main, [b"episode"]
    ),
    Row("B29", TakesWhateverComes, Keeps, "http-status-read", one_download_that_is_not_found, []),
    Row(
        "B31",
        TakesEveryEndForAFailure,
        TakesNilForSuccess,
        "no-exception-in-callback",
        one_good_end,
        ["done"],
    ),
    Row("B33", KeepsTheLastPiece, AppendsEachPiece, OUTCOME, two_pieces, b"episode", b"sode"),
    Row(
        "B35",
        ForgetsWhatItBecame,
        FollowsIt,
        "conversion-followed",
        one_that_becomes_a_download,
        ["news: episode"],
    ),
)
