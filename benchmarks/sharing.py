"""What two workers of pytest-xdist make of one exploration, against one.

Not here: how pytest is run (pytest_run.py). One rule: both run as many schedules, and the time is
the one that pytest tells; what it takes to start the workers stands beside it.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.pytest_run import OURS, Bench
from benchmarks.rounds import Plan, interleaved

__all__ = ["workers"]

# Four tasks of five messages: there are more orders of them than anybody waits for.
_TEST = """\
import pytest
from urlsession_mock.foundation import NSURL, NSHTTPURLResponse
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE


class Pages:
    def __init__(self):
        self.pages = {{}}

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        number = task.taskIdentifier()
        self.pages[number] = self.pages.get(number, b"") + bytes(data)


@pytest.mark.urlsession(explore={{"most": {most}, "seconds": 3600, "chunks": 0}})
def test_pages(urlsession_mock):
    session = urlsession_mock.session(Pages())
    for number in range(4):
        url = NSURL.URLWithString_(f"https://example.com/{{number}}")
        task = session.dataTaskWithURL_(url)
        task.resume()
        make = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_
        session.enqueue(RESPONSE, task, make(url, 200, "HTTP/1.1", {{}}))
        for _ in range(3):
            session.enqueue(DATA, task, b"a")
        session.enqueue(COMPLETE, task, None)
    session.finishTasksAndInvalidate()
    urlsession_mock.run()
"""
_FILE = "test_pages.py"
_TOLD = re.compile(r"explored (\d+) schedules in ([\d.]+) s")


def workers(plan: Plan) -> list[Line]:
    """Seconds for one exploration with two workers, against one."""
    most = 3_000 if plan.quick else 12_000
    whole: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.write(_FILE, _TEST.format(most=most))

        def explored(count: int) -> float:
            ran = bench.run(_FILE, (OURS, "xdist"), options=("-n", str(count)))
            told = _TOLD.search(ran.output)
            assert told is not None, ran.output
            assert int(told[1]) == most, told[0]
            whole[count].append(ran.process)
            return float(told[2])

        few = plan.at_most(1 if plan.quick else 3)
        taken = interleaved(few, {"two": lambda: explored(2), "one": lambda: explored(1)})
    return [
        ratio_at_most(
            "an exploration by 2 workers",
            Figure("", "s", taken["two"]),
            Figure("by 1", "s", taken["one"]),
            1 / 1.7,
            "1/1.7",
        ),
        beside(
            "  with their start and their end",
            Figure("", "s", tuple(whole[2][1:])),
            Figure("by 1", "s", tuple(whole[1][1:])),
        ),
    ]
