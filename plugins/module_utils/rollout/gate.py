"""The one gate of every write: freeze, lead time, window, approval and lease, told all at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..common.errors import InputError, StatenetError
from .approval import evaluate
from .calendar_file import load_calendar
from .freeze import state, zone
from .freeze_scope import calendar_for
from .override import PEOPLE, Overridden
from .schedule import blocked, worst_case_seconds
from .windows import current, earliest_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ..common.clock import Clock
    from ..intent.models import Calendar
    from .approval import Approval
    from .freeze import FreezeState
    from .plan import Plan, PlannedWave


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that keeps the gate closed.

    Attributes:
        what: What it is; names the event when it is a freeze.
        until: When it ends by itself, as local time with its zone; empty when it does not.
        remedy: What to do.
    """

    what: str
    until: str = ""
    remedy: str

    def __str__(self) -> str:
        until = f", until {self.until}" if self.until else ""
        return f"{self.what}{until}. Remedy: {self.remedy}."


class GateClosed(StatenetError):  # what is the case, as in the junos layer
    """Nothing may be written now.

    Args:
        subject: What was about to be written.
        reasons: Everything that forbids it, at least one.
    """

    def __init__(self, subject: str, reasons: Iterable[Reason]) -> None:
        self.subject = subject
        self.reasons = tuple(reasons)
        super().__init__("\n".join([f"{subject} may not start:", *(f"  {reason}" for reason in self.reasons)]))


def check_wave(
    plan: Plan,
    wave: PlannedWave,
    *,
    now: datetime,
    calendars: Iterable[Calendar],
    approvals: Iterable[Approval] | None,
    lease_held: bool,
    unrehearsed: str = "",
    overridden: Overridden | None = None,
) -> None:
    """Let a wave through, or say everything that forbids it.

    Going back is never asked for here: a rollback is always allowed.

    Args:
        plan: The plan.
        wave: The wave that is about to start.
        now: The present.
        calendars: All of them have to be open; the plan's own is one of them.
        approvals: What the journal holds; None in a rehearsal, which needs none.
        lease_held: The right to write is still ours.
        overridden: What may be done in spite of a freeze.
        unrehearsed: What is wrong with the plan's rehearsal; empty when nothing is.

    Raises:
        GateClosed: With every reason.
    """
    roles = [change.role for change in wave.changes]
    seconds = worst_case_seconds(roles, plan.policy, drain_steps=wave.drain_steps)
    reasons = [
        reason
        for calendar in calendars
        for reason in _calendar_reasons(now, seconds, calendar, wave=wave, overridden=overridden or Overridden())
    ]
    reasons += _window_reasons(plan, seconds, now)
    if approvals is not None:
        reasons += approval_reasons(plan, wave, approvals, now=now, unrehearsed=unrehearsed)
    if not lease_held:
        reasons.append(Reason(what="the lease of this rollout was lost", remedy="see which other rollout is at work"))
    if reasons:
        subject = f"wave {wave.number} ({wave.name})"
        raise GateClosed(subject, dict.fromkeys(reasons))


def approval_reasons(
    plan: Plan, wave: PlannedWave, approvals: Iterable[Approval], *, now: datetime, unrehearsed: str
) -> list[Reason]:
    """Why a wave is not approved, its rehearsal included; empty when it is."""
    reasons = []
    if unrehearsed:
        remedy = "rehearse it with the `rehearse` verb; when that fails, mend what it shows and make a new plan"
        reasons.append(Reason(what=unrehearsed, remedy=remedy))
    remedy = "have it approved with the `approve` verb"
    found = evaluate(plan, approvals, now, wave=wave.number)
    return reasons + [Reason(what=what, remedy=remedy) for what in found]


def check_write(intent_directory: Path, clock: Clock) -> None:
    """Let a single write through that belongs to no plan, unless a freeze is on.

    Args:
        intent_directory: Where ``calendar.yml`` is.
        clock: The present.

    Raises:
        GateClosed: In a freeze, or when the calendar cannot be read.
    """
    subject = "this change"
    try:
        calendar = load_calendar(intent_directory)
    except InputError as error:
        what = f"the calendar in {intent_directory} cannot be read, which counts as a freeze: {error}"
        raise GateClosed(subject, [Reason(what=what, remedy="mend calendar.yml")]) from error
    found = state(clock.now(), calendar)
    if not found.open:
        raise GateClosed(subject, [freeze_reason(found, calendar)])


def freeze_reason(found: FreezeState, calendar: Calendar) -> Reason:
    """A closed calendar as a reason, with the local time at which it opens again."""
    if found.until is None:
        return Reason(what=found.reason, remedy="mend calendar.yml, or have its `valid_until` extended")
    remedy = "wait until then; rolling back is allowed at any time"
    return Reason(what=found.reason, until=local_time(found.until, calendar), remedy=remedy)


def local_time(moment: datetime, calendar: Calendar) -> str:
    """A moment as people read it, in the calendar's zone."""
    return f"{moment.astimezone(zone(calendar.timezone)):%Y-%m-%d %H:%M %Z}"


def _calendar_reasons(
    now: datetime, seconds: float, whole: Calendar, *, wave: PlannedWave, overridden: Overridden
) -> Iterator[Reason]:
    calendar = calendar_for(whole, wave.places, overridden=overridden.levels)
    found = blocked(now, seconds, calendar)
    if found is None:
        return
    if overridden.note:
        missing = f"{overridden.note}, which takes {PEOPLE['hard']} people for a hard freeze"
        found = replace(found, reason=f"{found.reason} ({missing})")
    if not state(now, calendar).open:
        yield freeze_reason(found, calendar)
        return
    minutes, hours = round(seconds / 60), calendar.lead_hours
    reach = f"its worst case of {minutes} min and a lead time of {hours} h reach into the next freeze"
    reason = freeze_reason(found, calendar)
    yield Reason(what=f"{reach} ({reason.what})", until=reason.until, remedy=reason.remedy)


def _window_reasons(plan: Plan, seconds: float, now: datetime) -> list[Reason]:
    calendar, window = plan.calendar, plan.policy.window
    try:
        opening = current(now, window, calendar.timezone)
        fit = earliest_fit(now, seconds, window, calendar.timezone)
    except InputError as error:
        return [Reason(what=str(error.problems[0].found), remedy="mend the window in rollout.yml and plan again")]
    if fit <= now:
        return []
    left = "the maintenance window is closed" if opening is None else "the rest of the maintenance window is too short"
    return [Reason(what=left, until=local_time(fit, calendar), remedy="start it again then")]
