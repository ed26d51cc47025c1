"""What an app owes its background sessions: their identity, their limits, their end.

Not here: the handler of a handover (stored_handler.py), sessions of any kind (sessions.py).
One rule: an identifier is one session in one process, from launch to launch.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import (
    AppChanged,
    Looked,
    Refused,
    SessionCreated,
    SessionInvalidated,
    TaskChanged,
    TaskCreated,
)
from urlsession_mock.foundation.constants import NSURLErrorBackgroundTaskCancelledReasonKey
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorBackgroundSessionInUseByAnotherProcess,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
)
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import (
    Message,
    argument,
    deaths,
    raising,
    reached,
    sessions,
    wakes,
)
from urlsession_mock.rules.rule import FOUNDATION, UIKIT, Strength, Violation, rule
from urlsession_mock.rules.stored_handler import is_recreated
from urlsession_mock.selectors import BECAME_DOWNLOAD, BECAME_STREAM, COMPLETE, INVALID

__all__ = [
    "background_session_limits",
    "cancel_reason_read",
    "identifier_free_before_reuse",
    "identifier_of_one_process",
    "no_duplicate_task",
    "not_invalidated_with_handler_pending",
    "one_session_per_identifier",
    "same_configuration_at_relaunch",
    "session_recreated",
    "session_recreated_at_launch",
    "shared_container_in_extension",
]

_ARTICLE = FOUNDATION + "downloading-files-in-the-background"
_BACKGROUND = FOUNDATION + "urlsessionconfiguration/background(withidentifier:)"
_CONTAINER = FOUNDATION + "urlsessionconfiguration/sharedcontaineridentifier"
_FINISH = FOUNDATION + "urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)"
_INVALID = FOUNDATION + "urlsessiondelegate/urlsession(_:didbecomeinvalidwitherror:)"
_REASON = FOUNDATION + "nsurlerrorbackgroundtaskcancelledreasonkey"
_COMPLETE = FOUNDATION + "urlsessiontaskdelegate/urlsession(_:task:didcompletewitherror:)"
_HANDOVER = (
    UIKIT + "uiapplicationdelegate/application(_:handleeventsforbackgroundurlsession:"
    "completionhandler:)"
)
_ENDS = (COMPLETE, BECAME_DOWNLOAD, BECAME_STREAM)


# -- identity ------------------------------------------------------------


@rule(source=_ARTICLE, strength=Strength.APPLE, numbers="R03 R05")
def session_recreated(recording: Recording) -> Iterator[Violation]:
    """Make a session with the identifier of the handover, unless there is one.

    What ended while the app was away is delivered to nobody until then, finish-events
    included.
    """
    failed = raising(recording)
    for wake in wakes(recording):
        if wake.is_over or wake.handover.number in failed or is_recreated(recording, wake):
            continue
        yield Violation(
            wake.handover,
            f'the app was handed the events of "{wake.identifier}" and made no session with that '
            f"identifier",
        )


@rule(source=_HANDOVER, strength=Strength.APPLE, numbers="R18")
def session_recreated_at_launch(recording: Recording) -> Iterator[Violation]:
    """Make the background sessions that still have tasks again at every launch.

    While transfers run there is no handover: an app that is launched must remember its
    identifiers by itself, or it never hears of them.
    """
    changes = list(recording.only(AppChanged))
    if not any(change.launch > 1 for change in changes):
        return
    over, made = deaths(recording), sessions(recording).values()
    for change, after in zip(changes, [*changes[1:], None], strict=True):
        is_by_a_wake = after is not None and after.change == "woken"
        if change.change != "launched" or is_by_a_wake or change.launch in over:
            continue
        here = {created.identifier for created in made if created.launch == change.launch}
        woken = {wake.identifier for wake in wakes(recording) if wake.launch == change.launch}
        for identifier, task in _left_over(recording, change.number).items():
            if identifier not in here | woken:
                yield Violation(
                    change,
                    f'the app was launched while tasks of "{identifier}" were under way, and made '
                    f"no session with that identifier",
                    also=(task,),
                )


@rule(source=_BACKGROUND, strength=Strength.APPLE, numbers="R06 R42")
def one_session_per_identifier(recording: Recording) -> Iterator[Violation]:
    """Make only one session with an identifier at a time.

    Which of two gets the messages is undefined. A session that is still there when the app
    is woken is the one that receives them.
    """
    invalidated = _invalidated(recording)
    for created in recording.only(SessionCreated):
        alive = [
            number
            for number in created.others
            if number not in invalidated or invalidated[number].number > created.number
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
    invalidated = _invalidated(recording)
    for created in recording.only(SessionCreated):
        ending = [invalidated[number] for number in created.others if number in invalidated]
        is_all = len(ending) == len(created.others)
        if ending and is_all and all(end.number < created.number for end in ending):
            yield Violation(
                created,
                f'a session with the identifier "{created.identifier}" was made after the older '
                f"one was invalidated (event {ending[-1].number}), but before its delegate "
                f"was told {INVALID.python_name}",
                created.where,
                (ending[-1],),
            )


@rule(source=_HANDOVER, strength=Strength.APPLE, numbers="R04", default="warn")
def same_configuration_at_relaunch(recording: Recording) -> Iterator[Violation]:
    """Configure a session that is made again as it was when its transfers began.

    Only the identifier joins the two, but transfers that are under way were started under
    the older options.
    """
    invalidated = _invalidated(recording)
    before: dict[str, SessionCreated] = {}
    for created in recording.only(SessionCreated):
        if created.identifier is None:
            continue
        older = before.get(created.identifier)
        before[created.identifier] = created
        if not created.differs or (older is not None and older.launch == created.launch):
            continue
        if older is None or older.session not in invalidated:
            yield Violation(
                created,
                f'the session "{created.identifier}" was made again with other values of '
                f"{', '.join(created.differs)}",
                created.where,
                () if older is None else (older,),
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


# -- limits and ends -----------------------------------------------------


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
    for invalidated in recording.only(SessionInvalidated):
        for wake in wakes(recording):
            if (
                wake.identifier == invalidated.identifier
                and wake.is_pending(invalidated.number)
                and not wake.is_finished(invalidated.number)
            ):
                yield Violation(
                    invalidated,
                    f'the session "{wake.identifier}" was invalidated while the handler of its '
                    f"handover (event {wake.handover.number}) waits for finish-events",
                    invalidated.where,
                    (wake.handover,),
                )


@rule(source=_REASON, strength=Strength.APPLE, numbers="R21 R85", default="warn")
def cancel_reason_read(recording: Recording) -> Iterator[Violation]:
    """Read the reason of a background task that the system cancelled.

    The error is the one of a cancellation by the app, -999. Only its userInfo tells that the
    user quit the app, or that the system ran out of resources, and the work is to be
    done again.
    """
    looked = {look.delivered for look in recording.only(Looked) if look.what == "userInfo"}
    for delivered in recording.deliveries(COMPLETE):
        error = delivered.arguments[0]
        if delivered.number in looked or not isinstance(error, NSError):
            continue
        # Not by userInfo(): that would be noted as the app's own look.
        if NSURLErrorBackgroundTaskCancelledReasonKey in error._user_info:
            yield Violation(
                delivered,
                f"task {delivered.task} was cancelled by the system, and the reason in the "
                f"error's userInfo was not read",
            )


@rule(source=_COMPLETE, strength=Strength.OBSERVED, numbers="R18 R65")
def no_duplicate_task(recording: Recording) -> Iterator[Violation]:
    """Ask a session that was made again for its tasks before making them anew.

    The transfers of the former launch go on. A second task for the same request loads it
    twice.
    """
    made = sessions(recording)
    own: set[tuple[int, int]] = set()
    for task in recording.only(TaskCreated):
        own.add((task.session, task.task))
        session = made[task.session]
        if task.like is None or session.kind != "background" or session.launch == 1:
            continue
        if (task.session, task.like) not in own:
            yield Violation(
                task,
                f"task {task.task} loads {task.url}, which task {task.like} of a former launch "
                f"is loading already",
                task.where,
            )


# -- questions -----------------------------------------------------------


def _invalidated(recording: Recording) -> dict[int, SessionInvalidated]:
    """How each session was first invalidated by the app, by its number."""
    found: dict[int, SessionInvalidated] = {}
    for event in recording.only(SessionInvalidated):
        found.setdefault(event.session, event)
    return found


def _failed(recording: Recording, code: int, why: str) -> Iterator[Violation]:
    """The sessions that ended with this error, and the ones a task of which did; each once."""
    made = sessions(recording)
    seen: set[int] = set()
    for message in reached(recording, INVALID, COMPLETE):
        error = argument(recording, message)
        if not isinstance(error, NSError) or error.code() != code or message.session in seen:
            continue
        seen.add(message.session)
        created = made[message.session]
        yield Violation(
            message, f'the session "{created.identifier}" {why}', created.where, (created,)
        )


def _left_over(recording: Recording, number: int) -> dict[str, TaskCreated]:
    """A background task that was under way at event `number`, for each identifier with one."""
    made, given_up = sessions(recording), _invalidated(recording)
    created: dict[tuple[str, int | None], TaskCreated] = {}
    running: dict[tuple[str, int | None], TaskCreated] = {}
    events: list[TaskCreated | TaskChanged | Message] = [*reached(recording, *_ENDS)]
    events += recording.only(TaskCreated)
    events += recording.only(TaskChanged)
    for event in sorted(events, key=lambda event: event.number):
        session = made.get(event.session)  # None for a task of a launch before the recording
        if event.number > number or session is None or session.identifier is None:
            continue
        key = session.identifier, event.task
        if isinstance(event, TaskCreated):
            created[key] = event
        elif isinstance(event, TaskChanged) and event.change == "resume" and key in created:
            running.setdefault(key, created[key])
        elif not isinstance(event, TaskChanged) or event.change == "cancel":
            running.pop(key, None)
    return {
        identifier: task
        for (identifier, _), task in running.items()
        if task.session not in given_up
    }
