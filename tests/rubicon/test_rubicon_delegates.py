"""A delegate written with rubicon runs on the device, and is judged as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_urlsession import Device

from tests.rubicon.client import HEAD
from urlsession_mock import NotADelegate
from urlsession_mock.conformance import check_delegate
from urlsession_mock.events import Raised
from urlsession_mock.selectors import COMPLETE, FINISH_DOWNLOAD, WROTE

Load = Callable[..., Any]

DOWNLOADER = """
class Downloader(NSObject, protocols=[ObjCProtocol("NSURLSessionDownloadDelegate")]):
    @objc_method
    def init(self):
        self = ObjCInstance(send_super(__class__, self, "init"))
        self.log = []
        return self

    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, location) -> None:
        with open(str(location.path), "rb") as file:
            self.log.append((task.response.statusCode, file.read()))

    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.log.append(error if error is None else str(error.localizedDescription))
"""


def test_a_download_reaches_a_rubicon_delegate(urlsession_mock: Device, load: Load) -> None:
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    client = load(DOWNLOADER)
    delegate = client.Downloader.alloc().init()
    client.download(delegate, "https://example.com/a")
    urlsession_mock.run()
    assert delegate.log == [(200, b"hello"), None]


def test_only_what_is_an_objc_method_is_implemented(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class Some(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        pass

    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, location):
        raise AssertionError("Objective-C does not know it")
"""
    )
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    some = client.Some.alloc().init()
    client.fetch(some, "https://example.com/a")
    assert some.respondsToSelector_(client.SEL(COMPLETE))
    assert not some.respondsToSelector_(client.SEL(FINISH_DOWNLOAD))
    assert COMPLETE in urlsession_mock.run().selectors()


def test_annotations_may_be_postponed(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class Progress(NSObject):
    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, at) -> None:
        taken(at)

    @objc_method
    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self, session, task, step: int, total: int, expected: NSInteger
    ) -> None:
        self.seen = (step, total, expected)
""",
        head="from __future__ import annotations\n" + HEAD,
    )
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    progress = client.Progress.alloc().init()
    client.download(progress, "https://example.com/a")
    assert WROTE in urlsession_mock.run().selectors()
    assert progress.seen == (5, 5, 5)


def test_a_misspelt_selector_is_refused_when_the_session_is_made(load: Load) -> None:
    client = load(
        """
class Misspelt(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithErrors_(self, session, task, error) -> None:
        pass
"""
    )
    with pytest.raises(NotADelegate, match="did you mean URLSession_task_didComplete") as raised:
        client.session_for(client.Misspelt.alloc().init())
    assert f"({Path(client.__file__).name}:" in str(raised.value)


def test_a_forgotten_underscore_at_the_end_is_refused(load: Load) -> None:
    client = load(
        """
class Misspelt(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError(self, session, task, error) -> None:
        pass
"""
    )
    with pytest.raises(NotADelegate, match="did you mean URLSession_task_didCompleteWithError_"):
        client.session_for(client.Misspelt.alloc().init())


def test_too_few_parameters_work_as_on_a_device(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class Short(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task) -> None:
        self.ended = True
"""
    )
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    short = client.Short.alloc().init()
    client.fetch(short, "https://example.com/a")
    urlsession_mock.run()
    assert short.ended


def test_too_many_parameters_are_refused(load: Load) -> None:
    client = load(
        """
class Long(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error, more) -> None:
        pass
"""
    )
    with pytest.raises(NotADelegate, match="is called with 3 arguments: session, task, error"):
        client.session_for(client.Long.alloc().init())


def test_a_coroutine_method_is_refused(load: Load) -> None:
    client = load(
        """
class Waits(NSObject):
    @objc_method
    async def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        pass
"""
    )
    with pytest.raises(NotADelegate, match="nothing awaits it"):
        client.session_for(client.Waits.alloc().init())


@pytest.mark.urlsession(allow=["no-exception-in-callback"])
def test_an_exception_is_recorded_at_its_line(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class Fails(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        raise ValueError("no")
"""
    )
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    fails = client.Fails.alloc().init()
    client.fetch(fails, "https://example.com/a")
    [raised] = urlsession_mock.run().only(Raised)
    assert raised.where is not None
    assert raised.where.file == client.__file__


@pytest.mark.urlsession(allow=["no-exception-in-callback"])
def test_a_number_that_is_not_annotated_says_what_a_device_would_do(
    urlsession_mock: Device, load: Load
) -> None:
    client = load(
        """
class Progress(NSObject):
    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, at) -> None:
        taken(at)

    @objc_method
    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self, session, task, step, total, expected
    ) -> None:
        pass
"""
    )
    urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
    progress = client.Progress.alloc().init()
    client.download(progress, "https://example.com/a")
    [raised] = urlsession_mock.run().only(Raised)
    assert "is int64_t, not an object: annotate it" in str(raised.error)


def test_a_test_may_check_a_delegate_itself(load: Load) -> None:
    client = load(
        """
class Misspelt(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithErrors_(self, session, task, error) -> None:
        pass
"""
    )
    with pytest.raises(
        NotADelegate, match=r"Misspelt is not a well-formed delegate:\n.*did you mean"
    ):
        check_delegate(client.Misspelt.alloc().init())
    with pytest.raises(NotADelegate, match=r"pass an object made from it, such as Misspelt\(\)"):
        check_delegate(client.Misspelt)
