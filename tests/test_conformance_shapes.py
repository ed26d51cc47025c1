"""A method must be callable as the system calls it: plainly, with just these arguments.

Not here: what it is called. One rule: beside each shape that is refused stands one like
it that must not be.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from unittest.mock import AsyncMock, MagicMock

import pytest

from tests.made_delegates import delegate, texts
from urlsession_mock.conformance import problems
from urlsession_mock.foundation import NSObject
from urlsession_mock.foundation.selector import Selector
from urlsession_mock.selectors import COMPLETE

# What is called with (session, task, error), in shapes that fit and shapes that do not.
# fmt: off
FITTING: dict[str, Callable[..., object] | Any] = {  # Any: staticmethod and the like
    "three":            lambda self, session, task, error: None,
    "by any name":      lambda this, a, b, c: None,
    "positional only":  lambda self, a, b, c, /: None,
    "all optional":     lambda self, a=1, b=2, c=3: None,
    "one to spare":     lambda self, a, b, c, d=4: None,
    "any number":       lambda *arguments: None,
    "some, and more":   lambda self, session, *rest: None,
    "a keyword":        lambda self, a, b, c, *, log=None: None,
    "static":           staticmethod(lambda session, task, error: None),
    "of the class":     classmethod(lambda cls, session, task, error: None),
    "partial":          functools.partialmethod(lambda self, log, a, b, c: None, print),
    "a mock":           MagicMock(),
    "built in":         print,
}
MISFIT: dict[str, tuple[Any, str]] = {  # Any: staticmethod and the like
    "too few":          (lambda self, session, task: None, "(session, task)"),
    "none":             (lambda self: None, "()"),
    "too many":         (lambda self, a, b, c, d: None, "(a, b, c, d)"),
    "self forgotten":   (lambda session, task, error: None, "(task, error)"),
    "a needed keyword": (lambda self, a, b, c, *, log: None, "(a, b, c, *, log)"),
    "static":           (staticmethod(lambda self, a, b, c: None), "(self, a, b, c)"),
    "of the class":     (classmethod(lambda cls, a: None), "(a)"),
    "some, and more":   (lambda self, a, b, c, d, *rest: None, "(a, b, c, d, *rest)"),
}
# fmt: on


@pytest.mark.parametrize("shape", FITTING)
def test_a_method_that_can_be_called_with_the_arguments_is_accepted(shape: str) -> None:
    assert texts(URLSession_task_didCompleteWithError_=FITTING[shape]) == []


@pytest.mark.parametrize("shape", MISFIT)
def test_a_method_that_cannot_be_called_with_the_arguments_is_refused(shape: str) -> None:
    method, accepted = MISFIT[shape]

    (problem,) = problems(delegate(URLSession_task_didCompleteWithError_=method))

    assert problem.kind == "parameters"
    assert problem.meant is COMPLETE
    assert problem.text.endswith(
        f"accepts {accepted}, but is called with 3 arguments: session, task, error"
    )


def test_one_argument_is_told_in_the_singular() -> None:
    (text,) = texts(URLSessionDidFinishEventsForBackgroundURLSession_=lambda self: None)

    assert text.endswith("accepts (), but is called with 1 argument: session")


def test_annotations_do_not_clutter_the_text() -> None:
    def method(self: object, session: dict[str, object], task: int = 3) -> None: ...

    (text,) = texts(URLSession_task_didCompleteWithError_=method)

    assert "accepts (session, task=3), but" in text


def traced(method: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(method)
    def around(*arguments: object) -> None:
        method(*arguments)

    return around


def test_a_decorated_method_is_judged_by_what_is_called() -> None:
    @traced
    def method(self: object, session: object) -> None: ...

    assert texts(URLSession_task_didCompleteWithError_=method) == []


def test_what_is_put_on_an_instance_takes_no_self() -> None:
    downloader = delegate(COMPLETE.python_name)
    vars(downloader)[COMPLETE.python_name] = lambda session, task, error: None
    assert problems(downloader) == ()

    vars(downloader)[COMPLETE.python_name] = lambda self, session, task, error: None
    assert [problem.kind for problem in problems(downloader)] == ["parameters"]


def test_a_method_behind_a_proxy_is_judged() -> None:
    class Proxy:
        def __init__(self, target: object) -> None:
            self.target = target

        def __getattr__(self, name: str) -> object:
            return getattr(self.target, name)

    target = delegate(URLSession_task_didCompleteWithError_=lambda self: None)

    assert [problem.kind for problem in problems(Proxy(target))] == ["parameters"]


def test_methods_that_responds_to_denies_are_not_judged() -> None:
    assert (
        texts(
            URLSession_task_didCompleteWithError_=lambda self: None,
            respondsToSelector_=lambda self, selector: False,
        )
        == []
    )


def test_a_callable_object_is_judged_by_its_call() -> None:
    class Counter:
        def __call__(self, session: object) -> None: ...

    (text,) = texts(URLSession_task_didCompleteWithError_=Counter())

    assert "accepts (session), but is called with 3 arguments" in text


async def coroutine(self: object, session: object, task: object, error: object) -> None:
    await asyncio.sleep(0)


def generator(self: object, session: object, task: object, error: object) -> Iterator[None]:
    yield


async def async_generator(
    self: object, session: object, task: object, error: object
) -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (coroutine, "is a coroutine function, and nothing awaits it; make it a plain `def`"),
        (async_generator, "is a coroutine function, and nothing awaits it; make it a plain `def`"),
        (generator, "is a generator function, and calling it runs nothing; do not `yield`"),
        (AsyncMock(), "is a coroutine function, and nothing awaits it; make it a plain `def`"),
        ("a remark", "is str data, not a method"),
        (False, "is bool data, not a method"),
    ],
    ids=["coroutine", "async generator", "generator", "AsyncMock", "text", "False"],
)
def test_what_the_system_cannot_simply_call_is_refused(method: object, told: str) -> None:
    (text,) = texts(URLSession_task_didCompleteWithError_=method)

    assert text.startswith("URLSession_task_didCompleteWithError_")
    assert text.endswith(told)


class _Mixin:
    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None: ...


def test_what_pyobjc_does_not_export_is_refused() -> None:
    class Mixed(NSObject, _Mixin):
        @staticmethod
        def URLSession_didCreateTask_(session: object, task: object) -> None: ...

    static, mixed = sorted(problem.text for problem in problems(Mixed()))

    assert static.startswith("URLSession_didCreateTask_")
    assert static.endswith("is a static method, which PyObjC does not export; give it a self")
    assert mixed.startswith("URLSession_task_didCompleteWithError_")
    assert mixed.endswith(
        "is in a mixin, and PyObjC exports only what stands in a class that inherits NSObject; let "
        "the mixin inherit it, or define the method in the class itself"
    )
    assert {problem.kind for problem in problems(Mixed())} == {"hidden"}
    assert not Mixed().respondsToSelector_("URLSession:task:didCompleteWithError:")
    assert not problems(_Mixin())


def test_a_method_marked_as_a_selector_is_told_with_its_line() -> None:
    class Delegate(NSObject):
        @Selector
        async def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None: ...

    (problem,) = problems(Delegate())

    assert "test_conformance_shapes.py:" in problem.text
    assert problem.text.endswith("nothing awaits it; make it a plain `def`")


def test_a_coroutine_started_by_a_plain_method_is_accepted() -> None:
    def synchronously(method: Callable[..., object]) -> Callable[..., None]:
        @functools.wraps(method)
        def around(*arguments: object) -> None: ...

        return around

    assert texts(URLSession_task_didCompleteWithError_=synchronously(coroutine)) == []


def test_none_in_the_place_of_a_method_is_no_method_and_no_fault() -> None:
    assert texts(URLSession_task_didCompleteWithError_=None) == []
