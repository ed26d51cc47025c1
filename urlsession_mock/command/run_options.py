"""The command line of `urlsession-mock run`: which options are ours, and which are the script's.

Not here: running (running.py). One rule: what stands behind the script is never looked at.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from urlsession_mock.command.problem import Problem
from urlsession_mock.command.running import Run

if TYPE_CHECKING:
    # The type of what add_subparsers() makes has no public name.
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage] # see above

__all__ = ["add_run", "asked", "parted"]

_NAME: Final = "run"
_ABOUT: Final = """\
A script that was written for a Mac, with PyObjC or rubicon-objc, runs here as it is. It talks
to real servers, but only to those that are named:

  urlsession-mock run --allow example.com fetch.py https://example.com/a.zip a.zip
  urlsession-mock run --allow localhost:8080 --record run.jsonl -m mytool --verbose

Options of ours stand before the script, what stands behind it is the script's. Its output and
its exit status are its own. Afterwards standard error tells what its delegates were sent, and
what the rules say of them.
"""
# Ours, in one table: what takes a value, and what does not.
_VALUED: Final = frozenset({"--allow", "--ca", "--kill", "--limit", "--record"})
_MODULE: Final = "-m"


def parted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Our arguments, and those of the script: what stands behind it, or behind `-m MODULE`."""
    words = list(arguments)
    if words[:1] != [_NAME]:
        return words, []
    place = 1
    while place < len(words):
        word = words[place]
        if word == _MODULE:
            return words[: place + 2], words[place + 2 :]
        if not word.startswith("-"):
            return words[: place + 1], words[place + 1 :]
        place += 2 if word in _VALUED else 1
    return words, []


def add_run(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `run` to the commands."""
    run = commands.add_parser(
        _NAME,
        help="run a Mac's script here, with real servers, and judge its delegates",
        usage="urlsession-mock run [options] (SCRIPT | -m MODULE) [its arguments ...]",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        # An abbreviation would not be known to `parted`.
        allow_abbrev=False,
    )
    run.add_argument("script", nargs="?", metavar="SCRIPT", help="the file of the script")
    run.add_argument(_MODULE, dest="module", metavar="MODULE", help="a module, as of python -m")
    run.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="HOST",
        help="a host that may be contacted: example.com, localhost:8080, *.example.com, a base "
        "URL; may be given several times. No other is ever contacted",
    )
    run.add_argument(
        "--ca", metavar="FILE", help="certificates (PEM) to trust for these, not the system's"
    )
    run.add_argument("--record", metavar="FILE.jsonl", help="write what happens, as it happens")
    run.add_argument(
        "--limit",
        type=_seconds,
        default=5.0,
        metavar="SECONDS",
        help="how long a thread may be held without anything happening (default 5)",
    )
    run.add_argument(
        "--kill",
        type=_count,
        metavar="N",
        help="the system kills the app when N messages were delivered, and launches it again when "
        "its background transfers have ended: the script runs anew. For apps that call "
        "UIApplicationMain",
    )
    run.add_argument("--show", action="store_true", help="afterwards show every event, a line each")
    run.add_argument("--quiet", action="store_true", help="say nothing where nothing is wrong")
    run.add_argument(
        "--judge",
        action="store_true",
        help="exit with 1 where a rule was broken or a host refused though the script ended well",
    )


def asked(given: argparse.Namespace) -> Run:
    """What was asked for. Raises `Problem` where there is no script."""
    name: str | None = given.script if given.module is None else given.module
    if name is None:
        raise Problem("run needs a script: urlsession-mock run [options] SCRIPT [its arguments]")
    return Run(
        script=name,
        arguments=given.arguments,
        is_module=given.module is not None,
        allow=given.allow,
        ca=given.ca,
        record=given.record,
        limit=given.limit,
        kill=given.kill,
        shows_all=given.show,
        is_quiet=given.quiet,
        judges=given.judge,
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0 is wanted, not {text!r}")
    return seconds


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"a number of messages from 1 up is wanted, not {text!r}")
    return int(text)
