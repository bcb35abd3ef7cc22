"""What the loss of any one link or box cuts off, and whether the intent says that it may.

The finished network is a graph. A device or link whose loss separates something is a cut vertex or a bridge of it, so
one depth-first search finds them all (Tarjan, "Depth-first search and linear graph algorithms", 1972): linear in the
number of links, whatever the number of failures.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from ..intent.devices import site_hostname
from ..intent.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..intent.models import DataCenter, Intent
    from .topology import Link
    from .wanted import LinkKind

_ANY = "any data center"
_NEW: tuple[LinkKind, ...] = ("core", "hub-uplink", "hub-pair", "site", "fabric", "handoff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A single loss, and what it separates from the data centers.

    Attributes:
        lost: A device, or both ends of a link joined by a slash; empty for what nothing leads to.
        separated: Sites, data centers and servers that have no way left, sorted.
        admitted: Why the intent admits it; empty when it does not.
    """

    lost: str
    separated: tuple[str, ...]
    admitted: str = ""


def cuts(intent: Intent, links: Iterable[Link]) -> tuple[Cut, ...]:
    """Every single loss that separates a site or server from all data centers, or a data center from the others."""
    graph = _graph(intent, links)
    return (*_from_everywhere(intent, graph), *_between_centers(intent, graph))


def check_reachability(intent: Intent, links: Iterable[Link]) -> Iterator[Problem]:
    """A problem for every single loss that cuts off what the intent wants to survive it."""
    for cut in cuts(intent, links):
        if not cut.admitted:
            host, _, other = cut.lost.partition("/")
            apart = listed(cut.separated)
            found = f"its loss alone cuts off {apart}" if cut.lost else f"no link leads to {apart}"
            yield Problem(
                source=Source(f"models/{host}.yml" if host else "intent"),
                subject=f"{host} link to {other}" if other else host or "network",
                found=found,
                expected="a second way for everything that the intent does not give one way only (paths: 1)",
                remedy="add a link that does not share it",
            )


def _graph(intent: Intent, links: Iterable[Link]) -> dict[str, list[str]]:
    """Neighbours; a data center is joined to its spines, a server to its leaves."""
    graph: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind in _NEW:
            _join(graph, link.a.host, link.b.host)
    for datacenter in intent.datacenters:
        for spine in datacenter.spines:
            _join(graph, _center(datacenter), spine.name)
        for server in datacenter.servers:
            for leaf in server.leaves:
                _join(graph, f"server {server.name}", leaf)
    return dict(graph)


def _join(graph: dict[str, list[str]], a: str, b: str) -> None:
    graph[a].append(b)
    graph[b].append(a)


def _center(datacenter: DataCenter) -> str:
    return f"data center {datacenter.name}"


def _from_everywhere(intent: Intent, graph: Mapping[str, list[str]]) -> Iterator[Cut]:
    """What separates sites and servers from every data center."""
    reasons = {site_hostname(site.name): "" if site.paths > 1 else "paths: 1" for site in intent.sites}
    for datacenter in intent.datacenters:
        for server in datacenter.servers:
            reasons[f"server {server.name}"] = "" if len(server.leaves) > 1 else "one leaf"
    joined = dict(graph)
    joined[_ANY] = [_center(datacenter) for datacenter in intent.datacenters]
    for datacenter in intent.datacenters:
        joined[_center(datacenter)] = [*joined[_center(datacenter)], _ANY]
    for lost, below in _separations(joined, _ANY):
        if lost.startswith("data center"):
            continue
        by_reason: dict[str, list[str]] = defaultdict(list)
        for name in below:
            if name in reasons and name != lost:
                by_reason[reasons[name]].append(name)
        for reason, names in sorted(by_reason.items()):
            yield Cut(lost=lost, separated=tuple(sorted(names)), admitted=reason)


def _between_centers(intent: Intent, graph: Mapping[str, list[str]]) -> Iterator[Cut]:
    """What separates a data center from the others, with a reason where it has one router only and this is it."""
    for datacenter in intent.datacenters:
        others = {_center(other) for other in intent.datacenters if other is not datacenter}
        for lost, below in _separations(graph, _center(datacenter)):
            if not lost and datacenter is intent.datacenters[0]:
                yield Cut(lost="", separated=tuple(sorted(others.intersection(below))))
            elif lost and others.intersection(below):
                alone = len(datacenter.routers) == 1 and lost in datacenter.routers
                others_alone = all(
                    len(other.routers) == 1 and lost in other.routers
                    for other in intent.datacenters
                    if _center(other) in below
                )
                if alone or not others_alone:
                    yield Cut(lost=lost, separated=(_center(datacenter),), admitted="one router" if alone else "")


def _separations(graph: Mapping[str, list[str]], root: str) -> Iterator[tuple[str, list[str]]]:
    """Every cut vertex and bridge with the vertices that it separates from the root, without recursion."""
    order = {root: 0}
    low = {root: 0}
    visited = [root]
    stack: list[tuple[str, str, Iterator[str]]] = [(root, "", iter(graph[root]))]
    while stack:
        here, parent, rest = stack[-1]
        for there in rest:
            if there not in order:
                order[there] = low[there] = len(visited)
                visited.append(there)
                stack.append((there, here, iter(graph[there])))
                break
            if there != parent or graph[here].count(parent) > 1:
                low[here] = min(low[here], order[there])
        else:
            stack.pop()
            if not parent:
                continue
            low[parent] = min(low[parent], low[here])
            # What was visited since ``here`` are its descendants, all of them and nothing else.
            if parent != root and low[here] > order[parent]:
                yield f"{parent}/{here}", visited[order[here] :]
            if parent != root and low[here] >= order[parent]:
                yield parent, visited[order[here] :]
    lonely = [name for name in graph if name not in order]
    if lonely:
        yield "", lonely
