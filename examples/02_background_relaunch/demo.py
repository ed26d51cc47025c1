"""Watch a podcast app be killed in the middle of its downloads, be relaunched, and be judged.

`make demo` runs it: first the story, on real files; then the app's test suite; then the same
app with one fault, and the report it earns.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from podcasts import EPISODES, PodcastApp

from urlsession_mock import Device
from urlsession_mock.reports import text

FOLDER = Path(__file__).parent
HOST = "https://podcasts.example.com"


def say(line: str) -> None:
    """Print one line of the story."""
    print(line, flush=True)


def story(folder: Path) -> bool:
    """Two episodes: the app is killed while they download. True where all went well."""
    with Device(folder=folder) as device:
        device.network.get(f"{HOST}/1.mp3").respond(chunks=[b"one " * 1000] * 3)
        device.network.get(f"{HOST}/2.mp3").respond(body=b"two")
        app = device.launch(lambda: PodcastApp(folder))
        assert isinstance(app.delegate, PodcastApp)
        say("The app starts two downloads in a background session.")
        app.delegate.download("first", f"{HOST}/1.mp3")
        app.delegate.download("second", f"{HOST}/2.mp3")

        app.terminate()
        say("The system kills the app. Its transfers go on without it, and end.")
        device.run()
        say(f"  episodes on disk: {episodes(folder)}")

        say("The system relaunches the app and hands over; the messages come, then")
        say("finish-events, and the app calls the stored handler on the main thread.")
        device.wake(EPISODES)
        device.run()
        say(f"  episodes on disk: {episodes(folder)}")
        say("")
        say(text(device.recording, width=80))
        verdict = device.verdict()
        say("")
        say(f"Judged by {verdict.judged} rules: {'none is broken' if verdict else verdict.broken}.")
        return bool(verdict)


def episodes(folder: Path) -> str:
    """The episodes in the library, with their sizes."""
    found = sorted(folder.glob("*.mp3"))
    return ", ".join(f"{file.name} ({file.stat().st_size} bytes)" for file in found) or "none"


def pytest(*arguments: str) -> int:
    """Run pytest on the example, and show what it prints."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    say(f"\n$ pytest {' '.join(arguments)}")
    return subprocess.run(command, check=False, cwd=FOLDER.parent.parent).returncode


def main() -> int:
    """Tell the story, run the suite, show the fault; 0 where each went as it must."""
    with tempfile.TemporaryDirectory(prefix="podcasts-") as folder:
        went_well = story(Path(folder))
    place = f"examples/{FOLDER.name}"
    passed = pytest(place, "-q") == 0
    say("\nThe same app, calling the handler on the session's own queue:")
    failed = pytest(f"{place}/shows_the_fault.py", "-q", "--no-header") == 1
    if went_well and passed and failed:
        say("\nAll went as it should: the first app is sound, the fault of the second was found.")
        return 0
    say("\nSomething went otherwise than it should; see above.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
