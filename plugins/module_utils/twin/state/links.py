"""Which ports are up, and which logical interfaces see each other.

A port that is cabled exists and is enabled unless its configuration disables it, as on Junos: a port without
configuration still has light. A link is up when both devices have power, both ports (and their aggregates) are
enabled, the speeds agree and nobody cut the cable. Optics, auto-negotiation and LACP timing are not modelled: an
aggregate is up when one member is. A port without a cable is down; loopbacks, IRBs and management ports are up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..spec import Cable
    from .facts import DeviceFacts, PortFacts, UnitFacts
    from .faults import Faults

PortKey = tuple[str, str]
"""Host and physical or aggregated interface."""

_PORT = re.compile(r"^(ge|xe|et)-(\d+)/(\d+)/(\d+)(?::(\d+))?$")
_ALWAYS_UP = ("lo", "irb", "fxp", "em", "me", "vme")
_DEFAULT_SPEED = {"ge": "1g", "xe": "10g"}


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """One cable, as it is now; ``reason`` says why it is down."""

    up: bool
    reason: str = ""


class Links:
    """The physical layer of the network.

    Args:
        cabling: Every cable.
        facts: Facts by host; read at each question, so the owner keeps it current.
        faults: The faults in force.
    """

    def __init__(self, cabling: Iterable[Cable], facts: Mapping[str, DeviceFacts], faults: Faults) -> None:
        self._facts = facts
        self._faults = faults
        self._far: dict[PortKey, PortKey] = {}
        self._speed: dict[PortKey, str] = {}
        self._cabled: dict[str, list[str]] = {}
        self._members: dict[PortKey, list[str]] = {}
        self._status: dict[PortKey, LinkStatus] = {}
        self._planned: dict[PortKey, PortKey] = {}
        for cable in cabling:
            ends = (cable.a.host, cable.a.interface), (cable.b.host, cable.b.interface)
            for near, far in (ends, ends[::-1]):
                self._planned[near] = far
                self._speed[near] = cable.speed
                self._cabled.setdefault(near[0], []).append(near[1])
        self._far = dict(self._planned)

    def wire(self, swapped: Iterable[tuple[PortKey, PortKey]]) -> set[str]:
        """Plug the cables in as planned, but for pairs of swapped plugs; returns the hosts with another far end."""
        old, self._far = self._far, dict(self._planned)
        for one, other in swapped:
            ends = self._far[one], self._far[other]
            self._far |= {one: ends[1], other: ends[0], ends[1]: one, ends[0]: other}
        return {host for (host, port), far in self._far.items() if old[(host, port)] != far}

    def neighbours(self, host: str) -> set[str]:
        """Devices that a device has a cable to."""
        return {self._far[(host, port)][0] for port in self._cabled.get(host, ())}

    def cabled(self, host: str) -> list[str]:
        """Ports of a device that have a cable."""
        return self._cabled.get(host, [])

    def far(self, host: str, port: str) -> PortKey | None:
        """The other end of a cable."""
        return self._far.get((host, port))

    def refresh(self, host: str) -> None:
        """Recompute the cables and the aggregates of a device."""
        for port in self.cabled(host):
            near, far = (host, port), self._far[(host, port)]
            self._status[near] = self._status[far] = self._judge(near, far)
        members: dict[str, list[str]] = {}
        for name, known in self._facts[host].ports.items():
            if known.bundle:
                members.setdefault(known.bundle, []).append(name)
        for key in [key for key in self._members if key[0] == host]:
            del self._members[key]
        self._members.update({(host, bundle): names for bundle, names in members.items()})

    def status(self, host: str, port: str) -> LinkStatus:
        """Whether a physical or aggregated interface is up."""
        if not self._faults.powered(host):
            return LinkStatus(up=False, reason="no power")
        known = self._facts[host].ports.get(port)
        if known is not None and known.disabled:
            return LinkStatus(up=False, reason="disabled")
        if port.startswith(_ALWAYS_UP):
            return LinkStatus(up=True)
        if port.startswith("ae"):
            if not self.exists(host, port):
                reason = f"{port} does not exist: device-count is {self._facts[host].aggregates}"
                return LinkStatus(up=False, reason=reason)
            up = any(self.status(host, member).up for member in self._members.get((host, port), ()))
            return LinkStatus(up=up, reason="" if up else "no member is up")
        return self._status.get((host, port)) or LinkStatus(up=False, reason="no cable")

    def lit(self, host: str, port: str) -> bool:
        """Whether light comes in at a port: the cable is whole, and the far end sends."""
        far = self._far.get((host, port))
        if far is None or self._faults.cut(host, port) or self._faults.cut(*far) or not self._faults.powered(far[0]):
            return False
        return not _is_disabled(self._facts[far[0]].ports.get(far[1]), self._facts[far[0]])

    def exists(self, host: str, port: str) -> bool:
        """Whether there is such an interface: an aggregate beyond ``device-count`` is configured and never made."""
        number = port.removeprefix("ae")
        return not (number != port and number.isdigit()) or int(number) < self._facts[host].aggregates

    def admin_up(self, host: str, port: str) -> bool:
        """Whether the configuration leaves a port enabled."""
        known = self._facts[host].ports.get(port)
        return known is None or not known.disabled

    def unit_up(self, host: str, unit: UnitFacts) -> bool:
        """Whether a logical interface is up."""
        return not unit.disabled and self.status(host, unit.port).up

    def opposite(self, host: str, port: str) -> PortKey | None:
        """What a physical or aggregated interface is connected to, as far as it is up."""
        members = self._members.get((host, port), ()) if port.startswith("ae") else (port,)
        for member in members:
            far = self._far.get((host, member))
            if far is not None and self.status(host, member).up:
                known = self._facts[far[0]].ports.get(far[1])
                return (far[0], known.bundle) if known is not None and known.bundle else far
        return None

    def opposite_units(self, host: str, unit: UnitFacts) -> list[tuple[str, UnitFacts]]:
        """Logical interfaces in the same layer 2 segment across a cable that is up: same VLAN, both enabled."""
        far = self.opposite(host, unit.port)
        port = self._facts[far[0]].ports.get(far[1]) if far else None
        if far is None or port is None or unit.disabled or not self.status(*far).up:
            return []
        return [(far[0], other) for other in port.units if other.vlan_id == unit.vlan_id and not other.disabled]

    def leads_to(self, host: str, port: str, others: set[str]) -> bool:
        """Whether a cable goes from a physical or aggregated interface to one of some devices."""
        members = self._members.get((host, port), ()) if port.startswith("ae") else (port,)
        return any((far := self._far.get((host, member))) is not None and far[0] in others for member in members)

    def members(self, host: str, bundle: str) -> list[str]:
        """Ports that are configured into an aggregate."""
        return self._members.get((host, bundle), [])

    def speed(self, host: str, port: str) -> str:
        """Speed of a port in Junos notation: configured, or by its name, or by its cable; empty when unknown."""
        return self._own_speed(host, port) or self._speed.get((host, port), "")

    def _own_speed(self, host: str, port: str) -> str:
        facts, match = self._facts[host], _PORT.match(port)
        known = facts.ports.get(port)
        if known is not None and known.speed not in {"", "auto"}:
            return known.speed
        if match is None:
            return ""
        slot = (int(match[2]), int(match[3]), int(match[4]))
        return facts.chassis_speeds.get(slot, "") or _DEFAULT_SPEED.get(match[1], "")

    def _judge(self, near: PortKey, far: PortKey) -> LinkStatus:
        for host, port in (near, far):
            if not self._faults.powered(host):
                return LinkStatus(up=False, reason=f"{host} has no power")
            if self._faults.cut(host, port):
                return LinkStatus(up=False, reason=f"cable cut at {host} {port}")
            known = self._facts[host].ports.get(port)
            if _is_disabled(known, self._facts[host]):
                return LinkStatus(up=False, reason=f"{host} {port} is disabled")
        speeds = {self._own_speed(*near), self._own_speed(*far)} - {""}
        if len(speeds) > 1:
            return LinkStatus(up=False, reason=f"speeds differ: {' and '.join(sorted(speeds))}")
        return LinkStatus(up=True)


def _is_disabled(port: PortFacts | None, facts: DeviceFacts) -> bool:
    if port is None:
        return False
    aggregate = facts.ports.get(port.bundle) if port.bundle else None
    return port.disabled or (aggregate is not None and aggregate.disabled)
