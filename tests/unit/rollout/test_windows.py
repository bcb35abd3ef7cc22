"""The maintenance window: over midnight, through daylight saving time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Window
from ansible_collections.statenet.junos.plugins.module_utils.rollout.windows import current, earliest_fit

ZONE = "America/Chicago"
CHICAGO = ZoneInfo(ZONE)
NIGHTS = Window()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("at", "start", "end"),
    [
        ("2020-09-07 22:00", "2020-09-07 22:00", "2020-09-08 05:00"),  # Monday
        ("2020-09-08 04:59", "2020-09-07 22:00", "2020-09-08 05:00"),  # the same night, past midnight
        ("2020-09-07 04:00", "2020-09-06 22:00", "2020-09-07 05:00"),  # Sunday's night
    ],
)
def test_an_opening_reaches_over_midnight(at: str, start: str, end: str) -> None:
    found = current(local(at), NIGHTS, ZONE)
    assert found is not None
    assert (found.start, found.end) == (local(start), local(end))


@pytest.mark.parametrize("at", ["2020-09-07 21:59", "2020-09-08 05:00", "2020-09-11 23:00", "2020-09-12 23:00"])
def test_closed_by_day_and_on_friday_and_saturday_night(at: str) -> None:
    assert current(local(at), NIGHTS, ZONE) is None


@pytest.mark.parametrize(
    ("at", "minutes", "start"),
    [
        ("2020-09-07 12:00", 30, "2020-09-07 22:00"),
        ("2020-09-07 23:10", 30, "2020-09-07 23:10"),
        ("2020-09-08 04:30", 30, "2020-09-08 04:30"),
        ("2020-09-08 04:31", 30, "2020-09-08 22:00"),
        ("2020-09-11 04:50", 30, "2020-09-13 22:00"),  # Thursday's night is over: Sunday is next
    ],
)
def test_work_starts_where_it_fits(at: str, minutes: int, start: str) -> None:
    assert earliest_fit(local(at), minutes * 60, NIGHTS, ZONE) == local(start)


@pytest.mark.parametrize(("day", "hours"), [("2020-03-07", 6), ("2020-10-31", 8), ("2020-09-05", 7)])
def test_the_night_of_a_clock_change_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    found = current(local(f"{day} 22:30"), Window(days=("sat",)), ZONE)
    assert found is not None
    assert found.end - found.start == timedelta(hours=hours)


def test_a_window_that_is_too_short_is_an_error_with_the_figures() -> None:
    with pytest.raises(InputError) as error:
        earliest_fit(local("2020-09-07 12:00"), 4 * 3600, Window(start=time(1), end=time(3)), ZONE)
    assert str(error.value) == (
        "1 problem found:\n"
        "  rollout.yml: policy window: the longest opening is 2 h 00 min and a wave may take 4 h 00 min. Expected: an "
        "opening in which the worst case of every wave fits. Remedy: lengthen the window, make the waves smaller, or "
        "raise `sessions`."
    )


@pytest.mark.parametrize(("window", "zone"), [(Window(days=()), ZONE), (NIGHTS, "Mars/Olympus")])
def test_a_window_that_never_opens_is_an_error(window: Window, zone: str) -> None:
    with pytest.raises(InputError, match="policy window"):
        current(local("2020-09-07 12:00"), window, zone)
