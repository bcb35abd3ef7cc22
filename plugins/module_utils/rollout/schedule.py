"""When every wave starts and ends, and whether the last one meets the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from ..common.errors import InputError, Problem, Source
from .crews import Crews
from .drains import PROOFS
from .freeze import midnight, state
from .freeze_scope import calendar_for
from .windows import earliest_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..intent.models import Calendar, Policy
    from .freeze import FreezeState
    from .freeze_scope import Target

DEFAULT_COMMIT_SECONDS = 120
"""For a role that the policy leaves out."""
DEFAULT_CONFIRM_MINUTES = 10
"""Junos' own default, for a role that the policy leaves out."""
MAX_MOVES = 500
"""Freezes and windows that one start is moved past before giving up; the calendar's validity ends it far earlier."""


class Timed(Protocol):
    """What a schedule needs to know of a wave, assigned or planned."""

    @property
    def number(self) -> int:
        """Its number."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that it changes."""
        ...

    @property
    def soak_hours(self) -> int:
        """Hours of checks after it."""
        ...

    @property
    def places(self) -> frozenset[Target]:
        """Where it changes something; empty when that does not matter."""
        ...

    @property
    def drain_steps(self) -> int:
        """The most steps that a device of it is drained in before it is changed."""
        ...

    @property
    def after_days(self) -> int:
        """Days between the soak of the wave before and its own start."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The time of one wave, in UTC.

    Attributes:
        end: Its end in the worst case, reverting included.
        soaked: When the soak after it has passed.
        waited_for: What moved the start; empty when nothing did.
    """

    wave: int
    start: datetime
    end: datetime
    soaked: datetime
    waited_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The time of every wave."""

    slots: tuple[Slot, ...]
    deadline: datetime

    @property
    def finish(self) -> datetime | None:
        """When the last soak has passed; None when there is no wave."""
        return self.slots[-1].soaked if self.slots else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The first moment at which a wave may start, and what it has to wait for until then."""

    start: datetime
    waited_for: str = ""


