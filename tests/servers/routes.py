"""What the test servers answer: one table, for real servers and for canned answers alike.

Not here: sockets (plain.py, modern.py), or the digest of a password (digests.py). One rule: an
answer is a value computed from the request alone, so that a server and a stub give the same.

The routes are those that swift-corelibs-foundation's own tests use, and some more.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.servers import digests
from tests.servers.asking import Answer, Asked
from urlsession_mock.network.answers import Answer as Canned
from urlsession_mock.network.answers import answer as canned

if TYPE_CHECKING:
    from urlsession_mock.network import Network
    from urlsession_mock.network.stub import ReceivedRequest

__all__ = ["METHODS", "PASSWORD", "REALM", "ROUTES", "USER", "Route", "answer", "register"]

METHODS = ("HEAD", "GET", "PUT", "POST", "DELETE")
USER, PASSWORD, REALM = "user", "passwd", "Fake Realm"
CONTENT = bytes(range(251)) * 400
"""What `/file` holds: bytes whose place can be told from their value."""
ETAG, MODIFIED = '"v1"', "Wed, 21 Oct 2015 07:28:00 GMT"


@dataclass(frozen=True, slots=True)
class Route:
    """The answer for each path that matches whole; the pattern's groups are passed on.

    `examples` are targets worth asking for, in tests of every route.
    """

    pattern: str
    answer: Callable[..., Answer]
    examples: tuple[str, ...] = ()


def _text(body: str, status: int = 200, *fields: tuple[str, str]) -> Answer:
    return Answer(status, (("Content-Type", "text/plain"), *fields), body.encode())


def _json(asked: Asked) -> Answer:
    """The request's headers, and its first line as `uri`."""
    told = dict(asked.headers) | {"uri": f"{asked.method} {asked.target} HTTP/1.1"}
    return Answer(200, (("Content-Type", "application/json"),), json.dumps(told).encode())


def _status(asked: Asked, digits: str) -> Answer:
    status = int(digits)
    location = _query(asked).get("location")
    if location is not None and 300 <= status < 400:
        body = "" if status == 304 else f"Redirecting to {asked.method} {location}"
        return _text(body, status, ("Location", location))
    if status in (204, 304):
        return Answer(status)
    made = _json(asked)
    return Answer(status, made.headers, made.body)


def _query(asked: Asked) -> dict[str, str]:
    """The last value of each name."""
    return {k: v[-1] for k, v in parse_qs(urlsplit(asked.target).query).items()}


def _redirect(asked: Asked, left: str) -> Answer:
    following = f"/redirect/{int(left) - 1}" if int(left) > 1 else "/jsonBody"
    return _text(f"Redirecting to {asked.method} {following}", 302, ("Location", following))


def _to(asked: Asked, location: str) -> Answer:
    place = location.format(host=asked.header("Host") or "")
    return _text(f"Redirecting to {asked.method} {place}", 302, ("Location", place))


def _basic(asked: Asked) -> Answer:
    token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if asked.header("Authorization") == f"Basic {token}":
        return _text("welcome")
    return _text("who are you?", 401, ("WWW-Authenticate", f'Basic realm="{REALM}"'))


def _digest(asked: Asked) -> Answer:
    if digests.is_right(asked, USER, PASSWORD, REALM):
        return _text("welcome")
    return _text("who are you?", 401, ("WWW-Authenticate", digests.challenge(REALM)))


def _encoded(name: str, encode: Callable[[bytes], bytes]) -> Answer:
    fields = (("Content-Type", "text/plain"), ("Content-Encoding", name))
    return Answer(200, fields, encode(b"Hello World!"))


def _brotli(data: bytes) -> bytes:
    compressed: bytes = import_module("brotli").compress(data)  # it has no types
    return compressed


def _deflate(data: bytes) -> bytes:
    return zlib.compress(data)


def _upload(asked: Asked) -> Answer:
    return Answer(
        200,
        (("Content-Type", "application/json"),),
        json.dumps({"received": len(asked.body)}).encode(),
    )


def _file(asked: Asked) -> Answer:
    """A file that knows ranges, validators and conditions."""
    fields = (
        ("Content-Type", "application/octet-stream"),
        ("ETag", ETAG),
        ("Last-Modified", MODIFIED),
        ("Accept-Ranges", "bytes"),
    )
    if asked.header("If-None-Match") == ETAG or (
        asked.header("If-None-Match") is None and asked.header("If-Modified-Since") == MODIFIED
    ):
        return Answer(304, fields)
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.header("Range") or "")
    if wanted is None or asked.header("If-Range") not in (None, ETAG, MODIFIED):
        return Answer(200, fields, CONTENT)
    start, end = int(wanted[1]), int(wanted[2] or len(CONTENT) - 1)
    size = len(CONTENT)
    if start >= size:
        return Answer(416, (*fields, ("Content-Range", f"bytes */{size}")))
    piece = CONTENT[start : end + 1]
    told = ("Content-Range", f"bytes {start}-{start + len(piece) - 1}/{size}")
    return Answer(206, (*fields, told), piece)


