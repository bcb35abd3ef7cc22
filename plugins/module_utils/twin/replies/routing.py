"""``show route`` and ``show route summary``, in the simple form of ``state/tables.py``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..state.addresses import parse
from ..state.tables import Route, tables
from .astext import cell, table
from .elements import Item, element, flag, moment
from .registry import Request, answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element


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
    wanted, protocol = arguments.get("table", ""), arguments.get("protocol", "").lower().replace("isis", "is-is")
    found = []
    for name, known in sorted(tables(request.state, request.host).items()):
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
