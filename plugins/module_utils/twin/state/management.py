"""Whether a configuration leaves a way in for management: an address to talk to, and a route back to who asks.

Only the device's own configuration is looked at, not whether somebody at the other end carries the traffic. Out of band
that is the management port and a static route by a gateway in its subnet; in band an address in a routing instance that
knows any way out: a static route, a BGP neighbor, or IS-IS.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .addresses import to_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import DeviceFacts, StaticFacts, UnitFacts

_OUT_OF_BAND = re.compile(r"(fxp|em|me|vme)[0-9]*$")
MANAGEMENT_INSTANCE = "mgmt_junos"
"""What ``system management-instance`` puts the management port into."""


def way_in(facts: DeviceFacts) -> bool:
    """Whether somebody from another network can talk to a device."""
    return any(_out_of_band(facts, unit) for unit in _units(facts)) or any(
        _in_band(facts, unit) for unit in _units(facts)
    )


def _units(facts: DeviceFacts) -> Iterator[UnitFacts]:
    for port in facts.ports.values():
        if not port.disabled:
            yield from (unit for unit in port.units if unit.addresses and not unit.disabled)


def _out_of_band(facts: DeviceFacts, unit: UnitFacts) -> bool:
    if not _OUT_OF_BAND.match(unit.port):
        return False
    found = [facts.instances[name] for name in ("", MANAGEMENT_INSTANCE) if name in facts.instances]
    return any(_goes_by(route, unit) for instance in found for route in instance.statics)


def _goes_by(route: StaticFacts, unit: UnitFacts) -> bool:
    hops = [number for hop in route.next_hops if (number := to_number(hop)) is not None]
    return not route.discard and any(address.contains(hop) for address in unit.addresses for hop in hops)


def _in_band(facts: DeviceFacts, unit: UnitFacts) -> bool:
    if _OUT_OF_BAND.match(unit.port) or unit.port.startswith("lo"):
        return False
    name = next((item.name for item in facts.instances.values() if unit.name in item.units), "")
    instance = facts.instances.get(name)
    if instance is not None and any(not route.discard and route.next_hops for route in instance.statics):
        return True
    isis = facts.isis.get(unit.name) if not name else None
    routed = isis is not None and not (isis.disabled or isis.passive)
    return routed or any(peer.instance == name and not peer.shutdown for peer in facts.peers)
