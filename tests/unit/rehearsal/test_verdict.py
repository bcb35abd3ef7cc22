"""What a rehearsal has to show before its plan may be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Calendar, Policy, SiteWaves
from ansible_collections.statenet.junos.plugins.module_utils.rollout.outages import Outage
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan, PlannedWave
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import DeviceResult, RolloutResult
from ansible_collections.statenet.junos.plugins.module_utils.verbs.fault_pass import FaultOutcome
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import Rehearsal
from ansible_collections.statenet.junos.plugins.module_utils.verbs.verify import Verification

AT = datetime(2020, 9, 1, tzinfo=UTC)
CHANGE = Change(
    host="a-sw1", stage="to-be", role="site_ex", configuration="x", target="1", baseline="0", diff="+ x"
)
PLAN = Plan(
    network="lab",
    author="alice",
    intent="0",
    waves=(PlannedWave(number=1, name="pilot", kind="pilot", changes=(CHANGE,), soak_hours=0),),
    settled={},
    in_service=(),
    calendar=Calendar(timezone="America/Chicago", valid_until=date(2021, 1, 1)),
    policy=Policy(start="2020-08-24 22:00", deadline="2020-12-31", sites=SiteWaves(pilot=("a",))),
    checks=(),
    single_path=("lonely",),
    announced=(Outage(site="lonely", wave=1, host="a-sw1", seconds=40),),
    versions={},
)


def result(outcome: str = "complete", device: str = "changed", message: str = "done") -> RolloutResult:
    return RolloutResult(
        plan_id=PLAN.plan_id,
        outcome=outcome,  # type: ignore[arg-type]
        waves=(),
        results=(DeviceResult(host="a-sw1", outcome=device),),  # type: ignore[arg-type]
        message=message,
        started=AT,
        finished=AT,
    )


def fault(**kwargs: Any) -> FaultOutcome:
    basis = {"role": "site_ex", "wave": 1, "host": "a-sw1", "fault": "alarm", "reverted": True, "healed": True}
    return FaultOutcome(**{**basis, **kwargs})


GOOD = Rehearsal(
    plan=PLAN,
    result=result(),
    faults=(fault(),),
    fault_downtime={"downtime_seconds": 0.0, "per_site": {}},
    again=result(device="unchanged"),
    health=(),
    downtime={"downtime_seconds": 0.0, "per_site": {}},
    journal_entries=1,
    wall_seconds=1.0,
)


def down(site: str, seconds: float) -> dict[str, Any]:
    return {"downtime_seconds": seconds, "per_site": {site: {"VOICE": seconds}}}


def test_a_good_one_passes() -> None:
    assert GOOD.passed
    assert GOOD.reason == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"result": result("failed", "failed", "wave 1 (pilot): a-sw1: no")}, "wave 1 (pilot): a-sw1: no"),
        ({"again": None}, "run once more, it failed"),
        ({"again": result()}, "run once more, it changed devices again"),
        (
            {"health": (Verification(host="a-sw1", stage=None, report=None, reason="drift"),)},
            "1 devices are not healthy afterwards, a-sw1 first: drift",
        ),
        (
            {"downtime": down("tulsa", 12)},
            "1 site was without service for longer than announced, tulsa first: 12 s instead of 0 s",
        ),
        (
            {"downtime": down("lonely", 41)},
            "1 site was without service for longer than announced, lonely first: 41 s instead of 40 s",
        ),
        (
            {"fault_downtime": down("tulsa", 3)},
            "1 sites with two paths were without service while devices failed on purpose, tulsa first: 3 s",
        ),
        (
            {"downtime": GOOD.downtime | {"awaited": [{"site": "tulsa", "service": "VOICE", "family": "inet6"}]}},
            "1 services of sites have never worked, VOICE inet6 of tulsa first",
        ),
        ({"faults": (fault(reverted=False),)}, "wave 1 did not go back when a-sw1 failed (alarm)"),
        ({"faults": (fault(healed=False),)}, "wave 1 did not heal when a-sw1 failed (alarm)"),
        ({"faults": ()}, "no device failed in it, and policy wants that"),
    ],
)
def test_a_bad_one_says_why(changes: dict[str, Any], told: str) -> None:
    found = replace(GOOD, **changes)
    assert not found.passed
    assert found.reason == told


def test_a_site_with_a_single_path_may_be_without_service_as_announced() -> None:
    found = replace(GOOD, downtime=down("lonely", 40))
    assert found.passed
    assert (found.suffering, found.over) == ({}, {})


def test_without_faults_where_policy_wants_none() -> None:
    rules = PLAN.policy.model_copy(update={"rehearsal": PLAN.policy.rehearsal.model_copy(update={"faults": False})})
    assert replace(GOOD, plan=replace(PLAN, policy=rules), faults=()).passed
