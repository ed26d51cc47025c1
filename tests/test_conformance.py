"""A delegate that the system would not understand is refused at once, and told why.

Not here: which names and which shapes are refused; the two files beside this one list
them. One rule: texts are part of what is promised, so they are compared whole.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock, Mock

import pytest
from pytest_mock import MockerFixture

from tests.made_delegates import Attributes, delegate
from urlsession_mock.conformance import (
    NotADelegate,
    check_app_delegate,
    check_delegate,
    problems,
)
from urlsession_mock.errors import URLSessionMockError
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.protocols import URLSessionDataDelegate, URLSessionDownloadDelegate


def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> Attributes:
    """Run a source text as the file `downloads.py` of the current folder."""
    monkeypatch.chdir(tmp_path)
    names: Attributes = {"__name__": "downloads"}
    exec(compile(source, str(tmp_path / "downloads.py"), "exec"), names)
    return names


MISSPELT = '''\
"""Downloads of the app."""


class Downloader:
    def URLSession_task_didCompletWithError_(self, session, task, error):
        print(error)
'''


def test_a_misspelt_method_is_told_with_its_place_and_the_name_it_nearly_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloader = written(tmp_path, monkeypatch, MISSPELT)["Downloader"]()

    with pytest.raises(NotADelegate) as caught:
        check_delegate(downloader)

    assert str(caught.value) == (
        "Downloader is not a well-formed delegate:\n"
        "  URLSession_task_didCompletWithError_ (downloads.py:5) is not a delegate method; "
        "did you mean URLSession_task_didCompleteWithError_?"
    )


SEVERAL = """\
import functools


def traced(method):
    return functools.wraps(method)(lambda *arguments: method(*arguments))


class Downloader:
    def URLSession_task_didCompleteWithError_(self, session, task):
        ...

    @traced
    def URLSession_dataTask_didReceive_(self, session, dataTask, data):
        ...

    async def URLSession_didBecomeInvalidWithError_(self, session):
        ...

    URLSession_didCreateTask_ = "later"
"""


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloader = written(tmp_path, monkeypatch, SEVERAL)["Downloader"]()

    with pytest.raises(NotADelegate) as caught:
        check_delegate(downloader, downloads=True)

    assert str(caught.value) == (
        "Downloader is not a well-formed delegate:\n"
        "  URLSession_didCreateTask_ is str data, not a method\n"
        "  URLSession_task_didCompleteWithError_ (downloads.py:9) accepts (session, task), "
        "but is called with 3 arguments: session, task, error\n"
        "  URLSession_dataTask_didReceive_ (downloads.py:12) is not a delegate method; "
        "did you mean URLSession_dataTask_didReceiveData_?\n"
        "  URLSession_didBecomeInvalidWithError_ (downloads.py:16) is a coroutine function, "
        "and nothing awaits it; make it a plain `def`\n"
        "  URLSession_didBecomeInvalidWithError_ (downloads.py:16) accepts (session), "
        "but is called with 2 arguments: session, error\n"
        "  URLSession_downloadTask_didFinishDownloadingToURL_ is missing: a download delegate "
        "must take the file there, before it is deleted"
    )


def test_a_file_outside_the_current_folder_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def method(self: object) -> None: ...

    (problem,) = problems(delegate(URLSession_didCreateTask_=method))

    assert problem.file == "test_conformance.py"
    assert problem.line == method.__code__.co_firstlineno


def test_a_refusal_is_a_type_error_and_one_of_ours() -> None:
    assert issubclass(NotADelegate, TypeError)
    assert issubclass(NotADelegate, URLSessionMockError)


def test_a_class_is_refused_in_place_of_an_object() -> None:
    class Downloader:
        pass

    with pytest.raises(NotADelegate) as caught:
        check_delegate(Downloader)

    assert str(caught.value) == (
        "Downloader is not a well-formed delegate:\n"
        "  it is a class; pass an object made from it, such as Downloader()"
    )


WROTE = "URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_"
RESUMED = "URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_"
FINISH = "URLSession_downloadTask_didFinishDownloadingToURL_"


@pytest.mark.parametrize("method", [WROTE, RESUMED])
def test_a_download_delegate_must_take_the_file(method: str) -> None:
    (problem,) = problems(delegate(method))

    assert problem.kind == "missing"
    assert problem.method == FINISH
    assert problems(delegate(method, FINISH)) == ()


def test_any_delegate_of_downloads_must_take_the_file() -> None:
    assert [problem.kind for problem in problems(delegate(), downloads=True)] == ["missing"]
    assert problems(delegate(FINISH), downloads=True) == ()
    assert problems(delegate()) == ()


def test_a_subclass_of_the_download_protocol_must_take_the_file() -> None:
    class Downloader(URLSessionDownloadDelegate):
        """Gets around Python's own check for abstract methods."""

        URLSession_downloadTask_didFinishDownloadingToURL_ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # this is the point

    assert [problem.kind for problem in problems(Downloader())] == ["missing"]


