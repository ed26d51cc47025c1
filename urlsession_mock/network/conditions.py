"""What a server makes of a request's conditions and range, knowing its resource's ETag and date.

Pure. Not here: a client's own cache (caching.py) or resume data (resuming.py). One rule: RFC 9110,
13 and 14; a header that cannot be understood is passed over, as it says there.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Final

from urlsession_mock.network.wire import Chunk, End, Happening, Head, Headers, Outgoing

__all__ = ["heeded"]

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
# RFC 9110, 13.1.2 and 13.1.3: only these get a 304; others a 412, and a date means nothing to them.
_READING: Final = frozenset({"GET", "HEAD"})
_OF_A_PART: Final = frozenset({"content-length", "content-range"})
_OF_A_BODY: Final = _OF_A_PART | {"content-type"}


def heeded(steps: tuple[Happening, ...], outgoing: Outgoing) -> tuple[Happening, ...]:
    """The steps of a 200 with a validator, as this request gets them."""
    place = next((at for at, step in enumerate(steps) if isinstance(step, Head)), None)
    if place is None:
        return steps
    head = steps[place]
    assert isinstance(head, Head)
    if _is_held_already(head, outgoing):
        if outgoing.method not in _READING:
            return (*steps[:place], Head(412, (("Content-Length", "0"),), head.version), End())
        kept = tuple(field for field in head.headers if field[0].lower() not in _OF_A_BODY)
        return (*steps[:place], Head(304, kept, head.version), End())
    wanted = outgoing.header("Range")
    if wanted is None or outgoing.method != "GET" or not _is_same(head, outgoing):
        ranged = Head(head.status, (*head.headers, *_accepts(head)), head.version)
        return (*steps[:place], ranged, *steps[place + 1 :])
    return _part(steps, place, wanted)


def _accepts(head: Head) -> Headers:
    return () if head.header("Accept-Ranges") is not None else (("Accept-Ranges", "bytes"),)


def _is_held_already(head: Head, outgoing: Outgoing) -> bool:
    """What the request names as known is what there is.

    RFC 9110, 13.2.2: If-None-Match decides; only without it does a date.
    """
    wanted, etag = outgoing.header("If-None-Match"), head.header("ETag")
    if wanted is not None:
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        if wanted.strip() == "*":  # anything at all, and there is something
            return True
        return etag is not None and etag.removeprefix("W/") in tags
    if outgoing.method not in _READING:
        return False
    since, changed = outgoing.header("If-Modified-Since"), head.header("Last-Modified")
    return since is not None and changed is not None and not _is_later(changed, since)


def _is_same(head: Head, outgoing: Outgoing) -> bool:
    """If-Range fits: a strong ETag, or the very date (RFC 9110, 13.1.5)."""
    wanted = outgoing.header("If-Range")
    if wanted is None:
        return True
    etag = head.header("ETag")
    return (wanted == etag and not wanted.startswith("W/")) or wanted == head.header(
        "Last-Modified"
    )


def _is_later(one: str, other: str) -> bool:
    try:
        return parsedate_to_datetime(one) > parsedate_to_datetime(other)
    except (TypeError, ValueError):
        return True


def _part(steps: tuple[Happening, ...], place: int, wanted: str) -> tuple[Happening, ...]:
    """One range of the body; several, and what is no range, give all of it."""
    head = steps[place]
    assert isinstance(head, Head)
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or found[0] == "bytes=-":
        return steps
    size = _size(head, steps[place:])
    first, last = found[1], found[2]
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    kept = tuple(field for field in head.headers if field[0].lower() not in _OF_A_PART)
    if start > end or start >= size:
        fields = (*kept, ("Content-Range", f"bytes */{size}"), ("Content-Length", "0"))
        return (*steps[:place], Head(416, fields, head.version), End())
    fields = (
        *kept,
        ("Content-Range", f"bytes {start}-{end}/{size}"),
        ("Content-Length", str(end - start + 1)),
    )
    return (*steps[:place], Head(206, fields, head.version), *_cut(steps[place + 1 :], start, end))


def _size(head: Head, steps: tuple[Happening, ...]) -> int:
    """How long the whole body is: one that breaks off is as long as its length says."""
    came = sum(len(step.data) for step in steps if isinstance(step, Chunk))
    said = head.header("Content-Length") or ""
    is_cut = not isinstance(steps[-1], End)
    return max(came, int(said)) if is_cut and said.isdecimal() else came


def _cut(steps: tuple[Happening, ...], start: int, end: int) -> tuple[Happening, ...]:
    """The steps with the bytes from start to end, both included; what else happens stays."""
    kept: list[Happening] = []
    at = 0
    for step in steps:
        if not isinstance(step, Chunk):
            kept.append(step)
            continue
        data = step.data[max(start - at, 0) : max(end + 1 - at, 0)]
        at += len(step.data)
        if data:
            kept.append(Chunk(data))
    return tuple(kept)
