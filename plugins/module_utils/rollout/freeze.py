"""Whether a change freeze is on: whole local days, daylight saving time included, closed whenever in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..intent.models import Calendar, DatedFreeze, ElectionFreeze, TimedFreeze, WeekdayFreeze

NOVEMBER = 11
TUESDAY = 1
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON_YEARS = 9
"""How far ahead a freeze is looked for: beyond two presidential terms nobody plans a wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeState:
    """What the calendar says at one moment.

    Attributes:
        open: Changes are allowed.
        reason: The events that close it, or what comes next; a sentence fragment for a person.
        until: The next transition, in UTC; None when none is in sight or nobody can tell.
        level: How strict what closes it is, ``hard`` or ``soft``; empty when it is open or nobody can tell.
    """

    open: bool
    reason: str
    until: datetime | None
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Freeze:
    """One freeze on the time line, in UTC, from ``start`` up to but not including ``end``."""

    start: datetime
    end: datetime
    name: str
    level: str = "hard"


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November (2 U.S.C. section 7): never the first of the month."""
    second = date(year, NOVEMBER, 2)
    return second + timedelta(days=(TUESDAY - second.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int | Literal["last"]) -> date | None:
    """The ``nth`` day with this number (Monday is 0) of a month; None when the month has none."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    found = [day + timedelta(weeks=week) for week in range(5) if (day + timedelta(weeks=week)).month == month]
    if nth == "last":
        return found[-1]
    return found[nth - 1] if nth <= len(found) else None


def zone(name: str) -> ZoneInfo | None:
    """The IANA zone called ``name``; None when this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """The moment at which ``day`` begins in ``tz``, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)


def state(at: datetime, calendar: Calendar) -> FreezeState:
    """What ``calendar`` says at ``at``.

    A freeze beats everything else. A calendar in an unknown zone, or that nobody has vouched for any more, is closed.

    Args:
        at: An aware datetime.
        calendar: The calendar of the intent.
    """
    tz = zone(calendar.timezone)
    if tz is None:
        reason = f"the calendar's time zone {calendar.timezone!r} is not known on this machine"
        return FreezeState(open=False, reason=reason, until=None)
    expiry = midnight(calendar.valid_until, tz)
    if at >= expiry:
        reason = f"the calendar is only vouched for until {calendar.valid_until}"
        return FreezeState(open=False, reason=reason, until=None)
    return _state_within_validity(at, freezes(calendar, year=at.year), expiry, calendar)


def freezes(calendar: Calendar, *, year: int) -> tuple[Freeze, ...]:
    """Every freeze that touches ``year`` or the years after it, up to the horizon, by start."""
    return _freezes(calendar, year)


def _state_within_validity(
    at: datetime, known: tuple[Freeze, ...], expiry: datetime, calendar: Calendar
) -> FreezeState:
    active = [freeze for freeze in known if freeze.start <= at < freeze.end]
    if not active:
        following = next((freeze for freeze in known if freeze.start > at), None)
        if following is None or following.start >= expiry:
            return FreezeState(
                open=True, reason=f"no freeze before the calendar ends on {calendar.valid_until}", until=expiry
            )
        return FreezeState(open=True, reason=f"next freeze: {following.name}", until=following.start)
    end = max(freeze.end for freeze in active)
    for freeze in known:  # sorted by start: one pass chains overlapping and adjacent freezes
        if at < freeze.start <= end:
            end = max(end, freeze.end)
    names = " and ".join(dict.fromkeys(freeze.name for freeze in active))
    level = "hard" if any(freeze.level == "hard" for freeze in active) else "soft"
    # When validity ends inside the freeze, nobody can say when it opens again.
    return FreezeState(open=False, reason=f"freeze: {names}", until=end if end < expiry else None, level=level)


@lru_cache(maxsize=256)
def _freezes(calendar: Calendar, year: int) -> tuple[Freeze, ...]:
    return tuple(sorted(_expand(calendar, year)))


def _expand(calendar: Calendar, year: int) -> Iterator[Freeze]:
    tz = ZoneInfo(calendar.timezone)
    windows: list[Freeze] = []
    for rule in calendar.freezes:
        found = [freeze for freeze in _occurrences(rule, year, tz) if freeze.end > freeze.start]
        if rule.level == "window":
            windows += found
        else:
            yield from found
    yield from _outside(sorted(windows), year)


def _occurrences(
    rule: ElectionFreeze | WeekdayFreeze | DatedFreeze | TimedFreeze, year: int, tz: ZoneInfo
) -> Iterator[Freeze]:
    if rule.kind == "dates":
        yield Freeze(start=midnight(rule.start, tz), end=midnight(rule.end, tz), name=rule.name, level=rule.level)
    elif rule.kind == "times":
        start, end = rule.start.replace(tzinfo=UTC), rule.end.replace(tzinfo=UTC)
        yield Freeze(start=start, end=end, name=rule.name, level=rule.level)
    else:
        # A year earlier too: a freeze may reach over New Year when its days say so.
        for candidate in range(year - 1, year + HORIZON_YEARS):
            if (candidate - rule.anchor) % rule.every == 0:
                day = _day_of(rule, candidate)
                if day is not None:
                    yield _around(rule, day, tz)


def _outside(windows: list[Freeze], year: int) -> Iterator[Freeze]:
    """The time between windows, as freezes: what has windows is closed outside them."""
    if not windows:
        return
    end = datetime(year - 1, 1, 1, tzinfo=UTC)
    for window in windows:
        if window.start > end:
            yield Freeze(start=end, end=window.start, name=f"outside the windows, next {window.name}", level="soft")
        end = max(end, window.end)
    yield Freeze(start=end, end=datetime(9999, 1, 1, tzinfo=UTC), name="outside the windows", level="soft")


def _day_of(rule: ElectionFreeze | WeekdayFreeze, year: int) -> date | None:
    if rule.kind == "election":
        return election_day(year)
    if not rule.first_year <= year <= rule.last_year:
        return None
    return nth_weekday(year, rule.month, WEEKDAYS.index(rule.weekday), rule.nth)


def _around(rule: ElectionFreeze | WeekdayFreeze, day: date, tz: ZoneInfo) -> Freeze:
    start, end = day - timedelta(days=rule.days_before), day + timedelta(days=rule.days_after)
    return Freeze(start=midnight(start, tz), end=midnight(end, tz), name=f"{rule.name} {day.year}", level=rule.level)
