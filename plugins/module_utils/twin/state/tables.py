"""The routing tables of one device, in the simple form that ``show route`` needs.

Direct and local routes of interfaces that are up, static routes whose next hop is connected, loopbacks over IS-IS (also
in ``inet.3`` over labelled paths), and what BGP neighbors send: the prefixes that they originate themselves, and in a
VRF those of the other VRFs in its mesh. Transit routes and attributes are not followed here: whether a service works is
what the probes say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import Address, to_number, to_text
from .policy import accepts, exports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bgp import Session
    from .facts import InstanceFacts, PeerFacts
    from .network import NetworkState

PREFERENCES = {"Direct": 0, "Local": 0, "Static": 5, "L-ISIS": 14, "IS-IS": 18, "BGP": 170}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to a prefix.

    Attributes:
        protocol: As Junos writes it: ``Direct``, ``Local``, ``Static``, ``IS-IS``, ``L-ISIS``, ``BGP``.
        to: Next hop; empty for what is connected.
        via: Logical interface; empty when it follows from another route.
    """

    prefix: str
    protocol: str
    preference: int
    to: str = ""
    via: str = ""


def tables(state: NetworkState, host: str, *, main_only: bool = False) -> dict[str, dict[str, list[Route]]]:
    """By table name and prefix: the ways, the active one first.

    Args:
        state: The network.
        host: Whose tables.
        main_only: Only those of the main instance are wanted: what comes over VPNs is a lot of work.
    """
    found: dict[str, dict[str, list[Route]]] = {}
    for table, route in _routes(state, host, main_only=main_only):
        found.setdefault(table, {}).setdefault(route.prefix, []).append(route)
    for routes in found.values():
        for ways in routes.values():
            ways.sort(key=lambda way: way.preference)
    return found


def originated(state: NetworkState, host: str, peer: PeerFacts) -> list[Address]:
    """Routes of its own that a device exports to a neighbor of family inet."""
    facts = state.facts(host)
    units = [unit for unit in facts.units() if state.instance_of(host, unit.name) == peer.instance]
    direct = dict.fromkeys(address.network for unit in units for address in unit.addresses)
    routes = [(Address(to_text(number), number, length), "direct") for number, length in direct]
    instance = facts.instances.get(peer.instance)
    routes += [(route.prefix, "static") for route in instance.statics] if instance is not None else []
    return [route for route, protocol in routes if exports(facts.policies, peer.exports, route, protocol)]


def _routes(state: NetworkState, host: str, *, main_only: bool) -> Iterator[tuple[str, Route]]:
    facts = state.facts(host)
    for unit in facts.units():
        table = table_of(state.instance_of(host, unit.name))
        if not state.links.unit_up(host, unit):
            continue
        for address in unit.addresses:
            number, length = address.network
            yield table, _route(f"{to_text(number)}/{length}", "Direct", via=unit.name)
            if length < 32:
                yield table, _route(f"{address.text}/32", "Local", via=unit.name)
    for name, instance in facts.instances.items():
        yield from ((table_of(name), route) for route in _statics(state, host, name, instance))
    yield from _isis(state, host)
    for session in state.sessions(host):
        if session.up and "inet-unicast" in session.families:
            yield from _received(state, host, session)
    if not main_only:
        yield from _vpn(state, host)
        yield from _defaults(state, host)


def _defaults(state: NetworkState, host: str) -> Iterator[tuple[str, Route]]:
    """What a site hears of the way out, which comes from afar."""
    facts = state.facts(host)
    ranks = {(peer.instance, peer.address): peer.preference for peer in facts.peers}
    for name, instance in facts.instances.items():
        if instance.kind == "virtual-router":
            for hop in state.default_hops(host, name):
                yield table_of(name), _route("0.0.0.0/0", "BGP", to=hop, preference=ranks.get((name, hop)))


def _statics(state: NetworkState, host: str, name: str, instance: InstanceFacts) -> Iterator[Route]:
    for static in instance.statics:
        if static.discard:
            yield _route(str(static.prefix), "Static", preference=static.preference)
        for hop in static.next_hops:
            number = to_number(hop)
            owner = state.connected(host, name, number) if number is not None else None
            if owner is not None and state.links.unit_up(host, owner.unit):
                yield _route(str(static.prefix), "Static", to=hop, via=owner.unit.name, preference=static.preference)


def _isis(state: NetworkState, host: str) -> Iterator[tuple[str, Route]]:
    ups = [item for item in state.adjacencies(host) if item.up]
    if not ups:
        return
    first = ups[0]
    direct = {item.neighbour: item for item in ups}
    for other in state.fleet.devices:
        if other == host or not state.facts(other).isis or not state.isis.reaches(host, other):
            continue
        way = direct.get(other, first)
        for unit in state.facts(other).units():
            if unit.name == "lo0.0":
                for address in unit.addresses:
                    yield "inet.0", _route(str(address), "IS-IS", via=way.unit)
                    if way.labelled and state.isis.label_domain(host) == state.isis.label_domain(other):
                        yield "inet.3", _route(str(address), "L-ISIS", via=way.unit)


def _received(state: NetworkState, host: str, session: Session) -> Iterator[tuple[str, Route]]:
    far = next(
        (
            peer
            for peer in state.facts(session.peer_host).peers
            if peer.instance == session.peer_instance and peer.address == session.source
        ),
        None,
    )
    stated = session.statement
    for route in originated(state, session.peer_host, far) if far is not None else ():
        if accepts(state.facts(host).policies, stated.imports, route):
            yield table_of(stated.instance), _route(
                str(route), "BGP", to=stated.address, preference=stated.preference
            )


def _vpn(state: NetworkState, host: str) -> Iterator[tuple[str, Route]]:
    for name, instance in state.facts(host).instances.items():
        if instance.kind != "vrf":
            continue
        for other, remote in state.mesh_of(host, name):
            facts = state.facts(other)
            loopback = next((str(a.text) for unit in facts.units() if unit.name == "lo0.0" for a in unit.addresses), "")
            for unit in facts.units():
                if state.instance_of(other, unit.name) == remote and state.links.unit_up(other, unit):
                    for address in unit.addresses:
                        number, length = address.network
                        yield table_of(name), _route(f"{to_text(number)}/{length}", "BGP", to=loopback)


def table_of(instance: str) -> str:
    """Name of the IPv4 unicast table of a routing instance."""
    return f"{instance}.inet.0" if instance else "inet.0"


def _route(prefix: str, protocol: str, *, to: str = "", via: str = "", preference: int | None = None) -> Route:
    rank = PREFERENCES[protocol] if preference is None else preference
    return Route(prefix=prefix, protocol=protocol, preference=rank, to=to, via=via)
