"""The few commit checks of the daemons behind ``mgd`` that catch most mistakes: references to what is not there.

The grammar is checked when a configuration is loaded. What the real daemons check beyond this is much more: a commit
that passes here may still be refused by a device.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..junos.constraints import violations
from ..junos.inherit import inherited, undefined_groups
from ..junos.interface_range import expanded
from .checks_interfaces import check_interfaces
from .checks_routing import check_routing
from .errors import ConstraintFailure, RpcFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..junos.constraint_model import ConstraintModel
    from ..junos.tree import Node

_NAME = re.compile(r"[\w.:+-]+")
_FILTERS = ("input", "output")


def check_configuration(
    configured: Node, family: str = "junos", *, constraints: ConstraintModel | None = None
) -> tuple[RpcFailure, ...]:
    """What a device refuses in a configuration, in the words of Junos; empty when it is fine.

    Args:
        configured: The configuration as it is written; groups and interface ranges are expanded before the check.
        family: YANG family of the device: switches are stricter about VLANs.
        constraints: The published constraints; None when nobody pointed at them. The daemons look only at what the
            management daemon, which evaluates these, lets through.
    """
    tree = expanded(inherited(configured))
    broken = tuple(
        ConstraintFailure(found.message, path=found.path, bad_element=found.statement)
        for found in (violations(tree, constraints) if constraints is not None else ())
    )
    if broken:
        return broken
    return (
        *_undefined_groups(configured),
        *_undefined_policies(tree),
        *_undefined_prefix_lists(tree),
        *_undefined_filters(tree),
        *_incomplete_instances(tree),
        *_shared_interfaces(tree),
        *check_interfaces(tree, family),
        *check_routing(tree),
    )


def _undefined_groups(tree: Node) -> Iterator[RpcFailure]:
    for path, group in undefined_groups(tree):
        yield _refused(f"configuration group '{group}' is not defined", path, f"apply-groups {group}")


def _defined(tree: Node, *path: str) -> set[str]:
    """Names of the entries at ``path``."""
    return {name for name, _ in tree.children(*path)}


def _undefined_policies(tree: Node) -> Iterator[RpcFailure]:
    defined = None
    for path, statement, policy in _policy_references(tree):
        if not _NAME.fullmatch(policy):
            continue  # an expression such as ( A && B )
        if defined is None:
            defined = _defined(tree, "policy-options", "policy-statement")
        if policy not in defined:
            yield _refused(f'Policy error: Policy "{policy}" referenced but not defined', path, statement)


def _policy_references(tree: Node) -> Iterator[tuple[str, str, str]]:
    yield from _policies(tree.get("routing-options", "forwarding-table"), "routing-options forwarding-table", "export")
    yield from _bgp_policies(tree.get("protocols", "bgp"), "protocols bgp")
    for name, instance in tree.children("routing-instances"):
        path = f"routing-instances {name}"
        yield from _policies(instance, path, "vrf-import", "vrf-export")
        yield from _bgp_policies(instance.get("protocols", "bgp"), f"{path} protocols bgp")


def _bgp_policies(bgp: Node | None, path: str) -> Iterator[tuple[str, str, str]]:
    if bgp is None:
        return
    yield from _policies(bgp, path, "import", "export")
    for name, group in bgp.children("group"):
        yield from _policies(group, f"{path} group {name}", "import", "export")
        for address, neighbor in group.children("neighbor"):
            yield from _policies(neighbor, f"{path} group {name} neighbor {address}", "import", "export")


def _policies(node: Node | None, path: str, *statements: str) -> Iterator[tuple[str, str, str]]:
    if node is not None:
        for statement in statements:
            for policy in node.leaf_list(statement):
                yield path, statement, policy


def _undefined_prefix_lists(tree: Node) -> Iterator[RpcFailure]:
    defined = None
    for name, policy in tree.children("policy-options", "policy-statement"):
        for term, body in policy.children("term"):
            source = body.get("from")
            if source is None:
                continue
            for kind in ("prefix-list", "prefix-list-filter"):
                for listed, _ in _named(source, kind):
                    if defined is None:
                        defined = _defined(tree, "policy-options", "prefix-list")
                    if listed not in defined:
                        path = f"policy-options policy-statement {name} term {term} from"
                        yield _refused(f"Policy error: prefix-list {listed} referenced but not defined", path, kind)


def _named(node: Node, statement: str) -> Iterator[tuple[str, Node | None]]:
    """Keys of a list, or values of a leaf-list."""
    for entry in node.entries(statement):
        yield entry.key or entry.text or "", entry


def _undefined_filters(tree: Node) -> Iterator[RpcFailure]:
    defined = None
    for name, interface in tree.children("interfaces"):
        for number, unit in interface.children("unit"):
            inet = unit.get("family", "inet", "filter")
            for direction in _FILTERS if inet is not None else ():
                used = inet.value(direction) if inet is not None else None
                if not used:
                    continue
                if defined is None:
                    defined = _defined(tree, "firewall", "family", "inet", "filter") | _defined(
                        tree, "firewall", "filter"
                    )
                if used not in defined:
                    path = f"interfaces {name} unit {number} family inet"
                    yield _refused(f"Referenced filter '{used}' is not defined", path, "filter")


def _incomplete_instances(tree: Node) -> Iterator[RpcFailure]:
    derived = tree.exists("routing-options", "route-distinguisher-id")
    for name, instance in tree.children("routing-instances"):
        if instance.value("instance-type") != "vrf":
            continue
        path = f"routing-instances {name}"
        if not instance.exists("route-distinguisher") and not derived:
            yield _refused("RT Instance: Route-distinguisher is not configured for vrf instance", path, "instance-type")
        if not (instance.exists("vrf-target") or (instance.exists("vrf-import") and instance.exists("vrf-export"))):
            message = "RT Instance: vrf-target or vrf-import and vrf-export must be configured"
            yield _refused(message, path, "vrf-target")


def _shared_interfaces(tree: Node) -> Iterator[RpcFailure]:
    owner: dict[str, str] = {}
    for name, instance in tree.children("routing-instances"):
        for interface, _ in instance.children("interface"):
            first = owner.setdefault(interface, name)
            if first != name:
                message = f"interface {interface} is already in routing-instance {first}"
                yield _refused(message, f"routing-instances {name}", f"interface {interface}")


def _refused(message: str, path: str, statement: str) -> RpcFailure:
    return RpcFailure(message, kind="application", path=f"[edit {path}]" if path else "[edit]", bad_element=statement)
