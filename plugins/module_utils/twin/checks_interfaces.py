"""Commit checks of the daemons that look after interfaces and VLANs (``dcd``, ``l2ald``)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from .errors import RpcFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..junos.tree import Node

_LARGEST_MTU = {"junos": 9500, "junos-qfx": 9216, "junos-ex": 9216}
_SMALLEST_MTU = 256
_TRUNK = "For trunk interface, please ensure either vlan members is configured or inner-vlan-id-list is configured"
_TRUNK_MX = (
    "'interface-mode trunk' must be defined with either 'vlan-id-list','isid-list', 'inner-vlan-id-list' or the "
    "interface must be configured for 'protocols mvrp'"
)


def check_interfaces(tree: Node, family: str) -> Iterator[RpcFailure]:
    """What they refuse in ``tree``, whose groups and interface ranges are written out."""
    yield from _mtus(tree, family)
    yield from _subnets(tree)
    yield from _trunks(tree, family)
    if family != "junos":
        yield from _vlans(tree)
        yield from _members(tree)
        yield from _spanning_tree(tree)


def refused(message: str, path: str, statement: str, severity: str = "error") -> RpcFailure:
    """A refusal at a place."""
    return RpcFailure(message, kind="application", severity=severity, path=f"[edit {path}]", bad_element=statement)


def _mtus(tree: Node, family: str) -> Iterator[RpcFailure]:
    largest = _LARGEST_MTU.get(family, 9500)
    for name, port in tree.children("interfaces"):
        mtu = port.value("mtu")
        if mtu is not None and mtu.isdigit() and not _SMALLEST_MTU <= int(mtu) <= largest:
            message = f"Value {mtu} is not within range ({_SMALLEST_MTU}..{largest})"
            yield refused(message, f"interfaces {name}", "mtu")


def _subnets(tree: Node) -> Iterator[RpcFailure]:
    """The same subnet on two logical interfaces of one routing instance."""
    instances = {
        unit: name for name, found in tree.children("routing-instances") for unit, _ in found.children("interface")
    }
    owner: dict[tuple[str, str], str] = {}
    for name, port in tree.children("interfaces"):
        for number, unit in port.children("unit"):
            where = f"{name}.{number}"
            if name == "lo0" or unit.exists("disable"):
                continue
            for kind in ("inet", "inet6"):
                for address in unit.entries("family", kind, "address"):
                    subnet = _subnet(address.key)
                    first = owner.setdefault((instances.get(where, ""), subnet), where) if subnet else where
                    if first != where:
                        path = f"interfaces {name} unit {number} family {kind}"
                        yield refused("Overlapping subnet is configured", path, f"address {address.key}")


def _subnet(text: str) -> str:
    try:
        return str(ipaddress.ip_interface(text).network)
    except ValueError:
        return ""


def _trunks(tree: Node, family: str) -> Iterator[RpcFailure]:
    for name, port in tree.children("interfaces"):
        for number, unit in port.children("unit"):
            switching = unit.get("family", "ethernet-switching") or unit.get("family", "bridge")
            if switching is None or switching.value("interface-mode") != "trunk":
                continue
            listed = switching.leaf_list("vlan", "members") or switching.leaf_list("vlan-id-list")
            if not listed and not switching.exists("inner-vlan-id-list") and not tree.exists("protocols", "mvrp"):
                path = f"interfaces {name} unit {number} family {switching.schema.word}"
                yield refused(_TRUNK_MX if family == "junos" else _TRUNK, path, "interface-mode")


def _vlans(tree: Node) -> Iterator[RpcFailure]:
    owner: dict[str, str] = {}
    for name, vlan in tree.children("vlans"):
        number = vlan.value("vlan-id")
        if number is not None and number.isdigit():
            first = owner.setdefault(number, name)
            if first != name:
                message = f"vlan-id {number} is configured on vlan {first} already"
                yield refused(message, f"vlans {name}", f"vlan-id {number}")


def _members(tree: Node) -> Iterator[RpcFailure]:
    names = {name for name, _ in tree.children("vlans")} | {"all", "default"}
    tags = {vlan.value("vlan-id") for _, vlan in tree.children("vlans")} | {"1"}
    for name, port in tree.children("interfaces"):
        for number, unit in port.children("unit"):
            for member in unit.leaf_list("family", "ethernet-switching", "vlan", "members"):
                if member not in names and member not in tags and not _is_range(member):
                    path = f"interfaces {name} unit {number} family ethernet-switching vlan"
                    message = f"No vlan matches vlan tag {member} for interface {name}.{number}"
                    yield refused(message, path, f"members {member}")


def _is_range(member: str) -> bool:
    first, dash, last = member.partition("-")
    return bool(dash) and first.isdigit() and last.isdigit()


def _spanning_tree(tree: Node) -> Iterator[RpcFailure]:
    for name, entry in tree.children("protocols", "rstp", "interface"):
        port = tree.get("interfaces", name.partition(".")[0])
        if port is None or entry.exists("disable"):
            continue
        units = [unit for _, unit in port.children("unit")]
        if units and not any(unit.exists("family", "ethernet-switching") for unit in units):
            message = f"XSTP : Interface {name} is not enabled for Ethernet Switching"
            yield refused(message, "protocols rstp", f"interface {name}")
