"""Which devices fail in a rehearsal, and in which ways: as the policy says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Rehearsal
from ansible_collections.statenet.junos.plugins.module_utils.intent.policy import FaultKind
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan, PlannedWave
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import WaveResult
from ansible_collections.statenet.junos.plugins.module_utils.verbs import fault_pass as module
from ansible_collections.statenet.junos.plugins.module_utils.verbs.fault_pass import FAULTS, fault_pass

from .test_verdict import CHANGE, PLAN, result


def wave(number: int, *hosts: str) -> PlannedWave:
    changes = tuple(
        replace(CHANGE, host=host, role="core_mx" if host.startswith("core") else "site_ex") for host in hosts
    )
    return PlannedWave(number=number, name=f"w{number}", kind="sites", changes=changes, soak_hours=0)


def plan(**rules: Any) -> Plan:
    policy = PLAN.policy.model_copy(update={"rehearsal": Rehearsal(**rules)})
    waves = (wave(1, "core1"), wave(2, "core2"), wave(3, "a", "b"), wave(4, "a", "c", "d"), wave(5, "e"))
    return replace(PLAN, policy=policy, waves=waves)


class Twin:
    """A twin on which waves fail as long as a fault stands."""

    def __init__(self, *, stubborn: str = "") -> None:
        self.stubborn = stubborn
        self.faults: list[tuple[str, str, dict[str, str]]] = []
        self.standing = ""
        self.runs: list[int] = []

    def fault(self, kind: str, *, host: str, **arguments: str) -> None:
        """Let something fail."""
        self.faults.append((kind, host, arguments))
        self.standing = host

    def clear_faults(self) -> None:
        """Mend it."""
        self.standing = ""

    def run_to(self, number: int) -> Any:
        """Carry the plan out."""
        self.runs.append(number)
        verdict = "fail" if self.standing and self.standing != self.stubborn else "pass"
        found = WaveResult(number=number, name="w", verdict=verdict, results=())  # type: ignore[arg-type]
        return replace(result(), waves=(found,))


def outcomes(twin: Twin, found: Plan) -> list[tuple[str, int, str, str, bool, bool]]:
    return [
        (item.role, item.wave, item.host, item.fault, item.reverted, item.healed)
        for item in fault_pass(found, twin, lambda _: None, twin.run_to)  # type: ignore[arg-type,return-value]
    ]


@pytest.fixture(autouse=True)
def _untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_untouched", lambda _change, _open_session: True)


def test_one_device_of_each_role_fails_in_both_ways_when_the_policy_says_nothing() -> None:
    twin = Twin()
    assert outcomes(twin, plan()) == [
        ("core_mx", 1, "core1", "commit_fail", True, True),
        ("core_mx", 1, "core1", "alarm", True, True),
        ("site_ex", 3, "b", "commit_fail", True, True),
        ("site_ex", 3, "b", "alarm", True, True),
    ]
    # Each wave fails twice and passes once; what is between is run as it is.
    assert twin.runs == [1, 1, 1, 2, 3, 3, 3]


def test_more_devices_are_looked_for_in_the_waves_that_follow() -> None:
    found = outcomes(Twin(), plan(fault_kinds=["lock"], devices_per_role=3))
    assert [(wave, host) for _, wave, host, _, _, _ in found] == [
        (1, "core1"),
        (2, "core2"),
        (3, "a"),
        (3, "b"),
        (4, "d"),
    ]


def test_a_wave_that_passes_in_spite_of_a_fault_is_told() -> None:
    found = outcomes(Twin(stubborn="core1"), plan(fault_kinds=["disk_full"]))
    assert found == [("core_mx", 1, "core1", "disk_full", False, True), ("site_ex", 3, "b", "disk_full", True, True)]


def test_every_kind_of_the_policy_is_one_of_the_twin() -> None:
    assert set(FAULTS) == set(get_args(FaultKind))
    twin = Twin()
    outcomes(twin, plan(fault_kinds=list(FAULTS)))
    assert [(kind, arguments.get("phase")) for kind, host, arguments in twin.faults if host == "core1"] == [
        ("commit_fail", "confirmed"),
        ("commit_fail", "confirm"),
        ("disk_full", None),
        ("alarm", None),
        ("lock", None),
        ("dirty", None),
        ("refuse_connection", None),
    ]
