"""What a plan costs sites that have a single path: announced before, compared with what probes see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ..intent.models import Policy
    from .plan import PlannedWave

Downtime = dict[str, dict[str, float]]
"""Seconds without service, by site and service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """What one change may cost one site, and so what is announced to its people.

    Attributes:
        wave: Number of the wave.
        host: The device that is changed, and that the site has no way around.
        seconds: The most that it may cost, from ``interruption_seconds`` of the policy.
    """

    site: str
    wave: int
    host: str
    seconds: int


def outages(
    waves: Sequence[PlannedWave],
    depends: Mapping[str, tuple[str, ...]],
    policy: Policy,
    *,
    serving: Collection[str] = (),
) -> tuple[Outage, ...]:
    """The outages that a plan has to announce, by wave and site.

    A change of the site's own switch counts always. A change of the only router that serves it counts once the site
    hangs on it: a site that is not in service when the plan begins is on the old network until its own first change.

    Args:
        waves: Of the plan, in order.
        depends: The devices that each site with a single path has no way around, its own ones first.
        policy: Says what a change of a role may cost.
        serving: Hosts that are in service before the first wave.
    """
    seconds: dict[str, int] = {str(role): value for role, value in policy.interruption_seconds.items()}
    dependents: dict[str, list[str]] = {}
    for site, hosts in depends.items():
        for host in hosts:
            dependents.setdefault(host, []).append(site)
    joined = {host: number for host, number in _first_waves(waves).items() if host not in serving}
    found = [
        Outage(site=site, wave=wave.number, host=change.host, seconds=seconds[change.role])
        for wave in waves
        for change in wave.changes
        for site in dependents.get(change.host, ())
        if wave.number >= joined.get(depends[site][0], 0)
    ]
    return tuple(sorted(found, key=lambda outage: (outage.wave, outage.site, outage.host)))


def announced_seconds(announced: Iterable[Outage], *, waves: Iterable[int] | None = None) -> dict[str, int]:
    """The sum by site, of these waves only when they are given."""
    chosen = None if waves is None else frozenset(waves)
    found: dict[str, int] = {}
    for outage in announced:
        if chosen is None or outage.wave in chosen:
            found[outage.site] = found.get(outage.site, 0) + outage.seconds
    return dict(sorted(found.items()))


def excess(seen: Mapping[str, Mapping[str, float]], announced: Mapping[str, int]) -> dict[str, tuple[float, int]]:
    """Sites without a service for longer than announced: seconds seen, of the worst service, and announced."""
    worst = {site: max(services.values(), default=0.0) for site, services in seen.items()}
    return {
        site: (seconds, announced.get(site, 0))
        for site, seconds in sorted(worst.items())
        if seconds > announced.get(site, 0)
    }


class DowntimeGuard:
    """Compares what probes have seen since the guard was made with what is announced.

    Args:
        announced: Of the plan.
        measure: Downtime so far, by site and service; None where nobody probes.
    """

    def __init__(self, announced: Iterable[Outage], measure: Callable[[], Downtime] | None) -> None:
        self._announced = tuple(announced)
        self._measure = measure
        self._before = measure() if measure is not None else {}
        self._waves: list[int] = []

    def complaint(self, wave: int) -> str:
        """Which sites suffered more than the waves up to ``wave`` were to cost them; empty when none did."""
        if self._measure is None:
            return ""
        if wave not in self._waves:
            self._waves.append(wave)
        found = excess(self._since(self._measure()), announced_seconds(self._announced, waves=self._waves))
        return told_excess(found)

    def _since(self, now: Downtime) -> Downtime:
        return {
            site: {
                service: seconds - self._before.get(site, {}).get(service, 0.0) for service, seconds in services.items()
            }
            for site, services in now.items()
        }


def told_excess(found: Mapping[str, tuple[float, int]]) -> str:
    """An excess in a sentence, its first site named; empty when there is none."""
    if not found:
        return ""
    site, (seen, announced) = next(iter(found.items()))
    count = "1 site was" if len(found) == 1 else f"{len(found)} sites were"
    return f"{count} without service for longer than announced, {site} first: {seen:.0f} s instead of {announced} s"


def _first_waves(waves: Iterable[PlannedWave]) -> dict[str, int]:
    found: dict[str, int] = {}
    for wave in waves:
        for host in wave.hosts:
            found.setdefault(host, wave.number)
    return found
