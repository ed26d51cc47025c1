"""A delegate takes its download with NSFileManager, as most delegates do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripted import url
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSApplicationSupportDirectory,
    NSError,
    NSFileManager,
    NSObject,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSUserDomainMask,
)

Take = Callable[[NSFileManager, NSURL, NSURL], tuple[bool, NSError | None]]


def _replace(manager: NSFileManager, source: NSURL, to: NSURL) -> tuple[bool, NSError | None]:
    ok, _, error = (
        manager.replaceItemAtURL_withItemAtURL_backupItemName_options_resultingItemURL_error_(
            to, source, None, 0, None, None
        )
    )
    return ok, error


TAKES: dict[str, Take] = {
    "move": lambda manager, a, b: manager.moveItemAtURL_toURL_error_(a, b, None),
    "move by path": lambda manager, a, b: manager.moveItemAtPath_toPath_error_(
        str(a.path()), str(b.path()), None
    ),
    "copy": lambda manager, a, b: manager.copyItemAtURL_toURL_error_(a, b, None),
    "link": lambda manager, a, b: manager.linkItemAtURL_toURL_error_(a, b, None),
    "replace": _replace,
}


class Downloader(NSObject):
    take: Take
    result: tuple[bool, NSError | None]
    to: NSURL

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        manager = NSFileManager.defaultManager()
        folder, _ = manager.URLForDirectory_inDomain_appropriateForURL_create_error_(
            NSApplicationSupportDirectory, NSUserDomainMask, None, True, None
        )
        assert folder is not None
        self.to = folder.URLByAppendingPathComponent_("file.bin")
        self.result = self.take(manager, location, self.to)


def downloaded(device: Device, delegate: Downloader, body: bytes) -> None:
    device.network.get(url()).respond(body=body)
    device.session(delegate).downloadTaskWithURL_(url()).resume()
    device.run()


@pytest.mark.parametrize("take", TAKES.values(), ids=list(TAKES))
@pytest.mark.parametrize("size", [10, 200_000])
def test_a_download_that_a_file_manager_took_is_taken(
    device: Device, take: Take, size: int
) -> None:
    delegate = Downloader.alloc().init()
    delegate.take = take
    downloaded(device, delegate, b"x" * size)

    assert delegate.result == (True, None)
    assert Path(delegate.to).read_bytes() == b"x" * size
    assert device.verdict().failures == ()


def test_a_download_that_could_not_be_moved_is_lost(device: Device) -> None:
    delegate = Downloader.alloc().init()
    delegate.take = lambda manager, a, b: manager.moveItemAtURL_toURL_error_(
        a, b.URLByAppendingPathComponent_("no such folder"), None
    )
    downloaded(device, delegate, b"body")

    assert not delegate.result[0]
    assert [broken.rule.id for broken in device.verdict().failures] == ["temporary-file-taken"]
