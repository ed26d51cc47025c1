"""`conforms_to` checks a class of delegates where it is written.

Not here: what is wrong with a delegate; the tests of conformance list it. One rule: what is said
of the class is what would be said of its objects.
"""

from __future__ import annotations

import functools
from abc import ABC
from pathlib import Path

import pytest

from urlsession_mock import (
    NotADelegate,
    UIApplicationDelegate,
    URLSessionDelegate,
    URLSessionDownloadDelegate,
    URLSessionTaskDelegate,
    check_delegate,
    conforms_to,
)
from urlsession_mock.foundation.objects import NSObject

FINISH = "URLSession_downloadTask_didFinishDownloadingToURL_"
PROTOCOLS = (
    "UIApplicationDelegate, URLSessionDataDelegate, URLSessionDelegate, "
    "URLSessionDownloadDelegate, URLSessionStreamDelegate, URLSessionTaskDelegate, "
    "URLSessionWebSocketDelegate"
)


def test_a_well_formed_class_is_returned_as_it_is() -> None:
    class Downloader(NSObject):
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: object, task: object, url: object
        ) -> None: ...

    assert conforms_to(URLSessionDownloadDelegate)(Downloader) is Downloader


def test_what_is_wrong_with_a_class_is_what_is_wrong_with_its_objects() -> None:
    class Downloader:
        def URLSession_task_didCompletWithError_(
            self, session: object, task: object, error: object
        ) -> None: ...
        async def URLSession_didCreateTask_(self, session: object, task: object) -> None: ...
        def URLSession_didBecomeInvalidWithError_(self, session: object) -> None: ...
        @staticmethod
        def URLSession_taskIsWaitingForConnectivity_(task: object) -> None: ...
        @classmethod
        def URLSessionDidFinishEventsForBackgroundURLSession_(cls) -> None: ...

        URLSession_dataTask_didReceiveData_ = "later"

        @functools.partialmethod
        def URLSession_task_didFinishCollectingMetrics_(self, session: object) -> None: ...

    with pytest.raises(NotADelegate) as of_object:
        check_delegate(Downloader())
    with pytest.raises(NotADelegate) as of_class:
        conforms_to(URLSessionTaskDelegate)(Downloader)

    assert str(of_class.value) == str(of_object.value)
    assert str(of_class.value).count("\n") == 7


def test_the_error_is_raised_at_the_line_where_the_class_is_written() -> None:
    with pytest.raises(NotADelegate, match=r"^Downloader is not a well-formed delegate:") as caught:

        @conforms_to(URLSessionDelegate)
        class Downloader:
            def URLSession_didBecomeInvalidWithErr_(
                self, session: object, error: object
            ) -> None: ...

    shown = [entry for entry in caught.traceback if not entry.ishidden(caught)]
    assert [Path(entry.path).name for entry in shown] == ["test_conforms_to.py"]
    assert str(shown[0].statement).lstrip().startswith("@conforms_to(URLSessionDelegate)")


@pytest.mark.parametrize("protocols", [[URLSessionDownloadDelegate], [UIApplicationDelegate]])
def test_the_file_must_be_taken_where_the_protocol_is_that_of_downloads(
    protocols: list[type],
) -> None:
    class Downloader: ...

    if URLSessionDownloadDelegate not in protocols:
        assert conforms_to(*protocols)(Downloader) is Downloader
        return
    with pytest.raises(NotADelegate, match=f"{FINISH} is missing"):
        conforms_to(*protocols)(Downloader)


def test_an_abstract_method_that_is_left_as_it_is_is_missing() -> None:
    class Downloader(URLSessionDownloadDelegate, ABC): ...

    with pytest.raises(NotADelegate, match=f"{FINISH} is missing"):
        conforms_to(URLSessionTaskDelegate)(Downloader)


@pytest.mark.parametrize("name", ["__getattr__", "__getattribute__", "respondsToSelector_"])
def test_a_class_that_answers_by_itself_may_have_more_than_it_shows(name: str) -> None:
    cls = type("Forwards", (), {name: lambda self, name: None})

    assert conforms_to(URLSessionDownloadDelegate)(cls) is cls


def test_what_only_an_object_shows_is_not_asked_for() -> None:
    class Downloader:
        @property
        def URLSession_didCreateTask_(self) -> object:
            raise AssertionError("asked for")

    assert conforms_to(URLSessionTaskDelegate)(Downloader) is Downloader


def test_a_class_of_an_app_delegate_is_called_one() -> None:
    class App:
        def application_handleEventsForBackgroundURLSession_completionHandler_(self) -> None: ...

    with pytest.raises(NotADelegate, match=r"^App is not a well-formed app delegate:\n"):
        conforms_to(UIApplicationDelegate)(App)


@pytest.mark.parametrize(
    ("given", "shown"), [((int,), "int"), ((URLSessionDelegate, "text"), "'text'")]
)
def test_what_is_no_protocol_of_ours_is_refused(given: tuple[type, ...], shown: str) -> None:
    with pytest.raises(TypeError) as caught:
        conforms_to(*given)

    assert str(caught.value) == f"conforms_to() got {shown}; give it one or more of {PROTOCOLS}"


def test_a_decorator_without_parentheses_is_told_what_it_needs() -> None:
    with pytest.raises(TypeError) as caught:

        @conforms_to
        class Downloader: ...

    assert str(caught.value) == (
        f"conforms_to() got Downloader; give it one or more of {PROTOCOLS}"
    )


def test_at_least_one_protocol_is_needed() -> None:
    with pytest.raises(TypeError) as caught:
        conforms_to()

    assert str(caught.value) == (
        f"conforms_to() needs a Protocol; give it one or more of {PROTOCOLS}"
    )


def test_what_is_no_class_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^@conforms_to decorates a class, and got <function "):
        conforms_to(URLSessionDelegate)(test_what_is_no_class_is_refused)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]  # this is the point
