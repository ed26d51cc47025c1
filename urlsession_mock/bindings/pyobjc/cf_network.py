"""`CFNetwork`: the proxies of the system, which has none, and constants.

Not here: streams, HTTP messages, and what else CFNetwork has (names.py). One rule: there is no
proxy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Mapping

# Their value is what follows. Source: SCSchemaDefinitions.h and CFProxySupport.h.
_PROXIES: Final = "kCFNetworkProxies"
_SETTINGS: Final = [
    "ExceptionsList",
    "ExcludeSimpleHostnames",
    "FTPEnable",
    "FTPPassive",
    "FTPPort",
    "FTPProxy",
    "GopherEnable",
    "GopherPort",
    "GopherProxy",
    "HTTPEnable",
    "HTTPPort",
    "HTTPProxy",
    "HTTPSEnable",
    "HTTPSPort",
    "HTTPSProxy",
    "ProxyAutoConfigEnable",
    "ProxyAutoConfigJavaScript",
    "ProxyAutoConfigURLString",
    "ProxyAutoDiscoveryEnable",
    "RTSPEnable",
    "RTSPPort",
    "RTSPProxy",
    "SOCKSEnable",
    "SOCKSPort",
    "SOCKSProxy",
]
# Their value is their name, as a Mac prints them.
_NAMES: Final = [
    "kCFProxyAutoConfigurationHTTPResponseKey",
    "kCFProxyAutoConfigurationJavaScriptKey",
    "kCFProxyAutoConfigurationURLKey",
    "kCFProxyHostNameKey",
    "kCFProxyPasswordKey",
    "kCFProxyPortNumberKey",
    "kCFProxyTypeAutoConfigurationJavaScript",
    "kCFProxyTypeAutoConfigurationURL",
    "kCFProxyTypeFTP",
    "kCFProxyTypeHTTP",
    "kCFProxyTypeHTTPS",
    "kCFProxyTypeKey",
    "kCFProxyTypeNone",
    "kCFProxyTypeSOCKS",
    "kCFProxyUsernameKey",
    "kCFErrorDomainCFNetwork",
    "kCFStreamPropertySSLSettings",
    "kCFStreamPropertySSLPeerCertificates",
    "kCFStreamPropertySSLPeerTrust",
    "kCFStreamSSLAllowsAnyRoot",
    "kCFStreamSSLAllowsExpiredCertificates",
    "kCFStreamSSLAllowsExpiredRoots",
    "kCFStreamSSLCertificates",
    "kCFStreamSSLIsServer",
    "kCFStreamSSLLevel",
    "kCFStreamSSLPeerName",
    "kCFStreamSSLValidatesCertificateChain",
    "kCFStreamSocketSecurityLevelNegotiatedSSL",
    "kCFStreamSocketSecurityLevelNone",
    "kCFStreamSocketSecurityLevelSSLv2",
    "kCFStreamSocketSecurityLevelSSLv3",
    "kCFStreamSocketSecurityLevelTLSv1",
]
_CONSTANTS: Final[dict[str, str]] = {
    **{name: name for name in _NAMES},
    **{_PROXIES + name: name for name in _SETTINGS},
    "kCFHTTPVersion1_0": "HTTP/1.0",
    "kCFHTTPVersion1_1": "HTTP/1.1",
    "kCFHTTPVersion2_0": "HTTP/2.0",
    "kCFHTTPVersion3_0": "HTTP/3.0",
}

__all__: list[str] = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # by __getattr__
    "CFNetworkCopyProxiesForURL",
    "CFNetworkCopySystemProxySettings",
    *_CONSTANTS,
]


def __getattr__(name: str) -> str:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def CFNetworkCopySystemProxySettings() -> NSDictionary[str, Any]:
    """The settings of the system: none. A test that needs some replaces this function."""
    return NSDictionary()


def CFNetworkCopyProxiesForURL(
    url: NSURL, settings: Mapping[str, Any]
) -> NSArray[NSDictionary[str, Any]]:
    """What to connect to for a URL, by some settings: a proxy of its scheme, or directly."""
    must_be(NSURL, url, "CFNetworkCopyProxiesForURL", "make one with NSURL.URLWithString_(...)")
    kind = (url.scheme() or "").upper()
    host = settings.get(f"{kind}Proxy")
    if not (settings.get(f"{kind}Enable") and host):
        return NSArray([NSDictionary({"kCFProxyTypeKey": "kCFProxyTypeNone"})])
    found = {"kCFProxyTypeKey": f"kCFProxyType{kind}", "kCFProxyHostNameKey": host}
    port = settings.get(f"{kind}Port")
    return NSArray([NSDictionary({**found, **({"kCFProxyPortNumberKey": port} if port else {})})])
