"""``show route`` and ``show route summary``, in the simple form of ``state/tables.py``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..state.addresses import parse, to_text
from ..state.families import FAMILIES, INET, INET6
from ..state.tables import Route, originated, tables
from .astext import cell, table
from .elements import Item, element, flag, moment
from .registry import Request, answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from ..state.facts import DeviceFacts, PeerFacts
    from ..state.families import Family

_VPN_TABLES = {INET: "bgp.l3vpn.0", INET6: "bgp.l3vpn-inet6.0"}


def _summary_text(answer: _Element) -> str:
    blocks = [f"Autonomous system number: {cell(answer, 'as-number')}", f"Router ID: {cell(answer, 'router-id')}"]
    for found in answer.iter("route-table"):
        counts = [cell(found, name) for name in ("destination-count", "total-route-count", "active-route-count")]
        blocks.append(
            f"{cell(found, 'table-name')}: {counts[0]} destinations, {counts[1]} routes ({counts[2]} active, "
            f"{cell(found, 'holddown-route-count')} holddown, {cell(found, 'hidden-route-count')} hidden)"
        )
        rows = [[cell(item, "protocol-name"), cell(item, "protocol-route-count")] for item in found.iter("protocols")]
        blocks.append(table(["Protocol", "Routes"], rows))
    return "\n".join(blocks)


@answers("get-route-summary-information", "show route summary", text=_summary_text)
def summary(request: Request) -> _Element:
    """Counts of every table, or of one."""
    wanted = request.arguments.get("table", "")
    found = [
        _counted(name, routes)
        for name, routes in sorted(tables(request.state, request.host).items())
        if wanted in {"", name}
    ]
    head: list[Item] = [("as-number", request.facts.asn or 0), ("router-id", request.facts.router_id or "")]
    return element("route-summary-information", *head, *found)


def _counted(name: str, routes: dict[str, list[Route]]) -> _Element:
    ways = [way for found in routes.values() for way in found]
    active = Counter(found[0].protocol for found in routes.values())
    protocols = [
        element(
            "protocols", ("protocol-name", protocol), ("protocol-route-count", count),
            ("active-route-count", active[protocol]),
        )
        for protocol, count in sorted(Counter(way.protocol for way in ways).items())
    ]
    return element(
        "route-table",
        ("table-name", name),
        *_counters(routes),
        *protocols,
    )


def _counters(routes: dict[str, list[Route]]) -> list[tuple[str, int]]:
    total = sum(len(found) for found in routes.values())
    return [
        ("destination-count", len(routes)), ("total-route-count", total), ("active-route-count", len(routes)),
        ("holddown-route-count", 0), ("hidden-route-count", 0),
    ]


def _text(answer: _Element) -> str:
    blocks = []
    for found in answer.iter("route-table"):
        blocks.append(
            f"{cell(found, 'table-name')}: {cell(found, 'destination-count')} destinations, "
            f"{cell(found, 'total-route-count')} routes ({cell(found, 'active-route-count')} active, "
            f"{cell(found, 'holddown-route-count')} holddown, {cell(found, 'hidden-route-count')} hidden)"
        )
        for route in found.iter("rt"):
            name = cell(route, "rt-destination")
            for way in route.iter("rt-entry"):
                active = "*" if cell(way, "active-tag") == "*" else " "
                blocks.append(f"{name:<18} {active}[{cell(way, 'protocol-name')}/{cell(way, 'preference')}]")
                to, via = cell(way, "nh/to"), cell(way, "nh/via")
                if to or via:
                    blocks.append(f"{'':20}> {f'to {to} ' if to else ''}{f'via {via}' if via else ''}".rstrip())
                name = ""
    return "\n".join(blocks)


@answers("get-route-information", "show route", "show route extensive + extensive", text=_text)
def routes(request: Request) -> _Element:
    """The routes of every table, or those that table, protocol and destination ask for."""
    arguments = request.arguments
    if "receive-protocol-name" in arguments:
        return _received(request, arguments.get("peer", ""))
    wanted, protocol = arguments.get("table", ""), arguments.get("protocol", "").lower().replace("isis", "is-is")
    found = []
    main_only = wanted in {"inet.0", "inet.3"}
    for name, known in sorted(tables(request.state, request.host, main_only=main_only).items()):
        if wanted not in {"", name, name.removesuffix(".inet.0")}:
            continue
        chosen = {
            prefix: [way for way in ways if protocol in {"", way.protocol.lower()}] for prefix, ways in known.items()
        }
        prefixes = _chosen({prefix for prefix, ways in chosen.items() if ways}, arguments)
        if prefixes:
            items = [_destination(request, prefix, chosen[prefix]) for prefix in prefixes]
            found.append(element("route-table", ("table-name", name), *_counters(known), *items))
    return element("route-information", *found)


def _received(request: Request, address: str) -> _Element:
    """``show route receive-protocol bgp``: what a neighbor originates, with what it says about going away."""
    found: dict[str, list[_Element]] = {}
    for session in request.state.sessions(request.host):
        stated = session.statement
        if not session.up or stated.address != address:
            continue
        far = next(
            (
                peer for peer in request.state.facts(session.peer_host).peers
                if (peer.instance, peer.address) == (session.peer_instance, session.source)
            ),
            None,
        )
        for name, prefix in _announced(request, session.peer_host, far, session.families):
            table = f"{stated.instance}.{name}" if stated.instance else name
            found.setdefault(table, []).append(_announcement(prefix, far, address))
    tables_found = [element("route-table", ("table-name", name), *items) for name, items in sorted(found.items())]
    return element("route-information", *tables_found)


def _announced(
    request: Request, host: str, far: PeerFacts | None, families: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Tables and prefixes; a VPN family carries the subnets of every VRF, EVPN the loopback of the tunnel."""
    state = request.state
    if far is None:
        return
    facts = state.facts(host)
    for family in FAMILIES:
        if family.unicast in families:
            yield from ((family.table(""), str(route)) for route in originated(state, host, far, family))
        if family.vpn in families:
            yield from ((_VPN_TABLES[family], prefix) for prefix in _in_vrfs(facts, family))
    if "evpn-signaling" in families:
        yield from (("bgp.evpn.0", f"3:{vni}::{facts.router_id or host}") for vni in sorted(facts.evpn_vnis, key=int))


