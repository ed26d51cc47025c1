"""Download a file: `fetch.py ADDRESS FILE [NAME:PASSWORD]`. A Mac's script, and nothing else.

It follows redirects, gives a password when it is asked for one, shows how far it is, and goes on
where a connection was lost. Nothing in it knows that it is tested.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import objc
from Foundation import (
    NSURL,
    NSData,
    NSDate,
    NSError,
    NSFileManager,
    NSHTTPURLResponse,
    NSObject,
    NSRunLoop,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodHTTPBasic,
    NSURLCredential,
    NSURLCredentialPersistenceNone,
    NSURLRequest,
    NSURLSession,
    NSURLSessionAuthChallengeCancelAuthenticationChallenge,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionDownloadTaskResumeData,
    NSURLSessionTask,
)

ATTEMPTS = 3


class Fetcher(NSObject, protocols=[objc.protocolNamed("NSURLSessionDownloadDelegate")]):
    """Fetches one file."""

    def initWithTarget_login_(self, target: str, login: str) -> Fetcher:
        """`target` is where the file goes, `login` a name and a password with a colon between."""
        self = objc.super(Fetcher, self).init()
        self.target = target
        self.login = login.partition(":")
        self.attempts = 0
        self.percent = -1
        self.problem: str | None = None
        self.is_done = False
        return self

    @objc.python_method
    def fetch(self, address: str) -> bool:
        """Download, and wait for it. True where the file is there."""
        configuration = NSURLSessionConfiguration.ephemeralSessionConfiguration()
        configuration.setTimeoutIntervalForRequest_(30)
        self.session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            configuration, self, None
        )
        url = NSURL.URLWithString_(address)
        if url is None:
            self.problem = f"{address} is no address"
            return False
        self.start(self.session.downloadTaskWithURL_(url))
        while not self.is_done:
            NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.1))
        self.session.finishTasksAndInvalidate()
        return self.problem is None

    @objc.python_method
    def start(self, task: NSURLSessionDownloadTask) -> None:
        """Begin, or go on."""
        self.attempts += 1
        task.resume()

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        url = request.URL()
        print(f"redirected to {url.path() if url is not None else None}")
        handler(request)

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[int, NSURLCredential | None], None],
    ) -> None:
        method = challenge.protectionSpace().authenticationMethod()
        if method != NSURLAuthenticationMethodHTTPBasic:
            handler(NSURLSessionAuthChallengePerformDefaultHandling, None)
            return
        name, colon, password = self.login
        if not colon or challenge.previousFailureCount() > 0:
            handler(NSURLSessionAuthChallengeCancelAuthenticationChallenge, None)
            return
        credential = NSURLCredential.credentialWithUser_password_persistence_(
            name, password, NSURLCredentialPersistenceNone
        )
        handler(NSURLSessionAuthChallengeUseCredential, credential)

    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self,
        session: NSURLSession,
        task: NSURLSessionDownloadTask,
        count: int,
        written: int,
        expected: int,
    ) -> None:
        percent = written * 100 // expected if expected > 0 else 0
        if percent > self.percent:
            self.percent = percent
            print(f"{percent}%")

    def URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_(
        self,
        session: NSURLSession,
        task: NSURLSessionDownloadTask,
        offset: int,
        expected: int,
    ) -> None:
        print(f"going on from byte {offset}")

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        response = task.response()
        status = response.statusCode() if isinstance(response, NSHTTPURLResponse) else 0
        if status not in (200, 206):
            self.problem = f"the server answered {status}"
            return
        moved, error = NSFileManager.defaultManager().moveItemAtURL_toURL_error_(
            location, NSURL.fileURLWithPath_(self.target), None
        )
        if not moved:
            self.problem = error.localizedDescription() if error is not None else "not moved"

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            rest = error.userInfo().get(NSURLSessionDownloadTaskResumeData)
            if isinstance(rest, NSData) and self.attempts < ATTEMPTS:
                print("connection lost")
                self.start(session.downloadTaskWithResumeData_(rest))
                return
            self.problem = error.localizedDescription()
        self.is_done = True


def main(arguments: list[str]) -> int:
    """Fetch what the command line names; 0 where it is there."""
    if len(arguments) not in (2, 3):
        print("usage: fetch.py ADDRESS FILE [NAME:PASSWORD]", file=sys.stderr)
        return 2
    address, target, *login = arguments
    fetcher = Fetcher.alloc().initWithTarget_login_(target, "".join(login))
    if not fetcher.fetch(address):
        print(f"fetch.py: {fetcher.problem}", file=sys.stderr)
        return 1
    print(f"saved as {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
