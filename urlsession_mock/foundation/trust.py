"""SecTrust: the certificates a server showed, and whether they are trusted.

What it is: what `NSURLProtectionSpace.serverTrust()` gives for a real server. What it is not:
the Security framework; a delegate hands it back in `credentialForTrust_`, or looks at the
certificates. Its one rule: it says what was found, and never changes.
"""

from __future__ import annotations

from urlsession_mock.foundation.objects import NSObject

__all__ = ["SecTrust"]


class SecTrust(NSObject):
    """The trust in one server. Source: developer.apple.com/documentation/security/sectrust

    Its methods are ours: Apple's are functions of the Security framework.
    """

    __slots__ = ("_certificates", "_host", "_problem")
    _host: str
    _certificates: tuple[bytes, ...]
    _problem: str | None

    @classmethod
    def of(cls, host: str, certificates: tuple[bytes, ...], problem: str | None = None) -> SecTrust:
        """The trust in a host: its certificates in DER, its own first; what is wrong, or None."""
        made = cls.alloc().init()
        made._host, made._certificates, made._problem = host, certificates, problem
        return made

    def host(self) -> str:
        """The name or address that the certificate was judged for."""
        return self._host

    def certificates(self) -> tuple[bytes, ...]:
        """The certificates shown, in DER, the server's own first."""
        return self._certificates

    def isTrusted(self) -> bool:
        """Whether the system trusts them, for this host and now."""
        return self._problem is None

    def problem(self) -> str | None:
        """Why they are not trusted, in words; None where they are."""
        return self._problem

    def copy(self) -> SecTrust:
        """The trust itself; it cannot change."""
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._host}: {self._problem or 'trusted'}>"
