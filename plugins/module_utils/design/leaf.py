"""Leaves: layer 2 VTEPs that servers hang off, with one leaf or with two over an ESI-LAG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .backbone import release
from .fabric import fabric_switch, overlay, services_of, vlan
from .fabric_model import LoopProbe, ServerEdge
from .interfaces import routed
from .model import Interface, SwitchPort, Unit
from .topology import MTU

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..intent.devices import DeviceRef
    from ..intent.models import DataCenter, Server
    from .context import Context
    from .model import DeviceModel

STORM_PERCENT = 1
"""Broadcast, multicast and unknown unicast from one server, in percent of its port: 100 Mbps of 10 Gbps.

Ingress replication sends each such frame to every other switch of the fabric, so little is allowed. The port is not
shut: the server would send the same over its other leaf, and lose that port as well.
"""
BPDU_TIMEOUT = 600
"""Seconds that a port stays blocked after a switch was plugged in where a server belongs."""
LOOP_DETECTION_SINCE = (20, 4)
"""First release with ``loop-detect enhanced`` in its configuration model (Juniper/yang)."""
SETTLE_MS = 2000
"""How long a server's port must be up before it counts, in milliseconds; that the fabric is up first is up to core
isolation, which holds shared ports down until the overlay stands."""


def leaf(context: Context, ref: DeviceRef) -> DeviceModel:
    """A leaf in its final state."""
    host = ref.hostname
    datacenter = context.datacenters[ref.datacenter]
    servers = [server for server in datacenter.servers if host in server.leaves]
    segments = [segment(context, datacenter, server) for server in servers if len(server.leaves) > 1]
    ports = [routed(link, host) for link in context.of_kind(host, "fabric")]
    for server in servers:
        ports += _server_ports(context, datacenter, host, server)
    return fabric_switch(
        context,
        ref,
        interfaces=ports,
        vlans=tuple(vlan(service, routed=False) for service in services_of(context, datacenter)),
        overlay=(overlay(context, host, "OVERLAY", (spine.name for spine in datacenter.spines)),),
        server_edge=_edge(context, ports),
        # An ae beyond the count is accepted by commit and never comes to be.
        aggregates=max(segments, default=-1) + 1,
    )


def _edge(context: Context, ports: Iterable[Interface]) -> ServerEdge | None:
    edge = [(port.name, unit.switching.vlans) for port in ports for unit in port.units if unit.switching]
    if not edge:
        return None
    detects = release(context.intent.network.junos_release) >= LOOP_DETECTION_SINCE
    return ServerEdge(
        ports=tuple(name for name, _ in edge),
        storm_percent=STORM_PERCENT,
        bpdu_timeout=BPDU_TIMEOUT,
        # One VLAN is enough: what loops back does so in all VLANs of the port.
        probes=tuple(
            LoopProbe(interface=f"{name}.0", vlan_id=context.services[vlans[0]].vlan) for name, vlans in edge if detects
        ),
    )


def segment(context: Context, datacenter: DataCenter, server: Server) -> int:
    """Number of a server's Ethernet segment, and of its ae on both leaves: LACP keys follow from it."""
    return context.allocations.segments[f"{datacenter.name}/{server.name}"]


def esi(datacenter: DataCenter, number: int) -> str:
    """A type 0 Ethernet segment identifier (RFC 7432, 5): the overlay's AS and the number."""
    value = f"{datacenter.overlay_asn:08x}{0:04x}{number:06x}"
    return ":".join(("00", *(value[at : at + 2] for at in range(0, 18, 2))))


def lacp_system_id(datacenter: DataCenter, number: int) -> str:
    """What both leaves call themselves towards the server: locally administered, so nobody's MAC address."""
    value = f"02{datacenter.overlay_asn:04x}{number:06x}"
    return ":".join(value[at : at + 2] for at in range(0, 12, 2))


def _server_ports(context: Context, datacenter: DataCenter, host: str, server: Server) -> Iterator[Interface]:
    name = context.allocations.servers[f"{host}/{server.name}"]
    switching = SwitchPort(mode="trunk" if len(server.services) > 1 else "access", vlans=server.services)
    units = (Unit(number=0, switching=switching),)
    if len(server.leaves) == 1:
        yield Interface(name=name, description=f"SERVER: {server.name}", mtu=MTU, units=units)
        return
    number = segment(context, datacenter, server)
    yield Interface(name=name, description=f"SERVER: {server.name}", bundle=f"ae{number}", hold_up_ms=SETTLE_MS)
    yield Interface(
        name=f"ae{number}",
        description=f"SERVER: {server.name} on {' and '.join(server.leaves)}",
        mtu=MTU,
        units=units,
        esi=esi(datacenter, number),
        lacp_system_id=lacp_system_id(datacenter, number),
    )
