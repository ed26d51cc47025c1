"""`Security`: a keychain that is empty at first, and the trust in a server.

Not here: identities, keys, code signing, and what else Security has (names.py). One rule: an
out-argument is given as None and comes back behind the status, as under PyObjC.

Values of the constants: SecItemConstants.c and SecImportExport.c, as Apple published them.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.constants import NSLocalizedDescriptionKey
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.keychain import DUPLICATE, NOT_FOUND, PARAMETER, Keychain
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.trust import SecCertificate, SecTrust
from urlsession_mock.world import current

if TYPE_CHECKING:
    from collections.abc import Mapping

# fmt: off
_CONSTANTS: Final = {
    "kSecClass":                       "class",
    "kSecClassGenericPassword":        "genp",
    "kSecClassInternetPassword":       "inet",
    "kSecClassCertificate":            "cert",
    "kSecClassKey":                    "keys",
    "kSecClassIdentity":               "idnt",
    "kSecAttrAccessGroup":             "agrp",
    "kSecAttrAccessible":              "pdmn",
    "kSecAttrAccessibleAfterFirstUnlock": "ck",
    "kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly": "cku",
    "kSecAttrAccessibleWhenUnlocked":  "ak",
    "kSecAttrAccessibleWhenUnlockedThisDeviceOnly": "aku",
    "kSecAttrAccount":                 "acct",
    "kSecAttrAuthenticationType":      "atyp",
    "kSecAttrComment":                 "icmt",
    "kSecAttrCreationDate":            "cdat",
    "kSecAttrDescription":             "desc",
    "kSecAttrGeneric":                 "gena",
    "kSecAttrIssuer":                  "issr",
    "kSecAttrKeyClass":                "kcls",
    "kSecAttrKeyType":                 "type",
    "kSecAttrLabel":                   "labl",
    "kSecAttrModificationDate":        "mdat",
    "kSecAttrPath":                    "path",
    "kSecAttrPort":                    "port",
    "kSecAttrProtocol":                "ptcl",
    "kSecAttrProtocolHTTP":            "http",
    "kSecAttrProtocolHTTPS":           "htps",
    "kSecAttrSecurityDomain":          "sdmn",
    "kSecAttrSerialNumber":            "slnr",
    "kSecAttrServer":                  "srvr",
    "kSecAttrService":                 "svce",
    "kSecAttrSubject":                 "subj",
    "kSecAttrSynchronizable":          "sync",
    "kSecImportExportPassphrase":      "passphrase",
    "kSecImportItemCertChain":         "chain",
    "kSecImportItemIdentity":          "identity",
    "kSecImportItemLabel":             "label",
    "kSecImportItemTrust":             "trust",
    "kSecMatchIssuers":                "m_Issuers",
    "kSecMatchLimit":                  "m_Limit",
    "kSecMatchLimitAll":               "m_LimitAll",
    "kSecMatchLimitOne":               "m_LimitOne",
    "kSecMatchPolicy":                 "m_Policy",
    "kSecMatchSearchList":             "m_SearchList",
    "kSecMatchSubjectContains":        "m_SubjectContains",
    "kSecMatchTrustedOnly":            "m_TrustedOnly",
    "kSecReturnAttributes":            "r_Attributes",
    "kSecReturnData":                  "r_Data",
    "kSecReturnPersistentRef":         "r_PersistentRef",
    "kSecReturnRef":                   "r_Ref",
    "kSecUseKeychain":                 "u_Keychain",
    "kSecValueData":                   "v_Data",
    "kSecValuePersistentRef":          "v_PersistentRef",
    "kSecValueRef":                    "v_Ref",
}
# In Apple's words, as SecErrorMessages.strings has them.
_MESSAGES: Final = {
    0:         "No error.",
    PARAMETER: "One or more parameters passed to a function were not valid.",
    DUPLICATE: "The specified item already exists in the keychain.",
    NOT_FOUND: "The specified item could not be found in the keychain.",
}
# fmt: on
_TRUSTED: Final = 4  # kSecTrustResultUnspecified: the system trusts it, nobody said so
_DISTRUSTED: Final = 5  # kSecTrustResultRecoverableTrustFailure
_NOT_TRUSTED: Final = -67843  # errSecNotTrusted
_OS_STATUS: Final = "NSOSStatusErrorDomain"
_KINDS: Final = ("genp", "inet")

__all__: list[str] = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # by __getattr__
    "SecCertificateCopyCommonName",
    "SecCertificateCopyData",
    "SecCertificateCopySubjectSummary",
    "SecCertificateCreateWithData",
    "SecCopyErrorMessageString",
    "SecIdentityCopyPreferred",
    "SecItemAdd",
    "SecItemCopyMatching",
    "SecItemDelete",
    "SecItemUpdate",
    "SecKeychainAddGenericPassword",
    "SecKeychainAddInternetPassword",
    "SecKeychainFindGenericPassword",
    "SecKeychainFindInternetPassword",
    "SecRandomCopyBytes",
    "SecTrustCopyCertificateChain",
    "SecTrustEvaluate",
    "SecTrustEvaluateWithError",
    "SecTrustGetCertificateAtIndex",
    "SecTrustGetCertificateCount",
    "SecTrustGetTrustResult",
    "kSecRandomDefault",
    *_CONSTANTS,
]
kSecRandomDefault: Final = None


def __getattr__(name: str) -> str:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _keychain() -> Keychain:
    return current().stores.keychain


# -- items ---------------------------------------------------------------


def SecItemCopyMatching(query: Mapping[str, Any], result: None) -> tuple[int, Any]:
    """What a query finds in the device's keychain: (0, found), or (errSecItemNotFound, None).

    Keys, certificates and identities are never found: there are none.
    """
    if query.get("class") not in (None, *_KINDS):
        return NOT_FOUND, None
    return _keychain().matching(query)


def SecItemAdd(attributes: Mapping[str, Any], result: None) -> tuple[int, Any]:
    """Add a password: (0, what was asked for), or (errSecDuplicateItem, None)."""
    return _keychain().add(attributes)


def SecItemUpdate(query: Mapping[str, Any], changes: Mapping[str, Any]) -> int:
    """Change what a query finds; a status."""
    return _keychain().update(query, changes)


def SecItemDelete(query: Mapping[str, Any]) -> int:
    """Remove what a query finds; a status."""
    return _keychain().delete(query)


def SecKeychainFindGenericPassword(
    _keychains: object,
    service_length: int,
    service: str | bytes | None,
    account_length: int,
    account: str | bytes | None,
    length: None,
    data: None,
    item: None,
) -> tuple[int, int, bytes | None, object]:
    """Deprecated: the status, the length of a password, the password, and its item."""
    wanted = {"svce": _name(service, service_length), "acct": _name(account, account_length)}
    return _found("genp", wanted)


def SecKeychainFindInternetPassword(
    _keychains: object,
    server_length: int,
    server: str | bytes | None,
    domain_length: int,
    domain: str | bytes | None,
    account_length: int,
    account: str | bytes | None,
    path_length: int,
    path: str | bytes | None,
    port: int,
    protocol: object,
    authentication: object,
    length: None,
    data: None,
    item: None,
) -> tuple[int, int, bytes | None, object]:
    """Deprecated: the same, of a server. Protocol and way to authenticate are not compared."""
    wanted = {
        "srvr": _name(server, server_length),
        "sdmn": _name(domain, domain_length),
        "acct": _name(account, account_length),
        "path": _name(path, path_length),
        "port": port or None,
    }
    return _found("inet", wanted)


def SecKeychainAddGenericPassword(
    _keychain_to_use: object,
    service_length: int,
    service: str | bytes,
    account_length: int,
    account: str | bytes,
    length: int,
    data: bytes,
    item: None,
) -> tuple[int, object]:
    """Deprecated: add a password; the status, and its item."""
    names = {"svce": _name(service, service_length), "acct": _name(account, account_length)}
    return SecItemAdd({**names, "class": "genp", "v_Data": data[:length], "r_Ref": True}, None)


def SecKeychainAddInternetPassword(
    _keychain_to_use: object,
    server_length: int,
    server: str | bytes,
    domain_length: int,
    domain: str | bytes | None,
    account_length: int,
    account: str | bytes,
    path_length: int,
    path: str | bytes | None,
    port: int,
    protocol: object,
    authentication: object,
    length: int,
    data: bytes,
    item: None,
) -> tuple[int, object]:
    """Deprecated: the same, of a server."""
    names = {
        "srvr": _name(server, server_length),
        "sdmn": _name(domain, domain_length),
        "acct": _name(account, account_length),
        "path": _name(path, path_length),
        "port": port or None,
    }
    known = {key: value for key, value in names.items() if value is not None}
    return SecItemAdd({**known, "class": "inet", "v_Data": data[:length], "r_Ref": True}, None)


def _name(text: str | bytes | None, length: int) -> str | None:
    """The first `length` bytes of a name, which Apple counts in UTF-8; None for none."""
    if not text:
        return None
    raw = text.encode() if isinstance(text, str) else bytes(text)
    return raw[:length].decode("utf-8", "replace")


def _found(kind: str, wanted: Mapping[str, Any]) -> tuple[int, int, bytes | None, object]:
    query = {key: value for key, value in wanted.items() if value is not None}
    status, found = _keychain().matching({**query, "class": kind, "r_Data": True})
    if status:
        return status, 0, None, None
    _, item = _keychain().matching({**query, "class": kind, "r_Ref": True})
    return 0, len(found), bytes(found), item


def SecIdentityCopyPreferred(name: str, usage: object, issuers: object) -> None:
    """No identity is found: there are none."""


# -- trust ---------------------------------------------------------------


def SecTrustEvaluate(trust: SecTrust, result: None) -> tuple[int, int]:
    """Deprecated: (0, kSecTrustResultUnspecified) where the system trusts a server, else (0, 5)."""
    return SecTrustGetTrustResult(trust, result)


def SecTrustGetTrustResult(trust: SecTrust, result: None) -> tuple[int, int]:
    """The same, without judging again."""
    return 0, _TRUSTED if _checked(trust).isTrusted() else _DISTRUSTED


def SecTrustEvaluateWithError(trust: SecTrust, error: None) -> tuple[bool, NSError | None]:
    """True and None where the system trusts a server; else False and why not."""
    problem = _checked(trust).problem()
    if problem is None:
        return True, None
    return False, NSError.errorWithDomain_code_userInfo_(
        _OS_STATUS, _NOT_TRUSTED, {NSLocalizedDescriptionKey: problem}
    )


def SecTrustGetCertificateCount(trust: SecTrust) -> int:
    """How many certificates a server showed."""
    return len(_checked(trust).certificates())


def SecTrustGetCertificateAtIndex(trust: SecTrust, index: int) -> SecCertificate | None:
    """One of them, the server's own at 0; None beyond the last."""
    chain = SecTrustCopyCertificateChain(trust)
    return chain[index] if 0 <= index < len(chain) else None


