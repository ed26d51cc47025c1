"""Watch a script that was written for a Mac run here, against a real server, and be judged.

`make demo` runs it. The server is on loopback, asks for a password, and loses one connection.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reports import LOGIN, REPORT, serving

from urlsession_mock.__main__ import main as urlsession_mock

FETCH = Path(__file__).with_name("fetch.py")


def main() -> int:
    """Run it; 0 where all went as it must."""
    with tempfile.TemporaryDirectory(prefix="fetch-") as folder, serving() as base:
        target = Path(folder) / "report.txt"
        print(f"A Mac's script, fetch.py, runs as it is; only {base} may be contacted.\n")
        sys.stdout.flush()
        status = urlsession_mock(
            ["run", "--judge", "--allow", base, str(FETCH), f"{base}/latest", str(target), LOGIN]
        )
        is_whole = target.exists() and target.read_bytes() == REPORT
    if status == 0 and is_whole:
        print(f"\nAll went as it should: {len(REPORT)} bytes arrived, over a line that broke.")
        return 0
    print("\nSomething went otherwise than it should; see above.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
