"""Tasks of every kind, ready for their messages.

Not here: the messages. One rule: a task is made as an app makes it, by the session's own methods.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.strategies import made
from urlsession_mock.strategies.walks import BACKGROUND

if TYPE_CHECKING:
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["task_of"]


def task_of(
    session: NSURLSession, kind: Kind, address: str = made.ADDRESS, *, begins: bool = False
) -> NSURLSessionTask:
    """A task of this kind, not resumed; with `begins` it has an earliestBeginDate.

    Raises `ValueError` for a kind that the session does not make.
    """
    make = _MAKE.get(kind)
    if make is None or session._is_background != (kind in BACKGROUND):
        where = "a background session" if session._is_background else "a session in the foreground"
        raise ValueError(f"no {kind.value} is made by {where}")
    task = make(session, address)
    if begins:
        task.setEarliestBeginDate_(NSDate.date())
    return task


def _upload_file(session: NSURLSession, address: str) -> NSURLSessionTask:
    """R44: a background session uploads files only."""
    path = session._world.temporary_folder() / "a body to upload"
    path.write_bytes(b"a body")
    post, file = made.request(address, "POST"), NSURL.fileURLWithPath_(str(path))
    return session.uploadTaskWithRequest_fromFile_(post, file)


def _nobody(result: object, answer: object, error: object) -> None:
    """The completion handler of a task that nobody waits for."""


def _data(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.dataTaskWithRequest_(made.request(address))


def _upload(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.uploadTaskWithStreamedRequest_(made.request(address, "POST"))


def _download(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.downloadTaskWithRequest_(made.request(address))


def _resumed(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.downloadTaskWithResumeData_(made.resume_data(address))


def _handled(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.dataTaskWithRequest_completionHandler_(made.request(address), _nobody)


def _web_socket(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.webSocketTaskWithRequest_(made.request(address))


def _stream(session: NSURLSession, address: str) -> NSURLSessionTask:
    return session.streamTaskWithHostName_port_(str(made.url(address).host()), 7)


# fmt: off
_MAKE: Final[dict[Kind, Callable[[NSURLSession, str], NSURLSessionTask]]] = {
    Kind.DATA:                        _data,
    Kind.UPLOAD:                      _upload,
    Kind.DOWNLOAD:                    _download,
    Kind.RESUMED_DOWNLOAD:            _resumed,
    Kind.BACKGROUND_DATA:             _data,
    Kind.BACKGROUND_UPLOAD:           _upload_file,
    Kind.BACKGROUND_DOWNLOAD:         _download,
    Kind.BACKGROUND_RESUMED_DOWNLOAD: _resumed,
    Kind.HANDLER:                     _handled,
    Kind.WEBSOCKET:                   _web_socket,
    Kind.STREAM:                      _stream,
}
# fmt: on
