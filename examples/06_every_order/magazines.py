"""A magazine reader: its issues download in the background, and its shelf says which are there.

On a Mac the import reads `from Foundation import ...`; nothing else changes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from urlsession_mock import UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSHTTPURLResponse,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
)

ISSUES = "com.example.magazines.issues"
OK = 200


class Shelf:
    """The issues on disk, and the ledger that says which are there. It outlives the app."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ledger = folder / "ledger.json"

    def issues(self) -> list[str]:
        """The issues that the reader is shown."""
        found: list[str] = json.loads(self._ledger.read_text()) if self._ledger.exists() else []
        return found

    def keep(self, issue: str, file: Path) -> None:
        """Move a downloaded issue to the shelf."""
        shutil.move(file, self.folder / f"{issue}.pdf")

    def enter(self, issue: str) -> None:
        """Write it in the ledger: all of it, or nothing."""
        draft = self._ledger.with_suffix(".draft")
        draft.write_text(json.dumps(sorted({*self.issues(), issue})))
        os.replace(draft, self._ledger)


class MagazineApp(UIApplicationDelegate, URLSessionDownloadDelegate):
    """The app delegate, and the delegate of its background session."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Shelf(folder)
        self._handler: Callable[[], None] | None = None
        self._session: NSURLSession | None = None

    def application_didFinishLaunchingWithOptions_(
        self, application: object, options: object, /
    ) -> bool:
        # While transfers go on there is no handover, so the session is recreated here as well.
        self.session()
        return True

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Callable[[], None], /
    ) -> None:
        self._handler = handler
        self.session()

    def session(self) -> NSURLSession:
        """The one background session of this launch."""
        if self._session is None:
            make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
            self._session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
                make(ISSUES), self, None
            )
        return self._session

    def download(self, issue: str, address: str) -> None:
        """Begin to download an issue; it goes on without the app."""
        url = NSURL.URLWithString_(address)
        assert url is not None
        task = self.session().downloadTaskWithURL_(url)
        task.setTaskDescription_(issue)
        task.resume()

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL, /
    ) -> None:
        response = task.response()
        if isinstance(response, NSHTTPURLResponse) and response.statusCode() == OK:
            self.came(str(task.taskDescription()), Path(str(location.path())))

    def came(self, issue: str, file: Path) -> None:
        """An issue is here: the file and the ledger are put right before anything else happens."""
        self.shelf.keep(issue, file)
        self.shelf.enter(issue)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession, /) -> None:
        # This is the session's own queue. UIKit's handler is called on the main thread.
        NSOperationQueue.mainQueue().addOperationWithBlock_(self.caught_up)

    def caught_up(self) -> None:
        """Tell the system; once, so the handler is let go first."""
        handler, self._handler = self._handler, None
        if handler is not None:
            handler()
