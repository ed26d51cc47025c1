"""Rules made for the reports' tests, so that no wording of a real one stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from urlsession_mock import Recording, Rule, Strength, Verdict, Violation
from urlsession_mock.events import Raised, SessionCreated
from urlsession_mock.rules import judge
from urlsession_mock.rules.rule import FOUNDATION, rule
from urlsession_mock.selectors import DATA, RESPONSE

__all__ = ["answers", "names", "no_data", "no_sessions", "raises", "verdict"]


@rule(source=FOUNDATION + "urlsessiondatadelegate", strength=Strength.APPLE, numbers="R1")
def no_data(recording: Recording) -> Iterator[Violation]:
    """Get no data.

    Data is what this rule is against.
    """
    for data in recording.deliveries(DATA):
        yield Violation(data, f"data came (event {data.number})")


@rule(source=FOUNDATION + "urlsessiondelegate", strength=Strength.APPLE, numbers="R2")
def raises(recording: Recording) -> Iterator[Violation]:
    """Raise nothing."""
    for raised in recording.only(Raised):
        yield Violation(raised, f"{type(raised.error).__name__} was raised", raised.where)


@rule(source=FOUNDATION + "urlsession", strength=Strength.OBSERVED, numbers="R3")
def no_sessions(recording: Recording) -> Iterator[Violation]:
    """Make no session.

    This is said of failures, not of warnings.
    """
    for session in recording.only(SessionCreated):
        yield Violation(session, f"session {session.session} was made")


@rule(source=FOUNDATION + "urlsession", strength=Strength.APPLE, numbers="R4")
def names(recording: Recording) -> Iterator[Violation]:
    """Have no name.

    A name is long, wide or both.
    """
    for session in recording.only(SessionCreated):
        yield Violation(session, f'the session is called "{session.identifier}"')


@rule(source="", strength=Strength.APPLE, numbers="R5")
def answers(recording: Recording) -> Iterator[Violation]:
    """Answer each response."""
    for response in recording.deliveries(RESPONSE):
        yield Violation(response, "the handler was not called")


def verdict(
    recording: Recording, *rules: Rule, allow: Iterable[str] = (), require: Iterable[str] = ()
) -> Verdict:
    """What these rules say of a recording."""
    return judge(recording, rules, allow=allow, require=require)
