"""What the `delegate_spy` fixture gives: spies on the methods a delegate implements.

Not here: the spies, which are pytest-mock's. One rule: what a delegate does not implement, a spied
delegate does not implement either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from urlsession_mock import SELECTORS, responds_to

if TYPE_CHECKING:
    from pytest_mock import MockerFixture

__all__ = ["DelegateSpy", "mocker_of"]

D = TypeVar("D")


class DelegateSpy:
    """Spies on delegates until the test ends; may be called more than once."""

    def __init__(self, mocker: MockerFixture) -> None:
        self._mocker = mocker
        self._spied: list[object] = []

    def __call__(self, delegate: D) -> D:
        """Spy on every message that the delegate implements, and return it.

        A delegate that is spied already is left as it is. An app delegate may be spied too.

        Raises `TypeError` for a class, and for an object whose methods cannot be replaced.
        """
        __tracebackhide__ = True
        if isinstance(delegate, type):
            raise TypeError(
                f"delegate_spy got the class {delegate.__name__}; "
                f"give it an object, as {delegate.__name__}()"
            )
        if any(delegate is spied for spied in self._spied):
            return delegate
        self._spied.append(delegate)
        for selector in SELECTORS:
            if responds_to(delegate, selector):
                self._spy(delegate, selector.python_name)
        return delegate

    def _spy(self, delegate: object, name: str) -> None:
        __tracebackhide__ = True
        try:
            self._mocker.spy(delegate, name)
        except AttributeError as error:
            raise TypeError(
                f"{type(delegate).__name__}.{name} cannot be replaced by a spy ({error}); "
                f"delegate_spy needs an object whose attributes can be set, without __slots__"
            ) from None


def mocker_of(request: pytest.FixtureRequest) -> MockerFixture:
    """The `mocker` fixture of pytest-mock; fails the test where that is not installed."""
    try:
        mocker: MockerFixture | None = request.getfixturevalue("mocker")
    except pytest.FixtureLookupError:
        mocker = None
    if mocker is None:  # out here, so that pytest does not show the failed look-up too
        pytest.fail(
            "delegate_spy needs the `mocker` fixture of pytest-mock: "
            "install pytest-mock, or urlsession-mock[pytest]",
            pytrace=False,
        )
    return mocker
