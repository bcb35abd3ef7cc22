"""How a route spreads over the routers: from session to session, through their policies.

A route that a transit node has goes on

- over every established eBGP session, when the export chain of this side and the import chain of the other accept it
  and the AS of the other side is not in its path yet;
- over every established iBGP session of family inet unicast in the main instance, unless it came in over iBGP (a
  reflector passes it on all the same);
- from a VRF to every VRF with the same route target in its VPN mesh: PEs that a mesh of reflectors joins and that
  labelled IS-IS paths join, or EVPN type-5 contexts that an EVPN mesh joins (through their export chain); not when it
  came in that way.

The shortest way wins, as far as that matters. Attributes other than the AS path are not followed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .policy import accepts, exports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .addresses import Address
    from .facts import DeviceFacts, PeerFacts
    from .policy import RouteFilter

VrfNode = tuple[str, str]
"""Host and routing instance (empty: the main one)."""
Mesh = tuple[str, ...]
"""A VPN mesh: family, route target, names of the mesh of speakers and of the domain of labelled paths."""
Place = VrfNode | Mesh
"""Where a route can be."""

_PROTOCOLS = {"direct": "direct", "static": "static", "ebgp": "bgp", "ibgp": "bgp", "vpn": "bgp"}


@dataclass(frozen=True, slots=True)
class Edge:
    """An established session from one transit node to another."""

    near: VrfNode
    far: VrfNode
    local: PeerFacts
    remote: PeerFacts


@dataclass(frozen=True, slots=True)
class _Arrival:
    node: VrfNode
    learned: str
    path: tuple[int, ...]


class Signatures:
    """What a set of filters says of a route, as one number; routes with equal ones spread alike."""

    _LIMIT = 64

    def __init__(self) -> None:
        self._known: dict[tuple[RouteFilter, ...], dict[tuple[int, int], int]] = {}

    def of(self, filters: tuple[RouteFilter, ...]) -> Callable[[Address], int]:
        """The function from a route to its signature."""
        if len(self._known) > self._LIMIT:
            self._known.clear()
        known = self._known.setdefault(filters, {})

        def signature(route: Address) -> int:
            key = route.number, route.length
            found = known.get(key)
            if found is None:
                bits = (route.length == route.bits, *(entry.matches(route) for entry in filters))
                found = known[key] = sum(1 << place for place, bit in enumerate(bits) if bit)
            return found

        return signature


class Routes:
    """The routers as they are joined at one moment.

    Args:
        facts: For the policies.
        edges: Sessions between transit nodes.
        meshes: The meshes that each VRF takes part in.
        signatures: Shared by successive ones, because filters rarely change.
    """

    def __init__(
        self,
        facts: Mapping[str, DeviceFacts],
        edges: Iterable[Edge],
        meshes: Mapping[VrfNode, tuple[Mesh, ...]],
        *,
        signatures: Signatures,
    ) -> None:
        self._facts = facts
        self._signatures = signatures
        self._edges: dict[VrfNode, list[Edge]] = {}
        self._meshes = meshes
        self._members: dict[Mesh, list[VrfNode]] = {}
        self._spread: dict[tuple[object, ...], frozenset[Place]] = {}
        for edge in edges:
            self._edges.setdefault(edge.near, []).append(edge)
        # A VRF without a session to another transit node passes nothing on: the mesh stands for it.
        for node, joined in meshes.items():
            for mesh in joined if node in self._edges else ():
                self._members.setdefault(mesh, []).append(node)
        self._sorter: dict[str, Callable[[Address], int]] = {}

    def holds(self, node: VrfNode, places: frozenset[Place]) -> bool:
        """Whether a route that spread to some places is in a node."""
        return node in places or any(mesh in places for mesh in self._meshes.get(node, ()))

    def mates(self, node: VrfNode) -> list[VrfNode]:
        """The other VRFs that share a mesh with one."""
        mine = set(self._meshes.get(node, ()))
        return [other for other, joined in self._meshes.items() if other != node and not mine.isdisjoint(joined)]

    def spread(self, route: Address, origin: VrfNode, learned: str, path: tuple[int, ...] = ()) -> frozenset[Place]:
        """Where a route gets to.

        Args:
            route: The prefix.
            origin: The node that has it first.
            learned: How: ``direct``, ``static`` or ``ebgp``.
            path: AS path that it has there.
        """
        joined = self._meshes.get(origin, ())
        alone = origin not in self._edges and learned == "ebgp"
        # All VRFs that only a mesh leads on from are alike, and so are all routes that every filter treats alike.
        start: object = joined if alone else (origin, path)
        key = (start, learned, self._signature(route, origin[1]))
        found = self._spread.get(key)
        if found is None:
            found = self._spread[key] = self._walk(route, _Arrival(origin, learned, path))
        return found | {origin} if alone else found

    def _walk(self, route: Address, first: _Arrival) -> frozenset[Place]:
        best: dict[VrfNode, str] = {first.node: first.learned}
        meshes: set[Mesh] = set()
        waiting = deque([first])
        while waiting:
            here = waiting.popleft()
            for there in (*self._over_sessions(route, here), *self._over_meshes(route, here, meshes)):
                known = best.get(there.node)
                if known is None or (known in {"ibgp", "vpn"} and there.learned == "ebgp"):
                    best[there.node] = there.learned
                    waiting.append(there)
        return frozenset(best) | frozenset(meshes)

    def _over_sessions(self, route: Address, here: _Arrival) -> Iterable[_Arrival]:
        protocol = _PROTOCOLS[here.learned]
        for edge in self._edges.get(here.node, ()):
            internal = edge.local.internal
            reflected = edge.local.reflector or edge.remote.reflector
            if internal and here.learned == "ibgp" and not reflected:
                continue
            path = here.path if internal else (*here.path, edge.local.local_as or 0)
            if not internal and edge.remote.local_as in path:
                continue
            if exports(self._facts[here.node[0]].policies, edge.local.exports, route, protocol) and accepts(
                self._facts[edge.far[0]].policies, edge.remote.imports, route
            ):
                yield _Arrival(edge.far, "ibgp" if internal else "ebgp", path)

    def _over_meshes(self, route: Address, here: _Arrival, seen: set[Mesh]) -> Iterable[_Arrival]:
        if here.learned == "vpn":
            return
        for mesh in self._meshes.get(here.node, ()):
            if mesh not in seen and self._enters(route, here, mesh):
                seen.add(mesh)
                for member in self._members.get(mesh, ()):
                    yield _Arrival(member, "vpn", here.path)

    def _enters(self, route: Address, here: _Arrival, mesh: Mesh) -> bool:
        facts = self._facts[here.node[0]]
        chain = facts.instances[here.node[1]].type5_exports if mesh[0] == "evpn-signaling" else ()
        return not chain or exports(facts.policies, chain, route, _PROTOCOLS[here.learned])

    def _signature(self, route: Address, instance: str) -> int:
        sorter = self._sorter.get(instance)
        if sorter is None:
            sorter = self._sorter[instance] = self._signatures.of(self._filters_of(instance))
        return sorter(route)

    def _filters_of(self, instance: str) -> tuple[RouteFilter, ...]:
        found: dict[RouteFilter, None] = {}
        for edges in self._edges.values():
            for edge in edges:
                for node, names in ((edge.near, edge.local.exports), (edge.far, edge.remote.imports)):
                    if instance and node[1] not in {instance, ""}:
                        continue
                    for name in names:
                        statement = self._facts[node[0]].policies.get(name)
                        for term in statement.terms if statement else ():
                            found.update(dict.fromkeys(term.filters))
        return tuple(found)
