"""``system`` and ``chassis``: what every device has, from its first day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.hardware import location
from .addressing import pool
from .management import management_plane
from .model import Chassis, DeviceModel, IdlePic, Interface, PortSpeed, System, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..intent.devices import DeviceRef
    from ..junos.hardware import Hardware
    from .context import Context
    from .model import Stage

MANAGEMENT_VRF = "mgmt_junos"
"""The instance that ``system management-instance`` moves the out-of-band port to."""


def out_of_band(context: Context, ref: DeviceRef) -> tuple[System, Interface]:
    """The management plane of a device with an out-of-band port, and that port."""
    network = context.intent.network
    addresses = pool("pools.management", network.pools.management)
    address = addresses.host(context.allocations.management[ref.hostname])
    name = context.hardware[ref.hostname].management_interface
    system = management_plane(
        context,
        ref,
        management_address=address,
        management_interface=name,
        management_instance=True,
        management_gateway=str(network.management.gateway),
        management_vrf=MANAGEMENT_VRF,
    )
    unit = Unit(number=0, addresses=(f"{address}/{addresses.prefixlen}",))
    return system, Interface(name=name, description="Management", units=(unit,))


def in_band(context: Context, ref: DeviceRef) -> System:
    """The management plane of a site's switch: it is reached through the management service."""
    service = context.management
    return management_plane(
        context,
        ref,
        management_address=context.site_gateway(service, ref.site),
        management_interface=f"irb.{service.vlan}",
        management_vrf=service.name,
    )


def chassis(box: Hardware, interfaces: Iterable[Interface] = (), *, aggregates: int = 0) -> Chassis:
    """The chassis with a speed for every port that needs one.

    In port mode that is every port of the profile, used or not: a speed that is added later restarts the card.
    """
    speeds: dict[tuple[int, int, int], str] = {}
    if box.port_mode:
        for port in box.ports:
            speeds.setdefault(port.location, port.speed)
    if box.port_mode or box.default_speed:
        cabled = ((location(item.name), item.speed) for item in interfaces if item.speed)
        speeds |= {place: speed for place, speed in cabled if speed != box.default_speed}
    return Chassis(
        dual_re=box.dual_re,
        ports=tuple(
            PortSpeed(fpc=fpc, pic=pic, port=port, speed=speed) for (fpc, pic, port), speed in sorted(speeds.items())
        ),
        aggregates=aggregates,
        idle_pics=tuple(IdlePic(fpc=fpc, pic=pic) for fpc, pic in box.idle_pics),
    )


def day_zero(context: Context, ref: DeviceRef, stage: Stage = "as-is") -> DeviceModel:
    """A device that is racked and manageable, and carries nothing."""
    system, port = out_of_band(context, ref)
    return DeviceModel(
        hostname=ref.hostname,
        role=ref.role,
        function=ref.function,
        model=ref.model,
        family=context.hardware[ref.hostname].family,
        stage=stage,
        county=ref.county,
        region=ref.region,
        groups=ref.groups,
        system=system,
        chassis=Chassis(dual_re=context.hardware[ref.hostname].dual_re),
        interfaces=(port,),
    )
