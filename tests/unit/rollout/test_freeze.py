"""The freeze calendar: elections, daylight saving time, and closed whenever in doubt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Calendar, DatedFreeze, ElectionFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import election_day, freezes, state
from hypothesis import given
from hypothesis import strategies as st

CHICAGO = ZoneInfo("America/Chicago")
UNKNOWN_ZONE = "the calendar's time zone '{}' is not known on this machine"
MOMENTS = st.datetimes(min_value=datetime(2016, 1, 1), max_value=datetime(2048, 1, 1))


def calendar(*rules: ElectionFreeze | DatedFreeze, valid_until: date = date(2060, 1, 1), **kwargs: object) -> Calendar:
    return Calendar(**{"timezone": "America/Chicago", "valid_until": valid_until, "freezes": rules, **kwargs})


PRESIDENTIAL = calendar(ElectionFreeze(name="presidential election"))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2016, date(2016, 11, 8)),
        (2020, date(2020, 11, 3)),
        (2022, date(2022, 11, 8)),
        (2024, date(2024, 11, 5)),
        (2028, date(2028, 11, 7)),
        (2032, date(2032, 11, 2)),
        (2036, date(2036, 11, 4)),
        (2040, date(2040, 11, 6)),
        (2044, date(2044, 11, 8)),
        (2048, date(2048, 11, 3)),
    ],
)
def test_election_day(year: int, day: date) -> None:
    assert election_day(year) == day


@given(st.integers(min_value=1848, max_value=2400))
def test_election_day_is_the_tuesday_after_the_first_monday(year: int) -> None:
    first_monday = next(date(year, 11, day) for day in range(1, 8) if date(year, 11, day).weekday() == 0)
    assert election_day(year) == first_monday + timedelta(days=1)


@pytest.mark.parametrize("year", range(2016, 2049, 4))
def test_two_weeks_around_a_presidential_election_last_337_hours(year: int) -> None:
    found = freezes(PRESIDENTIAL, year=year)[0]
    assert found.end - found.start == timedelta(hours=337)
    assert found.name == f"presidential election {year}"
    assert found.start.astimezone(CHICAGO).time() == found.end.astimezone(CHICAGO).time() == datetime.min.time()


@pytest.mark.parametrize(
    ("at", "open_", "reason", "until"),
    [
        ("2020-10-26 23:59:59", True, "next freeze: presidential election 2020", "2020-10-27 00:00:00"),
        ("2020-10-27 00:00:00", False, "freeze: presidential election 2020", "2020-11-10 00:00:00"),
        ("2020-11-03 12:00:00", False, "freeze: presidential election 2020", "2020-11-10 00:00:00"),
        ("2020-11-09 23:59:59", False, "freeze: presidential election 2020", "2020-11-10 00:00:00"),
        ("2020-11-10 00:00:00", True, "next freeze: presidential election 2024", "2024-10-29 00:00:00"),
        ("2022-11-08 12:00:00", True, "next freeze: presidential election 2024", "2024-10-29 00:00:00"),
        ("2040-10-30 00:00:00", False, "freeze: presidential election 2040", "2040-11-13 00:00:00"),
    ],
)
def test_the_2020_freeze(at: str, open_: bool, reason: str, until: str) -> None:
    found = state(datetime.fromisoformat(at).replace(tzinfo=CHICAGO), PRESIDENTIAL)
    assert (found.open, found.reason) == (open_, reason)
    assert found.until == datetime.fromisoformat(until).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(("every", "frozen"), [(4, {2020, 2024}), (2, {2020, 2022, 2024}), (1, set(range(2019, 2026)))])
def test_how_often_an_election_counts(every: int, frozen: set[int]) -> None:
    yearly = calendar(ElectionFreeze(name="election", every=every))
    noon = {year: datetime.combine(election_day(year), datetime.min.time(), CHICAGO) for year in range(2019, 2026)}
    assert {year for year, at in noon.items() if not state(at, yearly).open} == frozen


def test_overlapping_and_adjacent_freezes_are_one_and_deny_beats_allow() -> None:
    several = calendar(
        DatedFreeze(name="a", start=date(2026, 3, 1), end=date(2026, 3, 5)),
        DatedFreeze(name="b", start=date(2026, 3, 4), end=date(2026, 3, 8)),
        DatedFreeze(name="c", start=date(2026, 3, 8), end=date(2026, 3, 10)),
    )
    found = state(datetime(2026, 3, 4, 12, tzinfo=CHICAGO), several)
    assert found.reason == "freeze: a and b"
    assert found.until == datetime(2026, 3, 10, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (calendar(valid_until=date(2026, 1, 1)), "the calendar is only vouched for until 2026-01-01"),
        (calendar(timezone="America/Oklahoma"), UNKNOWN_ZONE.format("America/Oklahoma")),
        (calendar(timezone="../../etc/passwd"), UNKNOWN_ZONE.format("../../etc/passwd")),
    ],
)
def test_a_calendar_in_doubt_is_closed_without_an_end(broken: Calendar, reason: str) -> None:
    found = state(datetime(2026, 1, 1, 6, tzinfo=UTC), broken)
    assert (found.open, found.reason, found.until) == (False, reason, None)


def test_validity_that_ends_inside_a_freeze_leaves_no_end() -> None:
    found = state(
        datetime(2020, 11, 3, 12, tzinfo=CHICAGO),
        calendar(ElectionFreeze(name="election"), valid_until=date(2020, 11, 5)),
    )
    assert (found.open, found.until) == (False, None)


def test_the_end_of_validity_is_the_next_transition_when_no_freeze_comes_before() -> None:
    found = state(datetime(2021, 1, 1, tzinfo=UTC), calendar(valid_until=date(2021, 7, 1)))
    assert found.open
    assert found.until == datetime(2021, 7, 1, tzinfo=CHICAGO)


@given(MOMENTS, st.integers(0, 30), st.integers(0, 30))
def test_the_state_does_not_change_before_its_transition_and_does_at_it(at: datetime, before: int, after: int) -> None:
    rules = calendar(ElectionFreeze(name="e", every=2, days_before=before, days_after=after))
    moment = at.replace(tzinfo=UTC)
    found = state(moment, rules)
    assert found.until is not None
    assert found.until > moment
    assert state(found.until - timedelta(seconds=1), rules).open == found.open
    if before + after:
        assert state(found.until, rules).open != found.open
