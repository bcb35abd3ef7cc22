"""Aggregation routers: the PEs that sites hang off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .backbone import CE_KEY, backbone_router, vrf
from .interfaces import unit_name
from .model import BgpGroup, BgpNeighbor, StaticRoute
from .policies import ce_in, ce_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import DeviceModel, Instance, Policy
    from .topology import Link

SITE_PREFIXES = 10
"""What a site may announce in a service before its session is torn down: it has one prefix, ten are a mistake."""
BEFORE_BGP = 200
"""Preference of a route that counts as long as BGP (170) has none."""


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
        policies=_policies(context, host, services, sites),
    )


def _policies(
    context: Context, host: str, services: tuple[Service, ...], sites: tuple[Link, ...]
) -> Iterator[Policy]:
    for service in services:
        yield ce_out(service)
        for link in sites:
            if service.name in link.services:
                yield _from_site(context, host, service, link)


def _from_site(context: Context, host: str, service: Service, link: Link) -> Policy:
    site = context.by_host[link.there(host).host].site
    return ce_in(service, site, context.site_prefix(service, site))


def _instance(context: Context, host: str, service: Service, sites: tuple[Link, ...]) -> Instance:
    links = [link for link in sites if service.name in link.services]
    found = vrf(
        context,
        host,
        service,
        interfaces=(unit_name(link, host, service.vlan) for link in links),
        bgp=_customers(context, host, service, links),
    )
    return replace(found, static_routes=tuple(_new_sites(context, host, service, links)))


def _new_sites(context: Context, host: str, service: Service, links: list[Link]) -> Iterator[StaticRoute]:
    """The way to the switch of a site that has no old uplink, before it speaks BGP: its seed has no key for that."""
    for link in links if service.name == context.management.name else ():
        peer = link.there(host).host
        if not context.of_kind(peer, "legacy-site"):
            yield StaticRoute(
                prefix=str(context.site_prefix(service, context.by_host[peer].site)),
                next_hop=link.neighbor(host, service.name),
                preference=BEFORE_BGP,
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
                imports=(_from_site(context, host, service, link).name,),
            )
        )
    group = BgpGroup(
        name="CE",
        type="external",
        neighbors=tuple(neighbors),
        families=("inet unicast",),
        exports=(ce_out(service).name,),
        bfd_ms=max(link.bfd_ms for link in links),
        authentication_key=context.secret(CE_KEY),
        prefix_limit=SITE_PREFIXES,
    )
    return (group,)
