"""What servers have accepted, so that it is sent at once the next time.

Pure; its owner locks it. Not here: the credentials that an app stores for later
(foundation/credential_storage.py), or how a header is made (challenges.py). One rule: only what a
server accepted is sent unasked, and only where that server would ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.constants import NSURLAuthenticationMethodHTTPBasic
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.loading_enums import NSURLCredentialPersistence
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.challenges import authorization, is_session_level, place
from urlsession_mock.network.wire import Head, Headers, Outgoing

__all__ = ["Accepted", "Entry"]

_WHOLE_SERVER: Final = "/"


@dataclass(frozen=True, slots=True)
class Entry:
    """A credential that a server has accepted."""

    space: NSURLProtectionSpace
    credential: NSURLCredential
    head: Head
    """The answer that asked for it."""
    directory: str
    """What the space is known to span: paths that begin so."""
    count: int = 1
    """How often the offer has been answered."""

    def spans(self, url: NSURL) -> bool:
        """Whether a request to this URL is within the space."""
        if self.space.isProxy():
            return True
        server = (self.space.host(), self.space.port(), self.space.protocol())
        return server == place(url) and _path(url).startswith(self.directory)


class Accepted:
    """The credentials that the servers of one session have accepted.

    Basic spans the folder of the path and what is below (RFC 7617, 2.2), Digest the whole server
    (RFC 7616, 3.3). NTLM and Negotiate belong to a connection and are not kept here.
    """

    def __init__(self) -> None:
        self._entries: dict[tuple[object, ...], Entry] = {}

    def keep(
        self,
        space: NSURLProtectionSpace,
        credential: NSURLCredential,
        head: Head,
        url: NSURL,
        count: int = 1,
    ) -> None:
        """The server accepted it. A credential without persistence is not kept (R76)."""
        if credential.persistence() == NSURLCredentialPersistence.None_ or is_session_level(space):
            return
        is_basic = space.authenticationMethod() == NSURLAuthenticationMethodHTTPBasic
        directory = _path(url).rpartition("/")[0] + "/" if is_basic else _WHOLE_SERVER
        known = self._entries.get(_key(space))
        if known is not None and is_basic:
            directory = _shared(known.directory, directory)
        self._entries[_key(space)] = Entry(space, credential, head, directory, count)

    def forget(self, space: NSURLProtectionSpace) -> None:
        """The server refused it after all; harmless where nothing was kept."""
        self._entries.pop(_key(space), None)

    def find(self, url: NSURL) -> Entry | None:
        """What a server's space that spans this URL accepted; the narrowest of several."""
        spanning = [e for e in self._entries.values() if not e.space.isProxy() and e.spans(url)]
        return max(spanning, key=lambda entry: len(entry.directory), default=None)

    def headers(self, request: Outgoing, cnonce: str) -> Headers:
        """The headers that are sent at once: at most one for a proxy and one for the server.

        What the app set itself stands. Counts the use of each.
        """
        own = self.find(request.url)
        entries = [entry for entry in self._entries.values() if entry.space.isProxy()][:1]
        found: list[tuple[str, str]] = []
        for entry in (*entries, *(() if own is None else (own,))):
            used = replace(entry, count=entry.count + 1)
            header = authorization(
                used.space, used.credential, used.head, request, used.count, cnonce
            )
            if request.header(header[0]) is None:
                self._entries[_key(entry.space)] = used
                found.append(header)
        return tuple(found)


def _key(space: NSURLProtectionSpace) -> tuple[object, ...]:
    server = (space.host(), space.port(), space.protocol(), space.proxyType())
    return (*server, space.authenticationMethod(), space.realm())


def _path(url: NSURL) -> str:
    return url.path() or "/"


def _shared(one: str, other: str) -> str:
    """The deepest folder that holds both."""
    shared = "/"
    for piece in one.strip("/").split("/"):
        longer = f"{shared}{piece}/"
        if not other.startswith(longer):
            break
        shared = longer
    return shared
