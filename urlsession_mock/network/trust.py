"""Trust in a real server: what the system's verdict on its certificate means to a session.

Pure. Not here: the handshake (securing.py). One rule: a server that is not trusted is never sent
anything before somebody has said so; here stands only what it is asked with.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.constants import (
    NSUnderlyingErrorKey,
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodServerTrust,
    NSURLErrorFailingURLPeerTrustErrorKey,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorServerCertificateHasBadDate,
    NSURLErrorServerCertificateNotYetValid,
    NSURLErrorServerCertificateUntrusted,
)
from urlsession_mock.foundation.trust import SecTrust
from urlsession_mock.network.failures import CF_ERROR_DOMAIN, stream_keys
from urlsession_mock.network.wire import Asked

__all__ = ["about_certificate", "about_server"]

_SSL: Final = 3  # kCFStreamErrorDomainSSL


@dataclass(frozen=True, slots=True)
class _Row:
    """What a verdict of OpenSSL is to a session: the error's code, and SecureTransport's."""

    code: int
    status: int


# By the number of an X509_V_ERR in OpenSSL's x509_vfy.h. The statuses are those of
# SecureTransport.h. That an unknown issuer gives -1202 with -9813 was seen on iOS 18
# (github.com/maitrungduc1410/WebRTC-Demo/issues/47) and macOS 10.11
# (github.com/AFNetworking/AFNetworking/pull/3191), also for a chain with its root, so -1203
# has no row. Unsure: that dates give -1201 and -1204, as their names say, and not -1202.
# fmt: off
_ROWS: dict[int, _Row] = {
    2:  _Row(NSURLErrorServerCertificateUntrusted,   -9813),  # no issuer; errSSLNoRootCert
    9:  _Row(NSURLErrorServerCertificateNotYetValid, -9815),  # errSSLCertNotYetValid
    10: _Row(NSURLErrorServerCertificateHasBadDate,  -9814),  # errSSLCertExpired
    18: _Row(NSURLErrorServerCertificateUntrusted,   -9813),  # signed by itself
    19: _Row(NSURLErrorServerCertificateUntrusted,   -9813),  # its root is not known
    20: _Row(NSURLErrorServerCertificateUntrusted,   -9813),  # its issuer is not known
    21: _Row(NSURLErrorServerCertificateUntrusted,   -9813),  # and nothing else came
    23: _Row(NSURLErrorServerCertificateUntrusted,   -9827),  # revoked; errSSLPeerCertRevoked
    62: _Row(NSURLErrorServerCertificateUntrusted,   -9843),  # another's: errSSLHostNameMismatch
    64: _Row(NSURLErrorServerCertificateUntrusted,   -9843),  # another address's
}
_ANY_OTHER = _Row(NSURLErrorServerCertificateUntrusted, -9807)  # errSSLXCertChainInvalid
# fmt: on


def about_server(
    host: str,
    port: int,
    certificates: tuple[bytes, ...],
    problem: ssl.SSLCertVerificationError | None,
) -> Asked:
    """The question that every secure connection asks; `problem` is the verdict, None if trusted."""
    text = None if problem is None else problem.verify_message
    trust = SecTrust.of(host, certificates, text)
    method = NSURLAuthenticationMethodServerTrust
    space = NSURLProtectionSpace.for_trust(host, port, method, trust)
    if problem is None:
        return Asked(space)
    row = _ROWS.get(problem.verify_code, _ANY_OTHER)
    return Asked(space, row.code, _info(row, trust))


def _info(row: _Row, trust: SecTrust) -> dict[str, object]:
    """userInfo as in the two logs named above."""
    chain = list(trust.certificates())
    keys = stream_keys(_SSL, row.status)
    cause = NSError.errorWithDomain_code_userInfo_(
        CF_ERROR_DOMAIN,
        row.code,
        {
            **keys,
            "_kCFNetworkCFStreamSSLErrorOriginalValue": row.status,
            "_kCFStreamPropertySSLClientCertificateState": 0,
            "kCFStreamPropertySSLPeerTrust": trust,
            "kCFStreamPropertySSLPeerCertificates": chain,
        },
    )
    return {
        **keys,
        NSUnderlyingErrorKey: cause,
        NSURLErrorFailingURLPeerTrustErrorKey: trust,
        "NSErrorPeerCertificateChainKey": chain,
        "NSErrorClientCertificateStateKey": 0,
        "NSLocalizedRecoverySuggestion": "Would you like to connect to the server anyway?",
    }


def about_certificate(host: str, port: int, names: Sequence[bytes]) -> Asked:
    """The question of a server that asks for a client's certificate.

    `names` are the authorities it may come from, in DER. By default none is shown, and what
    becomes of that is the server's to say.
    """
    method = NSURLAuthenticationMethodClientCertificate
    given = [NSData(name) for name in names]
    return Asked(NSURLProtectionSpace.for_client_certificate(host, port, method, given))
