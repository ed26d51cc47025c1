"""`urlsession-mock run SCRIPT`: an unmodified script of PyObjC's or rubicon's, with real servers.

Not here: the modules it imports (bindings/), the servers (network/). One rule: the script's
output, its arguments and its exit status are its own; what we say goes to standard error.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from urlsession_mock.command.judged import judged
from urlsession_mock.command.problem import Problem
from urlsession_mock.errors import Killed, MissingExtra

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Run", "run_script"]


@dataclass(frozen=True, slots=True)
class Run:
    """What the command line asked for."""

    script: str
    arguments: Sequence[str] = ()
    is_module: bool = False
    """`script` is the name of a module, as after Python's own `-m`."""
    allow: Sequence[str] = ()
    """The hosts that may be contacted."""
    ca: str | None = None
    record: str | None = None
    limit: float = 5.0
    kill: int | None = None
    """After so many messages the system kills the app, and launches it again."""
    shows_all: bool = False
    is_quiet: bool = False
    judges: bool = False
    """A broken rule is a failure although the script ended well."""


def run_script(asked: Run) -> int:
    """Run it, and tell what its delegates were sent; the script's own exit status."""
    _must_exist(asked)
    # later: no other part of the command needs a device
    from urlsession_mock.device import Device

    device = Device(limit=asked.limit)
    _allow(device, asked)
    with ExitStack() as stack:
        stack.enter_context(device)
        stack.enter_context(_recorded(device, asked.record))
        ended = _run(device, asked)
    sys.stdout.flush()
    is_well = _told(device, asked, ended)
    return int(not is_well) if asked.judges and not ended.status else ended.status


@dataclass(frozen=True, slots=True)
class _Ended:
    """How the script ended. `note` is what else there is to say of it."""

    status: int
    note: str = ""


def _run(device: Device, asked: Run) -> _Ended:
    """Run the script; again, from nothing, where its app was killed."""
    if asked.kill is None:
        return _Ended(_run_once(device, asked))
    # later: no other part of the command needs it
    from urlsession_mock.bindings.killing import Killing

    killing = Killing(device, asked.kill)
    try:
        status = _run_once(device, asked)
    except Killed:
        device.run()  # its transfers go on
        status = _run_once(device, asked)
        return _Ended(status, f"the app was killed at message {asked.kill}, and launched again")
    if killing.has_begun:
        return _Ended(status, f"the app was not killed: it ended before message {asked.kill}")
    return _Ended(status, "there was no app to kill: the script did not call UIApplicationMain")


def _run_once(device: Device, asked: Run) -> int:
    # later: as above
    from urlsession_mock.bindings import pyobjc, rubicon

    with pyobjc.installed(device) as client, rubicon.installed(device):
        try:
            return client.run(asked.script, *asked.arguments)
        except ModuleNotFoundError:
            raise Problem(f"there is no module {asked.script} that can be run") from None


def _must_exist(asked: Run) -> None:
    if asked.is_module:
        return
    if not Path(asked.script).is_file():
        raise Problem(
            f"there is no file {asked.script}; give a script, or a module as -m NAME, and behind "
            f"it the script's own arguments"
        )


def _allow(device: Device, asked: Run) -> None:
    # later: as above
    from urlsession_mock.network.hosts import Hosts

    device.network.hosts = Hosts(lambda _base, name: f"write --allow {name}", is_real=True)
    try:
        for host in asked.allow:
            device.network.live(host, ca=asked.ca)
    except (FileNotFoundError, MissingExtra, ValueError) as error:
        raise Problem(str(error)) from None


def _recorded(device: Device, name: str | None) -> AbstractContextManager[object]:
    """What writes the recording while the script runs; the file is there although it is killed."""
    if name is None:
        return nullcontext()
    try:
        # later: it needs an optional library
        from urlsession_mock.jsonl.writing import RecordingWriter

        return RecordingWriter(device.recording, name)
    except MissingExtra as error:
        raise Problem(str(error)) from None
    except OSError as error:
        raise Problem(f"{name} cannot be written: {error.strerror}") from None


def _told(device: Device, asked: Run, ended: _Ended) -> bool:
    """Say what happened, on standard error; True where no rule was broken and no host refused."""
    # later: most of what the command does draws nothing
    from urlsession_mock.reports import summary, text, wants_color

    verdict = device.verdict()
    problems = device.network.problems()
    if asked.is_quiet and verdict and not problems:
        return True
    width = shutil.get_terminal_size().columns
    color = wants_color(sys.stderr)
    say = _Teller()
    say(f"\nurlsession-mock: {asked.script} ended with exit status {ended.status}")
    if ended.note:
        say(ended.note)
    if asked.shows_all:
        say(text(device.recording, width, color=color, limit=None, root=Path()))
    say(summary(device.recording, width))
    if asked.record is not None:
        say(f"recorded in {asked.record}: {len(device.recording)} events")
    if problems:
        say(problems)
    say(judged(verdict))
    return bool(verdict) and not problems


class _Teller:
    """Writes to standard error; a reader who has left is no failure of the script's."""

    def __call__(self, line: str) -> None:
        try:
            print(line, file=sys.stderr, flush=True)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
