"""The report as an operator asks for it: before, during and after, and of a journal that somebody has changed."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .lab import Lab

pytestmark = pytest.mark.slow


def texts(lab: Lab) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (lab.artifacts / "reports").iterdir()}


def change_the_third_entry(journal: Path) -> None:
    with sqlite3.connect(journal) as database:
        database.execute("UPDATE events SET detail = '{}' WHERE sequence = 3")


def test_a_rollout_is_reported_at_any_time(network: Lab) -> None:
    never = network.run("report", "-e", "statenet_subject=rehearsal")
    assert never.code == 2, never.output
    assert re.search(
        r"plan [0-9a-f]{12}: no rehearsal of it is at hand. Expected: its verdict and its journal. Remedy: rehearse it "
        r"with the `rehearse` verb, or ask for the report of the rollout.",
        never.output,
    )
    before = network.run("report", "--check")
    assert before.code == 0, before.output
    assert ": not begun, 0 of " in before.output
    assert not (network.artifacts / "reports").exists()

    begun = network.run("rollout")
    assert begun.code == 0, begun.output
    first = network.run("report")
    assert first.code == 0, first.output
    assert re.search(r"Rollout of lab, plan [0-9a-f]{12}: paused, [1-9]\d* of \d+ waves passed, 0 s of", first.output)
    found = texts(network)
    assert sorted(name.rpartition("-")[2] for name in found) == ["rollout.html", "rollout.md"]
    again = network.run("report")
    assert "changed=0" in again.output
    assert texts(network) == found

    change_the_third_entry(network.artifacts / "journal.sqlite")
    broken = network.run("report")
    assert broken.code == 2, broken.output
    assert "the journal was changed after it was written: its chain breaks at entry 3" in broken.output
    assert texts(network) == found
