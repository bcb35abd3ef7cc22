"""What the new network carries against the old one: computed from the intent and the design, in nothing but numbers.

The metric comes before the claim: installed speed of the same thing before and after, and the load of the busiest hour
on every core link after any single failure. What people do in that hour is no fact, so it is data: ``CapacityPlan``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..intent.devices import hub_hostnames, site_hostname
from ..junos.hardware import gbps
from .traffic import Demand, bottleneck, graph_of, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..intent.models import CapacityPlan, DataCenter, Intent, LegacyLink, Site
    from .topology import Link
    from .traffic import Graph, Loads

NOTHING = "nothing lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCapacity:
    """A site's access, in Mbps; ``path_mbps`` is one uplink alone: what is left when the other is gone."""

    site: str
    county: str
    region: str
    paths: int
    before_mbps: int
    path_mbps: int
    after_mbps: int
    busy_mbps: float

    @property
    def factor(self) -> float:
        """One path over the old uplink; 0 for a site that had none."""
        return self.path_mbps / self.before_mbps if self.before_mbps else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCapacity:
    """A region: access of its sites, and what leads out of it."""

    region: str
    sites: int
    before_mbps: int
    after_mbps: int
    uplinks_before_gbps: int
    uplinks_after_gbps: int
    busy_gbps: float
    busiest_uplink_percent: float
    busiest_uplink: str

    @property
    def factor(self) -> float:
        """Speed that leads out of the region, over that of before; 0 where nothing did."""
        return self.uplinks_after_gbps / self.uplinks_before_gbps if self.uplinks_before_gbps else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreLinkCapacity:
    """A core link: speeds in Gbps, load of its busier direction in per cent.

    Attributes:
        cities_before_gbps: Old links between the same two cities; ``cities_after_gbps`` is all new ones.
        worst_loss: The router or link whose loss makes it carry most.
        center_lost_percent: Its load when a whole data center is gone, the worse of them.
    """

    link: str
    cities_before_gbps: int
    cities_after_gbps: int
    after_gbps: int
    steady_percent: float
    worst_percent: float
    worst_loss: str
    center_lost_percent: float

    @property
    def factor(self) -> float:
        """Between the two cities, after over before; 0 where there was nothing."""
        return self.cities_after_gbps / self.cities_before_gbps if self.cities_before_gbps else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterCapacity:
    """A data center's hand-off to the core, in Gbps; ``reduced`` is after the loss of a router or a spine."""

    datacenter: str
    before_gbps: int
    after_gbps: int
    reduced_gbps: int
    steady_gbps: float
    alone_gbps: float
    alone_percent: float
    alone_reduced_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteWork:
    """Everybody at home in one way of working, on one surviving data center together with all sites, in Gbps."""

    mode: str
    title: str
    people: int
    offered_gbps: float
    datacenter: str
    handoff_percent: float
    reduced_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """How long the first copy takes."""

    at: str
    gbps: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The whole table.

    Attributes:
        core_before_gbps: Sum of the old links between old core routers; ``core_after_gbps`` of the new core links.
        scenarios: Single losses that were computed.
        stranded_gbps: The most that finds no way to where it wants after one of them, and which that is.
    """

    plan: CapacityPlan
    sites: tuple[SiteCapacity, ...]
    regions: tuple[RegionCapacity, ...]
    core_links: tuple[CoreLinkCapacity, ...]
    centers: tuple[CenterCapacity, ...]
    remote: tuple[RemoteWork, ...]
    replication: tuple[Replication, ...]
    core_before_gbps: int
    core_after_gbps: int
    scenarios: int
    stranded_gbps: float
    stranded_loss: str

    @property
    def worst_percent(self) -> float:
        """The busiest core link after any single failure."""
        return max((link.worst_percent for link in self.core_links), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What all tables are made from."""

    intent: Intent
    links: Mapping[str, Link]
    of_kind: Mapping[str, tuple[Link, ...]]
    graph: Graph
    sites: tuple[SiteCapacity, ...]
    line_gbps: int
    """Slowest link of the way between the first two data centers."""

    @property
    def guaranteed_gbps(self) -> float:
        """What replication always gets on that way."""
        stated, promised = self.intent.capacity.replication_gbps, self.intent.replication
        if stated is not None:
            return float(stated)
        return self.line_gbps * promised.guaranteed_percent / 100 if promised else 0.0


