"""The table says what Apple says, field by field.

`tests/data/selectors.json` holds the facts as they were gathered from Apple's header, its
reference pages, PyObjC and objc2. One rule: a difference is a mistake in the table, unless
the facts themselves are brought to date.
"""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from urlsession_mock import selectors
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_EVENTS,
    HANDOVER,
    REDIRECT,
    RESPONSE,
    SELECTORS,
    Argument,
    Handler,
    Selector,
    find,
    nearest,
    nearly,
)

Facts = dict[str, Any]  # what JSON gives

FACTS: list[Facts] = json.loads(
    (Path(__file__).parent / "data" / "selectors.json").read_text(encoding="utf-8")
)


def as_facts(argument: Argument) -> Facts:
    return {
        "name": argument.name,
        "type": argument.type,
        "python_type": argument.python_type,
        "nullable": argument.nullable,
        "type_encoding": argument.type_encoding,
    }


def handler_as_facts(handler: Handler | None) -> Facts | None:
    if handler is None:
        return None
    return {
        "argument": handler.argument,
        "argument_index": handler.index,
        "block_returns": handler.block_returns,
        "block_signature": list(handler.block_signature),
        "block_python_types": list(handler.block_python_types),
        "must_be_called": handler.must_be_called,
        "times": handler.times,
        "thread": handler.thread,
        "default_if_method_missing": handler.default_if_method_missing,
        "header_block_encoding": handler.header_block_encoding,
        "pyobjc_block_encoding": handler.pyobjc_block_encoding,
        **({"note": handler.note} if handler.note is not None else {}),
    }


# fmt: off
COLUMNS: dict[str, Callable[[Selector], object]] = {
    "protocol":           lambda row: row.protocol,
    "selector":           str,
    "python_name":        lambda row: row.python_name,
    "swift_name":         lambda row: row.swift_name,
    "swift_async_name":   lambda row: row.swift_async_name,
    "optional":           lambda row: row.optional,
    "introduced":         lambda row: {
        platform: getattr(row.introduced, platform)
        for platform in ("ios", "macos", "tvos", "watchos", "visionos", "maccatalyst")
    },
    "deprecated":         lambda row: row.deprecated,
    "return_type":        lambda row: row.returns,
    "arguments":          lambda row: [as_facts(argument) for argument in row.arguments],
    "completion_handler": lambda row: handler_as_facts(row.handler),
    "delivery":           lambda row: row.delivery,
    "phase":              lambda row: row.phase,
    "background_sessions": lambda row: {
        "mode": row.background.mode, "note": row.background.note,
    },
    "summary":            lambda row: row.summary,
    "source":             lambda row: list(row.sources),
    "comment":            lambda row: row.comment,
}
# fmt: on


def test_there_are_29_rows_in_the_order_of_the_facts() -> None:
    assert [row.name for row in SELECTORS] == [facts["selector"] for facts in FACTS]
    assert len(SELECTORS) == 29


def test_every_field_of_the_facts_is_compared() -> None:
    assert {field for facts in FACTS for field in facts} == set(COLUMNS)


@pytest.mark.parametrize("field", COLUMNS)
def test_the_table_carries_the_field_as_it_is_in_the_facts(field: str) -> None:
    column = COLUMNS[field]

    assert [column(row) for row in SELECTORS] == [facts[field] for facts in FACTS]


# fmt: off
LABELS = {
    "invalid":                 "URLSession_didBecomeInvalidWithError_",
    "session-challenge":       "URLSession_didReceiveChallenge_completionHandler_",
    "finish-events":           "URLSessionDidFinishEventsForBackgroundURLSession_",
    "created":                 "URLSession_didCreateTask_",
    "delayed":                 "URLSession_task_willBeginDelayedRequest_completionHandler_",
    "waiting":                 "URLSession_taskIsWaitingForConnectivity_",
    "redirect":
        "URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_",
    "challenge":               "URLSession_task_didReceiveChallenge_completionHandler_",
    "body-stream":             "URLSession_task_needNewBodyStream_",
    "body-stream-from-offset": "URLSession_task_needNewBodyStreamFromOffset_completionHandler_",
    "sent":
        "URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_",
    "informational":           "URLSession_task_didReceiveInformationalResponse_",
    "metrics":                 "URLSession_task_didFinishCollectingMetrics_",
    "complete":                "URLSession_task_didCompleteWithError_",
    "response":                "URLSession_dataTask_didReceiveResponse_completionHandler_",
    "became-download":         "URLSession_dataTask_didBecomeDownloadTask_",
    "became-stream":           "URLSession_dataTask_didBecomeStreamTask_",
    "data":                    "URLSession_dataTask_didReceiveData_",
    "cache":                   "URLSession_dataTask_willCacheResponse_completionHandler_",
    "finish-download":         "URLSession_downloadTask_didFinishDownloadingToURL_",
    "wrote":
        "URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_",
    "resumed":                 "URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_",
    "read-closed":             "URLSession_readClosedForStreamTask_",
    "write-closed":            "URLSession_writeClosedForStreamTask_",
    "better-route":            "URLSession_betterRouteDiscoveredForStreamTask_",
    "captured-streams":        "URLSession_streamTask_didBecomeInputStream_outputStream_",
    "websocket-open":          "URLSession_webSocketTask_didOpenWithProtocol_",
    "websocket-close":         "URLSession_webSocketTask_didCloseWithCode_reason_",
    "handover":
        "application_handleEventsForBackgroundURLSession_completionHandler_",
}
# fmt: on


def test_every_row_has_its_label() -> None:
    assert {row.label: row.python_name for row in SELECTORS} == LABELS


@pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)
def test_the_constant_is_the_label_in_capitals(row: Selector) -> None:
    assert row.constant == row.label.upper().replace("-", "_")
    assert getattr(selectors, row.constant) is row
    assert row.constant in selectors.__all__


def test_a_selector_is_the_text_of_its_objective_c_name() -> None:
    assert COMPLETE == "URLSession:task:didCompleteWithError:"
    assert {"URLSession:task:didCompleteWithError:": 1}[COMPLETE] == 1
    assert repr(COMPLETE) == "'URLSession:task:didCompleteWithError:'"
    assert f"{COMPLETE}" == COMPLETE.name
    assert json.dumps([COMPLETE]) == '["URLSession:task:didCompleteWithError:"]'


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda row: pickle.loads(pickle.dumps(row)),
        lambda row: pickle.loads(pickle.dumps(row, protocol=0)),
    ],
    ids=["copied", "deeply copied", "pickled", "pickled in the oldest way"],
)
def test_there_is_one_object_of_each_row(again: Callable[[Selector], Selector]) -> None:
    assert all(again(row) is row for row in SELECTORS)


@pytest.mark.parametrize("column", ["label", "arity", "python_name", "invented"])
def test_a_row_cannot_be_changed(column: str) -> None:
    with pytest.raises(AttributeError, match=f"the selector table is fixed: '{column}'"):
        setattr(COMPLETE, column, "else")
    with pytest.raises(AttributeError, match=f"the selector table is fixed: '{column}'"):
        delattr(COMPLETE, column)


def test_arity_counts_the_arguments_without_self() -> None:
    assert (FINISH_EVENTS.arity, COMPLETE.arity, REDIRECT.arity) == (1, 3, 5)


def test_the_messages_about_a_task_are_those_whose_second_argument_is_one() -> None:
    others = {row.label for row in SELECTORS if not row.about_task}

    assert others == {"invalid", "session-challenge", "finish-events", "handover"}


def test_a_handler_is_the_last_argument_and_always_owed_a_call() -> None:
    for row in SELECTORS:
        if row.handler is not None:
            assert row.handler.index == row.arity - 1
            assert row.arguments[row.handler.index].name == row.handler.argument
            assert row.handler.must_be_called


@pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)
def test_the_page_is_apples_and_names_the_method(row: Selector) -> None:
    assert row.page.startswith("https://developer.apple.com/documentation/")
    assert f"/{row.protocol.removeprefix('NS').lower()}/" in row.page
    assert row.swift_name.lower() in row.page


@pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)
def test_a_row_is_found_by_its_objective_c_and_its_python_name(row: Selector) -> None:
    assert find(row.name) is row
    assert find(row.python_name) is row
    assert find(row) is row


@pytest.mark.parametrize(
    ("swift", "row"),
    [
        ("urlSession(_:task:didCompleteWithError:)", COMPLETE),
        ("urlSession(_:task:didReceive:completionHandler:)", CHALLENGE),
        ("urlSession(_:task:didReceive:)", CHALLENGE),
        ("urlSession(_:dataTask:didReceive:completionHandler:)", RESPONSE),
        ("urlSessionDidFinishEvents(forBackgroundURLSession:)", FINISH_EVENTS),
    ],
)
def test_a_row_is_found_by_its_swift_names(swift: str, row: Selector) -> None:
    assert find(swift) is row


@pytest.mark.parametrize(
    "name",
    [
        "urlSession(_:dataTask:didBecome:)",  # into a download or into a stream
        "urlSession(_:dataTask:didReceive:)",  # data, or a response in Swift's async form
        "complete",
        "",
    ],
)
def test_nothing_is_found_by_a_name_that_means_two_rows_or_none(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("URLSession_task_didCompletWithError_", COMPLETE),
        ("URLSession_task_didCompleteWithError", COMPLETE),
        ("URLSession_didCompleteWithError_", COMPLETE),
        ("URLsession_task_didCompleteWithError_", COMPLETE),
        ("urlSession_task_didCompleteWithError_", COMPLETE),
        ("url_session_task_did_complete_with_error", COMPLETE),
        ("URLSession:task:didCompletedWithError:", COMPLETE),
        ("urlSession_dataTask_didReceive_completionHandler_", RESPONSE),
        ("urlSession_dataTask_didReceive_", DATA),
        ("URLSession_dataTask_didRecieveData_", DATA),
        ("urlSessionDidFinishEvents_forBackgroundURLSession_", FINISH_EVENTS),
        ("URLSessionDidFinishEventsForBackgroundSession_", FINISH_EVENTS),
        ("application_handleEventsForBackgroundSession_completionHandler_", HANDOVER),
        ("application_handleEventsForBackgroundURLSession_", HANDOVER),
    ],
)
def test_the_row_nearest_to_a_misspelt_name_is_the_one_meant(
    misspelt: str, meant: Selector
) -> None:
    assert nearest(misspelt) is meant


@pytest.mark.parametrize("row", SELECTORS, ids=lambda row: row.label)
def test_a_right_name_is_nearest_to_itself(row: Selector) -> None:
    assert nearest(row.name) is row
    assert nearest(row.python_name) is row


def test_a_swift_name_of_two_methods_is_near_to_both() -> None:
    assert nearly("urlSession_dataTask_didBecome_") == (BECAME_DOWNLOAD, BECAME_STREAM)


@pytest.mark.parametrize(
    "name", ["", "save", "downloads_directory", "applicationDidFinishLaunching_"]
)
def test_nothing_is_near_to_a_name_of_another_kind(name: str) -> None:
    assert nearest(name) is None
