"""`urlsession-mock check` and `show` for the file of a recording, and `import` for an archive.

Not here: what is done with it (jsonl/, har.py, reports/). One rule: a file that is wrong is told
with its line, whatever is in it.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from urlsession_mock.command.problem import Problem, Progress
from urlsession_mock.errors import BadRecording, MissingExtra

__all__ = ["check_recording", "import_archive", "is_recording", "show_recording"]

_NAMED = 3  # so many entries that were left out are named


def is_recording(name: str) -> bool:
    """The argument is a file, or was meant for one."""
    return name.endswith(".jsonl") or os.path.isfile(name)


def check_recording(name: str) -> bool:
    """Print what is wrong with the file, `file:line` first; True where something is."""
    try:
        # later: it needs an optional library
        from urlsession_mock.jsonl.checking import findings
    except MissingExtra as error:
        raise Problem(str(error)) from None
    progress, count = Progress(name), 0
    try:
        for finding in findings(name, progress):
            progress.done()
            print(finding)
            count += 1
    finally:
        progress.done()
    if not count:
        print(f"{name}: a whole recording, and nothing in it looks like a secret")
    return bool(count)


def show_recording(name: str, width: int | None, *, all_of_it: bool) -> int:
    """Print the recording as a text, a line an event."""
    try:
        # later: it needs an optional library
        from urlsession_mock.jsonl.reading import load
    except MissingExtra as error:
        raise Problem(str(error)) from None
    # later: most of what the command does draws nothing
    from urlsession_mock.reports.lanes import LIMIT
    from urlsession_mock.reports.style import wants_color
    from urlsession_mock.reports.text import text

    progress = Progress(name)
    try:
        recording = load(name, progress=progress)
        drawn = text(
            recording,
            width or shutil.get_terminal_size().columns,
            color=wants_color(sys.stdout),
            limit=None if all_of_it else LIMIT,
            root=Path(),
        )
    except BadRecording as error:
        raise Problem(str(error)) from None
    finally:
        progress.done()
    print(drawn)
    if recording.is_cut:
        print(f"urlsession-mock: {name} is cut: it goes up to its last whole line", file=sys.stderr)
    return 0


def import_archive(name: str, out: str | None) -> int:
    """Turn an HAR archive into a recording beside it, or at `out`."""
    try:
        # later: it needs an optional library
        from urlsession_mock.har import recording_of

        # later: as above
        from urlsession_mock.jsonl.writing import save
    except MissingExtra as error:
        raise Problem(str(error)) from None
    source = Path(name)
    target = Path(out) if out is not None else source.with_suffix(".jsonl")
    if target.exists() and target.samefile(source):
        raise Problem(f"the recording of {name} would replace it; name another file with -o")
    progress = Progress(name, "entries")
    skipped: list[str] = []

    def left_out(number: int, what: str) -> None:
        skipped.append(f"entry {number}, {what}")

    try:
        recording = recording_of(source, progress=progress, left_out=left_out)
        save(recording, target)
    except BadRecording as error:
        raise Problem(str(error)) from None
    except OSError as error:
        raise Problem(f"{target} cannot be written: {error.strerror}") from None
    finally:
        progress.done()
    print(f"{target}: {len(recording)} events of {name}")
    if skipped:
        more = [f"and {len(skipped) - _NAMED} more"] if len(skipped) > _NAMED else []
        print(
            "urlsession-mock: left out, as no data task loads them: "
            + "; ".join(skipped[:_NAMED] + more),
            file=sys.stderr,
        )
    return 0
