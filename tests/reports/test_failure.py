"""What a user reads when a delegate broke a rule, word for word."""

# ruff: noqa: E501 - the address of a page is never broken

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.downloads import App, ForgetfulApp, FragileApp, ImpatientApp
from tests.reports.made_rules import answers, names, no_data, no_sessions, raises, verdict
from tests.reports.plays import HERE, Collects, loaded, long, relaunched
from urlsession_mock import Recording, Strength, Verdict, Violation
from urlsession_mock.events import Lane, Stuck, Where
from urlsession_mock.reports import failure
from urlsession_mock.reports.cells import width_of
from urlsession_mock.rules.rule import rule
from urlsession_mock.rules.stored_handler import (
    stored_handler_after_finish_events,
    stored_handler_called,
    stored_handler_on_main_thread,
)


def report(judged: Verdict, width: int = 80, *, color: bool = False) -> str:
    """The failure, in UTF-8, with files named from this folder."""
    return failure(judged, width, HERE, color, encoding="utf-8")


def early() -> Verdict:
    """The verdict on an app that calls the stored handler before finish-events."""
    return verdict(
        relaunched(ImpatientApp),
        stored_handler_on_main_thread,
        stored_handler_after_finish_events,
    )


# fmt: off
def test_a_failure_says_what_happened_where_why_and_how_to_allow_it() -> None:
    assert report(early(), 91) == """\
the delegate broke 1 of 2 rules

stored-handler-after-finish-events                                          downloads.py:43
    the handler of "com.example.sync" was called before
    URLSessionDidFinishEventsForBackgroundURLSession_ (event 12, finish-events is event 15)
    code   handler()
    why    Calling it says the app has caught up: the system may suspend it
           while messages are still queued.
    see    developer.apple.com/documentation/foundation/urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)

              7 handover   8 session   11 finish-download   12 handler   15 finish-events
    main      ■            ■                                ✗
    delegate                           ■                                 ■

    allow  @pytest.mark.urlsession(allow=["stored-handler-after-finish-events"])"""


def test_in_80_columns_the_numbers_stand_above_the_names() -> None:
    assert report(early(), 80) == """\
the delegate broke 1 of 2 rules

stored-handler-after-finish-events                               downloads.py:43
    the handler of "com.example.sync" was called before
    URLSessionDidFinishEventsForBackgroundURLSession_ (event 12, finish-events
    is event 15)
    code   handler()
    why    Calling it says the app has caught up: the system may suspend it
           while messages are still queued.
    see    developer.apple.com/documentation/foundation/urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)

              7          8         11                12        15
              handover   session   finish-download   handler   finish-events
    main      ■          ■                           ✗
    delegate                       ■                           ■

    allow  @pytest.mark.urlsession(allow=["stored-handler-after-finish-events"])"""


def test_in_few_columns_the_picture_stands_up_and_ascii_will_do() -> None:
    assert failure(early(), 40, HERE, encoding="ascii") == """\
the delegate broke 1 of 2 rules

stored-handler-after-finish-events
    downloads.py:43
    the handler of "com.example.sync"
    was called before
    URLSessionDidFinishEventsForBackgrou
    ndURLSession_ (event 12,
    finish-events is event 15)
    code   handler()
    why    Calling it says the app has
           caught up: the system may
           suspend it while messages are
           still queued.
    see    developer.apple.com/documentation/foundation/urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)

        main  delegate
     7  # handover
     8  # session
    11        # finish-download
    12  x handler
    15        # finish-events

    allow  @pytest.mark.urlsession(allow=["stored-handler-after-finish-events"])"""


def test_the_picture_shows_what_never_came() -> None:
    text = report(verdict(relaunched(ForgetfulApp), stored_handler_called))

    assert picture(text) == """\
              7 handover   8 session   14 finish-events   end no handler call
    main      ■            ■                              ✗
    delegate                           ■"""


