"""The first difference of two lists of messages, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from tests.reports.plays import loaded
from urlsession_mock.reports import difference
from urlsession_mock.reports.cells import width_of
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    CREATED,
    DATA,
    METRICS,
    REDIRECT,
    RESPONSE,
    WAITING,
)


def shown(actual: Sequence[str], expected: Sequence[str]) -> str:
    return difference(actual, expected, encoding="utf-8")


# fmt: off
def test_the_message_that_is_too_many_is_named_and_the_rest_stays_aligned() -> None:
    actual = [RESPONSE, DATA, DATA, DATA, METRICS, COMPLETE]

    assert shown(actual, [RESPONSE, DATA, DATA, DATA, COMPLETE]) == """\
index 4: metrics came, complete was expected

    index  came            expected
        0  response        response
        1  data (3 times)  data (3 times)
      ✗ 4  metrics         -
        5  complete        complete

    came      URLSession:task:didFinishCollectingMetrics:
    expected  URLSession:task:didCompleteWithError:

    too many: metrics; all else is as expected"""


def test_a_message_that_came_once_too_often_shows_in_its_count() -> None:
    assert shown(loaded(4).selectors(), [RESPONSE, DATA, DATA, DATA, COMPLETE]) == """\
index 4: data came, complete was expected

    index  came            expected
        0  response        response
      ✗ 1  data (4 times)  data (3 times)
        5  complete        complete

    came      URLSession:dataTask:didReceiveData:
    expected  URLSession:task:didCompleteWithError:

    too many: data; all else is as expected"""


def test_what_did_not_come_any_more_is_missing() -> None:
    assert shown([RESPONSE], [RESPONSE, DATA, DATA, COMPLETE]) == """\
index 1: nothing more came, data was expected

    index  came      expected
        0  response  response
      ✗ 1  -         data (2 times)
        3  -         complete

    expected  URLSession:dataTask:didReceiveData:

    missing: data (2 times), complete; all else is as expected"""


def test_two_messages_the_other_way_round_are_recognised() -> None:
    assert shown([RESPONSE, DATA, COMPLETE], [RESPONSE, COMPLETE, DATA]) == """\
index 1: data came, complete was expected

    index  came      expected
        0  response  response
      ✗ 1  data      complete
        2  complete  data

    came      URLSession:dataTask:didReceiveData:
    expected  URLSession:task:didCompleteWithError:

    these two came the other way round; all else is as expected"""


def test_only_a_few_rows_around_the_difference_are_shown() -> None:
    before: list[str] = [CREATED, WAITING, REDIRECT, CHALLENGE, RESPONSE, *[DATA] * 998]

    assert shown([*before, COMPLETE], [*before, *[METRICS, DATA] * 50]) == """\
index 1003: complete came, metrics was expected

     index  came              expected
         …
         3  challenge         challenge
         4  response          response
         5  data (998 times)  data (998 times)
    ✗ 1003  complete          metrics
      1004  -                 data
      1005  -                 metrics
      1006  -                 data
         …

    came      URLSession:task:didCompleteWithError:
    expected  URLSession:task:didFinishCollectingMetrics:"""


def test_names_that_are_no_selectors_come_with_what_was_meant() -> None:
    expected = [
        "URLSession:dataTask:didRecieveResponse:completionHandler:",
        "URLSession_dataTask_didReceiveData_",
        "urlSession(_:task:didCompleteWithError:)",
        "complete",
        "nothing like it",
    ]

    assert shown([RESPONSE, DATA, COMPLETE], expected).rpartition("\n\n")[2] == """\
    "URLSession:dataTask:didRecieveResponse:completionHandler:" is no message; did you mean another?
        write RESPONSE, or "URLSession:dataTask:didReceiveResponse:completionHandler:"
    "URLSession_dataTask_didReceiveData_" is the Python spelling
        write DATA, or "URLSession:dataTask:didReceiveData:"
    "urlSession(_:task:didCompleteWithError:)" is the Swift spelling
        write COMPLETE, or "URLSession:task:didCompleteWithError:"
    "complete" is a short name
        write COMPLETE, or "URLSession:task:didCompleteWithError:\""""
# fmt: on


def test_a_name_like_none_is_said_to_be_no_message() -> None:
    assert shown([DATA], ["nothing like it"]).endswith('    "nothing like it" is no message')


def test_equal_lists_have_no_difference() -> None:
    assert shown([DATA, COMPLETE], ["URLSession:dataTask:didReceiveData:", COMPLETE]) == ""


def test_nothing_came_at_all() -> None:
    assert shown([], [DATA]).startswith("index 0: nothing more came, data was expected\n")


def test_more_came_than_was_expected() -> None:
    assert shown([DATA, COMPLETE], [DATA]).startswith(
        "index 1: complete came, nothing more was expected\n"
    )


def test_long_and_wide_names_are_cut_in_the_table_and_whole_below_it() -> None:
    name = "同期\n" * 90
    text = shown([DATA], [name])
    table = text.split("\n\n")[1]

    assert max(map(width_of, table.splitlines())) < 80
    assert f"    expected  {name.replace(chr(10), chr(92) + 'n')}\n" in text


def test_where_the_output_has_no_such_signs_they_are_ascii() -> None:
    text = difference([DATA] * 9, [*[DATA, METRICS] * 9], encoding="ascii")

    assert text.isascii()
    assert "x 0" in text
