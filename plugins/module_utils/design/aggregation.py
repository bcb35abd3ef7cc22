"""Aggregation routers: the PEs that sites hang off."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .backbone import backbone_router, vrf
from .interfaces import unit_name
from .model import BgpGroup, BgpNeighbor
from .policies import CE_OUT, ce_in

if TYPE_CHECKING:
    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import DeviceModel, Instance
    from .topology import Link


def aggregation(context: Context, ref: DeviceRef) -> DeviceModel:
    """An aggregation router in its final state: IS-IS upwards, a VRF per service of its sites."""
    host = ref.hostname
    sites = context.of_kind(host, "site")
    services = context.services_on(sites, context.management.name)
    return backbone_router(
        context,
        ref,
        "to-be",
        links=context.of_kind(host, "hub-uplink", "hub-pair", "site"),
        instances=tuple(_instance(context, host, service, sites) for service in services),
        policies=chain((CE_OUT,), map(ce_in, services)),
    )


def _instance(context: Context, host: str, service: Service, sites: tuple[Link, ...]) -> Instance:
    links = [link for link in sites if service.name in link.services]
    return vrf(
        context,
        host,
        service,
        interfaces=(unit_name(link, host, service.vlan) for link in links),
        bgp=_customers(context, host, service, links),
    )


def _customers(context: Context, host: str, service: Service, links: list[Link]) -> tuple[BgpGroup, ...]:
    if not links:
        return ()
    neighbors = []
    for link in links:
        peer = link.there(host).host
        neighbors.append(
            BgpNeighbor(
                address=link.neighbor(host, service.name),
                peer=peer,
                peer_as=context.asn_of(peer),
                description=peer,
            )
        )
    group = BgpGroup(
        name="CE",
        type="external",
        neighbors=tuple(neighbors),
        imports=(ce_in(service).name,),
        exports=(CE_OUT.name,),
        bfd_ms=max(link.bfd_ms for link in links),
    )
    return (group,)
