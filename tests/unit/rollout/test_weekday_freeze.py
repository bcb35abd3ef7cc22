"""Primaries and runoffs: days that laws count in weekdays, against another implementation over 2016 to 2048."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Calendar, WeekdayFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout.calendar_file import load_calendar
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import (
    WEEKDAYS,
    freezes,
    midnight,
    nth_weekday,
    state,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_scope import Target, calendar_for
from pydantic import ValidationError

recurring_ical_events = pytest.importorskip("recurring_ical_events")
icalendar = pytest.importorskip("icalendar")

CHICAGO = ZoneInfo("America/Chicago")
FIRST, LAST = datetime(2016, 1, 1, tzinfo=UTC), datetime(2048, 12, 31, tzinfo=UTC)
OKLAHOMA = Path(__file__).parents[3] / "inventories" / "oklahoma" / "intent"


def rule(**kwargs: object) -> WeekdayFreeze:
    return WeekdayFreeze(**{"name": "Primary", "month": 6, "nth": 3, **kwargs})


def ours(*rules: WeekdayFreeze) -> list[tuple[datetime, datetime]]:
    calendar = Calendar(timezone="America/Chicago", valid_until=date(2060, 1, 1), freezes=rules)
    found = {freeze for year in range(2016, 2049) for freeze in freezes(calendar, year=year)}
    return sorted((freeze.start, freeze.end) for freeze in found if FIRST <= freeze.start <= LAST)


def theirs(*events: str) -> list[tuple[datetime, datetime]]:
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for number, event in enumerate(events):
        parts += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20160101T000000Z", *event.split(), "END:VEVENT"]
    calendar = icalendar.Calendar.from_ical("\r\n".join([*parts, "END:VCALENDAR", ""]))
    found = recurring_ical_events.of(calendar).between(FIRST, LAST)
    return sorted((event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found)


START = "DTSTART;TZID=America/Chicago:"
CASES = {
    "third-tuesday-of-june-in-even-years": (
        rule(),
        f"{START}20160621T000000 DURATION:P1D RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=6;BYDAY=3TU",
    ),
    "fourth-tuesday-of-august-in-even-years": (
        rule(month=8, nth=4),
        f"{START}20160823T000000 DURATION:P1D RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=8;BYDAY=4TU",
    ),
    "last-tuesday-of-june-up-to-2022": (
        rule(nth="last", last_year=2022),
        f"{START}20160628T000000 DURATION:P1D RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20221231T000000Z;BYMONTH=6;BYDAY=-1TU",
    ),
    "presidential-primary-on-a-first-tuesday-of-march": (
        rule(month=3, nth=1, every=4),
        f"{START}20160301T000000 DURATION:P1D RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=3;BYDAY=1TU",
    ),
    "a-week-in-which-the-clock-changes": (
        rule(month=3, nth=2, weekday="wed", every=1, days_before=4, days_after=3),
        f"{START}20160305T000000 DURATION:P7D RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SA;BYMONTHDAY=4,5,6,7,8,9,10",
    ),
    "a-fifth-friday-that-not-every-october-has": (
        rule(month=10, nth=5, weekday="fri", every=1),
        f"{START}20161028T000000 DURATION:P1D RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=5FR",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_others(case: str) -> None:
    freeze, event = CASES[case]
    found = ours(freeze)
    # RFC 5545 counts DTSTART in, also where it fits no rule: in 2016 the fifth Friday of October does not exist.
    expected = [item for item in theirs(event) if case != "a-fifth-friday-that-not-every-october-has" or _fifth(item)]
    assert found == expected
    assert found


def _fifth(item: tuple[datetime, datetime]) -> bool:
    return item[0].astimezone(CHICAGO).day > 28


@pytest.mark.parametrize("year", range(2016, 2049))
@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5, "last"])
def test_nth_weekday_by_counting(year: int, nth: int | str) -> None:
    for weekday in range(7):
        days = [
            day
            for day in (date(year, 2, 1) + timedelta(days=number) for number in range(29))
            if day.month == 2 and day.weekday() == weekday
        ]
        expected = days[-1] if nth == "last" else days[int(nth) - 1] if int(nth) <= len(days) else None
        assert nth_weekday(year, 2, weekday, nth) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2018, 6, 26), "State primary 2018"),
        (date(2020, 6, 30), "State primary 2020"),
        (date(2022, 6, 28), "State primary 2022"),
        (date(2024, 6, 18), "State primary 2024"),
        (date(2026, 6, 16), "State primary 2026"),
        (date(2020, 8, 25), "State runoff primary 2020"),
        (date(2022, 8, 23), "State runoff primary 2022"),
        (date(2024, 8, 27), "State runoff primary 2024"),
    ],
)
def test_the_elections_of_oklahoma(day: date, name: str) -> None:
    """Days that such elections were held on, or will be."""
    calendar = load_calendar(OKLAHOMA)
    (found,) = (freeze for freeze in freezes(calendar, year=day.year) if freeze.name == name)
    assert found.start == midnight(day - timedelta(days=4), CHICAGO)
    assert found.end == midnight(day + timedelta(days=2), CHICAGO)
    assert found.level == "soft"


@pytest.mark.parametrize(
    ("target", "open_"),
    [
        (Target(county="Tulsa", site_kind="county-office", role="site_ex"), False),
        (Target(county="Murray", site_kind="courthouse", role="site_ex"), False),
        (Target(county="Tulsa", site_kind="library", role="site_ex"), True),
        (Target(county="Oklahoma", site_kind="none", role="core_mx"), True),
    ],
)
def test_the_runoff_of_2020_stops_only_who_runs_it(target: Target, *, open_: bool) -> None:
    """The rollout starts the evening before, with the new core: it goes on."""
    calendar = load_calendar(OKLAHOMA)
    found = state(datetime(2020, 8, 25, 3, tzinfo=UTC), calendar_for(calendar, [target]))
    assert found.open is open_
    assert (found.reason, found.level) == (
        ("next freeze: Presidential election 2020", "") if open_ else ("freeze: State runoff primary 2020", "soft")
    )


@pytest.mark.parametrize(
    ("kwargs", "told"),
    [
        ({"nth": 6}, "Input should be 1, 2, 3, 4, 5 or 'last'"),
        ({"month": 13}, "Input should be less than or equal to 12"),
        ({"weekday": "tuesday"}, "Input should be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'"),
        ({"days_after": 0}, "Input should be greater than or equal to 1"),
    ],
)
def test_what_is_no_rule(kwargs: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        rule(**kwargs)


def test_weekdays_are_in_the_order_of_python() -> None:
    assert [date(2020, 6, 1 + number).strftime("%a").lower() for number in range(7)] == list(WEEKDAYS)
