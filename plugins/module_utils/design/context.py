"""What the designs of all devices look up: who hangs on which link, which number belongs to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from ..intent.devices import devices
from .addressing import pool
from .topology import missing_allocation, topology
from .wanted import hardware_of, services_of_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..intent.devices import DeviceRef
    from ..intent.models import DataCenter, Intent, Service, Site, SiteType
    from ..junos.hardware import Hardware
    from .addressing import Pool
    from .allocations import Allocations
    from .topology import Link
    from .wanted import LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The intent, its allocations and indexes over both; nothing in it is decided here.

    Attributes:
        services: By name, in the order of the intent.
        site_services: Services of every kind of site, in the order of its ports.
        links: Of every device, in the order of the topology.
        site_types: By kind.
        sites: By name.
        site_pools: ``prefix`` of every service.
        dc_pools: ``dc_prefix`` of every service.
    """

    intent: Intent
    allocations: Allocations
    refs: tuple[DeviceRef, ...]
    hardware: Mapping[str, Hardware]
    topology: tuple[Link, ...]
    links: Mapping[str, tuple[Link, ...]]
    services: Mapping[str, Service]
    site_services: Mapping[str, tuple[Service, ...]]
    site_types: Mapping[str, SiteType]
    sites: Mapping[str, Site]
    datacenters: Mapping[str, DataCenter]
    management: Service
    site_pools: Mapping[str, Pool]
    dc_pools: Mapping[str, Pool]
    loopbacks: Mapping[str, str]
    by_host: Mapping[str, DeviceRef]

    def secret(self, name: str) -> str:
        """``name`` when the intent declares such a secret, else empty: then what it would protect goes without."""
        return name if name in self.intent.network.secrets else ""

    def of_kind(self, host: str, *kinds: LinkKind) -> tuple[Link, ...]:
        """The links of a device that are of these kinds."""
        return tuple(link for link in self.links.get(host, ()) if link.kind in kinds)

    def services_on(self, links: Iterable[Link], *more: str) -> tuple[Service, ...]:
        """The services that links carry, and those named, in the order of the intent."""
        names = {*more, *(name for link in links for name in link.services)}
        return tuple(service for name, service in self.services.items() if name in names)

    def partners(self, service: Service) -> tuple[Service, ...]:
        """Services that exchange routes with this one: it is shared with them, or they with it."""
        return tuple(
            other
            for name, other in self.services.items()
            if name in service.shared_with or service.name in other.shared_with
        )

    def site_prefix(self, service: Service, site: str) -> str:
        """The /24 of a service at a site."""
        return self.site_pools[service.name].subnet(self.allocations.sites[site], 24)

    def site_gateway(self, service: Service, site: str) -> str:
        """The switch's own address in that /24, without length."""
        return self.site_pools[service.name].host(256 * self.allocations.sites[site] + 1)

    def site_asn(self, site: str) -> int:
        """The AS number of a site."""
        return self.intent.network.site_asn_start + self.allocations.sites[site]

    def asn_of(self, host: str) -> int:
        """The AS number that a device's external peers see."""
        ref = self.by_host[host]
        if ref.site:
            return self.site_asn(ref.site)
        if ref.datacenter:
            return self.datacenters[ref.datacenter].overlay_asn
        return self.intent.legacy.asn if ref.legacy else self.intent.network.asn

    def dc_prefix(self, service: Service, datacenter: str) -> str:
        """The /24 of a service in a data center; ``""`` is the old one, which has the last of them."""
        carved = self.dc_pools[service.name]
        return carved.subnet(self.allocations.datacenters[datacenter] if datacenter else carved.count(24) - 1, 24)

    def dc_host(self, service: Service, datacenter: str, number: int) -> str:
        """An address of that /24, without length."""
        return self.dc_pools[service.name].host(256 * self.allocations.datacenters[datacenter] + number)

    def vrf_loopback(self, service: Service, host: str) -> str:
        """A fabric switch's address in the VRF of a service: of the last /24 but one, numbered like its loopback."""
        carved = self.dc_pools[service.name]
        return carved.host(256 * (carved.count(24) - 2) + self.allocations.fabric_nodes[host])