def test_a_message_without_a_reply_is_pictured_with_its_task_and_what_came_next() -> None:
    class Silent(Collects):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: object, task: object, response: object, handler: object
        ) -> None:
            """It says nothing."""

    text = report(verdict(loaded(1, delegate=Silent()), answers))

    assert text.partition("\n\n")[2] == """\
answers
    the handler was not called
    method URLSession_dataTask_didReceiveResponse_completionHandler_
    why    Answer each response.

              1 session   2 data task   5 response   end no reply
    main      ■           ■
    delegate                            ■            ✗

    allow  @pytest.mark.urlsession(allow=["answers"])"""


def test_an_exception_comes_with_its_way_through_the_users_code() -> None:
    assert report(verdict(relaunched(FragileApp, failing=True), raises)) == """\
the delegate broke 1 of 1 rule

raises                                                          downloads.py:106
    RuntimeError was raised
    trace  downloads.py:100 in URLSession_task_didCompleteWithError_
               self.retry(task)
           downloads.py:106 in retry
               raise RuntimeError("nothing is known of\\nthe task") from error
           RuntimeError: nothing is known of
           the task
           caused by KeyError: 'None'
    why    Raise nothing.
    see    developer.apple.com/documentation/foundation/urlsessiondelegate

              7 session   10 complete   11 raised
    main      ■
    delegate              ■             ✗

    allow  @pytest.mark.urlsession(allow=["raises"])"""


def test_further_breaches_of_a_rule_are_named_and_many_are_counted() -> None:
    text = report(verdict(loaded(6), no_data))

    assert text.partition("    why")[0] == """\
the delegate broke 1 of 1 rule

no-data
    data came (event 16)
    method URLSession_dataTask_didReceiveData_
    also   data came (event 17)
    also   data came (event 18)
    also   data came (event 19)
           … 2 more
"""


def test_warnings_come_after_the_failures_in_a_shorter_form() -> None:
    assert report(verdict(relaunched(ImpatientApp), no_sessions, no_data)) == """\
the delegate broke none of 2 rules

1 warning, which fails no test

no-sessions  (observed)                                          downloads.py:60
    session 1 was made
    see    developer.apple.com/documentation/foundation/urlsession"""


def test_what_was_allowed_in_vain_is_told_last() -> None:
    judged = verdict(relaunched(App), no_sessions, no_data, allow=["no-data"])

    assert report(judged).rpartition("\n\n")[2] == """\
allowed, although nothing broke it: no-data
    take it out of allow=[...]: it would hide the next breach"""


def test_a_kept_verdict_with_an_idle_permission_is_only_that() -> None:
    judged = verdict(relaunched(App), no_data, allow=["no-data"])

    assert report(judged).startswith("allowed, although nothing broke it: no-data\n")
# fmt: on


def test_a_verdict_without_anything_to_say_says_so() -> None:
    assert report(verdict(relaunched(App), no_data)) == "the delegate broke none of 1 rule"


def test_two_rules_broken_by_one_event_share_the_picture() -> None:
    text = report(verdict(relaunched(ImpatientApp), names, no_sessions, require=["no-sessions"]))

    assert text.startswith("the delegate broke 2 of 2 rules\n")
    assert (text.count("✗"), text.count("    allow")) == (1, 2)


def test_failures_stand_before_warnings() -> None:
    text = report(verdict(relaunched(ImpatientApp), no_sessions, names))

    assert 0 < text.index("\nnames") < text.index("1 warning") < text.index("\nno-sessions")


def test_without_being_asked_there_is_no_colour() -> None:
    assert "\x1b" not in failure(early(), 80, HERE)


def test_colour_changes_nothing_but_colour() -> None:
    colored = report(early(), color=True)

    assert without_color(colored) == report(early())
    assert "\x1b[1;31mthe delegate broke 1 of 2 rules\x1b[0m" in colored
    assert colored.count("\x1b[31;1m✗\x1b[0m") == 1


@pytest.mark.parametrize("width", [1, 40, 57, 80, 91, 200])
@pytest.mark.parametrize(
    "identifier", ["com.example.sync", "com.example." + "x" * 300, "同期" * 90, "e\u0301" * 90]
)
def test_no_identifier_breaks_the_layout(identifier: str, width: int) -> None:
    text = report(verdict(relaunched(App, identifier=identifier), names), width)

    lines = [line for line in text.splitlines() if not line.startswith(("    see", "    allow"))]
    assert max(map(width_of, lines)) <= max(width, 40)


