"""What an app owes its background sessions: their identity, their limits, their end.

Not here: what the next launch owes them (relaunch.py), sessions of any kind (sessions.py).
One rule: an identifier is one session, in one process.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import Refused, SessionCreated, SessionInvalidated
from urlsession_mock.foundation.constants import NSURLErrorDomain
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorBackgroundSessionInUseByAnotherProcess,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
)
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import argument, invalidated, reached, sessions, wakes
from urlsession_mock.rules.rule import FOUNDATION, Strength, Violation, rule
from urlsession_mock.selectors import COMPLETE, INVALID

__all__ = [
    "background_session_limits",
    "identifier_free_before_reuse",
    "identifier_of_one_process",
    "not_invalidated_with_handler_pending",
    "one_session_per_identifier",
    "shared_container_in_extension",
]

_ARTICLE = FOUNDATION + "downloading-files-in-the-background"
_BACKGROUND = FOUNDATION + "urlsessionconfiguration/background(withidentifier:)"
_CONTAINER = FOUNDATION + "urlsessionconfiguration/sharedcontaineridentifier"
_FINISH = FOUNDATION + "urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)"
_INVALID = FOUNDATION + "urlsessiondelegate/urlsession(_:didbecomeinvalidwitherror:)"


@rule(source=_BACKGROUND, strength=Strength.APPLE, numbers="R06 R42")
def one_session_per_identifier(recording: Recording) -> Iterator[Violation]:
    """Make only one session with an identifier at a time.

    Which of two gets the messages is undefined. A session that is still there when the app
    is woken is the one that receives them.
    """
    ending = invalidated(recording)
    for created in recording.only(SessionCreated):
        alive = [
            number
            for number in created.others
            if number not in ending or ending[number].number > created.number
        ]
        if alive:
            older = sessions(recording)[alive[-1]]
            yield Violation(
                created,
                f'a session with the identifier "{created.identifier}" was made while another one '
                f"was alive (event {older.number})",
                created.where,
                (older,),
            )


@rule(source=_INVALID, strength=Strength.APPLE, numbers="R37")
def identifier_free_before_reuse(recording: Recording) -> Iterator[Violation]:
    """Use an identifier again only when the delegate was told that its session is invalid.

    Invalidating returns at once; until the last message has come the identifier
    belongs to the old session.
    """
    known = invalidated(recording)
    for created in recording.only(SessionCreated):
        ending = [
            known[number]
            for number in created.others
            if number in known and known[number].number < created.number
        ]
        if ending and len(ending) == len(created.others):
            yield Violation(
                created,
                f'a session with the identifier "{created.identifier}" was made after the older '
                f"one was invalidated (event {ending[-1].number}), but before its delegate "
                f"was told {INVALID.python_name}",
                created.where,
                (ending[-1],),
            )


@rule(source=_BACKGROUND, strength=Strength.APPLE, numbers="R43 R85")
def identifier_of_one_process(recording: Recording) -> Iterator[Violation]:
    """Give the app and each of its extensions identifiers of their own.

    A session whose identifier another process holds gets no transfers, only error -996.
    """
    code = NSURLErrorBackgroundSessionInUseByAnotherProcess
    yield from _failed(recording, code, "is in use by another process (-996)")


@rule(source=_CONTAINER, strength=Strength.APPLE, numbers="R51 R85")
def shared_container_in_extension(recording: Recording) -> Iterator[Violation]:
    """Name a shared container in the background sessions of an extension.

    The system has nowhere to put files for an extension that is gone when they arrive, so
    without one there is only error -995.
    """
    code = NSURLErrorBackgroundSessionRequiresSharedContainer
    yield from _failed(recording, code, "has no sharedContainerIdentifier (-995)")


@rule(source=_ARTICLE, strength=Strength.APPLE, numbers="R41 R44 R83")
def background_session_limits(recording: Recording) -> Iterator[Violation]:
    """Ask of a background session only what it can do.

    It has a delegate and makes downloads and uploads from files, over HTTP. Completion
    handlers, uploads from data or streams, stream and WebSocket tasks and delegates of single
    tasks raise an exception, because no process may be there to serve them.
    """
    for refused in recording.only(Refused):
        if refused.rule == "background-session-limits":
            yield Violation(refused, refused.reason, refused.where)


@rule(source=_FINISH, strength=Strength.OBSERVED, numbers="R17")
def not_invalidated_with_handler_pending(recording: Recording) -> Iterator[Violation]:
    """Invalidate a session only when the handler of its handover was called.

    Finish-events was observed not to come for a session that was invalidated, and then
    nothing calls the handler.
    """
    known = wakes(recording)
    for event in recording.only(SessionInvalidated):
        for wake in known:
            if (
                wake.identifier == event.identifier
                and wake.is_pending(event.number)
                and not wake.is_finished(event.number)
            ):
                yield Violation(
                    event,
                    f'the session "{wake.identifier}" was invalidated while the handler of its '
                    f"handover (event {wake.handover.number}) waits for finish-events",
                    event.where,
                    (wake.handover,),
                )


# -- questions -----------------------------------------------------------


def _failed(recording: Recording, code: int, why: str) -> Iterator[Violation]:
    """The sessions that ended with this error, and the ones a task of which did; each once."""
    made = sessions(recording)
    if all(session.identifier is None for session in made.values()):
        return  # only a background session, which has one, can meet another process
    seen: set[int] = set()
    for message in reached(recording, INVALID, COMPLETE):
        error = argument(recording, message)
        if not isinstance(error, NSError) or message.session in seen:
            continue
        if (error.domain(), error.code()) == (NSURLErrorDomain, code):
            seen.add(message.session)
            created = made[message.session]
            yield Violation(
                message, f'the session "{created.identifier}" {why}', created.where, (created,)
            )
