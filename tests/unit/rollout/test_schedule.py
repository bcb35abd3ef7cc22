"""Windows, freezes, soaks and the deadline together: when each wave runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import (
    Calendar,
    ElectionFreeze,
    Policy,
    SiteWaves,
    Window,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import state
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import (
    admission,
    blocked,
    require_deadline,
    schedule,
    worst_case_seconds,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import Step, Wave
from ansible_collections.statenet.junos.plugins.module_utils.rollout.windows import current
from hypothesis import given
from hypothesis import strategies as st

CHICAGO = ZoneInfo("America/Chicago")
CALENDAR = Calendar(
    timezone="America/Chicago",
    lead_hours=12,
    valid_until=date(2021, 7, 1),
    freezes=(ElectionFreeze(name="election"),),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def policy(**kwargs: object) -> Policy:
    basis = {"start": "2020-09-06 22:00", "deadline": "2020-12-31", "sites": SiteWaves(pilot=("a",))}
    return Policy(**{**basis, **kwargs})


def wave(number: int, *, hosts: int = 1, soak: int = 18, after: int = 0) -> Wave:
    steps = tuple(Step(host=f"w{number}h{index}", stage="to-be") for index in range(hosts))
    return Wave(number=number, name=f"wave {number}", kind="sites", steps=steps, soak_hours=soak, after_days=after)


def roles(*waves: Wave) -> dict[str, str]:
    return {step.host: "site_ex" for item in waves for step in item.steps}


@pytest.mark.parametrize(
    ("found", "seconds"),
    [
        ([], 0),
        (["site_ex"], 240 + 300),
        (["site_ex"] * 16, 240 + 300),
        (["site_ex"] * 17, 480 + 300),
        (["site_ex", "core_mx"], 240 + 600),
    ],
)
def test_the_worst_case_of_a_wave(found: list[str], seconds: int) -> None:
    assert worst_case_seconds(found, policy()) == seconds


@pytest.mark.parametrize(
    ("start", "minutes", "until"),
    [
        ("2020-10-25 22:00", 60, None),  # the freeze is 26 h away: 1 h of work and 12 h of lead fit
        ("2020-10-26 11:00", 60, None),
        ("2020-10-26 11:01", 60, "2020-11-10 00:00"),
        ("2020-11-03 12:00", 60, "2020-11-10 00:00"),
        ("2020-11-10 00:00", 60, None),
    ],
)
def test_no_work_reaches_into_a_freeze_or_its_lead_time(start: str, minutes: int, until: str | None) -> None:
    found = blocked(local(start), minutes * 60, CALENDAR)
    assert (found.until if found else None) == (local(until) if until else None)
    if found:
        assert (found.open, found.reason) == (False, "freeze: election 2020")


def test_admission_waits_for_window_and_freeze() -> None:
    found = admission(local("2020-10-26 12:00"), 600, CALENDAR, policy())
    assert found.start == local("2020-11-10 00:00")  # Monday's night is open already when the freeze ends at midnight
    assert found.waited_for == "freeze: election 2020"
    found = admission(local("2020-09-07 12:00"), 600, CALENDAR, policy())
    assert (found.start, found.waited_for) == (local("2020-09-07 22:00"), "maintenance window")
    found = admission(local("2020-09-07 23:00"), 600, CALENDAR, policy())
    assert (found.start, found.waited_for) == (local("2020-09-07 23:00"), "")


def test_a_drain_takes_its_time() -> None:
    rules = policy(settle_seconds=30)
    drained = worst_case_seconds(["core_mx"], rules, drain_steps=2) - worst_case_seconds(["core_mx"], rules)
    assert drained == 2 * (240 + 2 * 5 * 30)  # each step: commits, and five looks before and after


def test_slow_platforms_take_longer_and_the_others_do_not() -> None:
    rules = policy(commit_seconds={"core_mx": 200, "site_ex": 60})
    assert worst_case_seconds(["site_ex"], rules) == 2 * 60 + 300
    assert worst_case_seconds(["site_ex", "core_mx"], rules) == 2 * 200 + 600
    assert worst_case_seconds(["legacy"], rules) == 2 * 120 + 600


@pytest.mark.parametrize(
    ("crews", "starts"),
    [
        (None, ["09-06 22:00", "09-06 22:09", "09-06 22:18"]),
        (2, ["09-06 22:00", "09-06 22:09", "09-07 22:00"]),
        (1, ["09-06 22:00", "09-07 22:00", "09-08 22:00"]),
    ],
)
def test_what_the_crews_cannot_look_after_tonight_waits(crews: int | None, starts: list[str]) -> None:
    rules = policy(window=Window(devices=crews))
    waves = (wave(1, soak=0), wave(2, soak=0), wave(3, soak=0))
    found = schedule(waves, rules, CALENDAR, roles=roles(*waves))
    assert [slot.start.astimezone(CHICAGO).strftime("%m-%d %H:%M") for slot in found.slots] == starts
    assert found.slots[-1].waited_for == ("the crews" if crews else "")


def test_a_schedule_over_a_freeze() -> None:
    waves = (wave(1, soak=0), wave(2), wave(3, after=2), wave(4, after=50))
    found = schedule(waves, policy(), CALENDAR, roles=roles(*waves))
    assert [slot.start.astimezone(CHICAGO).strftime("%m-%d %H:%M") for slot in found.slots] == [
        "09-06 22:00",
        "09-06 22:09",
        "09-09 22:00",
        "11-10 00:00",
    ]
    assert found.slots[3].waited_for == "freeze: election 2020"
    assert found.finish == found.slots[-1].start + timedelta(minutes=9, hours=18)
    assert found.deadline == local("2021-01-01 00:00")
    require_deadline(found, waves, policy(), CALENDAR)


def test_a_missed_deadline_is_refused_with_the_arithmetic() -> None:
    waves = (wave(1), wave(2, after=14), wave(3))
    strict = policy(deadline=date(2020, 9, 20))
    with pytest.raises(InputError) as error:
        require_deadline(schedule(waves, strict, CALENDAR, roles=roles(*waves)), waves, strict, CALENDAR)
    assert str(error.value) == (
        "1 problem found:\n"
        "  rollout.yml: policy deadline: 3 waves from 2020-09-06 22:00 with 54 h of soak, 14 days of burn-in and "
        "waiting, windows and freezes end on 2020-09-23 16:09, 2.7 days late. Expected: the last wave has soaked by "
        "the end of 2020-09-20. Remedy: start earlier, allow larger waves or more window days, soak shorter, or move "
        "the deadline."
    )


def test_a_calendar_that_runs_out_is_an_error() -> None:
    waves = (wave(1), wave(2, after=400))
    with pytest.raises(InputError, match=r"nothing may start after .*: the calendar is only vouched for until"):
        schedule(waves, policy(), CALENDAR, roles=roles(*waves))


def test_nothing_to_do_has_no_finish() -> None:
    found = schedule((), policy(), CALENDAR, roles={})
    assert found.finish is None
    require_deadline(found, (), policy(), CALENDAR)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 48), st.integers(0, 20)), min_size=1, max_size=20),
    st.datetimes(min_value=datetime(2020, 8, 1), max_value=datetime(2020, 11, 20)),
)
def test_every_slot_is_inside_a_window_and_outside_every_freeze(
    shapes: list[tuple[int, int, int]], start: datetime
) -> None:
    waves = tuple(
        wave(number, hosts=hosts, soak=soak, after=after)
        for number, (hosts, soak, after) in enumerate(shapes, start=1)
    )
    nightly, zone = policy(window=Window()), "America/Chicago"
    long_calendar = CALENDAR.model_copy(update={"valid_until": date(2030, 1, 1)})
    first = start.replace(tzinfo=CHICAGO)
    previous = first
    for slot in schedule(waves, nightly, long_calendar, roles=roles(*waves), start=first).slots:
        opening = current(slot.start, nightly.window, zone)
        assert opening is not None
        assert slot.start >= previous
        assert slot.end <= opening.end
        assert state(slot.start, long_calendar).open
        assert state(slot.end + timedelta(hours=11), long_calendar).open
        previous = slot.soaked
