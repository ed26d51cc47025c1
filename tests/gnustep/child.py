"""The process that loads GNUstep's runtime: `python -m tests.gnustep.child FILE`.

Prints nothing of its own: into FILE goes one JSON object, either `missing`, what is not
installed, or what was found. One rule: nothing is judged here.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.gnustep.every_method import real_class
from tests.gnustep.runtime import missing_libraries, runtime
from tests.gnustep.scenarios import (
    APPS,
    EVERY_MESSAGE,
    ODD,
    SCENARIOS,
    Make,
    Run,
    Scenario,
    play,
)


def missing() -> list[str]:
    """What must be installed first."""
    python = [] if importlib.util.find_spec("rubicon") else ["rubicon-objc (from PyPI)"]
    return missing_libraries() + python


def found() -> dict[str, Any]:
    """What real objects do."""
    with runtime() as ours:
        # rubicon has no types
        from rubicon.objc.runtime import (  # pyright: ignore[reportMissingTypeStubs]
            autoreleasepool,
        )
    ours.make_pool()  # of the process: what nothing else takes ends in it
    # Only now can rubicon be imported, and what it makes has a pool to end in.
    from tests.gnustep.claims import CLAIMS
    from tests.gnustep.classes import CLASSES
    from tests.gnustep.clients import Client
    from tests.gnustep.courier import Courier
    from tests.gnustep.delegates import Loader
    from tests.gnustep.odd import TRIALS, Odd

    def making(cls: Any) -> Make:  # Any: a class of rubicon's
        def make() -> tuple[object, Any]:
            made = cls.alloc().init()
            return Courier.to(made), made

        return make

    assert CLASSES  # made before anything is played

    def alone(call: Callable[[], Any]) -> Any:
        with autoreleasepool():
            return call()

    def played(cls: Any, scenarios: dict[str, Scenario]) -> dict[str, Run]:
        make = making(cls)
        return {name: alone(partial(play, one, make)) for name, one in scenarios.items()}

    return {
        "runs": played(Loader, SCENARIOS),
        "odd": played(Odd, ODD),
        "trials": {trial.__name__: alone(trial) for trial in TRIALS},
        "apps": played(Client, APPS),
        "every message": played(real_class(), EVERY_MESSAGE),
        "claims": {claim.__name__: alone(claim) for claim in CLAIMS},
    }


def main(file: str) -> None:
    """Write what was found."""
    absent = missing()
    result = {"missing": absent} if absent else found()
    Path(file).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
