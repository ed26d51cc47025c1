"""`urlsession-mock replay FILE MODULE:CLASS`: does the delegate do the same again?

Not here: the replay (replaying/). One rule: what the delegate does is told as a difference; only
what is wrong with the input is a problem.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.command.delegates import loaded
from urlsession_mock.command.judged import judged
from urlsession_mock.command.problem import Problem, Progress
from urlsession_mock.conformance import NotADelegate
from urlsession_mock.errors import BadRecording, MissingExtra, NotPossibleNow

if TYPE_CHECKING:
    from urlsession_mock.replaying.replay import Replay

__all__ = ["replay_recording"]


def replay_recording(name: str, delegate: str, app: str | None, *, strict: bool) -> int:
    """Print what the delegate does otherwise, and the verdict; 1 where there is something."""
    # later: most of what the command does replays nothing
    from urlsession_mock.replaying.replay import replay

    sys.path.insert(0, "")
    progress = Progress(name)

    def played(number: int) -> None:
        progress(number & ~0xFF)  # data comes in runs, and it shows only whole steps

    try:
        make = _maker(delegate)
        make_app = _maker(app) if app is not None else None
        found = replay(
            name, make, app_delegate=make_app, strict=strict, keep=False, progress=played
        )
    except (BadRecording, MissingExtra, NotADelegate, NotPossibleNow) as error:
        raise Problem(str(error)) from None
    finally:
        progress.done()
        sys.path.remove("")
    return _told(name, found)


def _told(name: str, found: Replay) -> int:
    print(f"{name}: {found.messages:,} messages; {found}")
    verdict = found.verdict()
    print(judged(verdict))
    return int(not (found and verdict))


def _maker(name: str) -> Callable[[], object]:
    """What makes a delegate: a class or a function, called without arguments."""
    make = loaded(name)
    if not callable(make):
        what = type(make).__name__
        raise Problem(f"{name} is {what}, not a class, nor a function that makes a delegate")
    try:
        inspect.signature(make).bind()
    except TypeError as error:
        raise Problem(
            f"{name} is called without arguments, and takes some ({error}); "
            f"give a function that makes a delegate"
        ) from None
    except ValueError:
        pass  # it does not say what it takes

    def made() -> object:
        try:
            return make()
        except Exception as error:  # whatever the user's class does when it is made
            said = f"{type(error).__name__}: {error}"
            raise Problem(f"{name} failed when it was called: {said}") from None

    return made
