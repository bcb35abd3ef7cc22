"""Results per host: what Ansible's recap counts, and what it shows."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.health.base import CheckResult, HealthReport
from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import (
    device_results,
    verification_results,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import DeviceResult, Outcome
from ansible_collections.statenet.junos.plugins.module_utils.verbs.verify import Verification


@pytest.mark.parametrize(
    ("outcome", "message", "changed", "failed", "told"),
    [
        ("changed", "", True, False, "changed, verified and confirmed"),
        ("unchanged", "", False, False, "nothing to change"),
        ("unchanged", "it runs its final configuration", False, False, "it runs its final configuration"),
        ("reverted", "", False, True, "sound itself, went back with its wave"),
        ("failed", "drift", False, True, "drift"),
        ("failed", "", False, True, "failed"),
        ("unreachable", "no route", False, True, "no route"),
    ],
)
def test_a_device_of_a_rollout(outcome: Outcome, message: str, changed: bool, failed: bool, told: str) -> None:
    result = DeviceResult(host="sw1", outcome=outcome, message=message, diff="+ x;", failed_check="lldp")
    assert device_results([result]) == {
        "sw1": {
            "changed": changed,
            "failed": failed,
            "outcome": outcome,
            "msg": told,
            "failed_check": "lldp",
            "diff": "+ x;" if changed else "",
        }
    }


def check(name: str, verdict: str) -> CheckResult:
    return CheckResult(
        check=name, host="sw1", subject="s", verdict=verdict, expected="up", actual="down", message=f"{name} told"  # type: ignore[arg-type]
    )


def test_a_healthy_device() -> None:
    report = HealthReport(host="sw1", results=(check("lldp", "pass"), check("commit", "pass")))
    found = verification_results([Verification(host="sw1", stage="to-be", report=report)])["sw1"]
    assert (found["failed"], found["stage"], found["msg"]) == (False, "to-be", "2 checks passed at stage to-be")
    assert [item["check"] for item in found["checks"]] == ["lldp", "commit"]


def test_an_ill_device_names_every_check_that_did_not_pass() -> None:
    report = HealthReport(
        host="sw1", results=(check("lldp", "pass"), check("interfaces", "fail"), check("bgp_sessions", "inconclusive"))
    )
    found = verification_results([Verification(host="sw1", stage="to-be", report=report)])["sw1"]
    assert found["failed"]
    assert found["msg"] == "interfaces: interfaces told; bgp_sessions: bgp_sessions told"


def test_a_device_that_could_not_be_examined() -> None:
    found = verification_results([Verification(host="sw1", stage=None, report=None, reason="no route")])
    assert found == {"sw1": {"changed": False, "failed": True, "stage": None, "msg": "no route", "checks": []}}
