"""The report as Markdown: for a change ticket, or whatever shows no HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markdown import cell, table
from .report_figures import announced_told, key_figures, title, troubles
from .report_words import duration, outcomes, rehearsal_told, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .chronicle import Chronicle


def report_markdown(found: Chronicle) -> str:
    """The text; the same chronicle always gives the same one."""
    lines = [f"# {title(found)}", ""]
    for part in (_head, _waves, _trouble, _downtime, _waiting, _decisions, _devices, _evidence):
        lines += [*part(found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(found: Chronicle) -> Iterator[str]:
    yield f"**{found.outcome.upper()}**: {cell(found.message)}"
    yield ""
    wall = f", virtual: the rehearsal took {found.wall_seconds:.0f} s of real time" if found.wall_seconds else ""
    yield f"Plan `{found.plan.plan_id}` by {cell(found.plan.author)}. Times are {found.plan.calendar.timezone}{wall}."
    yield ""
    yield from table(("Figure", ""), key_figures(found))


def _waves(found: Chronicle) -> Iterator[str]:
    yield "## Waves in time"
    yield ""
    head = ("Wave", "Name", "Verdict", "Start", "Decided", "Soaked", "Took", "Devices", "Attempts", "Soak checks")
    rows = (
        (
            wave.number, wave.name, wave.verdict, short(wave.started, found), short(wave.ended, found),
            short(wave.soaked, found), duration(wave.started, wave.ended), outcomes(wave), wave.attempts, wave.checks,
        )
        for wave in found.waves
    )
    yield from table(head, rows)
    for freeze in found.frozen:
        yield ""
        yield f"Freeze: {cell(freeze.name)}, from {short(freeze.start, found)} to {short(freeze.end, found)}."


def _trouble(found: Chronicle) -> Iterator[str]:
    yield "## Failures, faults and healing"
    yield ""
    trouble = troubles(found)
    if trouble:
        yield from table(("When", "Wave", "What"), ((short(at, found), wave, text) for wave, at, text in trouble))
    else:
        yield "No wave failed, and no check of a soak."
    if found.faults:
        yield ""
        yield "Devices that failed on purpose, on a twin of their own before the rehearsal:"
        yield ""
        rows = (
            (
                fault["role"], fault["wave"], fault["host"], fault["fault"],
                "yes" if fault["reverted"] else "NO", "yes" if fault["healed"] else "NO",
            )
            for fault in found.faults
        )
        yield from table(("Role", "Wave", "Device", "Fault", "Went back", "Healed"), rows)


def _downtime(found: Chronicle) -> Iterator[str]:
    yield "## Downtime"
    yield ""
    if found.suffering is None:
        yield "Not measured: nobody probes the sites of a real network on behalf of the rollout."
    elif not found.suffering:
        yield "0 s: every service of every site was reachable all the time."
    else:
        rows = ((item.site, item.service, f"{item.seconds:.0f}", item.announced) for item in found.suffering)
        yield from table(("Site", "Service", "Seconds", "Announced"), rows)
    yield ""
    yield f"The plan announced {announced_told(found)}."


def _waiting(found: Chronicle) -> Iterator[str]:
    yield "## Waiting"
    yield ""
    rows = [
        (
            wave.number, wait.reason, short(wait.since, found), short(wait.until, found),
            duration(wait.since, wait.until),
        )
        for wave in found.waves
        for wait in wave.waits
    ]
    if rows:
        yield from table(("Wave", "For", "Since", "Until", "Long"), rows)
    else:
        yield "No wave had to wait."


def _decisions(found: Chronicle) -> Iterator[str]:
    yield "## Who decided"
    yield ""
    yield f"Rehearsal: {cell(rehearsal_told(found))}."
    yield ""
    if found.approvals:
        rows = (
            (
                item.by + (f" (void since {short(item.void_since, found)}: rolled back)" if item.void_since else ""),
                short(item.at, found),
                f"waves {', '.join(map(str, item.waves))}" if item.waves else "all waves",
                short(item.expires, found),
            )
            for item in found.approvals
        )
        yield from table(("Approved by", "At", "For", "Expires"), rows)
    else:
        needless = " (a rehearsal needs no approval)" if found.sources.subject == "rehearsal" else ""
        yield f"Nobody has approved the plan{needless}."
    if found.overrides:
        yield ""
        over = (
            (
                item.by, short(item.at, found), item.ticket, item.reason, ", ".join(map(str, item.waves)),
                short(item.expires, found),
            )
            for item in found.overrides
        )
        yield from table(("Override by", "At", "Ticket", "Reason", "For waves", "Expires"), over)
    if found.notes:
        yield ""
        notes = ((short(note.at, found), note.wave or "-", note.text) for note in found.notes)
        yield from table(("When", "Wave", "What"), notes)


def _devices(found: Chronicle) -> Iterator[str]:
    yield "## Devices"
    yield ""
    rows = (
        (
            wave.number, device.host, device.role, device.stage, device.outcome,
            f"{device.check}: {device.message}" if device.check else device.message,
        )
        for wave in found.waves
        for device in wave.devices
    )
    yield from table(("Wave", "Device", "Role", "Brought to", "Outcome", "What it said"), rows)


def _evidence(found: Chronicle) -> Iterator[str]:
    yield "## Evidence"
    yield ""
    for name, place in sorted(found.sources.files.items()):
        yield f"- {name}: [{place}](../{place})"
