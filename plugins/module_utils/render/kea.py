"""Boot plan -> the configuration of Kea's DHCPv4 server, for Kea 2.2 (Debian 12), without hooks.

What a Junos device in its factory default sends (Juniper, "Zero Touch Provisioning"): option 60 is ``Juniper-MODEL``
and, with newer releases, ``-SERIAL``; it asks for the options 43, 66, 67, 150 and 12 among others. What it reads:
option 43 with the sub-options 0 (image), 1 (configuration), 3 (transfer mode) and 5 (HTTP port), option 150 or 66 with
the server, and 12.

Kea's reservations know a client by its MAC address or its client identifier, or by an expression, for which Kea 2.2 has
no free hook. A class per device does the same with nothing to install: its test recognises the serial number, and a
pool of one address admits that class only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..design.bootstrap import BootDevice, BootNetwork, BootPlan

JUNIPER = "JUNIPER"
"""The class of every Junos device that asks."""
VENDOR_SPACE = "vendor-encapsulated-options-space"
SUB_OPTIONS = {"junos-image-file": 0, "junos-config-file": 1, "junos-transfer-mode": 3, "junos-http-port": 5}
SERVER_OPTION = 150


def seed_path(host: str) -> str:
    """Where the server has the seed of a device, below its root."""
    return f"seeds/{host}.conf"


def image_path(file: str) -> str:
    """Where the server has an image, below its root."""
    return f"images/{file}"


def print_kea(plan: BootPlan) -> str:
    """The content of ``kea-dhcp4.conf``."""
    return json.dumps({"Dhcp4": kea_configuration(plan)}, indent=2) + "\n"


def kea_configuration(plan: BootPlan) -> dict[str, Any]:
    """The configuration; what stands below ``Dhcp4``."""
    return {
        "interfaces-config": {"interfaces": ["*"]},
        "lease-database": {"type": "memfile", "lfc-interval": 3600},
        "valid-lifetime": plan.lease_seconds,
        "option-def": [*_sub_option_definitions(), _server_definition()],
        "client-classes": [_any_juniper(), *(_device_class(plan, device) for device in plan.devices)],
        "subnet4": [_subnet(plan, network) for network in plan.networks],
    }


def _sub_option_definitions() -> Iterator[dict[str, Any]]:
    for name, code in SUB_OPTIONS.items():
        yield {"name": name, "code": code, "type": "string", "space": VENDOR_SPACE}


def _server_definition() -> dict[str, Any]:
    return {
        "name": "file-server-address", "code": SERVER_OPTION, "type": "ipv4-address", "array": True, "space": "dhcp4",
    }


def _any_juniper() -> dict[str, Any]:
    return {"name": JUNIPER, "test": "substring(option[60].hex, 0, 7) == 'Juniper'"}


def _device_class(plan: BootPlan, device: BootDevice) -> dict[str, Any]:
    return {
        "name": device.hostname,
        "test": _test(device),
        "option-data": [
            {"name": "host-name", "data": device.hostname},
            {"name": "vendor-encapsulated-options"},
            *(_vendor(name, value) for name, value in _told(plan, device)),
        ],
    }


def _told(plan: BootPlan, device: BootDevice) -> Iterator[tuple[str, str]]:
    if device.image:
        yield "junos-image-file", image_path(device.image.file)
    yield "junos-config-file", seed_path(device.hostname)
    yield "junos-transfer-mode", "http"
    yield "junos-http-port", str(plan.http_port)


def _vendor(name: str, value: str) -> dict[str, str]:
    return {"name": name, "space": VENDOR_SPACE, "data": value}


def _test(device: BootDevice) -> str:
    """True for a device with one of the serial numbers, or with the MAC address.

    The hyphen before a serial number keeps one from being taken for another that ends with it. As a client identifier,
    it may have the type 0 in front (RFC 2132, 9.14).
    """
    found = []
    for serial in device.serials:
        found += [
            f"substring(option[60].hex, -{len(serial) + 1}, all) == '-{serial}'",
            f"option[61].hex == '{serial}'",
            f"option[61].hex == 0x00{serial.encode().hex()}",
        ]
    if device.mac:
        found.append(f"pkt4.mac == 0x{device.mac.replace(':', '')}")
    return " or ".join(found)


def _subnet(plan: BootPlan, network: BootNetwork) -> dict[str, Any]:
    return {
        "id": network.number,
        "subnet": network.prefix,
        "user-context": {"name": network.name},
        "option-data": [
            {"name": "routers", "data": network.gateway},
            {"name": "domain-name", "data": plan.domain},
            {"name": "file-server-address", "data": plan.server},
            {"name": "tftp-server-name", "data": plan.server},
        ],
        "pools": [*_own(plan, network), *_lent(network)],
    }


def _own(plan: BootPlan, network: BootNetwork) -> Iterator[dict[str, str]]:
    for device in plan.devices:
        if device.network == network.name and device.address:
            yield {"pool": f"{device.address}/32", "client-class": device.hostname}


def _lent(network: BootNetwork) -> Iterator[dict[str, str]]:
    for first, last in network.lent:
        yield {"pool": f"{first} - {last}", "client-class": JUNIPER}
