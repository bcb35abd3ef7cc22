"""``show isis database`` and ``show isis backup coverage``: what routers say of themselves, and what is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element, flag
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

MAXIMUM = 16777214
"""The highest metric that is still used (RFC 5305); overload with high metrics announces it on every link."""


@answers("get-isis-database-information", "show isis database", "show isis database extensive + extensive")
def database(request: Request) -> _Element:
    """One LSP for every router that this one reaches, itself included, with its neighbors and their metrics."""
    state = request.state
    if not request.facts.isis:
        return element("isis-database-information")
    hosts = [host for host in state.fleet.devices if host == request.host or state.isis.reaches(request.host, host)]
    wanted = request.arguments.get("system-id", "")
    items = [_entry(request, host) for host in hosts if wanted in {"", host, f"{host}.00-00"}]
    return element(
        "isis-database-information", element("isis-database", ("level", 2), ("lsp-count", len(items)), *items),
        style="extensive" if "extensive" in request.arguments else "brief",
    )


def _entry(request: Request, host: str) -> _Element:
    facts = request.state.facts(host)
    neighbors = []
    for item in request.state.adjacencies(host):
        if item.up:
            metric = MAXIMUM if facts.overload == "high-metrics" else facts.isis[item.unit].metric or 10
            peer = request.state.facts(item.neighbour).hostname or item.neighbour
            neighbors.append(element("reachability-tlv", ("address-prefix", f"{peer}.00"), ("metric", metric)))
    return element(
        "isis-database-entry",
        ("lsp-id", f"{facts.hostname or host}.00-00"), ("sequence-number", "0x1"), ("checksum", "0x1"),
        ("remaining-lifetime", 65000),
        element(
            "isis-packet", element(
                "isis-header", ("lsp-id", f"{facts.hostname or host}.00-00"),
                flag("overload") if facts.overload == "no-transit" else None,
            ),
        ),
        element("isis-tlv", ("hostname", facts.hostname or host), *neighbors),
    )


@answers("get-isis-backup-coverage-information", "show isis backup coverage")
def coverage(request: Request) -> _Element:
    """A router with two neighbors has a second way to every other; one with a single neighbor has none."""
    up = {item.neighbour for item in request.state.adjacencies(request.host) if item.up}
    percent = "100.00%" if len(up) > 1 else "0.00%"
    if not request.facts.isis:
        return element("isis-backup-coverage-information")
    return element(
        "isis-backup-coverage-information",
        element(
            "isis-backup-coverage", ("isis-topology-id", "IPV4 Unicast"), ("level", 2),
            ("isis-node-coverage", percent), ("isis-route-coverage-ipv4", percent),
            ("isis-route-coverage-ipv4-mpls", percent),
        ),
    )
