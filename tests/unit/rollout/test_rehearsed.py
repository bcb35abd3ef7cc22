"""A rollout wants a fresh rehearsal of the very same plan that passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Rehearsal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.rehearsed import (
    last_rehearsal,
    record_rehearsal,
    unrehearsed,
)

from .fakes import Network, as_is, fast_journal, plan, policy, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal

PLAN = plan(rules=policy(rehearsal=Rehearsal()))
ID = PLAN.plan_id[:12]
NOW = datetime.now(UTC)
VERDICT = b'{"verdict": "pass"}'


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return fast_journal(tmp_path)


def rehearsed(journal: Journal, **kwargs: Any) -> None:
    arguments = {"run": "network", "at": NOW, "passed": True, "message": "", "faults": True, **kwargs}
    record_rehearsal(PLAN, journal, VERDICT, **arguments)


def reason(journal: Journal, verdict: bytes | None = VERDICT, now: datetime | None = NOW) -> str:
    return unrehearsed(PLAN, last_rehearsal(PLAN, journal.entries()), lambda: verdict, now=now)


def test_never(journal: Journal) -> None:
    assert reason(journal) == f"plan {ID} was never rehearsed"


def test_passed(journal: Journal) -> None:
    rehearsed(journal)
    assert reason(journal) == ""


def test_of_another_plan(journal: Journal) -> None:
    other = replace(PLAN, author="carol")
    record_rehearsal(other, journal, VERDICT, run="network", at=NOW, passed=True, message="", faults=True)
    assert reason(journal) == f"plan {ID} was never rehearsed"


def test_only_the_last_one_counts(journal: Journal) -> None:
    rehearsed(journal)
    rehearsed(journal, passed=False, message="wave 3 did not heal")
    assert reason(journal) == f"the last rehearsal of plan {ID} failed: wave 3 did not heal"


def test_without_faults(journal: Journal) -> None:
    rehearsed(journal, faults=False)
    assert reason(journal) == f"the last rehearsal of plan {ID} had no faults in it"


def test_too_old_to_begin_but_not_to_go_on(journal: Journal) -> None:
    rehearsed(journal, at=NOW - timedelta(days=31))
    day = NOW - timedelta(days=31)
    assert reason(journal) == f"the last rehearsal of plan {ID} is of {day:%Y-%m-%d}, older than 30 days"
    assert reason(journal, now=None) == ""


@pytest.mark.parametrize(
    ("verdict", "told"),
    [(None, "is gone"), (b'{"verdict": "pass "}', "is not the one that the journal has")],
)
def test_the_verdict_is_the_recorded_one(journal: Journal, verdict: bytes | None, told: str) -> None:
    rehearsed(journal)
    assert reason(journal, verdict) == f"the verdict of the rehearsal of plan {ID} {told}"


def test_optional(journal: Journal) -> None:
    found = plan()
    assert unrehearsed(found, last_rehearsal(found, journal.entries()), None, now=NOW) == ""


def test_the_engine_refuses_before_the_first_wave(journal: Journal) -> None:
    network = Network(as_is())
    approve(PLAN, journal, by="bob", clock=network.clock, run="network")

    def go(verdict: bytes | None) -> Any:
        options = RunOptions(last_wave=1, verdict=lambda: verdict)
        return run(
            PLAN, access=network.access, text_of=text_of, journal=journal, clock=network.clock, options=options
        )

    with pytest.raises(GateClosed) as caught:
        go(VERDICT)
    assert str(caught.value) == (
        f"wave 1 (core, 1 of 2) may not start:\n  plan {ID} was never rehearsed. Remedy: rehearse it with the "
        "`rehearse` verb; when that fails, mend what it shows and make a new plan."
    )
    assert network.running() == as_is()
    # The record of an attempt that was refused is no beginning: the age still counts.
    rehearsed(journal, at=NOW - timedelta(days=31))
    with pytest.raises(GateClosed, match="older than 30 days"):
        go(VERDICT)
    rehearsed(journal)
    assert go(VERDICT).outcome == "paused"