@pytest.mark.parametrize("identifier", ["a\nb", "a\tb", "a\x1b[31mb", "a\u202eb", "a\ud800b"])
def test_what_would_disturb_a_terminal_is_escaped(identifier: str) -> None:
    text = report(verdict(relaunched(App, identifier=identifier), names))

    assert f'"a{identifier[1:-1].encode("unicode_escape").decode()}b"' in text


def test_ascii_output_escapes_what_it_cannot_print() -> None:
    text = failure(verdict(relaunched(App, identifier="同期"), names), root=HERE, encoding="ascii")

    assert text.isascii()
    assert '"\\u540c\\u671f"' in text


def test_an_unknown_encoding_counts_as_ascii() -> None:
    assert failure(early(), root=HERE, encoding="no-such").isascii()


def test_a_file_outside_of_the_root_is_named_in_full(tmp_path: Path) -> None:
    assert f"{HERE / 'downloads.py'}:43" in failure(early(), 200, tmp_path, encoding="utf-8")


def test_without_a_root_files_are_named_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(HERE.parent)

    assert "  reports/downloads.py:43\n" in failure(early(), encoding="utf-8")


def test_source_that_cannot_be_read_is_left_out() -> None:
    @rule(source="", strength=Strength.APPLE, numbers="R1")
    def nowhere(recording: Recording) -> Iterator[Violation]:
        """Be somewhere."""
        yield Violation(recording[0], "it is nowhere", Where("<string>", 3))

    text = report(verdict(relaunched(App), nowhere))

    assert "<string>:3" in text
    assert "code" not in text


class Bottomless(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


def deep(depth: int) -> None:
    if depth:
        deep(depth - 1)
    raise Bottomless


@pytest.mark.parametrize("depth", [0, 900])
def test_the_trace_of_an_exception_is_bounded(depth: int) -> None:
    class Deep(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            deep(depth)

    text = report(verdict(loaded(1, delegate=Deep()), raises))

    assert "Bottomless: (its __str__ raises)" in text
    assert ("(896 frames left out)" in text) is bool(depth)
    assert len(text.splitlines()) < 30


def test_a_long_message_of_an_exception_is_bounded() -> None:
    class Verbose(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            raise ValueError("\n".join(f"line {number}" for number in range(1000)))

    text = report(verdict(loaded(1, delegate=Verbose()), raises))

    assert "(988 lines left out)" in text
    assert len(text.splitlines()) < 40


def test_exceptions_that_cause_each_other_in_a_circle_come_to_an_end() -> None:
    class Circular(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            first, second = KeyError("a"), ValueError("b")
            first.__cause__, second.__cause__ = second, first
            raise first

    text = report(verdict(loaded(1, delegate=Circular()), raises))

    assert text.count("caused by") == 1


def test_a_stuck_lane_shows_where_the_lanes_stood() -> None:
    @rule(source="", strength=Strength.APPLE, numbers="R1")
    def stuck(recording: Recording) -> Iterator[Violation]:
        """Come to an end."""
        for event in recording.only(Stuck):
            yield Violation(event, "the main lane was held")

    recording = Recording(float)
    stacks = f"main lane stands at\n    {HERE / 'downloads.py'}:43 in call: handler()"
    recording.add(Stuck, Lane("main"), None, stacks, None)

    text = report(verdict(recording, stuck))

    assert (
        """
    lanes  main lane stands at
               downloads.py:43 in call: handler()
"""
        in text
    )


def test_many_breaches_make_a_short_report() -> None:
    text = report(verdict(long(20_000), no_data))

    assert "… 19,996 more" in text
    assert len(text) < 1_000


def picture(text: str) -> str:
    """The paragraph that has the ✗."""
    [drawn] = [part for part in text.split("\n\n") if "✗" in part]
    return drawn


def without_color(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
