"""Freezes out of iCalendar files (RFC 5545): every event within a calendar's validity as a freeze of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar as Document
from pydantic import ValidationError

from ..common.errors import InputError, Problem, Source
from ..intent.models import Calendar, TimedFreeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from icalendar import Event

YEARS_BACK = 10
"""How long before the end of a calendar's validity events are looked for: nobody rolls out in the past."""
MAX_EVENTS = 20000
LISTS = {"counties": "X-FREEZE-COUNTIES", "site_kinds": "X-FREEZE-SITE-KINDS", "roles": "X-FREEZE-ROLES"}


class _Unusable(Exception):  # becomes a problem with its file
    pass


def with_files(calendar: Calendar, directory: Path) -> Calendar:
    """The calendar with the events of its iCalendar files among its freezes.

    An event is a freeze of the level that ``X-FREEZE-CLASS`` names (``hard`` when it has none), about the counties,
    kinds of site and roles in ``X-FREEZE-COUNTIES``, ``X-FREEZE-SITE-KINDS`` and ``X-FREEZE-ROLES``, with commas.

    Args:
        calendar: From ``calendar.yml``.
        directory: Where that is, and so are the files.

    Raises:
        InputError: A file is missing, no iCalendar, or has an event that is not understood. Whoever asks the calendar
            has to take that for a freeze.
    """
    if not calendar.files:
        return calendar
    last = datetime(calendar.valid_until.year, 12, 31, tzinfo=UTC)
    first = last.replace(year=last.year - YEARS_BACK)
    found: list[TimedFreeze] = []
    problems = []
    for name in calendar.files:
        path = directory / name
        try:
            text = path.read_text(encoding="utf-8")
            found += expand(text, first=first, last=last, zone=ZoneInfo(calendar.timezone))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(_problem(path, getattr(error, "strerror", None) or "it is not UTF-8"))
        except (_Unusable, KeyError, ValueError) as error:
            problems.append(_problem(path, str(error)))
    if problems:
        raise InputError(problems)
    return calendar.model_copy(update={"freezes": (*calendar.freezes, *found)})


def expand(text: str, *, first: datetime, last: datetime, zone: ZoneInfo) -> tuple[TimedFreeze, ...]:
    """Every event of an iCalendar text that touches the time from ``first`` to ``last``, by start.

    Days and times without a zone are meant in ``zone``. Ends are wall-clock: a freeze of 14 days ends at the time of
    day at which it began, daylight saving time or not.

    Raises:
        ValueError: The text is no iCalendar, or an event is not understood.
    """
    events = _events(text)
    moved = {(str(event["UID"]), _moment(event, "RECURRENCE-ID", zone)) for event in events if "RECURRENCE-ID" in event}
    found: list[TimedFreeze] = []
    for event in events:
        length = _length(event)
        for start in _starts(event, last, zone):
            if "RECURRENCE-ID" not in event and (str(event.get("UID", "")), start) in moved:
                continue
            end = start + length  # on the wall: datetimes with a zone add so
            if end.astimezone(UTC) > first and start.astimezone(UTC) <= last:
                found.append(_freeze(event, start, end))
            if len(found) > MAX_EVENTS:
                message = f"more than {MAX_EVENTS} events"
                raise _Unusable(message)
    return tuple(sorted(found, key=lambda freeze: (freeze.start, freeze.end, freeze.name)))


def _events(text: str) -> list[Event]:
    try:
        document = Document.from_ical(text)
    except ValueError as error:
        message = f"it is no iCalendar: {error}"
        raise _Unusable(message) from error
    events = [event for event in document.walk("VEVENT") if event.get("STATUS") != "CANCELLED"]
    if document.name != "VCALENDAR" or not document.walk("VEVENT"):
        message = "it has no events"
        raise _Unusable(message)
    for event in events:
        if event.errors:
            message = f"event {_name(event)}: {event.errors[0][0]}: {event.errors[0][1]}"
            raise _Unusable(message)
        if "DTSTART" not in event:
            message = f"event {_name(event)} has no DTSTART"
            raise _Unusable(message)
    return events