def _set_cookies(_: Asked) -> Answer:
    fields = (("Set-Cookie", "fr=anjd&232; Max-Age=7776000; path=/"), ("Set-Cookie", "b=2"))
    return _text("", 200, *fields)


def _cookies(asked: Asked) -> Answer:
    return _text(asked.header("Cookie") or "")


def _mixed(_: Asked) -> Answer:
    parts = [
        f"--next\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n"
        for body in ("first", "second", "third")
    ]
    kind = ("Content-Type", "multipart/x-mixed-replace; boundary=next")
    return Answer(200, (kind,), ("".join(parts) + "--next--\r\n").encode())


def _cacheable(_: Asked) -> Answer:
    return _text("kept", 200, ("Cache-Control", "max-age=3600"), ("ETag", ETAG))


_STATUSES = tuple(f"/{status}" for status in (200, 204, 400, 404, 500, 503))
_REDIRECTS = tuple(
    f"/{status}?location=jsonBody" for status in (300, 301, 302, 303, 304, 305, 306, 307, 308)
)
# fmt: off
ROUTES: tuple[Route, ...] = (
    Route(r"/Nepal",          lambda asked: _text("Kathmandu"),                ("/Nepal",)),
    Route(r"/Peru",           lambda asked: _text("Lima"),                     ("/Peru",)),
    Route(r"/UK",             lambda asked: _text("London"),                   ("/UK",)),
    Route(r"/USA",            lambda asked: _text("Washington, D.C."),         ("/USA",)),
    Route(r"/country\.txt",   lambda asked: _text("A country is a nation.\n"), ("/country.txt",)),
    Route(r"/(\d{3})",        _status,                                  (*_STATUSES, *_REDIRECTS)),
    Route(r"/(?:jsonBody|get|put|post|delete|head)", _json,             ("/jsonBody",)),
    Route(r"/redirect/(\d+)", _redirect,     ("/redirect/4",)),
    Route(r"/UnitedStates",   lambda asked: _to(asked, "http://{host}/USA"),   ("/UnitedStates",)),
    Route(r"/to-itself",      lambda asked: _to(asked, "/to-itself"),          ("/to-itself",)),
    Route(r"/to-a-stranger",  lambda asked: _to(asked, "http://stranger.example.com/"),
                                                                              ("/to-a-stranger",)),
    Route(r"/redirect-with-default-port",
          lambda asked: _to(asked, "http://127.0.0.1/redirected-with-default-port"),
                                                               ("/redirect-with-default-port",)),
    Route(r"/auth/basic",     _basic,                                          ("/auth/basic",)),
    Route(r"/auth/digest",    _digest,                                         ("/auth/digest",)),
    Route(r"/unauthorized",   lambda asked: _text("no", 401),                  ("/unauthorized",)),
    Route(r"/gzipped-response",  lambda asked: _encoded("gzip", gzip.compress),
                                                                          ("/gzipped-response",)),
    Route(r"/deflated-response", lambda asked: _encoded("deflate", _deflate),
                                                                         ("/deflated-response",)),
    Route(r"/brotli-response",   lambda asked: _encoded("br", _brotli),    ("/brotli-response",)),
    Route(r"/upload",         _upload,                                         ("/upload",)),
    Route(r"/file",           _file,                                           ("/file",)),
    Route(r"/setCookies",     _set_cookies,                                    ("/setCookies",)),
    Route(r"/cookies",        _cookies,                                        ("/cookies",)),
    Route(r"/mixed",          _mixed,                                          ("/mixed",)),
    Route(r"/cacheable",      _cacheable,                                      ("/cacheable",)),
    Route(r"/bytes/(\d+)",    lambda asked, size: Answer(200, (), bytes(int(size))),
                                                                               ("/bytes/1000000",)),
)
# fmt: on


def answer(asked: Asked) -> Answer:
    """What a server answers to this request; 404 where no route is."""
    path = urlsplit(asked.target).path
    for route in ROUTES:
        found = re.fullmatch(route.pattern, path)
        if found is not None and asked.method in METHODS:
            made: Answer = route.answer(asked, *found.groups())
            return made
    return _text("no route\n", HTTPStatus.NOT_FOUND)


def register(network: Network, base_url: str) -> None:
    """Have `network` answer as a server at `base_url` does."""
    base = re.escape(base_url)

    def given(request: ReceivedRequest) -> Canned:
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = (("Host", parts.netloc), *request.headers)
        made = answer(Asked(request.method, target, headers, request.body))
        return canned(made.status, made.framed(), made.sent(request.method), heeds=False)

    for route in ROUTES:
        stub = network.on("ANY", re.compile(base + route.pattern + r"(?:\?.*)?"), optional=True)
        stub.respond_with(given)
