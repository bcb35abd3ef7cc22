"""Who reaches a service: the graph of routing instances that exchange routes.

Nodes are routing instances of devices; the main instance of a router is one, too. Transit nodes (VRFs and main
instances) are joined when routes pass between them both ways:

- an established eBGP session between them, when each side's export policy lets something out (a gateway's: its own
  IRB prefixes);
- an established iBGP session of family inet unicast between main instances (the legacy network);
- VRFs with a common route target, imported and exported by both, when both speak inet-vpn in one mesh of reflectors
  (or with each other) and labelled IS-IS paths join them; or both are EVPN type-5 contexts in one EVPN mesh.

Virtual routers are edges of the network and never transit. They attach to a transit node over an established eBGP
session whose export policy announces their IRB prefix; or by a static default route whose next hop is up and has a
static route back to that prefix.

Simpler than routing: no best path, no AS path, no preference. As long as the announcements follow reachability that
does not matter: a router without a path does not announce one, and its neighbours use the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import Address, to_number
from .components import Components
from .policy import exports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .bgp import Bgp, Session
    from .facts import DeviceFacts, InstanceFacts, PeerFacts, UnitFacts
    from .index import NetworkIndex
    from .isis import Isis
    from .links import Links

VrfNode = tuple[str, str]
"""Host and routing instance (empty: the main one)."""
_STUB = "virtual-router"
_VPN_FAMILIES = ("inet-vpn-unicast", "evpn-signaling")


class Reach:
    """The graph, kept current device by device."""

    def __init__(
        self, facts: Mapping[str, DeviceFacts], index: NetworkIndex, *, links: Links, isis: Isis, bgp: Bgp
    ) -> None:
        self._facts = facts
        self._index = index
        self._links = links
        self._isis = isis
        self._bgp = bgp
        self._edges: dict[str, tuple[tuple[VrfNode, VrfNode], ...]] = {}
        self._speakers: dict[str, tuple[tuple[str, str, str, bool], ...]] = {}
        self._contexts: dict[str, tuple[InstanceFacts, ...]] = {}
        self._attached: dict[VrfNode, tuple[VrfNode, ...]] = {}
        self._serving: set[VrfNode] = set()
        self._targets: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._stubs: dict[str, list[str]] = {}
        self._parts: Components[object] = Components([])
        self.transit_version = 0

    def refresh(self, hosts: set[str], near: set[str], *, igp_changed: bool) -> set[VrfNode]:
        """Recompute what depends on some devices.

        Args:
            hosts: Devices with a change of their own: configuration, faults, sessions.
            near: Devices with a cable to one of them; static routes depend on the far end.
            igp_changed: Whether IS-IS joins other devices than before.

        Returns:
            The virtual routers whose attachment may have changed.
        """
        transit_changed = igp_changed
        for host in hosts:
            transit_changed |= self._refresh_transit(host)
        if transit_changed:
            self._parts = self._join()
            self.transit_version += 1
        return set[VrfNode]().union(*(self._refresh_stubs(host) for host in hosts | near))

    def part(self, node: VrfNode) -> object:
        """Name of the part of the graph that a transit node is in."""
        return self._parts.root(node)

    def serves(self, node: VrfNode) -> bool:
        """Whether hosts stand behind a node: an IRB with an address is up there, or a main instance still routes."""
        host, name = node
        facts = self._facts[host]
        if not self._links.admin_up(host, "irb") or not self._links.status(host, "lo0").up:
            return False
        if not name:
            return any(not entry.passive and not entry.disabled for entry in facts.isis.values())
        return any(self._links.unit_up(host, unit) for unit in self._irbs(host, name))

    def goals(self, anchors: Iterable[VrfNode]) -> frozenset[object]:
        """Names of the parts of the graph in which one of the anchors serves."""
        return frozenset(self.part(anchor) for anchor in anchors if self.serves(anchor))

    def reaches(self, node: VrfNode, goals: frozenset[object]) -> bool:
        """Whether a node serves somebody and exchanges routes, over any path, with one of those parts."""
        serves = node in self._serving if node in self._attached else self.serves(node)
        return serves and any(self._parts.root(start) in goals for start in self.entries(node))

    def entries(self, node: VrfNode) -> tuple[VrfNode, ...]:
        """Transit nodes that a node's routes enter the network through; a transit node is its own."""
        return self._attached.get(node, (node,))

    def _is_stub(self, node: VrfNode) -> bool:
        known = self._facts[node[0]].instances.get(node[1])
        return known is not None and known.kind == _STUB

    def _irbs(self, host: str, instance: str) -> list[UnitFacts]:
        port, names = self._facts[host].ports.get("irb"), self._facts[host].instances.get(instance)
        if port is None or names is None:
            return []
        return [unit for unit in port.units if unit.name in names.units and unit.addresses]

    def _prefixes(self, host: str, instance: str) -> list[Address]:
        return [
            Address(address.text, address.network[0], address.length)
            for unit in self._irbs(host, instance)
            for address in unit.addresses
        ]

    def _refresh_stubs(self, host: str) -> set[VrfNode]:
        stubs = [item.name for item in self._facts[host].instances.values() if item.kind == _STUB]
        touched = {(host, name) for name in (*self._stubs.get(host, ()), *stubs)}
        for node in touched:
            self._attached.pop(node, None)
            self._serving.discard(node)
        self._stubs[host] = stubs
        if not stubs:
            return touched
        found: dict[str, list[VrfNode]] = {name: self._defaults(host, name) for name in stubs}
        for session in self._bgp.sessions(host):
            if session.up and session.statement.instance in found and self._announces(host, session):
                found[session.statement.instance].append((session.peer_host, session.peer_instance))
        self._attached.update({(host, name): tuple(nodes) for name, nodes in found.items()})
        self._serving.update(node for node in self._attached.keys() & touched if self.serves(node))
        return touched

    def _announces(self, host: str, session: Session) -> bool:
        """Whether both sides of an edge session let their routes out."""
        own, peer = session.statement, self._far(session)
        prefixes = self._prefixes(host, own.instance)
        policies = self._facts[host].policies
        return (
            bool(prefixes)
            and all(exports(policies, own.exports, prefix, "direct") for prefix in prefixes)
            and self._opens(session.peer_host, peer)
        )

    def _far(self, session: Session) -> PeerFacts:
        return self._index.device(session.peer_host).peers[(session.peer_instance, session.source)]

    def _opens(self, host: str, peer: PeerFacts) -> bool:
        """Whether an export chain lets anything out: a gateway's prefixes, or whatever its terms accept."""
        policies = self._facts[host].policies
        prefixes = self._prefixes(host, peer.instance)
        if prefixes and any(exports(policies, peer.exports, prefix, "direct") for prefix in prefixes):
            return True
        if prefixes or not peer.exports:
            return not prefixes
        terms = [term for name in peer.exports if name in policies for term in policies[name].terms]
        return not terms or any(term.action != "reject" for term in terms)

    def _defaults(self, host: str, instance: str) -> list[VrfNode]:
        """Routers that a static default route leads to and that have a static route back."""
        found = []
        prefixes = self._prefixes(host, instance)
        for route in self._facts[host].instances[instance].statics:
            for hop in route.next_hops if not route.prefix.length and not route.discard else ():
                found += [(peer, name) for peer, name in self._next_hop(host, instance, hop, prefixes)]
        return found

    def _next_hop(self, host: str, instance: str, hop: str, prefixes: list[Address]) -> list[VrfNode]:
        number = to_number(hop)
        local = self._index.device(host).connected(instance, number) if number is not None else None
        if local is None or not self._links.unit_up(host, local.unit) or not prefixes:
            return []
        return [
            (peer, owner.instance)
            for peer, unit in self._links.opposite_units(host, local.unit)
            for owner in self._index.device(peer).owned.get(hop, ())
            if owner.unit.name == unit.name
            and self._routes_back(peer, owner.instance, local.address.text, prefixes)
        ]

    def _routes_back(self, host: str, instance: str, hop: str, prefixes: list[Address]) -> bool:
        statics = self._facts[host].instances[instance].statics
        back = [route.prefix for route in statics if hop in route.next_hops]
        return all(
            any(route.length <= prefix.length and route.contains(prefix.number) for route in back)
            for prefix in prefixes
        )

    def _refresh_transit(self, host: str) -> bool:
        edges, speakers = [], []
        for session in self._bgp.sessions(host):
            if not session.up:
                continue
            near = (host, session.statement.instance)
            far = (session.peer_host, session.peer_instance)
            if not session.families.isdisjoint(_VPN_FAMILIES):
                reflected = session.statement.reflector or self._far(session).reflector
                speakers += [(family, host, far[0], reflected) for family in sorted(session.families)]
            inside = "inet-unicast" in session.families and not self._is_stub(near) and not self._is_stub(far)
            if inside and self._opens(host, session.statement):
                edges.append((near, far))
        contexts = tuple(item for item in self._facts[host].instances.values() if item.kind == "vrf")
        new = tuple(edges), tuple(speakers), contexts
        old = self._edges.get(host), self._speakers.get(host), self._contexts.get(host)
        self._edges[host], self._speakers[host], self._contexts[host] = new
        if contexts != old[2]:
            for family in _VPN_FAMILIES:
                self._targets[(host, family)] = _targets(contexts, family)
        return new != old

    def _join(self) -> Components[object]:
        parts: Components[object] = Components([])
        opened = {edge for edges in self._edges.values() for edge in edges}
        for near, far in opened:
            if near < far and (far, near) in opened:
                parts.join(near, far)
        for family in _VPN_FAMILIES:
            self._join_mesh(parts, family)
        return parts

    def _join_mesh(self, parts: Components[object], family: str) -> None:
        """Join the VRFs that one mesh of VPN speakers connects."""
        sessions = [item for items in self._speakers.values() for item in items if item[0] == family]
        mesh = Components((one, other) for _, one, other, reflected in sessions if reflected)
        speaking = {host for _, one, other, _ in sessions for host in (one, other)}
        for host in speaking:
            place = mesh.root(host), self._domain(host, family)
            for context, target in self._targets[(host, family)]:
                parts.join((host, context), (family, target, *place))
        for _, one, other, reflected in sessions:
            if not reflected and self._domain(one, family) == self._domain(other, family):
                theirs = {target: context for context, target in self._targets[(other, family)]}
                for context, target in self._targets[(one, family)]:
                    if target in theirs:
                        parts.join((one, context), (other, theirs[target]))

    def _domain(self, host: str, family: str) -> str:
        return self._isis.label_domain(host) if family == "inet-vpn-unicast" else ""


def _targets(contexts: tuple[InstanceFacts, ...], family: str) -> list[tuple[str, str]]:
    """VRFs of a device that take part in a family, with the targets that they both import and export."""
    return [
        (item.name, target)
        for item in contexts
        if family == "inet-vpn-unicast" or item.vni is not None
        for target in sorted(item.import_targets & item.export_targets)
    ]
