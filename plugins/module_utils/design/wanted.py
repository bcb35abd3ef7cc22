"""The links that the intent asks for, before any port or number is chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from ..intent.boxes import box, facts_by_model
from ..intent.devices import devices, hub_hostnames, site_hostname
from ..junos.virtual_chassis import virtual_chassis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..intent.models import Intent, Service, Site
    from ..junos.hardware import Hardware, PortUse

LinkKind = Literal[
    "core", "hub-uplink", "hub-pair", "site", "fabric", "handoff", "legacy", "legacy-site", "interconnect"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEnd:
    """One end: a device, and what the port has to be good for.

    Attributes:
        fixed: The n-th port of that use; None where the allocator picks a free one.
    """

    host: str
    use: PortUse
    fixed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLink:
    """A link; ``a`` is the end nearer to the core, and gets the even address.

    Attributes:
        key: Its name in the allocations: both hosts, and a counter for parallel links.
        services: One tagged unit for each; empty for an untagged link.
        metric: IS-IS metric, None where no IS-IS runs.
        circuit: What a person should know of the circuit; empty for a plain cable.
    """

    key: str
    kind: LinkKind
    a: WantedEnd
    b: WantedEnd
    speed: str
    services: tuple[str, ...] = ()
    metric: int | None = None
    circuit: str = ""


_METRICS = {"100g": 10, "40g": 25, "10g": 100, "1g": 1000}
"""IS-IS metric per speed: a reference bandwidth of 1000 Gbps."""


def hardware_of(intent: Intent) -> dict[str, Hardware]:
    """The hardware of every device, by host name."""
    facts = facts_by_model(intent.hardware)
    cards = {router.name: router.cards for router in intent.core.routers}
    members = {site_hostname(site.name): site.members for site in intent.sites}
    profiles = {hub.name: hub.port_profile or "" for hub in intent.hubs}
    return {
        ref.hostname: virtual_chassis(
            box(
                facts, ref.model, cards.get(ref.hostname),
                ports=profiles.get(ref.hub, "") if ref.function == "aggregation" else "",
            ),
            members.get(ref.hostname, 1),
        )
        for ref in devices(intent)
    }


def services_of_kinds(intent: Intent) -> dict[str, tuple[Service, ...]]:
    """The services of every kind of site, in the order of its ports; the management service is at every site."""
    known = {service.name: service for service in intent.services}
    management = tuple(service.name for service in intent.services if service.kind == "management")
    return {
        kind.name: tuple(known[name] for name in dict.fromkeys((*kind.ports, *management)))
        for kind in intent.site_types
    }


def wanted_links(intent: Intent) -> tuple[WantedLink, ...]:
    """Every link of the old and the new network, in the order in which ports are given out."""
    kinds = {kind: tuple(s.name for s in services) for kind, services in services_of_kinds(intent).items()}
    boxes = hardware_of(intent)
    return tuple(
        chain(
            _core(intent),
            _handoffs(intent),
            _interconnects(intent, kinds),
            _hubs(intent, boxes),
            _fabric(intent),
            _legacy(intent),
            _sites(intent, kinds, boxes),
        )
    )


def _core(intent: Intent) -> Iterator[WantedLink]:
    seen: Counter[tuple[str, str]] = Counter()
    for link in intent.core.links:
        a, b = sorted((link.a, link.b))
        seen[a, b] += 1
        yield WantedLink(
            key=_key(a, b, seen[a, b]),
            kind="core",
            a=WantedEnd(host=a, use="network"),
            b=WantedEnd(host=b, use="network"),
            speed=link.speed,
            metric=link.metric,
        )


def _handoffs(intent: Intent) -> Iterator[WantedLink]:
    for datacenter in intent.datacenters:
        for spine in datacenter.spines:
            for router in datacenter.routers:
                yield WantedLink(
                    key=_key(router, spine.name),
                    kind="handoff",
                    a=WantedEnd(host=router, use="network"),
                    b=WantedEnd(host=spine.name, use="border"),
                    speed="100g",
                    services=datacenter.services,
                )


def _interconnects(intent: Intent, kinds: Mapping[str, tuple[str, ...]]) -> Iterator[WantedLink]:
    used = {service for site in intent.sites if site.legacy for service in kinds[site.kind]}
    services = tuple(service.name for service in intent.services if service.name in used)
    for item in intent.legacy.interconnects:
        yield WantedLink(
            key=_key(item.core, item.legacy),
            kind="interconnect",
            a=WantedEnd(host=item.core, use="network"),
            b=WantedEnd(host=item.legacy, use="network"),
            speed="10g",
            services=services,
        )


def _hubs(intent: Intent, boxes: Mapping[str, Hardware]) -> Iterator[WantedLink]:
    core = {router.name for router in intent.core.routers}
    for hub in intent.hubs:
        pair = hub_hostnames(hub.name)
        for upstream, host in zip(hub.uplinks, pair, strict=True):
            speed = boxes[host].choices("uplink")[0].speed
            yield WantedLink(
                key=_key(upstream, host),
                kind="hub-uplink",
                a=WantedEnd(host=upstream, use="network" if upstream in core else "edge"),
                b=WantedEnd(host=host, use="uplink", fixed=0),
                speed=speed,
                metric=_METRICS[speed],
            )
        speed = boxes[pair[0]].choices("peer")[0].speed
        yield WantedLink(
            key=_key(*pair),
            kind="hub-pair",
            a=WantedEnd(host=pair[0], use="peer", fixed=0),
            b=WantedEnd(host=pair[1], use="peer", fixed=0),
            speed=speed,
            metric=_METRICS[speed],
        )


def _fabric(intent: Intent) -> Iterator[WantedLink]:
    for datacenter in intent.datacenters:
        for leaf in datacenter.leaves:
            for spine in datacenter.spines:
                yield WantedLink(
                    key=_key(spine.name, leaf.name),
                    kind="fabric",
                    a=WantedEnd(host=spine.name, use="fabric"),
                    b=WantedEnd(host=leaf.name, use="fabric"),
                    speed="40g",
                )


def _legacy(intent: Intent) -> Iterator[WantedLink]:
    seen: Counter[tuple[str, str]] = Counter()
    for link in intent.legacy.links:
        a, b = sorted((link.a, link.b))
        seen[a, b] += 1
        yield WantedLink(
            key=_key(a, b, seen[a, b]),
            kind="legacy",
            a=WantedEnd(host=a, use="network"),
            b=WantedEnd(host=b, use="network"),
            speed=link.speed,
            metric=_METRICS[link.speed],
        )


def _sites(
    intent: Intent, kinds: Mapping[str, tuple[str, ...]], boxes: Mapping[str, Hardware]
) -> Iterator[WantedLink]:
    @cache
    def speed(hub: str) -> str:
        return boxes[hub_hostnames(hub)[0]].choices("edge")[0].speed

    for site in intent.sites:
        services = kinds[site.kind]
        for path, router in enumerate(hub_hostnames(site.hub)[: site.paths]):
            host = site_hostname(site.name)
            yield WantedLink(
                key=_key(router, host),
                kind="site",
                a=WantedEnd(host=router, use="edge"),
                b=WantedEnd(host=host, use="uplink", fixed=path),
                speed=speed(site.hub),
                services=services,
            )
        if site.legacy:
            yield _legacy_site(site, services)


def _legacy_site(site: Site, services: tuple[str, ...]) -> WantedLink:
    host = site_hostname(site.name)
    return WantedLink(
        key=_key(site.legacy, host),
        kind="legacy-site",
        a=WantedEnd(host=site.legacy, use="edge"),
        b=WantedEnd(host=host, use="legacy", fixed=0),
        speed="1g",
        services=services,
        circuit=f"{site.legacy_mbps} Mbps",
    )


def _key(a: str, b: str, count: int = 1) -> str:
    return f"{a}/{b}" if count == 1 else f"{a}/{b}/{count}"
