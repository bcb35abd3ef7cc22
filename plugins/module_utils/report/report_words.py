"""How times, durations and counts read in a report; HTML and Markdown share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.secrets import conceal

if TYPE_CHECKING:
    from datetime import datetime

    from .chronicle import Chronicle
    from .wave_story import WaveStory

MINUTE, HOUR, DAY = 60, 3600, 86400


def local(moment: datetime | None, found: Chronicle) -> str:
    """A moment in the network's time zone, with its abbreviation; a dash when there is none."""
    return f"{moment.astimezone(found.zone):%Y-%m-%d %H:%M:%S %Z}" if moment is not None else "-"


def short(moment: datetime | None, found: Chronicle) -> str:
    """The same to the minute, without the zone: for tables that name it in their head."""
    return f"{moment.astimezone(found.zone):%Y-%m-%d %H:%M}" if moment is not None else "-"


def duration(start: datetime | None, end: datetime | None) -> str:
    """How long something took, in its two largest units; a dash when it has no start or no end."""
    if start is None or end is None:
        return "-"
    seconds = round((end - start).total_seconds())
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min {seconds % MINUTE} s"
    if seconds < DAY:
        return f"{seconds // HOUR} h {seconds % HOUR // MINUTE} min"
    return f"{seconds // DAY} d {seconds % DAY // HOUR} h"


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def outcomes(wave: WaveStory) -> str:
    """How many devices of a wave have which outcome."""
    found: dict[str, int] = {}
    for device in wave.devices:
        found[device.outcome] = found.get(device.outcome, 0) + 1
    return ", ".join(f"{number} {outcome}" for outcome, number in sorted(found.items()))


def downtime_seconds(found: Chronicle) -> float:
    """Seconds without service over all sites and services."""
    return sum(item.seconds for item in found.suffering or ())


def rehearsal_told(found: Chronicle) -> str:
    """The rehearsal that the plan is bound to, in a sentence."""
    rehearsed = found.rehearsed
    if rehearsed is None:
        return "none in the journal of the network"
    verdict = "passed" if rehearsed.passed else f"failed: {conceal(rehearsed.message)}"
    faults = "with faults" if rehearsed.faults else "without faults"
    return f"{verdict} on {short(rehearsed.at, found)}, {faults}, verdict {rehearsed.digest[:12]}"


def chain_told(found: Chronicle) -> str:
    """The check of the journal, in a sentence."""
    chain = found.sources.chain
    return f"{chain.entries} entries, chain intact, head {chain.head[:16]}"


def capacity_told(found: Chronicle) -> str:
    """The growth of capacity out of the build's table; empty when there is none."""
    table = found.sources.capacity
    if table is None:
        return ""
    core, access = table.get("core_factor"), table.get("access_factor")
    told = [f"promised {table['promise']}x"]
    if core:
        told.append(f"core {core:g}x ({table['core_before_gbps']:g} to {table['core_after_gbps']:g} Gbps)")
    if access:
        told.append(f"access of all sites {access:g}x, lowest site {table['lowest_site_factor']:g}x")
    return ", ".join(told)