def capacity(intent: Intent, links: Iterable[Link]) -> Capacity:
    """The capacity of a designed network; pure and deterministic."""
    of_kind: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_kind[link.kind].append(link)
    every = {link.key: link for found in of_kind.values() for link in found}
    graph = graph_of(every.values())
    scene = _Scene(
        intent=intent,
        links=every,
        of_kind={kind: tuple(found) for kind, found in of_kind.items()},
        graph=graph,
        line_gbps=_line(intent, graph, every),
        sites=tuple(_sites(intent, of_kind.get("site", ()))),
    )
    losses = [NOTHING, *(link.key for link in of_kind["core"]), *(router.name for router in intent.core.routers)]
    loads = {loss: _loads(scene, lost=frozenset({loss})) for loss in losses}
    apart = {center.name: _loads(scene, gone=center.name) for center in intent.datacenters}
    centers = tuple(_center(scene, center, loads[NOTHING]) for center in intent.datacenters)
    stranding = max(loads, key=lambda loss: (round(loads[loss].stranded, 6), loss == NOTHING))
    return Capacity(
        plan=intent.capacity,
        sites=scene.sites,
        regions=tuple(_regions(scene, loads[NOTHING])),
        core_links=tuple(_core_link(scene, link, loads, apart) for link in of_kind["core"]),
        centers=centers,
        remote=tuple(_remote(scene, centers)),
        replication=tuple(_replication(scene)),
        core_before_gbps=sum(gbps(link.speed) for link in _old_core(intent)),
        core_after_gbps=sum(gbps(link.speed) for link in of_kind["core"]),
        scenarios=len(losses) - 1,
        stranded_gbps=loads[stranding].stranded,
        stranded_loss=stranding,
    )


def _sites(intent: Intent, links: Iterable[Link]) -> Iterator[SiteCapacity]:
    speeds: dict[str, list[int]] = defaultdict(list)
    for link in links:
        speeds[link.b.host].append(1000 * gbps(link.speed))
    regions = {county.name: county.region for county in intent.counties}
    for site in intent.sites:
        found = [min(speed, site.access_mbps or speed) for speed in speeds[site_hostname(site.name)]]
        path = min(found)
        yield SiteCapacity(
            site=site.name,
            county=site.county,
            region=regions[site.county],
            paths=len(found),
            before_mbps=_before(site),
            path_mbps=path,
            after_mbps=sum(found),
            busy_mbps=_promised(intent.capacity, site, path) * intent.capacity.busy_hour_percent / 100,
        )


def _line(intent: Intent, graph: Graph, links: Mapping[str, Link]) -> int:
    if len(intent.datacenters) < 2:
        return 0
    first, second = intent.datacenters[:2]
    demand = Demand(sources={first.routers[0]: 1.0}, sinks=second.routers)
    return bottleneck(links, place(graph, [demand]))


def _before(site: Site) -> int:
    return site.legacy_mbps if site.legacy else 0


def _promised(plan: CapacityPlan, site: Site, path: int) -> int:
    """What a site may take: the promised factor over what it had, as far as one path carries it."""
    return min(plan.promise * (_before(site) or plan.new_site_mbps), path)


