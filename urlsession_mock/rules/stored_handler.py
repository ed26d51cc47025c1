"""What an app owes the handler it is handed when it is woken.

Not here: the handlers of Foundation's own messages (answers.py). One rule: a call that was
wrong breaks one rule, the one that says what was wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import Delivered, Raised, Skipped, WorkChanged
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import (
    Message,
    Wake,
    argument,
    deaths,
    is_recreated,
    raising,
    sessions,
    wakes,
)
from urlsession_mock.rules.rule import FOUNDATION, UIKIT, Strength, Violation, rule
from urlsession_mock.selectors import FINISH_EVENTS, HANDOVER

__all__ = [
    "finish_events_without_handler",
    "is_unasked_finish_events",
    "stored_handler_after_finish_events",
    "stored_handler_after_pending_work",
    "stored_handler_called",
    "stored_handler_not_in_handover",
    "stored_handler_not_overwritten",
    "stored_handler_of_right_identifier",
    "stored_handler_on_main_thread",
    "stored_handler_once",
]

_FINISH = FOUNDATION + "urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)"
_ARTICLE = FOUNDATION + "downloading-files-in-the-background"
_HANDOVER = (
    UIKIT + "uiapplicationdelegate/application(_:handleeventsforbackgroundurlsession:"
    "completionhandler:)"
)


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R10")
def stored_handler_on_main_thread(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler on the main thread.

    It belongs to UIKit, which is only safe there. Finish-events itself may come
    on another thread.
    """
    for wake in wakes(recording):
        call = wake.first
        if call is not None and call.lane != "main":
            yield Violation(
                call,
                f'the handler of "{wake.identifier}" was called on the {call.lane} lane',
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R09 R16")
def stored_handler_after_finish_events(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler only after finish-events.

    Calling it says the app has caught up: the system may suspend it
    while messages are still queued.
    """
    known = wakes(recording)
    for wake in known:
        call = wake.first
        if call is None or not _is_early(wake):
            continue
        if _is_within_handover(recording, wake) or _other_finish(recording, wake, known):
            continue
        later = wake.finishes[:1]
        tail = (
            f"(event {call.number}, finish-events is event {later[0].number})"
            if later
            else f"(event {call.number}, finish-events never came)"
        )
        yield Violation(
            call,
            f'the handler of "{wake.identifier}" was called before '
            f"URLSessionDidFinishEventsForBackgroundURLSession_ {tail}",
            call.where,
            later,
        )


@rule(source=_ARTICLE, strength=Strength.APPLE, numbers="R03")
def stored_handler_not_in_handover(recording: Recording) -> Iterator[Violation]:
    """Store the handler in the handover; do not call it there.

    At that moment no message was delivered yet: the system takes the call for the end of
    the work and may suspend the app at once.
    """
    for wake in wakes(recording):
        call = wake.first
        if call is not None and _is_early(wake) and _is_within_handover(recording, wake):
            yield Violation(
                call,
                f'the handler of "{wake.identifier}" was called inside the handover that gave it '
                f"(event {wake.handover.number})",
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R11")
def stored_handler_once(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler once, and let go of it.

    A second call answers a wake that is long over; UIKit's similar handlers raise an
    exception then.
    """
    for wake in wakes(recording):
        for call in wake.calls[1:]:
            yield Violation(
                call,
                f'the handler of "{wake.identifier}" was called again (call {call.nth})',
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R11 R15")
def stored_handler_called(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler in the end.

    Only the call tells the system that the app is done. UIKit complains in the log about
    a handler that goes away uncalled. A process that was ended owes nothing any more.
    """
    for skipped in recording.only(Skipped):
        if skipped.selector is HANDOVER:
            yield Violation(
                skipped,
                f'the handler of "{argument(recording, skipped)}" (event {skipped.number}) was '
                f"never taken: the app delegate has no {HANDOVER.python_name}",
            )
    known, failed = wakes(recording), raising(recording)
    for wake in known:
        if wake.calls or wake.is_over or wake.handover.number in failed:
            continue
        if _replacing(wake, known) or not is_recreated(recording, wake):
            continue  # another rule says it
        yield Violation(
            wake.handover,
            f'the handler of "{wake.identifier}" (event {wake.handover.number}) was never called',
        )


@rule(source=_HANDOVER, strength=Strength.APPLE, numbers="R12")
def stored_handler_of_right_identifier(recording: Recording) -> Iterator[Violation]:
    """Keep a handler for each identifier, and call the one whose session has finished.

    Every background session has its own handover and its own finish-events; one slot for
    all of them calls the wrong handler.
    """
    known = wakes(recording)
    for wake in known:
        call = wake.first
        if call is None or not _is_early(wake) or _is_within_handover(recording, wake):
            continue
        other = _other_finish(recording, wake, known)
        if other is not None:
            name = sessions(recording)[other.session].identifier
            yield Violation(
                call,
                f'the handler of "{wake.identifier}" was called after finish-events of "{name}" '
                f"(event {other.number}), not of its own session",
                call.where,
                (other,),
            )


@rule(source=_HANDOVER, strength=Strength.SILENT, numbers="R13")
def stored_handler_not_overwritten(recording: Recording) -> Iterator[Violation]:
    """Do not lose a handler when a second handover comes for the same identifier.

    Apple does not say that there is only one at a time, and several were observed. The
    one that is overwritten is never called.
    """
    known = wakes(recording)
    for wake in known:
        later = _replacing(wake, known)
        if not wake.calls and not wake.is_over and later is not None:
            yield Violation(
                wake.handover,
                f'the handler of "{wake.identifier}" (event {wake.handover.number}) was lost '
                f"when a second one came (event {later.handover.number})",
                also=(later.handover,),
            )


@rule(source=_FINISH, strength=Strength.INFERRED, numbers="R09", default="fail")
def stored_handler_after_pending_work(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler only when the work that a message began has ended.

    After the call the system may suspend the app in the middle of it. The rule looks at
    work that was registered with `device.pending_work`.
    """
    ends = deaths(recording).values()
    for wake in wakes(recording):
        call = wake.first
        if call is None:
            continue
        going_on: list[str] = []
        since = max((end for end in ends if end < call.number), default=0)
        for work in recording.only(WorkChanged):
            if work.number < since:
                continue  # it ended with the process that did it
            if work.number > call.number:
                break
            if work.began:
                going_on.append(work.label)
            elif work.label in going_on:
                going_on.remove(work.label)
        if going_on:
            yield Violation(
                call,
                f'the handler of "{wake.identifier}" was called while {", ".join(going_on)} '
                f"went on",
                call.where,
            )


@rule(source=_FINISH, strength=Strength.OBSERVED, numbers="R14", default="fail")
def finish_events_without_handler(recording: Recording) -> Iterator[Violation]:
    """Do nothing at finish-events when no handler is stored.

    Finish-events was observed without a handover before it, and twice after one. A delegate
    that calls what it does not have raises.
    """
    for raised in recording.only(Raised):
        if is_unasked_finish_events(recording, raised.delivered):
            yield Violation(
                raised,
                f"{type(raised.error).__name__} was raised at finish-events, with no handler "
                f"stored: {raised.error}",
                raised.where,
            )


# -- questions -----------------------------------------------------------


def is_unasked_finish_events(recording: Recording, number: int) -> bool:
    """Event `number` is a finish-events for which no handler is owed.

    None was handed over to this process, or it was called already.
    """
    event = recording.event(number)
    if not isinstance(event, Delivered) or event.selector is not FINISH_EVENTS:
        return False
    identifier = sessions(recording)[event.session].identifier
    return not any(
        wake.identifier == identifier and wake.is_pending(number) for wake in wakes(recording)
    )


def _is_early(wake: Wake) -> bool:
    call = wake.first
    return call is not None and not wake.is_finished(call.number)


def _is_within_handover(recording: Recording, wake: Wake) -> bool:
    """The handler was called by the handover itself, before it returned."""
    call = wake.first
    return (
        call is not None
        and call.lane == wake.handover.lane
        and call.number < recording.returned_after(wake.handover)
    )


def _other_finish(recording: Recording, wake: Wake, known: list[Wake]) -> Message | None:
    """The finish-events of another identifier that the call answers, by mistake.

    It came between the handover and the call, and its own handler was not called since.
    """
    call = wake.first
    if call is None:
        return None
    found: Message | None = None
    for other in known:
        if other.identifier == wake.identifier or other.launch != wake.launch:
            continue
        for finish in other.finishes:
            answered = any(finish.number < own.number < call.number for own in other.calls)
            if wake.handover.number < finish.number < call.number and not answered:
                found = finish if found is None or finish.number > found.number else found
    return found


def _replacing(wake: Wake, known: list[Wake]) -> Wake | None:
    """A later wake whose handler took this one's place, and was called instead."""
    for later in known:
        is_same = later.identifier == wake.identifier and later.launch == wake.launch
        if (
            is_same
            and later.handover.number > wake.handover.number
            and later.calls
            and wake.is_pending(later.handover.number)
            and not wake.is_finished(later.handover.number)
        ):
            return later
    return None
