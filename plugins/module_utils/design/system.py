"""``system`` and ``chassis``: what every device has, from its first day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.hardware import location
from .addressing import pool
from .model import Chassis, DeviceModel, Interface, PortSpeed, System, Unit, User

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
    system = _system(
        context,
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
    return _system(
        context,
        management_address=context.site_gateway(service, ref.site),
        management_interface=f"irb.{service.vlan}",
        management_vrf=service.name,
    )


def _system(
    context: Context,
    *,
    management_address: str,
    management_interface: str,
    management_vrf: str,
    management_instance: bool = False,
    management_gateway: str = "",
) -> System:
    network = context.intent.network
    return System(
        domain=network.domain,
        timezone=network.timezone,
        ntp=tuple(map(str, network.management.ntp)),
        syslog=tuple(map(str, network.management.syslog)),
        dns=tuple(map(str, network.management.dns)),
        users=tuple(
            User(name=user.name, key_type=_key_type(user.ssh_public_key), ssh_public_key=user.ssh_public_key)
            for user in network.management.users
        ),
        management_address=management_address,
        management_interface=management_interface,
        management_instance=management_instance,
        management_gateway=management_gateway,
        management_vrf=management_vrf,
    )


def _key_type(key: str) -> str:
    """The statement that takes a key: all ECDSA curves share one."""
    algorithm = key.partition(" ")[0]
    return "ssh-ecdsa" if algorithm.startswith("ecdsa-") else algorithm


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
