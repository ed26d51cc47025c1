"""NSCachedURLResponse: a response on its way into the cache.

What it is: response, body and what may be done with them. What it is not: the cache. Its one
rule: it never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.loading_enums import NSURLCacheStoragePolicy
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.response import NSURLResponse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSCachedURLResponse"]


class NSCachedURLResponse(NSObject):
    """A response with its body.

    Source: developer.apple.com/documentation/foundation/cachedurlresponse
    """

    __slots__ = ("_data", "_policy", "_response", "_user_info")
    _response: NSURLResponse
    _data: NSData
    _user_info: dict[str, Any] | None  # values are the app's own
    _policy: NSURLCacheStoragePolicy

    def initWithResponse_data_(self, response: NSURLResponse, data: Buffer, /) -> Self:
        """A response that may be stored anywhere."""
        return self.initWithResponse_data_userInfo_storagePolicy_(
            response, data, None, NSURLCacheStoragePolicy.Allowed
        )

    def initWithResponse_data_userInfo_storagePolicy_(
        self,
        response: NSURLResponse,
        data: Buffer,
        userInfo: Mapping[str, object] | None,
        policy: int,
        /,
    ) -> Self:
        """A response from its parts. Raises TypeError if the first is no NSURLResponse."""
        must_be(NSURLResponse, response, type(self).__name__, "pass the response of the task")
        self._response, self._data = response, NSData(data)
        self._user_info = None if userInfo is None else dict(userInfo)
        self._policy = NSURLCacheStoragePolicy(policy)
        return self

    def response(self) -> NSURLResponse:
        """The response."""
        return self._response

    def data(self) -> NSData:
        """The body."""
        return self._data

    def userInfo(self) -> NSDictionary[str, Any] | None:  # values are the app's own
        """What the app wants kept beside it, as a copy, or None."""
        return None if self._user_info is None else NSDictionary(self._user_info)

    def storagePolicy(self) -> NSURLCacheStoragePolicy:
        """Where it may be stored."""
        return self._policy

    def copy(self) -> Self:
        """The object itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSCachedURLResponse):
            return NotImplemented
        mine = (self._response, self._data, self._user_info, self._policy)
        return mine == (other._response, other._data, other._user_info, other._policy)

    def __hash__(self) -> int:
        return hash((self._response, self._data))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._response!r} {self._data!r} {self._policy.name}>"
