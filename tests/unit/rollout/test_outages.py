"""What sites with a single path are told, and a rollout that costs them, or anybody else, more than that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.outages import (
    DowntimeGuard,
    Outage,
    announced_seconds,
    excess,
    outages,
    told_excess,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import read_plan, write_plan

from .fakes import FakeEngine, Network, as_is, fast_journal, inputs, policy, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult

RULES = policy(interruption_seconds={"site_ex": 15})


def announcing(**depends: tuple[str, ...]) -> Plan:
    return build_plan(replace(inputs(rules=RULES), single_path=depends), FakeEngine())


def told(plan: Plan) -> list[tuple[str, int, str, int]]:
    return [(item.site, item.wave, item.host, item.seconds) for item in plan.announced]


def test_each_change_of_its_own_switch_is_announced() -> None:
    plan = announcing(s0=("s0-sw1", "core2"))
    assert told(plan) == [("s0", 4, "s0-sw1", 15), ("s0", 7, "s0-sw1", 15)]
    assert plan.announced_seconds == {"s0": 30}


def test_a_router_counts_from_the_moment_that_the_site_hangs_on_it() -> None:
    """Core1 is built in the first wave and changed again in the tenth, when the site has moved to it."""
    plan = announcing(s0=("s0-sw1", "core1"))
    core = [wave.number for wave in plan.waves if "core1" in wave.hosts]
    assert core == [1, 10]
    assert told(plan)[-1] == ("s0", 10, "core1", 10)
    assert len(plan.announced) == 3


def test_a_site_that_is_not_changed_itself_hangs_on_its_router_already() -> None:
    plan = announcing(s0=("s0-sw1", "core1"))
    (first, *_), rules = plan.waves, plan.policy
    assert [item.wave for item in outages([first], {"other": ("other-sw1", "core1")}, rules)] == [1]


def test_a_site_that_was_moved_by_an_earlier_plan_hangs_on_its_router_already() -> None:
    """Its own switch is changed once more, later: the router counts from the first wave on all the same."""
    plan = announcing(s0=("s0-sw1", "core1"))
    router, site = plan.waves[0], plan.waves[6]
    depends = {"s0": ("s0-sw1", "core1")}
    assert [item.wave for item in outages([router, site], depends, plan.policy)] == [7]
    assert [item.wave for item in outages([router, site], depends, plan.policy, serving=["s0-sw1"])] == [1, 7]


def test_it_is_part_of_what_is_approved(tmp_path: Path) -> None:
    plan = announcing(s0=("s0-sw1",))
    assert plan.plan_id != announcing().plan_id
    assert read_plan(write_plan(plan, tmp_path)).announced == plan.announced


A, B = Outage(site="a", wave=1, host="a-sw1", seconds=20), Outage(site="a", wave=3, host="a-sw1", seconds=5)


@pytest.mark.parametrize(("waves", "expected"), [(None, {"a": 25}), ((1, 2), {"a": 20}), ((2,), {})])
def test_sums_by_site(waves: tuple[int, ...] | None, expected: dict[str, int]) -> None:
    assert announced_seconds((A, B), waves=waves) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({}, ""),
        ({"a": {"VOICE": 20.0, "K12": 20.0}}, ""),
        (
            {"a": {"VOICE": 20.0, "K12": 21.0}},
            "1 site was without service for longer than announced, a first: 21 s instead of 20 s",
        ),
        (
            {"b": {"VOICE": 1.0}, "a": {"VOICE": 90.0}},
            "2 sites were without service for longer than announced, a first: 90 s instead of 20 s",
        ),
    ],
)
def test_the_worst_service_of_a_site_is_held_against_it(seen: dict[str, dict[str, float]], expected: str) -> None:
    assert told_excess(excess(seen, {"a": 20})) == expected


def test_only_what_came_since_counts_and_only_waves_that_ran() -> None:
    seen = {"a": {"VOICE": 100.0}}
    guard = DowntimeGuard((A, B), lambda: {site: dict(services) for site, services in seen.items()})
    seen["a"]["VOICE"] = 118.0
    assert guard.complaint(1) == ""
    seen["a"]["VOICE"] = 124.0
    assert guard.complaint(2) == "1 site was without service for longer than announced, a first: 24 s instead of 20 s"
    assert guard.complaint(3) == ""


def rolled_out(tmp_path: Path, seen: list[float]) -> tuple[RolloutResult, Network, list[str]]:
    """A rollout during which ``s0`` is without service for so many seconds, at each look."""
    network, plan = Network(as_is()), announcing(s0=("s0-sw1",))
    journal = fast_journal(tmp_path)
    result = run(
        plan,
        access=network.access,
        text_of=text_of,
        journal=journal,
        clock=network.clock,
        options=RunOptions(
            when_closed="wait",
            approval_required=False,
            keep_sessions=True,
            downtime=lambda: {"s0": {"VOICE": seen.pop(0) if len(seen) > 1 else seen[0]}},
        ),
    )
    return result, network, [entry.kind for entry in journal.entries()]


def test_a_rollout_that_costs_a_site_more_stops_after_that_wave(tmp_path: Path) -> None:
    # One look before the rollout, two per wave: before the soak and after it. The site moves in the fourth wave.
    result, network, kinds = rolled_out(tmp_path, [0.0, *[0.0] * 6, 16.0])
    assert result.outcome == "failed"
    assert result.message == (
        "wave 4 (pilot): 1 site was without service for longer than announced, s0 first: 16 s instead of 15 s. "
        "Remedy: see the report for the sites, and take the wave back with `rollback` while it lasts."
    )
    assert [wave.number for wave in result.waves] == [1, 2, 3, 4]
    assert network.pending() == []
    assert kinds.count("downtime-exceeded") == 1


def test_a_rollout_within_the_announced_goes_on(tmp_path: Path) -> None:
    result, _, kinds = rolled_out(tmp_path, [0.0, *[0.0] * 6, 15.0])
    assert result.outcome == "complete"
    assert "downtime-exceeded" not in kinds
