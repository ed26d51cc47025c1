"""Adding or removing a public name is a decision.

`tests/data/public-names.txt` holds every name that users may import. Not here:
what the names do. One rule: the file is changed together with CHANGELOG.md, never to
silence this test. `python -m tests.test_public_names` writes it anew.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

PUBLIC = ("urlsession_mock", "pytest_urlsession")
SNAPSHOT = Path(__file__).parent / "data" / "public-names.txt"


def exported(package: str) -> list[str]:
    """What a package says it exports; nothing, while it says nothing."""
    names: list[str] = getattr(importlib.import_module(package), "__all__", [])
    return names


def offered() -> list[str]:
    """Every public name as `package.name`, sorted."""
    return sorted(f"{package}.{name}" for package in PUBLIC for name in exported(package))


def test_the_public_names_are_those_that_were_decided() -> None:
    decided = SNAPSHOT.read_text(encoding="utf-8").split()
    names = offered()
    appeared = sorted(set(names) - set(decided))
    vanished = sorted(set(decided) - set(names))

    assert not appeared + vanished, (
        f"appeared: {', '.join(appeared) or 'nothing'}; "
        f"vanished: {', '.join(vanished) or 'nothing'}. If this is meant, run "
        "`python -m tests.test_public_names` and tell users in CHANGELOG.md"
    )


@pytest.mark.parametrize("package", PUBLIC)
def test_every_public_name_exists_and_is_named_once(package: str) -> None:
    names = exported(package)

    assert len(names) == len(set(names))
    assert not [name for name in names if not hasattr(importlib.import_module(package), name)]


if __name__ == "__main__":
    SNAPSHOT.write_text("".join(f"{name}\n" for name in offered()), encoding="utf-8")
