"""Going back: newest wave first, verified, in a freeze too, and killed anywhere it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approvals, approve, evaluate
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.digest import configuration_digest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import state
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease, LeaseHeld
from ansible_collections.statenet.junos.plugins.module_utils.rollout.rollback import BackOptions, roll_back
from ansible_collections.statenet.junos.plugins.module_utils.rollout.texts import Texts

from .fakes import (
    BOTH,
    CALENDAR,
    DEVICES,
    FakeEngine,
    KillableJournal,
    Killed,
    Network,
    as_is,
    canonical,
    compare,
    device,
    fast_journal,
    inputs,
    plan,
    policy,
    text,
    text_of,
    to_be,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult

FORWARD = RunOptions(when_closed="wait", approval_required=False, keep_sessions=True)
PLAN = plan()
STAGES = {item.hostname: ("as-is", *item.stages) for item in DEVICES}


def stage_before(change: Change) -> Any:
    stages = STAGES[change.host]
    return stages[stages.index(change.stage) - 1]


def everybody(stage: str, host: str) -> frozenset[str]:
    """Every host expects something of every other, but a retired router expects nothing."""
    return frozenset() if (stage, host[:3]) == ("to-be", "leg") else frozenset(STAGES)


class Rollouts:
    """A network with its journal and kept texts, forward and back."""

    def __init__(self, directory: Path, found: Plan = PLAN, configurations: dict[str, str] | None = None) -> None:
        self.plan = found
        self.network = Network(configurations or as_is())
        self.root = directory / "artifacts"
        self.journal: KillableJournal = fast_journal(directory)
        self.texts = Texts(self.root, canonical)
        self.access = replace(self.network.access, compare=lambda old, new: compare(old, canonical(new)))

    def forward(self, **kwargs: Any) -> RolloutResult:
        """Roll out."""
        return run(
            self.plan,
            access=self.access,
            text_of=text_of,
            journal=self.journal,
            clock=self.network.clock,
            options=replace(FORWARD, **kwargs),
            texts=self.texts,
            alive=lambda _: False,
        )

    def back(self, **kwargs: Any) -> RolloutResult:
        """Go back."""
        return roll_back(
            self.plan,
            access=self.access,
            texts=self.texts,
            stage_before=stage_before,
            peers=everybody,
            journal=self.journal,
            clock=self.network.clock,
            options=BackOptions(**kwargs),
            alive=lambda _: False,
        )


@pytest.fixture(name="rollouts")
def _rollouts(tmp_path: Path) -> Rollouts:
    return Rollouts(tmp_path)


def test_a_whole_rollout_goes_back_newest_wave_first(rollouts: Rollouts) -> None:
    rollouts.forward()
    assert rollouts.network.running() == to_be()
    result = rollouts.back()
    assert result.outcome == "complete"
    assert result.message == "12 waves were taken back: every device runs what it ran before wave 1"
    assert [wave.number for wave in result.waves] == list(range(12, 0, -1))
    assert rollouts.network.running() == as_is()
    assert rollouts.network.pending() == []
    assert {item.outcome for item in result.results} == {"changed"}
    rollouts.journal.verify_chain()


def test_from_one_wave_on(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=5)
    before = rollouts.network.running()
    rollouts.forward(last_wave=7)
    result = rollouts.back(first_wave=6)
    assert result.message == "2 waves were taken back: every device runs what it ran before wave 6"
    assert rollouts.network.running() == before


def test_the_device_says_which_wave_was_taken_back(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    rollouts.back()
    newest = rollouts.network.devices["core1"].commits[0][1]
    assert newest.log == f"statenet {PLAN.plan_id[:12]} wave 1 rollback"


def test_health_is_judged_by_the_stage_and_the_neighbours_of_before(rollouts: Rollouts) -> None:
    rollouts.forward()
    rollouts.network.examined.clear()
    rollouts.back()
    judged = {(host, stage): serving for host, stage, serving in rollouts.network.examined}
    assert "leg1" in judged["s1-sw1", "coexistence"]
    assert "leg2" in judged["leg2", "as-is"] | {"leg2"}
    assert "core1" in judged["s1-sw1", "as-is"]
    assert judged["core1", "as-is"] == frozenset(PLAN.in_service)


def test_a_second_time_nothing_changes(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=4)
    rollouts.back()
    requests = len(rollouts.network.requests)
    again = rollouts.back()
    assert (again.outcome, again.changed) == ("complete", False)
    assert again.message == "nothing changes: no wave that was carried out is left to take back"
    assert len(rollouts.network.requests) == requests


def test_forward_again_does_what_was_taken_back(rollouts: Rollouts) -> None:
    rollouts.forward()
    rollouts.back(first_wave=9)
    result = rollouts.forward()
    assert result.outcome == "complete"
    assert [wave.number for wave in result.waves] == [9, 10, 11, 12]
    assert rollouts.network.running() == to_be()


def test_in_a_freeze_going_back_is_allowed(rollouts: Rollouts) -> None:
    rollouts.forward()
    frozen = datetime(2020, 11, 1, 12, tzinfo=ZoneInfo("America/Chicago"))
    rollouts.network.clock.sleep((frozen - rollouts.network.clock.now()).total_seconds())
    assert not state(rollouts.network.clock.now(), CALENDAR).open
    assert rollouts.back().outcome == "complete"
    assert rollouts.network.running() == as_is()
    assert rollouts.network.clock.now() - frozen < timedelta(hours=1)


def test_drift_stops_it_and_shows_the_difference(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    core = rollouts.network.devices["core1"]
    core.push(core.running + "\nban yes;", rollouts.network.clock.now(), "", user="mallory")
    (rollouts.root / "configs" / "to-be").mkdir(parents=True)
    stage = PLAN.waves[0].changes[0].stage
    (rollouts.root / "configs" / "to-be" / "core1.conf").write_text(text("core1", stage))
    result = rollouts.back()
    assert result.outcome == "failed"
    assert result.message == (
        "wave 1 (back: core, 1 of 2): core1: drift: it runs neither the configuration that the rollout has left it "
        "with nor the one that it would go back to. Remedy: see what was changed and by whom, undo that on the device, "
        "then go back again.\nWhat was changed on it:\n+ ban yes;"
    )
    assert core.running.endswith("ban yes;")


def test_an_ill_device_leaves_its_wave_as_it_was(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=3)
    before = rollouts.network.running()
    wave = PLAN.waves[2]
    rollouts.network.health = {wave.changes[0].host: ["fail"]}
    result = rollouts.back(first_wave=3)
    assert result.outcome == "failed"
    assert "expected up, found down" in result.message
    assert rollouts.network.running() == before
    assert rollouts.network.pending() == []
    assert rollouts.back(first_wave=3).outcome == "complete"


def test_approvals_end_with_it(rollouts: Rollouts) -> None:
    approve(PLAN, rollouts.journal, by="bob", clock=rollouts.network.clock, run="network")
    rollouts.forward(last_wave=1)
    at = rollouts.network.clock.now()
    rollouts.back()
    found = approvals(rollouts.journal.entries(run="network"))
    now = rollouts.network.clock.now()
    assert evaluate(PLAN, found, now) == (
        f"plan {PLAN.plan_id[:12]} has 0 of 1 approvals (bob's ended with the rollback on {at:%Y-%m-%d %H:%M} UTC)",
    )
    approve(PLAN, rollouts.journal, by="bob", clock=rollouts.network.clock, run="network")
    assert evaluate(PLAN, approvals(rollouts.journal.entries(run="network")), now) == ()


def test_what_a_device_ran_is_kept_before_it_is_changed(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    kept = rollouts.texts.find("core1", configuration_digest(canonical(as_is()["core1"])))
    assert kept is not None
    assert canonical(kept) == canonical(as_is()["core1"])


def test_without_it_nothing_is_touched(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    for path in (rollouts.root / "kept").rglob("*.conf"):
        path.unlink()
    before = rollouts.network.running()
    result = rollouts.back()
    assert result.outcome == "failed"
    assert "core1: neither kept nor built. Expected: the configuration that it ran before." in result.message
    assert rollouts.network.running() == before


def test_only_the_waves_of_the_plan(rollouts: Rollouts) -> None:
    with pytest.raises(InputError, match="wave 99"):
        rollouts.back(first_wave=99)


def test_a_play_with_part_of_the_devices_is_refused(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    with pytest.raises(GateClosed, match="going back may not start:\n  1 of the plan's devices are outside the play"):
        rollouts.back(hosts=frozenset({"nobody"}))


def test_not_while_a_rollout_is_at_work(rollouts: Rollouts) -> None:
    rollouts.forward(last_wave=1)
    with Lease(rollouts.journal.engine, f"{PLAN.network} network"), pytest.raises(LeaseHeld):
        roll_back(
            PLAN,
            access=rollouts.access,
            texts=rollouts.texts,
            stage_before=stage_before,
            peers=everybody,
            journal=rollouts.journal,
            clock=rollouts.network.clock,
        )


SMALL = tuple(device(f"s{n}-sw1", "site_ex", "access", BOTH, site=f"s{n}") for n in range(2))
RULES = policy(sessions=1, sites={"pilot": ("s0", "s1"), "sizes": (2,), "max_percent": 100}, soak_checks=1)
SMALL_AS_IS = {item.hostname: text(item.hostname, "as-is") for item in SMALL}
SMALL_PLAN = build_plan(inputs(running=SMALL_AS_IS, devices=SMALL, rules=RULES), FakeEngine())


def small(directory: Path) -> Rollouts:
    """A rollout of two devices in two waves, done; going back can be killed from here on."""
    directory.mkdir()
    found = Rollouts(directory, SMALL_PLAN, dict(SMALL_AS_IS))
    found.forward()
    found.network.steps = 0
    found.journal.network = found.network
    return found


def test_killed_at_every_step_the_same_call_finishes(tmp_path: Path) -> None:
    counted = small(tmp_path / "count")
    counted.back()
    assert counted.network.steps > 60
    for step in range(1, counted.network.steps + 1):
        found = small(tmp_path / str(step))
        found.network.kill_at = step
        with pytest.raises(Killed):
            found.back()
        found.network.restart()
        assert found.back().outcome == "complete", step
        assert found.network.running() == SMALL_AS_IS
        assert found.network.pending() == []
        found.journal.verify_chain()


def test_a_rollout_killed_in_a_wave_can_be_taken_back(tmp_path: Path) -> None:
    for step in range(5, 40, 2):
        directory = tmp_path / str(step)
        directory.mkdir()
        found = Rollouts(directory, SMALL_PLAN, dict(SMALL_AS_IS))
        found.journal.network = found.network
        found.network.kill_at = step
        with pytest.raises(Killed):
            found.forward()
        found.network.restart()
        assert found.back().outcome == "complete", step
        assert found.network.running() == SMALL_AS_IS
        assert found.network.pending() == []
