"""What PyObjC itself says of selectors, blocks and enumerations agrees with ours.

PyObjC's macOS wheel is downloaded as data: its `_metadata.py` is parsed, the protocols compiled
into its library are read. Skipped, with the reason, where pip reaches no index.
"""

from __future__ import annotations

import filecmp
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

import pytest

from tests.pyobjc import wheel, write_name_lists
from tests.pyobjc.compiled import Compiled, protocols
from tests.pyobjc.metadata import Metadata, read
from urlsession_mock import foundation
from urlsession_mock.bindings.pyobjc.fake import Fake
from urlsession_mock.foundation.formal_protocol import PROTOCOLS, protocol_named
from urlsession_mock.selectors import SELECTORS, Selector

ROWS = [row for row in SELECTORS if row.protocol.startswith("NSURLSession")]

# Selectors that PyObjC lists and we do not, each with its reason.
SELECTORS_THEIRS_ALONE = {
    "URLSession:needNewBodyStreamFromOffset:completionHandler:": (
        "no SDK declares it: NSURLSession.h has URLSession:task:needNewBodyStreamFromOffset:"
        "completionHandler:, which PyObjC lists too and which its compiled protocol has alone"
    ),
}

# Numbers that we give and PyObjC's metadata does not, each with its reason.
NUMBERS_OURS_ALONE: dict[str, str] = {}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel.cocoa(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def said(folder: Path) -> Metadata:
    return read(folder / "Foundation" / "_metadata.py")


@pytest.fixture(scope="session")
def compiled(folder: Path) -> dict[str, Compiled]:
    [library] = (folder / "Foundation").glob("_Foundation*.so")
    return protocols(library)


def about(said: Metadata, row: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = said.methods["NSObject", row]["arguments"]
    return found


def encoding(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def test_pyobjc_lists_our_selectors_and_no_others(said: Metadata) -> None:
    theirs = {
        selector
        for owner, selector in said.methods
        if owner == "NSObject" and selector.startswith("URLSession")
    }

    assert {str(row) for row in ROWS} - theirs == set()
    assert theirs - {str(row) for row in ROWS} == set(SELECTORS_THEIRS_ALONE)


@pytest.mark.parametrize("row", ROWS)
def test_the_arguments_have_pyobjcs_types(said: Metadata, row: Selector) -> None:
    theirs = [encoding(one["type"]) for _, one in sorted(about(said, row).items())]

    assert theirs == [one.type_encoding for one in row.arguments]
    assert encoding(said.methods["NSObject", row]["retval"]["type"]) == "v"


@pytest.mark.parametrize("row", [row for row in ROWS if row.handler is not None])
def test_the_blocks_have_pyobjcs_types(said: Metadata, row: Selector) -> None:
    assert row.handler is not None
    block = about(said, row)[row.handler.index + 2]["callable"]  # after self and _cmd
    first, *others = [encoding(one["type"]) for _, one in sorted(block["arguments"].items())]

    assert first == "^v"  # the block itself
    assert encoding(block["retval"]["type"]) + "".join(others) == row.handler.pyobjc_block_encoding


@pytest.mark.parametrize("name", [name for name in PROTOCOLS if name.startswith("NSURLSession")])
def test_the_compiled_protocols_are_ours(compiled: dict[str, Compiled], name: str) -> None:
    ours, theirs = protocol_named(name), compiled[name]

    assert {
        one["selector"].decode(): (one["typestr"].decode(), one["required"])
        for one in ours.instanceMethods()
    } == {selector: (one.types, one.required) for selector, one in theirs.methods.items()}
    assert not any(one.of_class for one in theirs.methods.values())
    assert all(ours.conformsTo_(protocol_named(one)) for one in theirs.supers)


def test_no_compiled_protocol_has_what_pyobjc_lists_alone(compiled: dict[str, Compiled]) -> None:
    everywhere = {selector for one in compiled.values() for selector in one.methods}

    assert not set(SELECTORS_THEIRS_ALONE) & everywhere


def numbers() -> dict[str, int | float]:
    return {
        name: value
        for name in foundation.__all__
        if isinstance(value := getattr(foundation, name), int | float)
        and not isinstance(value, bool)
    }


def test_enumerations_have_pyobjcs_values(said: Metadata) -> None:
    theirs = said.values
    ours = numbers()
    compared = {name: value for name, value in ours.items() if name in theirs}
    different = {
        name: (value, theirs[name]) for name, value in compared.items() if value != theirs[name]
    }
    aliased = {name for name in ours if name in said.aliases or name in said.constants}
    missing = set(ours) - set(compared) - aliased

    assert different == {}
    assert missing == set(NUMBERS_OURS_ALONE)
    assert len(compared) > 150


def test_no_member_of_an_enumeration_of_ours_is_missing(said: Metadata) -> None:
    """What PyObjC names after one of our enumerations is a member of it here."""
    enums = [
        value
        for name in foundation.__all__
        if isinstance(value := getattr(foundation, name), type)
        and issubclass(value, IntEnum | IntFlag)
    ]
    absent = [
        name
        for enum in enums
        for name in said.values
        if name.startswith(enum.__name__)
        and name[len(enum.__name__) :][:1].isupper()
        and not hasattr(foundation, name)
    ]

    assert enums
    assert absent == []


def test_every_text_constant_of_ours_is_one_of_pyobjcs(said: Metadata) -> None:
    texts = {name for name in foundation.__all__ if isinstance(getattr(foundation, name), str)}

    assert texts - set(said.constants) - set(said.aliases) == set()


def test_every_class_and_type_of_ours_is_a_name_of_foundation(said: Metadata) -> None:
    types = {name for name in foundation.__all__ if isinstance(getattr(foundation, name), type)}
    listed = set(Fake("Foundation").__dir__())

    assert types - listed == {"NotSimulated", "TransactionValues"}
    assert {name for name in types if name in said.types} <= set(said.types)


def test_the_lists_of_names_are_what_the_wheel_says(folder: Path, tmp_path: Path) -> None:
    kept = write_name_lists.NAMES
    write_name_lists.main(folder, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())

    assert len(written) in (4, 7)  # the other frameworks are wheels of their own
    assert filecmp.cmpfiles(kept, tmp_path, written, shallow=False)[0] == written
