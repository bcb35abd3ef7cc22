"""A rollout that had everything: a failure, an interruption, an override, a freeze, downtime, a secret in a message."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ansible_collections.statenet.junos.plugins.module_utils.intent.models import (
    Calendar,
    ElectionFreeze,
    Policy,
    SiteWaves,
)
from ansible_collections.statenet.junos.plugins.module_utils.report.chronicle import (
    Chain,
    Chronicle,
    Sources,
    chronicle,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry
from ansible_collections.statenet.junos.plugins.module_utils.rollout.outages import Outage
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan, PlannedWave

BEGIN = datetime(2020, 10, 22, 3, tzinfo=UTC)
LONG = "[edit system]\n+  location {\n+      building \"north\";\n+  }"


def change(host: str, stage: str = "to-be", role: str = "site_ex", diff: str = LONG, **kwargs: Any) -> Change:
    basis = {"configuration": f"configs/{stage}/{host}.conf", "target": f"{host} {stage}", "baseline": f"{host} as-is"}
    return Change(host=host, stage=stage, role=role, diff=diff, **{**basis, **kwargs})  # type: ignore[arg-type]


PLAN = Plan(
    network="lab",
    author="alice",
    intent="0" * 64,
    waves=(
        PlannedWave(number=1, name="core", kind="core", changes=(change("okc-core1", role="core_mx"),), soak_hours=0),
        PlannedWave(
            number=2,
            name="pilot <b>sites</b>",
            kind="pilot",
            changes=(
                change("a-sw1", site_kind="school"),
                change("b-sw1", site_kind="school"),
                change("c-sw1", diff="+ `x`"),
            ),
            soak_hours=6,
            after_days=1,
        ),
        PlannedWave(number=3, name="retire", kind="retire-sites", changes=(change("a-sw1", "to-be"),), soak_hours=6),
    ),
    settled={"tx-core1": "1"},
    in_service=("tx-core1",),
    calendar=Calendar(
        timezone="America/Chicago",
        valid_until=date(2021, 1, 1),
        freezes=(ElectionFreeze(name="Presidential election"),),
    ),
    policy=Policy(start="2020-10-21 22:00", deadline="2020-12-31", sites=SiteWaves(pilot=("a",)), soak_hours=6),
    checks=("interfaces", "bgp_sessions"),
    single_path=("lonely", "b"),
    announced=(Outage(site="b", wave=2, host="b-sw1", seconds=20),),
    versions={"statenet.junos": "0.1.0"},
)


def entry(hours: float, kind: str, wave: int = 0, host: str = "", **detail: Any) -> Entry:
    at = BEGIN + timedelta(hours=hours)
    return Entry(at=at, run="network", plan_id=PLAN.plan_id, kind=kind, wave=wave, host=host, detail=detail)


def finished(hours: float, wave: int, *hosts: str, outcome: str = "changed", message: str = "") -> list[Entry]:
    return [entry(hours, "device-finished", wave, host, outcome=outcome, message=message, check="") for host in hosts]


REFUSED = 'commit refused: "[edit system] radius-server 192.0.2.1 secret "$9$aZUikqmTFn/CtO1""'
EXPIRES = (BEGIN + timedelta(days=60)).isoformat()
DECISIONS = (
    entry(-20, "rehearsed", passed=True, message="", sha256="5af4894bf6c0" + "0" * 52, faults=True),
    entry(-10, "approved", by="bob", expires=EXPIRES, waves=[]),
    entry(130, "override", by="carol", ticket="CHG42", reason="fiber cut", expires=EXPIRES, waves=[3]),
    entry(131, "override", by="dan", ticket="CHG42", reason="fiber cut", expires=EXPIRES, waves=[3]),
)
ENTRIES = (
    entry(0, "rollout-started", waves=3),
    entry(0, "wave-started", 1, hosts=["okc-core1"]),
    *finished(0.1, 1, "okc-core1"),
    entry(0.1, "wave-passed", 1, verdict="pass", message=""),
    entry(0.1, "soaked", 1),
    entry(0.1, "waiting", 2, reason="the 1 x 24 h after the wave before it", until="2020-10-23T03:06:00+00:00"),
    entry(24.1, "wave-started", 2, hosts=["a-sw1", "b-sw1", "c-sw1"]),
    *finished(24.2, 2, "a-sw1", "c-sw1", outcome="reverted"),
    *finished(24.2, 2, "b-sw1", outcome="failed", message=REFUSED),
    entry(24.2, "wave-failed", 2, verdict="fail", message=f"b-sw1: {REFUSED}"),
    entry(24.2, "rollout-finished", complete=False, outcome="failed", message="wave 2 (pilot): b-sw1"),
    entry(25, "recovery-intended", 2, action="revert"),
    entry(25, "wave-started", 2, hosts=["a-sw1", "b-sw1", "c-sw1"]),
    *finished(25.05, 2, "a-sw1", "b-sw1", "c-sw1"),
    entry(25.05, "wave-passed", 2, verdict="pass", message=""),
    entry(28, "soak-checked", 2, check=1, verdict="fail", message="a-sw1: bgp_sessions: <script>alert(1)</script>"),
    entry(29, "soak-checked", 2, check=1, verdict="pass", message=""),
    entry(31, "soak-checked", 2, check=2, verdict="pass", message=""),
    entry(31, "soaked", 2),
    entry(40, "pause-requested", by="erin", reason="storm"),
    entry(132, "override-used", 3, note="overridden by carol and dan under CHG42"),
    entry(132, "wave-started", 3, hosts=["a-sw1"]),
)
CAPACITY = {
    "promise": 10,
    "core_factor": 20.0,
    "core_before_gbps": 20,
    "core_after_gbps": 400,
    "access_factor": 34.483,
    "lowest_site_factor": 10.0,
}
DOWN = {"per_site": {"a": {"VOICE": 3.0}, "b": {"K12": 12.0, "VOICE": 12.0}}}


def rollout_chronicle(**kwargs: Any) -> Chronicle:
    """The rollout, interrupted in its third wave."""
    basis: dict[str, Any] = {
        "plan": PLAN,
        "subject": "rollout",
        "entries": ENTRIES,
        "decisions": DECISIONS,
        "chain": Chain(entries=42, head="ab" * 32),
        "downtime": DOWN,
        "capacity": CAPACITY,
        "files": {"plan": f"plans/{PLAN.plan_id}.json", "journal": "journal.sqlite"},
    }
    return chronicle(Sources(**{**basis, **kwargs}))
