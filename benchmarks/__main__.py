"""The command `python -m benchmarks`: run, print a table, write JSON.

Not here: what is measured. One rule: it ends with 0 whatever it measured, unless `--check`
was asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks import figures
from benchmarks.asking import asking
from benchmarks.checking import checking
from benchmarks.downloading import live
from benchmarks.exploring import against_blind, kept, schedules
from benchmarks.figures import Json, Line
from benchmarks.matching import matching
from benchmarks.memory import memory
from benchmarks.messages import message, million
from benchmarks.plugins import fixture, start, unused
from benchmarks.replaying import replaying, replaying_memory
from benchmarks.rounds import Plan
from benchmarks.sharing import workers

_JSON = Path("build/benchmarks.json")


@dataclass(frozen=True, slots=True)
class _Row:
    """One benchmark, and what must be installed for it."""

    name: str
    what: str
    measure: Callable[[Plan], list[Line]]
    needs: str = "urlsession_mock"


_PLUGIN = "pytest_urlsession"
_READS = "msgspec"
# fmt: off
_ROWS = (
    _Row("message", "enqueued, delivered, recorded and judged; against MagicMock", message),
    _Row("memory",  "kept for a recorded message; against unittest.mock", memory),
    _Row("million", "a message of a million; against one of a thousand", million),
    _Row("asking",  "whether a delegate implements a method; against Protocols", asking),
    _Row("matching", "an answer found among a thousand; against among ten", matching),
    _Row("live",    "a large GET from a real server; against bare httpcore", live, "httpcore"),
    _Row("replay",  "a recorded message loaded and replayed; against cassettes", replaying, _READS),
    _Row("replay-memory", "a million messages replayed; a thousand", replaying_memory, _READS),
    _Row("schedules", "a schedule explored and judged; against one run", schedules),
    _Row("blind",   "explored until all is; against every order there is", against_blind),
    _Row("kept",    "memory after 100,000 schedules; after 10,000", kept),
    _Row("workers", "an exploration by two workers of pytest-xdist; by one", workers, "xdist"),
    _Row("checking", "mypy on a project with the plugin; without", checking, "mypy"),
    _Row("start",   "what the plugin adds to a run that does not use it", start, _PLUGIN),
    _Row("unused",  "what it adds to each test that does not use it", unused, _PLUGIN),
    _Row("fixture", "the main fixture over an empty one; against mocker", fixture, _PLUGIN),
)
# fmt: on

# What `make bench` installs to compare with, and the name it has to Python.
_PEERS = {
    "pytest-mock": "pytest_mock",
    "pytest-recording": "pytest_recording",
    "pytest-httpx": "pytest_httpx",
    "responses": "responses",
    "cassetter": "cassetter",
    "vcrpy": "vcr",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for. The exit status: 1 where `--check` found a bar missed, else 0."""
    asked = _parser().parse_args(arguments)
    plan = Plan(asked.rounds or (7 if asked.quick else 15), asked.quick, _say)
    wanted = [row for row in _ROWS if not asked.only or row.name in asked.only]
    notes = [f"{name} is not installed, so not compared with" for name in _missing()]
    results: list[Json] = []
    missed: list[str] = []
    print(figures.header(), flush=True)
    for row in wanted:
        if find_spec(row.needs) is None:
            notes.append(f"{row.name}: not measured, because {row.needs} cannot be imported")
            continue
        began = perf_counter()
        _begin(row)
        lines = row.measure(plan)
        _say("")
        print(figures.printed(lines), flush=True)
        missed += [line.what.strip() for line in lines if line.bar and not line.bar.met]
        shown: list[Json] = [figures.as_json(line) for line in lines]
        results.append({"name": row.name, "seconds": perf_counter() - began, "lines": shown})
    for note in notes:
        print(f"note: {note}")
    _write(asked.json, results, notes, plan)
    print(f"\neach number is a median; all samples are in {asked.json}")
    if missed:
        print(f"missed: {'; '.join(missed)}")
    return 1 if missed and asked.check else 0


def _parser() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {row.name:<13} {row.what}" for row in _ROWS)
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure what urlsession-mock costs, beside its peers, in one run.\n"
        "Every number is the median of samples that were taken turn by turn.",
        epilog=f"benchmarks:\n{rows}\n\n"
        "A ratio is ours for one of the peer's, and so is a bar without a unit. A machine that\n"
        "does other work meanwhile measures that too: look at the ratios, and measure again.\n"
        "All of it takes about twelve minutes, with --quick three.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        action="append",
        choices=[row.name for row in _ROWS],
        help="measure this one; may be given again for others",
    )
    parser.add_argument(
        "--rounds", metavar="N", type=_count, help="samples of each thing (15; with --quick 7)"
    )
    parser.add_argument("--quick", action="store_true", help="few rounds, short test files")
    parser.add_argument(
        "--json", metavar="PATH", type=Path, default=_JSON, help=f"where samples go ({_JSON})"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bar is missed")
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1 round is needed")
    return count


def _begin(row: _Row) -> None:
    """Say in a log what is being measured; a terminal is told more, by `_say`."""
    if not sys.stderr.isatty():
        print(f"measuring {row.name}: {row.what}", file=sys.stderr, flush=True)


def _say(progress: str) -> None:
    """Show on a terminal how far it is, in a line that the next one takes the place of."""
    if sys.stderr.isatty():
        print(f"\r\033[K{progress}", end="", file=sys.stderr, flush=True)


def _missing() -> list[str]:
    return [name for name, module in _PEERS.items() if find_spec(module) is None]


def _write(path: Path, results: list[Json], notes: list[str], plan: Plan) -> None:
    """Write all samples, and what they were taken with."""
    versions: dict[str, Json] = {}
    for name in ("pytest", "typing_extensions", *_PEERS):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = None
    about: dict[str, Json] = {
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "versions": versions,
        "rounds": plan.rounds,
        "quick": plan.quick,
        "notes": [*notes],
        "benchmarks": results,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(about, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
