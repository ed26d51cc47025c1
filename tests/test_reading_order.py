"""The core can be read from top to bottom: imports only ever point up.

Reads the source with `ast`; nothing is imported to find out. One rule: an
exception is written here, by file and with its reason, or it does not exist.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from urlsession_mock.reading_order import READING_ORDER

PACKAGE = "urlsession_mock"
FOLDER = Path(__file__).parents[1] / PACKAGE
EXCUSE = "# later:"

THREADS = frozenset({"_thread", "asyncio", "concurrent", "multiprocessing", "queue", "threading"})
MAY_USE_THREADS: dict[str, str] = {
    "bindings.rubicon.eventloop": "it is an asyncio loop, whose callbacks run on the main lane",
    "bindings.rubicon.messages": "whether the client called a method is known for each thread",
    "bindings.rubicon.wrapping": "two threads may wrap one object at once",
    "network.stubs": "tasks are resumed on any thread, and ask it for answers",
    "queues": "the lanes are real threads, and are looked at, waited for and ended as such",
    "crew": "the threads that lanes use again",
    "workers": "the threads of a lane are made here",
    "operations": "an operation's end is an event",
    "network.backend": "waits on that loop when httpcore asks it to",
    "network.dialing": "real connections are made on an asyncio loop, names looked up beside it",
    "network.live": "names the thread that would not end",
    "network.stream_live": "reads and writes on that loop at once, and takes a socket from it",
    "network.websocket_errand": "reads and writes on that loop at once",
    "network.loop": "the thread of that loop lives here",
    "network.mailbox": "what happens on that thread is taken on the device's",
    "network.securing": "TLS is spoken on that loop",
    "agenda": "any thread may put something on a run loop, so it holds a lock",
    "dispatch_queue": "a block that is waited for runs on the thread that waits",
    "bindings.pyobjc.dispatch": "semaphores and groups, which threads wait for",
    "loops": "a thread waits in its run loop",
    "performing": "waits for another thread to perform a selector",
    "settling": "the main lane may be an asyncio loop",
    "pump": "the thread that turns the device in main's place lives here",
    "turn": "two threads may turn a device, and it holds the lock",
    "runner": "waits for the job it gave to a lane",
    "recording": "every lane appends to it, so it holds the lock",
    "thread": "NSThread mirrors a thread",
    "url_connection": "a request that is waited for ends with an event",
    "exploring.pausing": "stops the threads of an explored app between two lines",
    "exploring.resting": "looks whether the threads of an explored app have come to rest",
    "watchdog": "watches the main lane from outside; queues' own thread, in a file of its own",
    "world": "the active devices are the one piece of module state, and need its lock",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One name imported by a file: a dotted module, and what is taken from it."""

    module: str
    name: str | None
    line: int
    is_for_types: bool = False
    is_excused: bool = False


# The plugin is mypy's guest: only mypy imports it, and each of its modules speaks of mypy's nodes.
PLUGIN = "mypy_plugin."
OF_MYPY: dict[str, dict[str, str]] = {
    f"{PLUGIN}{name}": {"mypy": "the plugin for mypy, of the extra `mypy`"}
    for name in (
        "__init__",
        "codes",
        "declaring",
        "families",
        "hooks",
        "judging",
        "methods",
        "notes",
        "sites",
        "subjects",
        "telling",
    )
}

# Whoever imports the package has Hypothesis, whose strategies are made when they are defined.
STRATEGIES = "strategies."
OF_HYPOTHESIS: dict[str, dict[str, str]] = {
    f"{STRATEGIES}{name}": {"hypothesis": "its own kind of values, of the extra `hypothesis`"}
    for name in ("app_machine", "carrying", "machine", "printing", "schedules", "scripts", "values")
}

MAY_IMPORT: dict[str, dict[str, str]] = {
    **OF_HYPOTHESIS,
    **OF_MYPY,
    "jsonl.library": {"msgspec": "decodes and checks recordings, of the extra `recordings`"},
    "network.backend": {"httpcore": "names what went wrong as httpcore does"},
    "network.decoding": {"brotli": "decodes br, of the extra `live`"},
    "network.errand": {
        "anyio": "what httpcore waits with, and so the way to give a request up",
        "httpcore": "spells its address",
    },
    "network.live": {"httpcore": "HTTP itself, of the extra `live`"},
    "network.websocket_errand": {"websockets": "the frames, of the extra `live`"},
}

# Classes are made of this library's when the file is imported; only what is itself imported when a
# recording is read or written imports it at the top, and what is imported by mypy, or by a test
# that draws.
IMPORTED_LATE = {"jsonl.library", *OF_HYPOTHESIS, *OF_MYPY}


def is_late(module: str) -> bool:
    """Imported when a recording is read or written, by mypy or by a test that draws; not before."""
    return module in ("har", "har_entries") or module.startswith(("jsonl.", PLUGIN, STRATEGIES))


def imports_of(source: str) -> list[Import]:
    """Every import of a source text, in order, with how it is meant."""
    lines = source.splitlines()
    return list(_walk(ast.parse(source), lines, is_for_types=False, in_function=False))


def _walk(
    node: ast.AST, lines: list[str], *, is_for_types: bool, in_function: bool
) -> Iterator[Import]:
    found: list[tuple[str, str | None]]
    children = ast.iter_child_nodes(node)
    match node:
        case ast.Import():
            found = [(alias.name, None) for alias in node.names]
        case ast.ImportFrom():
            assert not node.level, f"line {node.lineno}: a relative import; write it in full"
            found = [(node.module or "", alias.name) for alias in node.names]
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            for child in children:
                for_types = is_for_types or child in node.body
                yield from _walk(child, lines, is_for_types=for_types, in_function=in_function)
            return
        case _:
            in_function |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for child in children:
                yield from _walk(child, lines, is_for_types=is_for_types, in_function=in_function)
            return
    is_excused = in_function and _has_excuse(lines, node.lineno, node.end_lineno or node.lineno)
    for module, name in found:
        yield Import(module, name, node.lineno, is_for_types, is_excused)


