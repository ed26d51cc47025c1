"""Which registered request fits one that came: a pattern, and an index of many.

Pure; its owner locks it. Not here: what is answered (answers.py). One rule: a request that comes is
looked up, not compared with all that are registered.
"""

from __future__ import annotations

import json as _json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Generic, Protocol, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlsplit

from urlsession_mock.network.wire import Outgoing

__all__ = ["ANY", "Index", "Place", "Predicate", "Wanted", "WantedBody", "fits_piece", "place_of"]

__tracebackhide__ = True  # pytest then shows the caller's line

ANY: Final = "ANY"
"""Every method."""
Predicate: TypeAlias = Callable[[bytes], bool]
WantedBody: TypeAlias = bytes | str | Predicate | None
_PORTS: Final = {"http": 80, "https": 443}
_SPECIAL: Final = re.compile(r"(\{[A-Za-z_]\w*\}|\*\*|\*)")


@dataclass(frozen=True, slots=True)
class Place:
    """A URL without its query: scheme, host and port as one text, and the path."""

    site: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Site and path."""
        return self.site + self.path


def place_of(url: str) -> Place:
    """Where a URL leads: case, a default port, an empty path and a fragment make no difference."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    try:
        port = parts.port
    except ValueError:
        port = None
    shown = f"[{host}]" if ":" in host else host
    suffix = "" if port is None or port == _PORTS.get(scheme) else f":{port}"
    pairs = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return Place(f"{scheme}://{shown}{suffix}", parts.path or "/", pairs)


@dataclass(frozen=True)
class Wanted:
    """What a request must be to fit. `query` None means any."""

    method: str
    url: str
    site: str | None
    """None where the pattern leaves it open."""
    path: str | None
    """None where it is a pattern."""
    pattern: re.Pattern[str] | None = None
    is_whole: bool = False
    """The pattern is of the whole URL, query included."""
    query: tuple[tuple[str, str], ...] | None = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: WantedBody = None
    json: object = None
    folder: str | None = None
    """Of a pattern at a known site: the path up to the piece that is left open."""

    @classmethod
    def of(
        cls,
        method: str,
        url: str | re.Pattern[str],
        *,
        query: Mapping[str, str] | None = None,
        ignore_query: bool = False,
        headers: Mapping[str, str] | None = None,
        body: WantedBody = None,
        json: object = None,
    ) -> Wanted:
        """Read what a test registers. Raises `ValueError` for a URL that is not whole."""
        more = dict(headers or {})
        if isinstance(url, re.Pattern):
            shown = f"/{url.pattern}/"
            return cls(method, shown, None, None, url, True, None, more, body, json)
        if "://" not in url:
            raise ValueError(f"a whole URL is wanted, as https://example.com/a; not {url!r}")
        bare = url.partition("?")[0].partition("#")[0]
        place = place_of(url)
        pairs: tuple[tuple[str, str], ...] | None = place.query
        if query is not None:
            pairs = tuple(sorted((*place.query, *((str(k), str(v)) for k, v in query.items()))))
        if ignore_query:
            pairs = None
        if not _SPECIAL.search(bare):
            return cls(method, url, place.site, place.path, None, False, pairs, more, body, json)
        scheme, _, rest = bare.partition("://")
        host, slash, path = rest.partition("/")
        is_open = bool(_SPECIAL.search(host))
        site = None if is_open else place_of(f"{scheme}://{host}/").site
        start = f"{scheme}://{host}" if is_open else str(site)
        pattern = _compiled(url, start + (slash + path or "/"))
        folder = None if is_open else slash + _SPECIAL.split(path)[0].rpartition("/")[0] + "/"
        folder = "/" if folder == "//" else folder
        return cls(method, url, site, None, pattern, False, pairs, more, body, json, folder)

    # -- does it fit? ----------------------------------------------------

    def parameters(self, place: Place, url: str) -> Mapping[str, str] | None:
        """The values of `{name}` in the URL; None where the URL does not fit."""
        if self.path is not None:
            is_it = self.path == place.path and self.site == place.site
            return {} if is_it else None
        assert self.pattern is not None  # without a path there is one
        found = self.pattern.fullmatch(url if self.is_whole else place.text)
        return (
            None if found is None else {k: v for k, v in found.groupdict().items() if v is not None}
        )

    def fits_query(self, place: Place) -> bool:
        """The pairs are those wanted, in any order."""
        return self.query is None or self.query == place.query

    def missing_headers(self, outgoing: Outgoing) -> list[tuple[str, str, str | None]]:
        """The headers that are not as wanted: name, wanted value, value that came."""
        found = [(name, value, outgoing.header(name)) for name, value in self.headers.items()]
        return [row for row in found if row[1] != row[2]]

    def fits_body(self, body: bytes) -> bool:
        """The body is the one wanted."""
        if self.json is not None:
            try:
                return bool(_json.loads(body) == self.json)
            except ValueError:
                return False
        if self.body is None:
            return True
        if callable(self.body):
            return bool(self.body(body))
        return body == (self.body.encode() if isinstance(self.body, str) else self.body)

    def fits(self, outgoing: Outgoing, place: Place) -> Mapping[str, str] | None:
        """The values of `{name}` in the URL where all of it fits; else None."""
        parameters = self.parameters(place, str(outgoing.url.absoluteString()))
        if parameters is None or not self.fits_query(place):
            return None
        if self.missing_headers(outgoing) or not self.fits_body(outgoing.body):
            return None
        return parameters

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


