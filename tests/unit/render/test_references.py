"""What Junos daemons look up and no grammar knows: every name that a configuration refers to must exist in it.

Some of these mistakes a device refuses at commit, others it accepts and then ignores the statement: an aggregated
interface beyond ``device-count`` commits and never comes up.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from ipaddress import ip_interface
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel

INVENTORIES = Path(__file__).parents[3] / "inventories"
_EVERY = 40
"""Of the large inventory: one device of each function, hardware and stage, and every so-manieth of all."""


@cache
def _models(inventory: str) -> list[DeviceModel]:
    directory = INVENTORIES / inventory / "intent"
    intent = load_intent(directory)
    network = design(intent, allocate(intent, load_allocations(directory / "allocations.yml")))
    return [model for models in network.models.values() for model in models.values()]


def _sample(models: list[DeviceModel]) -> list[DeviceModel]:
    kinds = {(model.function, model.model, model.stage): model for model in reversed(models)}
    chosen = {id(model): model for model in (*kinds.values(), *models[::_EVERY])}
    return list(chosen.values())


class Statements:
    """A configuration as set commands, searched with regular expressions."""

    def __init__(self, text: str) -> None:
        self.text = print_set(parse_text(text))

    def find(self, pattern: str) -> list[str]:
        """What the only group of the pattern takes from each line that begins like it."""
        return re.findall(f"^set {pattern}", self.text, re.MULTILINE)

    def pairs(self, pattern: str) -> list[tuple[str, str]]:
        """The same for two groups."""
        return re.findall(f"^set {pattern}", self.text, re.MULTILINE)


def _policies(config: Statements) -> set[str]:
    used = config.find(r"(?:protocols|routing-instances|routing-options) .*\b(?:import|export) (\S+)$")
    return set(used) - set(config.find(r"policy-options policy-statement (\S+)"))


def _logical_interfaces(config: Statements) -> set[str]:
    used = [
        *config.find(r"routing-instances \S+ interface (\S+)"),
        *config.find(r"protocols (?:isis|mpls) interface (\S+)"),
        *config.find(r"vlans \S+ l3-interface (\S+)"),
        *config.find(r"switch-options vtep-source-interface (\S+)"),
    ]
    return set(used) - {f"{name}.{unit}" for name, unit in config.pairs(r"interfaces (\S+) unit (\d+)")}


def _shared_interfaces(config: Statements) -> set[str]:
    return {name for name, count in Counter(config.find(r"routing-instances \S+ interface (\S+)")).items() if count > 1}


def _isis_without_family(config: Statements) -> set[str]:
    able = {f"{name}.{unit}" for name, unit in config.pairs(r"interfaces (\S+) unit (\d+) family iso")}
    return set(config.find(r"protocols isis interface (\S+)")) - able


def _mpls_without_family(config: Statements) -> set[str]:
    able = {f"{name}.{unit}" for name, unit in config.pairs(r"interfaces (\S+) unit (\d+) family mpls")}
    return set(config.find(r"protocols mpls interface (\S+)")) ^ able


def _untagged(config: Statements) -> set[str]:
    tagged = config.find(r"interfaces (\S+) (?:flexible-)?vlan-tagging")
    return set(config.find(r"interfaces (\S+) unit \d+ vlan-id")) - set(tagged)


def _vlans(config: Statements) -> set[str]:
    return set(config.find(r"interfaces .* vlan members (\S+)")) - set(config.find(r"vlans (\S+) vlan-id"))


def _vnis(config: Statements) -> set[str]:
    return set(config.find(r"protocols evpn extended-vni-list (\S+)")) ^ set(config.find(r"vlans \S+ vxlan vni (\d+)"))


def _storm_control(config: Statements) -> set[str]:
    used = config.find(r"interfaces .* storm-control (\S+)")
    return set(used) - set(config.find(r"forwarding-options storm-control-profiles (\S+)"))


def _bundles(config: Statements) -> set[str]:
    count = max(map(int, config.find(r"chassis aggregated-devices ethernet device-count (\d+)")), default=0)
    members = set(config.find(r"interfaces .* 802.3ad (ae\d+)"))
    bundles = set(config.find(r"interfaces (ae\d+)"))
    return (members ^ bundles) | {name for name in bundles if int(name[2:]) >= count}


def _management_instance(config: Statements) -> set[str]:
    return set(config.find(r"system .*\brouting-instance (\S+)")) - set(config.find(r"routing-instances (\S+)"))


def _incomplete_vrfs(config: Statements) -> set[str]:
    complete = set(config.find(r"routing-instances (\S+) route-distinguisher")) & set(
        config.find(r"routing-instances (\S+) vrf-target")
    )
    return set(config.find(r"routing-instances (\S+) instance-type vrf")) - complete


def _unreachable(config: Statements) -> set[str]:
    """Next hops and single-hop external neighbors that are on no link of the device."""
    external = "|".join({group for _, group in config.pairs(r"(.*group (\S+)) type external")}) or "none"
    used = [
        *config.find(r".*static route \S+ next-hop (\S+)"),
        *config.find(rf".*protocols bgp group (?:{external}) neighbor (\S+)"),
    ]
    links = [ip_interface(address) for address in config.find(r"interfaces .* family inet6? address (\S+)")]
    # Neighbors are on point-to-point links; the /64 behind a gateway has too many addresses to name them all.
    small = (link.network for link in links if link.network.num_addresses <= 65536)
    near = {str(host) for network in small for host in network} - {str(link.ip) for link in links}
    return set(used) - near


def _no_peer_as(config: Statements) -> set[str]:
    external = config.find(r"(.*group \S+) type external")
    neighbors = {line for line in config.find(r"(.*group \S+ neighbor \S+)") if line.split(" neighbor ")[0] in external}
    return neighbors - set(config.find(r"(.*group \S+ neighbor \S+) peer-as"))


def _no_own_as(config: Statements) -> set[str]:
    numbered = set(config.find(r"((?:routing-instances \S+ )?)routing-options autonomous-system"))
    speaking = set(config.find(r"((?:routing-instances \S+ )?)protocols bgp group"))
    return set() if "" in numbered else speaking - numbered


def _twice(config: Statements) -> set[str]:
    """Addresses that two units have."""
    addresses = Counter(set(config.pairs(r"interfaces (\S+ unit \d+) family inet address (\S+)")))
    return {address for address, count in Counter(address for _, address in addresses).items() if count > 1}


CHECKS = {
    "policies that are not defined": _policies,
    "logical interfaces that do not exist": _logical_interfaces,
    "interfaces in two instances": _shared_interfaces,
    "IS-IS on interfaces without family iso": _isis_without_family,
    "label switching in one place only": _mpls_without_family,
    "VLAN identifiers on untagged ports": _untagged,
    "VLANs that are not defined": _vlans,
    "VNIs in one place only": _vnis,
    "storm-control profiles that are not defined": _storm_control,
    "bundles without members, or beyond the device count": _bundles,
    "management through instances that do not exist": _management_instance,
    "VRFs without route distinguisher or target": _incomplete_vrfs,
    "next hops and neighbors on no link": _unreachable,
    "external neighbors without an AS": _no_peer_as,
    "BGP without an AS of its own": _no_own_as,
    "addresses on two units": _twice,
}


@pytest.mark.parametrize("inventory", ["lab", "oklahoma"])
def test_every_reference_is_met(inventory: str) -> None:
    models = _models(inventory) if inventory == "lab" else _sample(_models(inventory))
    found = set()
    for model in models:
        config = Statements(render(model))
        for title, check in CHECKS.items():
            found |= {f"{model.hostname} {model.stage}: {title}: {name}" for name in check(config)}
    assert sorted(found) == []


BROKEN = """
chassis { aggregated-devices { ethernet { device-count 1; } } }
forwarding-options { storm-control-profiles A { all { bandwidth-percentage 5; } } }
interfaces {
    ge-0/0/0 { unit 5 { vlan-id 5; family inet { address 10.0.0.0/31; } } }
    ge-0/0/1 { unit 0 { family inet { address 10.0.0.0/31; } } }
    ge-0/0/2 { unit 0 { family mpls; } }
    ge-0/0/3 { ether-options { 802.3ad ae1; } }
    ae1 { unit 0 { family ethernet-switching { vlan { members LIB; } storm-control B; } } }
}
protocols {
    isis { interface ge-0/0/1.0; }
    evpn { extended-vni-list 10005; }
}
routing-instances {
    A {
        instance-type vrf;
        interface ge-0/0/0.5;
        interface ge-0/0/9.0;
        protocols { bgp { group X { type external; import NONE; neighbor 10.0.0.9; } } }
    }
    B { instance-type virtual-router; interface ge-0/0/0.5; }
}
system { ntp { server 10.0.0.1 routing-instance MGMT; } }
"""


@pytest.mark.parametrize("title", CHECKS)
def test_every_check_sees_its_mistake(title: str) -> None:
    assert CHECKS[title](Statements(BROKEN))
