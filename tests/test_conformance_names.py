"""A name that is nearly a delegate method's is refused; the app's own names are not.

Not here: what a method of the right name must accept. One rule: beside each kind of name
that is refused stands one like it that must not be.
"""

from __future__ import annotations

import pytest

from tests.made_delegates import delegate, texts
from urlsession_mock.conformance import problems
from urlsession_mock.selectors import COMPLETE, SELECTORS, Selector


@pytest.mark.parametrize(
    "name",
    [
        "URLSession_task_didCompletWithError_",
        "URLSession_task_didCompleteWithError",
        "URLSession_task_didCompleteWithError__",
        "URLsession_task_didCompleteWithError_",
        "UrlSession_task_didCompleteWithError_",
        "URLSesion_task_didCompleteWithError_",
        "urlSession_task_didCompleteWithError_",
        "urlSession__task_didCompleteWithError_",
        "urlsession_task_didcompletewitherror_",
        "url_session_task_did_complete_with_error",
        "url_session_task_did_complete_with_error_",
    ],
)
def test_a_name_that_is_nearly_a_delegate_methods_is_refused(name: str) -> None:
    (problem,) = problems(delegate(name))

    assert problem.kind == "misspelt"
    assert problem.method == name
    assert problem.meant is COMPLETE
    assert problem.text.endswith("did you mean URLSession_task_didCompleteWithError_?")


def test_a_swift_name_of_two_methods_gets_both_proposed() -> None:
    (text,) = texts("urlSession_dataTask_didBecome_")

    assert text.endswith(
        "did you mean URLSession_dataTask_didBecomeDownloadTask_ "
        "or URLSession_dataTask_didBecomeStreamTask_?"
    )


@pytest.mark.parametrize("name", ["URLSession_didWin_", "URLSessionDidWin_"])
def test_a_selector_shaped_name_near_to_nothing_is_refused_as_well(name: str) -> None:
    (text,) = texts(name)

    assert text.endswith("is not a delegate method; the system will never call it")


def test_the_spelling_that_pyobjc_tests_but_apple_lacks_is_refused() -> None:
    (problem,) = problems(delegate("URLSession_needNewBodyStreamFromOffset_completionHandler_"))

    assert problem.meant == "URLSession:task:needNewBodyStreamFromOffset:completionHandler:"


@pytest.mark.parametrize(
    "name",
    [
        "_URLSession_task_didCompletWithError_",
        "url_session",
        "url_session_factory",
        "urlSession",
        "URLSession",
        "URLSession_",
        "URLSessionForIdentifier_",
        "handle_task_did_complete",
        "taskDidComplete_",
        "didCompleteWithError_",
        "initWithSession_delegate_",
        # AVFoundation's delegate protocol inherits the task delegate.
        "URLSession_assetDownloadTask_didFinishDownloadingToURL_",
        "URLSession_assetDownloadTask_didLoadTimeRange_totalTimeRangesLoaded_timeRangeExpectedToLoad_",
        "URLSession_aggregateAssetDownloadTask_willDownloadToURL_",
        # Other methods of an app delegate.
        "application_didFinishLaunchingWithOptions_",
        "application_handleOpenURL_",
        "application_handleIntent_completionHandler_",
        "application_performFetchWithCompletionHandler_",
        "application_handleActionWithIdentifier_forRemoteNotification_completionHandler_",
        "application_handleWatchKitExtensionRequest_reply_",
        "application_didReceiveRemoteNotification_fetchCompletionHandler_",
        "applicationDidEnterBackground_",
    ],
)
def test_a_name_of_the_apps_own_is_left_alone(name: str) -> None:
    assert texts(name) == []


def test_a_helper_may_be_called_much_like_the_method_it_helps() -> None:
    helper, method = "url_session_task_did_complete_with_error", COMPLETE.python_name

    assert texts(helper, method) == []
    assert texts(helper) != []


def test_data_of_a_similar_name_is_no_method() -> None:
    assert texts(urlSession_task_didCompleteWithError_="a remark") == []


def test_a_misspelt_method_of_a_base_class_is_found() -> None:
    base = type(delegate("URLSession_didCreatTask_"))

    assert len(problems(type("Heir", (base,), {})())) == 1


def test_a_misspelt_method_of_an_instance_is_found() -> None:
    downloader = delegate()
    vars(downloader)["URLSession_didCreatTask_"] = print

    assert len(problems(downloader)) == 1


@pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)
def test_every_method_under_its_right_name_is_accepted(row: Selector) -> None:
    assert (
        problems(delegate(row.python_name, "URLSession_downloadTask_didFinishDownloadingToURL_"))
        == ()
    )
