"""`URLSessionDownloadDelegate`: what download tasks say.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

from urlsession_mock.protocols.task import URLSessionTaskDelegate

if TYPE_CHECKING:
    from urlsession_mock.foundation import NSURL, NSURLSession, NSURLSessionDownloadTask

__all__ = ["URLSessionDownloadDelegate"]


class URLSessionDownloadDelegate(URLSessionTaskDelegate, Protocol):
    """What a download task may tell its delegate. One method is required.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessiondownloaddelegate
    """

    @abstractmethod
    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self,
        session: NSURLSession,
        downloadTask: NSURLSessionDownloadTask,
        location: NSURL,
        /,
    ) -> None:
        """The download is complete, in a temporary file at `location`.

        It comes before the task's completion, also for a status such as 404: then the file
        holds the error page. Open, read or move the file before this method returns; after
        that the system deletes what is still there. This is the one required method.
        https://developer.apple.com/documentation/foundation/urlsessiondownloaddelegate/urlsession(_:downloadtask:didfinishdownloadingto:)
        """
        raise NotImplementedError

    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self,
        session: NSURLSession,
        downloadTask: NSURLSessionDownloadTask,
        bytesWritten: int,
        totalBytesWritten: int,
        totalBytesExpectedToWrite: int,
        /,
    ) -> None:
        """Some more bytes of the download have been written to the temporary file.

        It comes now and then: bytes since the last such message, bytes in all, and the bytes
        expected in all or -1 where the server did not say.
        https://developer.apple.com/documentation/foundation/urlsessiondownloaddelegate/urlsession(_:downloadtask:didwritedata:totalbyteswritten:totalbytesexpectedtowrite:)
        """
        return None

    def URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_(
        self,
        session: NSURLSession,
        downloadTask: NSURLSessionDownloadTask,
        fileOffset: int,
        expectedTotalBytes: int,
        /,
    ) -> None:
        """A download made from resume data goes on at `fileOffset` bytes.

        It comes once, after the task was resumed and before its first bytes. An offset of 0
        says that the earlier bytes were of no use and the download starts over.
        https://developer.apple.com/documentation/foundation/urlsessiondownloaddelegate/urlsession(_:downloadtask:didresumeatoffset:expectedtotalbytes:)
        """
        return None
