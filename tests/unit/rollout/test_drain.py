"""A device that the plan drains: in which order, what happens without a proof, and that it is never left drained."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.drain_model import DrainPlan, DrainStep, Proof
from ansible_collections.statenet.junos.plugins.module_utils.intent.policy import DatedFreeze
from ansible_collections.statenet.junos.plugins.module_utils.report.plan_markdown import _checks
from ansible_collections.statenet.junos.plugins.module_utils.report.plan_table import plan_lines
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.drains import disruptive
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import read_plan, write_plan

from .fakes import (
    BOTH,
    CALENDAR,
    Check,
    FakeEngine,
    KillableJournal,
    Killed,
    Network,
    Report,
    canonical,
    device,
    fast_journal,
    inputs,
    policy,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult


def configuration(asn: int) -> str:
    return canonical(f"""
        routing-options {{
            autonomous-system {asn};
        }}
        protocols {{
            bgp {{
                group RR {{
                    type internal;
                }}
            }}
            isis {{
                overload {{
                    timeout 300;
                    advertise-high-metrics;
                }}
            }}
        }}
    """)


BEFORE, AFTER = configuration(65000), configuration(65001)
PROOF = Proof(kind="isis-overloaded", at=("core2",), subjects=("core1",), rpc="x", expected="nobody goes through it")
STEPS = (
    DrainStep(
        name="services",
        statements=(
            "set protocols bgp group RR graceful-shutdown sender",
            "set protocols bgp group NEW graceful-shutdown sender",
        ),
        undo=("delete protocols bgp group RR graceful-shutdown",),
        proofs=(PROOF,),
    ),
    DrainStep(
        name="transit",
        statements=("delete protocols isis overload timeout",),
        undo=("set protocols isis overload timeout 300",),
        proofs=(PROOF,),
    ),
)
OPTIONS = RunOptions(run="twin", when_closed="wait", approval_required=False, keep_sessions=True)
CORE = device("core1", "core_mx", "core", BOTH, groups=("core okc",))


def plan(rule: str = "always") -> Plan:
    rules = policy(sessions=1, soak_checks=1, drain=rule)
    known = {("coexistence", "core1"): BEFORE, ("to-be", "core1"): AFTER}
    found = inputs(running={"core1": BEFORE}, devices=(CORE,), rules=rules)
    drained = replace(found, configurations=known, drain_of=lambda _: DrainPlan(hostname="core1", steps=STEPS))
    return build_plan(drained, FakeEngine())


@dataclass
class Prover:
    """Says what was asked, and gives the verdicts that it was told, a pass after those."""

    network: Network
    verdicts: list[str] = field(default_factory=list)
    asked: list[tuple[str, bool, str]] = field(default_factory=list)

    def __call__(self, change: Change, step: DrainStep, serving: Any, before: Any, drained: Any, /) -> Report:  # noqa: D102
        assert (change.host, before) == ("core1", {"et-0/0/2": 1000.0})
        assert "core1" in serving
        self.network.step()
        running = self.network.devices["core1"].running
        told = "graceful " * ("graceful-shutdown" in running) + "overload " * ("timeout" not in running)
        self.asked.append((step.name, drained, told.strip()))
        verdict = self.verdicts.pop(0) if self.verdicts else "pass"
        return Report((Check("drained", verdict, "LSP of core1 at core2 - Expected: x Actual: y"),))


def go(network: Network, journal: KillableJournal, prover: Prover, **changed: Any) -> RolloutResult:
    access = replace(network.access, prove=prover, traffic=lambda _: {"et-0/0/2": 1000.0})
    arguments = {"options": OPTIONS, **changed}
    return run(
        plan(), access=access, text_of=lambda _: AFTER, journal=journal, clock=network.clock, alive=lambda _: False,
        **arguments,
    )


def test_the_plan_says_what_is_drained_and_how(tmp_path: Path) -> None:
    found = plan()
    steps = found.waves[0].changes[0].drain
    assert [step.name for step in steps] == ["services", "transit"]
    assert steps[0].statements == ("set protocols bgp group RR graceful-shutdown sender",)  # it has no group NEW
    assert read_plan(write_plan(found, tmp_path)) == found
    assert plan("never").waves[0].changes[0].drain == ()
    assert plan("disruptive").plan_id != plan("never").plan_id


def test_people_are_told_what_is_drained() -> None:
    found, number = plan(), plan().waves[0].number
    assert f"drained before they are touched: core1 in wave {number}" in plan_lines(found)
    page = "\n".join(_checks(found))
    assert f"core1 is drained before wave {number} touches it. Each step waits for its proofs:" in page
    assert "# transit: isis-overloaded at core2\ndelete protocols isis overload timeout" in page
    assert not [line for line in plan_lines(plan("never")) if "drained" in line]


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        ("[edit routing-options]\n-  autonomous-system 65000;\n+  autonomous-system 65001;", True),
        ("[edit interfaces et-0/0/2]\n-   mtu 9192;\n+   mtu 9000;", True),
        ("[edit protocols bgp group RR]\n+    family evpn {\n+        signaling;\n+    }", True),
        ("[edit protocols isis source-packet-routing]\n-  srgb start-label 16000 index-range 8000;", True),
        ("[edit interfaces et-0/0/2]\n+   description spare;", False),
        ("[edit protocols bgp]\n-    group OLD {\n-        family inet {\n-            x;\n-        }\n-    }", False),
        ("[edit system]\n+  ntp server 10.0.0.1;", False),
        ("[edit policy-options]\n+  prefix-list NEW;", False),
    ],
)
def test_what_is_disruptive(diff: str, expected: object) -> None:
    assert disruptive(diff) is expected


def test_drained_proven_changed_and_proven_back(tmp_path: Path) -> None:
    network = Network({"core1": BEFORE})
    prover = Prover(network)
    journal = fast_journal(tmp_path)
    result = go(network, journal, prover)
    assert result.outcome == "complete", result.message
    assert prover.asked == [
        ("services", True, "graceful"),
        ("transit", True, "graceful overload"),
        ("services", False, ""),
        ("transit", False, ""),
    ]
    log = plan().log(plan().waves[0].number)
    logs = [entry.log for _, entry in network.devices["core1"].commits[::-1]]
    assert logs == ["", *[f"{log} drain"] * 4, log, log]
    kinds = [entry.kind for entry in journal.entries()]
    assert kinds.index("drain-intended") < kinds.index("drained") < kinds.index("commit-intended")
    assert network.running() == {"core1": AFTER}


@pytest.mark.parametrize(
    ("verdicts", "message"),
    [
        (["fail"] * 5, "LSP of core1 at core2 - Expected: x Actual: y"),
        (["pass", *["inconclusive"] * 5], "LSP of core1 at core2 - Expected: x Actual: y"),
        (["pass", "pass", *["fail"] * 5], "LSP of core1 at core2 - Expected: x Actual: y"),
    ],
    ids=["the first step", "the second step", "it does not come back"],
)
def test_without_a_proof_it_goes_back(tmp_path: Path, verdicts: list[str], message: str) -> None:
    network = Network({"core1": BEFORE})
    result = go(network, fast_journal(tmp_path), Prover(network, verdicts))
    assert result.outcome == "failed"
    assert [(item.outcome, item.failed_check, item.message) for item in result.results] == [
        ("failed", "drained", message)
    ]
    assert network.running() == {"core1": BEFORE}
    assert network.pending() == []


def test_a_proof_may_take_its_time(tmp_path: Path) -> None:
    network = Network({"core1": BEFORE})
    prover = Prover(network, ["fail", "inconclusive", "pass"])
    assert go(network, fast_journal(tmp_path), prover).outcome == "complete"
    assert [name for name, _, _ in prover.asked] == ["services"] * 3 + ["transit", "services", "transit"]


def test_killed_at_any_step_it_is_never_left_drained(tmp_path: Path) -> None:
    count = Network({"core1": BEFORE})
    (tmp_path / "count").mkdir()
    go(count, fast_journal(tmp_path / "count", count), Prover(count))
    assert count.steps > 50
    frozen = replace_calendar()
    for step in range(1, count.steps + 1):
        directory = tmp_path / str(step)
        directory.mkdir()
        network = Network({"core1": BEFORE})
        journal = fast_journal(directory, network)
        network.kill_at = step
        with pytest.raises(Killed):
            go(network, journal, Prover(network))
        network.restart()
        # Meanwhile a freeze has begun: nothing may start, but what is drained is brought back.
        closed = replace(OPTIONS, when_closed="refuse", calendar=frozen)
        with suppress(GateClosed):
            go(network, journal, Prover(network), options=closed)
        assert network.running()["core1"] in (BEFORE, AFTER), f"step {step}"
        assert network.pending() == [], f"step {step}"
        result = go(network, journal, Prover(network))
        assert result.outcome == "complete", f"step {step}: {result.message}"
        assert network.running() == {"core1": AFTER}
        journal.close()


def replace_calendar() -> Any:
    freeze = DatedFreeze(name="freeze", start="2020-09-01", end="2020-10-01")  # type: ignore[arg-type]
    return CALENDAR.model_copy(update={"freezes": (freeze,)})
