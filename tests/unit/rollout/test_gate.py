"""The gate: every reason at once, each with what to do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import DatedFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import Approval
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed, check_wave, check_write

from .fakes import CALENDAR, plan

if TYPE_CHECKING:
    from pathlib import Path

CHICAGO = ZoneInfo("America/Chicago")
PLAN = plan()
WAVE = PLAN.waves[0]
NEVER = datetime(2030, 1, 1, tzinfo=CHICAGO)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def closed(text: str, *, approved: bool = True, lease: bool = True, extra: tuple[DatedFreeze, ...] = ()) -> list[str]:
    found = [Approval(plan_id=PLAN.plan_id, by="bob", at=at("2020-09-01"), expires=NEVER)] if approved else []
    calendars = [PLAN.calendar, *([CALENDAR.model_copy(update={"freezes": extra})] if extra else [])]
    try:
        check_wave(PLAN, WAVE, now=at(text), calendars=calendars, approvals=found, lease_held=lease)
    except GateClosed as error:
        return [str(reason) for reason in error.reasons]
    return []


def test_open_in_the_window_with_an_approval() -> None:
    assert closed("2020-09-07 22:00") == []


def test_closed_in_a_freeze_names_the_event_its_end_and_what_to_do() -> None:
    assert closed("2020-11-03 22:00") == [
        "freeze: Presidential election 2020, until 2020-11-10 00:00 CST. Remedy: wait until then; rolling back is "
        "allowed at any time."
    ]


def test_closed_when_the_worst_case_and_the_lead_time_reach_into_a_freeze() -> None:
    assert closed("2020-10-25 23:00") == []
    short = closed("2020-10-26 23:00")
    assert short == [
        "its worst case of 14 min and a lead time of 4 h reach into the next freeze (freeze: Presidential election "
        "2020), until 2020-11-10 00:00 CST. Remedy: wait until then; rolling back is allowed at any time."
    ]


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (
            "2020-09-07 12:00",
            "the maintenance window is closed, until 2020-09-07 22:00 CDT. Remedy: start it again then.",
        ),
        (
            "2020-09-08 04:50",
            "the rest of the maintenance window is too short, until 2020-09-08 22:00 CDT. Remedy: start it again then.",
        ),
    ],
)
def test_closed_outside_the_window(moment: str, reason: str) -> None:
    assert closed(moment) == [reason]


def test_everything_is_told_at_once() -> None:
    with pytest.raises(GateClosed) as error:
        check_wave(
            PLAN, WAVE, now=at("2020-11-03 12:00"), calendars=[PLAN.calendar], approvals=[], lease_held=False
        )
    assert str(error.value) == (
        "wave 1 (core, 1 of 2) may not start:\n"
        "  freeze: Presidential election 2020, until 2020-11-10 00:00 CST. Remedy: wait until then; rolling back is "
        "allowed at any time.\n"
        "  the maintenance window is closed, until 2020-11-03 22:00 CST. Remedy: start it again then.\n"
        f"  plan {PLAN.plan_id[:12]} has 0 of 1 approvals. Remedy: have it approved with the `approve` verb.\n"
        "  the lease of this rollout was lost. Remedy: see which other rollout is at work."
    )


def test_every_calendar_has_to_be_open() -> None:
    storm = DatedFreeze(name="ice storm", start=at("2020-09-07").date(), end=at("2020-09-10").date())
    assert closed("2020-09-07 22:00", extra=(storm,)) == [
        "freeze: ice storm, until 2020-09-10 00:00 CDT. Remedy: wait until then; rolling back is allowed at any time."
    ]


def test_a_rehearsal_needs_no_approval() -> None:
    check_wave(PLAN, WAVE, now=at("2020-09-07 22:00"), calendars=[PLAN.calendar], approvals=None, lease_held=True)


VALID = """
calendar:
  timezone: America/Chicago
  valid_until: 2021-01-01
  freezes:
    - {kind: election, name: Presidential election, every: 4, anchor: 2020, days_before: 7, days_after: 7}
"""


@pytest.mark.parametrize(
    ("content", "moment", "reason"),
    [
        (VALID, "2020-10-27 00:00", "freeze: Presidential election 2020, until 2020-11-10 00:00 CST. Remedy: wait"),
        (VALID, "2021-01-01 00:00", "the calendar is only vouched for until 2021-01-01. Remedy: mend calendar.yml"),
        (VALID.replace("America/Chicago", "Mars/Base"), "2020-09-01 00:00", "time zone 'Mars/Base' is not known"),
        (VALID.replace("valid_until", "valid_untill"), "2020-09-01 00:00", "cannot be read, which counts as a freeze"),
        ("calendar: [", "2020-09-01 00:00", "cannot be read, which counts as a freeze"),
        ("freezes: {}", "2020-09-01 00:00", "no key `calendar`"),
        (None, "2020-09-01 00:00", "No such file"),
    ],
)
def test_a_single_write_is_refused_in_a_freeze_and_whenever_in_doubt(
    tmp_path: Path, content: str | None, moment: str, reason: str
) -> None:
    if content is not None:
        (tmp_path / "calendar.yml").write_text(content)
    with pytest.raises(GateClosed) as error:
        check_write(tmp_path, VirtualClock(at(moment)))
    assert str(error.value).startswith("this change may not start:\n")
    assert reason in str(error.value)


def test_a_single_write_passes_outside_of_freezes(tmp_path: Path) -> None:
    (tmp_path / "calendar.yml").write_text(VALID)
    check_write(tmp_path, VirtualClock(at("2020-10-26 23:59")))
    check_write(tmp_path, VirtualClock(at("2020-11-10 00:00")))
