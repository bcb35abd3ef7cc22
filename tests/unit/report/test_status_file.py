"""``status.json`` after each event: what a dashboard would show at that moment."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.report.status_file import StatusFile
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import (
    DeviceFinished,
    Event,
    Refused,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import DeviceResult
from rollout.fakes import START as AT
from rollout.fakes import plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = plan()
FIRST, *_, LAST = PLAN.waves


def started() -> WaveStarted:
    return WaveStarted(
        at=AT, wave=FIRST.number, name=FIRST.name, hosts=FIRST.hosts, position=1, total=len(PLAN.waves)
    )


def device(outcome: str, message: str = "") -> DeviceFinished:
    result = DeviceResult(host=FIRST.hosts[0], outcome=outcome, message=message)  # type: ignore[arg-type]
    return DeviceFinished(at=AT, wave=FIRST.number, result=result)


def finished(verdict: str, message: str = "") -> WaveFinished:
    name = FIRST.name
    return WaveFinished(at=AT, wave=FIRST.number, name=name, verdict=verdict, changed=1, message=message)  # type: ignore[arg-type]


def after(path: Path, *events: Event, verb: str = "rollout") -> dict[str, Any]:
    listener = StatusFile(path, PLAN, verb=verb)
    for event in events:
        listener.on_event(event)
    return dict(json.loads(path.read_text()))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([started()], {"state": "changing", "wave": FIRST.number, "position": 1, "total": len(PLAN.waves)}),
        ([started(), device("changed")], {"state": "changing", "devices_changed": 1, "devices_failed": 0}),
        (
            [started(), device("failed", "no such neighbor")],
            {"devices_failed": 1, "message": f"{FIRST.hosts[0]}: no such neighbor"},
        ),
        ([started(), device("reverted")], {"devices_changed": 0, "devices_failed": 0}),
        ([started(), finished("pass")], {"state": "soaking", "waves_passed": 1, "message": "pass"}),
        ([started(), finished("fail", "a: bgp")], {"state": "changing", "waves_passed": 0, "message": "a: bgp"}),
        (
            [SoakChecked(at=AT, wave=FIRST.number, check=1, total=2, verdict="pass")],
            {"state": "soaking", "message": "check 1 of 2: pass"},
        ),
        (
            [Waiting(at=AT, wave=FIRST.number, reason="freeze: Election", until=AT + timedelta(days=14))],
            {"state": "waiting", "waits_for": "freeze: Election", "until": (AT + timedelta(days=14)).isoformat()},
        ),
        (
            [Waiting(at=AT, wave=FIRST.number, reason="freeze: Election", until=AT + timedelta(days=14)), started()],
            {"state": "changing", "waits_for": "", "until": None},
        ),
        ([Refused(at=AT, message="no approval")], {"state": "refused", "message": "no approval", "wave": None}),
        ([RolloutFinished(at=AT, outcome="paused", message="later")], {"state": "paused", "message": "later"}),
    ],
)
def test_state_after(events: list[Event], expected: dict[str, Any], tmp_path: Path) -> None:
    found = after(tmp_path / "status.json", *events)
    assert {key: found[key] for key in expected} == expected
    assert found["plan_id"] == PLAN.plan_id


def test_the_finish_is_computed_anew_as_time_goes_by(tmp_path: Path) -> None:
    early = after(tmp_path / "a.json", started())
    late = StatusFile(tmp_path / "b.json", PLAN, verb="rollout")
    late.on_event(Waiting(at=AT + timedelta(days=30), wave=LAST.number, reason="soak", until=AT + timedelta(days=31)))
    found = json.loads((tmp_path / "b.json").read_text())
    assert early["finish"] < found["finish"]
    assert found["finish"] > (AT + timedelta(days=30)).isoformat()
    assert early["deadline"] == found["deadline"]


def test_nothing_is_left_after_the_last_wave(tmp_path: Path) -> None:
    done = RolloutFinished(at=AT, outcome="complete", message="every device runs its final configuration")
    assert after(tmp_path / "status.json", started(), done)["finish"] is None


def test_going_back_has_no_finish_and_no_deadline(tmp_path: Path) -> None:
    found = after(tmp_path / "status.json", started(), verb="rollback")
    assert (found["verb"], found["finish"], found["deadline"]) == ("rollback", None, None)


def test_a_directory_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    StatusFile(tmp_path / "file" / "status.json", PLAN, verb="rollout").on_event(started())
    assert (tmp_path / "file").read_text() == ""
