"""A response that denies access: the app is asked for a credential, and the request goes again.

Not here: what a 401 says and what answers it, which is pure (challenges.py, accepted.py). One
rule: a credential goes to the server that asked for it, and to no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.enums import NSURLSessionAuthChallengeDisposition as Disposition
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.network import challenges
from urlsession_mock.network.asking import Again, Asking, Failed, Steps
from urlsession_mock.network.offers import offers
from urlsession_mock.network.wire import Head, Outgoing

if TYPE_CHECKING:
    from urlsession_mock.foundation.response import NSHTTPURLResponse

__all__ = ["Authenticating"]

_DENIED = frozenset({401, 407})


@dataclass
class _Offered:
    """A credential on its way to a server, for the response that asked for it."""

    space: NSURLProtectionSpace
    credential: NSURLCredential
    head: Head
    count: int = 0
    failures: int = 1
    """What the next challenge for this space says, if the server refuses it."""


class Authenticating(Asking):
    """The part of a transfer that answers a 401 and a 407."""

    _offered: _Offered | None = None

    def _with_credentials(self, sent: Outgoing) -> Outgoing:
        """The request with the credential that is offered, or those accepted before."""
        offered = self._offered
        if offered is None:
            return replace(
                sent, headers=sent.headers + self._granted.accepted.headers(sent, self._nonce())
            )
        if not _is_of(offered.space, sent):
            return sent
        offered.count += 1
        name, value = challenges.authorization(
            offered.space, offered.credential, offered.head, sent, offered.count, self._nonce()
        )
        kept = tuple(field for field in sent.headers if field[0].lower() != name.lower())
        return replace(sent, headers=(*kept, (name, value)))

    def _nonce(self) -> str:
        """A text that does not come twice; the same in each run, so that recordings compare."""
        seed = f"{self.life.session} {self.life.task} {len(self.life.channel.recording.log)}"
        return sha256(seed.encode()).hexdigest()[:32]

    def _authenticate(self, sent: Outgoing, head: Head, response: NSHTTPURLResponse) -> Steps[None]:
        """Ask for a credential, space by space; return where the response is to stand (R75).

        Raises `Again` where the request goes out with a credential.
        """
        offered = self._offered
        if head.status not in _DENIED:
            if offered is not None and _is_of(offered.space, sent):
                self._granted.accepted.keep(
                    offered.space, offered.credential, offered.head, sent.url, offered.count
                )
                self._store(offered)
                self._offered = None
            return
        spaces = challenges.asked(head, sent.url)
        if offered is not None and offered.space in spaces and _goes_on(offered, head):
            offered.head = head
            raise Again
        for space in spaces:
            self._granted.accepted.forget(space)
            if not (yield from self._is_rejected(space, head, response)):
                return

    def _is_rejected(
        self, space: NSURLProtectionSpace, head: Head, response: NSHTTPURLResponse
    ) -> Steps[bool]:
        """Ask about one space: True where the next is to be asked about, False where none is."""
        before = self._offered
        was_refused = before is not None and before.space == space
        failures = before.failures if before is not None and was_refused else 0
        proposed = before.credential if before is not None and was_refused else self._stored(space)
        challenge = challenges.challenge(
            space,
            proposed=proposed,
            failures=failures,
            response=response if failures else None,
        )
        disposition, credential = yield from self._ask_for_credential(
            challenge, is_of_session=challenges.is_session_level(space)
        )
        if disposition is Disposition.CancelAuthenticationChallenge:
            raise Failed(NSURLErrorCancelled)
        if disposition is Disposition.RejectProtectionSpace:
            return True
        if disposition is Disposition.PerformDefaultHandling:
            credential = None if was_refused else proposed  # it was offered once, in vain
        if credential is None or not challenges.is_usable(space, credential):
            return False
        self._offered = _Offered(space, credential, head, failures=failures + 1)
        raise Again

    def _store(self, offered: _Offered) -> None:
        """Keep what was accepted as long as its persistence says."""
        storage = self._world.stores.credentials_of(self._configuration)
        if storage is not None:
            with self._world.stores.notifications.announcing(self._world.lanes.post_to_main):
                storage.setDefaultCredential_forProtectionSpace_(offered.credential, offered.space)

    def _stored(self, space: NSURLProtectionSpace) -> NSURLCredential | None:
        """What the session's credential storage proposes."""
        storage = self._world.stores.credentials_of(self._configuration)
        return None if storage is None else storage.defaultCredentialForProtectionSpace_(space)


def _is_of(space: NSURLProtectionSpace, sent: Outgoing) -> bool:
    """The request goes where the credential was asked for, not where a redirect led."""
    return space.isProxy() or (space.host(), space.port()) == challenges.place(sent.url)[:2]


def _goes_on(offered: _Offered, head: Head) -> bool:
    """The credential was not refused: the nonce is stale, or the scheme has a further leg."""
    if challenges.is_stale(head):
        return True
    return offered.count == 1 and any(
        offer.scheme == "ntlm" and offer.token for offer in offers(head)
    )
