"""Task metrics carry what they were given."""

from __future__ import annotations

from dataclasses import fields

import pytest

from urlsession_mock.foundation import (
    NSURL,
    NSDate,
    NSDateInterval,
    NSURLRequest,
    NSURLSessionTaskMetrics,
    NSURLSessionTaskMetricsResourceFetchTypeNetworkLoad,
    NSURLSessionTaskMetricsResourceFetchTypeUnknown,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.not_simulated import NotSimulated

REQUEST = NSURLRequest.requestWithURL_(NSURL.URLWithString_("https://a.b/"))


def transaction(**given: object) -> NSURLSessionTaskTransactionMetrics:
    values = TransactionValues(request=REQUEST, **given)  # type: ignore[arg-type] # each test knows
    return NSURLSessionTaskTransactionMetrics.with_values(values)


def test_there_is_a_row_for_each_property() -> None:
    assert len(fields(TransactionValues)) == 34


@pytest.mark.parametrize("row", fields(TransactionValues), ids=lambda row: str(row.name))
def test_a_property_is_its_row(row: object) -> None:
    name = getattr(row, "name", "")
    value = REQUEST if name == "request" else object()
    given = {} if name == "request" else {name: value}

    assert getattr(transaction(**given), name)() is value


def test_what_is_not_given_is_unknown() -> None:
    made = transaction()

    assert made.response() is None
    assert made.fetchStartDate() is None
    assert made.countOfResponseBodyBytesReceived() == 0
    assert made.resourceFetchType() is NSURLSessionTaskMetricsResourceFetchTypeUnknown
    assert not made.isProxyConnection()


def test_metrics_of_a_task_hold_its_transactions() -> None:
    start = NSDate.dateWithTimeIntervalSinceReferenceDate_(0.0)
    interval = NSDateInterval.alloc().initWithStartDate_duration_(start, 2.0)
    first, second = transaction(), transaction(isCellular=True)
    made = NSURLSessionTaskMetrics.with_transactions([first, second], interval=interval)

    assert made.transactionMetrics() == [first, second]
    assert made.taskInterval() is interval
    assert made.redirectCount() == 1


def test_metrics_may_be_empty() -> None:
    made = NSURLSessionTaskMetrics.with_transactions()

    assert made.transactionMetrics() == []
    assert made.taskInterval().duration() == 0.0
    assert made.redirectCount() == 0
    assert made == NSURLSessionTaskMetrics.with_transactions()


@pytest.mark.parametrize("cls", [NSURLSessionTaskMetrics, NSURLSessionTaskTransactionMetrics])
def test_empty_metrics_are_not_made_as_on_a_mac_they_are_not(cls: type) -> None:
    with pytest.raises(NotSimulated, match=cls.__name__):
        cls()


def test_a_transaction_shows_its_request() -> None:
    made = transaction(resourceFetchType=NSURLSessionTaskMetricsResourceFetchTypeNetworkLoad)

    assert repr(made) == (
        "<NSURLSessionTaskTransactionMetrics <NSURLRequest GET https://a.b/> NetworkLoad>"
    )
