"""A recording as text."""

from __future__ import annotations

from urlsession_mock.recording import Recording

__all__ = ["text"]


def text(recording: Recording, width: int = 80) -> str:
    """One line an event."""
    return "\n".join(str(event)[:width] for event in recording)
