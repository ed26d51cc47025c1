"""The command: write the stub, check it, or count it.

Not here: what is in it. One rule: without an option it writes one file, and nothing else.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from stubs.generate.counting import count, read_stub
from stubs.generate.render import Stub
from stubs.generate.surface import read_surface
from stubs.generate.written import read_written

FILE = Path(__file__).parents[1] / "Foundation-stubs" / "__init__.pyi"


def main() -> int:
    """Run the command; its exit status."""
    parser = ArgumentParser(
        prog="python -m stubs.generate", description="Write the stub of Foundation."
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="say whether the file is up to date")
    choice.add_argument("--count", action="store_true", help="say how much of Foundation it types")
    asked = parser.parse_args()
    surface = read_surface()
    if asked.count:
        counts = count(surface, read_stub(FILE))
        print(counts.text())
        return 1 if counts.missing or counts.unjustified else 0
    text = Stub(surface, read_written()).text()
    if not asked.check:
        FILE.write_text(text, "utf-8")
        return 0
    if FILE.read_text("utf-8") != text:
        print(f"{FILE.name} is not what would be written now; run `python -m stubs.generate`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
