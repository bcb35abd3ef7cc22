"""What core and aggregation routers have in common: IS-IS with segment routing, and iBGP through the reflectors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .addressing import net_of
from .interfaces import in_order, isis_interfaces, loopback, routed, tagged
from .model import BgpGroup, BgpNeighbor, Instance, Isis
from .policies import LOAD_BALANCE
from .system import chassis, day_zero

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import DeviceModel, Policy, Stage
    from .topology import Link

IBGP_BFD_MS = 1000
"""BFD of multihop sessions, in milliseconds: slower than the IGP's, which has to converge first."""
_FAMILIES = ("inet-vpn unicast",)


def backbone_router(
    context: Context,
    ref: DeviceRef,
    stage: Stage,
    *,
    links: tuple[Link, ...],
    instances: tuple[Instance, ...],
    policies: Iterable[Policy],
) -> DeviceModel:
    """A router of the new core or of a hub, with the given links and VRFs."""
    host = ref.hostname
    racked = day_zero(context, ref, stage)
    address = context.loopbacks[host]
    network = context.intent.network
    cables = [tagged(context, link, host) if link.services else routed(link, host, mpls=True) for link in links]
    iso = net_of(network.area, address)
    return replace(
        racked,
        chassis=chassis(context.hardware[host], cables),
        interfaces=in_order([*racked.interfaces, loopback(address, iso=iso), *cables]),
        router_id=address,
        asn=network.asn,
        isis=Isis(
            interfaces=isis_interfaces(links, host),
            srgb_start=network.segment_routing.start,
            srgb_size=network.segment_routing.size,
            node_index=context.allocations.nodes[host],
        ),
        bgp=_ibgp(context, ref),
        instances=instances,
        policies=(LOAD_BALANCE, *policies),
    )


def vrf(
    context: Context, host: str, service: Service, *, interfaces: Iterable[str], bgp: tuple[BgpGroup, ...]
) -> Instance:
    """The L3VPN of a service at a router: a route distinguisher of its own, so that every exit stays visible."""
    return Instance(
        name=service.name,
        type="vrf",
        description=service.title,
        interfaces=tuple(interfaces),
        route_distinguisher=f"{context.loopbacks[host]}:{service.number}",
        target=f"target:{context.intent.network.asn}:{service.number}",
        bgp=bgp,
    )


def _ibgp(context: Context, ref: DeviceRef) -> tuple[BgpGroup, ...]:
    host = ref.hostname
    reflectors = [router.name for router in context.intent.core.routers if router.reflector]
    if host not in reflectors:
        return _group(context, host, "IBGP-RR", reflectors)
    clients = [item.hostname for item in context.refs if item.role == "core_mx" and item.hostname not in reflectors]
    others = [name for name in reflectors if name != host]
    address = context.loopbacks[host]
    return (
        *_group(context, host, "IBGP-RR-CLIENTS", clients, cluster=address),
        *_group(context, host, "IBGP-RR-MESH", others),
    )


def _group(
    context: Context, host: str, name: str, peers: Iterable[str], *, cluster: str = ""
) -> tuple[BgpGroup, ...]:
    neighbors = tuple(
        BgpNeighbor(address=context.loopbacks[peer], peer=peer, description=peer) for peer in peers
    )
    if not neighbors:
        return ()
    group = BgpGroup(
        name=name,
        type="internal",
        neighbors=neighbors,
        families=_FAMILIES,
        local_address=context.loopbacks[host],
        cluster=cluster,
        bfd_ms=IBGP_BFD_MS,
    )
    return (group,)
