"""The podcast app with one classic fault: it calls UIKit's handler where it stands.

Finish-events comes on the session's own queue. Alamofire shipped this fault (issue 728), and
so did others; on a device it mostly shows as a snapshot that is wrong now and then.
"""

from __future__ import annotations

from podcasts import EpisodeDownloader, PodcastApp

from urlsession_mock.foundation import NSURLSession


class ImpatientDownloader(EpisodeDownloader):
    """Does not go to the main thread."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession, /) -> None:
        self.app.call_stored_handler(session.configuration().identifier())


class ImpatientPodcastApp(PodcastApp):
    """The same app with that downloader."""

    downloader = ImpatientDownloader
