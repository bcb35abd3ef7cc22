"""When the maintenance window is open, in the calendar's zone: over midnight, and through daylight saving time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .freeze import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from ..intent.models import Window

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One opening of the window, in UTC, from ``start`` up to but not including ``end``."""

    start: datetime
    end: datetime


def openings(at: datetime, window: Window, timezone: str) -> Iterator[Opening]:
    """The openings that end after ``at``, in order, for the eight days that follow.

    Args:
        at: An aware datetime.
        window: The maintenance window of the policy.
        timezone: IANA zone in which the window is meant.

    Raises:
        InputError: The window never opens, or its zone is unknown.
    """
    tz = zone(timezone)
    if tz is None or not window.days:
        raise InputError([_never(window, timezone, known=tz is not None)])
    yesterday = at.astimezone(tz).date() - timedelta(days=1)
    for offset in range(9):
        day = yesterday + timedelta(days=offset)
        if DAYS[day.weekday()] in window.days:
            opening = _opening(day, window, tz)
            if opening.end > at:
                yield opening


def current(at: datetime, window: Window, timezone: str) -> Opening | None:
    """The opening that is on at ``at``; None while the window is closed."""
    return next((opening for opening in openings(at, window, timezone) if opening.start <= at), None)


def earliest_fit(at: datetime, seconds: float, window: Window, timezone: str) -> datetime:
    """The first moment from ``at`` on at which ``seconds`` of work fit into one opening, in UTC.

    Raises:
        InputError: No opening is that long.
    """
    work = timedelta(seconds=seconds)
    longest = timedelta()
    for opening in openings(at, window, timezone):
        start = max(at, opening.start).astimezone(UTC)
        if start + work <= opening.end:
            return start
        longest = max(longest, opening.end - opening.start)
    raise InputError(
        [
            Problem(
                source=Source("rollout.yml"),
                subject="policy window",
                found=f"the longest opening is {_hours(longest)} and a wave may take {_hours(work)}",
                expected="an opening in which the worst case of every wave fits",
                remedy="lengthen the window, make the waves smaller, or raise `sessions`",
            )
        ]
    )


def _opening(day: date, window: Window, tz: ZoneInfo) -> Opening:
    last = day if window.end > window.start else day + timedelta(days=1)
    return Opening(start=_moment(day, window.start, tz), end=_moment(last, window.end, tz))


def _moment(day: date, clock: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=tz).astimezone(UTC)


def _never(window: Window, timezone: str, *, known: bool) -> Problem:
    found = f"no day in {window.days}" if known else f"time zone {timezone!r} is not known on this machine"
    return Problem(
        source=Source("rollout.yml" if known else "calendar.yml"),
        subject="policy window",
        found=found,
        expected="at least one day of mon to sun, in an IANA time zone",
    )


def _hours(duration: timedelta) -> str:
    minutes = round(duration.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"
