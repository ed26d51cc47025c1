"""The magazine reader with one fault: it tells the system that it is done, then writes its ledger.

Every test in the textbook order passes. On a device the system may end the app as soon as the
handler was called, and then an issue is on the disk that the reader never sees.
"""

from __future__ import annotations

from pathlib import Path

from magazines import MagazineApp


class HastyMagazineApp(MagazineApp):
    """Brings its ledger up to date when the reader need not wait for it any more."""

    def came(self, issue: str, file: Path) -> None:
        """The file is moved; the ledger can wait."""
        self.shelf.keep(issue, file)

    def caught_up(self) -> None:
        """Call the handler, and then do what is left to do."""
        super().caught_up()
        for file in self.shelf.folder.glob("*.pdf"):
            self.shelf.enter(file.stem)
