"""Approvals: bound to one plan's content, to people, to time and to waves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Approval as Rule
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approvals, approve, evaluate
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal

from .fakes import START, plan, policy

if TYPE_CHECKING:
    from pathlib import Path

PLAN = plan()
SHORT = PLAN.plan_id[:12]


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}")


def test_an_approval_lets_its_plan_through(journal: Journal) -> None:
    assert evaluate(PLAN, (), START) == (f"plan {SHORT} has 0 of 1 approvals",)
    given = approve(PLAN, journal, by="bob", clock=VirtualClock(START), run="network")
    found = approvals(journal.entries())
    assert found == (given,)
    assert given.expires == START + timedelta(days=120)
    assert evaluate(PLAN, found, START) == ()


def test_an_approval_expires(journal: Journal) -> None:
    clock = VirtualClock(START)
    given = approve(PLAN, journal, by="bob", clock=clock, run="network", expires=START + timedelta(hours=1))
    assert evaluate(PLAN, [given], START + timedelta(minutes=59)) == ()
    assert evaluate(PLAN, [given], START + timedelta(hours=1)) == (
        f"plan {SHORT} has 0 of 1 approvals (bob's expired on 2020-09-07 04:00 UTC)",
    )


def test_an_approval_of_another_plan_does_not_count(journal: Journal) -> None:
    other = plan(rules=policy(settle_seconds=31))
    given = approve(other, journal, by="bob", clock=VirtualClock(START), run="network")
    assert evaluate(PLAN, [given], START) == (
        f"plan {SHORT} has 0 of 1 approvals (another plan was approved: this one has other content)",
    )


def test_an_approval_may_be_for_some_waves(journal: Journal) -> None:
    given = approve(PLAN, journal, by="bob", clock=VirtualClock(START), run="network", waves=[1, 2])
    assert evaluate(PLAN, [given], START, wave=2) == ()
    assert evaluate(PLAN, [given], START, wave=3) == (
        f"plan {SHORT} has 0 of 1 approvals (wave 3 is outside the scope of 1 of them)",
    )


def test_two_people_are_two_people(journal: Journal) -> None:
    strict = plan(rules=policy(approval=Rule(approvers=2)))
    clock = VirtualClock(START)
    found = [approve(strict, journal, by="bob", clock=clock, run="network") for _ in range(2)]
    assert evaluate(strict, found, START) == (f"plan {strict.plan_id[:12]} has 1 of 2 approvals",)
    found.append(approve(strict, journal, by="carol", clock=clock, run="network"))
    assert evaluate(strict, found, START) == ()


def test_the_author_may_only_approve_where_the_policy_says_so(journal: Journal) -> None:
    clock = VirtualClock(START)
    with pytest.raises(InputError) as error:
        approve(PLAN, journal, by="alice", clock=clock, run="network", waves=[99], expires=START)
    assert str(error.value) == (
        "3 problems found:\n"
        f"  approve: approval of plan {SHORT}: alice made the plan. Expected: somebody else. Remedy: have another "
        "person approve it, or allow it in rollout.yml (`author_may_approve`) and plan again.\n"
        f"  approve: approval of plan {SHORT}: it would have expired on 2020-09-07 03:00 UTC. Expected: an expiry in "
        "the future.\n"
        f"  approve: approval of plan {SHORT}: wave 99. Expected: a wave that the plan has."
    )
    assert journal.entries() == ()
    lenient = plan(rules=policy(approval=Rule(author_may_approve=True)))
    given = approve(lenient, journal, by="alice", clock=clock, run="network")
    assert evaluate(lenient, [given], START) == ()


def test_an_approval_without_a_name_is_refused(journal: Journal) -> None:
    with pytest.raises(InputError, match="no name"):
        approve(PLAN, journal, by="", clock=VirtualClock(START), run="network")
