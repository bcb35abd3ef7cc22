"""A rollout on a terminal: the exact line of each event, in local time, and silence where nothing is to be said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.report.progress_lines import ProgressLines
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import (
    DeviceFinished,
    Event,
    Resumed,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import DeviceResult
from rollout.fakes import START as AT

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import Outcome

HEAD = "2020-09-06 22:00  "
STARTED = WaveStarted(at=AT, wave=7, name="sites, 2 of 3", hosts=("a", "b"), position=3, total=12)
DAY = timedelta(days=1)


def lines(*events: Event) -> list[str]:
    written: list[str] = []
    listener = ProgressLines(written.append, timezone="America/Chicago")
    for event in events:
        listener.on_event(event)
    return written


def started(count: int) -> WaveStarted:
    hosts = tuple(f"sw{number}" for number in range(1, count + 1))
    return WaveStarted(at=AT, wave=1, name="core", hosts=hosts, position=1, total=12)


def device(outcome: Outcome) -> DeviceFinished:
    return DeviceFinished(at=AT, wave=7, result=DeviceResult(host="a", outcome=outcome, message="no such neighbor"))


def finished(verdict: str, changed: int, message: str = "") -> WaveFinished:
    return WaveFinished(at=AT, wave=7, name="core", verdict=verdict, changed=changed, message=message)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (started(1), "wave  1/12  core: 1 device (sw1)"),
        (started(3), "wave  1/12  core: 3 devices (sw1, sw2, sw3)"),
        (started(4), "wave  1/12  core: 4 devices (sw1, sw2, sw3, ...)"),
        (
            Waiting(at=AT, wave=9, reason="freeze: Election", until=AT + 2 * DAY),
            "wave 9 waits for freeze: Election, until 2020-09-08 22:00 CDT",
        ),
        (
            Waiting(at=AT, wave=9, reason="freeze: Election", until=AT + DAY / 24),
            "wave 9 waits for freeze: Election, until 2020-09-06 23:00 CDT",
        ),
        (
            Waiting(at=AT, wave=9, reason="maintenance window", until=AT + 3 * DAY),
            "wave 9 waits for maintenance window, until 2020-09-09 22:00 CDT",
        ),
        (Resumed(at=AT, wave=4), "wave 4 was interrupted and is taken up: nothing was pending"),
        (
            Resumed(at=AT, wave=4, confirmed=("a", "b"), reverted=("c",)),
            "wave 4 was interrupted and is taken up: confirmed a, b; reverted c",
        ),
        (
            RolloutFinished(at=AT, outcome="paused", message="wave 4 waits for the window"),
            "paused: wave 4 waits for the window",
        ),
    ],
)
def test_line(event: Event, line: str) -> None:
    assert lines(event) == [HEAD + line]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (finished("pass", 1), "pass: 1 device changed and confirmed"),
        (finished("pass", 40), "pass: 40 devices changed and confirmed"),
        (finished("fail", 0, "a: bgp_sessions fail"), "FAIL, the whole wave went back: a: bgp_sessions fail"),
        (finished("inconclusive", 0, "a: lldp"), "INCONCLUSIVE, the whole wave went back: a: lldp"),
        (device("failed"), "a failed: no such neighbor"),
        (device("unreachable"), "a unreachable: no such neighbor"),
        (
            SoakChecked(at=AT, wave=7, check=1, total=2, verdict="fail", message="a: alarms"),
            "soak FAIL: a: alarms",
        ),
    ],
)
def test_line_within_a_wave(event: Event, line: str) -> None:
    assert lines(STARTED, event)[1:] == [f"{HEAD}wave  3/12  {line}"]


@pytest.mark.parametrize(
    "event",
    [
        device("changed"),
        device("unchanged"),
        device("reverted"),
        SoakChecked(at=AT, wave=7, check=1, total=2, verdict="pass"),
        Waiting(at=AT, wave=9, reason="maintenance window", until=AT + DAY),
    ],
)
def test_silence(event: Event) -> None:
    assert lines(event) == []
