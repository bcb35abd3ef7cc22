"""IS-IS adjacencies and who reaches whose loopback through them.

Level 2 only, as the network is designed. An adjacency is up when both logical interfaces are under ``protocols isis``
(active, enabled at level 2), carry ``family iso`` and addresses of one subnet, leave the same payload MTU (hellos are
padded), are both point-to-point or both not, and both devices have a network entity title with different system
identifiers. Authentication and metrics do not decide on reachability here. Nobody goes through a device with the
overload bit, unless it advertises high metrics; it is reached itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .components import Components

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .facts import DeviceFacts, IsisFacts, PortFacts, UnitFacts
    from .faults import Faults
    from .links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjacency:
    """One interface's view of its neighbour.

    Attributes:
        unit: Local logical interface.
        neighbour: Host name of the other side; empty while nothing is heard.
        reason: Why it is not up.
        labelled: Whether MPLS runs on both ends.
    """

    unit: str
    neighbour: str = ""
    neighbour_unit: str = ""
    up: bool = False
    reason: str = ""
    labelled: bool = False


class Isis:
    """All adjacencies of the network, and the parts that it falls into."""

    def __init__(self, facts: Mapping[str, DeviceFacts], links: Links, faults: Faults) -> None:
        self._facts = facts
        self._links = links
        self._faults = faults
        self._adjacencies: dict[str, tuple[Adjacency, ...]] = {}
        self._overloaded: set[str] = set()
        self._ip: Components[str] = Components([])
        self._labelled: Components[str] = Components([])

    def refresh(self, hosts: Iterable[str]) -> bool:
        """Recompute the adjacencies of some devices; True when any of them changed."""
        changed = False
        for host in hosts:
            active = [entry for entry in self._facts[host].isis.values() if not _silent(entry)]
            found = tuple(self._adjacency(host, entry) for entry in active)
            overloaded = self._facts[host].overload == "no-transit"
            if found != self._adjacencies.get(host, ()) or overloaded != (host in self._overloaded):
                changed = True
                self._adjacencies[host] = found
                (self._overloaded.add if overloaded else self._overloaded.discard)(host)
        if changed:
            transit = [
                (host, item)
                for host, items in self._adjacencies.items()
                for item in items
                if item.up and not {host, item.neighbour} & self._overloaded
            ]
            self._ip = Components((host, item.neighbour) for host, item in transit)
            self._labelled = Components((host, item.neighbour) for host, item in transit if item.labelled)
        return changed

    def adjacencies(self, host: str) -> tuple[Adjacency, ...]:
        """Of one device, in configuration order."""
        return self._adjacencies.get(host, ())

    def reaches(self, one: str, other: str) -> bool:
        """Whether two devices reach each other's announced loopbacks."""
        announced = announces_loopback(self._facts[one]) and announces_loopback(self._facts[other])
        return announced and not self._parts(one).isdisjoint(self._parts(other))

    def label_domain(self, host: str) -> str:
        """Name of the part of the network in which labelled paths lead to this device.

        A device that nobody goes through counts to the part of its first neighbour.
        """
        if host in self._overloaded:
            labelled = [item.neighbour for item in self._adjacencies.get(host, ()) if item.up and item.labelled]
            return self._labelled.root(next(iter(labelled), host))
        return self._labelled.root(host)

    def _parts(self, host: str) -> set[str]:
        """Names of the parts of the network that a device is in; one that nobody goes through may be in several."""
        if host not in self._overloaded:
            return {self._ip.root(host)}
        return {host, *(self._ip.root(item.neighbour) for item in self._adjacencies[host] if item.up)}

    def _adjacency(self, host: str, entry: IsisFacts) -> Adjacency:
        facts = self._facts[host]
        port = facts.ports.get(entry.unit.partition(".")[0])
        unit = next((unit for unit in port.units if unit.name == entry.unit), None) if port else None
        if port is None or unit is None:
            return Adjacency(unit=entry.unit, reason="the interface is not configured")
        if not self._links.unit_up(host, unit):
            return Adjacency(unit=entry.unit, reason=self._links.status(host, port.name).reason or "disabled")
        candidates = self._links.opposite_units(host, unit)
        reasons = ["nothing is heard"]
        for peer, far in candidates:
            reason = self._refusal(host, entry, port, unit) or self._disagreement((host, port, unit), (peer, far))
            if not reason:
                labelled = "mpls" in unit.families and "mpls" in far.families
                return Adjacency(
                    unit=entry.unit, neighbour=peer, neighbour_unit=far.name, up=True, labelled=labelled
                )
            reasons.append(reason)
        return Adjacency(unit=entry.unit, reason=reasons[-1])

    def _refusal(self, host: str, entry: IsisFacts, port: PortFacts, unit: UnitFacts) -> str:
        """Why one side does not speak at all."""
        if self._faults.mute(host, unit.name):
            return f"silenced at {host} {port.name}"
        if not entry.level2:
            return f"{host} {unit.name}: level 2 is disabled"
        if "iso" not in unit.families:
            return f"{host} {unit.name}: no family iso"
        return "" if network_entity(self._facts[host]) else f"{host}: no network entity title"

    def _disagreement(self, near: tuple[str, PortFacts, UnitFacts], far: tuple[str, UnitFacts]) -> str:
        host, port, unit = near
        peer, other = far
        theirs = self._facts[peer]
        entry, mine = theirs.isis.get(other.name), self._facts[host].isis[unit.name]
        if entry is None or _silent(entry):
            return f"{peer} {other.name} does not speak IS-IS"
        refusal = self._refusal(peer, entry, theirs.ports[other.port], other)
        if refusal:
            return refusal
        if not {a.network for a in unit.addresses} & {a.network for a in other.addresses}:
            return "no common subnet"
        payloads = port.payload_mtu, theirs.ports[other.port].payload_mtu
        if payloads[0] != payloads[1]:
            return f"MTU differs: {payloads[0]} and {payloads[1]} bytes"
        if mine.point_to_point != entry.point_to_point:
            return "only one side is point-to-point"
        if system_id(self._facts[host]) == system_id(theirs):
            return "same system identifier on both sides"
        return ""


def _silent(entry: IsisFacts) -> bool:
    return entry.passive or entry.disabled or entry.unit.startswith("lo")


def network_entity(facts: DeviceFacts) -> str:
    """The network entity title of a device; empty when it has none."""
    loopback = facts.ports.get("lo0")
    return next((unit.net for unit in loopback.units if unit.net), "") if loopback else ""


def system_id(facts: DeviceFacts) -> str:
    """The six bytes of the network entity title that name the system."""
    return network_entity(facts)[-17:-3]


def announces_loopback(facts: DeviceFacts) -> bool:
    """Whether the main loopback is under ``protocols isis``."""
    entry = facts.isis.get("lo0.0")
    return entry is not None and not entry.disabled
