"""Switches at sites: one virtual router per service, reachable over the old uplink, the new ones, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .access import with_access
from .backbone import CE_KEY
from .interfaces import in_order, tagged, unit_name
from .model import BgpGroup, BgpNeighbor, DeviceModel, Instance, Interface, StaticRoute, Unit
from .policies import LOAD_BALANCE, site_in, site_out
from .system import chassis, in_band

if TYPE_CHECKING:
    from ..intent.devices import DeviceRef
    from ..intent.models import Service
    from .context import Context
    from .model import Stage
    from .topology import Link

LEGACY_PREFERENCE = 200
"""Preference of the default route over the old uplink: worse than eBGP (170), so it takes over when that is gone."""


def site(context: Context, ref: DeviceRef, stage: Stage) -> DeviceModel:
    """A site's switch: old uplink as-is, both in coexistence, the new ones to-be."""
    host = ref.hostname
    box = context.hardware[host]
    services = context.site_services[ref.site_kind]
    new = context.of_kind(host, "site") if stage != "as-is" else ()
    old = context.of_kind(host, "legacy-site") if stage != "to-be" else ()
    prefixes = (context.site_prefix(service, ref.site) for service in services)
    uplinks = [tagged(context, link, host) for link in (*new, *old)]
    routed = DeviceModel(
        hostname=host,
        role=ref.role,
        function=ref.function,
        model=ref.model,
        family=box.family,
        stage=stage,
        county=ref.county,
        region=ref.region,
        site=ref.site,
        site_kind=ref.site_kind,
        groups=ref.groups,
        system=in_band(context, ref),
        chassis=chassis(box),
        interfaces=in_order((*uplinks, _gateways(context, ref, services))),
        instances=tuple(_instance(context, ref, service, new, old) for service in services),
        policies=(LOAD_BALANCE, site_in(services), site_out(prefixes)) if new else (),
    )
    return with_access(context, ref, routed)


def _gateways(context: Context, ref: DeviceRef, services: tuple[Service, ...]) -> Interface:
    units = (
        Unit(
            number=service.vlan,
            description=service.title,
            addresses=(f"{context.site_gateway(service, ref.site)}/24",),
        )
        for service in services
    )
    return Interface(name="irb", units=tuple(units))


def _instance(
    context: Context, ref: DeviceRef, service: Service, new: tuple[Link, ...], old: tuple[Link, ...]
) -> Instance:
    host = ref.hostname
    units = (unit_name(link, host, service.vlan) for link in (*new, *old))
    static = tuple(
        StaticRoute(
            prefix="0.0.0.0/0", next_hop=link.neighbor(host, service.name), preference=LEGACY_PREFERENCE
        )
        for link in old
    )
    return Instance(
        name=service.name,
        type="virtual-router",
        description=service.title,
        interfaces=(f"irb.{service.vlan}", *units),
        asn=context.site_asn(ref.site) if new else None,
        router_id=context.site_gateway(service, ref.site) if new else "",
        static_routes=static,
        bgp=(_providers(context, host, service, new),) if new else (),
        dhcp_servers=tuple(map(str, service.dhcp)),
    )


def _providers(context: Context, host: str, service: Service, links: tuple[Link, ...]) -> BgpGroup:
    return BgpGroup(
        name="PE",
        type="external",
        neighbors=tuple(
            BgpNeighbor(
                address=link.neighbor(host, service.name),
                peer=link.there(host).host,
                peer_as=context.intent.network.asn,
                description=link.there(host).host,
            )
            for link in links
        ),
        imports=("PE-IN",),
        exports=("PE-OUT",),
        multipath="same-as" if len(links) > 1 else "",
        bfd_ms=max(link.bfd_ms for link in links),
        authentication_key=context.secret(CE_KEY),
    )
