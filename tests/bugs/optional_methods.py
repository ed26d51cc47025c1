"""Faults of base classes and proxies: a method that is there changes what the system does.

Not here: plain methods that answer wrongly (answers.py). One rule: a proxy is asked
with `respondsToSelector_`, as the system asks it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from tests.bugs.row import OUTCOME, A, Row, Stage, response, url
from urlsession_mock import SELECTORS, responds_to
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionTask,
    NSURLSessionTaskMetrics,
)
from urlsession_mock.selectors import COMPLETE, DATA, METRICS, RESPONSE, Selector, find

__all__ = ["ROWS"]


class Loads:
    """The app's own delegate, which leaves out all it does not need."""

    def __init__(self) -> None:
        self.body = b""
        self.ends = 0

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.body += bytes(data)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.ends += 1

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.ends += 1


# -- B43: yes to everything ----------------------------------------------


class Base:
    """A base class with a body for every method, so that a subclass may override any."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[int], None],
    ) -> None:
        pass

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        pass


class InheritsEmptyBodies(Loads, Base):
    """B43. Overrides what it needs, and answers no response, because the base does not."""


class SaysYesToEverything:
    """B43. A proxy that responds to every selector, and does nothing where its target cannot."""

    def __init__(self, target: object) -> None:
        self._target = target

    def respondsToSelector_(self, selector: str) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:  # Any: whatever the target has
        return getattr(self._target, name, do_nothing)


def do_nothing(*arguments: object) -> None:
    pass


class SaysYesForItsTarget(SaysYesToEverything):
    """The twin: a method that the target has not is not there."""

    def respondsToSelector_(self, selector: str) -> bool:
        row = find(selector)
        return row is not None and responds_to(self._target, row)


# -- B45: the proxy's own hook -------------------------------------------


class AsksOnlyItsTarget:
    """B45. A proxy with a hook of its own, which the target's answer hides."""

    def __init__(self, target: object) -> None:
        self._target = target
        self.measured = 0

    def responds(self, row: Selector) -> bool:
        return responds_to(self._target, row)

    def respondsToSelector_(self, selector: str) -> bool:
        row = find(selector)
        return row is not None and self.responds(row)

    def URLSession_task_didFinishCollectingMetrics_(
        self, session: NSURLSession, task: NSURLSessionTask, metrics: NSURLSessionTaskMetrics
    ) -> None:
        self.measured += 1

    def __getattr__(self, name: str) -> Any:  # Any: whatever the target has
        return getattr(self._target, name)


class AsksBoth(AsksOnlyItsTarget):
    """The twin: what the proxy itself has counts too."""

    def responds(self, row: Selector) -> bool:
        return row.python_name in vars(AsksOnlyItsTarget) or super().responds(row)


# -- B47: the target dies in between -------------------------------------


class HoldsItsTargetWeakly:
    """B47. Learns what the target has while it lives, and calls it when it is gone."""

    def __init__(self, target: object) -> None:
        self._implemented = {row for row in SELECTORS if responds_to(target, row)}
        self._find_target = self.hold(target)

    def hold(self, target: object) -> Callable[[], object]:
        return weakref.ref(target)

    def respondsToSelector_(self, selector: str) -> bool:
        return selector in self._implemented

    def __getattr__(self, name: str) -> Any:  # Any: whatever the target has
        return getattr(self._find_target(), name)


class HoldsItsTarget(HoldsItsTargetWeakly):
    """The twin: the session holds the proxy, and the proxy its target, until it is invalid."""

    def hold(self, target: object) -> Callable[[], object]:
        return lambda: target


# -- the plays -----------------------------------------------------------


def _load(stage: Stage, delegate: object) -> NSURLSession:
    session = stage.device.session(delegate)
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    session.enqueue(RESPONSE, task, response(A))
    session.enqueue(DATA, task, b"episode")
    session.enqueue(METRICS, task, NSURLSessionTaskMetrics.with_transactions())
    session.enqueue(COMPLETE, task, None)
    stage.device.run()
    return session


def by_itself(stage: Stage, delegate: type[Loads]) -> object:
    loads = delegate()
    _load(stage, loads).invalidateAndCancel()
    stage.device.run()
    return loads.body


def behind_a_proxy(stage: Stage, proxy: type[SaysYesToEverything]) -> object:
    loads = Loads()
    _load(stage, proxy(loads)).invalidateAndCancel()
    stage.device.run()
    return loads.body


def measured_by_a_proxy(stage: Stage, proxy: type[AsksOnlyItsTarget]) -> object:
    made = proxy(Loads())
    _load(stage, made).invalidateAndCancel()
    stage.device.run()
    return made.measured


def behind_a_proxy_whose_target_is_let_go(
    stage: Stage, proxy: type[HoldsItsTargetWeakly]
) -> object:
    loads = Loads()
    kept = vars(loads)  # outlives the object, and does not keep it alive
    _load(stage, proxy(loads)).invalidateAndCancel()
    del loads
    stage.device.run()
    return kept["ends"]


ROWS: tuple[Row, ...] = (
    Row("B43", InheritsEmptyBodies, Loads, "handler-answered", by_itself, b"episode"),
    Row(
        "B43",
        SaysYesToEverything,
        SaysYesForItsTarget,
        "handler-answered",
        behind_a_proxy,
        b"episode",
    ),
    Row("B45", AsksOnlyItsTarget, AsksBoth, OUTCOME, measured_by_a_proxy, 1, 0),
    Row(
        "B47",
        HoldsItsTargetWeakly,
        HoldsItsTarget,
        "no-exception-in-callback",
        behind_a_proxy_whose_target_is_let_go,
        2,
    ),
)
