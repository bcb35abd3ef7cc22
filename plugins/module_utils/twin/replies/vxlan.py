"""Tunnels of the EVPN-VXLAN overlay, and the routes of its tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.families import FAMILIES
from ..state.tables import tables
from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.bgp import Session


@answers(
    "get-ethernet-switching-vxlan-rvtep-info", "show ethernet-switching vxlan-tunnel-end-point remote"
)
@answers("get-mac-vrf-vxlan-rvtep-information", "show mac-vrf forwarding vxlan-tunnel-end-point remote")
def remote_tunnels(request: Request) -> _Element:
    """A tunnel to every other device of the overlay that has a VNI in common with this one."""
    facts = request.facts
    mine = facts.evpn_vnis
    tunnels: list[_Element] = []
    for host in sorted(_overlay(request)):
        theirs = request.state.facts(host)
        common = sorted(mine & theirs.evpn_vnis, key=int)
        address = _loopback(request, host)
        if common and address and request.state.powered(host):
            networks = [
                element("vxlan-format", ("vn-id", vni), ("multicast-group", "0.0.0.0"))  # noqa: S104 -- no listener
                for vni in common
            ]
            tunnels.append(
                element(
                    "vxlan-remote-vtep-information",
                    ("remote-vtep-address", address),
                    ("remote-vtep-if", f"vtep.{32769 + len(tunnels)}"),
                    ("remote-vtep-mode", "RNVE"),
                    element("vxlan-dynamic-information", *networks),
                )
            )
    if not facts.evpn:
        return element("vxlan-source-vtep-information")
    return element("vxlan-source-vtep-information", *_source(request), *tunnels)


@answers(
    "get-ethernet-switching-vxlan-svtep-info", "show ethernet-switching vxlan-tunnel-end-point source"
)
def source_tunnel(request: Request) -> _Element:
    """The end of the tunnels on this device."""
    return element("vxlan-source-vtep-information", *(_source(request) if request.facts.evpn else ()))


def _source(request: Request) -> list[tuple[str, str]]:
    return [
        ("logical-system-name", "<default>"), ("source-vtep-address", _loopback(request, request.host)),
        ("source-vtep-interface", "lo0.0"),
    ]


@answers("get-evpn-l3-context-information", "show evpn l3-context")
def contexts(request: Request) -> _Element:
    """The VRFs that announce type-5 routes."""
    found = [item for item in request.facts.instances.values() if item.vni is not None]
    return element(
        "evpn-l3-context-information",
        *(
            element(
                "evpn-l3-context", ("context-name", item.name), ("context-type", "Cfg"),
                ("context-advertisement-mode", "Direct-NH"), ("context-encapsulation", "VXLAN"),
                ("context-vni", item.vni or 0),
            )
            for item in found
        ),
    )


@answers("get-evpn-ip-prefix-database-information", "show evpn ip-prefix-database")
def prefixes(request: Request) -> _Element:
    """The prefixes of every such VRF: own subnets, and those of the other members of its overlay."""
    own = tables(request.state, request.host)
    contexts = []
    for item in request.facts.instances.values():
        if item.vni is not None:
            known = {prefix for family in FAMILIES for prefix in own.get(family.table(item.name), {})}
            entries = [
                element(
                    "evpn-pfxdb-evpn-ip-entry", ("entry-prefix", prefix), ("entry-etag", 0), ("adv-vni", item.vni),
                )
                for prefix in sorted(known)
            ]
            table = element("evpn-pfxdb-evpn-ip-table", *entries)
            contexts.append(element("evpn-pfxdb-l3-context", ("context-name", item.name), table))
    return element("evpn-ip-prefix-database-information", *contexts)


def _overlay(request: Request) -> set[str]:
    """Devices that EVPN sessions join with this one, over route reflectors or directly."""
    state, found, waiting = request.state, {request.host}, [request.host]
    while waiting:
        host = waiting.pop()
        sessions = [item for item in state.sessions(host) if _carries(item) and item.peer_host not in found]
        # A device passes on only what it reflects; its own neighbours are heard in any case.
        through = [item for item in sessions if host == request.host or item.statement.reflector]
        for item in through:
            if item.peer_host not in found:
                found.add(item.peer_host)
                waiting.append(item.peer_host)
    return found - {request.host}


def _carries(session: Session) -> bool:
    return session.up and "evpn-signaling" in session.families


def _loopback(request: Request, host: str) -> str:
    units = [unit for unit in request.state.facts(host).units() if unit.name == "lo0.0"]
    return next((address.text for unit in units for address in unit.addresses), "")
