"""A canned answer: what a server does with one request, and how to write it down.

Pure. Not here: which request gets it (matching.py, stubs.py). One rule: what a test gives stands;
only what no server leaves out is added.
"""

from __future__ import annotations

import gzip
import json as _json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias, TypedDict, cast

from urlsession_mock.errors import MissingExtra
from urlsession_mock.network import conditions
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Failure,
    Happening,
    Head,
    Headers,
    Informational,
    Outgoing,
    Pause,
    Stall,
    joined,
)

__all__ = ["Answer", "Body", "Fields", "How", "answer", "failure", "silence"]

__tracebackhide__ = True  # pytest then shows the caller's line

Fields: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
Body: TypeAlias = bytes | bytearray | str | Path
_BOUNDARY: Final = "urlsession-mock"
# RFC 9110, 6.4.1: these have no body, whatever is said.
_BODILESS: Final = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """What happens on the wire, in order; made by `answer`, `failure` and `silence`.

    `heeds` says that a request's conditions and range are heeded, as a server does that knows
    its resource's ETag or date.
    """

    steps: tuple[Happening, ...]
    heeds: bool = False

    def to(self, outgoing: Outgoing) -> tuple[Happening, ...]:
        """What this request gets: a HEAD no body, a range its part, a condition its 304."""
        steps = conditions.heeded(self.steps, outgoing) if self.heeds else self.steps
        if outgoing.method == "HEAD":
            steps = _without_body(steps)
        return steps


