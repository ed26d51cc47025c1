"""What a run's delegates were sent, as `urlsession-mock run` tells it."""

from __future__ import annotations

from tests.reports.downloads import App, ImpatientApp
from tests.reports.plays import device, loaded, relaunched
from urlsession_mock.foundation import NSURL
from urlsession_mock.reports import summary
from urlsession_mock.reports.cells import width_of


class Raises:
    """A delegate that fails."""

    def URLSession_task_didCompleteWithError_(self, session, task, error):  # type: ignore[no-untyped-def]  # as users write it
        raise LookupError("nowhere")


def test_each_session_is_told_with_its_messages() -> None:
    assert (
        summary(relaunched(ImpatientApp))
        == """\
session 1, "com.example.sync", for Impatient
    sent: 1 finish-download, 1 finish-events
    not implemented: 1 complete
the app was sent: 1 handover"""
    )


def test_tasks_are_counted_by_the_host_they_talk_to() -> None:
    assert summary(loaded(3)).splitlines()[1:3] == [
        "    1 task: 1 to example.com",
        "    sent: 1 response, 3 data, 1 complete",
    ]


def test_a_narrow_terminal_breaks_lines_behind_commas() -> None:
    drawn = summary(relaunched(App, failing=True), 40)
    assert all(width_of(line) <= 40 for line in drawn.splitlines())
    assert 'session 1, "com.example.sync",' in drawn


def test_exceptions_of_delegates_are_counted() -> None:
    with device() as world:
        world.network.get("https://example.com/").respond()
        session = world.session(Raises())
        address = NSURL.URLWithString_("https://user:secret@example.com/")
        assert address is not None
        session.dataTaskWithURL_(address).resume()
        world.network.strict(unexpected=False, unused=False)
        world.run()
    drawn = summary(world.recording)
    assert "1 exception left a method of a delegate" in drawn
    assert "secret" not in drawn


def test_a_script_that_made_no_session_is_told_so() -> None:
    with device() as world:
        assert summary(world.recording) == "no session was made"