def _in_vrfs(facts: DeviceFacts, family: Family) -> Iterator[str]:
    for instance in facts.instances.values():
        for unit in facts.units() if instance.kind == "vrf" else ():
            if unit.name in instance.units:
                for address in family.addresses(unit):
                    number, length = address.network
                    yield f"{instance.route_distinguisher}:{to_text(number)}/{length}"


def _announcement(prefix: str, far: PeerFacts | None, address: str) -> _Element:
    graceful = far is not None and far.graceful
    preference = None if far is None or not far.internal else 0 if graceful else 100
    return element(
        "rt", ("rt-destination", prefix),
        element(
            "rt-entry", ("protocol-name", "BGP"), element("nh", ("to", address)),
            ("local-preference", preference) if preference is not None else None,
            element("communities", ("community", "65535:0")) if graceful else None,
        ),
    )


def _chosen(prefixes: set[str], arguments: Mapping[str, str]) -> list[str]:
    """Prefixes in order of their address; with a destination the longest that covers it, or exactly it."""
    named = arguments.get("destination", "")
    known = {prefix: address for prefix in prefixes if (address := parse(prefix)) is not None}
    ordered = sorted(known, key=lambda prefix: (known[prefix].number, known[prefix].length))
    target = parse(named) if named else None
    if named in {"", "all"}:
        return ordered
    if target is None:
        return []
    if "/" in named:
        return [prefix for prefix in ordered if known[prefix].network == target.network]
    covering = [prefix for prefix in ordered if known[prefix].contains(target.number)]
    return sorted(covering, key=lambda prefix: known[prefix].length)[-1:]


def _destination(request: Request, prefix: str, ways: list[Route]) -> _Element:
    name, _, length = prefix.partition("/")
    long = "extensive" in request.arguments or "detail" in request.arguments
    entries = []
    for number, way in enumerate(ways):
        hop = element(
            "nh", flag("selected-next-hop"), ("to", way.to) if way.to else None, ("via", way.via) if way.via else None
        )
        entries.append(
            element(
                "rt-entry",
                ("active-tag", "*" if not number else " "),
                flag("current-active") if not number else None,
                flag("last-active") if not number else None,
                ("protocol-name", way.protocol),
                ("preference", way.preference),
                moment("age", request.device.started_at),
                hop if way.to or way.via else ("nh-type", "Discard"),
            )
        )
    # With its details a prefix stands apart from its length.
    head = [("rt-destination", name), ("rt-prefix-length", length)] if long else [("rt-destination", prefix)]
    return element("rt", *head, ("rt-entry-count", len(ways)), *entries, style="brief")
