"""NSError: what went wrong, as a value.

What it is: domain, code and userInfo, and texts made from them. What it is not: a Python
exception; nobody raises it. Its one rule: equal parts make equal errors.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Final, Protocol

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.constants import (
    NSCocoaErrorDomain,
    NSFilePathErrorKey,
    NSHelpAnchorErrorKey,
    NSLocalizedDescriptionKey,
    NSLocalizedFailureErrorKey,
    NSLocalizedFailureReasonErrorKey,
    NSLocalizedRecoveryOptionsErrorKey,
    NSLocalizedRecoverySuggestionErrorKey,
    NSMultipleUnderlyingErrorsKey,
    NSPOSIXErrorDomain,
    NSRecoveryAttempterErrorKey,
    NSUnderlyingErrorKey,
    NSURLErrorDomain,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
)
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.error_codes import URL_ERROR_TEXTS
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

__all__ = ["NSError"]

# NSCocoaErrorDomain codes of file access, from FoundationErrors.h.
_READ_CODES: Final = {
    errno.ENOENT: 260,
    errno.EACCES: 257,
    errno.EPERM: 257,
    errno.ENAMETOOLONG: 258,
    errno.EFBIG: 263,
}
_READ_UNKNOWN: Final = 256
_WRITE_CODES: Final = {
    errno.ENOENT: 4,
    errno.EACCES: 513,
    errno.EPERM: 513,
    errno.ENAMETOOLONG: 514,
    errno.EEXIST: 516,
    errno.ENOSPC: 640,
    errno.EDQUOT: 640,
    errno.EROFS: 642,
}
_WRITE_UNKNOWN: Final = 512


class _URL(Protocol):
    """An NSURL, as far as an error needs one."""

    def absoluteString(self) -> str: ...


@not_simulated("+setUserInfoValueProviderForDomain:provider:", "+userInfoValueProviderForDomain:")
class NSError(NSObject):
    """An error. Source: developer.apple.com/documentation/foundation/nserror"""

    _domain: str
    _code: int
    _user_info: NSDictionary[str, Any]  # values are of any Foundation class, as in NSDictionary
    _on_user_info: Callable[[], None] | None = None

    @classmethod
    def url_error(
        cls, code: int, url: _URL | None = None, user_info: Mapping[str, object] | None = None
    ) -> Self:
        """An error of NSURLErrorDomain, as the loading system makes them. Ours, not Apple's.

        Arguments: one of the NSURLError codes; the NSURL that failed, which goes under both
        failing-URL keys; more entries for userInfo. Raises TypeError if url is not an NSURL.
        """
        entries: dict[str, object] = {}
        if url is not None:
            must_be(NSObject, url, "NSError.url_error", "make one with NSURL.URLWithString_(...)")
            entries[NSURLErrorFailingURLErrorKey] = url
            entries[NSURLErrorFailingURLStringErrorKey] = url.absoluteString()
        return cls.errorWithDomain_code_userInfo_(
            NSURLErrorDomain, code, entries | dict(user_info or {})
        )

    @classmethod
    def file_error(cls, problem: OSError, path: str, *, writing: bool = False) -> Self:
        """The NSCocoaErrorDomain error that stands for an OSError. Ours, not Apple's.

        Arguments: the OSError; the path that was read or written; which of the two it was.
        """
        number = problem.errno or 0
        code = (
            _WRITE_CODES.get(number, _WRITE_UNKNOWN)
            if writing
            else _READ_CODES.get(number, _READ_UNKNOWN)
        )
        cause = cls.errorWithDomain_code_userInfo_(NSPOSIXErrorDomain, number, None)
        return cls.errorWithDomain_code_userInfo_(
            NSCocoaErrorDomain, code, {NSFilePathErrorKey: path, NSUnderlyingErrorKey: cause}
        )

    @classmethod
    def errorWithDomain_code_userInfo_(
        cls, domain: str, code: int, userInfo: Mapping[str, object] | None, /
    ) -> Self:
        """An error from its parts. Raises TypeError for a domain that is no text."""
        return cls.alloc().initWithDomain_code_userInfo_(domain, code, userInfo)

    def initWithDomain_code_userInfo_(
        self, domain: str, code: int, userInfo: Mapping[str, object] | None, /
    ) -> Self:
        """Set the parts. Raises TypeError for a domain that is no text or a code that is no int."""
        must_be(str, domain, "NSError", "the usual domain is NSURLErrorDomain")
        must_be(int, code, "NSError", "codes are numbers, such as NSURLErrorTimedOut")
        self._domain = domain
        self._code = int(code)
        self._user_info = NSDictionary(userInfo or {})
        return self

    def when_user_info_is_read(self, call: Callable[[], None] | None, /) -> None:
        """Have `call()` called each time userInfo is read; None stops it. Ours, not Apple's."""
        self._on_user_info = call

    def domain(self) -> str:
        """Which family of codes this is."""
        return self._domain

    def code(self) -> int:
        """What went wrong, as a number of the domain."""
        return self._code

    def userInfo(self) -> NSDictionary[str, Any]:  # values are of any Foundation class
        """More about it; it does not change, and is never None."""
        if self._on_user_info is not None:
            self._on_user_info()
        return self._user_info

    def localizedDescription(self) -> str:
        """What happened, in a sentence; its words are ours where userInfo brings none."""
        given = self._user_info.get(NSLocalizedDescriptionKey)
        if given is not None:
            return str(given)
        failure = self._user_info.get(NSLocalizedFailureErrorKey)
        reason = self.localizedFailureReason()
        if failure is not None:
            return f"{failure} {reason}" if reason else str(failure)
        if reason:
            return f"The operation could not be completed. {reason}"
        if self._domain == NSURLErrorDomain and self._code in URL_ERROR_TEXTS:
            return URL_ERROR_TEXTS[self._code]
        return f"The operation could not be completed. ({self._domain} error {self._code}.)"

    def localizedFailureReason(self) -> str | None:
        """Why it happened, or None."""
        return self._text(NSLocalizedFailureReasonErrorKey)

    def localizedRecoverySuggestion(self) -> str | None:
        """What the user could do, or None."""
        return self._text(NSLocalizedRecoverySuggestionErrorKey)

    def localizedRecoveryOptions(self) -> NSArray[str] | None:
        """The titles of the buttons to offer, or None."""
        options = self._user_info.get(NSLocalizedRecoveryOptionsErrorKey)
        return None if options is None else NSArray(str(option) for option in options)

    def recoveryAttempter(self) -> object:
        """The object that could recover from the error, or None."""
        return self._user_info.get(NSRecoveryAttempterErrorKey)

    def helpAnchor(self) -> str | None:
        """Where help is, or None."""
        return self._text(NSHelpAnchorErrorKey)

    def underlyingErrors(self) -> NSArray[NSError]:
        """The errors behind this one."""
        first = self._user_info.get(NSUnderlyingErrorKey)
        more = self._user_info.get(NSMultipleUnderlyingErrorsKey) or ()
        return NSArray(error for error in (first, *more) if isinstance(error, NSError))

    def _text(self, key: str) -> str | None:
        value = self._user_info.get(key)
        return None if value is None else str(value)

    def copy(self) -> Self:
        """The error itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSError):
            return NotImplemented
        return (self._domain, self._code, self._user_info) == (
            other._domain,
            other._code,
            other._user_info,
        )

    def __hash__(self) -> int:
        return hash((self._domain, self._code))

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self._domain} {self._code} {self.localizedDescription()!r}>"
        )
