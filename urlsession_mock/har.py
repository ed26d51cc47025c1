"""An HTTP archive (HAR 1.2) as a recording: what a delegate would have been told of each entry.

Not here: writing the recording (jsonl/). One rule: the messages are really delivered, by a
device whose clock shows the archive's times, so they come as the lifecycle has them.

Source: HAR 1.2, w3c.github.io/web-performance/specs/HAR/Overview.html. Field names are its own.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

from urlsession_mock.device import Device
from urlsession_mock.errors import BadRecording
from urlsession_mock.events import Where
from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.metrics import (
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.jsonl.library import Decoder, Invalid, Struct, named
from urlsession_mock.recording import Recording
from urlsession_mock.selectors import COMPLETE, DATA, METRICS, REDIRECT, RESPONSE, Selector
from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["recording_of"]

LARGEST = 512 << 20
"""How many bytes an archive may have."""
_MOST_REDIRECTS = 16  # R72

# fmt: off
# Chrome's name of a failure, and the code that Apple's loading system has for it.
# Source: the names in Chromium's net_error_list.h; the codes by their meaning.
_CODES = {
    "ERR_ABORTED":               -999,
    "ERR_TIMED_OUT":             -1001,
    "ERR_CONNECTION_TIMED_OUT":  -1001,
    "ERR_NAME_NOT_RESOLVED":     -1003,
    "ERR_CONNECTION_REFUSED":    -1004,
    "ERR_ADDRESS_UNREACHABLE":   -1004,
    "ERR_CONNECTION_CLOSED":     -1005,
    "ERR_CONNECTION_RESET":      -1005,
    "ERR_EMPTY_RESPONSE":        -1005,
    "ERR_TOO_MANY_REDIRECTS":    -1007,
    "ERR_INTERNET_DISCONNECTED": -1009,
    "ERR_NETWORK_CHANGED":       -1005,
    "ERR_SSL_PROTOCOL_ERROR":    -1200,
    "ERR_CERT_AUTHORITY_INVALID": -1202,
    "ERR_CERT_DATE_INVALID":     -1201,
}
_UNKNOWN = -1
# fmt: on


class _Field(Struct, frozen=True):
    name: str
    value: str


class _PostData(Struct, frozen=True):
    text: str = ""


class _Request(Struct, frozen=True):
    method: str
    url: str
    headers: list[_Field] = []  # noqa: RUF012 - msgspec gives each its own
    postData: _PostData | None = None


class _Content(Struct, frozen=True):
    text: str = ""
    encoding: str = ""


class _Response(Struct, frozen=True):
    status: int
    httpVersion: str = ""
    headers: list[_Field] = []  # noqa: RUF012 - msgspec gives each its own
    content: _Content | None = None
    redirectURL: str | None = ""
    error: str | None = named("_error", None)


class _Timings(Struct, frozen=True):
    """Milliseconds; -1 or null where a phase did not take place. `connect` includes `ssl`."""

    blocked: float | None = -1
    dns: float | None = -1
    connect: float | None = -1
    ssl: float | None = -1
    send: float | None = 0
    wait: float | None = 0
    receive: float | None = 0


class _Entry(Struct, frozen=True):
    startedDateTime: str
    request: _Request
    response: _Response
    timings: _Timings = _Timings()
    serverIPAddress: str | None = None


class _Log(Struct, frozen=True):
    entries: list[_Entry]
    version: str = "1.2"


class _Archive(Struct, frozen=True):
    log: _Log


@dataclass(slots=True)
class _Hop:
    """One entry, with its moments in seconds since 1970."""

    entry: _Entry
    request: NSURLRequest
    response: NSHTTPURLResponse | None
    body: bytes
    moments: dict[str, float]
    leads_to: str
    """Where it sends its client; empty where it does not."""


def recording_of(path: Path, *, progress: Callable[[int], None] | None = None) -> Recording:
    """The recording of an archive: one session, a data task for each entry.

    A redirect and the entry that follows it are one task. Entries that no data task could load,
    as WebSockets and `data:` addresses, are left out. A status of 0 becomes an NSError.
    `progress` is called with the number of each entry.

    Raises `BadRecording` where the file is no archive, saying what and where.
    """
    entries = _read(path)
    hops: list[_Hop] = []
    for number, entry in enumerate(entries):
        if progress is not None:
            progress(number + 1)
        if not entry.request.url.lower().startswith(("http://", "https://")):
            continue
        if entry.response.status == 101:
            continue
        try:
            hops.append(_hop(entry))
        except (ValueError, TypeError, OverflowError) as error:
            problem = f"$.log.entries[{number}]: {error}"
            raise BadRecording(str(path), 0, problem) from None
    hops.sort(key=lambda hop: hop.moments["fetchStartDate"])
    return _played(list(_chains(hops)))


def _read(path: Path) -> list[_Entry]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadRecording(str(path), 0, f"an archive has at most {LARGEST:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BadRecording(str(path), 0, f"cannot be read: {error.strerror}") from None
    try:
        return Decoder(_Archive).decode(content.removeprefix(b"\xef\xbb\xbf")).log.entries
    except RecursionError:
        problem = "it is nested too deeply"
    except (Invalid, ValueError) as error:
        problem = str(error)
    raise BadRecording(str(path), 0, f"is no HTTP archive (HAR 1.2): {problem}")


def _hop(entry: _Entry) -> _Hop:
    url = NSURL.URLWithString_(entry.request.url)
    if url is None:
        raise ValueError(f"request.url: {entry.request.url[:80]!r} spells no URL")
    request = NSMutableURLRequest.requestWithURL_(url)
    request.setHTTPMethod_(entry.request.method)
    request.setAllHTTPHeaderFields_(_fields(entry.request.headers))
    if entry.request.postData is not None and entry.request.postData.text:
        request.setHTTPBody_(entry.request.postData.text.encode())
    answer = entry.response
    response = None
    if answer.status:
        if not 200 <= answer.status < 1000:
            raise ValueError(f"response.status: {answer.status} ends no request")
        response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url, answer.status, answer.httpVersion or None, _fields(answer.headers)
        )
    is_redirect = 300 <= answer.status < 400 and answer.status != 304 and answer.redirectURL
    leads_to = urljoin(entry.request.url, answer.redirectURL) if is_redirect else ""
    body = _body(answer.content)
    return _Hop(entry, request.copy(), response, body, _moments(entry), leads_to or "")


def _fields(given: list[_Field]) -> dict[str, str]:
    """Header fields; those of HTTP/2 that begin with a colon are no header fields (RFC 9113)."""
    fields: dict[str, str] = {}
    for each in given:
        if each.name and not each.name.startswith(":"):
            before = fields.get(each.name)
            fields[each.name] = each.value if before is None else f"{before},{each.value}"
    return fields


def _body(content: _Content | None) -> bytes:
    if content is None:
        return b""
    if content.encoding != "base64":
        return content.text.encode()
    try:
        return base64.b64decode(content.text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"response.content.text: {error}") from None


def _moments(entry: _Entry) -> dict[str, float]:
    """When each phase began and ended, by the names that task metrics have for them."""
    try:
        started = datetime.fromisoformat(entry.startedDateTime)
    except ValueError as error:
        raise ValueError(f"startedDateTime: {error}") from None
    if started.tzinfo is None:
        started = started.replace(tzinfo=UTC)
    timings, now = entry.timings, started.timestamp()
    moments = {"fetchStartDate": now}

    def lasts(milliseconds: float | None, begins: str = "", ends: str = "") -> None:
        nonlocal now
        if milliseconds is None or milliseconds < 0:
            return
        if milliseconds > 1e9:
            raise ValueError(f"timings: {milliseconds} ms are more than a phase takes")
        if begins:
            moments[begins] = now
        now += milliseconds / 1000
        if ends:
            moments[ends] = now

    lasts(timings.blocked)
    lasts(timings.dns, "domainLookupStartDate", "domainLookupEndDate")
    lasts(timings.connect, "connectStartDate", "connectEndDate")
    if "connectEndDate" in moments and timings.ssl is not None and timings.ssl >= 0:
        begins = moments["connectEndDate"] - timings.ssl / 1000
        moments["secureConnectionStartDate"] = max(begins, moments["connectStartDate"])
        moments["secureConnectionEndDate"] = moments["connectEndDate"]
    lasts(timings.send or 0, "requestStartDate", "requestEndDate")
    lasts(timings.wait or 0, "", "responseStartDate")
    lasts(timings.receive or 0, "", "responseEndDate")
    return moments


def _chains(hops: list[_Hop]) -> Iterator[list[_Hop]]:
    """The entries of each task: those that redirect, and the one they lead to."""
    open_chains: dict[str, list[_Hop]] = {}
    chains: list[list[_Hop]] = []
    for hop in hops:
        chain = open_chains.pop(hop.entry.request.url, [])
        if not chain:
            chains.append(chain)
        chain.append(hop)
        if hop.leads_to and len(chain) < _MOST_REDIRECTS:
            open_chains[hop.leads_to] = chain
    yield from chains


class Archive:
    """The delegate of an imported recording: it lets everything come."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: object, task: object, response: object, handler: Callable[[int], None]
    ) -> None:
        """Go on."""
        handler(1)

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: object,
        task: object,
        response: object,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest], None],
    ) -> None:
        """Follow."""
        handler(request)

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None:
        """Take it."""

    def URLSession_task_didFinishCollectingMetrics_(
        self, session: object, task: object, metrics: object
    ) -> None:
        """Take them."""

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        """The end."""


