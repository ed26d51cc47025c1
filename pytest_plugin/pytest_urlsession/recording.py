"""What the `urlsession_recording` fixture does: replay the recording of a test, or make it.

Not here: answering from a recording (`urlsession_mock.replaying`), writing one (`urlsession_mock.
jsonl`). One rule: a recording is written when all phases of its test have passed, whole or not.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_urlsession.parting import whole_of
from pytest_urlsession.phases import RUN, TRIAL
from urlsession_mock.errors import BadRecording, MissingExtra
from urlsession_mock.replaying.places import place_of

if TYPE_CHECKING:
    from urlsession_mock import Device, RecordingWriter
    from urlsession_mock.replaying.playback import Playback

__all__ = ["FIXTURE", "RecordedTest", "begin", "place"]

_PLAYS = frozenset({"none", "once", "new"})
FIXTURE = "urlsession_recording"


def place(item: pytest.Item) -> Path:
    """Where the recording of a test is."""
    return place_of(item.path, whole_of(item.nodeid).partition("::")[2])


class RecordedTest:
    """The recording of one test."""

    def __init__(self, path: Path, mode: str) -> None:
        self.path = path
        """Its file, there or not."""
        self.mode = mode
        """What `--urlsession-record` says."""
        self.is_replaying: bool = False
        """Requests are answered from the recording."""
        self.is_recording: bool = False
        """The file is written when the test has passed."""
        self._playback: Playback | None = None
        self._writer: RecordingWriter | None = None
        self._folder: Path | None = None
        self.has_failed: bool = False
        """A phase of the test did not pass."""

    # -- what the test hears -----------------------------------------------

    def play(self, device: Device) -> None:
        """Answer from the recording. Raises `BadRecording`, or `MissingExtra` without msgspec."""
        from urlsession_mock.jsonl.reading import load
        from urlsession_mock.replaying.playback import Playback

        playback = Playback(device, load(self.path), self.shown)
        playback.lets_new_through = self.mode == "new"
        device.network.playback = self._playback = playback
        self.is_replaying = True

    def write(self, device: Device) -> None:
        """Write the test's run beside the place where it will be kept."""
        from urlsession_mock.jsonl.writing import RecordingWriter

        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=self.path.parent))
        self._writer = RecordingWriter(device.recording, self._folder / self.path.name)
        self.is_recording = True

    def check(self, *, allows_unplayed: bool) -> str:
        """What was asked otherwise than recorded, and what was not asked for; empty for nothing."""
        playback = self._playback
        if playback is None:
            return ""
        problems = playback.problems()
        if problems:
            return "\n".join(problems)
        unplayed = [] if allows_unplayed or self.mode == "new" else playback.unplayed()
        if not unplayed:
            return ""
        lines = [f"the recording {self.shown} was not played to its end", *unplayed]
        return "\n    ".join(lines) + (
            "\n    where that is meant, @pytest.mark.urlsession(allow_unplayed=True), or record it "
            "anew with --urlsession-record=rewrite"
        )

    @property
    def shown(self) -> str:
        """Its path as pytest names files."""
        with suppress(ValueError):
            return str(self.path.relative_to(Path.cwd()))
        return str(self.path)

    # -- the file ------------------------------------------------------------

    def close(self) -> None:
        """Nothing more happens on the device."""
        if self._writer is not None:
            self._writer.close()

    def finish(self) -> None:
        """All phases are over: keep the recording if each has passed. Raises `OSError`."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        try:
            playback = self._playback
            is_new = playback is None or playback.went_through > 0
            if not self.has_failed and is_new:
                self._keep(folder / self.path.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            self._tidy()

    def _keep(self, written: Path) -> None:
        """Put the file in its place at once, its bodies before it and the old ones' after."""
        new, bodies = written.with_suffix(".bodies"), self.path.with_suffix(".bodies")
        names: set[str] = set()
        if new.is_dir():
            bodies.mkdir(exist_ok=True)
            for body in new.iterdir():
                names.add(body.name)
                body.replace(bodies / body.name)
        written.replace(self.path)
        if bodies.is_dir():
            for body in bodies.iterdir():
                if body.name not in names:
                    body.unlink()
            with suppress(OSError):  # it is not empty
                bodies.rmdir()

    def remove(self) -> None:
        """Remove the recording there is."""
        self.path.unlink(missing_ok=True)
        shutil.rmtree(self.path.with_suffix(".bodies"), ignore_errors=True)

    def _tidy(self) -> None:
        """Leave no empty folder behind."""
        with suppress(OSError):
            self.path.parent.rmdir()
            self.path.parent.parent.rmdir()


_RECORDED = pytest.StashKey[RecordedTest]()


@contextmanager
def begin(request: pytest.FixtureRequest, device: Device) -> Generator[RecordedTest]:
    """Replay or record while the test runs; fails where it can do neither."""
    __tracebackhide__ = True
    item: pytest.Item = request.node
    mode = str(item.config.option.urlsession_record)
    recorded = RecordedTest(place(item), mode)
    wrong = _begin(recorded, item, device)
    if wrong:
        pytest.fail(wrong, pytrace=False)
    item.stash[_RECORDED] = recorded
    trial = item.stash[TRIAL]
    trial.checks.append(lambda: recorded.check(allows_unplayed=trial.allows_unplayed))
    orphans = item.config.pluginmanager.get_plugin("urlsession-orphans")
    if orphans is not None:
        orphans.used.add(str(recorded.path))
    manager = item.config.pluginmanager
    if not manager.hasplugin(_Kept.NAME):
        manager.register(_Kept(), _Kept.NAME)
    try:
        yield recorded
    finally:
        recorded.close()


def _begin(recorded: RecordedTest, item: pytest.Item, device: Device) -> str:
    """Begin; why it is not possible, empty where it is."""
    mode, path = recorded.mode, recorded.path
    is_there = path.is_file()
    if mode == "none" and not is_there:
        return (
            f"{whole_of(item.nodeid)} has no recording: {recorded.shown} does not exist\n"
            f"    --urlsession-record={mode} only replays, so that no request leaves by accident; "
            f"record it with --urlsession-record=once"
        )
    if RUN in item.stash and (mode not in ("none", "once") or not is_there):
        return (
            f"{whole_of(item.nodeid)} has explore=: each of its schedules would be recorded\n"
            f"    without explore= it is recorded by --urlsession-record={mode}, and then all its "
            f"schedules are answered from that recording"
        )
    try:
        if mode == "rewrite":
            recorded.remove()
        if is_there and mode in _PLAYS:
            recorded.play(device)
        if not recorded.is_replaying or mode == "new":
            recorded.write(device)
    except (BadRecording, MissingExtra) as error:
        return str(error)
    except OSError as error:
        return f"{recorded.shown} cannot be written: {error.strerror}"
    return ""


class _Kept:
    """Keeps recordings when their tests have passed; registered when the first is made."""

    NAME = "urlsession-recordings"

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Look whether a phase passed; after the last one, keep the recording."""
        report = yield
        recorded = item.stash.get(_RECORDED, None)
        if recorded is None:
            return report
        recorded.has_failed = recorded.has_failed or not report.passed
        if call.when == "teardown":
            del item.stash[_RECORDED]
            try:
                recorded.finish()
            except OSError as error:
                report.outcome = "failed"
                report.longrepr = f"{recorded.shown} cannot be written: {error.strerror}"
        return report
