"""A delegate implements what it has, as responds-to would find out.

Not here: whether what it has is any good; that is `test_conformance.py`. One rule: each
way of having a method, or of not having one, is a claim of its own.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock, Mock, NonCallableMock, create_autospec

import pytest
from pytest_mock import MockerFixture

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.selector import PythonMethod
from urlsession_mock.protocols import URLSessionDataDelegate, URLSessionTaskDelegate
from urlsession_mock.responding import _IMPLEMENTED, implementation, refresh, responds_to
from urlsession_mock.selectors import COMPLETE, CREATED, DATA, RESPONSE, SELECTORS, Selector


class Plain:
    """Implements one method and inherits nothing of ours."""

    def __init__(self) -> None:
        self.completed: list[object] = []

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        self.completed.append(task)


class Typed(URLSessionDataDelegate):
    """The same, with our Protocol above it."""

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object, /
    ) -> None:
        return None


class Slotted:
    __slots__ = ()
    URLSession_task_didCompleteWithError_ = Plain.URLSession_task_didCompleteWithError_


class FromNSObject(NSObject, URLSessionTaskDelegate):
    URLSession_task_didCompleteWithError_ = Typed.URLSession_task_didCompleteWithError_


class Heir(Typed):
    """Takes the method back."""

    URLSession_task_didCompleteWithError_ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # this is the point


class Forwarding:
    """A proxy: whatever it lacks, its target may have."""

    def __init__(self, target: object) -> None:
        self.target = target

    def __getattr__(self, name: str) -> object:
        return getattr(self.target, name)


class LookingUp(Forwarding):
    """The same by the other hook."""

    def __getattribute__(self, name: str) -> object:
        if name.startswith("URLSession"):
            return getattr(object.__getattribute__(self, "target"), name)
        return object.__getattribute__(self, name)


class Choosy(NSObject):
    """Has two methods and admits to what it is told to."""

    def initAdmitting_(self, admitted: str) -> Choosy:
        self.asked: list[str] = []
        self.admitted = {admitted}
        return self

    def respondsToSelector_(self, selector: str) -> bool:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # as delegates write it
        self.asked.append(selector)
        return selector in self.admitted

    URLSession_didCreateTask_ = lambda self, session, task: None  # noqa: E731
    URLSession_task_didCompleteWithError_ = Plain.URLSession_task_didCompleteWithError_


def answered(delegate: object) -> set[Selector]:
    return {row for row in SELECTORS if responds_to(delegate, row)}


def module() -> ModuleType:
    made = ModuleType("delegate")
    vars(made)["URLSession_task_didCompleteWithError_"] = lambda session, task, error: None
    return made


IMPLEMENTS_ONE: dict[str, Callable[[], object]] = {
    "a plain class": Plain,
    "a subclass of a Protocol": Typed,
    "a class with slots only": Slotted,
    "an NSObject with a Protocol": FromNSObject,
    "a proxy": lambda: Forwarding(Plain()),
    "a proxy of a typed delegate": lambda: Forwarding(Typed()),
    "a proxy by __getattribute__": lambda: LookingUp(Typed()),
    "its own respondsToSelector_": lambda: Choosy.alloc().initAdmitting_(COMPLETE),
    "a module": module,
}


@pytest.mark.parametrize("kind", IMPLEMENTS_ONE)
def test_just_the_method_that_is_there_is_implemented(kind: str) -> None:
    made = IMPLEMENTS_ONE[kind]()

    assert answered(made) == {COMPLETE}
    assert answered(made) == {COMPLETE}, "and again, when the class is known"
    assert implementation(made, COMPLETE) is not None
    assert implementation(made, DATA) is None


def test_the_implementation_is_the_bound_method() -> None:
    delegate = Plain()
    method = implementation(delegate, COMPLETE)
    assert method is not None

    method("session", "task", None)

    assert delegate.completed == ["task"]


def test_inherited_unchanged_means_not_implemented() -> None:
    class Nothing(URLSessionDataDelegate):
        pass

    assert answered(Nothing()) == set()


def test_what_a_class_between_implements_counts() -> None:
    class Below(Typed):
        pass

    assert answered(Below()) == {COMPLETE}


def test_none_takes_a_method_back() -> None:
    assert answered(Heir()) == set()
    delegate = Plain()
    delegate.URLSession_task_didCompleteWithError_ = None  # type: ignore[assignment, method-assign]  # pyright: ignore[reportAttributeAccessIssue]  # this is the point
    assert answered(delegate) == set()


def test_a_method_put_on_an_instance_counts_for_that_instance() -> None:
    delegate, other = Plain(), Plain()
    assert not responds_to(delegate, DATA)

    vars(delegate)[DATA.python_name] = print

    assert responds_to(delegate, DATA)
    assert implementation(delegate, DATA) is print
    assert not responds_to(other, DATA)


def test_a_spy_on_an_instance_is_what_is_called(mocker: MockerFixture) -> None:
    delegate = Plain()
    assert responds_to(delegate, COMPLETE)
    spy = mocker.spy(delegate, COMPLETE.python_name)
    method = implementation(delegate, COMPLETE)
    assert method is not None

    method("session", "task", None)

    spy.assert_called_once_with("session", "task", None)
    assert delegate.completed == ["task"]


def test_a_patched_class_is_seen_when_it_is_looked_at_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Patched:
        pass

    delegate = Patched()
    assert answered(delegate) == set()
    monkeypatch.setattr(Patched, DATA.python_name, lambda *_: None, raising=False)

    refresh(delegate)

    assert answered(delegate) == {DATA}


def test_an_object_is_asked_by_its_own_responds_to() -> None:
    delegate = Choosy.alloc().initAdmitting_(CREATED)

    assert answered(delegate) == {CREATED}
    assert "URLSession:didCreateTask:" in delegate.asked


def test_a_responds_to_put_on_an_instance_is_asked() -> None:
    delegate = Plain()
    vars(delegate)["respondsToSelector_"] = lambda selector: False

    assert answered(delegate) == set()


def test_a_method_of_an_objective_c_instance_alone_is_not_implemented() -> None:
    delegate = FromNSObject()
    vars(delegate)[DATA.python_name] = lambda *_: None

    assert answered(delegate) == {COMPLETE}
    assert not delegate.respondsToSelector_(DATA)


def test_a_python_method_is_not_implemented() -> None:
    class Hides(NSObject):
        URLSession_dataTask_didReceiveData_ = PythonMethod(lambda *_: None)
        URLSession_task_didCompleteWithError_ = Plain.URLSession_task_didCompleteWithError_

    assert answered(Hides()) == {COMPLETE}
    assert not Hides().respondsToSelector_(DATA)
    assert Hides().respondsToSelector_(COMPLETE)


def test_claiming_what_is_inherited_unchanged_does_not_implement_it() -> None:
    class Claims(Typed):
        def respondsToSelector_(self, selector: str) -> bool:
            return True

    assert DATA not in answered(Claims())


def test_a_method_that_is_claimed_and_missing_raises_when_it_is_called() -> None:
    method = implementation(Choosy.alloc().initAdmitting_(DATA), DATA)
    assert method is not None

    with pytest.raises(AttributeError) as caught:
        method("session", "task", b"")

    assert str(caught.value) == (
        "Choosy says that it responds to URLSession:dataTask:didReceiveData:, "
        "but has no URLSession_dataTask_didReceiveData_"
    )


OBSERVED = {row for row in SELECTORS if row.handler is None}


def test_a_bare_mock_observes_and_is_asked_nothing() -> None:
    assert answered(MagicMock()) == answered(Mock()) == answered(NonCallableMock()) == OBSERVED


def test_asking_a_mock_does_not_count_as_calling_it() -> None:
    delegate = MagicMock()
    answered(delegate)

    assert not delegate.mock_calls


def test_a_mock_is_asked_where_the_test_gave_it_an_answer() -> None:
    delegate = MagicMock()
    delegate.URLSession_dataTask_didReceiveResponse_completionHandler_.side_effect = print

    assert answered(delegate) == OBSERVED | {RESPONSE}


def test_a_function_in_place_of_a_mocks_method_is_an_answer() -> None:
    delegate = MagicMock()
    delegate.URLSession_dataTask_didReceiveResponse_completionHandler_ = print

    assert answered(delegate) == OBSERVED | {RESPONSE}


def test_what_a_test_deletes_from_a_mock_is_not_implemented() -> None:
    delegate = MagicMock()
    del delegate.URLSession_didCreateTask_

    assert answered(delegate) == OBSERVED - {CREATED}


@pytest.mark.parametrize("spec", [Plain, Typed])
@pytest.mark.parametrize(
    "mocked",
    [
        lambda spec: Mock(spec=spec),
        lambda spec: MagicMock(spec_set=spec),
        lambda spec: Mock(spec=spec()),
        lambda spec: create_autospec(spec)(),
        lambda spec: create_autospec(spec, instance=True),
    ],
    ids=["of the class", "set", "of an object", "called", "autospecced"],
)
def test_a_mock_with_a_spec_implements_what_the_spec_does(
    spec: type,
    mocked: Callable[[type], Any],  # Any: a mock of anything
) -> None:
    assert answered(mocked(spec)) == {COMPLETE}


def test_a_mock_of_our_protocol_observes_what_the_protocol_has() -> None:
    assert answered(Mock(spec=URLSessionTaskDelegate)) == {
        row for row in OBSERVED if hasattr(URLSessionTaskDelegate, row.python_name)
    }


def test_what_a_mock_wraps_answers_for_it() -> None:
    assert answered(Mock(wraps=Plain())) == {COMPLETE}


def test_the_cache_does_not_keep_all_classes_for_ever() -> None:
    def made() -> weakref.ref[type]:
        passing = type("Passing", (), {})
        responds_to(passing(), COMPLETE)
        return weakref.ref(passing)

    first = made()
    for _ in range(300):
        made()
    gc.collect()

    assert first() is None
    assert len(_IMPLEMENTED) <= 256
