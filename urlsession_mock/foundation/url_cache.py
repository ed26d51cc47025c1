"""NSURLCache: the responses an app keeps, so as not to load them again.

What it is: the shared cache of the active device, and others. What it is not: what a transfer does
with a cache, such as how long a response is fresh (network/caching.py). Its one rule: no more is
kept than fits, and what was stored first goes first. Inferred: Apple does not say what goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.cookie import today
from urlsession_mock.foundation.loading_enums import NSURLCacheStoragePolicy
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from urlsession_mock.foundation.date import NSDate
    from urlsession_mock.tasks import NSURLSessionDataTask, NSURLSessionTask

__all__ = ["DISK", "MEMORY", "Kept", "NSURLCache", "Shelf"]

# Bytes. NSURLCache.h, of `sharedURLCache`. Unsure: systems are seen to choose other sizes, too
# (blog.eidinger.info/you-better-increase-urlcache-size).
MEMORY: Final = 4 * 1024 * 1024
DISK: Final = 20 * 1024 * 1024

_MAKE_A_REQUEST: Final = "make one with NSURLRequest.requestWithURL_(...)"


@dataclass(frozen=True, slots=True)
class Kept:
    """A response in a cache: what it answered, and when it was stored, in seconds since 1970."""

    request: NSURLRequest
    cached: NSCachedURLResponse
    stored: float

    @property
    def size(self) -> int:
        """Bytes it takes. Inferred: those of its body; Apple does not say what it counts."""
        return len(self.cached.data())


Key: TypeAlias = tuple[str, str]
Shelf: TypeAlias = dict[Key, Kept]
"""Memory or a folder of a disk: what lies on it, what was stored last at its end."""


class NSURLCache(NSObject):
    """A cache of responses. Source: developer.apple.com/documentation/foundation/urlcache

    Nothing is written to a real disk. What lies on the device's disk is there again for a cache
    made in the same folder, after the app has ended, too; what was in memory is not.
    """

    __slots__ = ("_capacities", "_disk", "_memory", "_now")
    _memory: Shelf
    _disk: Shelf
    _capacities: tuple[int, int]
    _now: Callable[[], float]

    @classmethod
    def sharedURLCache(cls) -> NSURLCache:
        """The cache of the app on the active device. Raises `NoActiveDevice` without one."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        return current().stores.cache

    @classmethod
    def setSharedURLCache_(cls, cache: NSURLCache, /) -> None:
        """Have the app's sessions use this cache, until the app ends. Raises TypeError for None."""
        must_be(NSURLCache, cache, "setSharedURLCache_", "make one of your own capacities")
        # later: as above
        from urlsession_mock.world import current

        current().stores.cache = cache

    @classmethod
    def with_clock(
        cls,
        now: Callable[[], float],
        memory: int = MEMORY,
        disk: int = DISK,
        shelf: Shelf | None = None,
    ) -> Self:
        """A cache by a clock in seconds since 1970, with this as its disk. Ours."""
        made = cls.alloc()
        made._capacities, made._now = (memory, disk), now
        made._memory, made._disk = {}, {} if shelf is None else shelf
        return made

    def init(self) -> Self:
        """A cache of the default capacities, in the default folder. Unsure: Apple is silent."""
        return self.initWithMemoryCapacity_diskCapacity_directoryURL_(MEMORY, DISK, None)

    def initWithMemoryCapacity_diskCapacity_diskPath_(
        self, memory: int, disk: int, path: str | None, /
    ) -> Self:
        """A cache of these capacities in bytes, on disk in the folder of that name.

        None is the default folder. Raises ValueError for a number below 0.
        """
        must_be(
            str, path, "initWithMemoryCapacity_diskCapacity_diskPath_", "pass text", optional=True
        )
        self._capacities = _capacity(memory), _capacity(disk)
        self._memory, self._disk, self._now = {}, _disk(path or ""), today
        return self

    def initWithMemoryCapacity_diskCapacity_directoryURL_(
        self, memory: int, disk: int, directory: NSURL | None, /
    ) -> Self:
        """As with a path."""
        method = "initWithMemoryCapacity_diskCapacity_directoryURL_"
        must_be(
            NSURL, directory, method, "make one with NSURL.fileURLWithPath_(...)", optional=True
        )
        path = None if directory is None else directory.path()
        return self.initWithMemoryCapacity_diskCapacity_diskPath_(memory, disk, path)

    # What it holds.

    def cachedResponseForRequest_(self, request: NSURLRequest, /) -> NSCachedURLResponse | None:
        """What is kept for a request, fresh or not; None where nothing is.

        Inferred: it was stored for the same URL but for the fragment, for the same method, and,
        where the response says Vary, for the same values of those header fields.
        """
        kept = self._find(request)
        return None if kept is None else kept.cached

    def getCachedResponseForDataTask_completionHandler_(
        self,
        task: NSURLSessionDataTask,
        handler: Callable[[NSCachedURLResponse | None], object],
        /,
    ) -> None:
        """Hand what is kept for a task's request to the handler, at once."""
        request = _request_of(task)
        handler(None if request is None else self.cachedResponseForRequest_(request))

    def stored_at(self, request: NSURLRequest) -> float | None:
        """When that was stored, in seconds since 1970; None where nothing is. Ours."""
        kept = self._find(request)
        return None if kept is None else kept.stored

    def _find(self, request: NSURLRequest) -> Kept | None:
        must_be(NSURLRequest, request, "cachedResponseForRequest_", _MAKE_A_REQUEST)
        key = _key(request)
        kept = self._memory.get(key) or self._disk.get(key)
        return kept if kept is not None and _is_for(kept, request) else None

    # Storing and removing.

    def storeCachedResponse_forRequest_(
        self, cached: NSCachedURLResponse, request: NSURLRequest, /
    ) -> None:
        """Keep a response in place of what was kept for such a request.

        What its storage policy forbids, and what is larger than the cache, is not kept.
        """
        must_be(NSCachedURLResponse, cached, "storeCachedResponse_forRequest_", "make one first")
        must_be(NSURLRequest, request, "storeCachedResponse_forRequest_", _MAKE_A_REQUEST)
        self.removeCachedResponseForRequest_(request)
        policy = cached.storagePolicy()
        if policy == NSURLCacheStoragePolicy.NotAllowed:
            return
        kept = Kept(request.copy(), cached, self._now())
        self._memory[_key(request)] = kept
        if policy == NSURLCacheStoragePolicy.Allowed:
            self._disk[_key(request)] = kept
        self._trim()

    def storeCachedResponse_forDataTask_(
        self, cached: NSCachedURLResponse, task: NSURLSessionDataTask, /
    ) -> None:
        """Keep a response for a task's request."""
        request = _request_of(task)
        if request is not None:
            self.storeCachedResponse_forRequest_(cached, request)

    def removeCachedResponseForRequest_(self, request: NSURLRequest, /) -> None:
        """Remove what is kept for a request; harmless where nothing is."""
        must_be(NSURLRequest, request, "removeCachedResponseForRequest_", _MAKE_A_REQUEST)
        self._memory.pop(_key(request), None)
        self._disk.pop(_key(request), None)

    def removeCachedResponseForDataTask_(self, task: NSURLSessionDataTask, /) -> None:
        """Remove what is kept for a task's request."""
        request = _request_of(task)
        if request is not None:
            self.removeCachedResponseForRequest_(request)

    def removeAllCachedResponses(self) -> None:
        """Remove everything."""
        self._memory.clear()
        self._disk.clear()

    def removeCachedResponsesSinceDate_(self, date: NSDate, /) -> None:
        """Remove what was stored since a date."""
        since = date.timeIntervalSince1970()
        for shelf in (self._memory, self._disk):
            for key, kept in list(shelf.items()):
                if kept.stored >= since:
                    shelf.pop(key, None)

    def app_ended(self) -> None:
        """The app's process is gone, and what was only in its memory with it. Ours."""
        self._memory.clear()

    # How much it may hold.

    def memoryCapacity(self) -> int:
        """Bytes it keeps in memory at most."""
        return self._capacities[0]

    def setMemoryCapacity_(self, capacity: int, /) -> None:
        """Set the bytes it keeps in memory; what is too much goes at once."""
        self._capacities = _capacity(capacity), self._capacities[1]
        self._trim()

    def diskCapacity(self) -> int:
        """Bytes it keeps on disk at most."""
        return self._capacities[1]

    def setDiskCapacity_(self, capacity: int, /) -> None:
        """Set the bytes it keeps on disk; what is too much goes at once."""
        self._capacities = self._capacities[0], _capacity(capacity)
        self._trim()

    def currentMemoryUsage(self) -> int:
        """Bytes it keeps in memory."""
        return _used(self._memory)

    def currentDiskUsage(self) -> int:
        """Bytes it keeps on disk."""
        return _used(self._disk)

    def _trim(self) -> None:
        for shelf, capacity in zip((self._memory, self._disk), self._capacities, strict=True):
            rows = list(shelf.items())  # another lane may store meanwhile
            # What does not fit alone goes alone.
            gone = [key for key, kept in rows if not capacity or kept.size > capacity]
            used = sum(kept.size for key, kept in rows if key not in gone)
            for key, kept in rows:
                if used > capacity and key not in gone:
                    gone.append(key)
                    used -= kept.size
            for key in gone:
                shelf.pop(key, None)

    def __repr__(self) -> str:
        count = len(self._memory.keys() | self._disk.keys())
        return f"<{type(self).__name__} with {count} responses>"


