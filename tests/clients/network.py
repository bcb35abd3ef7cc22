"""Writes the spec and the configurations of three devices in a row: core, aggregation, access switch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

START = "2026-10-01T08:00:00+00:00"
_COMMON = """
set system host-name {host}
set system domain-name net.example
set system services ssh
set system services netconf ssh
set system login user netops class super-user
set system ntp server 192.0.2.123
set system location building "{host} hall"
set snmp community public authorization read-only
set snmp contact "the network team"
set protocols lldp interface all
"""
CONFIGURATIONS = {
    "okc-core1": """
set interfaces et-0/0/2 description "to ada-agg1"
set interfaces et-0/0/2 mtu 9192
set interfaces et-0/0/2 unit 0 family inet address 10.1.0.0/31
set interfaces et-0/0/2 unit 0 family iso
set interfaces et-0/0/2 unit 0 family mpls
set interfaces lo0 unit 0 family inet address 10.0.0.1/32
set interfaces lo0 unit 0 family iso address 49.0001.0100.0000.0001.00
set routing-options router-id 10.0.0.1
set routing-options autonomous-system 65000
set protocols isis interface et-0/0/2.0 point-to-point
set protocols isis interface et-0/0/2.0 level 2 metric 100
set protocols isis interface lo0.0 passive
set protocols mpls interface et-0/0/2.0
set protocols bgp group CORE type internal
set protocols bgp group CORE local-address 10.0.0.1
set protocols bgp group CORE family inet unicast
set protocols bgp group CORE family inet-vpn unicast
set protocols bgp group CORE neighbor 10.0.0.2 description ada-agg1
""",
    "ada-agg1": """
set interfaces et-0/0/0 description "to okc-core1"
set interfaces et-0/0/0 mtu 9192
set interfaces et-0/0/0 unit 0 family inet address 10.1.0.1/31
set interfaces et-0/0/0 unit 0 family iso
set interfaces et-0/0/0 unit 0 family mpls
set interfaces xe-0/1/0 description "to ada-library-sw1"
set interfaces xe-0/1/0 vlan-tagging
set interfaces xe-0/1/0 unit 110 vlan-id 110
set interfaces xe-0/1/0 unit 110 family inet address 10.2.0.0/31
set interfaces lo0 unit 0 family inet address 10.0.0.2/32
set interfaces lo0 unit 0 family iso address 49.0001.0100.0000.0002.00
set routing-options router-id 10.0.0.2
set routing-options autonomous-system 65000
set protocols isis interface et-0/0/0.0 point-to-point
set protocols isis interface et-0/0/0.0 level 2 metric 100
set protocols isis interface lo0.0 passive
set protocols mpls interface et-0/0/0.0
set protocols bgp group CORE type internal
set protocols bgp group CORE local-address 10.0.0.2
set protocols bgp group CORE family inet unicast
set protocols bgp group CORE family inet-vpn unicast
set protocols bgp group CORE neighbor 10.0.0.1 description okc-core1
set routing-instances STAFF instance-type vrf
set routing-instances STAFF interface xe-0/1/0.110
set routing-instances STAFF route-distinguisher 10.0.0.2:110
set routing-instances STAFF vrf-target target:65000:110
set routing-instances STAFF protocols bgp group CE type external
set routing-instances STAFF protocols bgp group CE neighbor 10.2.0.1 peer-as 65101
""",
    "ada-library-sw1": """
set interfaces xe-0/2/0 description "to ada-agg1"
set interfaces xe-0/2/0 vlan-tagging
set interfaces xe-0/2/0 unit 110 vlan-id 110
set interfaces xe-0/2/0 unit 110 family inet address 10.2.0.1/31
set interfaces irb unit 110 family inet address 10.64.1.1/24
set vlans STAFF vlan-id 110
set vlans STAFF l3-interface irb.110
set routing-options autonomous-system 65101
set routing-instances STAFF instance-type virtual-router
set routing-instances STAFF interface xe-0/2/0.110
set routing-instances STAFF interface irb.110
set routing-instances STAFF protocols bgp group PE type external
set routing-instances STAFF protocols bgp group PE peer-as 65000
set routing-instances STAFF protocols bgp group PE neighbor 10.2.0.0
""",
}
_MODELS = {
    "okc-core1": ("MX480", "junos"),
    "ada-agg1": ("MX204", "junos"),
    "ada-library-sw1": ("EX3400-24P", "junos-ex"),
}
_CABLES = (
    ("okc-core1", "et-0/0/2", "ada-agg1", "et-0/0/0", "100g"),
    ("ada-agg1", "xe-0/1/0", "ada-library-sw1", "xe-0/2/0", "10g"),
)


def write_network(directory: Path) -> Path:
    """Writes everything that a twin needs; returns the spec."""
    from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
    from ansible_collections.statenet.junos.plugins.module_utils.junos.text import print_text

    devices = []
    for host, (model, family) in _MODELS.items():
        text = print_text(parse_set(_COMMON.format(host=host) + CONFIGURATIONS[host]))
        (directory / f"{host}.conf").write_text(text)
        devices.append({"hostname": host, "model": model, "family": family, "configuration": f"{host}.conf"})
    cabling = [
        {"a": {"host": a, "interface": one}, "b": {"host": b, "interface": two}, "speed": speed}
        for a, one, b, two, speed in _CABLES
    ]
    path = directory / "spec.json"
    spec = {"name": "row", "clock": "virtual", "start": START, "devices": devices, "cabling": cabling}
    path.write_text(json.dumps(spec))
    return path
