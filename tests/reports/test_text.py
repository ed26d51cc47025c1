"""A recording as a user reads it, word for word."""
# ruff: noqa: E501 - the rows of a wide terminal

from __future__ import annotations

import io

import pytest

from tests.reports.downloads import App, FragileApp, ImpatientApp
from tests.reports.plays import HERE, Collects, device, loaded, long, relaunched
from urlsession_mock import Recording
from urlsession_mock.events import (
    Lane,
    Looked,
)
from urlsession_mock.foundation import (
    NSURL,
)
from urlsession_mock.reports import lay_out, text, wants_color
from urlsession_mock.reports.cells import width_of
from urlsession_mock.reports.lanes import Hidden, More, Row


def page(recording: Recording, width: int = 80, *, limit: int | None = 300) -> str:
    """The text, in UTF-8, with files named from this folder."""
    return text(recording, width, root=HERE, encoding="utf-8", limit=limit)


# fmt: off
def test_in_80_columns_each_event_stands_in_the_column_of_its_lane() -> None:
    assert page(relaunched(ImpatientApp)) == """\
event     time  system    main      delegate
    1   0.0 ms            ● app terminated
    2   1.0 ms  → finish-download #1
    3   2.0 ms  → complete #1
    4   3.0 ms            ● app launched  launch 2
    5   4.0 ms            ● app woken  for "com.example.sync"
    6   5.0 ms  → handover  for "com.example.sync"
    7   6.0 ms            ■ handover  for "com.example.sync"
    8   7.0 ms              ● session 1  "com.example.sync" for Impatient
   10   9.0 ms  → finish-events
   11  10.0 ms                      ■ finish-download #1
   12  11.0 ms            ◆ handler  of "com.example.sync"       downloads.py:43
   14  13.0 ms                      □ complete #1
   15  14.0 ms                      ■ finish-events

→ enqueued   ■ delivered   □ not implemented, default taken   ◆ handler called
● by the app or the test   #1 is task 1   indented: inside of that call"""


def test_in_200_columns_no_label_runs_into_the_next_lane() -> None:
    assert page(relaunched(ImpatientApp), 200) == """\
event     time  system                main              delegate
    1   0.0 ms                        ● app terminated
    2   1.0 ms  → finish-download #1
    3   2.0 ms  → complete #1
    4   3.0 ms                        ● app launched  launch 2
    5   4.0 ms                        ● app woken  for "com.example.sync"
    6   5.0 ms  → handover  for "com.example.sync"
    7   6.0 ms                        ■ handover  for "com.example.sync"
    8   7.0 ms                          ● session 1  "com.example.sync" for Impatient   downloads.py:60
   10   9.0 ms  → finish-events
   11  10.0 ms                                          ■ finish-download #1
   12  11.0 ms                        ◆ handler  of "com.example.sync"                  downloads.py:43
   14  13.0 ms                                          □ complete #1
   15  14.0 ms                                          ■ finish-events

→ enqueued   ■ delivered   □ not implemented, default taken   ◆ handler called   ● by the app or the test   #1 is task 1   indented: inside of that call"""


def test_an_exception_and_an_error_are_told_in_their_rows() -> None:
    assert rows(relaunched(FragileApp, failing=True), 10, 11) == """\
   10   9.0 ms                      ■ complete #1  NSURLErrorTimedOut (-1001)
   11  10.0 ms                        ✗ raised #1  RuntimeError: nothing is kno…"""


def test_a_long_run_becomes_its_first_its_last_and_a_count() -> None:
    assert page(loaded(1000), 80).partition("\n\n")[0] == """\
event     time  system    main      delegate
    1  0.000 s            ● session 1  default for Collects          plays.py:75
    2  0.001 s            ● data task #1  https://example.com/a      plays.py:76
    3  0.002 s            ● resume #1                                plays.py:77
    4  0.003 s  → response #1  HTTP 200
    5  0.004 s  → data #1  3 bytes
                … 998 more data
 1004  1.003 s  → data #1  3 bytes
 1005  1.004 s  → complete #1
 1006  1.005 s                      ■ response #1  HTTP 200
 1007  1.006 s                        ◆ reply #1  to response: Allow
 1009  1.008 s                      ■ data #1  3 bytes
                                    … 998 more data
 2008  2.007 s                      ■ data #1  3 bytes
 2009  2.008 s                      ■ complete #1"""


def test_runs_on_two_lanes_that_take_turns_are_counted_apart() -> None:
    assert page(long(500)).partition("\n\n")[0] == """\
event      time  system     delegate
    1    0.0 ms  → data #1  3 bytes
                 … 498 more data
    2    1.0 ms             ■ data #1  3 bytes
                            … 498 more data
  999  998.0 ms  → data #1  3 bytes
 1000  999.0 ms             ■ data #1  3 bytes"""


