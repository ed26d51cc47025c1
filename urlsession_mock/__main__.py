"""The command `urlsession-mock`: look up a rule, check a delegate class.

Not here: running anything of the user's beyond importing it. One rule: what is wrong with
the input is said in one line, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import textwrap
from collections.abc import Sequence

from urlsession_mock.conformance import problems
from urlsession_mock.rules import RULES, Rule
from urlsession_mock.rules.judging import check_ids

__all__ = ["main"]

_ABOUT = """\
urlsession-mock tests URLSession delegates. Most of it is a pytest plugin; this
command answers questions.

  urlsession-mock rules                             every rule, a line each
  urlsession-mock rules stored-handler-once         one rule, whole
  urlsession-mock check myapp.downloads:Downloader  is the class a well-formed delegate?
"""


class _Problem(Exception):
    """The input is wrong; the text goes to the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status: 0 well, 1 something was found, 2 wrong input."""
    parser = argparse.ArgumentParser(
        prog="urlsession-mock",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    rules = commands.add_parser("rules", help="list the rules, or show one")
    rules.add_argument("id", nargs="*", help="the id of a rule, as in a report")
    check = commands.add_parser("check", help="check delegate classes without running them")
    check.add_argument(
        "delegate", nargs="+", metavar="MODULE:CLASS", help="for example myapp.downloads:Downloader"
    )
    given = parser.parse_args(arguments)
    try:
        if given.command == "rules":
            return _rules(given.id)
        return _check(given.delegate)
    except _Problem as problem:
        print(f"urlsession-mock: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _rules(ids: Sequence[str]) -> int:
    if not ids:
        width = max(len(rule.id) for rule in RULES)
        for rule in RULES:
            print(f"{rule.id:{width}}  {rule.default:4}  {rule.duty}")
        return 0
    try:
        check_ids(RULES, ids)
    except ValueError as error:
        raise _Problem(str(error)) from None
    by_id = {rule.id: rule for rule in RULES}
    print("\n\n".join(_whole(by_id[name]) for name in ids))
    return 0


def _whole(rule: Rule) -> str:
    reason = textwrap.fill(rule.reason, 76, initial_indent="    ", subsequent_indent="    ")
    breach = {
        "fail": "fails the test",
        "warn": "is a warning",
        "off": "is looked for where it is required",
    }[rule.default]
    return "\n".join(
        (
            rule.id,
            f"    {rule.duty}",
            "",
            reason,
            "",
            f"    A breach {breach}. {rule.strength.value} ({', '.join(rule.numbers)}).",
            f"    {rule.source}",
        )
    )


def _check(names: Sequence[str]) -> int:
    found = 0
    sys.path.insert(0, "")
    for name in names:
        texts = [problem.text for problem in problems(_unmade(_load(name)))]
        found += bool(texts)
        print(f"{name}: {'well-formed' if not texts else ''}".rstrip())
        for text in texts:
            print(textwrap.indent(text, "    "))
    return 1 if found else 0


def _unmade(cls: type[object]) -> object:
    """An object of the class, its `__init__` not run: its methods count, not what it holds."""
    return object.__new__(cls)


def _load(name: str) -> type[object]:
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise _Problem(f"{name!r} is no MODULE:CLASS; for example myapp.downloads:Downloader")
    try:
        imported = importlib.import_module(module)
    except ImportError as error:
        raise _Problem(f"{module} cannot be imported: {error}") from None
    except Exception as error:  # whatever the user's module does when it is imported
        said = f"{type(error).__name__}: {error}"
        raise _Problem(f"{module} failed while it was imported: {said}") from None
    found = getattr(imported, attribute, None)
    if found is None:
        raise _Problem(f"{module} has no {attribute}")
    if not isinstance(found, type):
        raise _Problem(f"{name} is {type(found).__name__}, not a class")
    return found


if __name__ == "__main__":
    sys.exit(main())
