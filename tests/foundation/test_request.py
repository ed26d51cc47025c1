"""NSURLRequest keeps what it was made with; NSMutableURLRequest changes."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSInputStream,
    NSMutableURLRequest,
    NSURLRequest,
    NSURLRequestReloadIgnoringCacheData,
    NSURLRequestReturnCacheDataElseLoad,
    NSURLRequestUseProtocolCachePolicy,
)

URL = NSURL.URLWithString_("https://example.com/a")


def mutable() -> NSMutableURLRequest:
    return NSMutableURLRequest.requestWithURL_(URL)


def test_a_new_request_is_a_get_with_sixty_seconds() -> None:
    request = NSURLRequest.requestWithURL_(URL)

    assert request.URL() == URL
    assert request.HTTPMethod() == "GET"
    assert request.timeoutInterval() == 60.0
    assert request.cachePolicy() is NSURLRequestUseProtocolCachePolicy
    assert request.HTTPBody() is None
    assert request.HTTPBodyStream() is None
    assert request.allHTTPHeaderFields() == {}
    assert request.HTTPShouldHandleCookies()
    assert request.allowsCellularAccess()
    assert not request.assumesHTTP3Capable()


def test_a_request_may_be_made_with_policy_and_seconds() -> None:
    request = NSURLRequest.requestWithURL_cachePolicy_timeoutInterval_(
        URL, NSURLRequestReturnCacheDataElseLoad, 5
    )

    assert request.cachePolicy() is NSURLRequestReturnCacheDataElseLoad
    assert request.timeoutInterval() == 5.0


def test_a_request_takes_no_text() -> None:
    with pytest.raises(TypeError, match=r"NSURL\.URLWithString_"):
        NSURLRequest.requestWithURL_("https://example.com")  # type: ignore[arg-type] # the misuse


def test_an_immutable_request_has_no_setters() -> None:
    setters = [name for name in dir(NSMutableURLRequest) if name.startswith(("set", "add"))]
    added = [name for name in setters if name not in dir(NSURLRequest)]

    assert len(added) == 22
    assert not hasattr(NSURLRequest.requestWithURL_(URL), "setHTTPMethod_")


def test_header_names_ignore_case_and_keep_their_first_spelling() -> None:
    request = mutable()
    request.setValue_forHTTPHeaderField_("a", "X-Trace")
    request.setValue_forHTTPHeaderField_("b", "x-trace")

    assert request.allHTTPHeaderFields() == {"X-Trace": "b"}
    assert request.valueForHTTPHeaderField_("X-TRACE") == "b"


def test_a_value_is_added_after_a_comma() -> None:
    request = mutable()
    request.addValue_forHTTPHeaderField_("a", "Accept")
    request.addValue_forHTTPHeaderField_("b", "accept")

    assert request.valueForHTTPHeaderField_("Accept") == "a,b"


def test_none_takes_a_header_field_out() -> None:
    request = mutable()
    request.setAllHTTPHeaderFields_({"Accept": "a", "Host": "b"})
    request.setValue_forHTTPHeaderField_(None, "accept")

    assert request.allHTTPHeaderFields() == {"Host": "b"}


def test_a_header_value_is_text() -> None:
    with pytest.raises(TypeError, match="Content-Length"):
        mutable().setValue_forHTTPHeaderField_(3, "Content-Length")  # type: ignore[arg-type] # misuse


def test_header_fields_cannot_be_changed_from_outside() -> None:
    request = mutable()
    with pytest.raises(TypeError, match="does not support item assignment"):
        request.allHTTPHeaderFields()["Accept"] = "a"

    assert request.allHTTPHeaderFields() == {}


def test_a_body_is_copied() -> None:
    body = bytearray(b"abc")
    request = mutable()
    request.setHTTPBody_(body)
    body.clear()

    assert request.HTTPBody() == b"abc"


def test_a_body_is_bytes() -> None:
    with pytest.raises(TypeError, match="encode text first"):
        mutable().setHTTPBody_("abc")  # type: ignore[arg-type] # the misuse


def test_body_and_stream_drop_each_other() -> None:
    stream = NSInputStream.inputStreamWithData_(b"abc")
    request = mutable()

    request.setHTTPBody_(b"abc")
    request.setHTTPBodyStream_(stream)
    assert request.HTTPBody() is None

    request.setHTTPBody_(b"abc")
    assert request.HTTPBodyStream() is None


def test_a_method_of_none_is_get_again() -> None:
    request = mutable()
    request.setHTTPMethod_("POST")
    request.setHTTPMethod_(None)

    assert request.HTTPMethod() == "GET"


def test_every_property_can_be_set() -> None:
    request = mutable()
    request.setURL_(None)
    request.setMainDocumentURL_(URL)
    request.setCachePolicy_(1)
    request.setTimeoutInterval_(1)
    request.setNetworkServiceType_(3)
    request.setAttribution_(1)
    request.setCookiePartitionIdentifier_("part")
    for name in (
        "AllowsCellularAccess",
        "AllowsExpensiveNetworkAccess",
        "AllowsConstrainedNetworkAccess",
        "HTTPShouldHandleCookies",
    ):
        getattr(request, f"set{name}_")(False)
    for name in (
        "AllowsUltraConstrainedNetworkAccess",
        "AssumesHTTP3Capable",
        "RequiresDNSSECValidation",
        "AllowsPersistentDNS",
        "HTTPShouldUsePipelining",
    ):
        getattr(request, f"set{name}_")(True)

    assert request.URL() is None
    assert request.mainDocumentURL() == URL
    assert request.cachePolicy() is NSURLRequestReloadIgnoringCacheData
    assert request.timeoutInterval() == 1.0
    assert request.networkServiceType() == 3
    assert request.attribution() == 1
    assert request.cookiePartitionIdentifier() == "part"
    assert not request.allowsCellularAccess()
    assert not request.allowsExpensiveNetworkAccess()
    assert not request.allowsConstrainedNetworkAccess()
    assert not request.HTTPShouldHandleCookies()
    assert request.allowsUltraConstrainedNetworkAccess()
    assert request.assumesHTTP3Capable()
    assert request.requiresDNSSECValidation()
    assert request.allowsPersistentDNS()
    assert request.HTTPShouldUsePipelining()


def test_a_copy_of_a_mutable_request_does_not_change_with_it() -> None:
    request = mutable()
    copied = request.copy()
    request.setHTTPMethod_("POST")
    request.setValue_forHTTPHeaderField_("a", "Accept")

    assert type(copied) is NSURLRequest
    assert copied.HTTPMethod() == "GET"
    assert copied.allHTTPHeaderFields() == {}


def test_a_mutable_copy_changes_apart() -> None:
    request = NSURLRequest.requestWithURL_(URL)
    changed = request.mutableCopy()
    changed.setHTTPMethod_("PUT")

    assert request.HTTPMethod() == "GET"
    assert request.copy() is request


def test_equal_properties_make_equal_requests() -> None:
    assert mutable() == NSURLRequest.requestWithURL_(URL)
    changed = mutable()
    changed.setValue_forHTTPHeaderField_("a", "Accept")
    assert changed != NSURLRequest.requestWithURL_(URL)


def test_a_request_shows_method_and_address() -> None:
    assert repr(NSURLRequest.requestWithURL_(URL)) == "<NSURLRequest GET https://example.com/a>"
