"""The lower bounds that pyproject.toml promises, as exact versions for pip.

Prints the requirements of the package and of its `pytest` extra, one per line, each `>=`
turned into `==`. `make oldest` installs just these and runs the suite. It is
not a resolver: what has no lower bound is an error, for then nothing is promised.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def oldest(requirement: str) -> str:
    """`"pytest>=7.4; marker"` as `"pytest==7.4; marker"`."""
    name, semicolon, marker = requirement.partition(";")
    if ">=" not in name:
        raise SystemExit(f"{requirement!r} in {PYPROJECT.name} has no lower bound; write one, `>=`")
    return name.replace(">=", "==") + semicolon + marker


def main() -> None:
    """Print them."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"] + project["optional-dependencies"]["pytest"]:
        print(oldest(requirement))


if __name__ == "__main__":
    main()
