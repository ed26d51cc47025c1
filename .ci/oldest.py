"""The lower bounds that pyproject.toml promises, as exact versions for pip.

Prints the requirements of the package and of its extras for users, one per line, each `>=`
turned into `==`. `make oldest` installs just these and runs the suite. It is
not a resolver: what has no lower bound is an error, for then nothing is promised.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

USERS = ("pytest", "live", "recordings", "mypy", "hypothesis")
PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def oldest(requirement: str) -> str:
    """`"name[extra]>=7.4; marker"` as `"name==7.4; marker"`: a constraint has no extras."""
    name, semicolon, marker = requirement.partition(";")
    name = re.sub(r"\[.*\]", "", name)
    if ">=" not in name:
        raise SystemExit(f"{requirement!r} in {PYPROJECT.name} has no lower bound; write one, `>=`")
    return name.replace(">=", "==") + semicolon + marker


def main() -> None:
    """Print them."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for requirement in project["dependencies"] + [one for name in USERS for one in extras[name]]:
        print(oldest(requirement))


if __name__ == "__main__":
    main()
