"""Every device that an intent describes, without its design: who it is, where it stands, what backs it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import County, DataCenter, Intent

DeviceRole = Literal["core_mx", "dc_fabric", "site_ex", "legacy"]
DeviceFunction = Literal["core", "aggregation", "spine", "leaf", "access", "legacy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRef:
    """A device of the intent.

    Attributes:
        hostname: Unique in the network.
        role: Which role renders it.
        function: Its place in the network.
        model: Hardware, such as ``MX480``.
        county: Name of the county; empty outside the state and where the intent does not say.
        region: Name of the region; empty outside the state.
        site: The site that it serves; empty elsewhere.
        site_kind: Kind of that site.
        datacenter: The data center whose fabric it belongs to.
        hub: The hub that it belongs to or, at a site, hangs off.
        legacy: It is part of the network that is being replaced.
        groups: Redundancy groups, shared with the devices that must not be touched together with this one.
    """

    hostname: str
    role: DeviceRole
    function: DeviceFunction
    model: str
    county: str = ""
    region: str = ""
    site: str = ""
    site_kind: str = ""
    datacenter: str = ""
    hub: str = ""
    legacy: bool = False
    groups: tuple[str, ...] = ()


def site_hostname(site: str) -> str:
    """Host name of the switch of a site."""
    return f"{site}-sw1"


def hub_hostnames(hub: str) -> tuple[str, str]:
    """Host names of the two routers of a hub."""
    return f"{hub}-agg1", f"{hub}-agg2"


REFLECTORS = "reflectors"
"""Redundancy group of the route reflectors: every other router learns its routes from them."""
LEGACY_CORE = "legacy core"
"""Redundancy group of the old core: each of them carries the interconnect while the other is worked on."""


def core_group(city: str) -> str:
    """Redundancy group of the core routers of a city."""
    return f"core {re.sub(r'[^a-z0-9]+', '-', city.lower()).strip('-')}"


def devices(intent: Intent) -> tuple[DeviceRef, ...]:
    """Every device: core, hubs, fabrics, sites in the order of the intent, then the legacy routers."""
    counties = {county.name: county for county in intent.counties}
    return tuple(
        chain(
            _core(intent, counties),
            _hubs(intent, counties),
            chain.from_iterable(_fabric(datacenter, counties) for datacenter in intent.datacenters),
            _sites(intent, counties),
            _legacy(intent),
        )
    )


def _region(county: str, counties: dict[str, County]) -> str:
    return counties[county].region if county else ""


def _core(intent: Intent, counties: dict[str, County]) -> Iterator[DeviceRef]:
    for router in intent.core.routers:
        yield DeviceRef(
            hostname=router.name,
            role="core_mx",
            function="core",
            model=router.model,
            county=router.county,
            region=_region(router.county, counties),
            groups=(core_group(router.city), *((REFLECTORS,) if router.reflector else ())),
        )


def _hubs(intent: Intent, counties: dict[str, County]) -> Iterator[DeviceRef]:
    for hub in intent.hubs:
        for hostname in hub_hostnames(hub.name):
            yield DeviceRef(
                hostname=hostname,
                role="core_mx",
                function="aggregation",
                model=hub.model,
                county=hub.county,
                region=_region(hub.county, counties),
                hub=hub.name,
                groups=(f"hub {hub.name}",),
            )


def _fabric(datacenter: DataCenter, counties: dict[str, County]) -> Iterator[DeviceRef]:
    place = partial(
        DeviceRef,
        role="dc_fabric",
        county=datacenter.county,
        region=_region(datacenter.county, counties),
        datacenter=datacenter.name,
    )
    for spine in datacenter.spines:
        group = f"fabric {datacenter.name} spine"
        yield place(hostname=spine.name, function="spine", model=spine.model, groups=(group,))
    pairs = sorted({tuple(sorted(server.leaves)) for server in datacenter.servers if len(server.leaves) > 1})
    for leaf in datacenter.leaves:
        groups = tuple(f"fabric {datacenter.name} {'+'.join(pair)}" for pair in pairs if leaf.name in pair)
        yield place(hostname=leaf.name, function="leaf", model=leaf.model, groups=groups)


def _sites(intent: Intent, counties: dict[str, County]) -> Iterator[DeviceRef]:
    for site in intent.sites:
        yield DeviceRef(
            hostname=site_hostname(site.name),
            role="site_ex",
            function="access",
            model=site.model,
            county=site.county,
            region=_region(site.county, counties),
            site=site.name,
            site_kind=site.kind,
            hub=site.hub,
        )


def _legacy(intent: Intent) -> Iterator[DeviceRef]:
    for router in intent.legacy.routers:
        yield DeviceRef(
            hostname=router.name,
            role="legacy",
            function="legacy",
            model=router.model,
            region=router.region,
            legacy=True,
            groups=(LEGACY_CORE,) if router.core else (),
        )
