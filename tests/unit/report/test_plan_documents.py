"""A plan as Markdown and as iCalendar: golden text, the differences in it, and times that others read the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.report import plan_markdown as documents
from ansible_collections.statenet.junos.plugins.module_utils.report.plan_ics import plan_ics
from ansible_collections.statenet.junos.plugins.module_utils.report.plan_markdown import (
    difference_pages,
    plan_markdown,
)
from ansible_collections.statenet.junos.plugins.module_utils.report.plan_table import plan_lines
from ansible_collections.statenet.junos.plugins.module_utils.report.vtimezone import timezone
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import schedule

from .chronicles import LONG, PLAN, change

icalendar = pytest.importorskip("icalendar")
recurring_ical_events = pytest.importorskip("recurring_ical_events")

GOLDEN = Path(__file__).parent / "golden"
CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(("form", "draw"), [("md", plan_markdown), ("ics", plan_ics)])
def test_as_reviewed(form: str, draw: object, request: pytest.FixtureRequest) -> None:
    """``pytest tests/unit/render tests/unit/report --update-golden`` rewrites the files."""
    text = draw(PLAN)  # type: ignore[operator]
    # Unfolded, as the id of the plan follows every default of the policy.
    text = text.replace("\r\n ", "").replace("\r\n", "\n")
    text = text.replace(PLAN.plan_id, "PLAN_ID").replace(PLAN.plan_id[:12], "PLAN_ID_12")
    path = GOLDEN / f"plan.{form}"
    if request.config.getoption("--update-golden", default=False):
        path.write_text(text)
    assert text == path.read_text()


def test_the_same_difference_stands_there_once() -> None:
    text = plan_markdown(PLAN)
    assert "2 devices with the same difference: a-sw1 (to-be), b-sw1 (to-be): 3 lines added, 0 removed" in text
    assert text.count(LONG) == 3  # waves 1, 2 and 3


def test_large_differences_are_pages_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert difference_pages(PLAN) == {}
    monkeypatch.setattr(documents, "INLINE_LIMIT", 10)
    pages = difference_pages(PLAN)
    assert list(pages) == [f"{PLAN.plan_id}.diffs/wave-{number:02}.md" for number in (1, 2, 3)]
    text = plan_markdown(PLAN)
    assert all(f"]({page})" in text for page in pages)
    assert LONG not in text
    assert LONG in next(iter(pages.values()))


def test_no_secret_stands_in_it() -> None:
    diff = '[edit system radius-server 192.0.2.1]\n-  secret "$9$aZUikqmTFn/CtO1";\n+  secret "$SECRET$radius-key";'
    wave = replace(PLAN.waves[0], changes=(change("okc-core1", role="core_mx", diff=diff),))
    text = plan_markdown(replace(PLAN, waves=(wave,), announced=()))
    assert "$9$" not in text
    assert '+  secret "$SECRET$radius-key";' in text


def test_events_are_the_waves_on_the_clock_of_the_network() -> None:
    """The third wave starts after the election, in standard time; others read the same moments."""
    late = datetime(2020, 10, 26, 3, tzinfo=UTC)
    for start in (None, late):
        found = schedule(
            PLAN.waves,
            PLAN.policy,
            PLAN.calendar,
            roles={c.host: c.role for wave in PLAN.waves for c in wave.changes},
            start=start,
        )
        calendar = icalendar.Calendar.from_ical(plan_ics(PLAN, start=start))
        events = recurring_ical_events.of(calendar).between(datetime(2020, 1, 1, tzinfo=UTC), timedelta(days=400))
        read = [(event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in events]
        assert sorted(read) == [(slot.start, slot.end) for slot in found.slots]
    assert found.slots[-1].start.astimezone(CHICAGO).tzname() == "CST"
    assert found.slots[0].start.astimezone(CHICAGO).tzname() == "CDT"


def test_uids_belong_to_plan_and_wave() -> None:
    calendar = icalendar.Calendar.from_ical(plan_ics(PLAN))
    uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert uids == [f"{PLAN.plan_id}-wave-{number}@statenet.junos" for number in (1, 2, 3)]
    assert plan_ics(PLAN) == plan_ics(PLAN)


@pytest.mark.parametrize("name", ["America/Chicago", "America/Phoenix", "Europe/Berlin", "UTC"])
def test_a_zone_is_read_back_as_it_is(name: str) -> None:
    """The definition alone, under another name, gives the offsets of the zone through two years."""
    zone = ZoneInfo(name)
    first, last = datetime(2020, 2, 1, tzinfo=UTC), datetime(2022, 2, 1, tzinfo=UTC)
    component = timezone(first, last, zone)
    component["TZID"] = "Somewhere"
    read = icalendar.Timezone.from_ical(component.to_ical()).to_tz(lookup_tzid=False)
    moment = first
    while moment < last:
        assert moment.astimezone(read).replace(tzinfo=None) == moment.astimezone(zone).replace(tzinfo=None), moment
        moment += timedelta(hours=5)


def test_the_terminal_says_what_single_paths_are_told() -> None:
    assert plan_lines(PLAN)[-2] == "2 sites have a single path: lonely, b (at most 20 s, wave 2)"
