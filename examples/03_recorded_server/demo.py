"""Watch a client download from a real server, be recorded, and be replayed without it.

`make demo` runs it. The server is on loopback, and runs only as long as it is recorded.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from notes import AlarmedNotes, Notes
from server import TEXT, serving

from urlsession_mock import Device, RecordingWriter, replay
from urlsession_mock.reports import text


def say(line: str = "") -> None:
    """Print one line of the story."""
    print(line, flush=True)


def main() -> int:
    """Tell the story; 0 where all went as it must."""
    with tempfile.TemporaryDirectory(prefix="notes-") as name:
        folder = Path(name)
        file = folder / "recording.jsonl"
        with serving() as base, Device(folder=folder) as device:
            say(f"A real server runs at {base}; only it may be contacted.")
            device.network.live(base)
            with RecordingWriter(device.recording, file):
                Notes.alloc().initWithFolder_(folder).fetch_(f"{base}/latest")
                device.run()
            say(text(device.recording, width=80))
        notes = folder / "notes.txt"
        downloaded = notes.read_bytes() == TEXT
        say(f"\nThe client got {notes.stat().st_size} bytes, decoded, behind a redirect.")
        say(f"The server is gone. Its recording has {file.stat().st_size} bytes.")

        notes.unlink()
        same = replay(file, Notes.alloc().initWithFolder_(folder))
        say(f"\nReplayed to a fresh client, without a network: {same}.")
        again = notes.read_bytes() == TEXT
        other = replay(file, AlarmedNotes.alloc().initWithFolder_(folder))
        say("\nReplayed to one that follows no redirect any more:")
        say(str(other))
    if downloaded and same and again and not other:
        say("\nAll went as it should: the recording stands for the server, and tells what changed.")
        return 0
    say("\nSomething went otherwise than it should; see above.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
