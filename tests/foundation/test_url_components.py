"""NSURLComponents puts URLs together."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import NSURL, NSURLComponents, NSURLQueryItem


def components(text: str) -> NSURLComponents:
    made = NSURLComponents.componentsWithString_(text)
    assert made is not None, text
    return made


def test_a_url_is_built_from_parts() -> None:
    made = NSURLComponents.alloc().init()
    made.setScheme_("https")
    made.setHost_("example.com")
    made.setPort_(8443)
    made.setPath_("/a b")
    made.setQueryItems_(
        [
            NSURLQueryItem.queryItemWithName_value_("q", "1&2=3"),
            NSURLQueryItem.queryItemWithName_value_("flag", None),
        ]
    )
    made.setFragment_("end")

    assert made.string() == "https://example.com:8443/a%20b?q=1%262%3D3&flag#end"


def test_parts_are_read_decoded_and_as_written() -> None:
    made = components("https://j%20o:p%20w@h%20h/a%20b?c%20d#e%20f")

    assert (made.user(), made.percentEncodedUser()) == ("j o", "j%20o")
    assert (made.password(), made.percentEncodedPassword()) == ("p w", "p%20w")
    assert (made.host(), made.percentEncodedHost()) == ("h h", "h%20h")
    assert (made.path(), made.percentEncodedPath()) == ("/a b", "/a%20b")
    assert (made.query(), made.percentEncodedQuery()) == ("c d", "c%20d")
    assert (made.fragment(), made.percentEncodedFragment()) == ("e f", "e%20f")


def test_a_query_is_read_in_items() -> None:
    items = components("https://a.b/?x=1%202&y&z=").queryItems()

    assert items == [
        NSURLQueryItem.queryItemWithName_value_("x", "1 2"),
        NSURLQueryItem.queryItemWithName_value_("y", None),
        NSURLQueryItem.queryItemWithName_value_("z", ""),
    ]


def test_without_a_query_there_are_no_items() -> None:
    assert components("https://a.b/").queryItems() is None


def test_a_query_can_be_taken_out() -> None:
    made = components("https://a.b/?x")
    made.setQueryItems_(None)

    assert made.string() == "https://a.b/"


def test_a_host_with_a_relative_path_makes_no_url() -> None:
    made = components("https://a.b/")
    made.setPath_("c")

    assert made.string() is None
    assert made.URL() is None


def test_a_base_is_resolved_or_not() -> None:
    base = NSURL.URLWithString_("https://a.b/c/d")
    url = NSURL.URLWithString_relativeToURL_("e", base)
    assert url is not None

    whole = NSURLComponents.componentsWithURL_resolvingAgainstBaseURL_(url, True)
    given = NSURLComponents.componentsWithURL_resolvingAgainstBaseURL_(url, False)
    assert whole is not None
    assert given is not None

    assert whole.string() == "https://a.b/c/e"
    assert given.string() == "e"
    assert given.URLRelativeToURL_(base) == url


def test_an_encoded_setter_refuses_what_is_not_encoded() -> None:
    with pytest.raises(ValueError, match="not percent-encoded"):
        components("https://a.b/").setPercentEncodedPath_("/a b")


@pytest.mark.parametrize("scheme", ["1a", "a b", "ä"])
def test_a_scheme_that_cannot_be_one_is_a_value_error(scheme: str) -> None:
    with pytest.raises(ValueError, match="cannot be a scheme"):
        components("https://a.b/").setScheme_(scheme)


def test_a_negative_port_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="cannot be a port"):
        components("https://a.b/").setPort_(-1)


def test_a_copy_is_changed_apart() -> None:
    made = components("https://a.b/")
    twin = made.copy()
    twin.setHost_("c.d")

    assert made == components("https://a.b/")
    assert twin == components("https://c.d/")


def test_a_query_item_refuses_a_number() -> None:
    with pytest.raises(TypeError, match=r"pass str\(value\)"):
        NSURLQueryItem.queryItemWithName_value_("a", 1)  # type: ignore[arg-type] # the misuse


def test_components_show_no_password() -> None:
    assert repr(components("https://jo:secret@a.b/")) == "<NSURLComponents https://jo:***@a.b/>"