def _has_excuse(lines: list[str], first: int, last: int) -> bool:
    """Whether `# later: why` stands beside the statement or on the line above it."""
    above = lines[first - 2].strip() if first > 1 else ""
    beside = lines[first - 1 : last]
    candidates = [above if above.startswith("#") else "", *beside]
    return any(line.partition(EXCUSE)[2].strip() for line in candidates)


def modules() -> dict[str, Path]:
    """Every file of the core, by the name that `READING_ORDER` gives it."""
    return {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
        for path in sorted(FOLDER.rglob("*.py"))
    }


MODULES = modules()


@cache
def imports(module: str) -> tuple[Import, ...]:
    return tuple(imports_of(MODULES[module].read_text(encoding="utf-8")))


def target(found: Import) -> str | None:
    """The module of the core that an import needs; None if it is not of the core.

    `from package.folder import name` needs the file `name`, if there is one, and
    otherwise the folder's `__init__`.
    """
    top, _, rest = found.module.partition(".")
    if top != PACKAGE:
        return None
    for candidate in (f"{rest}.{found.name}", rest, f"{rest}.__init__"):
        if candidate.strip(".") in MODULES:
            return candidate.strip(".")
    raise AssertionError(f"line {found.line}: no file of the core is {found.module}")


def test_every_file_of_the_core_is_in_the_reading_order_once() -> None:
    unlisted = sorted(set(MODULES) - set(READING_ORDER))
    gone = sorted(set(READING_ORDER) - set(MODULES))

    assert not unlisted + gone, "bring urlsession_mock/reading_order.py to date"
    assert len(READING_ORDER) == len(set(READING_ORDER))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_above_it(module: str) -> None:
    last = len(READING_ORDER)
    place = {name: index for index, name in enumerate(READING_ORDER)}
    needed = [
        (found.line, name)
        for found in imports(module)
        if not found.is_for_types and not found.is_excused and (name := target(found))
    ]
    below = [
        f"line {line} imports {name}"
        for line, name in needed
        if place.get(name, last) >= place.get(module, last + 1)
    ]

    assert not below, (
        f"move one of them in READING_ORDER, or import it inside a function under {EXCUSE!r} why"
    )


@pytest.mark.parametrize("module", MODULES)
def test_the_core_imports_only_the_standard_library_and_typing_extensions(module: str) -> None:
    known = sys.stdlib_module_names | {"typing_extensions", PACKAGE}
    optional = MAY_IMPORT.get(module, {})
    found = imports(module)

    assert {one.module.partition(".")[0] for one in found} <= known | set(optional)


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_an_optional_library_is_imported_only_where_it_is_used(module: str) -> None:
    found = [one for one in imports(module) if one.module.partition(".")[0] in MAY_IMPORT[module]]

    assert {one.module.partition(".")[0] for one in found} == set(MAY_IMPORT[module])
    if module not in IMPORTED_LATE:
        assert all(one.is_for_types or one.is_excused for one in found)


@pytest.mark.parametrize("module", [name for name in MODULES if not is_late(name)])
def test_what_needs_an_optional_library_at_its_top_is_itself_imported_late(module: str) -> None:
    found = [
        one.line
        for one in imports(module)
        if is_late(target(one) or "") and not (one.is_for_types or one.is_excused)
    ]

    assert not found, "import it inside a function, under a comment `# later: why`"


@pytest.mark.parametrize("module", [name for name in MODULES if name not in MAY_USE_THREADS])
def test_only_the_lanes_know_threads(module: str) -> None:
    assert not {found.module.partition(".")[0] for found in imports(module)} & THREADS, (
        "ask `queues` for it, or name the file in MAY_USE_THREADS with the reason"
    )


@pytest.mark.parametrize("module", MAY_USE_THREADS)
def test_a_file_that_may_use_threads_does(module: str) -> None:
    assert {found.module.partition(".")[0] for found in imports(module)} & THREADS


def test_an_import_is_traced_to_the_file_it_needs() -> None:
    assert target(Import(PACKAGE, "reading_order", 1)) == "reading_order"
    assert target(Import(PACKAGE, "Device", 1)) == "__init__"
    assert target(Import(f"{PACKAGE}.reading_order", "READING_ORDER", 1)) == "reading_order"
    assert target(Import("typing", "Final", 1)) is None


@pytest.mark.parametrize(
    ("source", "counts"),
    [
        ("import a", True),
        ("def f():\n    import a", True),
        ("class C:\n    import a", True),
        ("try:\n    import a\nexcept ImportError:\n    pass", True),
        ("def f():\n    import a  # later: a imports this file", False),
        ("def f():\n    # later: a imports this file\n    import a", False),
        ("def f():\n    import a  # later:", True),
        ("import a  # later: not for the top of a file", True),
        ("if TYPE_CHECKING:\n    import a", False),
        ("if typing.TYPE_CHECKING:\n    pass\nelse:\n    import a", True),
    ],
)
def test_an_import_counts_unless_it_is_for_types_or_excused(source: str, counts: bool) -> None:
    [found] = imports_of(source)

    assert (not found.is_for_types and not found.is_excused) is counts
