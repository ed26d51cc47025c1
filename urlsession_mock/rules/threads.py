"""What an app owes the threads it is called on.

Not here: the thread of the stored handler (stored_handler.py). One rule: what is reported by
a rule of its own is not reported here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.errors import AppleException
from urlsession_mock.events import BlockCalled, Delivered, MainOnlyTouched, Raised, Refused, Stuck
from urlsession_mock.recording import Recording
from urlsession_mock.rules.rule import FOUNDATION, UIKIT, Strength, Violation, rule
from urlsession_mock.rules.stored_handler import is_unasked_finish_events

__all__ = ["lane_not_blocked", "main_only_on_main_thread", "no_exception_in_callback"]

_DELEGATE = FOUNDATION + "urlsessiondelegate"
_INIT = FOUNDATION + "urlsession/init(configuration:delegate:delegatequeue:)"


@rule(source=_DELEGATE, strength=Strength.INFERRED, numbers="R14", default="fail")
def no_exception_in_callback(recording: Recording) -> Iterator[Violation]:
    """Let no exception leave a delegate's method.

    Nobody above it could handle one. On a Mac it ends the app, or is logged and what the
    method had still to do is left undone.
    """
    refused = {(event.reason, event.number) for event in recording.only(Refused)}
    for raised in recording.only(Raised):
        if is_unasked_finish_events(recording, raised.delivered) or _is_told(raised, refused):
            continue
        event = recording.event(raised.delivered)
        if isinstance(event, Delivered):
            place = event.selector.python_name
        else:
            place = f"the block of {event.what}" if isinstance(event, BlockCalled) else "a callback"
        text = f": {raised.error}" if str(raised.error) else ""
        yield Violation(
            raised,
            f"{type(raised.error).__name__} was raised in {place}{text}",
            raised.where,
            (event,),
        )


@rule(source=_INIT, strength=Strength.APPLE, numbers="R24 R29")
def lane_not_blocked(recording: Recording) -> Iterator[Violation]:
    """Do not wait in a delegate's method for what cannot come before it returns.

    Messages of a session come one after the other on its queue, and blocks for main come on
    the main thread. Who waits there for one of them waits for ever.
    """
    for stuck in recording.only(Stuck):
        last = () if stuck.delivered is None else (recording.message(stuck.delivered),)
        after = "".join(f"; the last message was {m.selector.python_name}" for m in last)
        yield Violation(
            stuck, f"a lane was held, and nothing more could come{after}", stuck.where, last
        )


@rule(source=UIKIT + "uiview", strength=Strength.APPLE, numbers="R24")
def main_only_on_main_thread(recording: Recording) -> Iterator[Violation]:
    """Use what belongs to the main thread on the main thread only.

    Views do, and messages come on another thread unless the delegate queue is the main one.
    The rule looks at objects made with `device.main_only`.
    """
    for touched in recording.only(MainOnlyTouched):
        yield Violation(touched, f"{touched.what} on the {touched.lane} lane", touched.where)


def _is_told(raised: Raised, refused: set[tuple[str, int]]) -> bool:
    """The exception is Apple's own, raised for a misuse that a rule reports."""
    return isinstance(raised.error, AppleException) and any(
        reason == str(raised.error) and raised.delivered < number < raised.number
        for reason, number in refused
    )
