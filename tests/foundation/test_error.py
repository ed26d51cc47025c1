"""NSError is a value with texts."""

from __future__ import annotations

import errno

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSCocoaErrorDomain,
    NSError,
    NSFilePathErrorKey,
    NSLocalizedDescriptionKey,
    NSLocalizedFailureErrorKey,
    NSLocalizedFailureReasonErrorKey,
    NSLocalizedRecoveryOptionsErrorKey,
    NSLocalizedRecoverySuggestionErrorKey,
    NSMultipleUnderlyingErrorsKey,
    NSUnderlyingErrorKey,
    NSURLErrorCancelled,
    NSURLErrorCannotFindHost,
    NSURLErrorDomain,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
    NSURLErrorTimedOut,
)


def error(code: int = -1, /, **entries: object) -> NSError:
    return NSError.errorWithDomain_code_userInfo_(NSURLErrorDomain, code, entries)


def test_an_error_keeps_its_parts() -> None:
    made = NSError.alloc().initWithDomain_code_userInfo_("a.domain", 7, {"key": "value"})

    assert (made.domain(), made.code(), made.userInfo()) == ("a.domain", 7, {"key": "value"})


def test_user_info_is_never_none() -> None:
    assert NSError.errorWithDomain_code_userInfo_("a.domain", 7, None).userInfo() == {}


def test_user_info_cannot_be_changed_from_outside() -> None:
    given: dict[str, object] = {"key": "value"}
    made = NSError.errorWithDomain_code_userInfo_("a.domain", 7, given)

    given.clear()
    with pytest.raises(AttributeError, match="it cannot change"):
        made.userInfo().clear()

    assert made.userInfo() == {"key": "value"}


def test_reading_user_info_is_noticed() -> None:
    reads: list[str] = []
    made = error()
    made.when_user_info_is_read(lambda: reads.append("read"))

    made.localizedDescription()
    repr(made)
    assert reads == []

    made.userInfo()
    assert reads == ["read"]


def test_reading_user_info_is_not_noticed_for_ever() -> None:
    made = error()
    made.when_user_info_is_read(lambda: pytest.fail("told"))
    made.when_user_info_is_read(None)

    assert made.userInfo() == {}


def test_equal_parts_make_equal_errors() -> None:
    assert error(-999, a=1) == error(-999, a=1)
    assert hash(error(-999, a=1)) == hash(error(-999, a=1))


@pytest.mark.parametrize(
    "other",
    [
        error(-998, a=1),
        error(-999, a=2),
        NSError.errorWithDomain_code_userInfo_("x", -999, {"a": 1}),
        -999,
    ],
)
def test_other_parts_make_another_error(other: object) -> None:
    assert error(-999, a=1) != other


def test_an_error_of_a_url_holds_it_under_both_keys() -> None:
    url = NSURL.URLWithString_("https://example.com/a")
    made = NSError.url_error(NSURLErrorTimedOut, url, {"more": 1})

    assert made.domain() == NSURLErrorDomain
    assert made.userInfo() == {
        NSURLErrorFailingURLErrorKey: url,
        NSURLErrorFailingURLStringErrorKey: "https://example.com/a",
        "more": 1,
    }


def test_an_error_of_a_url_refuses_text() -> None:
    with pytest.raises(TypeError, match="make one with NSURL"):
        NSError.url_error(NSURLErrorTimedOut, "https://example.com")  # type: ignore[arg-type] # the misuse


def test_a_url_error_describes_itself_by_its_code() -> None:
    assert error(NSURLErrorCannotFindHost).localizedDescription() == (
        "No server with this host name could be found."
    )


def test_an_error_of_another_domain_describes_itself_by_its_numbers() -> None:
    assert NSError.errorWithDomain_code_userInfo_("a.domain", 7, None).localizedDescription() == (
        "The operation could not be completed. (a.domain error 7.)"
    )


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ({NSLocalizedDescriptionKey: "It broke."}, "It broke."),
        ({NSLocalizedFailureErrorKey: "No save."}, "No save."),
        (
            {NSLocalizedFailureErrorKey: "No save.", NSLocalizedFailureReasonErrorKey: "Full."},
            "No save. Full.",
        ),
        (
            {NSLocalizedFailureReasonErrorKey: "Full."},
            "The operation could not be completed. Full.",
        ),
    ],
)
def test_user_info_may_bring_the_description(entries: dict[str, object], text: str) -> None:
    assert error(-1, **entries).localizedDescription() == text


def test_the_other_texts_come_from_user_info() -> None:
    made = error(
        -1,
        **{
            NSLocalizedFailureReasonErrorKey: "Full.",
            NSLocalizedRecoverySuggestionErrorKey: "Make room.",
            NSLocalizedRecoveryOptionsErrorKey: ["OK", "Retry"],
        },
    )

    assert made.localizedFailureReason() == "Full."
    assert made.localizedRecoverySuggestion() == "Make room."
    assert made.localizedRecoveryOptions() == ["OK", "Retry"]


def test_texts_that_are_not_there_are_none() -> None:
    made = error()

    assert made.localizedFailureReason() is None
    assert made.localizedRecoveryOptions() is None
    assert made.recoveryAttempter() is None
    assert made.helpAnchor() is None


def test_underlying_errors_come_from_both_keys() -> None:
    one, two = error(1), error(2)
    made = error(
        -1, **{NSUnderlyingErrorKey: one, NSMultipleUnderlyingErrorsKey: [two, "not an error"]}
    )

    assert made.underlyingErrors() == [one, two]


@pytest.mark.parametrize(("writing", "code"), [(False, 260), (True, 4)])
def test_a_file_problem_becomes_a_cocoa_error(writing: bool, code: int) -> None:
    made = NSError.file_error(OSError(errno.ENOENT, "gone"), "a/path", writing=writing)

    assert (made.domain(), made.code()) == (NSCocoaErrorDomain, code)
    assert made.userInfo()[NSFilePathErrorKey] == "a/path"
    assert [cause.code() for cause in made.underlyingErrors()] == [errno.ENOENT]


def test_an_error_shows_domain_code_and_text() -> None:
    assert repr(error(NSURLErrorCancelled)) == (
        "<NSError NSURLErrorDomain -999 'The task was cancelled.'>"
    )


@pytest.mark.parametrize(("domain", "code"), [(None, 1), ("a.domain", "1")])
def test_an_error_refuses_parts_of_the_wrong_kind(domain: str, code: int) -> None:
    with pytest.raises(TypeError, match="NSError takes"):
        NSError.errorWithDomain_code_userInfo_(domain, code, None)
