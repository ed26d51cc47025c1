"""What an app owes the completion handlers of its delegate's messages, and how it answers.

Not here: the handler of a handover (stored_handler.py). One rule: an answer is judged by the
message that asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from urlsession_mock.events import Replied, Skipped, Stuck
from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.enums import NSURLSessionAuthChallengeDisposition
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import deaths, raising, sessions
from urlsession_mock.rules.rule import FOUNDATION, Strength, Violation, rule
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CHALLENGE,
    HANDOVER,
    RESPONSE,
    SELECTORS,
    SESSION_CHALLENGE,
)

__all__ = [
    "body_stream_fresh",
    "conversion_followed",
    "credential_not_repeated",
    "handler_answered",
    "handler_answered_once",
    "streamed_upload_has_body_stream",
]

_RESPONSE = (
    FOUNDATION + "urlsessiondatadelegate/urlsession(_:datatask:didreceive:completionhandler:)"
)
_BECAME = FOUNDATION + "urlsessiondatadelegate/urlsession(_:datatask:didbecome:)-7nqzu"
_CHALLENGE = FOUNDATION + "urlsessiontaskdelegate/urlsession(_:task:didreceive:completionhandler:)"
_STREAM = FOUNDATION + "urlsessiontaskdelegate/urlsession(_:task:neednewbodystream:)"
# The messages that wait for an answer. The stored handler has rules of its own.
_ASKING = tuple(row for row in SELECTORS if row.handler is not None and row is not HANDOVER)


@rule(source=_RESPONSE, strength=Strength.APPLE, numbers="R48 R66 R70")
def handler_answered(recording: Recording) -> Iterator[Violation]:
    """Call every completion handler a message brings.

    Its task stands still until then, and never ends. The call may come later and from any
    thread. A process that was ended owes no answer, and an exception is told by its own rule.
    """
    over, made, failed = deaths(recording), sessions(recording), raising(recording)
    answered = {reply.handler for reply in recording.only(Replied)}
    held = {stuck.delivered for stuck in recording.only(Stuck)}
    for delivered in recording.deliveries(*_ASKING):
        number = delivered.number
        if number in answered or number in failed or number in held:
            continue
        if made[delivered.session].launch not in over:
            about = f" of task {delivered.task}" if delivered.task is not None else ""
            yield Violation(
                delivered,
                f"the handler of {delivered.selector.python_name}{about} was never called",
            )


@rule(source=_RESPONSE, strength=Strength.APPLE, numbers="R70")
def handler_answered_once(recording: Recording) -> Iterator[Violation]:
    """Call a message's completion handler once.

    The first call decides. What a second one does is not said anywhere, and an app that makes
    it does not know what it has answered.
    """
    for reply in recording.only(Replied):
        if reply.nth > 1 and reply.selector is not HANDOVER:
            yield Violation(
                reply,
                f"the handler of {reply.selector.python_name} (event {reply.handler}) was called "
                f"again (call {reply.nth})",
                reply.where,
            )


@rule(source=_CHALLENGE, strength=Strength.OBSERVED, numbers="R75 R76")
def credential_not_repeated(recording: Recording) -> Iterator[Violation]:
    """Offer another credential, or none, when the one that was offered has failed.

    A challenge with a previousFailureCount above 0 says that it was refused. The same one
    again is refused again, for ever, and may lock an account.
    """
    use = NSURLSessionAuthChallengeDisposition.UseCredential
    offered: dict[tuple[int, int | None, NSURLProtectionSpace], list[object]] = {}
    for reply in recording.only(Replied):
        if reply.selector not in (CHALLENGE, SESSION_CHALLENGE) or reply.reply[0] != use:
            continue
        message, credential = recording.message(reply.handler), reply.reply[1]
        challenge = message.arguments[0]
        if credential is None or not isinstance(challenge, NSURLAuthenticationChallenge):
            continue
        key = message.session, message.task, challenge.protectionSpace()
        before = offered.setdefault(key, [])
        failures = challenge.previousFailureCount()
        if failures > 0 and credential in before:
            yield Violation(
                reply,
                f"the same credential was offered again after {failures} "
                f"failure{'s' if failures > 1 else ''}",
                reply.where,
                (message,),
            )
        before.append(credential)


@rule(source=_STREAM, strength=Strength.APPLE, numbers="R77")
def body_stream_fresh(recording: Recording) -> Iterator[Violation]:
    """Answer each request for a body stream with a new one, not yet opened.

    A body is asked for again when it must be sent again, from its first byte. A stream that
    was read before has no bytes left.
    """
    seen: set[int] = set()
    for reply in recording.only(Replied):
        if reply.selector not in (BODY_STREAM, BODY_STREAM_FROM_OFFSET) or reply.nth > 1:
            continue
        stream = reply.reply[0]
        if stream is None:
            continue
        is_old = id(stream) in seen  # the recording keeps each stream, so an id stays its own
        seen.add(id(stream))
        if is_old or reply.opened:
            how = "was given before" if is_old else "had been opened"
            yield Violation(
                reply, f"the body stream of {reply.selector.python_name} {how}", reply.where
            )


@rule(source=_STREAM, strength=Strength.APPLE, numbers="R77")
def streamed_upload_has_body_stream(recording: Recording) -> Iterator[Violation]:
    """Implement the request for a body stream where uploads are streamed.

    The upload has no other source for its body, not even for the first time.
    """
    made = sessions(recording)
    for skipped in recording.only(Skipped):
        if skipped.selector is BODY_STREAM:
            created = made[skipped.session]
            yield Violation(
                skipped,
                f"task {skipped.task} needs a body stream, and {created.delegate} has no "
                f"{BODY_STREAM.python_name}",
                created.where,
            )


@rule(source=_BECAME, strength=Strength.APPLE, numbers="R68 R69", default="warn")
def conversion_followed(recording: Recording) -> Iterator[Violation]:
    """Take over the task that a data task becomes.

    It is a new object, and all further messages are about it. Who does not take it
    from its message cannot tell whose file comes in the end.
    """
    answers = {
        (asked.session, asked.task): reply
        for reply in recording.only(Replied)
        if reply.selector is RESPONSE
        for asked in (recording.message(reply.handler),)
    }
    for skipped in recording.only(Skipped):
        if skipped.selector not in (BECAME_DOWNLOAD, BECAME_STREAM):
            continue
        reply = answers.get((skipped.session, skipped.task))
        yield Violation(
            skipped,
            f"the response of task {skipped.task} was answered so that it becomes another task, "
            f"and the delegate has no {skipped.selector.python_name}",
            reply.where if reply is not None else None,
            () if reply is None else (reply,),
        )
