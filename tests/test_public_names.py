"""Adding or removing a public name is a decision.

`tests/data/public-names.txt` holds every name that users may import. Not here:
what the names do. One rule: the file is changed together with CHANGELOG.md, never to
silence this test. `python -m tests.test_public_names` writes it anew.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import urlsession_mock

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


def test_type_checkers_are_shown_each_name_where_it_is_found() -> None:
    source = Path(urlsession_mock.__file__).read_text(encoding="utf-8")
    shown = {
        alias.name: node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("urlsession_mock.")
        for alias in node.names
    }

    assert shown == {
        name: f"urlsession_mock.{module}" for name, module in urlsession_mock._WHERE.items()
    }
    assert sorted(shown) == sorted(urlsession_mock.__all__)


def test_the_package_is_listed_with_all_its_names() -> None:
    assert {*urlsession_mock.__all__, "foundation", "selectors"} <= set(dir(urlsession_mock))


def test_a_name_that_is_not_there_is_told_as_python_tells_it() -> None:
    name = "Divice"
    with pytest.raises(
        AttributeError, match=r"^module 'urlsession_mock' has no attribute 'Divice'$"
    ):
        getattr(urlsession_mock, name)


def test_importing_the_package_imports_no_more_than_it() -> None:
    command = (
        "import sys, urlsession_mock; print(*(name for name in sys.modules if '_mock' in name));"
        "urlsession_mock.foundation.NSURL"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["urlsession_mock"]


if __name__ == "__main__":
    SNAPSHOT.write_text("".join(f"{name}\n" for name in offered()), encoding="utf-8")