def _loads(scene: _Scene, *, lost: frozenset[str] = frozenset(), gone: str = "") -> Loads:
    """The busy hour with a router or a link lost, or a whole data center gone."""
    intent = scene.intent
    graph = scene.graph.without(lost)
    centers = [center for center in intent.datacenters if center.name != gone]
    routers = {center.name: tuple(name for name in center.routers if name in graph.arcs) for center in centers}
    demands = []
    entering = _entering(scene, graph)
    for center in centers:
        sources = {host: amount / len(centers) for host, amount in entering.items()}
        for other in centers:
            if other is not center and routers[other.name]:
                between = _remote_crossing(intent, len(centers)) + scene.guaranteed_gbps
                for router in routers[other.name]:
                    sources[router] = sources.get(router, 0.0) + between / len(routers[other.name])
        demands.append(Demand(sources=sources, sinks=routers[center.name]))
    return place(graph, demands)


def _entering(scene: _Scene, graph: Graph) -> dict[str, float]:
    """What sites send in at each router that they still reach, in Gbps."""
    busy = {site_hostname(site.site): site.busy_mbps / 1000 for site in scene.sites}
    homes: dict[str, list[str]] = defaultdict(list)
    for link in scene.of_kind.get("site", ()):
        if link.a.host in graph.arcs:
            homes[link.b.host].append(link.a.host)
    found: dict[str, float] = defaultdict(float)
    for host, routers in homes.items():
        for router in routers:
            found[router] += busy[host] / len(routers)
    return found


def _remote_gbps(plan: CapacityPlan, kbps: int) -> float:
    people = plan.remote_workers * plan.remote_concurrency_percent / 100
    return people * kbps * (100 + plan.tunnel_overhead_percent) / 100 / 1e6


def _remote_crossing(intent: Intent, centers: int) -> float:
    """What people at home take from one data center to each other one, in the greediest mode, in Gbps."""
    plan = intent.capacity
    if centers < 2:
        return 0.0
    most = max(_remote_gbps(plan, mode.kbps) for mode in plan.remote_modes)
    return most / centers * plan.remote_crossing_percent / 100 / (centers - 1)


def _core_link(
    scene: _Scene, link: Link, loads: Mapping[str, Loads], apart: Mapping[str, Loads]
) -> CoreLinkCapacity:
    speed = gbps(link.speed)
    percents = {loss: 100 * found.busiest(link) / speed for loss, found in loads.items() if loss != link.key}
    worst = max(percents, key=lambda loss: (round(percents[loss], 6), loss == NOTHING))
    cities = {router.name: router.city for router in scene.intent.core.routers}
    return CoreLinkCapacity(
        link=link.key,
        cities_before_gbps=_old_between(scene.intent, cities[link.a.host], cities[link.b.host]),
        cities_after_gbps=sum(
            gbps(other.speed)
            for other in scene.of_kind["core"]
            if {cities[other.a.host], cities[other.b.host]} == {cities[link.a.host], cities[link.b.host]}
        ),
        after_gbps=speed,
        steady_percent=percents[NOTHING],
        worst_percent=percents[worst],
        worst_loss=worst,
        center_lost_percent=max((100 * found.busiest(link) / speed for found in apart.values()), default=0.0),
    )


def _old_core(intent: Intent) -> list[LegacyLink]:
    core = {router.name for router in intent.legacy.routers if router.core}
    return [link for link in intent.legacy.links if {link.a, link.b} <= core]


def _old_between(intent: Intent, city: str, other: str) -> int:
    """Speed of the old links between two cities; 0 where there was none, and within a city."""
    cities = {router.name: router.city for router in intent.legacy.routers}
    if city == other:
        return 0
    return sum(gbps(link.speed) for link in intent.legacy.links if {cities[link.a], cities[link.b]} == {city, other})


