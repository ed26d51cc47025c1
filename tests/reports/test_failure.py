"""What a user reads when a delegate broke a rule, word for word."""

# ruff: noqa: E501 - the address of a page is never broken

from __future__ import annotations

import re

from tests.reports.downloads import App, ForgetfulApp, FragileApp, ImpatientApp
from tests.reports.made_rules import answers, names, no_data, no_sessions, raises, verdict
from tests.reports.plays import HERE, Collects, loaded, long, relaunched
from urlsession_mock import Verdict
from urlsession_mock.reports import failure
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

              1 session   2 data task   7 response   end no reply
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
    text = report(verdict(long(6), no_data))

    assert text.partition("    why")[0] == """\
the delegate broke 1 of 1 rule

no-data
    data came (event 2)
    method URLSession_dataTask_didReceiveData_
    also   data came (event 4)
    also   data came (event 6)
    also   data came (event 8)
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


def picture(text: str) -> str:
    """The paragraph that has the ✗."""
    [drawn] = [part for part in text.split("\n\n") if "✗" in part]
    return drawn


def without_color(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
