"""`replay`: every delegate message of a recording for a fresh delegate, and what differs.

Not here: how it is played (player.py). One rule: whatever the delegate does is told in the
result; only what is wrong with the recording, or with the call, is raised.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from urlsession_mock.device import Device
from urlsession_mock.events import Enqueued, Event
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.lifecycle import Kind
from urlsession_mock.recording import STRIDE, Recording
from urlsession_mock.replaying.acts import Difference
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.replaying.player import Player
from urlsession_mock.replaying.stage import Known, Stage
from urlsession_mock.rules import RULES, Verdict, judge
from urlsession_mock.world import activate, deactivate

if TYPE_CHECKING:
    from urlsession_mock.jsonl.reading import RecordingStream

__all__ = ["Replay", "replay"]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a replay. True where the delegate did as in the recording."""

    recording: Recording
    """What happened now."""
    differences: tuple[Difference, ...]
    """What the delegate did otherwise, in the order of the recording."""
    messages: int
    """So many messages of the recording had their turn."""

    def __bool__(self) -> bool:
        return not self.differences

    def verdict(self, allow: tuple[str, ...] = (), require: tuple[str, ...] = ()) -> Verdict:
        """Judge what happened now by the rules; see `Device.verdict`."""
        return judge(self.recording, RULES, allow=allow, require=require)

    def __str__(self) -> str:
        if not self.differences:
            return "the delegate did as in the recording"
        count = len(self.differences)
        head = f"the delegate did {count} thing{'s' if count != 1 else ''} otherwise"
        return "\n".join([head, *(f"    {each}" for each in self.differences)])


def replay(
    recording: Recording | RecordingStream | str | os.PathLike[str],
    delegate: object,
    *,
    app_delegate: object = None,
    device: Device | None = None,
    strict: bool = False,
    keep: bool = True,
    progress: Callable[[int], object] | None = None,
) -> Replay:
    """Give a delegate every message of a recording, in order, and tell what it does otherwise.

    `recording` is a recording, a stream of one, or the path of a file, which is read as it is
    played. `delegate` is the session delegate: an object, or a class or function that makes one
    for each launch of the app. `app_delegate` is the same for the app delegate, which gets the
    handovers; without it a delegate that has the method gets them. `device` is one without a
    past, by default one made for this. With `strict` the text of an exception counts, not only its
    class. With `keep` off, received data and progress are forgotten once they are delivered:
    memory then grows with what else happened, and with how much is on its way at once, not with
    their number. `progress` is called with the number of each event as it is played.

    Raises `NotADelegate` for a delegate that is not well-formed, `NotPossibleNow` for an object
    where the recording relaunches the app, `BadRecording` for a damaged file.
    """
    __tracebackhide__ = True
    if isinstance(recording, (str, os.PathLike)):
        # later: only a file needs msgspec
        from urlsession_mock.jsonl.reading import stream

        with stream(recording) as source:
            return replay(
                source,
                delegate,
                app_delegate=app_delegate,
                device=device,
                strict=strict,
                keep=keep,
                progress=progress,
            )
    made = device or Device()
    if len(made.recording):
        raise ValueError("replay() takes a device on which nothing has happened yet")
    try:
        with made if device is None else _Given(made):
            stage = Stage(made, delegate, app_delegate, _knowing(recording))
            player = Player(made, stage, strict=strict, keep=keep)
            player.play(_played(recording), progress)
    finally:
        if device is None:
            made.close()
    return Replay(made.recording, tuple(player.differences), player.messages)


class _Given:
    """A device of the caller's, who closes it."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def __enter__(self) -> None:
        activate(self._device)

    def __exit__(self, *_: object) -> None:
        deactivate(self._device)


def _played(source: Recording | RecordingStream) -> Iterable[Event | DataRun]:
    if isinstance(source, Recording):
        return source
    # later: only a file needs msgspec
    from urlsession_mock.jsonl.runs import in_runs

    return in_runs(source)


def _knowing(source: Recording | RecordingStream) -> Callable[[Enqueued], Known]:
    """What a recording knows of tasks that it does not make."""

    def known(message: Enqueued) -> Known:
        task = message.task or 0
        read = getattr(source, "known", {}).get((message.session, task))
        if read is not None:  # of a file
            return Kind(read.kind), _request(read.request), read.description
        subject: Any = None
        if isinstance(source, Recording):
            subject = source.log[(message.number - 1) * STRIDE + 2]
        facts = getattr(subject, "facts", None)
        if facts is None:
            return Kind.BACKGROUND_DOWNLOAD, _request(None), None
        return subject.kind, _request(facts.request), facts.description

    return known


def _request(request: NSURLRequest | None) -> NSURLRequest:
    return request if request is not None else NSURLRequest.requestWithURL_(None)
