"""Core routers: IS-IS and reflectors, the hand-off to data centers, and the way to the old network while it lives."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from .backbone import CE_KEY, backbone_router, maximum_prefixes, vrf
from .interfaces import unit_name
from .model import BgpGroup, BgpNeighbor
from .policies import legacy_in, legacy_out, spine_in, spine_out
from .replication import macsec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import DeviceModel, Instance, Policy, Stage
    from .topology import Link


def core(context: Context, ref: DeviceRef, stage: Stage) -> DeviceModel:
    """A core router; the interconnect with the old network exists in coexistence only."""
    host = ref.hostname
    handoffs = context.of_kind(host, "handoff")
    joints = context.of_kind(host, "interconnect") if stage == "coexistence" else ()
    services = context.services_on((*handoffs, *joints))
    router = backbone_router(
        context,
        ref,
        stage,
        links=(*context.of_kind(host, "core", "hub-uplink"), *handoffs, *joints),
        instances=tuple(_instance(context, host, service, handoffs, joints) for service in services),
        policies=chain.from_iterable(_policies(context, service, handoffs, joints) for service in services),
    )
    return replace(router, macsec=macsec(context, host, context.links[host]))


def has_interconnect(context: Context, host: str) -> bool:
    """Whether the old network is joined here while both exist."""
    return bool(context.of_kind(host, "interconnect"))


def _policies(
    context: Context, service: Service, handoffs: tuple[Link, ...], joints: tuple[Link, ...]
) -> Iterator[Policy]:
    if any(service.name in link.services for link in handoffs):
        yield spine_in(service)
        yield spine_out(service, context.partners(service))
    if any(service.name in link.services for link in joints):
        yield legacy_in(service)
        yield legacy_out(service)


def _instance(
    context: Context, host: str, service: Service, handoffs: tuple[Link, ...], joints: tuple[Link, ...]
) -> Instance:
    spines = [link for link in handoffs if service.name in link.services]
    old = [link for link in joints if service.name in link.services]
    to_spines = _group(context, host, service, spines, "SPINE", (spine_in(service), spine_out(service)))
    to_legacy = _group(context, host, service, old, "LEGACY", (legacy_in(service), legacy_out(service)))
    groups = (
        # The routers of the old network keep their configuration as it is: no keys.
        to_spines
        and replace(
            to_spines,
            authentication_key=context.secret(CE_KEY),
            as_override=bool(context.partners(service)),
            prefix_limit=2 * context.dc_pools[service.name].count(24),
        ),
        to_legacy,
    )
    return vrf(
        context,
        host,
        service,
        interfaces=(unit_name(link, host, service.vlan) for link in (*spines, *old)),
        bgp=tuple(group for group in groups if group),
    )


def _group(
    context: Context, host: str, service: Service, links: list[Link], name: str, policies: tuple[Policy, Policy]
) -> BgpGroup | None:
    if not links:
        return None
    return BgpGroup(
        name=name,
        type="external",
        neighbors=tuple(
            BgpNeighbor(
                address=link.neighbor(host, service.name),
                peer=link.there(host).host,
                peer_as=context.asn_of(link.there(host).host),
                description=link.there(host).host,
            )
            for link in links
        ),
        families=("inet unicast",),
        imports=(policies[0].name,),
        exports=(policies[1].name,),
        multipath="same-as" if len(links) > 1 else "",
        bfd_ms=max(link.bfd_ms for link in links),
        prefix_limit=maximum_prefixes(context, (service,)),
    )
