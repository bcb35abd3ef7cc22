"""The routing tables of one device, of both address families, in the simple form that ``show route`` needs.

Direct and local routes of interfaces that are up, static routes whose next hop is connected, loopbacks over IS-IS (also
in ``inet.3`` over labelled paths), and what BGP neighbors send: the prefixes that they originate themselves, and in a
VRF those of the other VRFs in its mesh. Transit routes and attributes are not followed here: whether a service works is
what the probes say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import Address, to_number, to_text
from .families import FAMILIES, INET
from .policy import accepts, exports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bgp import Session
    from .facts import PeerFacts, StaticFacts, UnitFacts
    from .families import Family
    from .network import NetworkState

_MAPPED = {32: "", 128: "::ffff:"}
"""IPv4 next hops as IPv6 writes them (RFC 4659)."""
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


def originated(state: NetworkState, host: str, peer: PeerFacts, family: Family) -> list[Address]:
    """Routes of its own, of a family, that a device exports to a neighbor."""
    facts = state.facts(host)
    units = [unit for unit in facts.units() if state.instance_of(host, unit.name) == peer.instance]
    direct = dict.fromkeys(address.network for unit in units for address in family.addresses(unit))
    routes = [(Address(to_text(number), number, length), "direct") for number, length in direct]
    instance = facts.instances.get(peer.instance)
    routes += [(route.prefix, "static") for route in family.statics(instance)] if instance is not None else []
    return [route for route, protocol in routes if exports(facts.policies, peer.exports, route, protocol)]


def _routes(state: NetworkState, host: str, *, main_only: bool) -> Iterator[tuple[str, Route]]:
    facts = state.facts(host)
    for family in FAMILIES:
        for unit in facts.units():
            table = family.table(state.instance_of(host, unit.name))
            if state.links.unit_up(host, unit):
                yield from ((table, route) for route in _connected(unit, family))
        for name, instance in facts.instances.items():
            yield from ((family.table(name), way) for way in _statics(state, host, name, family.statics(instance)))
        yield from _isis(state, host, family)
        for session in state.sessions(host):
            if session.up and family.unicast in session.families:
                yield from _received(state, host, session, family)
        if not main_only:
            yield from _vpn(state, host, family)
            yield from _defaults(state, host, family)


def _defaults(state: NetworkState, host: str, family: Family) -> Iterator[tuple[str, Route]]:
    """What a site hears of the way out, which comes from afar."""
    facts = state.facts(host)
    ranks = {(peer.instance, peer.address): peer.preference for peer in facts.peers}
    for name, instance in facts.instances.items():
        if instance.kind == "virtual-router":
            for hop in state.default_hops(host, name, family):
                route = _route(family.default, "BGP", to=hop, preference=ranks.get((name, hop)))
                yield family.table(name), route


def _connected(unit: UnitFacts, family: Family) -> Iterator[Route]:
    for address in family.addresses(unit):
        yield _route(_subnet(address), "Direct", via=unit.name)
        if address.length < family.bits:
            yield _route(f"{address.text}/{family.bits}", "Local", via=unit.name)


def _statics(state: NetworkState, host: str, name: str, statics: tuple[StaticFacts, ...]) -> Iterator[Route]:
    for static in statics:
        if static.discard:
            yield _route(str(static.prefix), "Static", preference=static.preference)
        for hop in static.next_hops:
            number = to_number(hop)
            owner = state.connected(host, name, number) if number is not None else None
            if owner is not None and state.links.unit_up(host, owner.unit):
                yield _route(str(static.prefix), "Static", to=hop, via=owner.unit.name, preference=static.preference)


def _isis(state: NetworkState, host: str, family: Family) -> Iterator[tuple[str, Route]]:
    ups = [item for item in state.adjacencies(host) if item.up]
    if not ups:
        return
    first = ups[0]
    direct = {item.neighbour: item for item in ups}
    for other in state.fleet.devices:
        if other == host or not state.facts(other).isis or not state.isis.reaches(host, other):
            continue
        way = direct.get(other, first)
        labelled = way.labelled and state.isis.label_domain(host) == state.isis.label_domain(other)
        for address in _loopback(state, other, family):
            yield family.table(""), _route(str(address), "IS-IS", via=way.unit)
            if labelled and family.bits == 32:
                yield "inet.3", _route(str(address), "L-ISIS", via=way.unit)


def _loopback(state: NetworkState, host: str, family: Family) -> list[Address]:
    units = state.facts(host).units()
    return [address for unit in units if unit.name == "lo0.0" for address in family.addresses(unit)]


def _received(state: NetworkState, host: str, session: Session, family: Family) -> Iterator[tuple[str, Route]]:
    far = next(
        (
            peer
            for peer in state.facts(session.peer_host).peers
            if peer.instance == session.peer_instance and peer.address == session.source
        ),
        None,
    )
    stated = session.statement
    for route in originated(state, session.peer_host, far, family) if far is not None else ():
        if accepts(state.facts(host).policies, stated.imports, route):
            yield family.table(stated.instance), _route(
                str(route), "BGP", to=stated.address, preference=stated.preference
            )


def _vpn(state: NetworkState, host: str, family: Family) -> Iterator[tuple[str, Route]]:
    for name, instance in state.facts(host).instances.items():
        if instance.kind != "vrf":
            continue
        for other, remote in state.mesh_of(host, name, family):
            # Next hops are those of the sessions between routers, which run over IPv4.
            hop = next((_MAPPED[family.bits] + address.text for address in _loopback(state, other, INET)), "")
            for unit in state.facts(other).units():
                if state.instance_of(other, unit.name) == remote and state.links.unit_up(other, unit):
                    for address in family.addresses(unit):
                        yield family.table(name), _route(_subnet(address), "BGP", to=hop)


def _subnet(address: Address) -> str:
    number, length = address.network
    return f"{to_text(number)}/{length}"


def _route(prefix: str, protocol: str, *, to: str = "", via: str = "", preference: int | None = None) -> Route:
    rank = PREFERENCES[protocol] if preference is None else preference
    return Route(prefix=prefix, protocol=protocol, preference=rank, to=to, via=via)
