"""Who is in the same layer 2 segment as a logical interface: across cables, and through the VLANs of switches.

Followed as a frame would go: out of the port, into every unit of the far port with the same tag, and where that is a
port of a VLAN, out of the other ports of that VLAN and into its IRB. Only VLANs of the default switch are followed,
neither bridge domains nor VXLAN tunnels; spanning tree blocks nothing.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import UnitFacts, VlanFacts
    from .network import NetworkState

_SWITCHED = "ethernet-switching"


def same_segment(network: NetworkState, host: str, unit: UnitFacts) -> list[tuple[str, UnitFacts]]:
    """Routed interfaces that hear what a routed interface sends, itself left out; those that are down are missing."""
    own = (host, unit.name)
    waiting: deque[tuple[str, str, int | None]] = deque()
    visited: set[tuple[str, str]] = set()
    found: dict[tuple[str, str], UnitFacts] = {}
    vlan = _vlan_of(network, host, unit)
    if vlan is not None:
        waiting.extend(_flooded(network, host, vlan, found, visited))
    elif network.links.unit_up(host, unit):
        waiting.append((host, unit.port, unit.vlan_id))
    while waiting:
        sender, port, tag = waiting.popleft()
        far = network.links.opposite(sender, port)
        if far is None:
            continue
        known = network.facts(far[0]).ports.get(far[1])
        for other in known.units if known is not None else ():
            if _SWITCHED in other.families:
                vlan = _vlan_at(network, far[0], other, tag)
                if vlan is not None:
                    waiting.extend(_flooded(network, far[0], vlan, found, visited))
            elif other.vlan_id == tag and network.links.unit_up(far[0], other):
                found.setdefault((far[0], other.name), other)
    return [(where, other) for (where, name), other in found.items() if (where, name) != own]


def _flooded(
    network: NetworkState,
    host: str,
    vlan: VlanFacts,
    found: dict[tuple[str, str], UnitFacts],
    visited: set[tuple[str, str]],
) -> Iterator[tuple[str, str, int | None]]:
    """Where a frame in a VLAN leaves a switch, with which tag; notes its IRB."""
    if (host, vlan.name) in visited:
        return
    visited.add((host, vlan.name))
    for unit in network.facts(host).units():
        if unit.name == vlan.irb and network.links.unit_up(host, unit):
            found.setdefault((host, unit.name), unit)
        if _SWITCHED in unit.families and network.links.unit_up(host, unit) and _is_member(network, host, unit, vlan):
            yield host, unit.port, vlan.vlan_id if _is_trunk(network, host, unit) else None


def _vlan_of(network: NetworkState, host: str, unit: UnitFacts) -> VlanFacts | None:
    return next((vlan for vlan in network.facts(host).vlans if vlan.irb == unit.name), None)


def _vlan_at(network: NetworkState, host: str, unit: UnitFacts, tag: int | None) -> VlanFacts | None:
    """The VLAN that a frame with a tag gets into at a switched port."""
    if _is_trunk(network, host, unit) != (tag is not None):
        return None
    members = [vlan for vlan in network.facts(host).vlans if _is_member(network, host, unit, vlan)]
    return next((vlan for vlan in members if tag is None or vlan.vlan_id == tag), None)


def _is_trunk(network: NetworkState, host: str, unit: UnitFacts) -> bool:
    return _switching(network, host, unit, "interface-mode") == ("trunk",)


def _is_member(network: NetworkState, host: str, unit: UnitFacts, vlan: VlanFacts) -> bool:
    for member in _switching(network, host, unit, "vlan", "members"):
        first, _, last = member.partition("-")
        if member in ("all", vlan.name, str(vlan.vlan_id)):
            return True
        if first.isdigit() and last.isdigit() and vlan.vlan_id is not None and int(first) <= vlan.vlan_id <= int(last):
            return True
    return False


def _switching(network: NetworkState, host: str, unit: UnitFacts, *words: str) -> tuple[str, ...]:
    number = unit.name.rpartition(".")[2]
    path = ("interfaces", unit.port, "unit", number, "family", _SWITCHED)
    return network.configuration(host).child(*path).values(*words)
