"""What an app owes a session of any kind: an end, and nothing after it.

Not here: what only background sessions ask (background.py). One rule: a session is judged by
what its app did to it, never by what came over the network.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import Refused, SessionCreated, SessionInvalidated
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import became_invalid, deaths
from urlsession_mock.rules.rule import FOUNDATION, Strength, Violation, rule

__all__ = ["no_task_after_invalidation", "serial_delegate_queue", "session_invalidated"]

_FINISH_TASKS = FOUNDATION + "urlsession/finishtasksandinvalidate()"
_INIT = FOUNDATION + "urlsession/init(configuration:delegate:delegatequeue:)"


@rule(source=_FINISH_TASKS, strength=Strength.APPLE, numbers="R36")
def no_task_after_invalidation(recording: Recording) -> Iterator[Violation]:
    """Make no task in a session that was invalidated.

    The attempt raises an Objective-C exception at once, which ends an app. It is no NSError
    that could be handled later.
    """
    for refused in recording.only(Refused):
        if refused.rule == "no-task-after-invalidation":
            yield Violation(refused, refused.reason, refused.where)


@rule(source=_INIT, strength=Strength.APPLE, numbers="R32", default="warn")
def session_invalidated(recording: Recording) -> Iterator[Violation]:
    """Invalidate a session that has a delegate when it is no longer needed.

    It keeps its delegate until then, so each one that is forgotten stays in memory as long
    as the process lives. Background sessions are meant to last.
    """
    over = deaths(recording)
    ended = {event.session for event in recording.only(SessionInvalidated)}
    ended.update(became_invalid(recording))
    for created in recording.only(SessionCreated):
        is_kept = created.kind != "background" and created.delegate and created.launch not in over
        if is_kept and created.session not in ended:
            yield Violation(
                created,
                f"the {created.kind} session of {created.delegate} was never invalidated",
                created.where,
            )


@rule(source=_INIT, strength=Strength.APPLE, numbers="R26", default="warn")
def serial_delegate_queue(recording: Recording) -> Iterator[Violation]:
    """Give a session a delegate queue that is serial.

    Only then do messages reach the delegate one at a time and in order. Apple says should,
    and takes any queue.
    """
    for created in recording.only(SessionCreated):
        if created.concurrency != 1:
            many = "any number" if created.concurrency < 0 else str(created.concurrency)
            yield Violation(
                created,
                f"the delegate queue of the {created.kind} session of {created.delegate} runs "
                f"{many} of operations at once; call setMaxConcurrentOperationCount_(1) on it",
                created.where,
            )
