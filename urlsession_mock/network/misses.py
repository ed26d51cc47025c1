"""What a reader wants to know of a request that nobody answers: how it differs from the registered.

Pure. Not here: finding the answer (matching.py). One rule: the nearest stands first, and each line
says one thing that was wanted and what came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from urlsession_mock.network.matching import ANY, Place, Wanted, fits_piece, place_of
from urlsession_mock.network.wire import Outgoing

if TYPE_CHECKING:
    from urlsession_mock.events import Where
from urlsession_mock.network.stub import Stub

__all__ = ["never_given", "report", "unused"]

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
    rows.sort(key=lambda row: (row[1].far, len(row[1].lines)))
    lines = [f"{head}; registered, the nearest first:"]
    for stub, found in rows[:_SHOWN]:
        lines.append(f"    {_short(str(stub.wanted))}")
        lines += [f"        {_short(each, _WIDTH - 8)}" for each in found.lines]
    left = len(rows) - _SHOWN
    if left > 0:
        lines.append(f"    and {left} more")
    lines += [f"    {each}" for each in more]
    return "\n".join(lines)


def unused(left: Sequence[tuple[str, Where | None, str]]) -> str:
    """The text about what nobody asked for: each in words, where it was registered, and what of it.

    Empty where there is none.
    """
    if not left:
        return ""
    lines = ["registered and never requested:"]
    for what, where, more in left:
        lines.append(f"    {_short(what)}")
        if more:
            lines.append(f"        {_short(more, _WIDTH - 8)}")
        if where is not None:
            lines.append(f"        {where}")
    return "\n".join(lines)


def never_given(stub: Stub) -> str:
    """Which answers of a request that came were not; empty where the request never came."""
    if not stub.calls:
        return ""
    numbers = ", ".join(map(str, stub.never_given))
    return f"came {_times(stub.calls)}; of its {stub.answers} answers never given: {numbers}"


def _times(count: int) -> str:
    return f"{count} time{'' if count == 1 else 's'}"


def _short(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else text[: max(width - 1, 8)] + "…"


@dataclass(frozen=True, slots=True)
class _Difference:
    """How one that is registered differs, and how far it is from what came."""

    far: tuple[bool, int, bool]
    """Another server, pieces of the path that differ, another method."""
    lines: tuple[str, ...]


def _differences(outgoing: Outgoing, stub: Stub) -> _Difference:
    """What was wanted and what came, one line each."""
    wanted = stub.wanted
    url = str(outgoing.url.absoluteString())
    place = place_of(url)
    found: list[str] = []
    is_method = wanted.method in (ANY, outgoing.method)
    if not is_method:
        found.append(f"method: {wanted.method} is wanted, {outgoing.method} came")
    is_server, apart = True, 0
    if wanted.parameters(place, url) is None:
        is_server, apart, lines = _of_the_place(wanted, place)
        found += lines
    if not wanted.fits_query(place):
        found += _of_the_query(wanted.query or (), place.query)
    for name, value, came in wanted.missing_headers(outgoing):
        what = "there is none" if came is None else f"{came!r} came"
        found.append(f"header {name}: {value!r} is wanted, {what}")
    found += _of_the_body(wanted, outgoing.body)
    if not found:
        uses = f"it fits, and was used up after {_times(stub.calls)}"
        found.append(uses if stub.calls else "it has no answer")
    return _Difference((not is_server, apart, not is_method), tuple(found))


def _of_the_place(wanted: Wanted, came: Place) -> tuple[bool, int, list[str]]:
    """The server is the one wanted, how many pieces of the path are not, and the lines."""
    if wanted.site is None:
        return False, 0, ["URL: it does not fit the pattern"]
    rows: list[str] = []
    if wanted.site != came.site:
        rows.append(f"server: {wanted.site} is wanted, {came.site} came")
    path = wanted.path or _written_path(wanted.url)
    pieces = [*zip_longest(path.split("/")[1:], came.path.split("/")[1:])]
    apart = [
        number
        for number, (one, other) in enumerate(pieces)
        if one is None or other is None or not fits_piece(one, other)
    ]
    if "**" in path or (len(pieces) == 1 and apart):
        rows.append(f"path: {path} is wanted, {came.path} came")
    elif apart:
        one, other = pieces[apart[0]]
        start = f"path, segment {apart[0] + 1}: "
        if other is None:
            rows.append(f"{start}{one!r} is wanted, there is none")
        elif one is None:
            rows.append(f"{start}{other!r} came, none is wanted")
        else:
            rows.append(f"{start}{one!r} is wanted, {other!r} came")
    return wanted.site == came.site, len(apart), rows


def _written_path(url: str) -> str:
    bare = url.partition("?")[0].partition("#")[0]
    return "/" + bare.partition("://")[2].partition("/")[2]


def _of_the_query(wanted: Sequence[tuple[str, str]], came: Sequence[tuple[str, str]]) -> list[str]:
    rows: list[str] = []
    for name in sorted({name for name, _ in (*wanted, *came)}):
        ours, theirs = _all(wanted, name), _all(came, name)
        if ours == theirs:
            continue
        if not theirs:
            rows.append(f"query: {ours} is wanted, and there is no {name}")
        elif not ours:
            rows.append(f"query: {theirs} came, and no {name} is wanted")
        else:
            rows.append(f"query: {ours} is wanted, {theirs} came")
    return rows


def _all(pairs: Sequence[tuple[str, str]], name: str) -> str:
    return "&".join(f"{key}={value}" for key, value in pairs if key == name)


def _of_the_body(wanted: Wanted, came: bytes) -> list[str]:
    try:
        if wanted.fits_body(came):
            return []
    except Exception as error:  # a test's own check may raise anything
        return [f"body: the test's check raised {type(error).__name__}: {error}"]
    if wanted.json is not None:
        return [f"body: the JSON {wanted.json!r} is wanted, {came!r} came"]
    if callable(wanted.body):
        return [f"body: the test's own check refuses {came!r}"]
    body = wanted.body.encode() if isinstance(wanted.body, str) else (wanted.body or b"")
    place = next(
        (at for at, pair in enumerate(zip(body, came, strict=False)) if pair[0] != pair[1]),
        min(len(body), len(came)),
    )
    told = (
        f"body: at byte {place} {body[place : place + 9]!r} is wanted, "
        f"{came[place : place + 9]!r} came ({len(body)} and {len(came)} bytes)"
    )
    return [told]
