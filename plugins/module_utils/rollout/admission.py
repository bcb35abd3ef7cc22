"""Brings a wave to the moment at which it may start, or says why it may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ..common.clock import WallClock
from .approval import approvals
from .crews import Crews
from .events import Waiting
from .freeze_scope import calendar_for
from .gate import GateClosed, Reason, approval_reasons, check_wave, local_time
from .override import Overridden, overridden, overrides
from .rehearsed import last_rehearsal, unrehearsed
from .schedule import admission, blocked, local_start, worst_case_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..common.clock import Clock
    from .approval import Approval
    from .context import Context
    from .engine import RunOptions
    from .journal import Entry
    from .lease import Lease
    from .plan import PlannedWave
    from .requests import Requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The wave may not start before ``until``."""

    reason: str
    until: datetime


class Admitter:
    """Lets waves start.

    Args:
        context: The surroundings.
        options: Whether to wait.
        lease: The right to write.
        entries: The journal of the plan and run.
        requests: What people ask meanwhile.
        begun: The rollout has begun already; whether its rehearsal is fresh was judged then.
        wall: Real time, for the age of the rehearsal.
    """

    def __init__(
        self,
        context: Context,
        options: RunOptions,
        lease: Lease,
        entries: Sequence[Entry],
        *,
        requests: Requests,
        begun: bool,
        wall: Clock | None = None,
    ) -> None:
        self._context = context
        self._options = options
        self._requests = requests
        self._lease = lease
        self._approvals: Sequence[Approval] | None = None
        self._unrehearsed = ""
        self._overrides = overrides(entries) if options.approval_required else ()
        if options.approval_required:
            self._approvals = approvals(entries)
            now = None if begun else (wall or WallClock()).now()
            last = last_rehearsal(context.plan, entries)
            self._unrehearsed = unrehearsed(context.plan, last, options.verdict, now=now)
        own = context.plan.calendar
        self._calendars = (own,) if options.calendar in (None, own) else (own, options.calendar)

    def admit(
        self,
        wave: PlannedWave,
        *,
        not_before: datetime,
        may_pause: bool,
        changed: Sequence[tuple[datetime, int]] = (),
    ) -> Pause | None:
        """Return when ``wave`` may start, after waiting where that is asked for.

        Args:
            wave: The wave.
            not_before: When the wave before it had soaked.
            may_pause: Waves have run already: being too early is a pause and no error.
            changed: When the other waves were changed, and how many devices of each.

        Returns:
            Nothing, or until when the caller has to pause.

        Raises:
            GateClosed: With every reason.
            Halted: Somebody asked to stop.
        """
        self._requests.require_none()
        pause = self._pause(wave, not_before, changed)
        if pause is not None and self._options.when_closed == "wait":
            self._require_approval(wave)  # not only after two weeks of waiting
            now = self._context.clock.now()
            self._context.record("waiting", wave=wave.number, reason=pause.reason, until=pause.until.isoformat())
            self._context.tell(Waiting(at=now, wave=wave.number, reason=pause.reason, until=pause.until))
            self._requests.sleep_until(self._context.clock, pause.until)
        elif pause is not None and may_pause:
            return pause
        elif pause is not None:
            self.require_open(wave)  # tells everything when it is the calendar or the window
            until = local_time(pause.until, self._context.plan.calendar)
            reason = Reason(what=f"it waits for {pause.reason}", until=until, remedy="start it again then")
            raise GateClosed(_subject(wave), [reason])
        self.require_open(wave)
        return None

    def require_open(self, wave: PlannedWave) -> None:
        """Pass the gate.

        Raises:
            GateClosed: With every reason.
        """
        now = self._context.clock.now()
        allowed = self._overridden(wave, now)
        self._lease.renew()  # so that a lease that was taken over is noticed now, not half a minute later
        check_wave(
            self._context.plan,
            wave,
            now=now,
            calendars=self._calendars,
            approvals=self._approvals,
            unrehearsed=self._unrehearsed,
            overridden=allowed,
            lease_held=self._lease.held,
        )
        if allowed.levels and any(
            blocked(now, self._seconds(wave), calendar_for(calendar, wave.places)) for calendar in self._calendars
        ):
            self._context.record("override-used", wave=wave.number, note=allowed.note)

    def _pause(
        self, wave: PlannedWave, not_before: datetime, changed: Sequence[tuple[datetime, int]]
    ) -> Pause | None:
        now, plan = self._context.clock.now(), self._context.plan
        due = not_before + timedelta(days=wave.after_days)
        first = local_start(plan.policy, plan.calendar)
        start, reasons = max(now, due, first), []
        if first > now:
            reasons.append("the start of the rollout")
        elif due > now:
            reasons.append(f"the {wave.after_days} x 24 h after the wave before it")
        seconds, levels = self._seconds(wave), self._overridden(wave, now).levels
        calendars = [calendar_for(item, wave.places, overridden=levels) for item in self._calendars]
        window, zone = plan.policy.window, plan.calendar.timezone
        crews = Crews(window=window, timezone=zone, changed=changed, wanted=len(wave.changes))
        moved = True
        while moved:  # every calendar may move it on, until none does
            moved = False
            for calendar in calendars:
                found = admission(start, seconds, calendar, plan.policy, crews=crews)
                if found.start > start:
                    start, moved = found.start, True
                    reasons.append(found.waited_for)
        if start <= now:
            return None
        return Pause(reason=" and ".join(dict.fromkeys(reason for reason in reasons if reason)), until=start)

    def _seconds(self, wave: PlannedWave) -> float:
        roles = [change.role for change in wave.changes]
        return worst_case_seconds(roles, self._context.plan.policy, drain_steps=wave.drain_steps)

    def _overridden(self, wave: PlannedWave, start: datetime) -> Overridden:
        end = start + timedelta(seconds=self._seconds(wave))
        return overridden(self._context.plan, self._overrides, wave=wave.number, start=start, end=end)

    def _require_approval(self, wave: PlannedWave) -> None:
        if self._approvals is None:
            return
        now = self._context.clock.now()
        reasons = approval_reasons(self._context.plan, wave, self._approvals, now=now, unrehearsed=self._unrehearsed)
        if reasons:
            raise GateClosed(_subject(wave), reasons)


def _subject(wave: PlannedWave) -> str:
    return f"wave {wave.number} ({wave.name})"


def require_hosts(waves: Sequence[PlannedWave], hosts: frozenset[str] | None, subject: str) -> None:
    """Refuse a play that only has part of the devices: a wave is changed as a whole.

    Args:
        waves: What is about to be changed.
        hosts: The hosts of the play; None for no such limit.
        subject: What is about to start.

    Raises:
        GateClosed: It does.
    """
    outside = [] if hosts is None else sorted({host for wave in waves for host in wave.hosts} - hosts)
    if outside:
        what = f"{len(outside)} of the plan's devices are outside the play, {outside[0]} first"
        remedy = "run it without --limit and without job slices: a wave is changed as a whole"
        raise GateClosed(subject, [Reason(what=what, remedy=remedy)])
