"""Specimens for the rules about the stored handler. One rule: see specimen.py."""

from __future__ import annotations

from tests.specimens.away import finished_twice, handed_over_twice, relaunched, two_sessions
from tests.specimens.faultless import FaultlessApp, FaultlessDelegate, Stored
from tests.specimens.specimen import Specimen
from urlsession_mock import App
from urlsession_mock.foundation import NSError, NSURLSession, NSURLSessionTask

__all__ = ["SPECIMENS"]


class CallsFromTheDelegateQueue(FaultlessApp):
    """Breaks stored-handler-on-main-thread."""

    def finish(self, identifier: str) -> None:
        for handler in self.take(identifier):
            handler()


class CallsAtTheFirstEnd(FaultlessDelegate):
    """Breaks stored-handler-after-finish-events."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.app.call_on_main_now(str(session.configuration().identifier()))


class CallsAtOnce(FaultlessApp):
    """Breaks stored-handler-not-in-handover."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: App, identifier: str, handler: Stored
    ) -> None:
        self.open(identifier)
        handler()


class KeepsWhatItCalled(FaultlessApp):
    """Breaks stored-handler-once."""

    def take(self, identifier: str) -> list[Stored]:
        return self.handlers[identifier]


class NeverCalls(FaultlessDelegate):
    """Breaks stored-handler-called."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        self.app.show("all done")


class CallsTheOldest(FaultlessApp):
    """Breaks stored-handler-of-right-identifier."""

    def take(self, identifier: str) -> list[Stored]:
        return self.handlers.pop(next(iter(self.handlers)))


class HasOnePlaceForEach(FaultlessApp):
    """Breaks stored-handler-not-overwritten."""

    def store(self, identifier: str, handler: Stored) -> None:
        self.handlers[identifier] = [handler]


class CallsWhileItWorks(FaultlessDelegate):
    """Breaks stored-handler-after-pending-work."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        with self.app.work("tidy up"):
            self.app.call_on_main_now(str(session.configuration().identifier()))


class TrustsThatOneIsStored(FaultlessApp):
    """Breaks finish-events-without-handler."""

    def take(self, identifier: str) -> list[Stored]:
        return self.handlers.pop(identifier)


SPECIMENS = (
    Specimen(CallsFromTheDelegateQueue, relaunched),
    Specimen(CallsAtTheFirstEnd, relaunched),
    Specimen(CallsAtOnce, relaunched),
    Specimen(KeepsWhatItCalled, finished_twice),
    Specimen(NeverCalls, relaunched),
    Specimen(CallsTheOldest, two_sessions),
    Specimen(HasOnePlaceForEach, handed_over_twice),
    Specimen(CallsWhileItWorks, relaunched),
    Specimen(TrustsThatOneIsStored, finished_twice),
)
