"""String and number constants hold what a Mac holds."""

from __future__ import annotations

import pytest

from urlsession_mock import foundation
from urlsession_mock.foundation import constants, error_codes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NSURLErrorDomain", "NSURLErrorDomain"),
        ("NSURLErrorFailingURLErrorKey", "NSErrorFailingURLKey"),
        ("NSURLErrorFailingURLStringErrorKey", "NSErrorFailingURLStringKey"),
        (
            "NSURLErrorBackgroundTaskCancelledReasonKey",
            "NSURLErrorBackgroundTaskCancelledReasonKey",
        ),
        ("NSURLSessionDownloadTaskResumeData", "NSURLSessionDownloadTaskResumeData"),
        ("NSURLSessionUploadTaskResumeData", "NSURLSessionUploadTaskResumeData"),
        ("NSLocalizedDescriptionKey", "NSLocalizedDescription"),
        ("NSUnderlyingErrorKey", "NSUnderlyingError"),
        ("NSURLErrorKey", "NSURL"),
        ("NSDefaultRunLoopMode", "kCFRunLoopDefaultMode"),
        ("NSHTTPCookieMaximumAge", "Max-Age"),
        ("NSURLProtectionSpaceHTTPS", "https"),
        ("NSURLSessionTaskPriorityLow", 0.25),
        ("NSURLSessionTaskPriorityDefault", 0.5),
        ("NSURLSessionTaskPriorityHigh", 0.75),
        ("NSURLSessionTransferSizeUnknown", -1),
    ],
)
def test_a_constant_has_its_value(name: str, value: object) -> None:
    assert getattr(foundation, name) == value


def test_every_error_code_has_a_text() -> None:
    codes = {
        value
        for name, value in vars(error_codes).items()
        if name.startswith("NSURLError") and "Reason" not in name
    }

    assert codes == set(error_codes.URL_ERROR_TEXTS)


@pytest.mark.parametrize("module", [constants, error_codes])
def test_every_constant_of_a_module_is_public(module: object) -> None:
    named = {name for name in vars(module) if name.startswith("NS")}

    assert named <= set(getattr(module, "__all__", ()))
