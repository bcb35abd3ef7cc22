"""The figures of a rehearsal as people read them in a terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SITES_SHOWN = 5
_FAMILIES = {"inet": "IPv4", "inet6": "IPv6"}


def summary_lines(figures: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines.

    Args:
        figures: The content of ``summary.json``.
    """
    return tuple(_lines(figures))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    start, finish = (datetime.fromisoformat(figures[key]) for key in ("started", "finished"))
    yield ""
    yield f"rehearsal of plan {figures['plan_id'][:12]}: {figures['verdict'].upper()} ({figures['message']})"
    yield f"  devices changed   {figures['devices_changed']} ({figures['changes']} changes)"
    yield f"  waves passed      {figures['waves_passed']} of {figures['waves']}"
    yield f"  devices healthy   {figures['devices_healthy']}"
    families = ", ".join(f"{_FAMILIES[name]} {found:.0f} s" for name, found in figures["downtime_per_family"].items())
    yield f"  downtime          {figures['downtime_seconds']:.0f} s over {figures['sites']} sites ({families})"
    yield from _suffering(figures["downtime_per_site"])
    if figures.get("announced_sites"):
        sites = "1 site" if figures["announced_sites"] == 1 else f"{figures['announced_sites']} sites"
        yield f"  announced         at most {figures['announced_seconds']} s over {sites} with a single path"
    if figures.get("faults"):
        yield f"  faults            {_faults(figures['faults'])}"
    if figures["changed_when_run_again"] is not None:
        yield f"  run once more     {figures['changed_when_run_again']} devices changed"
    yield f"  virtual time      {start:%Y-%m-%d} to {finish:%Y-%m-%d} ({(finish - start).days} days)"
    yield f"  wall time         {figures['wall_seconds']:.0f} s"
    yield f"  journal           {figures['journal_entries']} entries, chain intact"
    for name, path in figures["artifacts"].items():
        yield f"  {name:<17} {path}"


def _faults(faults: Sequence[Mapping[str, Any]]) -> str:
    good = sum(fault["reverted"] and fault["healed"] for fault in faults)
    roles = len({fault["role"] for fault in faults})
    return f"{good} of {len(faults)} in the first waves of {roles} roles: the wave went back and healed"


def _suffering(per_site: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for site, services in list(per_site.items())[:SITES_SHOWN]:
        longest = max(services.values())
        yield f"                      {site}: {longest:.0f} s ({', '.join(services)})"
    if len(per_site) > SITES_SHOWN:
        yield f"                      and {len(per_site) - SITES_SHOWN} more sites (summary.json)"
