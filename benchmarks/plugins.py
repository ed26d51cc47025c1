"""What the pytest plugin costs: a run and a test that do not use it, and a test that does.

Not here: how pytest is run (pytest_run.py). One rule: a price is what a run has more than one
without, of the same round.
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Line, at_most, beside, ratio_at_most
from benchmarks.pytest_run import OURS, Bench, is_installed
from benchmarks.rounds import Plan, Sample, interleaved, less

__all__ = ["fixture", "start", "unused"]

# The names under which pytest knows the peers.
_MOCK, _RECORDING, _HTTPX = "pytest_mock", "recording", "pytest_httpx"
_NAMES = {_MOCK: "pytest-mock", _RECORDING: "pytest-recording", _HTTPX: "pytest-httpx"}

_EMPTY = """\
import pytest

@pytest.fixture
def empty():
    yield

"""
_RESPONSES = """\
import pytest
import responses

@pytest.fixture
def mocked():
    with responses.RequestsMock() as mocked:
        yield mocked

"""


def start(plan: Plan) -> list[Line]:
    """What the plugin adds to a run that does not use it."""
    peers = [peer for peer in (_RECORDING, _MOCK) if is_installed(peer)]
    with _bench(_tests(1)) as bench:
        lines: list[Line] = []
        for what, is_cold, limit in (
            ("a run that does not use the plugin", False, 5),
            ("  the plugin not compiled yet", True, 10),
        ):
            samples: dict[str, Sample] = {}
            for name in (OURS, *peers):
                cold = bench.cold_copy(name) if is_cold else None
                samples[f"without {name}"] = _process(bench, (), cold)
                samples[name] = _process(bench, (name,), cold)
            taken = interleaved(plan.times(2), samples)
            figures = {
                name: Figure(
                    _NAMES.get(name, name), "ms", less(taken[name], taken[f"without {name}"])
                )
                for name in (OURS, *peers)
            }
            ours = figures[OURS]
            lines.append(at_most(what, ours, limit))
            lines += (beside(what, ours, figures[peer]) for peer in peers)
    return lines


def _process(bench: Bench, plugins: tuple[str, ...], cold: Path | None) -> Sample:
    return lambda: bench.run("test_it.py", plugins, first_on_path=cold).process * 1e3


def unused(plan: Plan) -> list[Line]:
    """What it adds to each test that does not use it."""
    count = 500 if plan.quick else 2_000
    peers = [peer for peer in (_RECORDING, _MOCK) if is_installed(peer)]
    with _bench(_tests(count)) as bench:
        wholes: dict[str, list[float]] = {}

        def sample(label: str, *plugins: str) -> Sample:
            def take() -> float:
                run = bench.run("test_it.py", plugins)
                wholes.setdefault(label, []).append(run.whole / count * 1e6)
                return run.test * 1e6

            return take

        samples = {"without": sample("without"), "again": sample("again")}
        samples |= {name: sample(name, name) for name in (OURS, *peers)}
        taken = interleaved(plan, samples)
    base = taken["without"]
    # The first of the whole runs warmed up.
    whole = {name: tuple(values[1:]) for name, values in wholes.items()}
    what = "a test that does not use the plugin"
    figures = {
        name: Figure(_NAMES.get(name, name), "µs", less(taken[name], base))
        for name in (OURS, *peers)
    }
    lines = [_within_noise(what, figures[OURS], base, taken["again"])]
    lines += (beside(what, figures[OURS], figures[peer]) for peer in peers)
    what, base = "  its part of collecting and running", whole["without"]
    ours = Figure(OURS, "µs", less(whole[OURS], base))
    return [*lines, _within_noise(what, ours, base, whole["again"])]


def _within_noise(
    what: str, ours: Figure, base: tuple[float, ...], again: tuple[float, ...]
) -> Line:
    """The bar is what three of four equal runs differ in at most, or 1 % where that is more."""
    differences = sorted(abs(one) for one in less(again, base))
    limit = max(differences[len(differences) * 3 // 4], median(base) / 100)
    return at_most(what, ours, limit, f"noise, {limit:.1f} µs")


def fixture(plan: Plan) -> list[Line]:
    """The main fixture in a test that does nothing, over an empty fixture."""
    count = 250 if plan.quick else 1_000
    files = {"empty": _EMPTY + _tests(count, "empty"), OURS: _tests(count, "urlsession_mock")}
    if is_installed(_MOCK):
        files["mocker"] = _tests(count, "mocker")
    if find_spec("responses"):
        files["responses"] = _RESPONSES + _tests(count, "mocked")
    if is_installed(_HTTPX):
        files["httpx_mock"] = _tests(count, "httpx_mock")
    with _bench("") as bench:

        def sample(label: str) -> Sample:
            bench.write(f"test_{label}.py", files[label])
            plugins = (OURS, _MOCK, _HTTPX)
            return lambda: bench.run(f"test_{label}.py", plugins).test * 1e6

        taken = interleaved(plan, {label: sample(label) for label in files})
    figures = {
        label: Figure(label, "µs", less(taken[label], taken["empty"]))
        for label in files
        if label != "empty"
    }
    what, ours = "the fixture, over an empty one", figures.pop(OURS)
    mocker = figures.pop("mocker", None)
    first = ratio_at_most(what, ours, mocker, 1, "1") if mocker else Line(what, ours)
    return [first, *(beside(what, ours, peer) for peer in figures.values())]


# -- test files ----------------------------------------------------------


@contextmanager
def _bench(text: str) -> Generator[Bench]:
    with tempfile.TemporaryDirectory(prefix="urlsession-mock-bench-") as folder:
        bench = Bench(Path(folder))
        bench.write("test_it.py", text)
        yield bench


def _tests(count: int, argument: str = "") -> str:
    """As many tests that do nothing, each asking for that fixture."""
    return "".join(f"def test_{number}({argument}):\n    pass\n\n\n" for number in range(count))
