"""A podcast app: its episodes download in the background, and survive the app being killed.

On a Mac the import reads `from Foundation import ...`; nothing else changes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from urlsession_mock import UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSHTTPURLResponse,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

EPISODES = "com.example.podcasts.episodes"


class Library:
    """The episodes on disk, and what became of each. A killed app finds it as it was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._file = folder / "library.json"

    def states(self) -> dict[str, str]:
        """What became of each episode, by its name."""
        if not self._file.exists():
            return {}
        found: dict[str, str] = json.loads(self._file.read_text())
        return found

    def note(self, episode: str, state: str) -> None:
        """Remember what became of an episode."""
        self._file.write_text(json.dumps({**self.states(), episode: state}))

    def keep(self, episode: str, file: Path) -> None:
        """Move a downloaded file into the library."""
        shutil.move(file, self.folder / f"{episode}.mp3")


class EpisodeDownloader(URLSessionDownloadDelegate):
    """The delegate of the background session."""

    def __init__(self, app: PodcastApp) -> None:
        self.app = app

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL, /
    ) -> None:
        # The file is gone when this method returns, so it is moved here and now.
        response = task.response()
        if isinstance(response, NSHTTPURLResponse) and response.statusCode() == 200:
            self.app.library.keep(str(task.taskDescription()), Path(str(location.path())))
            self.app.library.note(str(task.taskDescription()), "downloaded")

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None, /
    ) -> None:
        episode = str(task.taskDescription())
        if error is not None:
            self.app.library.note(episode, str(error.localizedDescription()))
        elif self.app.library.states().get(episode) != "downloaded":
            self.app.library.note(episode, "not found")

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession, /) -> None:
        # This is the session's own queue. UIKit's handler is called on the main thread.
        identifier = session.configuration().identifier()
        NSOperationQueue.mainQueue().addOperationWithBlock_(
            lambda: self.app.call_stored_handler(identifier)
        )


class PodcastApp(UIApplicationDelegate):
    """The app delegate."""

    downloader: type[EpisodeDownloader] = EpisodeDownloader

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder)
        self._handlers: dict[str | None, Callable[[], None]] = {}
        self._session: NSURLSession | None = None

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Callable[[], None], /
    ) -> None:
        self._handlers[identifier] = handler
        self.session()

    def session(self) -> NSURLSession:
        """The one background session; recreated after a relaunch, by the same identifier."""
        if self._session is None:
            make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
            self._session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
                make(EPISODES), self.downloader(self), None
            )
        return self._session

    def download(self, episode: str, address: str) -> None:
        """Begin to download an episode; it goes on without the app."""
        url = NSURL.URLWithString_(address)
        assert url is not None
        task = self.session().downloadTaskWithURL_(url)
        task.setTaskDescription_(episode)
        self.library.note(episode, "downloading")
        task.resume()

    def call_stored_handler(self, identifier: str | None) -> None:
        """Tell the system that the app has caught up; once, so the handler is let go first."""
        handler = self._handlers.pop(identifier, None)
        if handler is not None:
            handler()
