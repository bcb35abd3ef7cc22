"""Ethernet segments of EVPN: which leaves have a link to the same servers, and which of them forwards.

Servers are not emulated: a segment counts as up at every leaf that runs, is in the overlay, and has not shut its port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .registry import Request


def segments(request: Request) -> list[_Element]:
    """The segments that this device is part of, in the shape of ``show evpn instance extensive``."""
    state = request.state
    found = []
    for port in request.facts.ports.values():
        if not port.esi:
            continue
        ends = sorted(
            (address, host) for host in state.fleet.devices if (address := _attached(request, host, port.esi))
        )
        here = any(host == request.host for _, host in ends)
        forwarder = ends[0][0] if ends else ""
        found.append(
            element(
                "evpn-esi",
                ("evpn-esi-value", port.esi),
                ("evpn-esi-status", f"Resolved by IFL {port.name}.0" if here else "Unresolved"),
                element(
                    "evpn-esi-local-intf-information",
                    ("evpn-esi-local-intf-name", f"{port.name}.0"),
                    ("evpn-esi-local-intf-status", "Up/Forwarding" if here else "Down"),
                ),
                element(
                    "evpn-esi-df-information",
                    ("esi-df-election-algorithm", "MOD based"), ("esi-designated-forwarder", forwarder),
                    *(("esi-backup-forwarder", address) for address, _ in ends[1:]),
                )
                if forwarder
                else None,
            )
        )
    return found


def _attached(request: Request, host: str, esi: str) -> str:
    """Loopback of a leaf whose port in the segment is up; empty for every other device."""
    state = request.state
    facts = state.facts(host)
    ports = [port for port in facts.ports.values() if port.esi == esi and not port.disabled]
    if not ports or not facts.evpn or not state.powered(host):
        return ""
    heard = any(session.up and "evpn-signaling" in session.families for session in state.sessions(host))
    loopback = next((address.text for unit in facts.units() if unit.name == "lo0.0" for address in unit.addresses), "")
    return loopback if heard else ""
