"""Routers of the old network: flat, every site behind a static route; in the end, nothing but themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .addressing import net_of
from .interfaces import in_order, isis_interfaces, loopback, routed, tagged
from .model import BgpGroup, BgpNeighbor, DeviceModel, Isis, StaticRoute
from .policies import MESH_OUT, core_in, core_out
from .system import day_zero

if TYPE_CHECKING:
    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import Policy, Stage
    from .topology import Link

SITE_PREFERENCE = 200
"""Preference of static routes to sites: worse than BGP (170), so that a site known to the new core is reached there."""
_INTERNAL_BFD_MS = 1000


def legacy(context: Context, ref: DeviceRef, stage: Stage) -> DeviceModel:
    """A router of the old network in service; joined with the new core in coexistence."""
    host = ref.hostname
    address = context.loopbacks[host]
    links = context.of_kind(host, "legacy", "legacy-site")
    joints = context.of_kind(host, "interconnect") if stage == "coexistence" else ()
    services = context.services_on(joints)
    ports = [tagged(context, link, host) if link.services else routed(link, host) for link in (*links, *joints)]
    racked = day_zero(context, ref, stage)
    iso = net_of(context.intent.network.area, address)
    return replace(
        racked,
        interfaces=in_order([*racked.interfaces, loopback(address, iso=iso), *ports]),
        router_id=address,
        asn=context.intent.legacy.asn,
        isis=Isis(interfaces=isis_interfaces(links, host)),
        bgp=(*_mesh(context, host), *(_core(context, host, service, joints) for service in services)),
        static_routes=(*_old_datacenter(context, host), *_sites(context, host)),
        policies=_policies(services),
    )


def retired_legacy(context: Context, ref: DeviceRef) -> DeviceModel:
    """A router of the old network that carries nothing any more, but still answers."""
    racked = day_zero(context, ref, "to-be")
    address = context.loopbacks[ref.hostname]
    return replace(racked, interfaces=in_order([*racked.interfaces, loopback(address)]), router_id=address)


def _policies(services: tuple[Service, ...]) -> tuple[Policy, ...]:
    return (MESH_OUT, *(policy(service) for service in services for policy in (core_in, core_out)))


def _mesh(context: Context, host: str) -> tuple[BgpGroup, ...]:
    peers = [router.name for router in context.intent.legacy.routers if router.name != host]
    neighbors = tuple(BgpNeighbor(address=context.loopbacks[peer], peer=peer, description=peer) for peer in peers)
    if not neighbors:
        return ()
    mesh = BgpGroup(
        name="MESH",
        type="internal",
        neighbors=neighbors,
        local_address=context.loopbacks[host],
        exports=(MESH_OUT.name,),
        bfd_ms=_INTERNAL_BFD_MS,
    )
    return (mesh,)


def _core(context: Context, host: str, service: Service, joints: tuple[Link, ...]) -> BgpGroup:
    links = [link for link in joints if service.name in link.services]
    return BgpGroup(
        name=f"CORE-{service.name}",
        type="external",
        neighbors=tuple(
            BgpNeighbor(
                address=link.neighbor(host, service.name),
                peer=link.there(host).host,
                peer_as=context.intent.network.asn,
                description=f"{link.there(host).host} {service.name}",
            )
            for link in links
        ),
        imports=(core_in(service).name,),
        exports=(core_out(service).name,),
        multipath="same-as" if len(links) > 1 else "",
        bfd_ms=max(link.bfd_ms for link in links),
    )


def _old_datacenter(context: Context, host: str) -> tuple[StaticRoute, ...]:
    """What the old core originates: the old data center's prefix of every service, and the default route."""
    if not any(router.name == host and router.core for router in context.intent.legacy.routers):
        return ()
    prefixes = (context.dc_prefix(service, "") for service in context.services.values())
    return tuple(StaticRoute(prefix=prefix, discard=True) for prefix in ("0.0.0.0/0", *prefixes))


def _sites(context: Context, host: str) -> tuple[StaticRoute, ...]:
    return tuple(
        StaticRoute(
            prefix=context.site_prefix(context.services[name], context.by_host[link.b.host].site),
            next_hop=link.neighbor(host, name),
            preference=SITE_PREFERENCE,
        )
        for link in context.of_kind(host, "legacy-site")
        for name in link.services
    )