def _regions(scene: _Scene, steady: Loads) -> Iterator[RegionCapacity]:
    intent = scene.intent
    regions = {county.name: county.region for county in intent.counties}
    homes = {host: regions[hub.county] for hub in intent.hubs for host in hub_hostnames(hub.name)}
    outward = [link for link in scene.of_kind.get("hub-uplink", ()) if link.a.host not in homes]
    old = {router.name: router.region for router in intent.legacy.routers}
    for region in intent.regions:
        members = [site for site in scene.sites if site.region == region.name]
        mine = [link for link in outward if homes[link.b.host] == region.name]
        before = [link for link in intent.legacy.links if region.name in (old[link.a], old[link.b])
                  and old[link.a] != old[link.b]]
        usage = {link.key: 100 * steady.busiest(link) / gbps(link.speed) for link in mine}
        busiest = max(usage, key=lambda key: (round(usage[key], 6), key), default="")
        yield RegionCapacity(
            region=region.name,
            sites=len(members),
            before_mbps=sum(site.before_mbps for site in members),
            after_mbps=sum(site.path_mbps for site in members),
            uplinks_before_gbps=sum(gbps(link.speed) for link in before),
            uplinks_after_gbps=sum(gbps(link.speed) for link in mine),
            busy_gbps=sum(site.busy_mbps for site in members) / 1000,
            busiest_uplink_percent=usage.get(busiest, 0.0),
            busiest_uplink=busiest,
        )


def _center(scene: _Scene, center: DataCenter, steady: Loads) -> CenterCapacity:
    handoffs = [link for link in scene.of_kind.get("handoff", ()) if link.a.host in center.routers
                and link.b.host in {spine.name for spine in center.spines}]
    speeds: dict[str, int] = defaultdict(int)
    for link in handoffs:
        speeds[link.a.host] += gbps(link.speed)
        speeds[link.b.host] += gbps(link.speed)
    total = sum(gbps(link.speed) for link in handoffs)
    # A single router is a single point of failure: then the loss of a spine is what can be survived.
    candidates = [name for name in speeds if speeds[name] < total]
    reduced = total - max((speeds[name] for name in candidates), default=0)
    alone = sum(site.busy_mbps for site in scene.sites) / 1000 + _greediest(scene.intent.capacity)
    plan = scene.intent.capacity
    return CenterCapacity(
        datacenter=center.name,
        before_gbps=0 if center.greenfield else plan.legacy_dc_gbps,
        after_gbps=total,
        reduced_gbps=reduced,
        steady_gbps=sum(steady.sinks.get(name, 0.0) for name in center.routers),
        alone_gbps=alone,
        alone_percent=100 * alone / total if total else 0.0,
        alone_reduced_percent=100 * alone / reduced if reduced else 0.0,
    )


def _greediest(plan: CapacityPlan) -> float:
    return max(_remote_gbps(plan, mode.kbps) for mode in plan.remote_modes)


def _remote(scene: _Scene, centers: Iterable[CenterCapacity]) -> Iterator[RemoteWork]:
    """All of them come in over the hand-off here: as if their way in from the Internet were at the core routers."""
    plan = scene.intent.capacity
    sites = sum(site.busy_mbps for site in scene.sites) / 1000
    for mode in plan.remote_modes:
        offered = _remote_gbps(plan, mode.kbps)
        for center in centers:
            yield RemoteWork(
                mode=mode.name,
                title=mode.title,
                people=plan.remote_workers * plan.remote_concurrency_percent // 100,
                offered_gbps=offered,
                datacenter=center.datacenter,
                handoff_percent=100 * (sites + offered) / center.after_gbps if center.after_gbps else 0.0,
                reduced_percent=100 * (sites + offered) / center.reduced_gbps if center.reduced_gbps else 0.0,
            )


def _replication(scene: _Scene) -> Iterator[Replication]:
    """Hours at the old core's line rate, at the guarantee, and at the line rate of the way between data centers."""
    plan = scene.intent.capacity
    old = max((gbps(link.speed) for link in scene.intent.legacy.links), default=0)
    rates = (
        ("line rate of the old core", float(old)),
        ("guaranteed rate", scene.guaranteed_gbps),
        ("line rate between data centers", float(scene.line_gbps)),
    )
    for name, rate in rates:
        if rate:
            yield Replication(at=name, gbps=rate, hours=plan.replication_terabytes * 8000 / rate / 3600)
