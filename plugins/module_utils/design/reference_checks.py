"""Every name in a model names something in it: a commit takes most of these, and nothing comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .model import BgpGroup, DeviceModel, Interface

Missing = tuple[str, str]
"""Where a name stands, and what is not there."""


def check_references(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """Names that nothing answers to, and units that two instances claim."""
    for model in models.values():
        for where, found, expected in _found(model):
            yield Problem(
                source=Source(f"models/{model.hostname}.yml"),
                subject=f"{model.hostname} {where}".rstrip(),
                found=found,
                expected=expected,
            )


def _found(model: DeviceModel) -> Iterator[tuple[str, str, str]]:
    interfaces = {item.name: item for item in model.interfaces}
    units = {f"{item.name}.{unit.number}" for item in model.interfaces for unit in item.units}
    for where, name in _of_units(model):
        if name not in units:
            yield where, f"interface {name} is not there", "an interface of this device"
    yield from _claims(model)
    yield from _vlans(model)
    yield from _bundles(model, interfaces)
    yield from _named(model)


def _of_units(model: DeviceModel) -> Iterator[Missing]:
    for instance in model.instances:
        yield from ((f"instance {instance.name}", name) for name in instance.interfaces)
    if model.isis:
        yield from (("isis", interface.name) for interface in model.isis.interfaces)
    yield from ((f"VLAN {vlan.name}", vlan.irb) for vlan in model.vlans if vlan.irb)


def _claims(model: DeviceModel) -> Iterator[tuple[str, str, str]]:
    owners: dict[str, str] = {}
    for instance in model.instances:
        for name in instance.interfaces:
            owner = owners.setdefault(name, instance.name)
            if owner != instance.name:
                found = f"{name} is in instance {owner} already"
                yield f"instance {instance.name}", found, "one instance per interface"
    for interface in model.isis.interfaces if model.isis else ():
        if interface.name in owners:
            found = f"{interface.name} is in instance {owners[interface.name]}"
            yield "isis", found, "an interface of the main instance"


def _vlans(model: DeviceModel) -> Iterator[tuple[str, str, str]]:
    known = {vlan.name for vlan in model.vlans}
    members = [
        (item.name, name) for item in model.interfaces for unit in item.units if unit.switching
        for name in unit.switching.vlans
    ]
    for ports in model.ranges:
        members += [(f"ports {ports.name}", name) for name in (ports.vlan, ports.voice_vlan) if name]
    for where, name in dict.fromkeys(members):
        if name not in known:
            yield where, f"VLAN {name} is not there", "a VLAN of this device"
    if model.evpn:
        mapped = {vlan.vni: vlan.name for vlan in model.vlans if vlan.vni is not None}
        for vni in sorted(mapped.keys() - set(model.evpn.vnis)):
            found = f"VNI {vni} of VLAN {mapped[vni]} is not in the list of EVPN"
            yield "evpn", found, "every VLAN's VNI: without it the VLAN never leaves the switch"
        for vni in sorted(set(model.evpn.vnis) - mapped.keys()):
            yield "evpn", f"VNI {vni} is in the list of EVPN, but belongs to no VLAN", "a VLAN for every VNI"


def _bundles(model: DeviceModel, interfaces: Mapping[str, Interface]) -> Iterator[tuple[str, str, str]]:
    for item in interfaces.values():
        if item.bundle and item.bundle not in interfaces:
            yield item.name, f"{item.bundle}, which it is a member of, is not there", "an aggregated interface"
        if item.name.startswith("ae") and item.name[2:].isdigit() and int(item.name[2:]) >= model.chassis.aggregates:
            found = f"the chassis has {model.chassis.aggregates} aggregates, so this one never comes to be"
            yield item.name, found, f"a device-count of at least {int(item.name[2:]) + 1}"


def _named(model: DeviceModel) -> Iterator[tuple[str, str, str]]:
    communities = {community.name for community in model.communities}
    for policy in model.policies:
        for name in (name for term in policy.terms for name in term.communities):
            if name not in communities:
                yield f"policy {policy.name}", f"community {name} is not defined", "a community of this device"
    policies = {policy.name for policy in model.policies}
    for instance in model.instances:
        for name in instance.imports:
            if name not in policies:
                yield f"instance {instance.name}", f"policy {name} is not defined", "a policy of this device"
    chains = {chain.name for chain in model.key_chains}
    for where, name in _chains(model):
        if name not in chains:
            yield where, f"key chain {name} is not defined", "a key chain of this device"
    vrf = model.system.management_vrf
    if vrf and vrf != "mgmt_junos" and vrf not in {instance.name for instance in model.instances}:
        yield "system", f"instance {vrf} is not there", "the instance through which servers are reached"


def _chains(model: DeviceModel) -> Iterator[Missing]:
    if model.isis and model.isis.key_chain:
        yield "isis", model.isis.key_chain
    if model.isis and model.isis.ldp_key_chain:
        yield "ldp", model.isis.ldp_key_chain
    for where, group in _groups(model):
        if group.key_chain:
            yield f"{where}{group.name}", group.key_chain


def _groups(model: DeviceModel) -> Iterable[tuple[str, BgpGroup]]:
    yield from (("", group) for group in model.bgp)
    for instance in model.instances:
        yield from ((f"{instance.name} ", group) for group in instance.bgp)
