"""A time zone as iCalendar wants it beside events (RFC 5545, 3.6.5), for readers that do not know its name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def timezone(first: datetime, last: datetime, zone: ZoneInfo) -> Timezone:
    """The zone with every change of its clock from ``first`` to ``last``; aware datetimes.

    Each change is written at the time that the clock showed just before it, as the standard wants.
    """
    found = Timezone()
    found.add("TZID", zone.key)
    begin = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    found.add_component(_observance(begin, zone, before=begin.astimezone(zone).utcoffset()))
    for change in _changes(begin, last.astimezone(UTC) + timedelta(days=1), zone):
        found.add_component(_observance(change, zone, before=(change - MINUTE).astimezone(zone).utcoffset()))
    return found


def _changes(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every first minute, in UTC, with another offset than the minute before."""
    day = begin
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield next(
                moment
                for moment in (day + number * MINUTE for number in range(1, 1441))
                if moment.astimezone(zone).utcoffset() != (moment - MINUTE).astimezone(zone).utcoffset()
            )
        day = following


def _observance(moment: datetime, zone: ZoneInfo, *, before: timedelta | None) -> TimezoneStandard | TimezoneDaylight:
    local = moment.astimezone(zone)
    found = TimezoneDaylight() if local.dst() else TimezoneStandard()
    found.add("DTSTART", (moment + (before or timedelta())).replace(tzinfo=None))
    found.add("TZOFFSETFROM", before)
    found.add("TZOFFSETTO", local.utcoffset())
    found.add("TZNAME", local.tzname())
    return found
