"""What a transfer asks the app: its delegate's answers, and credentials.

Not here: what follows from an answer (loading.py), what a server's challenge says
(challenges.py). One rule: a question goes through the engine, to the method that Apple would
call (R73, R74), and what was answered for a session once is not asked again (R76).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from urlsession_mock.conformance import implementation
from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.enums import NSURLSessionAuthChallengeDisposition as Disposition
from urlsession_mock.lifecycle import Answer as Reply
from urlsession_mock.network.accepted import Accepted
from urlsession_mock.network.patience import Patience
from urlsession_mock.network.wire import Asked, Permission
from urlsession_mock.selectors import CHALLENGE, SESSION_CHALLENGE, Selector

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.facts import Facts
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.world import World

__all__ = ["Again", "Asking", "Failed", "Granted", "Steps", "Verdict"]

T = TypeVar("T")
Steps: TypeAlias = Generator[bool, None, T]
Verdict: TypeAlias = tuple[Disposition, NSURLCredential | None]
"""The answer to a challenge: what to do, and the credential."""

_DEFAULT: Verdict = (Disposition.PerformDefaultHandling, None)


class Failed(Exception):
    """The transfer ends with this error; `info` is userInfo beside the failing URL."""

    def __init__(self, code: int, info: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.info: Mapping[str, object] = info or {}


class Again(Exception):
    """The request goes out once more: redirected, with a credential, or after a silence."""


class Granted:
    """What a session's connections were allowed, and which credentials its servers accepted.

    It holds for all its tasks (R76).
    """

    def __init__(self) -> None:
        self.accepted: Accepted = Accepted()
        self._connections: dict[NSURLProtectionSpace, Verdict] = {}

    def find(self, space: NSURLProtectionSpace) -> Verdict | None:
        """What was answered for this space, of a connection."""
        return self._connections.get(space)

    def keep(self, space: NSURLProtectionSpace, verdict: Verdict) -> None:
        """Remember an answer that lets a connection be."""
        self._connections[space] = verdict


class Asking:
    """The half of a transfer that asks."""

    def __init__(
        self,
        life: Life,
        world: World,
        configuration: NSURLSessionConfiguration,
        patience: Patience,
        granted: Granted,
    ) -> None:
        self.life = life
        self._world = world
        self._configuration = configuration
        self._patience = patience
        self._granted = granted

    @property
    def _facts(self) -> Facts:
        facts: Facts = self.life.facts
        return facts

    @property
    def _is_background(self) -> bool:
        return self.life.channel.is_background

    # -- a question ------------------------------------------------------

    def _ask(
        self, selector: Selector, *arguments: object
    ) -> Steps[tuple[Reply, tuple[object, ...]]]:
        """Ask the delegate about the task, and wait until it has answered.

        The answer's arguments are empty where the delegate has no such method.
        """
        return (yield from self._ask_of(self.life, selector, arguments))

    def _ask_of(
        self, life: Life, selector: Selector, arguments: tuple[object, ...]
    ) -> Steps[tuple[Reply, tuple[object, ...]]]:
        life.forget_answer()
        life.channel.enqueue(life, selector, arguments)
        self._patience.hold()  # the server is not to blame for the time a delegate takes
        moved = True
        while (answer := life.answer) is None:
            yield moved
            moved = False
        self._patience.touch()
        return answer

    # -- a challenge -----------------------------------------------------

    def _ask_for_credential(
        self, challenge: NSURLAuthenticationChallenge, *, is_of_session: bool
    ) -> Steps[Verdict]:
        """Ask the method that is asked for such a challenge (R73, R74)."""
        arguments = (challenge,)
        if not is_of_session:
            _, given = yield from self._ask(CHALLENGE, *arguments)
        elif self._session_answers():
            yield from self._wait_for_turn()
            own = self.life.channel.own
            _, given = yield from self._ask_of(own, SESSION_CHALLENGE, arguments)
        elif self._world.options.session_challenge_without_method == "default-handling":
            return _DEFAULT  # C1
        else:
            _, given = yield from self._ask(CHALLENGE, *arguments)
        if not given:
            return _DEFAULT
        disposition, credential = given
        return Disposition(cast(int, disposition)), cast(NSURLCredential | None, credential)

    def _wait_for_turn(self) -> Steps[None]:
        """Wait until the session asks nothing on behalf of another task."""
        own = self.life.channel.own
        while own.is_asking:
            self._patience.hold()
            yield False
        self._patience.touch()

    def _is_implemented(self, selector: Selector) -> bool:
        """The task's own delegate has the method, or the session's (R83)."""
        both = (self.life.delegate, self.life.face._session._delegate)
        return any(each is not None and implementation(each, selector) for each in both)

    def _session_answers(self) -> bool:
        """Its delegate has the method of the session, or nobody knows: the app is away."""
        session = self.life.face._session
        if not session._process.is_alive or session._delegate is None:
            return True
        return implementation(session._delegate, SESSION_CHALLENGE) is not None

    def _ask_about_connection(self, asked: Asked) -> Steps[tuple[Permission, Verdict]]:
        """Whether a connection may be: the app's word, or what default handling says."""
        space = asked.space
        yield from self._wait_for_turn()  # another task may ask just this
        verdict = self._granted.find(space)
        if verdict is None:
            empty = NSURLAuthenticationChallenge.alloc()
            challenge = empty.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
                space, None, 0, None, None, None
            )
            verdict = yield from self._ask_for_credential(challenge, is_of_session=True)
            if verdict[0] is not Disposition.CancelAuthenticationChallenge:
                self._granted.keep(space, verdict)
        disposition, credential = verdict
        # Unsure: Apple does not say what rejecting a connection's only space leads to.
        is_allowed = disposition is Disposition.UseCredential and credential is not None
        return (Permission.PASS if is_allowed else Permission.DEFAULT), verdict