def worst_case_seconds(roles: Iterable[str], policy: Policy, *, drain_steps: int = 0) -> float:
    """Seconds that a wave over devices of these roles takes when everything is slow and it is reverted in the end.

    Every device is changed and reverted, ``policy.sessions`` at a time, and the longest commit-confirmed timer expires.
    Each step of a drain is committed and confirmed, and its proofs are looked for to the end, before and after.
    """
    found = list(roles)
    if not found:
        return 0.0
    rounds = -(-len(found) // policy.sessions)
    timers: dict[str, int] = {str(role): minutes for role, minutes in policy.confirm_minutes.items()}
    commits: dict[str, int] = {str(role): seconds for role, seconds in policy.commit_seconds.items()}
    slowest = max(commits.get(role, DEFAULT_COMMIT_SECONDS) for role in found)
    drains = drain_steps * (2.0 * rounds * slowest + 2.0 * PROOFS * policy.settle_seconds)
    return drains + 2.0 * rounds * slowest + 60.0 * max(timers.get(role, DEFAULT_CONFIRM_MINUTES) for role in found)


def blocked(start: datetime, seconds: float, calendar: Calendar) -> FreezeState | None:
    """The state that forbids ``seconds`` of work from ``start`` on; None when the calendar allows it.

    Work may neither run inside a freeze nor reach into one, and keeps ``lead_hours`` away from it beyond that. The
    state that is returned is closed, and its ``until`` is the moment at which the calendar opens again.
    """
    now = state(start, calendar)
    if not now.open:
        return now
    if now.until is None:
        return None
    if start + timedelta(seconds=seconds, hours=calendar.lead_hours) <= now.until:
        return None
    return state(now.until, calendar)


def admission(
    at: datetime, seconds: float, calendar: Calendar, policy: Policy, *, crews: Crews | None = None
) -> Admission:
    """The first moment from ``at`` on at which window, crews and calendar all allow ``seconds`` of work.

    Args:
        at: An aware datetime.
        seconds: How long the work takes in the worst case.
        calendar: Freezes.
        policy: The window.
        crews: What people have to look after; None when nobody has to.

    Raises:
        InputError: There is none, or the window is never long enough.
    """
    moment = at.astimezone(UTC)
    reasons: list[str] = []
    for _ in range(MAX_MOVES):
        fit = earliest_fit(moment, seconds, policy.window, calendar.timezone)
        if fit > moment and not reasons:
            reasons.append("maintenance window")
        free = fit if crews is None else crews.free(fit)
        if free > fit:
            reasons.append("the crews")
            moment = free
            continue
        closed = blocked(fit, seconds, calendar)
        if closed is None:
            return Admission(start=fit, waited_for=" and ".join(dict.fromkeys(reasons)))
        if closed.until is None:
            raise InputError([_never_opens(closed, fit)])
        reasons = [closed.reason]
        moment = closed.until
    raise InputError([_never_opens(state(moment, calendar), moment)])


def schedule(
    waves: Sequence[Timed],
    policy: Policy,
    calendar: Calendar,
    *,
    roles: Mapping[str, str],
    start: datetime | None = None,
) -> Schedule:
    """The time of every wave.

    Args:
        waves: In order.
        policy: Window, soaks, timers.
        calendar: Freezes.
        roles: Role of every host, for its timer.
        start: When the first wave may start; the policy's start when None.

    Raises:
        InputError: A wave can never start.
    """
    moment = first = start or local_start(policy, calendar)
    slots: list[Slot] = []
    changed: list[tuple[datetime, int]] = []
    for wave in waves:
        seconds = worst_case_seconds([roles[host] for host in wave.hosts], policy, drain_steps=wave.drain_steps)
        earliest = max(moment + timedelta(days=wave.after_days), first)
        crews = Crews(window=policy.window, timezone=calendar.timezone, changed=changed, wanted=len(wave.hosts))
        admitted = admission(earliest, seconds, calendar_for(calendar, wave.places), policy, crews=crews)
        changed.append((admitted.start, len(wave.hosts)))
        end = admitted.start + timedelta(seconds=seconds)
        moment = end + timedelta(hours=wave.soak_hours)
        waited = admitted.waited_for
        slots.append(Slot(wave=wave.number, start=admitted.start, end=end, soaked=moment, waited_for=waited))
    return Schedule(slots=tuple(slots), deadline=deadline(policy, calendar))


def require_deadline(found: Schedule, waves: Sequence[Timed], policy: Policy, calendar: Calendar) -> None:
    """Refuse a schedule that ends after the deadline, with the arithmetic.

    Raises:
        InputError: It does.
    """
    finish = found.finish
    if finish is None or finish <= found.deadline:
        return
    tz = ZoneInfo(calendar.timezone)
    soak = sum(wave.soak_hours for wave in waves)
    waiting = sum(wave.after_days for wave in waves)
    start = found.slots[0].start.astimezone(tz)
    end = finish.astimezone(tz)
    late = (finish - found.deadline).total_seconds() / 86400
    raise InputError(
        [
            Problem(
                source=Source("rollout.yml"),
                subject="policy deadline",
                found=(
                    f"{len(waves)} waves from {start:%Y-%m-%d %H:%M} with {soak} h of soak, {waiting} days of burn-in "
                    f"and waiting, windows and freezes end on {end:%Y-%m-%d %H:%M}, {late:.1f} days late"
                ),
                expected=f"the last wave has soaked by the end of {policy.deadline}",
                remedy="start earlier, allow larger waves or more window days, soak shorter, or move the deadline",
            )
        ]
    )


def local_start(policy: Policy, calendar: Calendar) -> datetime:
    """The policy's start, in UTC; without a zone it is meant in the calendar's."""
    start = policy.start
    return (start if start.tzinfo else start.replace(tzinfo=ZoneInfo(calendar.timezone))).astimezone(UTC)


def first_start(policy: Policy, calendar: Calendar, now: datetime) -> datetime:
    """When a rollout may begin: not before the policy's start, and at it when the whole policy is history."""
    start = local_start(policy, calendar)
    return start if now > deadline(policy, calendar) else max(start, now)


def deadline(policy: Policy, calendar: Calendar) -> datetime:
    """The end of the policy's last day, in UTC."""
    return midnight(policy.deadline + timedelta(days=1), ZoneInfo(calendar.timezone))


def _never_opens(closed: FreezeState, at: datetime) -> Problem:
    return Problem(
        source=Source("calendar.yml"),
        subject="calendar",
        found=f"nothing may start after {at:%Y-%m-%d %H:%M} UTC: {closed.reason}",
        expected="a calendar that is open long enough for every wave",
        remedy="vouch for a longer calendar (`valid_until`) or shorten its freezes",
    )
