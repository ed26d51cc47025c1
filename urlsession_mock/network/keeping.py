"""What a transfer takes from the cache instead of a server, and what it keeps there.

Not here: when a response is fresh or may be kept, which is pure (caching.py). One rule: only data
tasks, also with a completion handler, read and write the cache; a download's file is the app's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.error_codes import NSURLErrorResourceUnavailable
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network import caching
from urlsession_mock.network.asking import Failed, Steps
from urlsession_mock.network.heeding import Heeding
from urlsession_mock.network.wire import Head, Headers
from urlsession_mock.selectors import CACHE
from urlsession_mock.tasks import NSURLSessionDataTask

if TYPE_CHECKING:
    from urlsession_mock.foundation.request import NSURLRequest
    from urlsession_mock.foundation.response import NSHTTPURLResponse
    from urlsession_mock.foundation.url_cache import NSURLCache

__all__ = ["Keeping"]

_NOT_MODIFIED: Final = 304
_KINDS: Final = frozenset({Kind.DATA, Kind.UPLOAD, Kind.HANDLER})


class Keeping(Heeding):
    """The part of a transfer that knows the cache."""

    _stale: caching.Stale | None = None
    _noted: list[bytes] | None = None
    """The pieces so far of a body that may be kept; None where it may not."""
    _size: int = 0

    def _cache(self) -> NSURLCache | None:
        if self.life.kind not in _KINDS or not isinstance(self.life.face, NSURLSessionDataTask):
            return None
        return self._world.stores.cache_of(self._configuration)

    def _look_up(self, request: NSURLRequest) -> NSCachedURLResponse | None:
        """What stands in for the load. Raises `Failed` where nothing does, and nothing may.

        Afterwards `_cache_headers` says what a server is to be asked instead.
        """
        policy = caching.policy_of(request, self._configuration)
        now = self._world.clock.today()
        found = caching.stored_answer(self._cache(), request, policy, now)
        self._stale = found if isinstance(found, caching.Stale) else None
        if isinstance(found, caching.Fresh):
            return found.cached
        if not caching.may_load(policy):  # downloads too: inferred, the page knows no kinds
            raise Failed(NSURLErrorResourceUnavailable)
        return None

    def _cache_headers(self, request: NSURLRequest) -> Headers:
        policy = caching.policy_of(request, self._configuration)
        asked = caching.conditional_headers(self._stale) if self._stale is not None else ()
        return caching.policy_headers(policy) + asked

    def _revalidated(self, request: NSURLRequest, head: Head) -> NSCachedURLResponse | None:
        """What was kept, where the server says that it is still the same; it is kept anew."""
        cache, stale = self._cache(), self._stale
        if stale is None or cache is None or head.status != _NOT_MODIFIED:
            return None
        fresh = caching.merged(stale, head)
        cache.storeCachedResponse_forRequest_(fresh, request)
        return fresh

    def _keep_nothing(self) -> None:
        self._noted, self._size = None, 0

    def _may_keep(self, request: NSURLRequest, response: NSHTTPURLResponse) -> None:
        """A body begins: note it piece by piece if it may be kept."""
        self._size = 0
        self._noted = [] if self._is_kept(request, response) else None

    def _is_kept(self, request: NSURLRequest, response: NSHTTPURLResponse) -> bool:
        """As far as it came, the response may be kept."""
        policy = caching.policy_of(request, self._configuration)
        return caching.may_store(request, response, self._size, self._cache(), policy)

    def _note_piece(self, data: bytes, request: NSURLRequest, response: NSHTTPURLResponse) -> None:
        if self._noted is None:
            return
        self._size += len(data)
        if self._is_kept(request, response):
            self._noted.append(data)
        else:
            self._keep_nothing()

    def _keep(self, request: NSURLRequest, response: NSHTTPURLResponse) -> Steps[None]:
        """The body is whole: ask the delegate what of it is kept, and keep that."""
        cache = self._cache()
        if self._noted is None or cache is None:
            return
        cached: NSCachedURLResponse | None = NSCachedURLResponse.alloc().initWithResponse_data_(
            response, b"".join(self._noted)
        )
        self._keep_nothing()
        # Where nobody is asked, the whole body is not put into the recording a second time.
        if self.life.kind is not Kind.HANDLER and self._is_implemented(CACHE):
            _, given = yield from self._ask(CACHE, cached)
            if given:
                (answer,) = given
                cached = answer if isinstance(answer, NSCachedURLResponse) else None
        if cached is not None:
            cache.storeCachedResponse_forRequest_(cached, request)
