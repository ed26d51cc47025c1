"""The command `urlsession-mock`: run a script, check a delegate class, look into a recording.

Not here: what each part does (command/). One rule: what is wrong with the input is said in
one line, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from urlsession_mock.command.delegates import check_delegate_class
from urlsession_mock.command.problem import Problem
from urlsession_mock.command.recordings import (
    check_recording,
    import_archive,
    is_recording,
    show_recording,
)
from urlsession_mock.command.replaying import replay_recording
from urlsession_mock.command.rules import show_rules
from urlsession_mock.command.run_options import add_run, asked, parted
from urlsession_mock.command.running import run_script

__all__ = ["main"]

_ABOUT = """\
urlsession-mock tests URLSession delegates. Most of it is a pytest plugin; this
command answers questions.

  urlsession-mock rules                             every rule, a line each
  urlsession-mock rules stored-handler-once         one rule, whole
  urlsession-mock check myapp.downloads:Downloader  is the class a well-formed delegate?
  urlsession-mock check run.jsonl                   is the recording whole, and without secrets?
  urlsession-mock show run.jsonl                    what happened, an event a line
  urlsession-mock replay run.jsonl myapp.downloads:Downloader
                                                    does the delegate do the same again?
  urlsession-mock import site.har -o site.jsonl     an HTTP archive, as a recording
  urlsession-mock run --allow example.com fetch.py  a Mac's script, run here and judged
"""
_CHECK = """\
A delegate class is imported and looked at, not run:

  urlsession-mock check myapp.downloads:Downloader

A recording is read to its end, with the bodies beside it. What is damaged, and what
looks like a secret, is told with its line:

  urlsession-mock check tests/recordings/*.jsonl
"""
_SHOW = """\
What happened, one event a line, in the column of the lane it happened on:

  urlsession-mock show run.jsonl
  urlsession-mock show run.jsonl --all --width 120 | less
"""
_REPLAY = """\
A fresh delegate is given every message of the recording, in order. What it does
otherwise than in the recording is told, a line each, and then what the rules say of it:

  urlsession-mock replay run.jsonl myapp.downloads:Downloader
  urlsession-mock replay run.jsonl myapp.downloads:Downloader --app myapp:AppDelegate

The class, or a function, is called without arguments, once for each launch of the app. The
exit status is 0 where the delegate did the same and broke no rule, 1 where not.
"""
_IMPORT = """\
An HTTP archive (HAR 1.2), as browsers and proxies save it, becomes a recording of one
session with a data task for each entry. What no data task loads, as a WebSocket, is left
out and told. Credentials are replaced on the way:

  urlsession-mock import site.har               writes site.jsonl
  urlsession-mock import site.har -o out.jsonl
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status: 0 well, 1 something was found, 2 wrong input."""
    ours, theirs = parted(sys.argv[1:] if arguments is None else arguments)
    given = _parser().parse_args(ours)
    given.arguments = theirs
    try:
        status = _run(given)
        sys.stdout.flush()
        return status
    except Problem as problem:
        print(f"urlsession-mock: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="urlsession-mock", description=_ABOUT, formatter_class=shape
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    rules = commands.add_parser("rules", help="list the rules, or show one")
    rules.add_argument("id", nargs="*", help="the id of a rule, as in a report")
    check = commands.add_parser(
        "check",
        help="check delegate classes without running them, and recordings",
        description=_CHECK,
        formatter_class=shape,
    )
    check.add_argument(
        "what", nargs="+", metavar="MODULE:CLASS|FILE", help="a delegate class, or a recording"
    )
    show = commands.add_parser(
        "show", help="show a recording as a text", description=_SHOW, formatter_class=shape
    )
    show.add_argument("file", metavar="FILE", help="a recording, such as run.jsonl")
    show.add_argument(
        "--width", type=_width, help="columns, from 40 up; by default those of the terminal"
    )
    show.add_argument("--all", action="store_true", help="leave nothing out of a long recording")
    played = commands.add_parser(
        "replay",
        help="give a delegate a recording's messages, and tell what it does otherwise",
        description=_REPLAY,
        formatter_class=shape,
    )
    played.add_argument("file", metavar="FILE", help="a recording, such as run.jsonl")
    played.add_argument(
        "delegate", metavar="MODULE:CLASS", help="the class of the delegate, or what makes one"
    )
    played.add_argument(
        "--app", metavar="MODULE:CLASS", help="the same for the app delegate, if it is another"
    )
    played.add_argument(
        "--strict", action="store_true", help="also compare the texts of exceptions"
    )
    imported = commands.add_parser(
        "import",
        help="turn an HTTP archive into a recording",
        description=_IMPORT,
        formatter_class=shape,
    )
    imported.add_argument("file", metavar="FILE.har", help="an HTTP archive (HAR 1.2)")
    imported.add_argument("-o", "--out", metavar="FILE.jsonl", help="where the recording goes")
    add_run(commands)
    return parser


def _run(given: argparse.Namespace) -> int:
    match given.command:
        case "rules":
            return show_rules(given.id)
        case "check":
            found = [
                check_recording(name) if is_recording(name) else check_delegate_class(name)
                for name in given.what
            ]
            return int(any(found))
        case "show":
            return show_recording(given.file, given.width, all_of_it=given.all)
        case "replay":
            return replay_recording(given.file, given.delegate, given.app, strict=given.strict)
        case "run":
            return run_script(asked(given))
        case _:
            return import_archive(given.file, given.out)


def _width(text: str) -> int:
    if not text.isdigit() or not 40 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"columns from 40 to 10000 are wanted, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
