"""Configurations and tasks, made again as the recording says that they were made.

Not here: what they stand for then, and whether they are to be made at all (stage.py). One rule:
the recorded event alone decides; where it says nothing, something empty stands in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from urlsession_mock.events import SessionCreated, TaskCreated
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.session import NSURLSession
from urlsession_mock.socket_tasks import class_of
from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["configuration_of", "task_of"]


def configuration_of(recorded: SessionCreated) -> NSURLSessionConfiguration:
    """The configuration that the recorded session was made with."""
    make = NSURLSessionConfiguration
    if recorded.kind == "background":
        made = make.backgroundSessionConfigurationWithIdentifier_(recorded.identifier or "")
    elif recorded.kind == "ephemeral":
        made = make.ephemeralSessionConfiguration()
    else:
        made = make.defaultSessionConfiguration()
    if recorded.configuration is not None:
        made._fields = replace(
            recorded.configuration._fields, kind=made.kind, identifier=made.identifier()
        )
    return made


def task_of(made: NSURLSession, recorded: TaskCreated) -> NSURLSessionTask:
    """Make a task in the session as the recorded one was.

    Raises what the session raises where it makes no tasks any more.
    """
    kind = Kind(recorded.kind)
    if kind is Kind.STREAM:
        return made.streamTaskWithHostName_port_("replayed", 0)
    request = recorded.request
    if request is None:
        url = NSURL.URLWithString_(recorded.url) if recorded.url else None
        request = NSURLRequest.requestWithURL_(url)
    body, content = _body(made, recorded)
    return made._make(
        class_of(kind),
        kind,
        request,
        handler=_ignore if recorded.has_handler else None,
        body=body,
        content=content,
        goes_on=recorded.resume_data,
    )


def _body(made: NSURLSession, recorded: TaskCreated) -> tuple[str | None, bytes | Path | None]:
    """Where the body of an upload comes from, and what it is."""
    upload: object = recorded.upload
    if recorded.streamed:
        return "stream", None
    if recorded.kind != Kind.UPLOAD.value or upload is None:
        return None, None
    if isinstance(upload, bytes):
        return "data", upload
    if isinstance(upload, Path) and upload.is_file():
        return "file", upload
    path = made._world.temporary_folder() / f"upload-{recorded.number}"
    path.write_bytes(getattr(upload, "content", None) or b"")
    return "file", path


def _ignore(result: object, response: object, error: object) -> None:
    """The block of a task that the recorded test made: nobody looks at what comes."""
