"""Every check of the catalogue against a reply that is as it should be, one that is not, and none at all."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.health.base import SEVERITIES, HealthCheck
from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import (
    CHECKS,
    FAST,
    FULL,
    Selection,
    catalogue,
    require_names,
)
from ansible_collections.statenet.junos.plugins.module_utils.health.examine import examine, take_snapshot
from ansible_collections.statenet.junos.plugins.module_utils.health.snapshot import Comparison, Snapshot
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import RpcTimeout
from health_models import IN_SERVICE, MODELS, Device
from health_replies import CASES, Case

BY_ID: dict[str, type[HealthCheck]] = {check.id: check for check in CHECKS}
ELSEWHERE = {
    "commit", "system_alarms", "chassis_alarms", "interfaces", "lldp", "isis_adjacency", "bgp_sessions",
}
"""Checked in ``test_checks.py``."""


def judged(case: Case, reply: str | Exception, *, before: str | None = None) -> Any:
    """The report of one check on one reply, compared with the healthy one where it compares."""
    selection = Selection(names=(case.check,))
    model = MODELS[case.model]
    snapshot = take_snapshot(Device(case.healthy if before is None else before), model, selection)  # type: ignore[arg-type]
    return examine(Device(reply), model, in_service=IN_SERVICE, selection=selection, before=snapshot)  # type: ignore[arg-type]


def test_no_check_is_left_out() -> None:
    assert {case.check for case in CASES} | ELSEWHERE == set(BY_ID)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check)
def test_healthy(case: Case) -> None:
    report = judged(case, case.healthy)
    assert report.red == ()
    assert report.verdict == "pass"
    assert {(result.origin, result.severity) for result in report.results} == {
        (BY_ID[case.check].origin, BY_ID[case.check].severity)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check)
def test_sick(case: Case) -> None:
    report = judged(case, case.sick)
    assert [result.message for result in report.red] == list(case.messages)
    assert report.verdict == "fail"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check)
@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("", "a reply without it"),
        ("<output>error: the subsystem is not running</output>", "error: the subsystem is not running"),
        (RpcTimeout("core1", "no reply within 60 s"), "core1: no reply within 60 s"),
    ],
    ids=["empty", "refused", "lost"],
)
def test_missing_is_red(case: Case, reply: Any, told: str) -> None:
    check = BY_ID[case.check]
    if check.root == "output" and reply:
        reply, told = RpcTimeout("core1", "no reply within 60 s"), "core1: no reply within 60 s"
    report = judged(case, reply)
    assert report.verdict == "inconclusive"
    question = str(check().question).replace("<loopback>", "10.0.0.2")
    messages = {result.message for result in report.red}
    assert messages == {f"{check.description} - Expected: <{check.root}> in the reply to {question} Actual: {told}"}


@pytest.mark.parametrize("case", [case for case in CASES if issubclass(BY_ID[case.check], Comparison)],
                         ids=lambda case: case.check)
def test_what_was_not_told_before_cannot_be_compared(case: Case) -> None:
    report = judged(case, case.healthy, before="")
    description = BY_ID[case.check].description
    assert [result.message for result in report.results] == [
        f"{description} - Expected: a value from before the change Actual: it was not told then: a reply without it"
    ]
    assert report.verdict == "inconclusive"


def test_each_question_is_asked_once() -> None:
    device = Device("<interface-information/>")
    examine(device, MODELS["leaf"], in_service=IN_SERVICE, selection=FULL)  # type: ignore[arg-type]
    assert len(device.asked) == len(set(device.asked))
    checks = [check for check in catalogue(MODELS["leaf"], FULL) if not isinstance(check, Comparison)]
    assert len(device.asked) < len(checks)


def test_nothing_is_asked_for_comparisons_without_a_snapshot() -> None:
    device = Device("")
    report = examine(device, MODELS["core"], in_service=IN_SERVICE, selection=Selection(names=("core_dumps",)))  # type: ignore[arg-type]
    assert device.asked == []
    assert report.results == ()


@pytest.mark.parametrize("model", MODELS)
def test_the_gate_is_small(model: str) -> None:
    questions = {check.question for check in catalogue(MODELS[model], FAST)}
    assert len(questions) <= 12


def test_selections() -> None:
    def ids(**fields: Any) -> list[str]:
        return [check.id for check in catalogue(MODELS["core"], Selection(**fields))]

    assert ids(names=("bgp_*",)) == ["bgp_sessions", "bgp_flaps", "bgp_prefixes", "bgp_prefix_limits"]
    assert ids(names=("bgp_*",), skip=("bgp_flaps",), severity="critical") == ["bgp_sessions"]
    assert "path_mtu" not in ids(depth="full")
    assert "path_mtu" in ids(depth="full", extra=("path_*",))
    assert "route_counts" in ids(depth="full")
    assert "route_counts" not in ids(depth="full", intended=True)
    graver = ids(depth="full", severity="critical")
    assert {BY_ID[check].severity for check in graver} == {"critical"}


def test_catalogue_is_complete() -> None:
    assert len(BY_ID) == len(CHECKS) >= 48
    for check in CHECKS:
        assert check.severity in SEVERITIES
        assert check.origin in ("model", "snapshot", "constant")
        assert (check.origin == "snapshot") == issubclass(check, Comparison)
        assert check.passes, check.id
        assert check.description, check.id


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InputError, match="nonsense") as error:
        require_names(["bgp_*", "nonsense"], subject="verify")
    assert len(error.value.problems) == 1


def test_snapshot_survives_a_file() -> None:
    snapshot = Snapshot(host="core1", values={"core_dumps": {"": "0"}}, untold={"inventory": "no reply"})
    assert Snapshot.from_dict(snapshot.as_dict()) == snapshot
    with pytest.raises(ValueError, match="no snapshot of a device"):
        Snapshot.from_dict({"host": "core1"})
