"""What an exploration costs, what it saves over trying every order, and what it keeps.

Not here: what pytest adds. One rule: every schedule is judged by all rules, and every
exploration that is compared is run to its end.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from unittest.mock import patch

from benchmarks.figures import Bar, Figure, Line, at_most, beside, ratio_at_most
from benchmarks.rounds import Plan, interleaved
from urlsession_mock import Device, MockSession, explore
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSURLSession,
    NSURLSessionResponseAllow,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

__all__ = ["against_blind", "kept", "schedules"]

_URLS = tuple(
    url for n in range(4) if (url := NSURL.URLWithString_(f"https://example.com/{n}")) is not None
)
_RESPONSES = tuple(
    NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url, 200, "HTTP/1.1", {}
    )
    for url in _URLS
)
_PIECES = (b"a", b"b", b"c", b"d")
_ALL = {"mixed", "overtaken"}
_FOREVER = 3_600.0


class _Pages:
    """Puts together what its tasks receive, each by itself: it has no fault."""

    def __init__(self) -> None:
        self.pages: dict[int, bytes] = {}
        self.ended: list[int] = []

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        handler: Callable[[int], None],
    ) -> None:
        """Begin a page."""
        self.pages[task.taskIdentifier()] = b""
        handler(NSURLSessionResponseAllow)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        """Go on with it."""
        self.pages[task.taskIdentifier()] += bytes(data)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        """End it."""
        self.ended.append(task.taskIdentifier())


class _OneBuffer(_Pages):
    """Has two faults that only another order shows; `faults` says which of them it did."""

    def __init__(self) -> None:
        super().__init__()
        self._page = b""
        self._is_mixed = False

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        """Go on with the page, whosever it is."""
        super().URLSession_dataTask_didReceiveData_(session, task, data)
        self._page += bytes(data)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        """End the page, whosever it is."""
        super().URLSession_task_didCompleteWithError_(session, task, error)
        self._is_mixed |= self._page != self.pages[task.taskIdentifier()]
        self._page = b""

    @property
    def faults(self) -> set[str]:
        """A page got what belongs to another; what was begun later ended earlier."""
        mixed = {"mixed"} if self._is_mixed else set[str]()
        return mixed if self.ended == sorted(self.ended) else mixed | {"overtaken"}


def _starts(session: MockSession, number: int, data: int) -> None:
    """Start a task that gets a response, so many pieces of data, and its end."""
    task = session.dataTaskWithURL_(_URLS[number])
    task.resume()
    session.enqueue(RESPONSE, task, _RESPONSES[number])
    for _ in range(data):
        session.enqueue(DATA, task, _PIECES[number])
    session.enqueue(COMPLETE, task, None)


def _four(device: Device) -> None:
    """Four tasks in a session with a queue of its own: 20 messages."""
    session = device.session(_Pages())
    for number in range(4):
        _starts(session, number, 3)
    device.run()


# -- how fast ------------------------------------------------------------


def schedules(plan: Plan) -> list[Line]:
    """A schedule of 20 messages, run and judged; against the same run once, not explored."""
    count = 300 if plan.quick else 1_000
    used: list[float] = []

    def explored() -> float:
        start, began = perf_counter(), process_time()
        covered = explore(_four, most=count, seconds=_FOREVER, chunks=0)
        elapsed = perf_counter() - start
        used.append((process_time() - began) / count * 1e3)
        assert (covered.schedules, covered.ended) == (count, "most"), covered
        return elapsed / count * 1e3

    taken = interleaved(plan, {"ours": explored, "not explored": lambda: _unexplored(count)})
    ours, alone = (Figure(label, "ms", values) for label, values in taken.items())
    what = "a schedule of 20 messages"
    return [
        at_most(what, ours, 1.0, "1 ms"),
        beside(what, ours, alone),
        Line("  time of the processor", Figure("", "ms", tuple(used[1:]))),
    ]


def _unexplored(count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        with Device() as device:
            _four(device)
            assert device.verdict()
    return (perf_counter() - start) / count * 1e3


# -- how many ------------------------------------------------------------


def against_blind(plan: Plan) -> list[Line]:
    """Runs until all is explored, against visiting every order, both until the end."""
    data = 1 if plan.quick else 2
    plan.say("what matters")
    runs, faults = _three(data)
    plan.say("every order")
    # A session of which nothing is known may affect every other.
    with patch.object(Groups, "of", return_value=None):
        blind, blind_faults = _three(data)
    found = Figure("", "faults", (float(len(faults)),))
    blindly = Figure("blindly", "faults", (float(len(blind_faults)),))
    return [
        ratio_at_most(
            f"all orders of 3 tasks of {data + 2} messages",
            Figure("", "runs", (float(runs),)),
            Figure("blindly", "runs", (float(blind),)),
            1 / 10,
            "1/10",
        ),
        Line("  what they found", found, blindly, Bar("the same", faults == blind_faults == _ALL)),
    ]


def _three(data: int) -> tuple[int, set[str]]:
    """Explore two tasks in a session and one in another: how many runs, and which faults."""
    found: set[str] = set()

    def play(device: Device) -> None:
        delegates = _OneBuffer(), _OneBuffer()
        first, second = map(device.session, delegates)
        for number, session in enumerate((first, first, second)):
            _starts(session, number, data)
        device.run()
        for delegate in delegates:
            found.update(delegate.faults)

    covered = explore(play, most=1_000_000, seconds=_FOREVER, chunks=0)
    assert covered.is_complete, covered
    return covered.schedules, found


# -- how much is kept ----------------------------------------------------


def kept(plan: Plan) -> list[Line]:
    """The most memory a process had after many schedules, against a tenth of them."""
    many = 10_000 if plan.quick else 100_000
    plan.say(f"{many:,} schedules")
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(many)], capture_output=True, text=True, check=True
    )
    few, all_of_them = json.loads(done.stdout)
    what = f"memory after {many:,} schedules"
    return [
        ratio_at_most(
            what,
            Figure("", "MB", (all_of_them["bytes"] / 1e6,)),
            Figure(f"after {many // 10:,}", "MB", (few["bytes"] / 1e6,)),
            1.05,
            "1.05",
        ),
        ratio_at_most(
            "  objects",
            Figure("", "k", (all_of_them["blocks"] / 1e3,)),
            Figure(f"after {many // 10:,}", "k", (few["blocks"] / 1e3,)),
            1.05,
            "1.05",
        ),
    ]


def _explore_and_look(many: int) -> list[dict[str, int]]:
    """What the process has after a tenth of the schedules, and after all."""
    looks: list[dict[str, int]] = []

    def look(schedules: int, _: float) -> None:
        if schedules in (many // 10, many):
            gc.collect()
            looks.append({"bytes": _peak(), "blocks": sys.getallocatedblocks()})

    covered = explore(_four, most=many, seconds=_FOREVER, chunks=0, progress=look)
    assert covered.schedules == many, covered
    return looks


def _peak() -> int:
    """The most bytes that this process had."""
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere Linux counts in what the parent had
        return int(status.read_text("utf-8").partition("VmHWM:")[2].split()[0]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    print(json.dumps(_explore_and_look(int(sys.argv[1]))))