def SecTrustCopyCertificateChain(trust: SecTrust) -> NSArray[SecCertificate]:
    """All of them, the server's own first."""
    made = (SecCertificate.of(der) for der in _checked(trust).certificates())
    return NSArray(one for one in made if one is not None)


def _checked(trust: SecTrust) -> SecTrust:
    must_be(SecTrust, trust, "Security", "pass challenge.protectionSpace().serverTrust()")
    return trust


# -- certificates --------------------------------------------------------


def SecCertificateCreateWithData(_allocator: None, data: bytes) -> SecCertificate | None:
    """The certificate that data holds in DER, or None."""
    return SecCertificate.of(bytes(data))


def SecCertificateCopyData(certificate: SecCertificate) -> NSData:
    """The certificate in DER."""
    return NSData(certificate.data())


def SecCertificateCopySubjectSummary(certificate: SecCertificate) -> str | None:
    """The name of whom it is for."""
    return certificate.name()


def SecCertificateCopyCommonName(certificate: SecCertificate, name: None) -> tuple[int, str | None]:
    """The status, and the name of whom it is for."""
    return 0, certificate.name()


# -- the rest ------------------------------------------------------------


def SecCopyErrorMessageString(status: int, reserved: None) -> str:
    """What a status means, in words."""
    return _MESSAGES.get(status, f"OSStatus {status}")


def SecRandomCopyBytes(generator: None, count: int, data: bytearray | None) -> tuple[int, bytes]:
    """The status, and random bytes; written into a buffer if one is given."""
    made = secrets.token_bytes(count)
    if data is not None:
        data[:count] = made
    return 0, made