def _without_body(steps: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """No chunks, and no waiting for them; how it ends stays."""
    end = next((at for at, step in enumerate(steps) if isinstance(step, Head)), len(steps))
    rest = (step for step in steps[end:] if not isinstance(step, (Chunk, Pause)))
    return (*steps[:end], *rest)


def failure(
    code: int, *, delay: float = 0.0, user_info: Mapping[str, object] | None = None
) -> Answer:
    """No answer at all but this NSURLError, after `delay` seconds.

    Raises `ValueError` for a code that is not negative, as those of NSURLError are.
    """
    return Answer((*_pause(delay), Failure(_error(code), dict(user_info or {}))))


def silence() -> Answer:
    """A server that takes the request and never says a word."""
    return Answer((Stall(),))


class How(TypedDict, total=False):
    """What may be said of an answer besides its status, headers and body; see `answer`."""

    json: object
    parts: Sequence[tuple[Fields, bytes]] | None
    encoding: str | None
    delay: float
    chunk_delay: float
    informational: Sequence[int | tuple[int, Fields]]
    protocol: str
    then_fail: int | None
    then_stall: bool
    length: bool | None
    heeds: bool | None


def answer(
    status: int = 200,
    headers: Fields | None = None,
    body: Body = b"",
    chunks: Sequence[bytes] | None = None,
    *,
    json: object = None,
    parts: Sequence[tuple[Fields, bytes]] | None = None,
    encoding: str | None = None,
    delay: float = 0.0,
    chunk_delay: float = 0.0,
    informational: Sequence[int | tuple[int, Fields]] = (),
    protocol: str = "http/1.1",
    then_fail: int | None = None,
    then_stall: bool = False,
    length: bool | None = None,
    heeds: bool | None = None,
) -> Answer:
    """An answer with this status, these headers and this body.

    `headers` is a mapping, or pairs where a name comes twice, as Set-Cookie may. `body` is bytes,
    text that is sent as UTF-8, or the path of a file; `chunks` gives it in the pieces in which it
    arrives, `json` is written as JSON, `parts` are the headers and bodies of a
    multipart/x-mixed-replace. `encoding` (gzip, deflate or br) encodes the body and says so.
    `delay` are the seconds of the device's clock before the response, `chunk_delay` those before
    each further chunk. `informational` are interim responses: statuses, or statuses with
    headers. `then_fail` is the NSURLError after the last chunk, `then_stall` a silence there.
    `length` says whether Content-Length is added: by default wherever the body is known to be
    whole. `heeds` says whether If-None-Match, If-Modified-Since and Range are heeded: by default
    where the headers have an ETag or a Last-Modified.

    Raises `TypeError` for two bodies and for chunks that are no bytes, `ValueError` for what no
    server sends, `MissingExtra` where br needs a package.
    """
    if not 200 <= status <= 999:
        raise ValueError(
            f"status is an HTTP status from 200 up, not {status!r}; interim ones are informational"
        )
    fields = _fields(headers)
    pieces, added = _pieces(body, chunks, json, parts, encoding)
    if status in _BODILESS and any(pieces):
        raise ValueError(f"a response of status {status} has no body; leave it out")
    fields += tuple(field for field in added if joined(fields, field[0]) is None)
    is_whole = then_fail is None and not then_stall
    if _says_length(length, is_whole=is_whole, fields=fields) and status not in _BODILESS:
        fields += (("Content-Length", str(sum(map(len, pieces)))),)
    steps: list[Happening] = [Connected(protocol), *_pause(delay), *map(_interim, informational)]
    steps.append(Head(status, fields, "HTTP/2" if protocol == "h2" else "HTTP/1.1"))
    for place, piece in enumerate(pieces):
        steps += (*_pause(chunk_delay if place else 0.0), Chunk(piece))
    if then_stall:
        steps.append(Stall())
    else:
        steps.append(End() if then_fail is None else Failure(_error(then_fail)))
    is_known = any(joined(fields, name) is not None for name in ("ETag", "Last-Modified"))
    return Answer(tuple(steps), (is_known and status == 200) if heeds is None else heeds)


def _error(code: int) -> int:
    given: object = code  # an untyped caller may give anything
    if not isinstance(given, int) or code >= 0:
        raise ValueError(
            f"an NSURLError code is a negative int, as NSURLErrorTimedOut is; not {code!r}"
        )
    return code


def _pause(seconds: float) -> tuple[Pause, ...]:
    if seconds < 0:
        raise ValueError(f"a delay is a number of seconds from 0 up, not {seconds!r}")
    return (Pause(seconds),) if seconds else ()


def _says_length(length: bool | None, *, is_whole: bool, fields: Headers) -> bool:
    if joined(fields, "Content-Length") is not None:
        return False
    is_framed = joined(fields, "Transfer-Encoding") is not None
    return (is_whole and not is_framed) if length is None else length


def _interim(one: int | tuple[int, Fields]) -> Informational:
    status, headers = (one, ()) if isinstance(one, int) else one
    if not 100 <= status <= 199 or status == 101:
        raise ValueError(f"an interim response is 1xx but not 101; not {status}")
    return Informational(status, _fields(headers))


def _fields(headers: Fields | None) -> Headers:
    pairs: Iterable[tuple[str, str]] = ()
    if isinstance(headers, Mapping):
        # A mapping of other keys could be iterated as pairs as well, so the type is said again.
        pairs = cast(Mapping[str, str], headers).items()
    elif headers is not None:
        pairs = headers
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        given: tuple[object, object] = (name, value)
        if not all(isinstance(text, str) for text in given):
            raise TypeError(f"a header field and its value are text, not {name!r}: {value!r}")
        found.append((name, value))
    return tuple(found)


# -- bodies ----------------------------------------------------------------


def _pieces(
    body: Body,
    chunks: Sequence[bytes] | None,
    json: object,
    parts: Sequence[tuple[Fields, bytes]] | None,
    encoding: str | None,
) -> tuple[list[bytes], Headers]:
    """The body in its pieces, and the headers that say what it is."""
    bodies = {"body": body or None, "chunks": chunks, "json": json, "parts": parts}
    given = [name for name, value in bodies.items() if value is not None]
    if len(given) > 1:
        raise TypeError(f"give {' or '.join(given)}, not both")
    added: Headers = ()
    if json is not None:
        pieces = [_json.dumps(json).encode()]
        added = (("Content-Type", "application/json"),)
    elif parts is not None:
        pieces = [_part(_fields(fields), content) for fields, content in parts]
        pieces.append(b"--" + _BOUNDARY.encode() + b"--\r\n")
        added = (("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}"),)
    elif chunks is not None:
        if not all(isinstance(chunk, (bytes, bytearray)) for chunk in chunks):
            raise TypeError("chunks are bytes")
        pieces = [bytes(chunk) for chunk in chunks]
    else:
        pieces = [piece] if (piece := _content(body)) else []
    if encoding is not None:
        pieces = _encoded(pieces, encoding)
        added += (("Content-Encoding", encoding),)
    return pieces, added


def _content(body: Body) -> bytes:
    if isinstance(body, Path):
        return body.read_bytes()
    return body.encode() if isinstance(body, str) else bytes(body)


def _part(fields: Headers, content: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return b"--" + _BOUNDARY.encode() + b"\r\n" + head.encode() + b"\r\n" + content + b"\r\n"


def _encoded(pieces: list[bytes], encoding: str) -> list[bytes]:
    """Encoded as a whole, in as many pieces as before."""
    encode = _ENCODINGS.get(encoding)
    if encode is None:
        raise ValueError(f"encoding is {', '.join(_ENCODINGS)}; not {encoding!r}")
    packed = encode(b"".join(pieces))
    size = -(-len(packed) // max(len(pieces), 1)) or 1
    return [packed[at : at + size] for at in range(0, len(packed), size)]


def _brotli(data: bytes) -> bytes:
    if find_spec("brotli") is None:
        raise MissingExtra(
            "encoding as br needs brotli, which is not installed; install it with: "
            "pip install 'urlsession-mock[live]'"
        )
    brotli: Any = import_module("brotli")  # Any: the package has no types
    return cast(bytes, brotli.compress(data))


# fmt: off
_ENCODINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip":    lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br":      _brotli,
}
# fmt: on
