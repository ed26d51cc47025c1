"""What a verdict says, for whoever sees a test fail.

Not here: whether a rule was broken (rules/). One rule: whoever reads it knows what happened,
where, why it matters, and how to allow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from urlsession_mock.events import Event, Raised, Stuck, Where
from urlsession_mock.reports.cells import width_of, wrapped
from urlsession_mock.reports.lanes import titled
from urlsession_mock.reports.matters import Story
from urlsession_mock.reports.picture import Column, picture
from urlsession_mock.reports.source import line_of, named, shortened
from urlsession_mock.reports.style import Mark, Style
from urlsession_mock.reports.trace import trace
from urlsession_mock.reports.words import message_of, words
from urlsession_mock.rules.judging import Breach, Verdict
from urlsession_mock.rules.rule import Violation

__all__ = ["failure"]

_NARROWEST = 40
_WIDEST = 100  # longer lines are hard to read
_PROSE = 80
_INDENT = " " * 4
_LABEL = 7  # cells of `why`, `see` and such, the gap included
_MOST_ALSO = 3


def failure(
    verdict: Verdict,
    width: int = 80,
    root: Path | None = None,
    color: bool = False,
    *,
    encoding: str | None = None,
) -> str:
    """The broken rules, then warnings, then what was allowed in vain.

    Lines are at most `width` cells, but for addresses, paths and what is to be copied; below
    40 counts as 40. Files below `root`, by default the current folder, are named from there.
    `encoding` is that of the output, by default that of the process's standard output: where it
    has no such signs as `■` they become ASCII.
    """
    style = Style(color=color, encoding=encoding)
    report = _Report(verdict, max(width, _NARROWEST), root, style)
    return "\n\n".join("\n".join(part) for part in report.parts())


class _Report:
    """One verdict at one width."""

    def __init__(self, verdict: Verdict, width: int, root: Path | None, style: Style) -> None:
        self.verdict = verdict
        self.width = width
        self.measure = min(width, _WIDEST)
        self.root = root
        self.style = style
        self.story = Story(verdict.recording) if verdict.failures else None
        self.drawn_last: list[str] = []

    def parts(self) -> Iterator[list[str]]:
        """The paragraphs."""
        verdict, paint = self.verdict, self.style.paint
        broken = len(verdict.failures)
        rules = "rule" if verdict.judged == 1 else "rules"
        headline = f"the delegate broke {broken or 'none'} of {verdict.judged} {rules}"
        if broken or verdict.warnings or not verdict.idle:
            yield [paint(headline, "bold", "red" if broken else "")]
        for breach in verdict.failures:
            yield from self.broken(breach)
        if verdict.warnings:
            count = len(verdict.warnings)
            told = "1 warning, which fails" if count == 1 else f"{count} warnings, which fail"
            yield [paint(f"{told} no test", "bold", "yellow")]
        for breach in verdict.warnings:
            yield list(self.warned(breach))
        if verdict.idle:
            yield list(self.idle())

    # -- one rule --------------------------------------------------------

    def broken(self, breach: Breach) -> Iterator[list[str]]:
        """A broken rule: what, where and why; the picture; how to allow it."""
        rule, violation = breach.rule, breach.violations[0]
        yield [
            *self.head(rule.id, violation),
            *self.what(violation),
            *self.code(violation),
            *self.also(breach),
            *self.labelled("why", rule.reason or rule.duty, _PROSE),
            *self.see(breach),
        ]
        drawn = self.drawn(violation)
        if drawn != self.drawn_last:  # rules are often broken by the same event
            yield drawn
        self.drawn_last = drawn
        yield [f'{_INDENT}{self.label("allow")}@pytest.mark.urlsession(allow=["{rule.id}"])']

    def warned(self, breach: Breach) -> Iterator[str]:
        """A warning, in short."""
        rule, violation = breach.rule, breach.violations[0]
        yield from self.head(rule.id, violation, f"({rule.strength.value})")
        yield from self.what(violation)
        yield from self.also(breach)
        yield from self.see(breach)

    def head(self, rule: str, violation: Violation, behind: str = "") -> list[str]:
        """The rule's id, and at the right the place; below it where there is no room."""
        paint, place = self.style.paint, self.named(_where(violation))
        tail = f"  {behind}" if behind else ""
        gap = self.measure - len(rule + tail) - width_of(place)
        if gap >= 2 or (gap >= 0 and not place):
            title = paint(rule, "bold") + paint(tail, "dim")
            return [title + " " * gap + place] if place else [title]
        below = [paint(behind, "dim"), place]
        return [paint(rule, "bold"), *(_INDENT + part for part in below if part)]

    def what(self, violation: Violation) -> list[str]:
        """What happened, in the rule's words."""
        text = self.style.clean(violation.what)
        return [_INDENT + line for line in wrapped(text, self.measure - len(_INDENT))]

    def code(self, violation: Violation) -> list[str]:
        """The line of source, or the way an exception took, or where the lanes stood."""
        event, where = violation.event, _where(violation)
        if isinstance(event, Raised):
            lines = trace(event.error, self.root)
        elif isinstance(event, Stuck):
            lines = shortened(event.stacks, self.root).splitlines()
        elif where is not None and (line := line_of(where)):
            return self.listed("code", [line])
        else:
            return self.method(violation)
        return self.listed("trace" if isinstance(event, Raised) else "lanes", lines)

    def method(self, violation: Violation) -> list[str]:
        """The delegate's method that the event belongs to, where there is no line to show."""
        message = message_of(violation.event, self.verdict.recording)
        if message is None or message.selector.python_name in violation.what:
            return []
        return self.listed("method", [message.selector.python_name])

    def also(self, breach: Breach) -> list[str]:
        """The rule's other breaches."""
        others = breach.violations[1:]
        lines: list[str] = []
        for violation in others[:_MOST_ALSO]:
            place = self.named(_where(violation))
            text = f"{violation.what}  ({place})" if place else violation.what
            lines += self.labelled("also", text, self.measure)
        if len(others) > _MOST_ALSO:
            more = f"{self.style.ellipsis} {len(others) - _MOST_ALSO:,} more"
            lines.append(_INDENT + " " * _LABEL + more)
        return lines

    def see(self, breach: Breach) -> list[str]:
        """Apple's page. An address is never broken: it is there to be opened."""
        page = breach.rule.source.removeprefix("https://")
        return [_INDENT + self.label("see") + page] if page else []

    def drawn(self, violation: Violation) -> list[str]:
        """The events that matter, on their lanes."""
        assert self.story is not None  # only failures are drawn, and then there is one
        events = self.story.about(violation)
        places = {event.number: self.story.place(event) for event in events}
        titles = titled(places.values())
        missing = self.story.missing(violation.event)
        columns: list[Column] = []
        for event in events:
            lane = titles[places[event.number]]
            is_wrong = event.number == violation.event.number and not missing
            columns.append(self.column(event, lane, is_wrong))
        if missing:
            lane = titles[places[violation.event.number]]
            columns.append(Column("end", missing, lane, Mark.BROKEN))
        return picture(columns, list(dict.fromkeys(titles.values())), self.width, self.style)

    def column(self, event: Event, lane: str, is_wrong: bool) -> Column:
        """One event of the picture."""
        said = words(event, self.verdict.recording)
        is_skipped = said.mark is Mark.SKIPPED
        label = self.style.clean(f"{said.label} skipped" if is_skipped else said.label)
        mark = Mark.BROKEN if is_wrong else Mark.SKIPPED if is_skipped else Mark.MESSAGE
        return Column(str(event.number), label, lane, mark)

    def idle(self) -> Iterator[str]:
        """What was allowed although nothing broke it."""
        ids = ", ".join(self.verdict.idle)
        yield from wrapped(f"allowed, although nothing broke it: {ids}", self.measure)
        advice = "take it out of allow=[...]: it would hide the next breach"
        yield from (_INDENT + line for line in wrapped(advice, self.measure - len(_INDENT)))

    # -- lines -----------------------------------------------------------

    def labelled(self, label: str, text: str, measure: int) -> list[str]:
        """Wrapped text behind its label."""
        room = min(measure, self.measure) - len(_INDENT) - _LABEL
        return self.listed(label, wrapped(self.style.clean(text), room))

    def listed(self, label: str, lines: list[str]) -> list[str]:
        """Lines behind a label. Where one is too long, source is cut and prose is wrapped."""
        room = self.measure - len(_INDENT) - _LABEL
        shown: list[str] = []
        for line in map(self.style.clean, lines):
            is_source = line.startswith(" ") or label == "code"
            shown += [self.style.cut(line, room)] if is_source else wrapped(line, room)
        labels = [self.label(label), *[" " * _LABEL] * (len(shown) - 1)]
        return [_INDENT + before + line for before, line in zip(labels, shown, strict=False)]

    def label(self, label: str) -> str:
        return self.style.paint(label, "dim") + " " * (_LABEL - len(label))

    def named(self, where: Where | None) -> str:
        """A place as file and line; empty where it is not known."""
        if where is None:
            return ""
        return f"{self.style.clean(named(where.file, self.root))}:{where.line}"


def _where(violation: Violation) -> Where | None:
    """The violation's own place, or that of its event."""
    if violation.where is not None:
        return violation.where
    where = getattr(violation.event, "where", None)
    return where if isinstance(where, Where) else None
