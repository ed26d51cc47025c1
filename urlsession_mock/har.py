"""An HTTP archive (HAR 1.2) as a recording: what a delegate would have been told of each entry.

Not here: writing the recording (jsonl/). One rule: the messages are really delivered, by a
device whose clock shows the archive's times, so they come as the lifecycle has them.

Source: HAR 1.2, w3c.github.io/web-performance/specs/HAR/Overview.html. Field names are its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from urlsession_mock.device import Device
from urlsession_mock.events import Where
from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.metrics import (
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.har_entries import Hop, hops_of
from urlsession_mock.network.redirects import LIMIT
from urlsession_mock.recording import Recording
from urlsession_mock.selectors import COMPLETE, DATA, METRICS, REDIRECT, RESPONSE, Selector
from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["recording_of"]

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


def recording_of(
    path: Path,
    *,
    progress: Callable[[int], None] | None = None,
    left_out: Callable[[int, str], None] | None = None,
) -> Recording:
    """The recording of an archive: one session, a data task for each entry.

    A redirect and the entry that follows it are one task. Entries that no data task could load,
    as WebSockets and `data:` addresses, are left out. A status of 0 becomes an NSError.
    `progress` is called with the number of each entry, `left_out` with the number of each that is
    left out and with what it is.

    Raises `BadRecording` where the file is no archive, saying what and where.
    """
    return _played(_chains(hops_of(path, progress, left_out)))


def _chains(hops: list[Hop]) -> list[list[Hop]]:
    """The entries of each task: those that redirect, and the one they lead to."""
    open_chains: dict[str, list[Hop]] = {}
    chains: list[list[Hop]] = []
    for hop in hops:
        chain = open_chains.pop(hop.entry.request.url, [])
        if not chain:
            chains.append(chain)
        chain.append(hop)
        if hop.leads_to and len(chain) <= LIMIT:
            open_chains[hop.leads_to] = chain
    return chains


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


def _played(chains: list[list[Hop]]) -> Recording:
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


def _steps(chain: list[Hop]) -> Iterator[tuple[float, Selector | None, tuple[object, ...]]]:
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


def _metrics(chain: list[Hop]) -> NSURLSessionTaskMetrics:
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