def _key(request: NSURLRequest) -> Key:
    url = request.URL()
    return request.HTTPMethod(), "" if url is None else str(url.absoluteString()).partition("#")[0]


def _is_for(kept: Kept, request: NSURLRequest) -> bool:
    """RFC 9111, 4.1."""
    response = kept.cached.response()
    vary = (
        response.valueForHTTPHeaderField_("Vary")
        if isinstance(response, NSHTTPURLResponse)
        else None
    )
    names = [name.strip() for name in (vary or "").split(",") if name.strip()]
    return "*" not in names and all(
        kept.request.valueForHTTPHeaderField_(name) == request.valueForHTTPHeaderField_(name)
        for name in names
    )


def _used(shelf: Shelf) -> int:
    return sum(kept.size for kept in list(shelf.values()))


def _request_of(task: NSURLSessionTask) -> NSURLRequest | None:
    return task.currentRequest() or task.originalRequest()


def _capacity(capacity: int) -> int:
    if capacity < 0:
        raise ValueError(f"a cache has a capacity in bytes from 0 up, not {capacity!r}")
    return int(capacity)


def _disk(folder: str) -> Shelf:
    """A folder on the active device's disk; one of its own without a device."""
    # later: devices are built on these classes
    from urlsession_mock.world import current

    try:
        return current().stores.disk(folder)
    except NoActiveDevice:
        return {}