def _regex(text: str) -> str:
    """`{name}` is one piece of a path, `*` a part of one, `**` anything."""
    found: list[str] = []
    for piece in _SPECIAL.split(text):
        if piece == "**":
            found.append(".*")
        elif piece == "*":
            found.append("[^/]*")
        elif _SPECIAL.fullmatch(piece):
            found.append(f"(?P<{piece[1:-1]}>[^/]+)")
        else:
            found.append(re.escape(piece))
    return "".join(found)


def fits_piece(wanted: str, came: str) -> bool:
    """One piece of a path is the one wanted, which may be open."""
    return re.fullmatch(_regex(wanted), came) is not None


def _compiled(url: str, text: str) -> re.Pattern[str]:
    names = re.findall(r"\{(\w+)\}", text)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"each {{name}} stands once in a URL; {{{twice}}} comes again in {url!r}")
    return re.compile(_regex(text))


class _Registered(Protocol):
    """What an index holds. The number tells the order of registration."""

    @property
    def number(self) -> int: ...

    @property
    def wanted(self) -> Wanted: ...


R = TypeVar("R", bound=_Registered)


class Index(Generic[R]):
    """Registered requests, found by method and place: exact ones by all of it, patterns by folder.

    Only those of one key are gone through: the same URL registered again, patterns that leave the
    same piece of the same folder open, and all compiled patterns and open hosts.
    """

    def __init__(self) -> None:
        self._lists: dict[tuple[object, ...], list[R]] = {}
        self._deepest = 0  # of the folders with patterns, so that a long path costs no more

    def add(self, one: R) -> None:
        """Register one more."""
        wanted = one.wanted
        key: tuple[object, ...] = (wanted.method, wanted.site, wanted.folder)
        if wanted.path is not None:
            key = (wanted.method, wanted.site, wanted.path, wanted.query)
        elif wanted.folder is not None:
            self._deepest = max(self._deepest, wanted.folder.count("/"))
        self._lists.setdefault(key, []).append(one)

    def near(self, method: str, place: Place) -> list[R]:
        """Those that may fit, the newest first."""
        site, path = place.site, place.path
        rest: list[tuple[object, ...]] = [
            (site, path, place.query),
            (site, path, None),
            *((site, folder) for folder in _folders(path, self._deepest)),
            (None, None),
        ]
        keys = ((each, *key) for each in (method, ANY) for key in rest)
        lists = [found for key in keys if (found := self._lists.get(key))]
        if len(lists) == 1:
            return lists[0][::-1]
        return sorted(chain.from_iterable(lists), key=lambda one: one.number, reverse=True)


def _folders(path: str, deepest: int) -> list[str]:
    """`/`, `/a/` and so on, of `/a/b`; so many at most."""
    found: list[str] = []
    at = path.find("/")
    while at >= 0 and len(found) < deepest:
        found.append(path[: at + 1])
        at = path.find("/", at + 1)
    return found
