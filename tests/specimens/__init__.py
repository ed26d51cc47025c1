"""The specimens: for each rule an app that breaks this rule and no other.

A part each for the stored handler, for background sessions and for all else, as the rules have
them. Not here: faults as they shipped (tests/bugs). One rule: the list is written by hand, and
a test holds it against the rules.
"""

from __future__ import annotations

from tests.specimens import away, background, in_front, stored_handler, transfers
from tests.specimens.faultless import FaultlessApp, FaultlessDelegate
from tests.specimens.specimen import Specimen
from tests.specimens.stage import Scene

__all__ = [
    "FAULTLESS",
    "SPECIMENS",
    "FaultlessApp",
    "FaultlessDelegate",
    "Scene",
    "Specimen",
    "background",
    "stored_handler",
    "transfers",
]

SPECIMENS: tuple[Specimen, ...] = (
    *stored_handler.SPECIMENS,
    *background.SPECIMENS,
    *transfers.SPECIMENS,
)
FAULTLESS: tuple[Specimen, ...] = tuple(
    Specimen(FaultlessDelegate, scene) for scene in (*away.SCENES, *in_front.SCENES)
)
