"""The pytest plugin: fixtures, the marker, ini options.

Wiring only: what is judged and how is decided in `urlsession_mock`; what happens when a
fixture is used is in the files beside this one. One rule: a run that uses none of the fixtures
never imports the core, and no test that does not use them pays for them.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from pytest_urlsession.recording import RecordedTest
    from pytest_urlsession.relaunching import BackgroundRelaunch
    from pytest_urlsession.spying import DelegateSpy
    from pytest_urlsession.warned import URLSessionWarning
    from urlsession_mock import Device, Relaunch
    from urlsession_mock.bindings.pyobjc import PyObjC
    from urlsession_mock.bindings.rubicon import Rubicon

__all__ = [
    "BackgroundRelaunch",
    "DelegateSpy",
    "Device",
    "PyObjC",
    "RecordedTest",
    "Relaunch",
    "Rubicon",
    "URLSessionWarning",
]

# Where the classes are that tests name in annotations: only those who ask import them.
_CLASSES = {
    "BackgroundRelaunch": "pytest_urlsession.relaunching",
    "DelegateSpy": "pytest_urlsession.spying",
    "Device": "urlsession_mock",
    "PyObjC": "urlsession_mock.bindings.pyobjc",
    "Rubicon": "urlsession_mock.bindings.rubicon",
    "RecordedTest": "pytest_urlsession.recording",
    "Relaunch": "urlsession_mock",
    "URLSessionWarning": "pytest_urlsession.warned",
}

# fmt: off
_FLAGS = (
    ("allow_unplayed",   "a recording may have more than its test asks for"),
    ("allow_unexpected", "a request may be made that nobody answers"),
    ("allow_unused",     "a canned answer may be registered that nobody asks for"),
)
# fmt: on
_MARKER = """\
urlsession(allow=[], require=[], platform=..., limit=..., live=..., allow_unplayed=..., \
allow_unexpected=..., allow_unused=..., explore=..., **options): how the urlsession_mock fixture \
judges this test. allow: ids of rules that may be broken here (on a test itself, one that \
nothing breaks fails it). require: ids of rules that fail the test where they would only warn. \
platform: 'ios' or 'macos-appkit'. limit: seconds after which a lane that is held counts as \
stuck. live: True lets tasks talk to real servers on this machine, a list to the hosts it names. \
allow_unplayed: True lets a recording have more than the test asks for, allow_unexpected a \
request be made that nobody answers, allow_unused a canned answer go unasked. explore: True runs \
the test once for each order that the system may make of it, with fixtures made anew; {'kills': \
1, ...} or a urlsession_mock.Plan says what else may happen. options: fields of \
urlsession_mock.Options. `urlsession-mock rules` lists the ids."""


def __getattr__(name: str) -> object:
    module = _CLASSES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(module), name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options; what they hold is read when a fixture is first used."""
    seconds: Literal["float", "string"] = "float" if pytest.version_tuple >= (8, 4) else "string"
    parser.addini(
        "urlsession_allow",
        "ids of URLSession rules that every test may break; adds to the marker's allow=[...]",
        type="args",
        default=[],
    )
    parser.addini(
        "urlsession_require",
        "ids of URLSession rules that fail a test where they would only warn; adds to "
        "the marker's require=[...]",
        type="args",
        default=[],
    )
    parser.addini(
        "urlsession_platform",
        "the simulated system where the marker names none: ios (default) or macos-appkit",
        type="string",
        default="",
    )
    parser.addini(
        "urlsession_limit",
        "seconds after which a lane that is held counts as stuck, where the marker says nothing "
        "(default 5)",
        type=seconds,
        default="",
    )
    parser.addini(
        "urlsession_bindings",
        "bridges that can be imported from the start of the run, for test files that do so at "
        "their top: pyobjc, rubicon",
        type="args",
        default=[],
    )
    for name, what in _FLAGS:
        parser.addini(
            f"urlsession_{name}",
            f"whether {what}, where the marker says nothing (default: it fails the test)",
            type="bool",
            default=False,
        )
    group = parser.getgroup("urlsession", "recordings of URLSession tests")
    group.addoption(
        "--urlsession-record",
        metavar="MODE",
        choices=("none", "once", "new", "all", "rewrite"),
        default="none",
        help="what the urlsession_recording fixture does. none (default): replay, and let no "
        "request out. once: record where there is no recording, else replay. new: replay, and "
        "record what is new. all: record, replay nothing. rewrite: the same, and remove the old "
        "recording first.",
    )
    parser.addini(
        "urlsession_schedules",
        "the folder, beside each test file, for schedules that made a test with explore= fail, to "
        "try first next time (default .urlsession_mock). A path from the root keeps all of them "
        "there, off keeps none",
        type="string",
        default=".urlsession_mock",
    )
    group.addoption(
        "--urlsession-schedule",
        metavar="SCHEDULE",
        help="run one test with explore= once, with the schedule that its failure names, "
        "as 7k1.9n2",
    )
    group.addoption(
        "--urlsession-check-orphans",
        action="store_true",
        help="fail where there are recordings that no collected test uses; with --collect-only "
        "nothing is run for it",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, and make the bridges importable that the ini file names."""
    config.addinivalue_line("markers", _MARKER)
    if bindings := config.getini("urlsession_bindings"):
        from pytest_urlsession.bindings import make_importable

        make_importable(config, bindings)
    if config.option.urlsession_check_orphans:
        from pytest_urlsession.orphans import Orphans

        config.pluginmanager.register(Orphans(config), Orphans.NAME)
    if config.option.urlsession_schedule is not None:
        from pytest_urlsession.exploring import check_given

        check_given(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Let the workers of pytest-xdist share what is explored, should something be."""
    from pytest_urlsession.merging import configure

    configure(node)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist tells what a worker has collected
def pytest_collection_finish(session: pytest.Session) -> None:
    """Explore the tests that ask for it, where there are any."""
    marked = [
        item
        for item in session.items
        if "urlsession" in item.keywords  # most are not, and that is soon known
        and any("explore" in mark.kwargs for mark in item.iter_markers("urlsession"))
    ]
    if marked or session.config.option.urlsession_schedule is not None:
        from pytest_urlsession.exploring import explore_those

        explore_those(session, marked)


_asked = threading.local()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    """Keep the request for our fixture, which takes no parameter.

    Asking for `request`, as any parameter, would cost as much as all the rest of it.
    """
    if fixturedef.argname == "urlsession_mock":
        _asked.request = request


@pytest.fixture
def urlsession_mock() -> Iterator[Device]:
    """A simulated device, active during the test; the URLSession rules judge what happens on it.

    When the test's body has ended the device runs until nothing more can happen. A rule
    that was broken then fails the test, although it asserted nothing. See
    `pytest --markers` for what @pytest.mark.urlsession can change.
    """
    import pytest_urlsession.phases as phases

    trial = phases.begin(_asked.__dict__.pop("request"))
    yield trial.device
    phases.end(trial)


@pytest.fixture
def background_relaunch(
    request: pytest.FixtureRequest, urlsession_mock: Device
) -> BackgroundRelaunch:
    """Make the scenario of an app that is relaunched when its background transfers have ended.

    relaunch = background_relaunch(identifier="com.example.sync", app=AppDelegate), then
    queue what ended meanwhile: relaunch.download(url, b"..."), and relaunch.finish_events();
    relaunch.assert_handler_called(). On the same device as `urlsession_mock`.
    """
    from pytest_urlsession.phases import TRIAL
    from pytest_urlsession.relaunching import BackgroundRelaunch

    return BackgroundRelaunch(urlsession_mock, request.node.stash.get(TRIAL, None))


@pytest.fixture
def urlsession_recording(
    request: pytest.FixtureRequest, urlsession_mock: Device
) -> Iterator[RecordedTest]:
    """Answer the test's requests from a recording of an earlier run, or make that recording.

    By default nothing is recorded and no request leaves the device: pass --urlsession-record=once
    to record the tests that have no recording, and commit the folder `recordings`. On the same
    device as `urlsession_mock`. A request that is not the recorded one fails the test, and so does
    what was recorded and not asked for.
    """
    from pytest_urlsession.recording import begin

    with begin(request, urlsession_mock) as recorded:
        yield recorded


@pytest.fixture
def delegate_spy(request: pytest.FixtureRequest) -> DelegateSpy:
    """Spy on every method that a delegate implements, with pytest-mock.

    spy = delegate_spy(delegate) returns the same delegate; what it does not implement stays
    unimplemented. Afterwards: spy.URLSession_task_didCompleteWithError_.assert_called_once().
    """
    from pytest_urlsession.spying import DelegateSpy, mocker_of

    return DelegateSpy(mocker_of(request))


@pytest.fixture
def pyobjc(urlsession_mock: Device) -> Iterator[PyObjC]:
    """Make `Foundation`, `objc` and friends importable during the test: PyObjC code runs as it is.

    client = pyobjc.load("src/client.py") imports a file of it, pyobjc.run("fetch.py", "-v") runs
    one as a program and gives its exit status. On the same device as `urlsession_mock`. For test
    files that import Foundation at their top, set the ini option urlsession_bindings = pyobjc.
    """
    from urlsession_mock.bindings.pyobjc import installed

    with installed(urlsession_mock) as bridge:
        yield bridge


@pytest.fixture
def rubicon(urlsession_mock: Device) -> Iterator[Rubicon]:
    """Make `rubicon.objc` importable during the test: rubicon code runs as it is.

    client = rubicon.load("src/client.py") imports a file of it. On the same device as
    `urlsession_mock`. For test files that import rubicon.objc at their top, set the ini option
    urlsession_bindings = rubicon.
    """
    from urlsession_mock.bindings.rubicon import installed

    with installed(urlsession_mock) as bridge:
        yield bridge


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain how two lists of messages differ; leaves every other comparison alone."""
    if op != "==" or {type(left), type(right)} != {list}:
        return None
    if "urlsession_mock.selectors" not in sys.modules:
        return None  # nobody can have made a list of selectors
    from pytest_urlsession.comparing import explain

    return explain(left, right)
