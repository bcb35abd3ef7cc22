"""What a device runs when nobody has configured it: it asks for an address, and for what it shall run instead.

After the factory defaults that Juniper documents per platform, reduced to what zero touch provisioning needs;
``system commit factory-settings`` is in no published grammar and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...junos.profile_data import models, profile
from ...junos.text import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...junos.tree import Node

_SWITCH = ("me0", "vme", "irb")
"""Where a switch with the management port me0 asks for an address: there, and on all its other ports."""
_OTHERS = {"junos": "fxp0", "junos-qfx": "em0", "junos-ex": "me0"}
"""The management port where no profile tells it, by YANG family."""
_TEXT = """
system {{
    services {{
        ssh;
    }}
    syslog {{
        file messages {{
            any notice;
            authorization info;
        }}
    }}
}}
chassis {{
    auto-image-upgrade;
}}
interfaces {{
{ports}
}}
protocols {{
    lldp {{
        interface all;
    }}
}}
{bridge}
"""
_BRIDGE = """
vlans {
    default {
        vlan-id 1;
        l3-interface irb.0;
    }
}
"""


def factory_default(model: str, family: str, serial: str = "") -> Node:
    """The factory default of a model.

    Args:
        model: Such as ``QFX5100-48S``.
        family: Its YANG family.
        serial: Its serial number; without it, the device does not tell one, as old releases do not.
    """
    vendor = vendor_class(model, serial)
    own = profile(model).management_interface if model in models() else _OTHERS.get(family, "fxp0")
    ports = _SWITCH if own in _SWITCH else (own,)
    text = _TEXT.format(
        ports="\n".join(_port(name, vendor) for name in ports), bridge=_BRIDGE if "irb" in ports else ""
    )
    return parse_text(text)


def vendor_class(model: str, serial: str) -> str:
    """What a device says in option 60: ``Juniper-mx204-HZ098``, without serial number on old releases."""
    return f"Juniper-{model.lower()}{f'-{serial}' if serial else ''}"


def awaits_provisioning(running: Node) -> bool:
    """Whether a configuration is that of a device that looks for its first files."""
    return running.exists("chassis", "auto-image-upgrade")


def requests(running: Node) -> Iterator[tuple[str, str]]:
    """The interfaces that ask for an address, each with its vendor class (option 60)."""
    for name, interface in running.children("interfaces"):
        for number, unit in interface.children("unit"):
            if unit.exists("family", "inet", "dhcp"):
                yield f"{name}.{number}", unit.value("family", "inet", "dhcp", "vendor-id") or ""


def _port(name: str, vendor: str) -> str:
    return f"{name} {{ unit 0 {{ family inet {{ dhcp {{ vendor-id {vendor}; }} }} }} }}"
