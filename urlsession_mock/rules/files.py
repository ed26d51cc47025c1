"""What an app owes the file of a finished download.

Not here: the file itself (urlsession_mock/files.py). One rule: a file is taken inside the
message that brings it, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from urlsession_mock.events import AppChanged, FileLeft, Looked, Skipped
from urlsession_mock.files import TemporaryFile
from urlsession_mock.recording import Recording
from urlsession_mock.rules.history import raising, sessions
from urlsession_mock.rules.rule import FOUNDATION, Strength, Violation, rule
from urlsession_mock.selectors import FINISH_DOWNLOAD

__all__ = ["http_status_read", "temporary_file_taken"]

_FINISH = (
    FOUNDATION + "urlsessiondownloaddelegate/urlsession(_:downloadtask:didfinishdownloadingto:)"
)
_ERROR = 400
"""From this HTTP status on a body is an error page."""


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R31 R79")
def temporary_file_taken(recording: Recording) -> Iterator[Violation]:
    """Move, open or read the downloaded file before the message that brings it returns.

    The system removes it right after. Work that was put off until later, or to another
    thread, finds nothing. An error page need not be taken.
    """
    made, failed = sessions(recording), raising(recording)
    ends = [change.number for change in recording.only(AppChanged) if _is_end(change)]
    for left in recording.only(FileLeft):
        is_excused = left.delivered in failed or any(
            left.delivered < end < left.number for end in ends
        )
        if left.status < _ERROR and not is_excused:
            message = recording.message(left.delivered)
            yield Violation(
                left,
                f"the file of task {message.task} was still in its place, unread, when "
                f"{FINISH_DOWNLOAD.python_name} returned (event {left.delivered}), and is lost",
                also=(message,),
            )
    for skipped in recording.only(Skipped):
        if skipped.selector is FINISH_DOWNLOAD:
            created = made[skipped.session]
            yield Violation(
                skipped,
                f"the file of task {skipped.task} is lost: {created.delegate} has no "
                f"{FINISH_DOWNLOAD.python_name}, which download tasks need",
                created.where,
            )


@rule(source=_FINISH, strength=Strength.APPLE, numbers="R84", default="warn")
def http_status_read(recording: Recording) -> Iterator[Violation]:
    """Look at the HTTP status before the downloaded file is used.

    A server's refusal is no error to the session: the download ends well, and its file is
    the error page.
    """
    looked = {look.delivered for look in recording.only(Looked) if look.what == "statusCode"}
    left = {event.delivered for event in recording.only(FileLeft)}
    for delivered in recording.deliveries(FINISH_DOWNLOAD):
        number = delivered.number
        status = cast(TemporaryFile, delivered.arguments[0]).status  # the session put it there
        if status >= _ERROR and number not in looked and number not in left:
            yield Violation(
                delivered,
                f"the file of task {delivered.task} came with status {status}, was taken, and the "
                f"status was not read",
            )


def _is_end(change: AppChanged) -> bool:
    return change.change in ("terminated", "force-quit")
