"""iCalendar files against recurring-ical-events, an implementation of others, over 2016 to 2048."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import DatedFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import election_day, midnight, state
from ansible_collections.statenet.junos.plugins.module_utils.rollout.ics import expand, with_files

from .fakes import CALENDAR

if TYPE_CHECKING:
    from pathlib import Path

recurring_ical_events = pytest.importorskip("recurring_ical_events")
icalendar = pytest.importorskip("icalendar")

CHICAGO = ZoneInfo("America/Chicago")
FIRST, LAST = datetime(2016, 1, 1, tzinfo=UTC), datetime(2048, 12, 31, tzinfo=UTC)


def document(*events: str) -> str:
    """An iCalendar text; every event has its lines, and what all of them need."""
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}"]
        parts += ["BEGIN:VEVENT", *uid, "DTSTAMP:20160101T000000Z", *event.split(), "END:VEVENT"]
    return "\r\n".join([*parts, "END:VCALENDAR", ""])


ELECTION = (
    "DTSTART;TZID=America/Chicago:20161101T000000 DURATION:P14D SUMMARY:Election "
    "RRULE:FREQ=YEARLY;INTERVAL=4;BYDAY=TU;BYYEARDAY=-67,-66,-65,-64,-63,-62,-61"
)
CASES = {
    "election": ELECTION,
    "election-day-itself": (
        "DTSTART;TZID=America/Chicago:20161108T000000 DTEND;TZID=America/Chicago:20161109T000000 "
        "RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"
    ),
    "nights-across-both-changes-of-the-clock": (
        "DTSTART;TZID=America/Chicago:20160103T220000 DTEND;TZID=America/Chicago:20160104T050000 "
        "RRULE:FREQ=WEEKLY;BYDAY=SU,WE"
    ),
    "last-friday-of-the-month": (
        "DTSTART;TZID=America/Chicago:20160129T170000 DURATION:P3D RRULE:FREQ=MONTHLY;BYDAY=-1FR"
    ),
    "whole-days": "DTSTART;VALUE=DATE:20161124 DTEND;VALUE=DATE:20161128 RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "one-day-without-an-end": "DTSTART;VALUE=DATE:20200704",
    "in-utc": "DTSTART:20200301T060000Z DTEND:20200302T060000Z RRULE:FREQ=MONTHLY;COUNT=30",
    "until-in-utc": (
        "DTSTART;TZID=America/Chicago:20200106T080000 DURATION:PT4H RRULE:FREQ=DAILY;UNTIL=20200315T130000Z"
    ),
    "without-some": (
        "DTSTART;TZID=America/Chicago:20200106T080000 DURATION:PT4H RRULE:FREQ=WEEKLY;COUNT=20 "
        "EXDATE;TZID=America/Chicago:20200120T080000,20200127T080000"
    ),
    "with-others": (
        "DTSTART;TZID=America/Chicago:20200106T080000 DURATION:PT4H RRULE:FREQ=WEEKLY;COUNT=5 "
        "RDATE;TZID=America/Chicago:20210706T080000,20211101T080000"
    ),
    "single": "DTSTART;TZID=America/New_York:20201031T220000 DTEND;TZID=America/New_York:20201101T040000",
    "quarters-end": (
        "DTSTART;TZID=America/Chicago:20160330T000000 DURATION:P3D RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-2"
    ),
}


def ours(text: str) -> list[tuple[datetime, datetime]]:
    found = expand(text, first=FIRST, last=LAST, zone=CHICAGO)
    return [(freeze.start.replace(tzinfo=UTC), freeze.end.replace(tzinfo=UTC)) for freeze in found]


def theirs(text: str) -> list[tuple[datetime, datetime]]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FIRST, LAST)
    return sorted((utc(event.start), utc(event.end)) for event in events)


def utc(moment: date | datetime) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else midnight(moment, CHICAGO)


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_others(case: str) -> None:
    text = document(CASES[case])
    assert ours(text) == theirs(text)
    assert ours(text)


def test_an_instance_that_was_moved() -> None:
    moved = "UID:x RECURRENCE-ID;TZID=America/Chicago:20200113T080000 DTSTART;TZID=America/Chicago:20200114T090000"
    text = document(
        "UID:x DTSTART;TZID=America/Chicago:20200106T080000 DURATION:PT4H RRULE:FREQ=WEEKLY;COUNT=4",
        f"{moved} DURATION:PT1H",
    )
    assert ours(text) == theirs(text)
    assert (datetime(2020, 1, 14, 15, tzinfo=UTC), datetime(2020, 1, 14, 16, tzinfo=UTC)) in ours(text)


def test_the_rule_of_the_election_is_our_arithmetic() -> None:
    found = ours(document(ELECTION))
    assert len(found) == 9
    for start, end in found:
        day = election_day(start.year)
        assert start == midnight(date.fromordinal(day.toordinal() - 7), CHICAGO)
        assert end == midnight(date.fromordinal(day.toordinal() + 7), CHICAGO)


def test_level_and_scope(tmp_path: Path) -> None:
    event = "SUMMARY:Tests DTSTART;VALUE=DATE:20200401 DTEND;VALUE=DATE:20200501 X-FREEZE-CLASS:soft"
    (tmp_path / "school.ics").write_text(document(f"{event} X-FREEZE-SITE-KINDS:school,library"))
    calendar = with_files(CALENDAR.model_copy(update={"files": ("school.ics",), "freezes": ()}), tmp_path)
    (freeze,) = calendar.freezes
    assert (freeze.level, freeze.site_kinds, freeze.counties) == ("soft", ("school", "library"), ())
    found = state(datetime(2020, 4, 10, tzinfo=UTC), calendar)
    assert (found.open, found.reason, found.level) == (False, "freeze: Tests", "soft")
    assert found.until == datetime(2020, 5, 1, 5, tzinfo=UTC)


def test_it_adds_to_the_freezes_that_are_written_down(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(document("SUMMARY:Fair DTSTART;VALUE=DATE:20200910"))
    year_end = DatedFreeze(name="Year end", start="2020-12-18", end="2021-01-01")
    calendar = CALENDAR.model_copy(update={"files": ("a.ics",), "freezes": (year_end,)})
    found = with_files(calendar, tmp_path)
    assert not state(datetime(2020, 9, 10, 12, tzinfo=UTC), found).open
    assert not state(datetime(2020, 12, 20, tzinfo=UTC), found).open
    assert state(datetime(2020, 10, 20, tzinfo=UTC), found).open


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "No such file or directory"),
        ("", "it is no iCalendar"),
        ("hello", "it is no iCalendar"),
        (document(), "it has no events"),
        (document("SUMMARY:x DTSTART:20200101T000000Z"), "event x has no end after its start"),
        (document("SUMMARY:x"), "event x has no DTSTART"),
        (document("SUMMARY:x DTSTART;VALUE=DATE:20200101 X-FREEZE-CLASS:maybe"), "event x: level: Input should be"),
        (document("SUMMARY:x DTSTART;TZID=Mars/Olympus:20200101T000000 DURATION:P1D"), "Mars/Olympus"),
        (document("SUMMARY:x DTSTART;VALUE=DATE:20200101 RRULE:FREQ=NEVER"), "event x: RRULE"),
    ],
    ids=["missing", "empty", "text", "no-events", "no-end", "no-start", "class", "zone", "rule"],
)
def test_what_is_not_understood_is_an_error(tmp_path: Path, text: str | None, told: str) -> None:
    if text is not None:
        (tmp_path / "bad.ics").write_text(text)
    with pytest.raises(InputError) as caught:
        with_files(CALENDAR.model_copy(update={"files": ("bad.ics",)}), tmp_path)
    assert told in str(caught.value)
    assert "Remedy: export it again, or take it out of `files` in calendar.yml." in str(caught.value)
