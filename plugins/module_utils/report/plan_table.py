"""A plan as people read it in a terminal: its waves, their dates, and what each of them touches."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..rollout.schedule import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ..rollout.plan import Plan
    from ..rollout.schedule import Schedule, Slot


SITES_SHOWN = 5


def plan_lines(plan: Plan, *, start: datetime | None = None) -> tuple[str, ...]:
    """The plan, one line per wave.

    Args:
        plan: The plan.
        start: When the first wave may start; the policy's start when None.
    """
    roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
    found = schedule(plan.waves, plan.policy, plan.calendar, roles=roles, start=start)
    return tuple(_lines(plan, found))


def _lines(plan: Plan, found: Schedule) -> Iterator[str]:
    devices = len(plan.targets)
    changes = sum(len(wave.changes) for wave in plan.waves)
    yield f"plan {plan.plan_id[:12]}: {devices} devices, {changes} changes, {len(plan.waves)} waves"
    if plan.phase == "all":
        yield f"{len(plan.settled)} devices run their final configuration already"
    else:
        yield f"phase {plan.phase}: {len(plan.settled)} devices stay as they are, {len(plan.relies_on)} of them have to"
    if not found.slots:
        return
    yield f"{'wave':>4}  {'start':16}  {'soaked':16}  {'devices':>7}  name"
    tz = ZoneInfo(plan.calendar.timezone)
    for wave, slot in zip(plan.waves, found.slots, strict=True):
        yield f"{wave.number:>4}  {_times(slot, tz)}  {len(wave.changes):>7}  {wave.name}{_note(slot)}"
    drained = [f"{change.host} in wave {wave.number}" for wave in plan.waves for change in wave.changes if change.drain]
    if drained:
        yield f"drained before they are touched: {', '.join(drained)}"
    if plan.single_path:
        count = "1 site has" if len(plan.single_path) == 1 else f"{len(plan.single_path)} sites have"
        yield f"{count} a single path: {_single_paths(plan)}"
    yield f"finished {found.slots[-1].soaked.astimezone(tz):%Y-%m-%d}, deadline {plan.policy.deadline}"


def _single_paths(plan: Plan) -> str:
    """The sites that only one router serves, with what the waves that change them may cost them."""
    shown = []
    for site in plan.single_path[:SITES_SHOWN]:
        waves = " and ".join(dict.fromkeys(str(outage.wave) for outage in plan.announced if outage.site == site))
        seconds = plan.announced_seconds.get(site, 0)
        shown.append(f"{site} (at most {seconds} s, wave {waves})" if waves else site)
    return ", ".join(shown) + (", ..." if len(plan.single_path) > SITES_SHOWN else "")


def _times(slot: Slot, tz: ZoneInfo) -> str:
    return f"{slot.start.astimezone(tz):%Y-%m-%d %H:%M}  {slot.soaked.astimezone(tz):%Y-%m-%d %H:%M}"


def _note(slot: Slot) -> str:
    return "" if slot.waited_for in ("", "maintenance window") else f" (after: {slot.waited_for})"