_UNMANAGED = Problem(
    source=Source("services.yml"),
    subject="services",
    found="none of kind management",
    expected="one: switches at sites are managed through it",
)


def build_context(intent: Intent, allocations: Allocations) -> Context:
    """Indexes an intent.

    Raises:
        InputError: Something has no allocation yet, a pool is too small, or no service is the management service.
    """
    refs = devices(intent)
    management = [service for service in intent.services if service.kind == "management"]
    problems = [*_missing(intent, allocations, refs), *_crowded(intent, allocations)]
    if not management:
        problems.append(_UNMANAGED)
    if problems:
        raise InputError(problems)
    links = topology(intent, allocations)
    of_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_host[link.a.host].append(link)
        of_host[link.b.host].append(link)
    return Context(
        intent=intent,
        allocations=allocations,
        refs=refs,
        hardware=hardware_of(intent),
        topology=links,
        links={host: tuple(found) for host, found in of_host.items()},
        services={service.name: service for service in intent.services},
        site_services=services_of_kinds(intent),
        site_types={kind.name: kind for kind in intent.site_types},
        sites={site.name: site for site in intent.sites},
        datacenters={datacenter.name: datacenter for datacenter in intent.datacenters},
        management=management[0],
        site_pools={service.name: pool(f"{service.name} prefix", service.prefix) for service in intent.services},
        dc_pools={service.name: pool(f"{service.name} dc_prefix", service.dc_prefix) for service in intent.services},
        loopbacks=_loopbacks(intent, allocations),
        by_host={ref.hostname: ref for ref in refs},
    )


def _loopbacks(intent: Intent, allocations: Allocations) -> dict[str, str]:
    core = pool("pools.loopbacks", intent.network.pools.loopbacks)
    fabric = pool("pools.fabric_loopbacks", intent.network.pools.fabric_loopbacks)
    hosts = {ref.hostname for ref in devices(intent)}
    return {
        **{host: core.host(number) for host, number in allocations.nodes.items() if host in hosts},
        **{host: fabric.host(number) for host, number in allocations.fabric_nodes.items() if host in hosts},
    }


def _crowded(intent: Intent, allocations: Allocations) -> Iterator[Problem]:
    """The old data center has the last /24, loopbacks in VRFs the one before; the new ones must end before these."""
    needed = max((allocations.datacenters.get(item.name, 0) for item in intent.datacenters), default=0) + 3
    for service in intent.services if intent.legacy.routers else ():
        room = pool("dc_prefix", service.dc_prefix).count(24)
        if room < needed:
            yield Problem(
                source=Source("services.yml"),
                subject=f"service {service.name}",
                found=f"dc_prefix {service.dc_prefix} holds {room} /24",
                expected=f"{needed}: one per data center, one for loopbacks, and the last for the old data center",
                remedy="widen it",
            )


def _missing(intent: Intent, allocations: Allocations, refs: tuple[DeviceRef, ...]) -> Iterator[Problem]:
    for ref in refs:
        if ref.function == "access":
            wanted = [("sites", ref.site)]
        else:
            wanted = [("fabric_nodes" if ref.datacenter else "nodes", ref.hostname), ("management", ref.hostname)]
        for section, key in wanted:
            if key not in getattr(allocations, section):
                yield missing_allocation(section, key)
    for datacenter in intent.datacenters:
        if datacenter.name not in allocations.datacenters:
            yield missing_allocation("datacenters", datacenter.name)
        yield from _missing_servers(datacenter, allocations)


def _missing_servers(datacenter: DataCenter, allocations: Allocations) -> Iterator[Problem]:
    for server in datacenter.servers:
        segment = f"{datacenter.name}/{server.name}"
        if len(server.leaves) > 1 and segment not in allocations.segments:
            yield missing_allocation("segments", segment)
        for leaf in server.leaves:
            if f"{leaf}/{server.name}" not in allocations.servers:
                yield missing_allocation("servers", f"{leaf}/{server.name}")