def test_several_sessions_have_a_lane_each_and_the_systems_rows_say_whose() -> None:
    assert page(loaded(1, sessions=2)).partition("\n\n")[0] == """\
event     time  system    main      delegate 1  delegate 2
    1   0.0 ms            ● session 1  default for Collects          plays.py:75
    2   1.0 ms            ● data task #1  https://example.com/a, session 1
    3   2.0 ms            ● resume #1  session 1                     plays.py:77
    4   3.0 ms  → response #1  HTTP 200, session 1
    5   4.0 ms  → data #1  3 bytes, session 1
    6   5.0 ms  → complete #1  session 1
    7   6.0 ms            ● session 2  default for Collects          plays.py:75
    8   7.0 ms            ● data task #1  https://example.com/a, session 2
    9   8.0 ms            ● resume #1  session 2                     plays.py:77
   10   9.0 ms  → response #1  HTTP 200, session 2
   11  10.0 ms  → data #1  3 bytes, session 2
   12  11.0 ms  → complete #1  session 2
   13  12.0 ms                      ■ response #1  HTTP 200
   14  13.0 ms                        ◆ reply #1  to response: Allow
   16  15.0 ms                      ■ data #1  3 bytes
   17  16.0 ms                      ■ complete #1
   19  18.0 ms                                  ■ response #1  HTTP 200
   20  19.0 ms                                    ◆ reply #1  to response: Allow
   22  21.0 ms                                  ■ data #1  3 bytes
   23  22.0 ms                                  ■ complete #1"""


def test_past_the_limit_the_middle_is_left_out() -> None:
    assert page(loaded(3), limit=6).partition("\n\n")[0] == """\
event     time  main            delegate
    1   0.0 ms  ● session 1  default for Collects       plays.py:75
    2   1.0 ms  ● data task #1  https://example.com/a   plays.py:76
    3   2.0 ms  ● resume #1                             plays.py:77
… 8 events left out; text(recording, limit=None) shows them
   13  12.0 ms                  ■ data #1  3 bytes
   14  13.0 ms                  ■ data #1  3 bytes
   15  14.0 ms                  ■ complete #1"""


def test_where_the_output_has_no_such_signs_they_are_ascii() -> None:
    shown = text(relaunched(FragileApp, failing=True), root=HERE, encoding="ascii")

    assert shown.isascii()
    assert shown.partition("\n\n")[2] == """\
> enqueued   # delivered   * handler called   @ by the app or the test
x raised, refused, stuck or not on main   #1 is task 1
indented: inside of that call"""
# fmt: on


def test_an_empty_recording_says_so() -> None:
    assert page(Recording(float)) == "nothing happened: the recording is empty"


def test_more_than_a_few_sessions_share_a_lane() -> None:
    layout = lay_out(loaded(1, sessions=4))

    assert layout.lanes == ("system", "main", "delegate")
    assert "■ complete #1  session 4" in page(loaded(1, sessions=4))


def test_a_path_too_long_for_the_row_gives_way_to_its_name() -> None:
    shown = text(loaded(1), 80, root=HERE / "elsewhere", encoding="utf-8")

    assert (
        "    1   0.0 ms            ● session 1  default for Collects          plays.py:75" in shown
    )


def test_without_being_asked_there_is_no_colour() -> None:
    assert "\x1b" not in text(relaunched(FragileApp, failing=True))


def test_what_was_raised_is_red() -> None:
    shown = text(relaunched(FragileApp, failing=True), color=True, encoding="utf-8")

    assert "\x1b[31m✗\x1b[0m raised #1" in shown


@pytest.mark.parametrize("width", [1, 40, 59, 80, 120, 200])
@pytest.mark.parametrize("identifier", ["com.example." + "x" * 300, "同期" * 90, "e\u0301" * 90])
def test_no_row_is_wider_than_asked(identifier: str, width: int) -> None:
    lines = page(relaunched(App, identifier=identifier), width).splitlines()

    assert max(map(width_of, lines)) <= max(width, 40)


def test_an_identifier_cannot_disturb_the_terminal() -> None:
    shown = page(relaunched(App, identifier="a\x1b[31m\n\u202eb"))

    assert '"a\\x1b[31m\\n\\u202eb"' in shown


def test_the_text_of_a_long_recording_is_no_longer_than_that_of_a_short_one() -> None:
    short, longer = page(long(50)), page(long(5_000))

    assert len(longer.splitlines()) == len(short.splitlines())


def test_a_layout_of_many_tasks_stays_within_its_limit() -> None:
    with device() as world:
        session = world.session(Collects())
        url = NSURL.URLWithString_("https://example.com/a")
        assert url is not None
        for _ in range(30):
            session.dataTaskWithURL_(url).resume()
    items = lay_out(world.recording, limit=20).items

    assert len(items) == 21
    assert [item.count for item in items if isinstance(item, Hidden)] == [41]


def test_a_layout_without_a_limit_leaves_nothing_out() -> None:
    assert not [item for item in lay_out(loaded(2), limit=None).items if isinstance(item, Hidden)]


def test_other_events_that_follow_each_other_are_counted_only_in_a_very_long_run() -> None:
    def looks(count: int) -> list[object]:
        recording = Recording(float)
        for _ in range(count):
            recording.add(Looked, Lane("delegate", 1), 1, "statusCode")
        return [type(item) for item in lay_out(recording).items]

    assert looks(10) == [Row] * 10
    assert looks(11) == [Row, More, Row]


def test_reading_a_recording_leaves_no_trace_in_it() -> None:
    recording = relaunched(ImpatientApp)
    before = len(recording)
    page(recording)

    assert len(recording) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_only_a_terminal_wants_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    assert wants_color(Terminal())
    assert not wants_color(io.StringIO())


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_may_decline_colour(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert not wants_color(Terminal())


def rows(recording: Recording, first: int, last: int) -> str:
    """The rows of these events."""
    lines = page(recording).splitlines()
    numbers = [str(number) for number in range(first, last + 1)]
    return "\n".join(line for line in lines if line.split()[:1] and line.split()[0] in numbers)
