"""Spines: reflectors of the overlay, gateways of the servers, border towards the core routers."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal

from .backbone import CE_KEY, maximum_prefixes
from .fabric import fabric_switch, overlay, services_of, vlan
from .interfaces import routed, tagged, unit_name
from .model import BgpGroup, BgpNeighbor, Instance, Interface, StaticRoute, Unit
from .policies import T5_OUT, wan_in, wan_out
from .replication import macsec
from .topology import MTU

if TYPE_CHECKING:
    from ..intent.devices import DeviceRef
    from ..intent.models import DataCenter, Service
    from .context import Context
    from .model import DeviceModel
    from .topology import Link

GATEWAY_MTU = 9000
"""IP MTU of servers; VXLAN adds 50, which the underlay has room for."""


def spine(context: Context, ref: DeviceRef) -> DeviceModel:
    """A spine in its final state."""
    host = ref.hostname
    datacenter = context.datacenters[ref.datacenter]
    services = services_of(context, datacenter)
    borders = context.of_kind(host, "handoff")
    ports = [
        *(routed(link, host) for link in context.of_kind(host, "fabric")),
        *(tagged(context, link, host) for link in borders),
    ]
    own = {service.name: context.dc_prefix(service, datacenter.name) for service in services}
    return fabric_switch(
        context,
        ref,
        interfaces=[*ports, _gateways(context, datacenter, host, services)],
        loopbacks=tuple(vrf_loopback(context, host, service) for service in services),
        vlans=tuple(vlan(service, routed=True) for service in services),
        overlay=_overlay(context, datacenter, host),
        instances=tuple(_instance(context, datacenter, host, service, borders) for service in services),
        macsec=macsec(context, host, borders),
        policies=chain(
            (T5_OUT,),
            chain.from_iterable(
                (wan_in(service, own[service.name], context.partners(service)), wan_out(service, own[service.name]))
                for service in services
            ),
        ),
    )


def _overlay(context: Context, datacenter: DataCenter, host: str) -> tuple[BgpGroup, ...]:
    """One cluster per spine, so that a leaf which lost one session still gets everything."""
    leaves = [leaf.name for leaf in datacenter.leaves]
    others = [spine.name for spine in datacenter.spines if spine.name != host]
    return (
        overlay(context, host, "OVERLAY", leaves, cluster=context.loopbacks[host]),
        overlay(context, host, "OVERLAY-RR", others),
    )


def _gateways(context: Context, datacenter: DataCenter, host: str, services: tuple[Service, ...]) -> Interface:
    """Address 1 is the gateway on every spine, each has one of its own from 2 on."""
    own = 2 + [spine.name for spine in datacenter.spines].index(host)
    units = (
        Unit(
            number=service.vlan,
            description=service.title,
            addresses=(f"{context.dc_host(service, datacenter.name, own)}/24",),
            gateway=context.dc_host(service, datacenter.name, 1),
            gateway_mac=gateway_mac(service.vlan),
            mtu=GATEWAY_MTU,
        )
        for service in services
    )
    return Interface(name="irb", description="Gateways of the servers", mtu=MTU, units=tuple(units))


def gateway_mac(vlan: int, family: Literal["inet", "inet6"] = "inet") -> str:
    """The virtual gateway's MAC address: the digits of the VLAN, so that a host's ARP table tells which gateway it is.

    Explicit and one per VLAN, because the default of Junos is the same in all VLANs (and that of VRRP group 1).
    """
    digits = f"{vlan:04d}"
    return f"00:00:5e:{'01' if family == 'inet' else '02'}:{digits[:2]}:{digits[2:]}"


def vrf_loopback(context: Context, host: str, service: Service) -> Unit:
    """A spine's own address in a VRF: what it answers with from there, whichever of its other addresses are up."""
    return Unit(
        number=service.vlan,
        description=service.name,
        addresses=(f"{context.vrf_loopback(service, host)}/32",),
    )


def _instance(
    context: Context, datacenter: DataCenter, host: str, service: Service, borders: tuple[Link, ...]
) -> Instance:
    own = context.dc_prefix(service, datacenter.name)
    group = BgpGroup(
        name="WAN",
        type="external",
        neighbors=tuple(
            BgpNeighbor(
                address=link.neighbor(host, service.name),
                peer=link.there(host).host,
                peer_as=context.intent.network.asn,
                description=link.there(host).host,
            )
            for link in borders
        ),
        families=("inet unicast",),
        imports=(wan_in(service, own).name,),
        exports=(wan_out(service, own).name,),
        multipath="same-as",
        bfd_ms=max((link.bfd_ms for link in borders), default=None),
        authentication_key=context.secret(CE_KEY),
        prefix_limit=maximum_prefixes(context, (service, *context.partners(service))),
    )
    return Instance(
        name=service.name,
        type="vrf",
        description=service.title,
        interfaces=(
            f"irb.{service.vlan}", f"lo0.{service.vlan}", *(unit_name(link, host, service.vlan) for link in borders)
        ),
        route_distinguisher=f"{context.loopbacks[host]}:{service.number}",
        target=f"target:{datacenter.overlay_asn}:{service.number}",
        vni=20000 + service.number,
        prefix_route_exports=(T5_OUT.name,),
        # Sites leave the network through the data centers; replication leads from one to the other and nowhere else.
        static_routes=() if service.kind == "replication" else (StaticRoute(prefix="0.0.0.0/0", discard=True),),
        bgp=(group,),
    )
