"""Commit checks of the routing daemon (``rpd``): BGP, communities, interfaces of routing instances."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from .checks_interfaces import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..junos.tree import Node
    from .errors import RpcFailure

_ALWAYS_THERE = ("lo0", "irb", "fxp0", "em0", "me0", "vme")


def check_routing(tree: Node) -> Iterator[RpcFailure]:
    """What it refuses in ``tree``, whose groups and interface ranges are written out."""
    asn = tree.value("routing-options", "autonomous-system")
    yield from _bgp(tree.get("protocols", "bgp"), "protocols", asn)
    for name, instance in tree.children("routing-instances"):
        own = instance.value("routing-options", "autonomous-system") or asn
        yield from _bgp(instance.get("protocols", "bgp"), f"routing-instances {name} protocols", own)
    yield from _undefined_communities(tree)
    yield from _undefined_interfaces(tree)
    yield from _host_bits(tree)


def _bgp(bgp: Node | None, path: str, asn: str | None) -> Iterator[RpcFailure]:
    for name, group in bgp.children("group") if bgp is not None else ():
        for address, neighbor in group.children("neighbor"):
            levels = [level for level in (neighbor, group, bgp) if level is not None]
            local = _first(levels, "local-as") or asn
            kind, peer = _first(levels, "type"), _first(levels, "peer-as")
            problem = _problem(f"Error in neighbor {address} of group {name}", local, kind, peer)
            if problem:
                yield refused(problem, path, "bgp")


def _first(levels: list[Node], statement: str) -> str | None:
    return next((value for level in levels if (value := level.value(statement)) is not None), None)


def _problem(place: str, local: str | None, kind: str | None, peer: str | None) -> str:
    if local is None:
        return f"{place}:\nmust define local autonomous system when enabling BGP"
    if kind == "internal":
        return ""
    if peer is None:
        return f"{place}:\nPeer AS number must be configured for an external peer" if kind == "external" else ""
    if kind == "external" and peer == local:
        return f"{place}.\nExternal peer's AS ({peer}) must not be the same as the local AS ({local})."
    return ""


def _undefined_communities(tree: Node) -> Iterator[RpcFailure]:
    defined: set[str] | None = None
    for name, policy in tree.children("policy-options", "policy-statement"):
        for term, body in [*policy.children("term"), ("", policy)]:
            where = f"policy-options policy-statement {name}" + (f" term {term}" if term else "")
            for used in _communities(body):
                if defined is None:
                    defined = {known for known, _ in tree.children("policy-options", "community")}
                if used not in defined:
                    message = f"Policy error: Community {used} referenced but not defined"
                    yield refused(message, where, f"community {used}")


def _communities(body: Node) -> Iterator[str]:
    yield from body.leaf_list("from", "community")
    then = body.get("then")
    for entry in then.entries("community") if then is not None and then.exists("community") else ():
        yield entry.keys[-1]


def _undefined_interfaces(tree: Node) -> Iterator[RpcFailure]:
    ports = {name: {number for number, _ in port.children("unit")} for name, port in tree.children("interfaces")}
    for name, instance in tree.children("routing-instances"):
        for interface, _ in instance.children("interface"):
            port, _, unit = interface.partition(".")
            if port not in _ALWAYS_THERE and (unit or "0") not in ports.get(port, ()):
                message = f"interface {interface} is not configured"
                yield refused(message, f"routing-instances {name}", f"interface {interface}")


def _host_bits(tree: Node) -> Iterator[RpcFailure]:
    for kind in ("static", "aggregate", "generate"):
        for prefix, _ in tree.children("routing-options", kind, "route"):
            try:
                ipaddress.ip_network(prefix)
            except ValueError as error:
                if "host bits" in str(error):
                    message = f"{prefix}: host bits of the prefix are set"
                    yield refused(message, f"routing-options {kind}", f"route {prefix}")
