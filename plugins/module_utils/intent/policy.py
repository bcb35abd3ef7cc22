"""The schema of when and how a change is rolled out: freezes, windows, waves, approval."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .fields import Day, Moment, Name, Record, Text, TimeOfDay, whole_number

RoleName = Literal["core_mx", "dc_fabric", "site_ex", "legacy"]
FaultKind = Literal["commit_fail", "confirm_fail", "disk_full", "alarm", "lock", "dirty", "refuse_connection"]
CONFIRM_MINUTES: dict[RoleName, int] = {"core_mx": 10, "dc_fabric": 10, "site_ex": 5, "legacy": 10}
"""Commit-confirmed timer per role where the policy says nothing."""
COMMIT_SECONDS: dict[RoleName, int] = {"core_mx": 120, "dc_fabric": 120, "site_ex": 120, "legacy": 120}
"""Worst case of a commit per role where the policy says nothing."""

INTERRUPTION_SECONDS: dict[RoleName, int] = {"core_mx": 10, "dc_fabric": 10, "site_ex": 20, "legacy": 10}
"""What a change of a device may cost a site without a way around it, where the policy says nothing: planning values."""


def _interruption_seconds(value: object) -> object:
    """What the policy says about some roles, completed with the defaults of the others."""
    return {**INTERRUPTION_SECONDS, **value} if isinstance(value, dict) else value


def _confirm_minutes(value: object) -> object:
    """What the policy says about some roles, completed with the defaults of the others."""
    return {**CONFIRM_MINUTES, **value} if isinstance(value, dict) else value


def _commit_seconds(value: object) -> object:
    """The same for commits."""
    return {**COMMIT_SECONDS, **value} if isinstance(value, dict) else value


class FreezeRule(Record):
    """What all freezes have: how strict they are, and what they are about. An empty selector means everything.

    Attributes:
        level: ``hard``: two other people than the plan's author may override it; ``soft``: one may; ``window``: the
            other way round, nothing may change outside it (and overriding it takes one person).
        counties: Only changes in these counties.
        site_kinds: Only changes at sites of these kinds, such as ``school``.
        roles: Only changes of devices with these roles.
    """

    level: Literal["hard", "soft", "window"] = "hard"
    counties: tuple[Text, ...] = ()
    site_kinds: tuple[Text, ...] = ()
    roles: tuple[RoleName, ...] = ()


class ElectionFreeze(FreezeRule):
    """A freeze around election day: the Tuesday after the first Monday of November.

    Attributes:
        every: Years between the elections that count (4: presidential, 2: federal).
        anchor: A year with such an election.
        days_before: Whole local days before election day on which the freeze begins at midnight.
        days_after: Whole local days after election day on which it ends at midnight.
    """

    name: Text
    kind: Literal["election"] = "election"
    every: Annotated[Literal[1, 2, 4], BeforeValidator(whole_number)] = 4
    anchor: Annotated[int, Field(ge=1848, le=2400)] = 2020
    days_before: Annotated[int, Field(ge=0, le=60)] = 7
    days_after: Annotated[int, Field(ge=0, le=60)] = 7


class WeekdayFreeze(FreezeRule):
    """A freeze around a day that a law counts in weekdays, such as the third Tuesday of June: primaries and runoffs.

    Attributes:
        month: 1 is January.
        nth: Which of the month's days of that name; a year without a fifth one has no freeze.
        every: Years between the days that count.
        anchor: A year with such a day.
        first_year: The rule's first year, where a law has changed it.
        last_year: Its last year.
        days_before: Whole local days before the day on which the freeze begins at midnight.
        days_after: Whole local days after it on which it ends at midnight; with 1 the day itself is the last one.
        source: Where the rule is written, and what of it is in doubt; for whoever reviews the calendar.
    """

    name: Text
    kind: Literal["weekday"] = "weekday"
    month: Annotated[int, Field(ge=1, le=12)]
    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "tue"
    nth: Annotated[Literal[1, 2, 3, 4, 5, "last"], BeforeValidator(whole_number)]
    every: Annotated[Literal[1, 2, 4], BeforeValidator(whole_number)] = 2
    anchor: Annotated[int, Field(ge=1848, le=2400)] = 2020
    first_year: Annotated[int, Field(ge=1848, le=2400)] = 1848
    last_year: Annotated[int, Field(ge=1848, le=2400)] = 2400
    days_before: Annotated[int, Field(ge=0, le=60)] = 0
    days_after: Annotated[int, Field(ge=1, le=60)] = 1
    source: Text | None = None


class DatedFreeze(FreezeRule):
    """A freeze from ``start`` up to but not including ``end``, whole local days."""

    name: Text
    kind: Literal["dates"] = "dates"
    start: Day
    end: Day


class TimedFreeze(FreezeRule):
    """A freeze from one moment to another, both in UTC: an event of an iCalendar file, expanded."""

    name: Text
    kind: Literal["times"] = "times"
    start: Moment
    end: Moment


class Calendar(Record):
    """When nothing may change (``calendar.yml``).

    Attributes:
        timezone: IANA zone in which days begin and windows are meant.
        lead_hours: No wave starts in the last hours before a freeze, beyond its own worst case.
        valid_until: The first local day that nobody has vouched for: from then on the calendar counts as closed.
        files: iCalendar files beside ``calendar.yml`` whose events are freezes as well.
    """

    timezone: Text
    lead_hours: Annotated[int, Field(ge=0, le=168)] = 0
    valid_until: Day
    files: tuple[Text, ...] = ()
    freezes: tuple[
        Annotated[ElectionFreeze | WeekdayFreeze | DatedFreeze | TimedFreeze, Field(discriminator="kind")], ...
    ] = ()


class Window(Record):
    """The maintenance window: each day of ``days`` from ``start`` to ``end``, over midnight when end is earlier.

    Attributes:
        devices: Devices that the crews can look after in one opening; no limit when it is not stated.
    """

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon", "tue", "wed", "thu", "sun")
    start: TimeOfDay = time(22)
    end: TimeOfDay = time(5)
    devices: Annotated[int, Field(ge=1, le=10000)] | None = None


class SiteWaves(Record):
    """How sites are cut into waves: pilot, canary counties, then growing waves.

    Attributes:
        pilot: The sites that move first, together.
        canary_counties: Counties whose sites come next, a wave for each.
        sizes: Devices of one wave, growing; the last number repeats. Also how routers and leaves are cut.
        max_percent: The greatest share of all sites in one wave.
    """

    pilot: Annotated[tuple[Name, ...], Field(min_length=1)]
    canary_counties: tuple[str, ...] = ()
    sizes: Annotated[tuple[Annotated[int, Field(ge=1, le=500)], ...], Field(min_length=1)] = (5, 25, 40)
    max_percent: Annotated[int, Field(ge=1, le=100)] = 8


class Ceilings(Record):
    """What no wave exceeds, whatever the sizes say. No limit where nothing is stated.

    Attributes:
        devices: Devices of a wave.
        sites: Sites of a wave.
        counties: Counties in which a wave changes something.
        county_percent: The greatest share of one county's sites in one wave; a single site always fits.
    """

    devices: Annotated[int, Field(ge=1, le=10000)] | None = None
    sites: Annotated[int, Field(ge=1, le=10000)] | None = None
    counties: Annotated[int, Field(ge=1, le=1000)] | None = None
    county_percent: Annotated[int, Field(ge=1, le=100)] = 100


class Approval(Record):
    """Who has to agree.

    Attributes:
        approvers: How many people.
        author_may_approve: Whether whoever made the plan counts as one of them.
        valid_days: When an approval ends.
    """

    approvers: Annotated[int, Field(ge=1, le=5)] = 1
    author_may_approve: bool = False
    valid_days: Annotated[int, Field(ge=1, le=365)] = 120


class Rehearsal(Record):
    """Whether a plan has to be rehearsed before it is carried out.

    Attributes:
        rule: ``required``: the rollout refuses a plan whose last rehearsal is missing, old or failed.
        max_age_days: Older than this it does not count when the rollout begins.
        faults: Faults are part of it: devices of every role fail, and their waves have to go back and heal.
        fault_kinds: In which ways. ``commit_fail`` and ``disk_full``: the device refuses the commit; ``confirm_fail``:
            it refuses to confirm it; ``alarm``: it is sick afterwards; ``lock``: somebody holds its configuration;
            ``dirty``: somebody has left changes in it; ``refuse_connection``: it cannot be reached.
        devices_per_role: How many devices of each role fail, one after the other, each in all of these ways.
    """

    rule: Literal["required", "optional"] = "required"
    max_age_days: Annotated[int, Field(ge=1, le=365)] = 30
    faults: bool = True
    fault_kinds: Annotated[tuple[FaultKind, ...], Field(min_length=1)] = ("commit_fail", "alarm")
    devices_per_role: Annotated[int, Field(ge=1, le=10)] = 1


class HealthGate(Record):
    """Which health checks decide about a wave: while its commits wait for their confirmation, and in its soak.

    Attributes:
        depth: ``fast``: state, neighbours and sessions, in a dozen questions; ``full``: everything that `verify` asks.
        extra: More checks of the catalogue, by name or pattern such as ``evpn_*``.
        skip: Checks that do not decide, here nor in `verify`, such as one that a known defect makes red.
        compare: Devices are measured before their change; crashes, reboots and (with ``full``) errors count afterwards.
    """

    depth: Literal["fast", "full"] = "fast"
    extra: tuple[Text, ...] = ()
    skip: tuple[Text, ...] = ()
    compare: bool = True


class Policy(Record):
    """How a change is rolled out (``rollout.yml``).

    Attributes:
        start: The first moment (local time of the calendar) at which a wave may start.
        deadline: The local day by whose end the last wave must have ended.
        confirm_minutes: Commit-confirmed timer per role.
        commit_seconds: Worst case of lock, load, check and commit on one device, per role, for the schedule. Two
            routing engines take 60 to 90 s to commit alone.
        interruption_seconds: The most that a change of a device of this role may cost a site that has no way around it:
            links come up again, sessions and routes follow. Announced in the plan, and a rollout that costs a site more
            stops. Planning values; measure your own.
        settle_seconds: What the network gets to converge before health is judged.
        soak_hours: After each wave's confirm, with repeated checks; none for what carries nothing yet.
        soak_checks: Health checks in the soak, evenly spread, the last one at its end.
        burn_in_days: Between the last wave of the new core and fabrics and the first that puts them in use.
        retire_after_days: Between the last site's move and the first retirement.
        sessions: NETCONF sessions at once.
        failure_budget: Devices that may fail in the whole rollout before it stops.
        drain: Which devices in service are drained before they are changed, where the design knows how: ``disruptive``:
            those whose change restarts protocols or ports; ``always`` and ``never``.
    """

    start: Moment
    deadline: Day
    window: Window = Window()
    sites: SiteWaves
    ceilings: Ceilings = Ceilings()
    confirm_minutes: Annotated[
        dict[RoleName, Annotated[int, Field(ge=2, le=60)]],
        BeforeValidator(_confirm_minutes),
        Field(default_factory=CONFIRM_MINUTES.copy),
    ]
    commit_seconds: Annotated[
        dict[RoleName, Annotated[int, Field(ge=1, le=900)]],
        BeforeValidator(_commit_seconds),
        Field(default_factory=COMMIT_SECONDS.copy),
    ]
    interruption_seconds: Annotated[
        dict[RoleName, Annotated[int, Field(ge=0, le=3600)]],
        BeforeValidator(_interruption_seconds),
        Field(default_factory=INTERRUPTION_SECONDS.copy),
    ]
    settle_seconds: Annotated[int, Field(ge=0, le=600)] = 30
    soak_hours: Annotated[int, Field(ge=0, le=336)] = 18
    soak_checks: Annotated[int, Field(ge=1, le=48)] = 2
    burn_in_days: Annotated[int, Field(ge=0, le=60)] = 3
    retire_after_days: Annotated[int, Field(ge=0, le=60)] = 14
    sessions: Annotated[int, Field(ge=1, le=200)] = 16
    failure_budget: Annotated[int, Field(ge=0, le=100)] = 0
    approval: Approval = Approval()
    rehearsal: Rehearsal = Rehearsal()
    health: HealthGate = HealthGate()
    drain: Literal["never", "disruptive", "always"] = "disruptive"
