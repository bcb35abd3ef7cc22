"""A migration as four plans: each has its own waves, wants the earlier ones done, and looks whether they still are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import PHASES, phase_of

from .fakes import FakeEngine, Network, as_is, fast_journal, inputs, text, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RolloutResult
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import Phase


def planned(phase: Phase, running: dict[str, str]) -> Plan:
    return build_plan(replace(inputs(running=running), phase=phase), FakeEngine())


def carried_out(plan: Plan, running: dict[str, str]) -> dict[str, str]:
    """What every device runs after a plan."""
    return running | {change.host: text_of(change) for wave in plan.waves for change in wave.changes}


def roll_out(plan: Plan, running: dict[str, str], directory: Path) -> RolloutResult:
    network = Network(dict(running))
    options = RunOptions(when_closed="wait", approval_required=False)
    journal = fast_journal(directory, network)
    return run(plan, access=network.access, text_of=text_of, journal=journal, clock=network.clock, options=options)


def test_the_phases_one_after_the_other_are_the_whole() -> None:
    running = as_is()
    whole = planned("all", running)
    changes = []
    for phase in PHASES[1:]:
        plan = planned(phase, running)
        assert {phase_of(wave.kind) for wave in plan.waves} == {phase}
        changes += [(wave.number, change.host, change.stage) for wave in plan.waves for change in wave.changes]
        running = carried_out(plan, running)
    assert changes == [(wave.number, change.host, change.stage) for wave in whole.waves for change in wave.changes]
    assert planned("all", running).waves == ()


def test_a_phase_is_part_of_what_is_approved() -> None:
    assert planned("dark", as_is()).plan_id != planned("all", as_is()).plan_id


def test_a_phase_wants_the_ones_before_it() -> None:
    with pytest.raises(InputError) as caught:
        planned("sites", as_is())
    assert str(caught.value).splitlines()[1:] == [
        "  network: phase sites: wave 1 (core, 1 of 2) of phase dark is not done: core1 has to reach coexistence "
        "first. Expected: every phase before it is done. Remedy: plan and roll out phase dark.",
        "  network: phase sites: wave 2 (core, 2 of 2) of phase dark is not done: core2 has to reach to-be "
        "first. Expected: every phase before it is done. Remedy: plan and roll out phase dark.",
        "  network: phase sites: wave 3 (interconnect) of phase interconnect is not done: leg1 has to reach "
        "coexistence first. Expected: every phase before it is done. Remedy: plan and roll out phase interconnect.",
    ]


def test_it_relies_on_what_the_earlier_ones_have_built() -> None:
    running = carried_out(planned("dark", as_is()), as_is())
    plan = planned("interconnect", running)
    assert plan.relies_on == ("core1", "core2")
    assert set(plan.in_service) == {"core1", "core2", "leg2"}
    assert planned("dark", as_is()).relies_on == ()
    assert planned("all", running).relies_on == ()


def test_a_phase_is_carried_out(tmp_path: Path) -> None:
    running = carried_out(planned("dark", as_is()), as_is())
    found = roll_out(planned("interconnect", running), running, tmp_path)
    assert (found.outcome, found.message) == (
        "complete",
        "phase interconnect is done: every device runs what it brings it to",
    )


def test_what_was_built_has_to_be_there_still(tmp_path: Path) -> None:
    running = carried_out(planned("dark", as_is()), as_is())
    plan = planned("interconnect", running)
    drifted = running | {"core2": text("core2", "to-be") + "\nsomebody else;"}
    with pytest.raises(GateClosed) as caught:
        roll_out(plan, drifted, tmp_path)
    assert str(caught.value) == (
        "phase interconnect may not start:\n"
        "  core2: it does not run what it ran when the plan was made. Remedy: mend it, or make a new plan."
    )
