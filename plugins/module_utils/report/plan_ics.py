"""The schedule of a plan as iCalendar (RFC 5545): one event per wave, for the calendars of crews and sites."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from ..rollout.outages import announced_seconds
from ..rollout.schedule import local_start, schedule
from .vtimezone import timezone

if TYPE_CHECKING:
    from datetime import datetime

    from ..rollout.plan import Plan, PlannedWave
    from ..rollout.schedule import Slot

NAMES_SHOWN = 20


def plan_ics(plan: Plan, *, start: datetime | None = None) -> str:
    """The calendar; the same plan and start always give the same one.

    An event lasts from the start of its wave to its end in the worst case, on the wall clock of the network's zone. Its
    UID is the plan's id and the number of the wave: importing a plan again replaces its events.

    Args:
        plan: The plan.
        start: When the first wave may start; the policy's start when None.
    """
    roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
    found = schedule(plan.waves, plan.policy, plan.calendar, roles=roles, start=start)
    zone = ZoneInfo(plan.calendar.timezone)
    calendar = Calendar()
    calendar.add("PRODID", "-//statenet.junos//rollout//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", f"{plan.network} rollout {plan.plan_id[:12]}")
    for wave, slot in zip(plan.waves, found.slots, strict=True):
        calendar.add_component(_event(plan, wave, slot))
    if found.slots:
        calendar.subcomponents.insert(0, timezone(found.slots[0].start, found.slots[-1].soaked, zone))
    return str(calendar.to_ical().decode())


def _event(plan: Plan, wave: PlannedWave, slot: Slot) -> Event:
    zone = ZoneInfo(plan.calendar.timezone)
    event = Event()
    event.add("UID", f"{plan.plan_id}-wave-{wave.number}@statenet.junos")
    # Not the present: the same plan has to give the same file.
    event.add("DTSTAMP", local_start(plan.policy, plan.calendar).astimezone(UTC))
    event.add("DTSTART", slot.start.astimezone(zone))
    event.add("DTEND", slot.end.astimezone(zone))
    count = "1 device" if len(wave.changes) == 1 else f"{len(wave.changes)} devices"
    event.add("SUMMARY", f"{plan.network} wave {wave.number}: {wave.name} ({count})")
    event.add("DESCRIPTION", _description(plan, wave, slot, zone))
    counties = sorted({change.county for change in wave.changes if change.county})
    if counties:
        event.add("LOCATION", ", ".join(counties))
    event.add("CATEGORIES", ["rollout", wave.kind])
    event.add("STATUS", "TENTATIVE")
    event.add("TRANSP", "OPAQUE")
    return event


def _description(plan: Plan, wave: PlannedWave, slot: Slot, zone: ZoneInfo) -> str:
    hosts = ", ".join(wave.hosts[:NAMES_SHOWN]) + (", ..." if len(wave.hosts) > NAMES_SHOWN else "")
    lines = [
        f"Plan {plan.plan_id}",
        f"Devices: {hosts}",
        f"Soak with checks until {slot.soaked.astimezone(zone):%Y-%m-%d %H:%M %Z}",
    ]
    announced = announced_seconds(plan.announced, waves=(wave.number,))
    if announced:
        told = ", ".join(f"{site} at most {seconds} s" for site, seconds in announced.items())
        lines.append(f"Sites with a single path: {told}")
    lines.append("Not before the plan is rehearsed and approved.")
    return "\n".join(lines)