def test_any_object_will_do() -> None:
    for anything in (object(), "text", 3, ModuleType("empty"), NSObject()):
        assert problems(anything) == ()


def test_none_is_accepted_except_by_a_background_session() -> None:
    check_delegate(None)

    with pytest.raises(NotADelegate, match="a background session needs a delegate, and got None"):
        check_delegate(None, background=True)
    check_delegate(delegate(), background=True)


@pytest.mark.parametrize("mock", [MagicMock(), Mock(), Mock(spec=URLSessionDataDelegate)])
def test_a_mock_is_a_delegate(mock: Mock) -> None:
    assert problems(mock, downloads=False) == ()
    assert not mock.mock_calls


def test_a_misspelt_method_of_a_mock_is_found_once_the_test_names_it() -> None:
    mock = MagicMock()
    mock.URLSession_task_didCompletWithError_.side_effect = print

    assert [problem.kind for problem in problems(mock)] == ["misspelt"]


def test_a_spied_delegate_is_a_delegate(mocker: MockerFixture) -> None:
    downloader = delegate(FINISH, WROTE)
    mocker.spy(downloader, FINISH)
    mocker.spy(type(downloader), WROTE)

    assert problems(downloader, downloads=True) == ()


def test_an_nsobject_with_our_protocols_is_a_delegate() -> None:
    class Downloader(NSObject, URLSessionDownloadDelegate, URLSessionDataDelegate):
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: object, downloadTask: object, location: object, /
        ) -> None:
            return None

    assert problems(Downloader()) == ()


def test_an_app_delegate_is_checked_likewise() -> None:
    app_delegate = delegate("application_handleEventsForBackgroundSession_completionHandler_")

    with pytest.raises(NotADelegate) as caught:
        check_app_delegate(app_delegate)

    headline, fault = str(caught.value).splitlines()
    assert headline == "Downloader is not a well-formed app delegate:"
    assert fault.endswith(
        "did you mean application_handleEventsForBackgroundURLSession_completionHandler_?"
    )


def test_an_app_delegate_needs_no_method() -> None:
    check_app_delegate(delegate("applicationDidFinishLaunching_"))
    check_app_delegate(
        delegate("application_handleEventsForBackgroundURLSession_completionHandler_")
    )


def test_a_class_that_was_faultless_is_looked_at_again_when_it_is_changed() -> None:
    class Loads:
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None: ...

    assert problems(Loads()) == problems(Loads()) == ()
    Loads.URLSession_task_didCompleteWithErrors_ = (  # type: ignore[attr-defined]  # as a test may
        Loads.URLSession_task_didCompleteWithError_
    )
    assert [problem.kind for problem in problems(Loads())] == ["misspelt"]


def test_an_object_that_was_given_a_method_is_looked_at_by_itself() -> None:
    class Loads:
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None: ...

    assert problems(Loads()) == ()
    odd = Loads()
    odd.URLSession_task_didCompleteWithError_ = lambda: None  # type: ignore[method-assign, assignment, misc]  # as a test may
    assert [problem.kind for problem in problems(odd)] == ["parameters"]
