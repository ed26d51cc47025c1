"""A recording that was read is judged and drawn as the run was, for apps that break each rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.specimens import FAULTLESS, SPECIMENS, Specimen
from urlsession_mock import RULES, Recording, RecordingWriter, load, save
from urlsession_mock.reports.text import text
from urlsession_mock.rules import judge


def name(specimen: Specimen) -> str:
    return f"{specimen.fault.__name__}-{specimen.scene.__name__}"


def said(recording: Recording) -> list[tuple[str, int, str]]:
    """Each violation: the rule, the number of its event, and what it says."""
    off = [rule.id for rule in RULES if rule.default == "off"]
    verdict = judge(recording, RULES, require=off)
    return [
        (breach.rule.id, violation.event.number, violation.what)
        for breach in (*verdict.failures, *verdict.warnings)
        for violation in breach.violations
    ]


def drawn(recording: Recording) -> str:
    """The text, without its times: a file has them to the microsecond."""
    return re.sub(r"[0-9.]+ m?s(?= )", "time", text(recording, 100))


@pytest.mark.parametrize("specimen", [*SPECIMENS, *FAULTLESS], ids=name)
def test_a_verdict_survives_the_file(specimen: Specimen, tmp_path: Path) -> None:
    written, saved = tmp_path / "written.jsonl", tmp_path / "saved.jsonl"
    with specimen.device() as device, RecordingWriter(device.recording, written):
        specimen.play(device)
    save(device.recording, saved)

    for file in (written, saved):
        read = load(file)
        assert said(read) == said(device.recording)
        assert drawn(read) == drawn(device.recording)
