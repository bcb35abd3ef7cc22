"""Just before a wave the devices that stand in for its own have to be healthy on the live network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.redundancy import Redundancy

from .fakes import DEVICES, Network, as_is, fast_journal, plan, text_of, to_be

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal

PLAN = plan()
STAGES = {item.hostname: ("as-is", *item.stages) for item in DEVICES}
REDUNDANCY = Redundancy(
    groups={item.hostname: item.groups for item in DEVICES},
    stage_before=lambda change: STAGES[change.host][STAGES[change.host].index(change.stage) - 1],  # type: ignore[arg-type,return-value]
    peers=lambda _stage, _host: frozenset(STAGES),
)


def go(network: Network, journal: Journal, last_wave: int | None = None) -> Any:
    options = RunOptions(when_closed="wait", approval_required=False, keep_sessions=True, last_wave=last_wave)
    return run(
        PLAN,
        access=network.access,
        text_of=text_of,
        journal=journal,
        clock=network.clock,
        options=options,
        redundancy=REDUNDANCY,
    )


def test_the_other_core_router_is_asked_before_the_second_one_is_touched(tmp_path: Path) -> None:
    network = Network(as_is())
    assert go(network, fast_journal(tmp_path)).outcome == "complete"
    assert network.running() == to_be()
    order = [(host, stage) for host, stage, _ in network.examined]
    assert order[:3] == [("core1", "coexistence"), ("core1", "coexistence"), ("core2", "to-be")]


def test_an_ill_standin_stops_the_wave_before_anything_is_touched(tmp_path: Path) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    go(network, journal, last_wave=1)
    network.health = {"core1": ["fail"]}
    before = network.running()
    with pytest.raises(GateClosed) as caught:
        go(network, journal)
    assert str(caught.value) == (
        "wave 2 (core, 2 of 2) may not start:\n  core1 is not healthy now: bgp fail: expected up, found down. "
        "Remedy: mend it first: it stands in for the devices of this wave."
    )
    assert network.running() == before
    assert ("core2", "lock") not in network.requests
    assert [entry.kind for entry in journal.entries()][-1] == "redundancy-missing"
    assert go(network, journal).outcome == "complete"


def test_midway_it_is_a_failed_rollout(tmp_path: Path) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    network.health = {"core1": ["pass", "inconclusive"]}
    result = go(network, journal)
    assert result.outcome == "failed"
    assert "core1 is not healthy now: bgp inconclusive" in result.message
    assert network.pending() == []


def test_one_that_cannot_be_reached_counts_as_ill(tmp_path: Path) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    go(network, journal, last_wave=1)
    network.devices["core1"].faults["unreachable"] = "yes"
    with pytest.raises(GateClosed, match="core1 does not tell whether it is healthy"):
        go(network, journal)


def test_who_is_not_in_the_plan_expects_what_its_final_configuration_does(tmp_path: Path) -> None:
    """A plan that was made midway: the new core is settled and knows the legacy network no more."""
    running = to_be() | {"leg1": as_is()["leg1"], "leg2": as_is()["leg2"]}
    network = Network(running)
    late = plan(running=running)
    assert {change.host for wave in late.waves for change in wave.changes} == {"leg1", "leg2"}
    redundancy = Redundancy(
        groups={"leg1": ("legacy",), "leg2": ("legacy",)},
        stage_before=REDUNDANCY.stage_before,
        peers=lambda stage, host: frozenset() if (stage, host) == ("to-be", "core1") else frozenset(STAGES),
    )
    options = RunOptions(when_closed="wait", approval_required=False, keep_sessions=True)
    found = run(
        late,
        access=network.access,
        text_of=text_of,
        journal=fast_journal(tmp_path),
        clock=network.clock,
        options=options,
        redundancy=redundancy,
    )
    assert found.outcome == "complete", found.message
    asked = next(expected for host, _stage, expected in network.examined if host == "leg2")
    assert "core1" not in asked
    assert "core2" in asked


@pytest.mark.parametrize("retired", ["leg1", "leg2"])
def test_who_was_retired_just_before_the_process_was_killed_is_not_missed(tmp_path: Path, retired: str) -> None:
    """The device is believed over the journal, which does not know yet that the wave has passed."""
    network, journal = Network(as_is()), fast_journal(tmp_path)
    number = next(wave.number for wave in PLAN.waves if wave.kind == "retire-legacy" and retired in wave.hosts)
    go(network, journal, last_wave=number)
    redundancy = Redundancy(
        groups={"leg1": ("legacy",), "leg2": ("legacy",)}, stage_before=REDUNDANCY.stage_before, peers=REDUNDANCY.peers
    )
    entries = [entry for entry in journal.entries() if (entry.wave, entry.kind) != (number, "wave-passed")]
    entries = [entry for entry in entries if entry.wave != number or entry.kind not in ("soak-checked", "soaked")]
    (tmp_path / "again").mkdir()
    again = fast_journal(tmp_path / "again")
    again.append(entry for entry in entries if entry.kind != "rollout-finished")
    network.examined.clear()
    options = RunOptions(when_closed="wait", approval_required=False, keep_sessions=True)
    found = run(
        PLAN,
        access=network.access,
        text_of=text_of,
        journal=again,
        clock=network.clock,
        options=options,
        redundancy=redundancy,
    )
    assert found.outcome == "complete", found.message
    assert all(retired not in expected for host, _stage, expected in network.examined if host != retired)
    assert network.running() == to_be()
