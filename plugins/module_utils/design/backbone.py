"""What core and aggregation routers have in common: IS-IS with labels, iBGP through the reflectors, VRFs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .addressing import net_of
from .addressing6 import plan6, text6
from .interfaces import in_order, isis_interfaces, loopback, routed, tagged
from .key_chains import chain_of, key_chains
from .model import BgpGroup, BgpNeighbor, Instance, Isis
from .policies import LOAD_BALANCE, route_target, vrf_in
from .system import chassis, day_zero

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import Community, DeviceModel, Policy, Stage
    from .topology import Link

IBGP_BFD_MS = 1000
"""BFD of multihop sessions, in milliseconds: slower than the IGP's, which has to converge first."""
CE_KEY = "bgp-ce-key"
"""Secret of sessions with sites and data centers."""
MICROLOOP_AVOIDANCE_SINCE = (21, 1)
"""Release that has ``spf-options microloop-avoidance`` first, by Juniper's YANG models."""
_FAMILIES = ("inet-vpn unicast", "inet6-vpn unicast", "evpn signaling")
_MORE_PREFIXES = 256
"""In a VRF, besides the /24 of sites and data centers: link subnets, defaults."""


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
    box = context.hardware[host]
    cables = [tagged(context, link, host) if link.services else routed(link, host, mpls=True) for link in links]
    iso = net_of(network.area, address)
    return replace(
        racked,
        chassis=chassis(box, cables),
        interfaces=in_order(
            [*racked.interfaces, loopback(address, iso=iso, address6=_loopback6(context, host)), *cables]
        ),
        router_id=address,
        asn=network.asn,
        isis=_isis(context, host, links),
        bgp=_ibgp(context, ref),
        instances=instances,
        policies=(LOAD_BALANCE, *policies, *_vrf_policies(context, instances)),
        communities=_communities(context, instances),
        key_chains=key_chains(context),
        graceful_restart=not box.dual_re,
    )


def _loopback6(context: Context, host: str) -> str:
    plan = plan6(context.intent.network.prefix6)
    return text6(plan.infrastructure("loopbacks", context.allocations.nodes[host])) if plan else ""


def _isis(context: Context, host: str, links: tuple[Link, ...]) -> Isis:
    network = context.intent.network
    routing = network.segment_routing
    labelled = network.transport == "sr"
    return Isis(
        interfaces=isis_interfaces(links, host),
        srgb_start=routing.start if labelled else None,
        srgb_size=routing.size if labelled else None,
        node_index=context.allocations.nodes[host] if labelled else None,
        ldp=not labelled,
        microloop_avoidance=labelled and release(network.junos_release) >= MICROLOOP_AVOIDANCE_SINCE,
        key_chain=chain_of(context, "isis"),
        ldp_key_chain=chain_of(context, "ldp"),
        ldp_peers="" if labelled else str(network.pools.loopbacks),
    )


def release(text: str) -> tuple[int, int]:
    """Year and quarter of a Junos release such as ``20.2R3-S1``."""
    year, _, rest = text.partition(".")
    return int(year), int(rest[0])


def _vrf_policies(context: Context, instances: tuple[Instance, ...]) -> Iterator[Policy]:
    for instance in instances:
        if instance.imports:
            service = context.services[instance.name]
            yield vrf_in(service, context.partners(service))


def _communities(context: Context, instances: tuple[Instance, ...]) -> tuple[Community, ...]:
    """The route targets that the policies of the VRFs speak of, in the order of the intent."""
    named: set[str] = set()
    for instance in instances:
        if instance.imports:
            named |= {instance.name, *(item.name for item in context.partners(context.services[instance.name]))}
    asn = context.intent.network.asn
    return tuple(route_target(service, asn) for name, service in context.services.items() if name in named)


def vrf(
    context: Context, host: str, service: Service, *, interfaces: Iterable[str], bgp: tuple[BgpGroup, ...]
) -> Instance:
    """The L3VPN of a service at a router: a route distinguisher of its own, so that every exit stays visible.

    A service that is shared imports by policy what carries another route target; locally too, by auto-export.
    """
    partners = context.partners(service)
    return Instance(
        name=service.name,
        type="vrf",
        description=service.title,
        interfaces=tuple(interfaces),
        route_distinguisher=f"{context.loopbacks[host]}:{service.number}",
        target=f"target:{context.intent.network.asn}:{service.number}",
        bgp=bgp,
        imports=(vrf_in(service, partners).name,) if partners else (),
        auto_export=bool(partners),
        maximum_prefixes=maximum_prefixes(context, (service, *partners)),
    )


def maximum_prefixes(context: Context, services: Iterable[Service]) -> int:
    """Room for every prefix that the intent has addresses for, so that the limit does not move with a new site."""
    pools = (pool for item in services for pool in (context.site_pools[item.name], context.dc_pools[item.name]))
    return sum(pool.count(24) for pool in pools) + _MORE_PREFIXES


def _ibgp(context: Context, ref: DeviceRef) -> tuple[BgpGroup, ...]:
    host = ref.hostname
    reflectors = [router.name for router in context.intent.core.routers if router.reflector]
    if host not in reflectors:
        return _group(context, host, "IBGP-RR", reflectors)
    clients = [item.hostname for item in context.refs if item.role == "core_mx" and item.hostname not in reflectors]
    others = [name for name in reflectors if name != host]
    address = context.loopbacks[host]
    return (
        *_group(context, host, "IBGP-RR-CLIENTS", clients, cluster=address, targets="route-target advertise-default"),
        *_group(context, host, "IBGP-RR-MESH", others),
    )


def _group(
    context: Context,
    host: str,
    name: str,
    peers: Iterable[str],
    *,
    cluster: str = "",
    targets: str = "route-target",
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
        families=(*_FAMILIES, targets),
        local_address=context.loopbacks[host],
        cluster=cluster,
        bfd_ms=IBGP_BFD_MS,
        key_chain=chain_of(context, "bgp"),
    )
    return (group,)
