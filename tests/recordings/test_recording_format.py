"""docs/recording-format.md shows what is really written: its lines are read, and written again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.recordings.made import LARGE
from urlsession_mock import load, save, stream
from urlsession_mock.jsonl import lines, shapes
from urlsession_mock.jsonl.library import Decoder, Encoder

DOC = Path(__file__).parents[2] / "docs" / "recording-format.md"
EXAMPLES = [
    line
    for block in re.findall(r"```jsonl\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The recording that the document is."""
    path = tmp_path / "doc.jsonl"
    path.write_text("".join(f"{line}\n" for line in EXAMPLES), encoding="utf-8")
    (tmp_path / "doc.bodies").mkdir()
    (tmp_path / "doc.bodies" / hashlib.sha256(LARGE).hexdigest()).write_bytes(LARGE)
    return path


def tags(names: list[str], module: object) -> set[str]:
    found = {getattr(module, name) for name in names}
    return {
        cls.__struct_config__.tag
        for cls in found
        if hasattr(cls, "__struct_config__") and cls.__struct_config__.tag is not None
    }


def test_every_kind_of_event_and_every_double_has_an_example() -> None:
    text = "\n".join(EXAMPLES)
    kinds = {f'"event":"{tag}"' for tag in tags(lines.__all__, lines) - {"line"}}
    classes = {f'"class":"{tag}"' for tag in tags(shapes.__all__, shapes)}

    assert sorted(each for each in kinds | classes if each not in text) == []


@pytest.mark.parametrize("line", EXAMPLES[1:], ids=range(2, len(EXAMPLES) + 1))
def test_an_example_is_decoded_and_encoded_to_itself(line: str) -> None:
    decoded = Decoder(lines.AnyLine).decode(line)

    assert Encoder().encode(decoded).decode() == line


def test_the_examples_are_a_recording_that_is_written_as_it_was_read(
    file: Path, tmp_path: Path
) -> None:
    recording = load(file)
    save(recording, tmp_path / "again.jsonl")

    assert not recording.is_cut
    again = (tmp_path / "again.jsonl").read_text(encoding="utf-8").splitlines()
    assert again[1:] == EXAMPLES[1:]


def test_the_examples_can_be_streamed(file: Path) -> None:
    assert len(list(stream(file))) == len(EXAMPLES) - 2
