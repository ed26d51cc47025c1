"""What is wrong with a recording's file: a line that cannot be read, or something secret in it.

Not here: how either is found (reading.py, suspicions.py). One rule: every line is looked at, and
so is every body beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from urlsession_mock.errors import BadRecording
from urlsession_mock.jsonl.bodies import Bodies, folder_of
from urlsession_mock.jsonl.library import Decoder, Invalid
from urlsession_mock.jsonl.lines import LONGEST
from urlsession_mock.jsonl.reading import stream
from urlsession_mock.jsonl.suspicions import of_text, suspicions

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the file, the line from 1 on (0: the whole file), and what it is."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def findings(
    path: str | os.PathLike[str], progress: Callable[[int], None] | None = None
) -> Iterator[Finding]:
    """What is wrong with the file, as far as it can be read; `progress` is told each line."""
    source = Path(path)
    last = 0
    try:
        with stream(source) as events:
            for event in events:
                last = event.number
                if progress is not None:
                    progress(last)
            is_cut = events.is_cut
    except BadRecording as error:
        yield Finding(error.file, error.line, error.problem)
        if not error.line:
            return
    else:
        if is_cut:
            yield Finding(str(source), last + 1, "the recording is cut: its last line is missing")
    yield from _secrets(source)


def _secrets(path: Path) -> Iterator[Finding]:
    decode = Decoder[object]().decode
    number = 0
    with path.open("rb") as file:
        while text := file.readline(LONGEST + 1):
            number += 1
            try:
                value = decode(text)
            except (Invalid, ValueError, RecursionError):
                found = of_text(text.decode("utf-8", "replace"))
            else:
                found = suspicions(value)
            for what in dict.fromkeys(found):
                yield Finding(str(path), number, f"it looks as if it holds {what}")
    bodies = Bodies(folder_of(path))
    for body in bodies.all():
        for what in dict.fromkeys(of_text(bodies.text(body))):
            yield Finding(str(body), 0, f"it looks as if it holds {what}")
