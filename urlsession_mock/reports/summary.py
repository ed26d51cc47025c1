"""A recording in a few lines: each session, its tasks, and what its delegate was sent.

Not here: what happened in which order (text.py). One rule: it counts, and leaves nothing out.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from urlsession_mock.events import Delivered, Dropped, Raised, SessionCreated, Skipped, TaskCreated
from urlsession_mock.recording import Recording
from urlsession_mock.reports.cells import flowed, printable
from urlsession_mock.reports.words import label_of

__all__ = ["summary"]

_INDENT = "    "
_KINDS: dict[str, type[Delivered | Skipped | Dropped]] = {
    "sent": Delivered,
    "not implemented": Skipped,
    "dropped": Dropped,
}


def summary(recording: Recording, width: int = 80) -> str:
    """What was sent to the delegates of a recording, as lines of at most `width` cells."""
    made = list(recording.only(SessionCreated))
    if not made:
        return "no session was made"
    tasks: Counter[int] = Counter()
    hosts: dict[int, Counter[str]] = {}
    for task in recording.only(TaskCreated):
        tasks[task.session] += 1
        hosts.setdefault(task.session, Counter())[_host(task.url)] += 1
    counts: dict[tuple[int, str], Counter[str]] = {}
    for what, event_type in _KINDS.items():
        for event in recording.only(event_type):
            counted = counts.setdefault((event.session, what), Counter())
            counted[label_of(event.selector)] += 1
    lines: list[str] = []
    for session in made:
        number = session.session
        kind = session.kind if session.identifier is None else f'"{session.identifier}"'
        whose = f"for {session.delegate}" if session.delegate else "no delegate"
        lines += _listed([f"session {number}", kind, whose], width)
        parts = [f"{count} to {host}" for host, count in hosts.get(number, Counter()).items()]
        lines += _told(f"{_counted(tasks[number], 'task')}: ", parts, width)
        for name in _KINDS:
            found = counts.get((number, name), Counter())
            parts = [f"{count} {label}" for label, count in found.items()]
            lines += _told(f"{name}: ", parts, width)
    handovers = counts.get((0, "sent"), Counter())
    parts = [f"{count} {label}" for label, count in handovers.items()]
    lines += _told("the app was sent: ", parts, width, indent="")
    raised = sum(1 for _ in recording.only(Raised))
    if raised:
        lines.append(f"{_counted(raised, 'exception')} left a method of a delegate")
    return "\n".join(lines)


def _told(title: str, parts: list[str], width: int, indent: str = _INDENT) -> list[str]:
    """The title and what it counts, indented; nothing where there is nothing."""
    if not parts:
        return []
    first, *rest = _listed([title + parts[0], *parts[1:]], width - len(indent) - len(_INDENT))
    return [indent + first, *(indent + _INDENT + line for line in rest)]


def _listed(parts: list[str], width: int) -> list[str]:
    """The parts with commas between them, broken into lines."""
    *first, last = map(printable, parts)
    return flowed([*(f"{part}," for part in first), last], width)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _host(url: str) -> str:
    """Whom a task talks to, as its address says."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url
    except ValueError:
        return url
