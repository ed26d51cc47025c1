"""`urlsession-mock rules`: every rule in a line, or some of them whole.

Not here: judging. One rule: an id that is none is answered with the nearest.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from urlsession_mock.command.problem import Problem
from urlsession_mock.rules import RULES, Rule
from urlsession_mock.rules.judging import check_ids

__all__ = ["show_rules"]


def show_rules(ids: Sequence[str]) -> int:
    """Print the rules of these ids, or a line for each rule; raises `Problem` for no rule's."""
    if not ids:
        width = max(len(rule.id) for rule in RULES)
        for rule in RULES:
            print(f"{rule.id:{width}}  {rule.default:4}  {rule.duty}")
        return 0
    try:
        check_ids(RULES, ids)
    except ValueError as error:
        raise Problem(str(error)) from None
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
