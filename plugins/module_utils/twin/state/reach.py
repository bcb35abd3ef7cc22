"""Who reaches a service, and is reached by it, in one address family.

Transit nodes (VRFs, and the main instances of the legacy routers) pass routes on: see ``Routes``. Virtual routers are
the edges of the network and never transit. One of them has an attachment

- over an established eBGP session, which takes in routes that the router's export chain and its own import chain
  accept, and announces its IRB prefixes through its own export chain and the router's import chain;
- by a static default route whose next hop is across a cable that is up, back from which a static route leads.

A service works when, for one of its anchors, an attachment takes in a route that the anchor announces (its IRB
prefixes, or a default route), and the anchor gets a route to the IRB prefixes that an attachment announces.

Simpler than a router: no best path among several, no preference. As long as announcements follow reachability that
does not matter: a router without a path announces none, and its neighbours use the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .addresses import Address, to_number
from .families import INET
from .policy import accepts, exports
from .routes import Edge, Place, Routes, Signatures, VrfNode
from .vpn_meshes import EVPN, meshes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .bgp import Bgp, Session
    from .facts import DeviceFacts, PeerFacts, UnitFacts
    from .families import Family
    from .index import NetworkIndex
    from .isis import Isis
    from .links import Links
    from .vpn_meshes import Speaker

_STUB = "virtual-router"


@dataclass(frozen=True, slots=True)
class Goal:
    """A route that leads to an anchor, and where it gets to."""

    anchor: VrfNode
    route: Address
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class _Attachment:
    """A way between a virtual router and a transit node.

    Attributes:
        node: The transit node.
        own: This side's neighbor statement; None for a static route.
        far: The other side's.
        back: Prefixes that the transit node has through it, as it has them; empty when one is missing.
        taken: Routes that were looked at already, and whether they are taken in.
    """

    node: VrfNode
    own: PeerFacts | None
    far: PeerFacts | None
    back: tuple[Address, ...]
    taken: dict[tuple[int, int], bool] = field(default_factory=dict, compare=False)


class Reach:
    """The graph of one family, kept current device by device."""

    def __init__(
        self,
        facts: Mapping[str, DeviceFacts],
        index: NetworkIndex,
        *,
        links: Links,
        isis: Isis,
        bgp: Bgp,
        family: Family = INET,
    ) -> None:
        self._family = family
        self._vpn_families = (family.vpn, EVPN)
        self._facts = facts
        self._index = index
        self._links = links
        self._isis = isis
        self._bgp = bgp
        self._transit: dict[str, tuple[object, ...]] = {}
        self._sessions: dict[str, list[tuple[VrfNode, VrfNode, PeerFacts, str]]] = {}
        self._speakers: dict[str, list[Speaker]] = {}
        self._attached: dict[VrfNode, tuple[_Attachment, ...]] = {}
        self._serving: set[VrfNode] = set()
        self._stubs: dict[str, list[str]] = {}
        self._signatures = Signatures()
        self._routes = Routes(facts, (), {}, signatures=self._signatures)
        self.transit_version = 0

    def refresh(self, hosts: set[str], near: set[str], *, igp_changed: bool) -> set[VrfNode]:
        """Recompute what depends on some devices.

        Args:
            hosts: Devices with a change of their own: configuration, faults, sessions.
            near: Devices with a cable to one of them; attachments depend on the far end.
            igp_changed: Whether IS-IS joins other devices than before.

        Returns:
            The virtual routers whose attachments may have changed.
        """
        changed = [self._refresh_transit(host) for host in hosts]
        if igp_changed or any(changed):
            sessions = (session for sessions in self._sessions.values() for session in sessions)
            edges = [Edge(near, far, local, self._statement(far, source)) for near, far, local, source in sessions]
            joined = meshes(self._facts, self._speakers.values(), self._isis, self._family)
            self._routes = Routes(self._facts, edges, joined, signatures=self._signatures)
            self.transit_version += 1
        return set[VrfNode]().union(*(self._refresh_stubs(host) for host in hosts | near))

    def serves(self, node: VrfNode) -> bool:
        """Whether hosts stand behind a node: an IRB with an address is up there, or a main instance still routes."""
        host, name = node
        facts = self._facts[host]
        if not self._links.status(host, "lo0").up:
            return False
        if not name:
            routes = any(not entry.passive and not entry.disabled for entry in facts.isis.values())
            return routes and any(self._family.addresses(unit) for unit in facts.units())
        return any(self._links.unit_up(host, unit) for unit in self._irbs(host, name))

    def configured(self, node: VrfNode) -> bool:
        """Whether a node has addresses for hosts at all; those of no device are for nobody."""
        return bool(self._irbs(*node))

    def serving(self, anchors: Iterable[VrfNode]) -> tuple[VrfNode, ...]:
        """Those anchors that offer their service."""
        return tuple(anchor for anchor in anchors if self.serves(anchor))

    def mesh_mates(self, node: VrfNode) -> list[VrfNode]:
        """The other VRFs in a mesh of this one."""
        return self._routes.mates(node)

    def goals(self, anchors: Iterable[VrfNode]) -> tuple[Goal, ...]:
        """The routes that lead to anchors: their IRB prefixes and the default routes that they originate."""
        found = []
        for node in anchors:
            known = self._facts[node[0]].instances.get(node[1])
            routes = [(prefix, "direct") for prefix in self._prefixes(*node)]
            statics = self._family.statics(known) if known else ()
            routes += [(route.prefix, "static") for route in statics if not route.prefix.length]
            found += [Goal(node, route, self._routes.spread(route, node, learned)) for route, learned in routes]
        return tuple(found)

    def reaches(self, node: VrfNode, goals: tuple[Goal, ...]) -> bool:
        """Whether the service of a virtual router works, with one of the anchors that the goals lead to."""
        if node not in self._serving:
            return False
        attachments = self._attached[node]
        dead: set[VrfNode] = set()
        for goal in goals:
            if goal.anchor in dead or not any(self._takes(node[0], item, goal) for item in attachments):
                continue
            if any(self._returns(item, goal.anchor) for item in attachments):
                return True
            dead.add(goal.anchor)
        return False

    def default_hops(self, node: VrfNode, anchors: Iterable[VrfNode]) -> list[str]:
        """Neighbors of a virtual router that send it a default route of an anchor, in configuration order."""
        found = self.goals(self.serving(anchors))
        goals = [goal for goal in found if not goal.route.length]
        return [
            item.own.address
            for item in self._attached.get(node, ())
            if item.own is not None and any(self._takes(node[0], item, goal) for goal in goals)
        ]

    def _takes(self, host: str, attachment: _Attachment, goal: Goal) -> bool:
        """Whether packets find their way from a virtual router through an attachment to an anchor."""
        if not self._routes.holds(attachment.node, goal.places):
            return False
        if attachment.own is None or attachment.far is None:
            return True
        key = goal.route.number, goal.route.length
        known = attachment.taken.get(key)
        if known is None:
            far = self._facts[attachment.node[0]].policies
            known = exports(far, attachment.far.exports, goal.route, "bgp")
            known = known and accepts(self._facts[host].policies, attachment.own.imports, goal.route)
            attachment.taken[key] = known
        return known

    def _returns(self, attachment: _Attachment, anchor: VrfNode) -> bool:
        """Whether packets find their way back from an anchor through an attachment."""
        learned = "static" if attachment.own is None else "ebgp"
        return bool(attachment.back) and all(
            self._routes.holds(anchor, self._routes.spread(prefix, attachment.node, learned))
            for prefix in attachment.back
        )

    def _is_stub(self, node: VrfNode) -> bool:
        known = self._facts[node[0]].instances.get(node[1])
        return known is not None and known.kind == _STUB

    def _irbs(self, host: str, instance: str) -> list[UnitFacts]:
        port, known = self._facts[host].ports.get("irb"), self._facts[host].instances.get(instance)
        if port is None or known is None:
            return []
        return [unit for unit in port.units if unit.name in known.units and self._family.addresses(unit)]

    def _prefixes(self, host: str, instance: str) -> list[Address]:
        return [
            Address(address.text, address.network[0], address.length)
            for unit in self._irbs(host, instance)
            for address in self._family.addresses(unit)
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
        prefixes = {name: self._prefixes(host, name) for name in stubs}
        found = {name: self._over_statics(host, name, prefixes[name]) for name in stubs}
        for session in self._bgp.sessions(host):
            name = session.statement.instance
            if session.up and name in found and self._family.unicast in session.families:
                found[name].append(self._over_session(host, session, prefixes[name]))
        for name, attachments in found.items():
            self._attached[(host, name)] = tuple(attachments)
            if self.serves((host, name)):
                self._serving.add((host, name))
        return touched

    def _over_session(self, host: str, session: Session, prefixes: list[Address]) -> _Attachment:
        node = session.peer_host, session.peer_instance
        own, far = session.statement, self._statement(node, session.source)
        mine, theirs = self._facts[host].policies, self._facts[session.peer_host].policies
        through = all(
            exports(mine, own.exports, prefix, "direct") and accepts(theirs, far.imports, prefix)
            for prefix in prefixes
        )
        return _Attachment(node, own, far, tuple(prefixes) if through else ())

    def _statement(self, node: VrfNode, address: str) -> PeerFacts:
        return self._index.device(node[0]).peers[(node[1], address)]

    def _over_statics(self, host: str, instance: str, prefixes: list[Address]) -> list[_Attachment]:
        """Routers that a static default route leads to, with their static routes back."""
        statics = self._family.statics(self._facts[host].instances[instance])
        hops = [hop for route in statics if not route.prefix.length and not route.discard for hop in route.next_hops]
        return [item for hop in hops for item in self._next_hop(host, instance, hop, prefixes)]

    def _next_hop(self, host: str, instance: str, hop: str, prefixes: list[Address]) -> list[_Attachment]:
        number = to_number(hop)
        local = self._index.device(host).connected(instance, number) if number is not None else None
        if local is None or not self._links.unit_up(host, local.unit):
            return []
        return [
            _Attachment(
                (peer, owner.instance), None, None,
                self._statics_back((peer, owner.instance), local.address.text, prefixes),
            )
            for peer, unit in self._links.opposite_units(host, local.unit)
            for owner in self._index.device(peer).owned.get(hop, ())
            if owner.unit.name == unit.name
        ]

    def _statics_back(self, node: VrfNode, hop: str, prefixes: list[Address]) -> tuple[Address, ...]:
        statics = self._family.statics(self._facts[node[0]].instances[node[1]])
        back = [route.prefix for route in statics if hop in route.next_hops]
        found = [
            next((r for r in back if r.length <= prefix.length and r.contains(prefix.number)), None)
            for prefix in prefixes
        ]
        return tuple(route for route in found if route is not None) if None not in found else ()

    def _refresh_transit(self, host: str) -> bool:
        # Only what this device says itself: what the other end says may change without this one being recomputed.
        facts = self._facts[host]
        sessions, speakers = [], []
        for session in self._bgp.sessions(host):
            if not session.up:
                continue
            near, far = (host, session.statement.instance), (session.peer_host, session.peer_instance)
            if not session.families.isdisjoint(self._vpn_families):
                reflects = session.statement.reflector
                speakers += [(family, host, far[0], reflects) for family in sorted(session.families)]
            if self._family.unicast in session.families and not self._is_stub(near) and not self._is_stub(far):
                sessions.append((near, far, session.statement, session.source))
        contexts = tuple(item for item in facts.instances.values() if item.kind == "vrf")
        labelled = self._family.labelled(facts)
        new = (sessions, speakers, contexts, labelled, facts.policies if sessions else None)
        old, self._transit[host] = self._transit.get(host), new
        self._sessions[host], self._speakers[host] = sessions, speakers
        return new != old
