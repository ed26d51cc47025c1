"""docs/live-servers.md: what it shows works.

One rule: the example is run as it stands there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.servers.plain import PlainServer
from urlsession_mock import Device, URLSessionDownloadDelegate
from urlsession_mock.foundation import NSURL, NSURLSession, NSURLSessionDownloadTask
from urlsession_mock.selectors import FINISH_DOWNLOAD

PAGE = Path(__file__).parents[2] / "docs" / "live-servers.md"


class Downloads(URLSessionDownloadDelegate):
    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        """Leave the file."""


def test_the_example_of_the_page_downloads_a_file(device: Device, plain: PlainServer) -> None:
    [example] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {"Downloads": Downloads, "NSURL": NSURL}
    exec(compile(example, str(PAGE), "exec"), names)
    names["test_download"](device, plain)

    assert device.recording.deliveries(FINISH_DOWNLOAD)


def test_the_page_names_the_codes_that_trust_fails_with() -> None:
    from urlsession_mock.network import trust

    codes = {row.code for row in trust._ROWS.values()}

    assert all(str(code) in PAGE.read_text("utf-8") for code in codes)
