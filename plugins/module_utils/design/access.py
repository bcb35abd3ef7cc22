"""The ports of a site's switch towards people: which service they are in, who may use them, what feeds them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from ..junos.hardware import location
from .access_model import (
    AuthenticationServer,
    Poe,
    PortAuthentication,
    PortRange,
    PortSpan,
    VirtualChassis,
    VirtualChassisMember,
)
from .cos import VOICE
from .model import Vlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..intent.access import Access
    from ..intent.devices import DeviceRef
    from ..intent.models import Service, Site, SiteType
    from ..junos.hardware import Hardware, Port
    from .access_model import DhcpSecurity
    from .context import Context
    from .model import DeviceModel, Stage

UNUSED = "UNUSED"
"""The range of ports that no service has a share of."""
QUARANTINE = "QUARANTINE"
"""The VLAN without a gateway, for what RADIUS does not know."""
MAC_LIMIT = 64
"""MAC addresses per port: an access point with its clients, and far from what fills a table on purpose."""
POE_GUARD_BAND = 15
"""Watts that each member keeps back for peaks, so that a phone's start takes no other phone down."""
RADIUS_SECRET = "radius-secret"  # noqa: S105 - the name of a secret, not its value


def with_access(context: Context, ref: DeviceRef, routed: DeviceModel) -> DeviceModel:
    """A site's switch with everything that its access ports need.

    Who may use a port is the same at every stage: the migration leaves the people at the ports alone.

    Args:
        context: The network.
        ref: The switch.
        routed: Its model without VLANs and access ports.
    """
    kind, place = context.site_types[ref.site_kind], context.sites[ref.site]
    services, box = context.site_services[ref.site_kind], context.hardware[ref.hostname]
    access = context.intent.network.access if kind.authentication == "dot1x" else None
    vlans = [
        Vlan(
            name=service.name,
            vlan_id=service.vlan,
            irb=f"irb.{service.vlan}",
            dhcp_security=_dhcp_security(kind, service, routed.stage),
            querier="" if _is_for_machines(service) else context.site_gateway(service, ref.site),
        )
        for service in services
    ]
    if access:
        vlans.append(Vlan(name=QUARANTINE, vlan_id=access.quarantine_vlan))
    return replace(
        routed,
        vlans=tuple(vlans),
        ranges=port_ranges(box, tuple(kind.ports.items()), services, quarantine=QUARANTINE if access else ""),
        mac_limit=MAC_LIMIT,
        authentication_servers=_servers(context, routed.system.management_address, access),
        poe=Poe(guard_band=POE_GUARD_BAND, members=tuple(range(place.members))) if box.poe_watts else None,
        virtual_chassis=_stack(place) if place.members > 1 else None,
    )


@lru_cache(maxsize=256)
def port_ranges(
    box: Hardware, shares: tuple[tuple[str, int], ...], services: tuple[Service, ...], *, quarantine: str
) -> tuple[PortRange, ...]:
    """The access ports, one range per service and one for what is left over.

    Every member of a Virtual Chassis is shared out alike: one that is added later moves no port of the others.
    The same objects for every site of a kind and model: there are hundreds.

    Args:
        box: The switch.
        shares: Per cent of the ports per service; one port at least for a share above zero.
        services: The services of the site.
        quarantine: The VLAN of unknown hosts; empty where nobody has to prove who he is.
    """
    phones = next((service.name for service in services if service.kind == "voice"), "")
    named = {service.name: service for service in services}
    found: dict[str, list[Port]] = {name: [] for name in (*dict(shares), UNUSED)}
    for _, ports in groupby(sorted(box.choices("access"), key=_place), key=lambda port: port.location[0]):
        left = list(ports)
        rest = iter(left)
        for name, share in shares:
            wanted = max(1, len(left) * share // 100) if share else 0
            found[name] += islice(rest, wanted)
        found[UNUSED] += rest
    return tuple(
        PortRange(name=name, spans=tuple(_spans(ports)))
        if name == UNUSED
        else _range(named[name], tuple(_spans(ports)), phones, quarantine)
        for name, ports in found.items()
        if ports
    )


def _range(service: Service, spans: tuple[PortSpan, ...], phones: str, quarantine: str) -> PortRange:
    machines = _is_for_machines(service)
    voice = "" if machines else phones
    return PortRange(
        name=service.name,
        description=service.title,
        spans=spans,
        vlan=service.name,
        voice_vlan=voice,
        voice_class=VOICE if voice else "",
        authentication=PortAuthentication(
            mac_only=machines,
            quarantine_vlan=quarantine,
            server_fail="use-cache" if service.isolated or service.kind == "management" else "permit",
            voice=bool(voice),
        )
        if quarantine
        else None,
        priority=service.kind in ("voice", "public-safety"),
    )


def _is_for_machines(service: Service) -> bool:
    """Phones and equipment, not people's computers."""
    return service.kind in ("voice", "management")


def _place(port: Port) -> tuple[tuple[int, int, int], str]:
    return port.location, port.name


def _spans(ports: Iterable[Port]) -> Iterator[PortSpan]:
    """Runs of ports whose names differ in the last number only, and that by one."""
    run: list[str] = []
    for port in ports:
        if run and (_stem(run[-1]) != _stem(port.name) or location(run[-1])[2] + 1 != location(port.name)[2]):
            yield PortSpan(first=run[0], last=run[-1])
            run = []
        run.append(port.name)
    if run:
        yield PortSpan(first=run[0], last=run[-1])


def _stem(name: str) -> str:
    return name.rpartition("/")[0]


def _dhcp_security(kind: SiteType, service: Service, stage: Stage) -> DhcpSecurity:
    """What a VLAN does with addresses that its hosts claim.

    Inspection and source guard drop every host that has no binding, and a binding is written when a lease is given or
    renewed. So the stages before the last one only listen: when the last one comes, every host in use has renewed.
    A service without DHCP has no bindings at all, and nothing to hold its hosts against.
    """
    if kind.dhcp_security == "off" or not service.dhcp:
        return ""
    return kind.dhcp_security if stage == "to-be" else "snooping"


def _servers(context: Context, address: str, access: Access | None) -> tuple[AuthenticationServer, ...]:
    """The RADIUS servers, asked from the switch's own address in the management service."""
    return tuple(
        AuthenticationServer(
            address=str(server),
            source_address=address,
            secret=context.secret(RADIUS_SECRET),
            instance=context.management.name,
        )
        for server in (access.radius if access else ())
    )


def _stack(site: Site) -> VirtualChassis:
    """The Virtual Chassis of a site with more than one switch: the two with uplinks are its Routing Engines."""
    serials = site.serials.split() or [""] * site.members
    return VirtualChassis(
        members=tuple(
            VirtualChassisMember(number=number, role="routing-engine" if number < 2 else "line-card", serial=serial)
            for number, serial in enumerate(serials)
        ),
        preprovisioned=bool(site.serials),
        split_detection=site.members > 2,
    )
