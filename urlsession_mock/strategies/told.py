"""What was told about a task before, as far as the next message must agree with it.

Pure. Not here: the order of messages (walks.py). One rule: what a message says in numbers goes on
from what the last one said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from urlsession_mock.selectors import CHALLENGE, RESUMED, SENT, WROTE, Selector

__all__ = ["Told"]


@dataclass(slots=True)
class Told:
    """Numbers of bytes (R78), and how often a server has asked for a credential, and how (R75)."""

    sent: int = 0
    received: int = 0
    failures: int = 0
    method: str | None = None

    def note(self, selector: Selector, carried: Sequence[Any]) -> None:  # Any: as the row says
        """A message was told."""
        if selector is SENT:
            self.sent = carried[1]
        elif selector is WROTE:
            self.received = carried[1]
        elif selector is RESUMED:
            self.received = carried[0]
        elif selector is CHALLENGE:
            self.failures += 1
            self.method = str(carried[0].protectionSpace().authenticationMethod())
