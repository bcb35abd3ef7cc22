"""The rollout of 2020 as Oklahoma's intent has it: begun before a runoff, around an election, in under three months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import freezes
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import schedule
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import from_intent
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import assign

from .fakes import FakeEngine, inputs, text

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import Schedule

OKLAHOMA = Path(__file__).parents[3] / "inventories" / "oklahoma" / "intent"
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture(name="planned", scope="module")
def _planned() -> tuple[Plan, Schedule]:
    """The plan, of configurations that say nothing but their stage: dates need no more."""
    intent = load_intent(OKLAHOMA)
    devices = from_intent(intent)
    greenfield = frozenset(center.name for center in intent.datacenters if center.greenfield)
    chosen = replace(
        inputs(running={device.hostname: text(device.hostname, "as-is") for device in devices}, devices=devices),
        waves=assign(intent.policy, devices, greenfield=greenfield),
        calendar=intent.calendar,
        policy=intent.policy,
    )
    plan = build_plan(chosen, FakeEngine())
    roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
    return plan, schedule(plan.waves, plan.policy, plan.calendar, roles=roles)


def test_it_starts_when_it_did_and_ends_in_under_three_months(planned: tuple[Plan, Schedule]) -> None:
    _, found = planned
    first, finish = found.slots[0].start.astimezone(CHICAGO), found.slots[-1].soaked.astimezone(CHICAGO)
    assert first == datetime(2020, 8, 24, 22, tzinfo=CHICAGO)
    assert finish < datetime(2020, 11, 24, tzinfo=CHICAGO)
    assert finish - first < timedelta(days=92)


def test_nothing_works_in_a_freeze_that_concerns_it(planned: tuple[Plan, Schedule]) -> None:
    plan, found = planned
    known = {freeze.name: freeze for freeze in freezes(plan.calendar, year=2020)}
    election, runoff = known["Presidential election 2020"], known["State runoff primary 2020"]
    for wave, slot in zip(plan.waves, found.slots, strict=True):
        assert slot.end <= election.start or slot.start >= election.end
        if any(change.site_kind in ("county-office", "courthouse") for change in wave.changes):
            assert slot.end <= runoff.start or slot.start >= runoff.end
    assert any(slot.waited_for == "freeze: Presidential election 2020" for slot in found.slots)


def test_the_runoff_delays_nothing(planned: tuple[Plan, Schedule]) -> None:
    """What is built in its days carries nothing yet, and no site is touched before it is over."""
    plan, found = planned
    rules = tuple(rule for rule in plan.calendar.freezes if rule.name != "State runoff primary")
    roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
    without = schedule(
        plan.waves, plan.policy, plan.calendar.model_copy(update={"freezes": rules}), roles=roles
    )
    assert without.slots == found.slots
    sites = [
        slot.start.astimezone(CHICAGO).date()
        for wave, slot in zip(plan.waves, found.slots, strict=True)
        if any(change.role == "site_ex" for change in wave.changes)
    ]
    assert min(sites) > date(2020, 8, 26)
