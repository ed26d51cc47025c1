"""SecTrust: the certificates a server showed, and whether they are trusted.

What it is: what `NSURLProtectionSpace.serverTrust()` gives for a real server. What it is not:
the Security framework; a delegate hands it back in `credentialForTrust_`, or looks at the
certificates. Its one rule: it says what was found, and never changes.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject

__all__ = ["SecCertificate", "SecTrust"]


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


class SecCertificate(NSObject):
    """A certificate. Source: developer.apple.com/documentation/security/seccertificate

    Its methods are ours, as those of `SecTrust`.
    """

    __slots__ = ("_der",)
    _der: bytes

    @classmethod
    def of(cls, der: bytes) -> SecCertificate | None:
        """The certificate in DER; None where it is none."""
        if not der.startswith(b"\x30\x82"):  # a SEQUENCE of more than 255 bytes
            return None
        made = cls.alloc().init()
        made._der = der
        return made

    def data(self) -> bytes:
        """The certificate in DER."""
        return self._der

    def name(self) -> str | None:
        """The common name of its subject, which stands behind its issuer's; None without one."""
        at = self._der.rfind(_COMMON_NAME)
        if at < 0:
            return None
        start = at + len(_COMMON_NAME) + 2  # the kind of text, and its length
        length = self._der[start - 1]
        return self._der[start : start + length].decode("utf-8", "replace")

    def copy(self) -> SecCertificate:
        """The certificate itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecCertificate) and self._der == other._der

    def __hash__(self) -> int:
        return hash(self._der)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name()!r}>"


_COMMON_NAME: Final = b"\x06\x03\x55\x04\x03"  # 2.5.4.3, of X.520