def _starts(event: Event, last: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every start in its own zone; rules are expanded on the wall clock, and get their zone afterwards.

    dateutil's own zones do not know daylight saving time after 2037.
    """
    start = _moment(event, "DTSTART", zone)
    tz = start.tzinfo
    naive = start.replace(tzinfo=None)
    without = set(_several(event, "EXDATE", zone))
    starts = {start, *_several(event, "RDATE", zone)}
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        limit = last.astimezone(tz).replace(tzinfo=None)
        for occurrence in rrulestr(_rule(rule, tz), dtstart=naive):
            if occurrence > limit or len(starts) > MAX_EVENTS:
                break
            starts.add(occurrence.replace(tzinfo=tz))
    yield from sorted(moment for moment in starts if moment not in without)


def _rule(rule: Any, tz: tzinfo | None) -> str:  # noqa: ANN401  # icalendar's vRecur
    """A rule whose UNTIL is on the same wall clock as its start (RFC 5545 has it in UTC)."""
    changed = rule.copy()
    until = changed.get("UNTIL")
    if until and isinstance(until[0], datetime) and until[0].tzinfo is not None:
        changed["UNTIL"] = [until[0].astimezone(tz).replace(tzinfo=None)]
    elif until and not isinstance(until[0], datetime):
        changed["UNTIL"] = [datetime(until[0].year, until[0].month, until[0].day, 23, 59, 59)]
    return str(changed.to_ical().decode())


def _length(event: Event) -> timedelta:
    start = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
        naive = [moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment for moment in (start, end)]
        length = naive[1] - naive[0]
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta(days=0 if isinstance(start, datetime) else 1)
    if length <= timedelta(0):
        message = f"event {_name(event)} has no end after its start"
        raise _Unusable(message)
    return timedelta(days=length.days, seconds=length.seconds)


def _several(event: Event, key: str, zone: ZoneInfo) -> Iterator[datetime]:
    lists = event.get(key, [])
    for items in lists if isinstance(lists, list) else [lists]:
        for item in items.dts:
            yield _zoned(item.dt, zone)


def _moment(event: Event, key: str, zone: ZoneInfo) -> datetime:
    value = event[key]
    if "TZID" in value.params and getattr(value.dt, "tzinfo", None) is None:
        message = f"event {_name(event)}: the time zone {value.params['TZID']} is not known"
        raise _Unusable(message)
    return _zoned(value.dt, zone)


def _zoned(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    return value if value.tzinfo is not None else value.replace(tzinfo=zone)


def _freeze(event: Event, start: datetime, end: datetime) -> TimedFreeze:
    scope = {key: _words(event, name) for key, name in LISTS.items()}
    try:
        return TimedFreeze(
            name=_name(event),
            level=str(event.get("X-FREEZE-CLASS", "hard")).strip().lower(),  # type: ignore[arg-type]
            start=f"{start.astimezone(UTC):%Y-%m-%d %H:%M}",  # type: ignore[arg-type]
            end=f"{end.astimezone(UTC):%Y-%m-%d %H:%M}",  # type: ignore[arg-type]
            **scope,  # type: ignore[arg-type]
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = f"event {_name(event)}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise _Unusable(message) from error


def _words(event: Event, key: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in str(event.get(key, "")).replace("\\,", ",").split(",") if word.strip())


def _name(event: Event) -> str:
    return str(event.get("SUMMARY") or event.get("UID") or "without a name").strip()


def _problem(path: Path, found: str) -> Problem:
    return Problem(
        source=Source(str(path)),
        subject="calendar",
        found=found,
        expected="an iCalendar file whose events are understood",
        remedy="export it again, or take it out of `files` in calendar.yml",
    )
