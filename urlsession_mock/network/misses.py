"""What a reader wants to know of a request that nobody answers: how it differs from the registered.

Pure. Not here: finding the answer (matching.py). One rule: the nearest stands first, and each line
says one thing that was wanted and what came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from urlsession_mock.network.matching import ANY, Wanted, place_of
from urlsession_mock.network.wire import Outgoing

if TYPE_CHECKING:
    from urlsession_mock.events import Where
from urlsession_mock.network.stub import Stub

__all__ = ["report", "unused"]

_SHOWN: Final = 5
_WIDTH: Final = 76


def report(outgoing: Outgoing, stubs: Sequence[Stub], more: Sequence[str] = ()) -> str:
    """The text of a miss. `more` are other things that were registered, in words."""
    url = str(outgoing.url.absoluteString())
    head = f"nobody answers {outgoing.method} {url}"
    if not stubs:
        also = f"; registered: {', '.join(more)}" if more else "; nothing is registered"
        return head + also
    rows = [(stub, _differences(outgoing, stub)) for stub in reversed(stubs)]
    rows.sort(key=lambda row: len(row[1]))
    lines = [f"{head}; registered, the nearest first:"]
    for stub, found in rows[:_SHOWN]:
        lines.append(f"    {_short(str(stub.wanted))}")
        lines += [f"        {_short(each, _WIDTH - 8)}" for each in found]
    left = len(rows) - _SHOWN
    if left > 0:
        lines.append(f"    and {left} more")
    lines += [f"    {each}" for each in more]
    return "\n".join(lines)


def unused(left: Sequence[tuple[str, Where | None]]) -> str:
    """The text about what nobody asked for: each in words, and where it was registered.

    Empty where there is none.
    """
    if not left:
        return ""
    lines = ["registered and never requested:"]
    for what, where in left:
        lines.append(f"    {_short(what)}")
        if where is not None:
            lines.append(f"        {where}")
    return "\n".join(lines)


def _short(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else text[: max(width - 1, 8)] + "…"


def _differences(outgoing: Outgoing, stub: Stub) -> list[str]:
    """What was wanted and what came, one line each; the less, the nearer."""
    wanted = stub.wanted
    url = str(outgoing.url.absoluteString())
    place = place_of(url)
    found: list[str] = []
    if wanted.method not in (ANY, outgoing.method):
        found.append(f"method: {wanted.method} is wanted, {outgoing.method} came")
    if wanted.parameters(place, url) is None:
        found += _of_the_place(wanted, url)
    if not wanted.fits_query(place):
        found += _of_the_query(dict(wanted.query or ()), dict(place.query))
    for name, value, came in wanted.missing_headers(outgoing):
        what = "there is none" if came is None else f"{came!r} came"
        found.append(f"header {name}: {value!r} is wanted, {what}")
    if not wanted.fits_body(outgoing.body):
        found.append(_of_the_body(wanted, outgoing.body))
    if not found:
        uses = f"{stub.calls} time{'s' if stub.calls != 1 else ''}"
        found.append(f"it fits, and was used up after {uses}" if stub.calls else "it has no answer")
    return found


def _of_the_place(wanted: Wanted, url: str) -> list[str]:
    came = place_of(url)
    if wanted.path is None:
        return ["URL: it does not fit the pattern"]
    rows: list[str] = []
    if wanted.site != came.site:
        rows.append(f"server: {wanted.site} is wanted, {came.site} came")
    if wanted.path != came.path:
        rows.append(f"path: {wanted.path} is wanted, {came.path} came")
    return rows


def _of_the_query(wanted: dict[str, str], came: dict[str, str]) -> list[str]:
    rows: list[str] = []
    for name in sorted({*wanted, *came}):
        if name not in came:
            rows.append(f"query: {name}={wanted[name]} is wanted, and there is no {name}")
        elif name not in wanted:
            rows.append(f"query: {name}={came[name]} came, and no {name} is wanted")
        elif wanted[name] != came[name]:
            rows.append(f"query: {name}={wanted[name]} is wanted, {name}={came[name]} came")
    return rows or ["query: a name comes more often than wanted, or less often"]


def _of_the_body(wanted: Wanted, came: bytes) -> str:
    if wanted.json is not None:
        return f"body: the JSON {wanted.json!r} is wanted, {came!r} came"
    if callable(wanted.body):
        return f"body: the test's own check refuses {came!r}"
    body = wanted.body.encode() if isinstance(wanted.body, str) else (wanted.body or b"")
    place = next(
        (at for at, pair in enumerate(zip(body, came, strict=False)) if pair[0] != pair[1]),
        min(len(body), len(came)),
    )
    return (
        f"body: at byte {place} {body[place : place + 9]!r} is wanted, "
        f"{came[place : place + 9]!r} came ({len(body)} and {len(came)} bytes)"
    )
