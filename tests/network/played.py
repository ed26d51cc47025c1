"""Answers written as what passes on the wire, for tests of the loader itself.

Not here: how users register answers. One rule: a test sees each step.
"""

from __future__ import annotations

from urlsession_mock import Device
from urlsession_mock.network.stubs import Answer
from urlsession_mock.network.wire import End, Happening, Head

__all__ = ["OK", "PAGE", "plays"]

PAGE = "https://example.com/a"
OK = (Head(200, (("Content-Length", "1"),)), End())


class _Script(Answer):
    """An answer that is its steps."""

    def __init__(self, script: tuple[Happening, ...]) -> None:
        super().__init__()
        object.__setattr__(self, "script", script)

    @property
    def steps(self) -> tuple[Happening, ...]:
        return self.script  # type: ignore[attr-defined, no-any-return]  # set past the frozen class


def plays(device: Device, *steps: Happening, method: str = "GET", url: str = PAGE) -> None:
    """Register these steps as the answer of a URL."""
    device.network.on(method, url).answer = _Script(steps)
