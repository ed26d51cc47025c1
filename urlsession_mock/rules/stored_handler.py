"""What an app owes the handler it is handed when it is woken.

Not here: the handlers of Foundation's own messages (handlers.py). One rule: a handler that
was called wrongly breaks one rule, the one that says what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import Delivered, Raised, Replied, SessionCreated, WorkChanged
from urlsession_mock.recording import Recording
from urlsession_mock.rules.rule import FOUNDATION, UIKIT, Strength, Violation, rule
from urlsession_mock.selectors import FINISH_EVENTS, HANDOVER

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
    for call in _calls(recording):
        if call.lane != "main" and call.nth == 1:
            yield Violation(
                call,
                f'the handler of "{call.identifier}" was called on the {call.lane} lane',
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R09 R16")
def stored_handler_after_finish_events(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler only after finish-events.

    Calling it says the app has caught up: the system may suspend it
    while messages are still queued.
    """
    for call in _early(recording):
        if _within_handover(recording, call) or _for_another(recording, call):
            continue
        finish = _finish(recording, call.identifier)
        after = [event for event in finish if event.number > call.number]
        tail = (
            f"(event {call.number}, finish-events is event {after[0].number})"
            if after
            else f"(event {call.number}, finish-events never came)"
        )
        yield Violation(
            call,
            f'the handler of "{call.identifier}" was called before '
            f"URLSessionDidFinishEventsForBackgroundURLSession_ {tail}",
            call.where,
            tuple(after[:1]),
        )


@rule(source=_ARTICLE, strength=Strength.APPLE, numbers="R03")
def stored_handler_not_in_handover(recording: Recording) -> Iterator[Violation]:
    """Store the handler in the handover; do not call it there.

    At that moment no message was delivered yet: the system takes the call for the end of
    the work and may suspend the app at once.
    """
    for call in _early(recording):
        if _within_handover(recording, call):
            yield Violation(
                call,
                f'the handler of "{call.identifier}" was called inside the handover that gave it '
                f"(event {call.handler})",
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R11")
def stored_handler_once(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler once, and let go of it.

    A second call answers a wake that is long over; UIKit's similar handlers raise an
    exception then.
    """
    for call in _calls(recording):
        if call.nth > 1:
            yield Violation(
                call,
                f'the handler of "{call.identifier}" was called again (call {call.nth})',
                call.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R11 R15")
def stored_handler_called(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler in the end.

    Only the call tells the system that the app is done. UIKit complains in the log about
    a handler that goes away uncalled.
    """
    called = {call.handler for call in _calls(recording)}
    for handover in recording.deliveries(HANDOVER):
        identifier = _identifier(handover)
        if handover.number in called or _is_replaced(recording, handover, called):
            continue
        if not _is_recreated(recording, handover):
            continue  # session-recreated says it
        yield Violation(
            handover, f'the handler of "{identifier}" (event {handover.number}) was never called'
        )


@rule(source=_HANDOVER, strength=Strength.APPLE, numbers="R12")
def stored_handler_of_right_identifier(recording: Recording) -> Iterator[Violation]:
    """Keep a handler for each identifier, and call the one whose session has finished.

    Every background session has its own handover and its own finish-events; one slot for
    all of them calls the wrong handler.
    """
    for call in _early(recording):
        other = _for_another(recording, call)
        if other is not None and not _within_handover(recording, call):
            name = _session_identifier(recording, other.session)
            yield Violation(
                call,
                f'the handler of "{call.identifier}" was called after finish-events of "{name}" '
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
    called = {call.handler for call in _calls(recording)}
    for handover in recording.deliveries(HANDOVER):
        if handover.number not in called and _is_replaced(recording, handover, called):
            yield Violation(
                handover,
                f'the handler of "{_identifier(handover)}" (event {handover.number}) was lost '
                f"when a second one came",
            )


@rule(source=_FINISH, strength=Strength.INFERRED, numbers="R09", default="fail")
def stored_handler_after_pending_work(recording: Recording) -> Iterator[Violation]:
    """Call the stored handler only when the work that a message began has ended.

    After the call the system may suspend the app in the middle of it. The rule looks at
    work that was registered with `device.pending_work`.
    """
    for call in _calls(recording):
        open_work: list[str] = []
        for work in recording.only(WorkChanged):
            if work.number > call.number:
                break
            if work.began:
                open_work.append(work.label)
            else:
                open_work.remove(work.label)
        if open_work and call.nth == 1:
            yield Violation(
                call,
                f'the handler of "{call.identifier}" was called while {", ".join(open_work)} '
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
        delivered = recording.event(raised.delivered)
        if is_unasked_finish_events(recording, delivered):
            yield Violation(
                raised,
                f"{type(raised.error).__name__} was raised at finish-events, with no handler "
                f"stored: {raised.error}",
                raised.where,
            )


def is_unasked_finish_events(recording: Recording, event: object) -> bool:
    """It is a finish-events for which no handler is owed: none was handed over, or it was called."""
    if not isinstance(event, Delivered) or event.selector is not FINISH_EVENTS:
        return False
    identifier = _session_identifier(recording, event.session)
    given = [
        handover.number
        for handover in recording.deliveries(HANDOVER)
        if handover.number < event.number and _identifier(handover) == identifier
    ]
    called = {call.handler for call in _calls(recording) if call.number < event.number}
    return not any(number not in called for number in given)


# -- questions -----------------------------------------------------------


def _calls(recording: Recording) -> list[Replied]:
    return [reply for reply in recording.only(Replied) if reply.selector is HANDOVER]


def _early(recording: Recording) -> Iterator[Replied]:
    """First calls that came before finish-events of their own identifier."""
    for call in _calls(recording):
        finish = _finish(recording, call.identifier)
        if call.nth == 1 and not any(call.handler < e.number < call.number for e in finish):
            if not any(event.number < call.number for event in finish):
                yield call


def _finish(recording: Recording, identifier: str | None) -> list[Delivered]:
    return [
        event
        for event in recording.deliveries(FINISH_EVENTS)
        if _session_identifier(recording, event.session) == identifier
    ]


def _session_identifier(recording: Recording, session: int) -> str | None:
    for created in recording.only(SessionCreated):
        if created.session == session:
            return created.identifier
    return None


def _identifier(handover: Delivered) -> str:
    return str(handover.arguments[0])


def _within_handover(recording: Recording, call: Replied) -> bool:
    handover = recording.message(call.handler)
    return call.number < recording.returned_after(handover) and call.lane == handover.lane


def _for_another(recording: Recording, call: Replied) -> Delivered | None:
    """The finish-events of another identifier that the call follows."""
    for event in reversed(recording.deliveries(FINISH_EVENTS)):
        if call.handler < event.number < call.number:
            if _session_identifier(recording, event.session) != call.identifier:
                return event
    return None


def _is_replaced(recording: Recording, handover: Delivered, called: set[int]) -> bool:
    """A later handover of the same identifier was answered, or came, before this one was."""
    return any(
        later.number > handover.number and _identifier(later) == _identifier(handover)
        for later in recording.deliveries(HANDOVER)
    )


def _is_recreated(recording: Recording, handover: Delivered) -> bool:
    return any(
        created.identifier == _identifier(handover) for created in recording.only(SessionCreated)
    )
