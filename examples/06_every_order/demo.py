"""Watch a test be run in every order, with the app ended twice, and a fault be found that it hid.

`make demo` runs it: first the sound app, then the same app that keeps its books a little later.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def pytest(*arguments: str) -> int:
    """Run pytest on the example, and show what it prints."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--no-header"]
    print(f"\n$ pytest {' '.join(arguments)}", flush=True)
    return subprocess.run([*command, *arguments], check=False, cwd=FOLDER.parent.parent).returncode


def main() -> int:
    """Run the sound app and the hasty one; 0 where each went as it must."""
    place = f"examples/{FOLDER.name}"
    print("A test of a background downloader, run under every schedule with up to two kills:")
    passed = pytest(f"{place}/test_magazines.py") == 0
    print("\nThe same app, but it writes its ledger after it has called the handler:")
    failed = pytest(f"{place}/shows_what_is_lost.py") == 1
    if passed and failed:
        print(
            "\nAll went as it should: the first app loses nothing, what the second loses is shown."
        )
        return 0
    print("\nSomething went otherwise than it should; see above.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