def _played(chains: list[list[_Hop]]) -> Recording:
    """Every message of every task, delivered at its time."""
    # Nobody's line of code asked for what follows; see `where.caller`.
    __added_at__: Where | None = None  # noqa: F841 - its name is what counts
    first = chains[0][0].moments["fetchStartDate"] if chains else 0.0
    now = first
    steps: list[tuple[float, int, int, Selector | None, tuple[object, ...]]] = []
    for index, chain in enumerate(chains):
        for each in _steps(chain):
            steps.append((each[0], index, len(steps), *each[1:]))
    steps.sort(key=lambda step: step[:3])
    with Device(clock=lambda: now - first) as device:
        session = device.session(Archive(), queue=device.main_queue)
        tasks: dict[int, NSURLSessionTask] = {}
        for moment, index, _, selector, arguments in steps:
            now = max(now, moment)
            if selector is None:
                tasks[index] = session.dataTaskWithRequest_(chains[index][0].request)
                tasks[index].resume()
            else:
                session.enqueue(selector, tasks[index], *arguments)
                device.run()
        session.finishTasksAndInvalidate()
        return device.run()


def _steps(chain: list[_Hop]) -> Iterator[tuple[float, Selector | None, tuple[object, ...]]]:
    """What happens to one task, and when; no selector stands for its making."""
    yield chain[0].moments["fetchStartDate"], None, ()
    for hop, following in pairwise(chain):
        yield hop.moments["responseEndDate"], REDIRECT, (hop.response, following.request)
    last = chain[-1]
    end = last.moments["responseEndDate"]
    error: NSError | None = None
    if last.response is not None:
        yield last.moments["responseStartDate"], RESPONSE, (last.response,)
        if last.body:
            yield end, DATA, (last.body,)
    else:
        said = (last.entry.response.error or "").removeprefix("net::")
        error = NSError.url_error(_CODES.get(said, _UNKNOWN), last.request.URL())
    yield end, METRICS, (_metrics(chain),)
    yield end, COMPLETE, (error,)


def _metrics(chain: list[_Hop]) -> NSURLSessionTaskMetrics:
    start, end = chain[0].moments["fetchStartDate"], chain[-1].moments["responseEndDate"]
    interval = NSDateInterval.alloc().initWithStartDate_endDate_(
        _date(start), _date(max(start, end))
    )
    transactions = [
        NSURLSessionTaskTransactionMetrics.with_values(
            TransactionValues(
                request=hop.request,
                response=hop.response,
                remoteAddress=hop.entry.serverIPAddress or None,
                **{name: _date(moment) for name, moment in hop.moments.items()},  # type: ignore[arg-type]  # the names are those of dates
            )
        )
        for hop in chain
    ]
    return NSURLSessionTaskMetrics.with_transactions(transactions, interval=interval)


def _date(moment: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSince1970_(moment)
