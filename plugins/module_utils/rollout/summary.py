"""The figures of a rollout, as plain data and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .plan import Plan
    from .result import RolloutResult
    from .schedule import Schedule


def summary(
    plan: Plan,
    result: RolloutResult,
    *,
    wall_seconds: float,
    downtime_seconds: float | None = None,
    artifacts: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The figures, ready for ``summary.json``.

    Args:
        plan: What was carried out.
        result: What came of it.
        wall_seconds: How long it took for whoever waited.
        downtime_seconds: Sum over all probes; None when nothing measured it.
        artifacts: What is where.
    """
    passed = [wave for wave in result.waves if wave.verdict == "pass"]
    return {
        "network": plan.network,
        "plan_id": plan.plan_id,
        "outcome": result.outcome,
        "message": result.message,
        "devices_changed": len({item.host for wave in passed for item in wave.results if item.outcome == "changed"}),
        "changes_made": sum(wave.changed for wave in passed),
        "waves_passed": len(passed),
        "waves_planned": len(plan.waves),
        "devices_failed": sorted(item.host for item in result.results if not item.ok),
        "downtime_seconds": downtime_seconds,
        "started": result.started.isoformat(),
        "finished": result.finished.isoformat(),
        "resume_at": result.resume_at.isoformat() if result.resume_at else None,
        "days": round((result.finished - result.started).total_seconds() / 86400, 1),
        "wall_seconds": round(wall_seconds, 1),
        "artifacts": dict(artifacts or {}),
    }


def summary_text(figures: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    rows: Sequence[tuple[str, object]] = (
        ("outcome", f"{figures['outcome']}: {figures['message']}"),
        ("devices changed", f"{figures['devices_changed']} in {figures['changes_made']} changes"),
        ("waves passed", f"{figures['waves_passed']} of {figures['waves_planned']}"),
        ("downtime", "not measured" if figures["downtime_seconds"] is None else f"{figures['downtime_seconds']:g} s"),
        ("from", figures["started"]),
        ("to", f"{figures['finished']} ({figures['days']} days)"),
        ("took", f"{figures['wall_seconds']} s"),
        *((str(name), path) for name, path in figures["artifacts"].items()),
    )
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def plan_text(plan: Plan, found: Schedule) -> str:
    """The plan for a terminal: one row per wave, with its local dates."""
    if not plan.waves:
        return f"plan {plan.plan_id[:12]} of {plan.network}: nothing to change"
    tz = ZoneInfo(plan.calendar.timezone)
    hosts = {change.host for wave in plan.waves for change in wave.changes}
    lines = [
        f"plan {plan.plan_id} of {plan.network} by {plan.author}",
        f"{len(hosts)} devices, {sum(len(wave.changes) for wave in plan.waves)} changes, {len(plan.waves)} waves",
        "",
        f"{'wave':>4}  {'start':<16}  {'end at the latest':<17}  {'devices':>7}  {'soak':>5}  name",
    ]
    for wave, slot in zip(plan.waves, found.slots, strict=True):
        start, end = (moment.astimezone(tz).strftime("%Y-%m-%d %H:%M") for moment in (slot.start, slot.end))
        waited = f"  (after {slot.waited_for})" if slot.waited_for.startswith("freeze") else ""
        count, soak = len(wave.changes), f"{wave.soak_hours} h"
        lines.append(f"{wave.number:>4}  {start:<16}  {end:<17}  {count:>7}  {soak:>5}  {wave.name}{waited}")
    finish = (found.finish or found.deadline).astimezone(tz).strftime("%Y-%m-%d %H:%M")
    return "\n".join([*lines, "", f"finished on {finish}, deadline {plan.policy.deadline} ({plan.calendar.timezone})"])
