"""Checks of calendar and rollout policy: days in order, zones that exist, waves that are possible."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from . import models
from .wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed


def check_schedule(draft: Draft) -> Iterator[Problem]:
    """Problems with times."""
    calendar, network, policy = draft.one(models.Calendar), draft.one(models.Network), draft.one(models.Policy)
    if network:
        yield from _timezone(draft, network, network.record.timezone)
    if calendar:
        yield from _timezone(draft, calendar, calendar.record.timezone)
        yield from _freezes(draft, calendar)
    if policy:
        yield from _policy(draft, policy)
        yield from _waves(draft, policy)
    if policy and calendar and calendar.record.valid_until <= policy.record.deadline:
        yield draft.problem(
            calendar,
            "valid_until",
            f"valid_until is {calendar.record.valid_until}, yet the rollout may last through {policy.record.deadline}",
            "a calendar that covers the rollout",
            f"look through the days up to {policy.record.deadline}, then write valid_until: "
            f"{policy.record.deadline + timedelta(days=1)} or later",
        )


def _timezone(draft: Draft, placed: Placed[models.Network] | Placed[models.Calendar], zone: str) -> Iterator[Problem]:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        # A directory of the zone database gives OSError, an absent one LookupError, ../ gives ValueError.
        similar = nearest(zone, available_timezones())
        yield draft.problem(
            placed,
            "timezone",
            f"timezone {zone} does not exist",
            "a zone of the IANA database such as America/Chicago",
            f"write {similar}" if similar else "",
        )


def _freezes(draft: Draft, calendar: Placed[models.Calendar]) -> Iterator[Problem]:
    for freeze in draft.members(calendar, "freezes", models.DatedFreeze):
        if freeze.record.end <= freeze.record.start:
            yield draft.problem(
                freeze,
                "end",
                f"it ends on {freeze.record.end}, but starts on {freeze.record.start}",
                "an end after the start; the end itself is no longer frozen",
                f"write end: {freeze.record.start + timedelta(days=1)} to freeze one day",
            )

    for rule in draft.members(calendar, "freezes", models.WeekdayFreeze):
        if rule.record.last_year < rule.record.first_year:
            yield draft.problem(
                rule,
                "last_year",
                f"its last year {rule.record.last_year} is before its first one, {rule.record.first_year}",
                "a last year from the first one on",
            )


def _policy(draft: Draft, policy: Placed[models.Policy]) -> Iterator[Problem]:
    record = policy.record
    if record.start.date() >= record.deadline:
        yield draft.problem(
            policy,
            "deadline",
            f"the deadline {record.deadline} is not after the start {record.start:%Y-%m-%d %H:%M}",
            "a deadline after the start",
        )
    if record.window.start == record.window.end:
        yield draft.problem(
            policy,
            ("window", "end"),
            f"the window starts and ends at {record.window.end:%H:%M}",
            "a window of some hours",
            'write for example start: "22:00" and end: "05:00"',
        )
    largest, crews = max(record.sites.sizes), record.window.devices
    if crews is not None and crews < largest:
        yield draft.problem(
            policy,
            ("window", "devices"),
            f"the crews look after {crews} devices in one opening, yet waves have up to {largest}",
            f"{largest} or more, or smaller waves",
            f"write sizes up to {crews}",
        )
    if not record.window.days:
        yield draft.problem(policy, ("window", "days"), "the window has no days", "at least one day", "")


def _waves(draft: Draft, policy: Placed[models.Policy]) -> Iterator[Problem]:
    record = policy.record.sites
    sites = draft.all(models.Site)
    most = len(sites) * record.max_percent // 100
    if sites and most < 1:
        yield draft.problem(
            policy,
            ("sites", "max_percent"),
            f"{record.max_percent} percent of {len(sites)} sites is less than one site",
            f"at least {-(-100 // len(sites))}",
        )
    counties = {site.record.county for site in sites}
    known = draft.names("counties") or frozenset()
    for index, county in enumerate(record.canary_counties):
        if sites and county in known and county not in counties:
            where = ("sites", "canary_counties", index)
            yield draft.problem(policy, where, f"canary county {county} has no sites", "a county with sites")
    for field, names in (("pilot", record.pilot), ("canary_counties", record.canary_counties)):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield draft.problem(policy, ("sites", field, index), f"{name} stands twice", "each name once")
