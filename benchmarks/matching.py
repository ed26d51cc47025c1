"""What it costs to find the answer to one request, among few and among many.

Not here: loading it (loading.py of the package). One rule: the request that comes was registered
in the middle, so that neither the newest nor the oldest is a lucky one.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.rounds import Plan, Sample, interleaved
from urlsession_mock.foundation import NSURL
from urlsession_mock.network import Network
from urlsession_mock.network.wire import Outgoing

__all__ = ["matching"]

_FEW, _MANY = 10, 1_000
# Runs so short that one interruption does not count, as the median of them is taken.
_RUNS, _COUNT = 20, 100
_PEERS_RUNS, _PEERS_COUNT = 5, 2

# What is registered, and the request for it: whole URLs, and the two that tempt into a scan.
_KINDS: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "a request": (
        lambda number: f"https://example.com/items/{number}",
        lambda number: f"https://example.com/items/{number}",
    ),
    "  by its query": (
        lambda number: f"https://example.com/items?page={number}",
        lambda number: f"https://example.com/items?page={number}",
    ),
    "  by a pattern": (
        lambda number: f"https://example.com/of-{number}/{{id}}",
        lambda number: f"https://example.com/of-{number}/7",
    ),
}


def matching(plan: Plan) -> list[Line]:
    """One request among a thousand registered answers, against among ten; and `responses`."""
    samples: dict[str, Sample] = {}
    for kind in _KINDS:
        for among in (_FEW, _MANY):
            samples[f"{kind}, {among}"] = _sample(kind, among)
    has_peer = find_spec("responses") is not None
    if has_peer:
        samples["responses"] = lambda: _responses(_MANY)
    taken = interleaved(plan, samples)
    lines: list[Line] = []
    for kind in _KINDS:
        many = Figure("ours", "µs", taken[f"{kind}, {_MANY}"])
        few = Figure(f"among {_FEW}", "µs", taken[f"{kind}, {_FEW}"])
        what = f"{kind}, among {_MANY:,}"
        lines.append(ratio_at_most(what, many, few, 1.5, "1.5"))
        if has_peer and len(lines) == 1:
            lines.append(beside(what, many, Figure("responses", "µs", taken["responses"])))
    return lines


def _sample(kind: str, among: int) -> Sample:
    return lambda: _ours(kind, among)


def _ours(kind: str, among: int) -> float:
    """Microseconds to find one answer, and to note that it was asked for."""
    registered, asked = _KINDS[kind]
    network = Network()
    for number in range(among):
        network.get(registered(number)).respond()
    url = NSURL.URLWithString_(asked(among // 2))
    assert url is not None
    request = Outgoing("GET", url)
    assert network.answer(request) is not None
    return median(_timed(lambda: network.answer(request), _COUNT) for _ in range(_RUNS))


def _responses(among: int) -> float:
    """Microseconds in which `responses` finds one; its own registry is asked, no request sent."""
    requests: Any = import_module("requests")  # Any: what checks the types has no peers installed
    responses: Any = import_module("responses")  # as above
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    for number in range(among):
        mock.add("GET", f"https://example.com/items/{number}")
    request = requests.Request("GET", f"https://example.com/items/{among // 2}").prepare()
    request.params = {}  # as its adapter adds it before it asks
    registry = mock._registry
    found, _ = registry.find(request)
    assert found is not None
    return median(_timed(lambda: registry.find(request), _PEERS_COUNT) for _ in range(_PEERS_RUNS))


def _timed(find: Callable[[], object], count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        find()
    return (perf_counter() - start) / count * 1e6
