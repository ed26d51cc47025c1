"""Specimens for the rules about background sessions. One rule: see specimen.py."""

from __future__ import annotations

from tests.specimens.away import (
    EXTENSION,
    force_quit,
    launched_again,
    opened,
    relaunched,
    reopened,
    suspended,
)
from tests.specimens.faultless import SYNC, FaultlessApp, FaultlessDelegate, Stored, url
from tests.specimens.specimen import Specimen
from urlsession_mock import App, Options
from urlsession_mock.foundation import (
    NSError,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
)

__all__ = ["SPECIMENS"]


class OpensOnlyWhatItNeeds(FaultlessApp):
    """Makes no session at launch: allowed while no task is left from before."""

    identifiers = ()


class OnlyStores(OpensOnlyWhatItNeeds):
    """Breaks session-recreated."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: App, identifier: str, handler: Stored
    ) -> None:
        self.store(identifier, handler)


class WaitsForAHandover(OpensOnlyWhatItNeeds):
    """Breaks session-recreated-at-launch."""


class OpensForEachHandover(FaultlessApp):
    """Breaks one-session-per-identifier."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: App, identifier: str, handler: Stored
    ) -> None:
        self.handed_over.add(identifier)
        self.store(identifier, handler)
        self.sessions[identifier] = self.make(self.configuration(identifier))


class ReopensAtOnce(FaultlessApp):
    """Breaks identifier-free-before-reuse."""

    def reopen(self, identifier: str) -> None:
        self.sessions.pop(identifier).finishTasksAndInvalidate()
        self.open(identifier)


class ForgetsItsOptions(OpensOnlyWhatItNeeds):
    """Breaks same-configuration-at-relaunch."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: App, identifier: str, handler: Stored
    ) -> None:
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        self.sessions[identifier] = self.make(make(identifier))
        super().application_handleEventsForBackgroundURLSession_completionHandler_(
            app, identifier, handler
        )


class InvalidatesAtTheFirstEnd(FaultlessDelegate):
    """Breaks not-invalidated-with-handler-pending."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        session.finishTasksAndInvalidate()


class AsksWithABlock(FaultlessDelegate):
    """Breaks background-session-limits."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        session.dataTaskWithURL_completionHandler_(
            url("https://example.com/next"), lambda data, response, error: None
        ).resume()


class SharesItsIdentifier(FaultlessApp):
    """Breaks identifier-of-one-process."""

    identifiers = (EXTENSION,)


class HasNoContainer(FaultlessApp):
    """Breaks shared-container-in-extension."""

    def configuration(self, identifier: str) -> NSURLSessionConfiguration:
        configuration = super().configuration(identifier)
        configuration.setSharedContainerIdentifier_(None)
        return configuration


class TakesItForTheUsersWish(FaultlessDelegate):
    """Breaks cancel-reason-read."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.app.show("cancelled" if error is not None else "done")


class StartsAllOver(FaultlessApp):
    """Breaks no-duplicate-task."""

    def want(self, text: str) -> None:
        self.fetch(text, SYNC)


SPECIMENS = (
    Specimen(OnlyStores, relaunched),
    Specimen(WaitsForAHandover, launched_again),
    Specimen(OpensForEachHandover, suspended),
    Specimen(ReopensAtOnce, reopened),
    Specimen(ForgetsItsOptions, relaunched),
    Specimen(InvalidatesAtTheFirstEnd, relaunched),
    Specimen(AsksWithABlock, relaunched),
    Specimen(SharesItsIdentifier, opened),
    Specimen(HasNoContainer, opened, options=Options(extension=True)),
    Specimen(TakesItForTheUsersWish, force_quit),
    Specimen(StartsAllOver, launched_again),
)
