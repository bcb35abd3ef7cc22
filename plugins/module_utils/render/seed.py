"""First configuration -> the seed of it: enough to be reached by NETCONF, and no value of a secret.

A seed is what a device fetches in clear text from a server that anybody on its network may ask. It holds public keys
only; whatever stands for a secret in the first configuration is left out, and the rollout brings it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..junos.lexer import quote
from ..junos.secret_token import PREFIX
from ..junos.setform import parse_set, print_set
from ..junos.text import parse_text, print_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..design.model import DeviceModel, User

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
_NEVER = ("storm-control",)
"""What needs a hierarchy that no seed has."""


def seed(model: DeviceModel, configuration: str) -> str:
    """The seed of a device, as ``show configuration`` prints it.

    Args:
        model: Its first model (as-is).
        configuration: Its first configuration.

    Raises:
        ConfigSyntaxError: The configuration is none.
    """
    wanted = re.compile(rf"set (?:{'|'.join(map(re.escape, (*_ALWAYS, *_logins(model), *_way_in(model))))})(?: |$)")
    lines = print_set(parse_text(configuration)).splitlines()
    kept = [line for line in lines if wanted.match(line) and PREFIX not in line and not _needless(line)]
    return print_text(parse_set("\n".join((*kept, *_root(model)))))


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


def _way_in(model: DeviceModel) -> Iterator[str]:
    """The port that the device is managed over, and the instance that it belongs to."""
    system = model.system
    if system.management_instance:
        yield f"interfaces {system.management_interface}"
        yield f"routing-instances {system.management_vrf}"
        return
    instance = next(item for item in model.instances if item.name == system.management_vrf)
    for name in instance.interfaces:
        port, _, unit = name.partition(".")
        yield f"interfaces {port} unit {unit}"
        yield f"interfaces {port} vlan-tagging"
    yield f"interfaces interface-range {instance.name}"
    yield f"routing-instances {instance.name}"
    yield f"vlans {instance.name}"
