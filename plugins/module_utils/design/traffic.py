"""Shortest paths over the core and the load that a traffic matrix puts on its links, with anything lost.

Every demand follows the IS-IS metrics and is shared equally over equal paths (ECMP), as flows are in the mean. Loads
are counted per direction; what enters is taken as the busier direction of full-duplex links.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..junos.hardware import gbps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .topology import Link
    from .wanted import LinkKind

_KINDS: tuple[LinkKind, ...] = ("core", "hub-uplink", "hub-pair")

Arc = tuple[str, str]
"""Key of a link, and the host that sends into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Routers and their IS-IS links.

    Attributes:
        arcs: For each router: neighbour, metric, key of the link.
    """

    arcs: Mapping[str, tuple[tuple[str, int, str], ...]]

    def without(self, lost: frozenset[str]) -> Graph:
        """What is left when routers (by name) and links (by key) are gone."""
        return Graph(
            arcs={
                host: tuple(arc for arc in arcs if arc[0] not in lost and arc[2] not in lost)
                for host, arcs in self.arcs.items()
                if host not in lost
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Traffic from routers to the nearest of some others, in Gbps.

    Attributes:
        sources: What enters at each router.
        sinks: Routers where it leaves, whichever is nearer.
    """

    sources: Mapping[str, float]
    sinks: tuple[str, ...]


@dataclass(slots=True)
class Loads:
    """What a matrix puts where, in Gbps.

    Attributes:
        arcs: Per link and direction.
        sinks: What leaves at each router.
        stranded: What finds no way.
    """

    arcs: dict[Arc, float] = field(default_factory=lambda: defaultdict(float))
    sinks: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    stranded: float = 0.0

    def busiest(self, link: Link) -> float:
        """The busier direction of a link."""
        return max(self.arcs.get((link.key, host), 0.0) for host in (link.a.host, link.b.host))


def graph_of(links: Iterable[Link]) -> Graph:
    """The routers of the core and the hubs."""
    arcs: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for link in links:
        if link.kind in _KINDS and link.metric is not None:
            arcs[link.a.host].append((link.b.host, link.metric, link.key))
            arcs[link.b.host].append((link.a.host, link.metric, link.key))
    return Graph(arcs={host: tuple(found) for host, found in arcs.items()})


def place(graph: Graph, demands: Iterable[Demand]) -> Loads:
    """The loads of all demands together."""
    loads = Loads()
    for demand in demands:
        distances = _distances(graph, demand.sinks)
        waiting = {host: amount for host, amount in demand.sources.items() if amount}
        loads.stranded += sum(amount for host, amount in waiting.items() if host not in distances)
        _flow(graph, distances, waiting, loads)
    return loads


def _distances(graph: Graph, sinks: Iterable[str]) -> dict[str, int]:
    """Metric from every router to the nearest sink (Dijkstra): the same in both directions, as metrics are."""
    found: dict[str, int] = {}
    queue = [(0, sink) for sink in sinks if sink in graph.arcs]
    heapq.heapify(queue)
    while queue:
        distance, host = heapq.heappop(queue)
        if host in found:
            continue
        found[host] = distance
        for other, metric, _ in graph.arcs[host]:
            if other not in found:
                heapq.heappush(queue, (distance + metric, other))
    return found


def _flow(graph: Graph, distances: Mapping[str, int], waiting: dict[str, float], loads: Loads) -> None:
    """From the farthest router inwards: by the time that a router sends, all that passes through it has arrived."""
    for host in sorted(distances, key=lambda name: (-distances[name], name)):
        amount = waiting.get(host, 0.0)
        if not amount:
            continue
        if distances[host] == 0:
            loads.sinks[host] += amount
            continue
        ways = [(other, key) for other, metric, key in graph.arcs[host]
                if distances.get(other, -1) + metric == distances[host]]
        for other, key in ways:
            loads.arcs[key, host] += amount / len(ways)
            waiting[other] = waiting.get(other, 0.0) + amount / len(ways)


def bottleneck(links: Mapping[str, Link], loads: Loads) -> int:
    """Speed of the slowest link that carries something, in Gbps; 0 when nothing is carried."""
    return min((gbps(links[key].speed) for (key, _), amount in loads.arcs.items() if amount), default=0)
