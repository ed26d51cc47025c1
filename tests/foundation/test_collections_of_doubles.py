"""What doubles hand out has Apple's methods, and cannot change where Apple's cannot."""

from __future__ import annotations

from typing import Any

import pytest

from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSArray,
    NSDictionary,
    NSError,
    NSHTTPCookie,
    NSHTTPCookieStorage,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLComponents,
)


def url(text: str = "https://example.com/a?b=c") -> NSURL:
    found = NSURL.URLWithString_(text)
    assert found is not None
    return found


def dictionaries() -> dict[str, Any]:
    request = NSMutableURLRequest.requestWithURL_(url())
    request.setValue_forHTTPHeaderField_("b", "A")
    response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(), 200, "HTTP/1.1", {"A": "b"}
    )
    assert response is not None
    cookie = NSHTTPCookie.cookieWithProperties_(
        {"Name": "a", "Value": "b", "Domain": "example.com", "Path": "/"}
    )
    assert cookie is not None
    return {
        "request": request.allHTTPHeaderFields(),
        "response": response.allHeaderFields(),
        "error": NSError.url_error(-1001, url()).userInfo(),
        "cookie": cookie.properties(),
        "sent cookies": NSHTTPCookie.requestHeaderFieldsWithCookies_([cookie]),
    }


@pytest.mark.parametrize("name", list(dictionaries()))
def test_a_dictionary_is_apples(name: str) -> None:
    found = dictionaries()[name]

    assert type(found) is NSDictionary
    assert found.allKeys().count() == found.count() == len(found) > 0
    assert found.objectForKey_(found.allKeys().firstObject()) == found.allValues().firstObject()
    with pytest.raises(TypeError, match="item assignment"):
        found["k"] = "v"


def test_an_array_is_apples(device: Device) -> None:
    components = NSURLComponents.componentsWithString_("https://example.com/a?b=c")
    assert components is not None
    arrays: tuple[Any, ...] = (
        url().pathComponents(),
        components.queryItems(),
        NSHTTPCookieStorage.sharedHTTPCookieStorage().cookies(),
        NSError.url_error(-1001, url()).underlyingErrors(),
    )
    for found in arrays:
        assert type(found) is NSArray
        assert found.count() == len(found)
        with pytest.raises(AttributeError, match="it cannot change"):
            found.append(1)


def test_tasks_are_told_in_apples_arrays(device: Device) -> None:
    told: list[Any] = []
    session = device.session(object())
    device.network.get(url()).respond()
    session.dataTaskWithURL_(url()).resume()
    session.getAllTasksWithCompletionHandler_(told.append)
    session.getTasksWithCompletionHandler_(lambda *lists: told.extend(lists))
    device.run()

    assert [type(each) for each in told] == [NSArray] * 4
