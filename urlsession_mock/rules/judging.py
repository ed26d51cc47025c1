"""A recording and the rules make a verdict.

Pure. One rule: what was allowed in vain is told, so that no permission outlives its cause.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from urlsession_mock.recording import Recording
from urlsession_mock.rules.rule import Rule, Strength, Violation

__all__ = ["Breach", "Strength", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Breach:
    """All violations of one rule in one recording."""

    rule: Rule
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a recording says of a delegate. True where nothing failed."""

    recording: Recording
    judged: int
    """How many rules were judged."""
    failures: tuple[Breach, ...]
    warnings: tuple[Breach, ...]
    allowed: tuple[Breach, ...]
    """Breaches that were allowed."""
    idle: tuple[str, ...]
    """Ids that were allowed although nothing broke them."""

    def __bool__(self) -> bool:
        return not self.failures

    @property
    def broken(self) -> tuple[str, ...]:
        """The ids of the rules that were broken, failures before warnings."""
        return tuple(breach.rule.id for breach in (*self.failures, *self.warnings))


def judge(
    recording: Recording,
    rules: Iterable[Rule],
    *,
    allow: Iterable[str] = (),
    require: Iterable[str] = (),
) -> Verdict:
    """Judge a recording by the rules.

    `allow` names rules whose breach is permitted, `require` rules that fail where they would
    warn or be off. Both take rule ids; an unknown one raises `ValueError` with the nearest.
    """
    rules = tuple(rules)
    allowed, required = set(allow), set(require)
    check_ids(rules, allowed | required)
    failures: list[Breach] = []
    warnings: list[Breach] = []
    permitted: list[Breach] = []
    judged = 0
    for rule in rules:
        if rule.default == "off" and rule.id not in required:
            continue
        judged += 1
        violations = tuple(rule(recording))
        if not violations:
            continue
        breach = Breach(rule, violations)
        if rule.id in allowed:
            permitted.append(breach)
        elif rule.default == "fail" or rule.id in required:
            failures.append(breach)
        else:
            warnings.append(breach)
    used = {breach.rule.id for breach in permitted}
    return Verdict(
        recording,
        judged,
        tuple(failures),
        tuple(warnings),
        tuple(permitted),
        tuple(sorted(allowed - used)),
    )


def check_ids(rules: Iterable[Rule], ids: Iterable[str]) -> None:
    """Raise `ValueError` for an id that is no rule's, naming the nearest."""
    known = [rule.id for rule in rules]
    for name in sorted(ids):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"the rules are: {', '.join(known)}"
            raise ValueError(f"{name!r} is not a rule; {hint}")
