"""First configuration -> the seed of it: enough to be reached by NETCONF, and no value of a secret.

A seed is what a device fetches in clear text from a server that anybody on its network may ask. It holds public keys
only; whatever stands for a secret in the first configuration is left out, and the rollout brings it.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from ..junos.lexer import quote
from ..junos.secret_token import PREFIX
from ..junos.setform import parse_set, print_set
from ..junos.text import parse_text, print_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..design.model import DeviceModel, Instance, User

_ALWAYS = (
    "system host-name",
    "system domain-name",
    "system commit synchronize",
    "system management-instance",
    "system services ssh",
    "system services netconf",
    "protocols lldp",
    "virtual-chassis",
)
"""What every seed has of its first configuration: who it is, how it is reached, who stands beside it."""
_PHYSICAL = ("vlan-tagging", "mtu", "speed")
"""What a port needs so that its units come up."""
_BEFORE_BGP = 200
"""Preference of a route that counts as long as BGP (170) has none."""
_NEVER = ("storm-control",)
"""What needs a hierarchy that no seed has."""


def seed(model: DeviceModel, configuration: str, *, final: tuple[DeviceModel, str] | None = None) -> str:
    """The seed of a device, as ``show configuration`` prints it.

    Args:
        model: Its first model (as-is).
        configuration: Its first configuration.
        final: Its last model (to-be) and configuration, for one that ``lacks_uplink``: its new uplinks are taken there.

    Raises:
        ConfigSyntaxError: The configuration is none.
    """
    wanted = re.compile(rf"set (?:{'|'.join(map(re.escape, (*_ALWAYS, *_logins(model), *_way_in(model))))})(?: |$)")
    lines = print_set(parse_text(configuration)).splitlines()
    kept = [line for line in lines if wanted.match(line) and PREFIX not in line and not _needless(line)]
    return print_text(parse_set("\n".join((*kept, *_root(model), *(_uplinks(*final) if final else ())))))


def lacks_uplink(model: DeviceModel) -> bool:
    """Whether a first configuration leads nowhere: that of the switch of a new site, which has no old uplink."""
    return not model.system.management_instance and not _ports(model)


def keyed_users(model: DeviceModel) -> tuple[User, ...]:
    """The accounts of a seed: those that log in with a public key."""
    return tuple(user for user in model.system.users if user.ssh_public_key)


def _needless(line: str) -> bool:
    return any(f" {statement} " in line for statement in _NEVER)


def _logins(model: DeviceModel) -> Iterator[str]:
    for user in keyed_users(model):
        yield f"system login user {user.name}"
    for name in dict.fromkeys(user.login_class for user in keyed_users(model)):
        yield f"system login class {name}"


def _root(model: DeviceModel) -> Iterator[str]:
    """Junos commits nothing without a way for root to log in; over SSH it may not, whatever its keys are."""
    for user in keyed_users(model):
        yield f"set system root-authentication {user.key_type} {quote(user.ssh_public_key, always=True)}"


def _ports(model: DeviceModel) -> tuple[str, ...]:
    """The logical interfaces of the uplinks that a switch is managed over."""
    return tuple(name for name in _managing(model).interfaces if not name.startswith("irb."))


def _managing(model: DeviceModel) -> Instance:
    return next(item for item in model.instances if item.name == model.system.management_vrf)


def _uplinks(model: DeviceModel, configuration: str) -> Iterator[str]:
    """The management service on the uplinks of a configuration, with static routes in place of BGP and its key."""
    instance = _managing(model)
    names = [name.partition(".") for name in _ports(model)]
    starts = [f"interfaces {port} {word}" for port, _, unit in names for word in (f"unit {unit}", *_PHYSICAL)]
    starts += [f"routing-instances {instance.name} interface {name}" for name in _ports(model)]
    wanted = re.compile(rf"set (?:{'|'.join(map(re.escape, starts))})(?: |$)")
    yield from (line for line in print_set(parse_text(configuration)).splitlines() if wanted.match(line))
    route = f"set routing-instances {instance.name} routing-options static route 0.0.0.0/0"
    for neighbor in (neighbor for group in instance.bgp for neighbor in group.neighbors):
        if ip_address(neighbor.address).version == 4:  # devices are managed over IPv4
            yield f"{route} next-hop {neighbor.address}"
    yield f"{route} preference {_BEFORE_BGP}"


def _way_in(model: DeviceModel) -> Iterator[str]:
    """The port that the device is managed over, and the instance that it belongs to."""
    system = model.system
    if system.management_instance:
        yield f"interfaces {system.management_interface}"
        yield f"routing-instances {system.management_vrf}"
        return
    instance = _managing(model)
    yield "chassis fpc"
    for name in instance.interfaces:
        port, _, unit = name.partition(".")
        yield from (f"interfaces {port} {word}" for word in (f"unit {unit}", *_PHYSICAL))
    yield f"interfaces interface-range {instance.name}"
    yield f"routing-instances {instance.name}"
    yield f"vlans {instance.name}"
