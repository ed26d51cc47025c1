"""What an app that was away owes the transfers that went on without it.

Not here: the handler of the handover (stored_handler.py). One rule: what the app did in one
launch is held against what it had begun in an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import AppChanged, Looked, SessionCreated, TaskChanged, TaskCreated
from urlsession_mock.foundation.constants import NSURLErrorBackgroundTaskCancelledReasonKey
from urlsession_mock.foundation.error import NSError
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import (
    Message,
    deaths,
    invalidated,
    is_recreated,
    raising,
    reached,
    sessions,
    wakes,
)
from urlsession_mock.rules.rule import FOUNDATION, UIKIT, Strength, Violation, rule
from urlsession_mock.selectors import BECAME_DOWNLOAD, BECAME_STREAM, COMPLETE

__all__ = [
    "cancel_reason_read",
    "no_duplicate_task",
    "same_configuration_at_relaunch",
    "session_recreated",
    "session_recreated_at_launch",
]

_ARTICLE = FOUNDATION + "downloading-files-in-the-background"
_REASON = FOUNDATION + "nsurlerrorbackgroundtaskcancelledreasonkey"
_COMPLETE = FOUNDATION + "urlsessiontaskdelegate/urlsession(_:task:didcompletewitherror:)"
_HANDOVER = (
    UIKIT + "uiapplicationdelegate/application(_:handleeventsforbackgroundurlsession:"
    "completionhandler:)"
)
_ENDS = (COMPLETE, BECAME_DOWNLOAD, BECAME_STREAM)


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
    over, made, known = deaths(recording), sessions(recording).values(), wakes(recording)
    for change, after in zip(changes, [*changes[1:], None], strict=True):
        is_by_a_wake = after is not None and after.change == "woken"
        if change.change != "launched" or is_by_a_wake or change.launch in over:
            continue
        here = {created.identifier for created in made if created.launch == change.launch}
        woken = {wake.identifier for wake in known if wake.launch == change.launch}
        for identifier, task in _left_over(recording, change.number).items():
            if identifier not in here | woken:
                yield Violation(
                    change,
                    f'the app was launched while tasks of "{identifier}" were under way, and made '
                    f"no session with that identifier",
                    also=(task,),
                )


@rule(source=_HANDOVER, strength=Strength.APPLE, numbers="R04", default="warn")
def same_configuration_at_relaunch(recording: Recording) -> Iterator[Violation]:
    """Configure a session that is made again as it was when its transfers began.

    Only the identifier joins the two, but transfers that are under way were started under
    the older options.
    """
    given_up = invalidated(recording)
    before: dict[str, SessionCreated] = {}
    for created in recording.only(SessionCreated):
        if created.identifier is None:
            continue
        older = before.get(created.identifier)
        before[created.identifier] = created
        if not created.differs or (older is not None and older.launch == created.launch):
            continue
        if older is None or older.session not in given_up:
            yield Violation(
                created,
                f'the session "{created.identifier}" was made again with other values of '
                f"{', '.join(created.differs)}",
                created.where,
                () if older is None else (older,),
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


def _left_over(recording: Recording, number: int) -> dict[str, TaskCreated]:
    """A background task that was under way at event `number`, for each identifier with one."""
    made, given_up = sessions(recording), invalidated(recording)
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
