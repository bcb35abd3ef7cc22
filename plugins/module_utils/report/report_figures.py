"""What both forms of a report say first: its title, the key figures, and everything that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .report_words import capacity_told, chain_told, count, downtime_seconds, duration, short

if TYPE_CHECKING:
    from datetime import datetime

    from .chronicle import Chronicle

SITES_SHOWN = 5


def title(found: Chronicle) -> str:
    """The title."""
    return f"{found.sources.subject.capitalize()} of {found.plan.network}, plan {found.plan.plan_id[:12]}"


def key_figures(found: Chronicle) -> list[tuple[str, str]]:
    """What is asked first, by name."""
    passed = sum(wave.verdict == "pass" for wave in found.waves)
    figures = [
        ("Waves passed", f"{passed} of {len(found.waves)}"),
        ("Devices changed", f"{found.changed} of {len(found.plan.targets)}"),
        ("Downtime", "not measured" if found.suffering is None else f"{downtime_seconds(found):.0f} s"),
        ("Begun", short(found.started, found)),
        ("Ended", short(found.finished, found)),
        ("Took", duration(found.started, found.finished)),
        ("Approved by", ", ".join(item.by for item in found.approvals if item.void_since is None) or "nobody"),
        ("Journal", chain_told(found)),
    ]
    if found.faults:
        good = sum(bool(fault["reverted"] and fault["healed"]) for fault in found.faults)
        figures.insert(3, ("Faults that healed", f"{good} of {len(found.faults)}"))
    if capacity_told(found):
        figures.append(("Capacity", capacity_told(found)))
    return figures


def troubles(found: Chronicle) -> list[tuple[int, datetime, str]]:
    """Wave, time and words of everything that was not a pass, in order of time."""
    told = [(wave.number, moment, text) for wave in found.waves for moment, text in wave.trouble]
    return sorted(told, key=lambda item: (item[1], item[0]))


def announced_told(found: Chronicle) -> str:
    """What the plan has announced to sites with a single path, in a sentence fragment."""
    announced = found.plan.announced_seconds
    if not announced:
        return "no second of downtime to any site"
    shown = ", ".join(f"{site} {seconds} s" for site, seconds in list(announced.items())[:SITES_SHOWN])
    more = ", ..." if len(announced) > SITES_SHOWN else ""
    return f"at most {sum(announced.values())} s to {count(len(announced), 'site')} with a single path ({shown}{more})"


def told(found: Chronicle) -> str:
    """The whole report in a sentence."""
    passed = sum(wave.verdict == "pass" for wave in found.waves)
    down = "downtime not measured" if found.suffering is None else f"{downtime_seconds(found):.0f} s of downtime"
    return f"{title(found)}: {found.outcome}, {passed} of {count(len(found.waves), 'wave')} passed, {down}"
