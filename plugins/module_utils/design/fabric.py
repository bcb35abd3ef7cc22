"""What spines and leaves have in common: the eBGP underlay and the iBGP overlay of EVPN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .addressing import prefix
from .interfaces import in_order, loopback
from .model import BgpGroup, BgpNeighbor, Evpn, Vlan
from .policies import LOAD_BALANCE, underlay_out
from .system import chassis, day_zero

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..intent.devices import DeviceRef
    from ..intent.models import DataCenter, Service
    from .context import Context
    from .fabric_model import Macsec, ServerEdge
    from .model import DeviceModel, Instance, Interface, Policy, Unit

OVERLAY_BFD_MS = 3000
"""BFD of multihop sessions, in milliseconds: slower than the underlay's 1000, or a link that fails silently would take
overlay sessions with it before the underlay found the other way."""
EVPN_RD = 65000
"""Number in the route distinguisher of layer 2: no service has it, so no VRF of the switch has the same one."""
FABRIC_KEY = "bgp-fabric-key"
"""Name of the secret that authenticates BGP between the switches of a fabric."""
_EVPN = ("evpn signaling",)


def fabric_switch(
    context: Context,
    ref: DeviceRef,
    *,
    interfaces: Iterable[Interface],
    vlans: tuple[Vlan, ...],
    overlay: tuple[BgpGroup, ...],
    loopbacks: tuple[Unit, ...] = (),
    aggregates: int = 0,
    instances: tuple[Instance, ...] = (),
    policies: Iterable[Policy] = (),
    server_edge: ServerEdge | None = None,
    macsec: Macsec | None = None,
) -> DeviceModel:
    """A switch of a fabric in its final state."""
    host = ref.hostname
    racked = day_zero(context, ref, "to-be")
    address = context.loopbacks[host]
    asn = context.datacenters[ref.datacenter].overlay_asn
    ports = tuple(interfaces)
    return replace(
        racked,
        chassis=chassis(context.hardware[host], ports, aggregates=aggregates),
        interfaces=in_order([*racked.interfaces, _loopback(address, loopbacks), *ports]),
        router_id=address,
        asn=asn,
        bgp=(underlay(context, ref), *overlay),
        instances=instances,
        vlans=vlans,
        evpn=Evpn(
            route_distinguisher=f"{address}:{EVPN_RD}",
            target=f"target:{asn}:9999",
            vnis=tuple(vlan.vni for vlan in vlans if vlan.vni is not None),
        ),
        policies=(LOAD_BALANCE, underlay_out(prefix(context.intent.network.pools.fabric_loopbacks)), *policies),
        # One Routing Engine: neighbours go on forwarding while its routing restarts.
        graceful_restart=True,
        server_edge=server_edge,
        macsec=macsec,
    )


def _loopback(address: str, more: tuple[Unit, ...]) -> Interface:
    own = loopback(address)
    return replace(own, units=(*own.units, *more))


def underlay_asn(context: Context, host: str) -> int:
    """The AS number of a switch in the underlay, one of its own."""
    datacenter = context.datacenters[context.by_host[host].datacenter]
    return datacenter.underlay_asn_start + context.allocations.fabric_nodes[host]


def underlay(context: Context, ref: DeviceRef) -> BgpGroup:
    """External BGP on every fabric link; the overlay's AS is kept out of the path, or nobody would take the routes."""
    host = ref.hostname
    links = context.of_kind(host, "fabric")
    return BgpGroup(
        name="UNDERLAY",
        type="external",
        neighbors=tuple(
            BgpNeighbor(
                address=link.neighbor(host),
                peer=link.there(host).host,
                peer_as=underlay_asn(context, link.there(host).host),
                description=link.there(host).host,
            )
            for link in links
        ),
        local_as=underlay_asn(context, host),
        exports=("UNDERLAY-OUT",),
        multipath="multiple-as",
        bfd_ms=max((link.bfd_ms for link in links), default=None),
        authentication_key=context.secret(FABRIC_KEY),
        mtu_discovery=True,
    )


def overlay(context: Context, host: str, name: str, peers: Iterable[str], *, cluster: str = "") -> BgpGroup:
    """Internal BGP between loopbacks for EVPN; with a cluster, as reflector."""
    return BgpGroup(
        name=name,
        type="internal",
        neighbors=tuple(
            BgpNeighbor(address=context.loopbacks[peer], peer=peer, description=peer) for peer in peers
        ),
        families=_EVPN,
        local_address=context.loopbacks[host],
        cluster=cluster,
        multipath="same-as",
        bfd_ms=OVERLAY_BFD_MS,
        authentication_key=context.secret(FABRIC_KEY),
        mtu_discovery=True,
    )


def vlan(service: Service, *, routed: bool) -> Vlan:
    """A service's VLAN in the fabric; the VNI is the same number with 10000 on top."""
    return Vlan(
        name=service.name,
        vlan_id=service.vlan,
        vni=10000 + service.vlan,
        irb=f"irb.{service.vlan}" if routed else "",
    )


def services_of(context: Context, datacenter: DataCenter) -> tuple[Service, ...]:
    """The services that live in a data center, in the order of the intent."""
    return tuple(service for name, service in context.services.items() if name in datacenter.services)
