"""The state of the whole network, recomputed where something changed, when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bgp import Bgp, Session
from .extract import effective, extract
from .facts import DeviceFacts
from .families import FAMILIES, INET
from .faults import Faults
from .index import NetworkIndex
from .isis import Adjacency, Isis
from .links import Links, LinkStatus
from .lldp import LldpNeighbour, neighbours
from .management import way_in
from .re_filter import NETCONF, SSH, Packet
from .reach import Reach
from .view import View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ...junos.tree import Node
    from .contract import Device, Fleet
    from .families import Family
    from .index import Owner
    from .routes import VrfNode


class NetworkState:
    """What ``show`` commands of every device tell, derived from the running configurations, the cabling and faults.

    Nothing is computed before the first question; after a change only the changed devices and what depends on them
    are. Convergence takes no time. One thread may use it.

    Args:
        fleet: The devices, their specification and the clock.
    """

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.faults = Faults(fleet.spec)
        self.version = 0
        self.last_changed = ""
        self._facts: dict[str, DeviceFacts] = {name: DeviceFacts() for name in fleet.devices}
        self._versions: dict[str, int] = {}
        self._effective: dict[str, Node] = {}
        self._dirty: set[str] = set(fleet.devices)
        self._flapped: dict[tuple[str, str], datetime] = {}
        self._stubs: dict[Family, set[VrfNode]] = {family: set() for family in FAMILIES}
        self._reached_before: dict[str, bool] = {}
        self._index = NetworkIndex()
        self.links = Links(fleet.spec.cabling, self._facts, self.faults)
        self.isis = Isis(self._facts, self.links, self.faults)
        self._bgp = Bgp(self._facts, self._index, links=self.links, isis=self.isis, faults=self.faults)
        self.reach = {
            family: Reach(
                self._facts, self._index, links=self.links, isis=self.isis, bgp=self._bgp, family=family
            )
            for family in FAMILIES
        }

    def changed(self, hostname: str) -> None:
        """Take note that a device runs another configuration; the work is done at the next question."""
        self._dirty.add(hostname)
        self.last_changed = hostname

    def fault(self, kind: str, **arguments: str) -> None:
        """Inject a fault; the kinds are those of ``Faults``.

        Raises:
            FaultError: There is no such fault or no such place.
        """
        hosts = self.faults.add(kind, arguments)
        self._dirty |= hosts | self.links.wire(self.faults.swapped())
        self.last_changed = next(iter(sorted(hosts)), "")

    def end_fault(self, kind: str, *arguments: str) -> None:
        """Take one fault away."""
        self._dirty |= self.faults.remove(kind, *arguments)

    def clear_faults(self) -> None:
        """Take every fault away."""
        self._dirty |= self.faults.clear() | self.links.wire(())

    def powered(self, hostname: str) -> bool:
        """Whether a device runs; a front end refuses connections to one that does not."""
        return self.faults.powered(hostname)

    def device(self, hostname: str) -> Device:
        """One device of the fleet."""
        return self.fleet.devices[hostname]

    def facts(self, hostname: str) -> DeviceFacts:
        """What one device's running configuration says."""
        self.refresh()
        return self._facts[hostname]

    def configuration(self, hostname: str) -> View:
        """What one device runs, with groups applied and interface ranges written out."""
        self.refresh()
        return View(self._effective.get(hostname))

    def lit(self, hostname: str, port: str) -> bool:
        """Whether light comes in at a port."""
        self.refresh()
        return self.links.lit(hostname, port)

    def connected(self, hostname: str, instance: str, number: int) -> Owner | None:
        """The own address of a device in whose subnet another address lies."""
        self.refresh()
        return self._index.device(hostname).connected(instance, number)

    def mesh_of(self, hostname: str, instance: str, family: Family = INET) -> list[VrfNode]:
        """The other VRFs that a VRF exchanges its routes with over the core."""
        self.refresh()
        return self.reach[family].mesh_mates((hostname, instance))

    def manageable(self, hostname: str) -> bool:
        """Whether the user of the twin comes in over NETCONF: the filter of the routing engine, and a way to it.

        A configuration that never said how the device is reached is no obstacle.
        """
        facts = self.facts(hostname)
        found, reached = facts.re_filter, way_in(facts)
        let_in = any(found.accepts(Packet(source=None, destination_port=port)) for port in (NETCONF, SSH))
        reached_before = self._reached_before.setdefault(hostname, reached)
        return let_in and (reached or not reached_before)

    def port_status(self, hostname: str, port: str) -> LinkStatus:
        """Whether a physical or aggregated interface is up, and why not."""
        self.refresh()
        return self.links.status(hostname, port)

    def ports(self, hostname: str) -> list[str]:
        """Physical and aggregated interfaces of a device: those that are cabled or configured."""
        self.refresh()
        configured = (port for port in self._facts[hostname].ports if self.links.exists(hostname, port))
        return sorted({*configured, *self.links.cabled(hostname)}, key=port_order)

    def lldp_neighbours(self, hostname: str) -> list[LldpNeighbour]:
        """What LLDP hears on a device."""
        self.refresh()
        return neighbours(hostname, self._facts, self.links)

    def adjacencies(self, hostname: str) -> tuple[Adjacency, ...]:
        """IS-IS adjacencies of a device, in configuration order."""
        self.refresh()
        return self.isis.adjacencies(hostname)

    def sessions(self, hostname: str) -> list[Session]:
        """BGP sessions of a device, in configuration order."""
        self.refresh()
        return self._bgp.sessions(hostname)

    def instance_of(self, hostname: str, unit: str) -> str:
        """Routing instance of a logical interface; empty for the main one."""
        self.refresh()
        return self._index.device(hostname).instance_of.get(unit, "")

    def reaches(self, node: VrfNode, anchors: Iterable[VrfNode], family: Family = INET) -> bool:
        """Whether a service works at a device: see ``Reach``."""
        self.refresh()
        reach = self.reach[family]
        return reach.reaches(node, reach.goals(reach.serving(anchors)))

    def default_hops(self, hostname: str, instance: str, family: Family = INET) -> list[str]:
        """Neighbors that send a virtual router a default route which leads to an anchor of its service."""
        self.refresh()
        anchors = [(item.host, item.instance) for item in self.fleet.spec.anchors if item.instance in {instance, ""}]
        return self.reach[family].default_hops((hostname, instance), anchors)

    def take_changed_stubs(self, family: Family) -> tuple[int, set[VrfNode]]:
        """Version of the transit network, and the virtual routers that changed since this was last called."""
        self.refresh()
        stubs, self._stubs[family] = self._stubs[family], set()
        return self.reach[family].transit_version, stubs

    def refresh(self) -> None:
        """Bring the state up to date; every question does."""
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, set()
        now = self.fleet.clock.now()
        touched: set[str] = set()
        for host in dirty:
            touched |= self._read(host)
        for host in dirty:
            self.links.refresh(host)
        near = dirty.union(*(self.links.neighbours(host) for host in dirty))
        igp_changed = self.isis.refresh(near)
        affected = self._bgp.refresh(dirty, touched, near=near, igp_changed=igp_changed, now=now)
        for family, reach in self.reach.items():
            self._stubs[family] |= reach.refresh(affected | dirty, near, igp_changed=igp_changed)
        self.version += 1

    def read_ahead(self, host: str) -> None:
        """Extract the facts of a device before anybody asks, which is most of the work of the first question."""
        device = self.fleet.devices[host]
        if self._versions.get(host) != device.config_version:
            self._versions[host] = device.config_version
            tree = self._effective[host] = effective(device.running)
            self._facts[host] = extract(tree)

    def _read(self, host: str) -> set[str]:
        """Extract the facts of a device when its configuration changed; returns addresses it has or had."""
        self.read_ahead(host)
        return self._index.refresh(host, self._facts[host])


def port_order(name: str) -> tuple[object, ...]:
    """Sort key that puts interfaces in the order of ``show interfaces``."""
    head, _, rest = name.partition("-")
    numbers = tuple(int(part) for part in rest.replace(":", "/").split("/") if part.isdigit())
    kind = {"ge": 0, "xe": 1, "et": 2}.get(head, 3)
    return (kind, numbers, "") if kind < 3 else (kind, (), name)
