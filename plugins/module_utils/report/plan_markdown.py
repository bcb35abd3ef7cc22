"""A plan as Markdown: what a reviewer reads before approving it, down to the exact difference of every device."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..junos.secrets import conceal
from ..rollout.freeze import freezes
from ..rollout.schedule import schedule
from .markdown import cell, fenced, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ..rollout.plan import Change, Plan, PlannedWave
    from ..rollout.schedule import Schedule, Slot

INLINE_LIMIT = 1_000_000
"""Characters of all differences up to which they stand in the page itself: what shows Markdown takes no more."""


def plan_markdown(plan: Plan, *, start: datetime | None = None) -> str:
    """The text; the same plan and start always give the same one.

    Differences that would make it too large for a browser are left to ``difference_pages``, and linked.

    Args:
        plan: The plan.
        start: When the first wave may start; the policy's start when None.
    """
    roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
    found = schedule(plan.waves, plan.policy, plan.calendar, roles=roles, start=start)
    lines = [f"# Plan {plan.plan_id[:12]} of {plan.network}", "", *_head(plan, found), ""]
    for part in (_waves, _arithmetic, _calendar):
        lines += [*part(plan, found), ""]
    lines += [*_single_paths(plan, found), "", *_checks(plan), "", "## Differences", ""]
    lines += ["As `show | compare` prints them on the device; a device that computes another one is not changed."]
    if _is_large(plan):
        lines += ["", *(f"- [Wave {wave.number}: {cell(wave.name)}]({page})" for wave, page in _pages(plan))]
    else:
        lines += [line for wave in plan.waves for line in ("", f"### {_title(wave)}", *_differences(wave))]
    return "\n".join(lines).rstrip("\n") + "\n"


def difference_pages(plan: Plan) -> dict[str, str]:
    """The differences of each wave as a page of its own, by name; none when ``plan_markdown`` holds them all."""
    if not _is_large(plan):
        return {}
    return {
        page: "\n".join([f"# {_title(wave)}, plan {plan.plan_id[:12]}", *_differences(wave)]) + "\n"
        for wave, page in _pages(plan)
    }


def _is_large(plan: Plan) -> bool:
    return sum(len(change.diff) for wave in plan.waves for change in wave.changes) > INLINE_LIMIT


def _pages(plan: Plan) -> Iterator[tuple[PlannedWave, str]]:
    return ((wave, f"{plan.plan_id}.diffs/wave-{wave.number:02}.md") for wave in plan.waves)


def _title(wave: PlannedWave) -> str:
    return f"Wave {wave.number}: {cell(wave.name)}"


def _head(plan: Plan, found: Schedule) -> Iterator[str]:
    changes = sum(len(wave.changes) for wave in plan.waves)
    yield from table(
        ("", "Value"),
        (
            ("plan_id", plan.plan_id),
            ("made by", plan.author),
            ("intent (SHA-256)", plan.intent),
            ("versions", ", ".join(f"{name} {version}" for name, version in sorted(plan.versions.items()))),
            ("devices that change", f"{len(plan.targets)} in {changes} changes and {len(plan.waves)} waves"),
            ("devices that run their final configuration", len(plan.settled)),
            ("first wave starts", _local(found.slots[0].start, plan) if found.slots else "-"),
            ("last wave has soaked", _local(found.finish, plan) if found.finish else "-"),
            ("deadline", f"end of {plan.policy.deadline}"),
        ),
    )


def _waves(plan: Plan, found: Schedule) -> Iterator[str]:
    yield "## Waves"
    yield ""
    yield f"Times are {plan.calendar.timezone}, and those of the worst case."
    yield ""
    rows = (
        (
            wave.number, wave.name, _short(slot.start, plan), _short(slot.end, plan), _short(slot.soaked, plan),
            len(wave.changes), _roles(wave), slot.waited_for or "-",
        )
        for wave, slot in _pairs(plan, found)
    )
    yield from table(("Wave", "Name", "Start", "End", "Soaked", "Devices", "Roles", "Waits for"), rows)


def _arithmetic(plan: Plan, found: Schedule) -> Iterator[str]:
    policy = plan.policy
    yield "## How the dates come about"
    yield ""
    yield (
        f"A wave takes at worst 2 x (devices / {policy.sessions} sessions, rounded up) x the slowest commit of its "
        "roles to change and to revert everything, and the longest commit-confirmed timer of its roles. Its soak "
        "follows, then the days before the next wave, then the next maintenance window that is long enough, has crews "
        "for it and reaches into no freeze."
    )
    yield ""
    timers = {str(role): minutes for role, minutes in policy.confirm_minutes.items()}
    commits = {str(role): seconds for role, seconds in policy.commit_seconds.items()}
    rows = []
    for wave, slot in _pairs(plan, found):
        rounds = -(-len(wave.changes) // policy.sessions)
        timer = max(timers[change.role] for change in wave.changes)
        commit = max(commits[change.role] for change in wave.changes)
        took = round((slot.end - slot.start).total_seconds())
        sum_of = f"2 x {rounds} x {commit} s + {timer} min = {took // 60} min"
        rows.append((wave.number, sum_of, f"{wave.soak_hours} h", f"{wave.after_days} d", slot.waited_for or "-"))
    yield from table(("Wave", "Worst case", "Soak", "Days before it", "Moved by"), rows)
    if found.finish is not None:
        left = (found.deadline - found.finish).total_seconds() / 86400
        yield ""
        yield f"{left:.1f} days are left before the deadline."


def _calendar(plan: Plan, found: Schedule) -> Iterator[str]:
    calendar, window = plan.calendar, plan.policy.window
    yield "## Calendar"
    yield ""
    crews = f", at most {window.devices} devices in each" if window.devices else ""
    yield f"- Maintenance window: {', '.join(window.days)} from {window.start:%H:%M} to {window.end:%H:%M}{crews}."
    yield f"- No wave starts in the {calendar.lead_hours} h before a freeze."
    yield f"- The calendar is vouched for until {calendar.valid_until}; from then on it is closed."
    if not found.slots:
        return
    first = found.slots[0].start
    for freeze in freezes(calendar, year=first.year):
        if freeze.start < found.deadline and freeze.end > first:
            when = f"{_local(freeze.start, plan)} to {_local(freeze.end, plan)}"
            yield f"- {freeze.level.capitalize()} freeze: {cell(freeze.name)}, {when}{_scope(plan, freeze.name)}."


def _scope(plan: Plan, name: str) -> str:
    """What a freeze is about, when it is not about everything."""
    for rule in plan.calendar.freezes:
        if name.startswith(rule.name):
            words = (*rule.counties, *rule.site_kinds, *rule.roles)
            return f", only {', '.join(map(cell, words))}" if words else ""
    return ""


def _single_paths(plan: Plan, found: Schedule) -> Iterator[str]:
    yield "## Sites with a single path"
    yield ""
    if not plan.single_path:
        yield "None: every site has two paths, and no change may cost any of them a second."
        return
    yield (
        f"{len(plan.single_path)} of them. A change of what such a site has no way around may cost it up to the "
        "seconds that the policy states for the role (`interruption_seconds`); a rollout that costs it more stops. All "
        "other sites are promised 0 s."
    )
    yield ""
    starts = {slot.wave: slot.start for slot in found.slots}
    rows = (
        (outage.site, outage.wave, _short(starts[outage.wave], plan), outage.host, outage.seconds)
        for outage in sorted(plan.announced, key=lambda outage: (outage.site, outage.wave, outage.host))
    )
    yield from table(("Site", "Wave", "From", "Device", "Seconds at most"), rows)
    untouched = sorted(set(plan.single_path) - set(plan.announced_seconds))
    if untouched:
        yield ""
        yield f"Not touched by this plan: {', '.join(untouched)}."


def _checks(plan: Plan) -> Iterator[str]:
    policy = plan.policy
    yield "## Checks"
    yield ""
    yield (
        f"Every device, {policy.settle_seconds} s after the last commit of its wave and {policy.soak_checks} times in "
        f"the soak: {', '.join(f'`{check}`' for check in plan.checks) or 'none'}. One that does not pass, or does not "
        "answer, takes the whole wave back."
    )
    for wave in plan.waves:
        for change in wave.changes:
            yield from _drain(wave, change)


def _drain(wave: PlannedWave, change: Change) -> Iterator[str]:
    if not change.drain:
        return
    yield ""
    yield f"{change.host} is drained before wave {wave.number} touches it. Each step waits for its proofs:"
    yield ""
    lines = []
    for step in change.drain:
        lines += [f"# {step.name}: {proof.kind} at {', '.join(proof.at)}" for proof in step.proofs]
        lines += step.statements
    yield from fenced("\n".join(lines), language="text")


def _differences(wave: PlannedWave) -> Iterator[str]:
    groups: dict[str, list[Change]] = {}
    for change in wave.changes:
        groups.setdefault(change.diff, []).append(change)
    for diff, changes in groups.items():
        text = conceal(diff)
        named = ", ".join(f"{change.host} ({change.stage})" for change in changes)
        added = sum(line.startswith("+") for line in text.splitlines())
        removed = sum(line.startswith("-") for line in text.splitlines())
        count = f"{len(changes)} devices with the same difference: " if len(changes) > 1 else ""
        yield ""
        yield f"<details><summary>{count}{named}: {added} lines added, {removed} removed</summary>"
        yield ""
        yield from fenced(text, language="diff")
        yield ""
        yield "</details>"


def _pairs(plan: Plan, found: Schedule) -> Iterator[tuple[PlannedWave, Slot]]:
    return zip(plan.waves, found.slots, strict=True)


def _roles(wave: PlannedWave) -> str:
    counts: dict[str, int] = {}
    for change in wave.changes:
        counts[change.role] = counts.get(change.role, 0) + 1
    return ", ".join(f"{number} {role}" for role, number in counts.items())


def _local(moment: datetime, plan: Plan) -> str:
    return f"{moment.astimezone(ZoneInfo(plan.calendar.timezone)):%Y-%m-%d %H:%M %Z}"


def _short(moment: datetime, plan: Plan) -> str:
    return f"{moment.astimezone(ZoneInfo(plan.calendar.timezone)):%Y-%m-%d %H:%M}"
