"""What a request holds, with Apple's defaults.

What it is: one row per property of NSURLRequest. What it is not: the classes (`request.py`).
Its one rule: a default that Apple does not document says so beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.loading_enums import (
    NSURLRequestAttribution,
    NSURLRequestCachePolicy,
    NSURLRequestNetworkServiceType,
)

if TYPE_CHECKING:
    from urlsession_mock.foundation.data import NSData
    from urlsession_mock.foundation.streams import NSInputStream
    from urlsession_mock.foundation.url import NSURL

__all__ = ["DEFAULT_TIMEOUT", "RequestFields"]

# Seconds. developer.apple.com/documentation/foundation/urlrequest/timeoutinterval
DEFAULT_TIMEOUT: Final = 60.0


@dataclass(slots=True)
class RequestFields:
    """The properties of one request."""

    # fmt: off
    url: NSURL | None = None
    cache_policy: NSURLRequestCachePolicy = NSURLRequestCachePolicy.UseProtocolCachePolicy
    timeout: float = DEFAULT_TIMEOUT
    main_document_url: NSURL | None = None
    service_type: NSURLRequestNetworkServiceType = NSURLRequestNetworkServiceType.Default
    cellular: bool = True
    expensive: bool = True
    constrained: bool = True
    ultra_constrained: bool = False  # not documented
    assumes_http3: bool = False
    attribution: NSURLRequestAttribution = NSURLRequestAttribution.Developer
    dnssec: bool = False
    persistent_dns: bool = False
    cookie_partition: str | None = None
    method: str = "GET"
    headers: HeaderFields = field(default_factory=HeaderFields)
    body: NSData | None = None
    body_stream: NSInputStream | None = None
    handles_cookies: bool = True
    pipelining: bool = False
    # fmt: on

    def copied(self) -> RequestFields:
        """The same properties, to be changed apart."""
        return replace(self, headers=self.headers.copied())
