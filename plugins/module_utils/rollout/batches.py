"""Cuts devices into batches that change together: by size, apart where redundancy wants it, below the ceilings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..intent.models import Policy
    from .topology import RolloutDevice


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What no batch exceeds; None for no limit.

    Attributes:
        devices: How many devices.
        sites: How many sites.
        counties: In how many counties.
        county_sites: How many sites of each county.
    """

    devices: int | None = None
    sites: int | None = None
    counties: int | None = None
    county_sites: Mapping[str, int] | None = None


def limits(policy: Policy, devices: Iterable[RolloutDevice]) -> Limits:
    """The ceilings of a policy on a network of these devices; a county's share is at least one site."""
    ceilings = policy.ceilings
    sizes = [size for size in (ceilings.devices, policy.window.devices) if size is not None]
    sites = {device.site: device.county for device in devices if device.site and device.role != "legacy"}
    of_county = Counter(sites.values())
    return Limits(
        devices=min(sizes, default=None),
        sites=ceilings.sites,
        counties=ceilings.counties,
        county_sites={
            county: max(1, count * ceilings.county_percent // 100) for county, count in of_county.items()
        },
    )


def batches(
    devices: Sequence[RolloutDevice], sizes: Sequence[int], ceilings: Limits
) -> Iterator[tuple[RolloutDevice, ...]]:
    """Devices in order, in batches of the given sizes (the last one repeats), no two of a batch sharing a group.

    A device that a batch has no room for waits for the next one, and those behind it may go first.
    """
    left = list(devices)
    for position in range(len(left)):
        if not left:
            return
        batch = _Batch(sizes[min(position, len(sizes) - 1)], ceilings)
        left = [device for device in left if not batch.take(device)]
        yield tuple(batch.taken)


class _Batch:
    def __init__(self, size: int, ceilings: Limits) -> None:
        self.taken: list[RolloutDevice] = []
        self._size = size if ceilings.devices is None else min(size, ceilings.devices)
        self._ceilings = ceilings
        self._groups: set[str] = set()
        self._sites: set[str] = set()
        self._counties: Counter[str] = Counter()

    def take(self, device: RolloutDevice) -> bool:
        if len(self.taken) >= self._size or not self._groups.isdisjoint(device.groups) or self._exceeds(device):
            return False
        self.taken.append(device)
        self._groups.update(device.groups)
        if device.county:
            self._counties[device.county] += device.site not in self._sites and bool(device.site)
        if device.site:
            self._sites.add(device.site)
        return True

    def _exceeds(self, device: RolloutDevice) -> bool:
        ceilings = self._ceilings
        another = bool(device.county) and device.county not in self._counties
        if another and ceilings.counties is not None and len(self._counties) >= ceilings.counties:
            return True
        if not device.site or device.site in self._sites:
            return False
        if ceilings.sites is not None and len(self._sites) >= ceilings.sites:
            return True
        most = (ceilings.county_sites or {}).get(device.county)
        return most is not None and self._counties[device.county] >= most
