"""A state in miniature: a site between a legacy router and a new core with one data center gateway, in coexistence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network_builder import build

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

SITE = """
system host-name site
interfaces irb unit 110 family inet address 10.110.1.1/24
interfaces xe-0/2/0 vlan-tagging
interfaces xe-0/2/0 unit 110 vlan-id 110
interfaces xe-0/2/0 unit 110 family inet address 10.1.0.1/31
interfaces ge-0/2/3 vlan-tagging
interfaces ge-0/2/3 unit 110 vlan-id 110
interfaces ge-0/2/3 unit 110 family inet address 10.2.0.1/31
policy-options policy-statement OUT term own from protocol direct
policy-options policy-statement OUT term own from route-filter 10.110.1.0/24 exact
policy-options policy-statement OUT term own then accept
policy-options policy-statement OUT term rest then reject
routing-instances K12 instance-type virtual-router
routing-instances K12 interface irb.110
routing-instances K12 interface xe-0/2/0.110
routing-instances K12 interface ge-0/2/3.110
routing-instances K12 routing-options static route 0.0.0.0/0 next-hop 10.2.0.0
routing-instances K12 routing-options static route 0.0.0.0/0 preference 200
routing-instances K12 routing-options autonomous-system 4200000001
routing-instances K12 protocols bgp group PE type external
routing-instances K12 protocols bgp group PE export OUT
routing-instances K12 protocols bgp group PE neighbor 10.1.0.0 peer-as 65000
protocols lldp interface all
"""

CORE_ROUTER = """
system host-name {name}
interfaces et-0/0/0 unit 0 family inet address 10.0.0.{last}/31
interfaces et-0/0/0 unit 0 family iso
interfaces et-0/0/0 unit 0 family mpls
interfaces lo0 unit 0 family inet address 10.255.0.{last}/32
interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{last}.00
routing-options router-id 10.255.0.{last}
routing-options autonomous-system 65000
protocols isis interface et-0/0/0.0 point-to-point
protocols isis interface lo0.0 passive
protocols lldp interface all
protocols bgp group CORE type internal
protocols bgp group CORE local-address 10.255.0.{last}
protocols bgp group CORE family inet-vpn unicast
protocols bgp group CORE neighbor 10.255.0.{other}
routing-instances K12 instance-type vrf
routing-instances K12 route-distinguisher 10.255.0.{last}:10
routing-instances K12 vrf-target target:65000:10
routing-instances K12 protocols bgp group CE type external
"""

PE = CORE_ROUTER.format(name="pe", last=0, other=1) + """
interfaces xe-0/1/0 vlan-tagging
interfaces xe-0/1/0 unit 110 vlan-id 110
interfaces xe-0/1/0 unit 110 family inet address 10.1.0.0/31
routing-instances K12 interface xe-0/1/0.110
routing-instances K12 protocols bgp group CE neighbor 10.1.0.1 peer-as 4200000001
"""

CORE = CORE_ROUTER.format(name="core", last=1, other=0) + """
interfaces et-0/1/2 vlan-tagging
interfaces et-0/1/2 unit 110 vlan-id 110
interfaces et-0/1/2 unit 110 family inet address 10.3.0.0/31
interfaces xe-0/1/1:0 vlan-tagging
interfaces xe-0/1/1:0 unit 110 vlan-id 110
interfaces xe-0/1/1:0 unit 110 family inet address 10.4.0.0/31
routing-instances K12 interface et-0/1/2.110
routing-instances K12 interface xe-0/1/1:0.110
routing-instances K12 protocols bgp group CE neighbor 10.3.0.1 peer-as 64610
routing-instances K12 protocols bgp group CE neighbor 10.4.0.1 peer-as 65100
"""

SPINE = """
system host-name spine
interfaces irb unit 110 family inet address 10.120.0.2/24 virtual-gateway-address 10.120.0.1
interfaces et-0/0/1 vlan-tagging
interfaces et-0/0/1 unit 110 vlan-id 110
interfaces et-0/0/1 unit 110 family inet address 10.3.0.1/31
routing-options autonomous-system 64610
policy-options policy-statement OUT term own from protocol direct
policy-options policy-statement OUT term own then accept
routing-instances K12 instance-type vrf
routing-instances K12 interface irb.110
routing-instances K12 interface et-0/0/1.110
routing-instances K12 route-distinguisher 10.255.1.1:10
routing-instances K12 vrf-target target:64610:10
routing-instances K12 protocols bgp group WAN type external
routing-instances K12 protocols bgp group WAN export OUT
routing-instances K12 protocols bgp group WAN neighbor 10.3.0.0 peer-as 65000
"""

LEGACY_ROUTER = """
system host-name {name}
interfaces ge-0/0/0 unit 0 family inet address 10.9.0.{last}/31
interfaces ge-0/0/0 unit 0 family iso
interfaces lo0 unit 0 family inet address 10.254.0.{last}/32
interfaces lo0 unit 0 family iso address 49.0002.0102.5400.000{last}.00
routing-options autonomous-system 65100
protocols isis interface ge-0/0/0.0 point-to-point
protocols isis interface lo0.0 passive
policy-options policy-statement STATICS term all from protocol static
policy-options policy-statement STATICS term all then accept
protocols bgp group LEGACY type internal
protocols bgp group LEGACY local-address 10.254.0.{last}
protocols bgp group LEGACY export STATICS
protocols bgp group LEGACY neighbor 10.254.0.{other}
"""

LEGACY = LEGACY_ROUTER.format(name="legacy", last=0, other=1) + """
interfaces ge-1/0/0 vlan-tagging
interfaces ge-1/0/0 unit 110 vlan-id 110
interfaces ge-1/0/0 unit 110 family inet address 10.2.0.0/31
routing-options static route 10.110.1.0/24 next-hop 10.2.0.1
"""

LEGACY_CORE = LEGACY_ROUTER.format(name="legacy-core", last=1, other=0) + """
interfaces xe-1/0/0 vlan-tagging
interfaces xe-1/0/0 unit 110 vlan-id 110
interfaces xe-1/0/0 unit 110 family inet address 10.4.0.1/31
routing-options static route 0.0.0.0/0 discard
policy-options policy-statement K12 term a then accept
protocols bgp group CORE type external
protocols bgp group CORE export K12
protocols bgp group CORE neighbor 10.4.0.0 peer-as 65000
"""

CONFIGURATIONS = {
    "site": SITE, "pe": PE, "core": CORE, "spine": SPINE, "legacy": LEGACY, "legacy-core": LEGACY_CORE,
}
CABLES = [
    "site xe-0/2/0 pe xe-0/1/0 10g",
    "site ge-0/2/3 legacy ge-1/0/0 1g",
    "pe et-0/0/0 core et-0/0/0 100g",
    "core et-0/1/2 spine et-0/0/1 100g",
    "core xe-0/1/1:0 legacy-core xe-1/0/0 10g",
    "legacy ge-0/0/0 legacy-core ge-0/0/0 1g",
]
MODELS = {
    "site": "EX4300-48T", "pe": "MX204", "core": "MX480", "spine": "QFX10002-36Q",
    "legacy": "MX240", "legacy-core": "MX240",
}
SERVICE = ("site", "K12")
GATEWAY = ("spine", "K12")
OLD = ("legacy-core", "")


def coexistence() -> NetworkState:
    """The whole of it, with a probe at the site and both data centers as anchors."""
    return build(
        CONFIGURATIONS, CABLES, models=MODELS, sites=dict.fromkeys(["site"], "adair-library"),
        probes=[("adair-library", *SERVICE)], anchors=[GATEWAY, OLD],
    )
