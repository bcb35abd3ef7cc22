"""Which statements a device model is turned into, one hand-written model per function and stage."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical, parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

from .models import MODELS


class Case(NamedTuple):
    """What the configuration of a model must contain, and what nothing in it may begin with."""

    model: str
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()


CASES = {
    "two routing engines": Case(
        "core-day0",
        (
            "set system commit synchronize",
            "set chassis redundancy graceful-switchover",
            "set routing-options nonstop-routing",
            "set protocols layer2-control nonstop-bridging",
            "set interfaces fxp0 unit 0 family inet address 10.255.0.11/20 master-only",
        ),
        ("set routing-options graceful-restart",),
    ),
    "one routing engine": Case(
        "aggregation",
        ("set interfaces fxp0 unit 0 family inet address 10.255.0.101/20",),
        ("set system commit", "set chassis redundancy", "set routing-options nonstop", "set protocols layer2-control"),
    ),
    "day 0 is management and LLDP, nothing else": Case(
        "core-day0",
        (
            "set system host-name okc-core1",
            "set system management-instance",
            "set system services netconf ssh",
            "set system services ssh root-login deny",
            "set system ntp server 10.255.1.41 routing-instance mgmt_junos",
            "set system name-server 10.255.1.53 routing-instance mgmt_junos",
            "set system syslog host 10.255.1.61 routing-instance mgmt_junos",
            "set routing-instances mgmt_junos routing-options static route 0.0.0.0/0 next-hop 10.255.0.1",
            "set protocols lldp port-id-subtype interface-name",
            "set protocols lldp interface all",
            "set chassis network-services enhanced-ip",
        ),
        (
            "set protocols isis",
            "set protocols bgp",
            "set protocols mpls",
            "set policy-options",
            "set routing-options forwarding",
            "set interfaces lo0",
        ),
    ),
    "core link": Case(
        "core",
        (
            'set interfaces et-0/0/2 description "tul-core1 et-0/0/2"',
            "set interfaces et-0/0/2 mtu 9192",
            "set interfaces et-0/0/2 unit 0 family inet mtu 9000",
            "set interfaces et-0/0/2 unit 0 family inet address 10.0.0.0/31",
            "set interfaces et-0/0/2 unit 0 family iso",
            "set interfaces et-0/0/2 unit 0 family mpls maximum-labels 5",
            "set protocols mpls interface et-0/0/2.0",
            "set chassis fpc 0 pic 0 port 2 speed 100g",
            "set chassis aggregated-devices ethernet device-count 2",
        ),
        ("set interfaces et-0/0/2 flexible-vlan-tagging",),
    ),
    "IS-IS is level 2 only, with segment routing": Case(
        "core",
        (
            "set protocols isis level 1 disable",
            "set protocols isis level 2 wide-metrics-only",
            "set protocols isis interface et-0/0/2.0 point-to-point",
            "set protocols isis interface et-0/0/2.0 level 1 disable",
            "set protocols isis interface et-0/0/2.0 level 2 metric 10",
            "set protocols isis interface et-0/0/2.0 level 2 post-convergence-lfa node-protection",
            "set protocols isis interface et-0/0/2.0 family inet bfd-liveness-detection minimum-interval 150",
            "set protocols isis interface lo0.0 passive",
            "set protocols isis source-packet-routing srgb start-label 16000",
            "set protocols isis source-packet-routing srgb index-range 8000",
            "set protocols isis source-packet-routing node-segment ipv4-index 11",
            "set protocols isis backup-spf-options use-source-packet-routing",
            "set interfaces lo0 unit 0 family iso address 49.0001.0100.0025.5011.00",
        ),
        (
            "set protocols isis interface lo0.0 point-to-point",
            "set protocols isis interface lo0.0 level 2",
            "set protocols isis interface lo0.0 family",
        ),
    ),
    "route reflector": Case(
        "core",
        (
            "set routing-options router-id 10.0.255.11",
            "set routing-options autonomous-system 65000",
            "set protocols bgp group CLIENTS type internal",
            "set protocols bgp group CLIENTS local-address 10.0.255.11",
            "set protocols bgp group CLIENTS family inet-vpn unicast",
            "set protocols bgp group CLIENTS family evpn signaling",
            "set protocols bgp group CLIENTS cluster 10.0.255.11",
            "set protocols bgp group CLIENTS bfd-liveness-detection minimum-interval 1000",
            "set protocols bgp group CLIENTS neighbor 10.0.255.101 description adair-agg1",
        ),
    ),
    "L3VPN with an eBGP hand-off": Case(
        "core",
        (
            "set interfaces et-1/0/2 flexible-vlan-tagging",
            "set interfaces et-1/0/2 encapsulation flexible-ethernet-services",
            "set interfaces et-1/0/2 unit 120 vlan-id 120",
            'set routing-instances LIB description "Libraries: \\"reading rooms\\""',
            "set routing-instances LIB instance-type vrf",
            "set routing-instances LIB interface et-1/0/2.120",
            "set routing-instances LIB route-distinguisher 10.0.255.11:120",
            "set routing-instances LIB vrf-target target:65000:120",
            "set routing-instances LIB vrf-table-label",
            "set routing-instances LIB routing-options multipath vpn-unequal-cost equal-external-internal",
            "set routing-instances LIB protocols bgp group SPINE type external",
            "set routing-instances LIB protocols bgp group SPINE import CE-IN-LIB",
            "set routing-instances LIB protocols bgp group SPINE export CE-OUT-LIB",
            "set routing-instances LIB protocols bgp group SPINE multipath multiple-as",
            "set routing-instances LIB protocols bgp group SPINE neighbor 10.190.0.1 peer-as 64610",
            "set routing-options forwarding-table chained-composite-next-hop ingress l3vpn extended-space",
        ),
    ),
    "policies": Case(
        "core",
        (
            "set policy-options policy-statement CE-IN-LIB term sites from protocol bgp",
            "set policy-options policy-statement CE-IN-LIB term sites from"
            " route-filter 10.120.0.0/13 prefix-length-range /24-/24",
            "set policy-options policy-statement CE-IN-LIB term sites then local-preference 200",
            "set policy-options policy-statement CE-IN-LIB term sites then accept",
            "set policy-options policy-statement CE-IN-LIB term last then reject",
            "set policy-options policy-statement PFE-LB then load-balance per-packet",
            "set routing-options forwarding-table export PFE-LB",
        ),
        ("set policy-options policy-statement CE-IN-LIB term last from",),
    ),
    "bundle of a router": Case(
        "core",
        (
            "set interfaces xe-0/0/0:1 gigether-options 802.3ad ae1",
            "set interfaces ae1 aggregated-ether-options lacp active",
            "set interfaces ae1 aggregated-ether-options lacp periodic fast",
        ),
        ("set interfaces xe-0/0/0:1 mtu", "set interfaces ae1 esi"),
    ),
    "fabric underlay and overlay": Case(
        "spine",
        (
            "set routing-options autonomous-system 64610",
            "set protocols bgp group UNDERLAY local-as 4210000001",
            "set protocols bgp group UNDERLAY local-as no-prepend-global-as",
            "set protocols bgp group UNDERLAY multipath multiple-as",
            "set protocols bgp group UNDERLAY neighbor 172.16.1.1 peer-as 4210000101",
            "set protocols bgp group OVERLAY cluster 10.10.255.0",
            "set protocols bgp group OVERLAY multipath",
            "set protocols evpn encapsulation vxlan",
            "set protocols evpn default-gateway no-gateway-community",
            "set protocols evpn extended-vni-list 10120",
            "set switch-options vtep-source-interface lo0.0",
            "set switch-options route-distinguisher 10.10.255.1:1",
            "set switch-options vrf-target target:64610:9999",
            "set switch-options vrf-target auto",
            "set vlans LIB vlan-id 120",
            "set vlans LIB vxlan vni 10120",
        ),
        ("set protocols isis", "set protocols bgp group OVERLAY local-as"),
    ),
    "gateway and VRF of a spine": Case(
        "spine",
        (
            "set interfaces irb unit 120 family inet address 10.50.120.2/24 virtual-gateway-address 10.50.120.1",
            "set interfaces irb unit 120 family inet address 10.50.120.2/24 preferred",
            "set interfaces irb unit 120 virtual-gateway-accept-data",
            "set vlans LIB l3-interface irb.120",
            "set routing-instances LIB interface irb.120",
            "set routing-instances LIB protocols evpn ip-prefix-routes advertise direct-nexthop",
            "set routing-instances LIB protocols evpn ip-prefix-routes encapsulation vxlan",
            "set routing-instances LIB protocols evpn ip-prefix-routes vni 20120",
            "set routing-instances LIB protocols evpn ip-prefix-routes export TYPE5-OUT",
            "set routing-instances LIB protocols bgp group WAN neighbor 10.190.0.0 peer-as 65000",
            "set interfaces et-0/0/1 flexible-vlan-tagging",
        ),
        ("set interfaces et-0/0/1 encapsulation", "set protocols rstp", "set forwarding-options storm-control"),
    ),
    "leaf with a shared Ethernet segment": Case(
        "leaf",
        (
            "set interfaces xe-0/0/0 ether-options 802.3ad ae0",
            "set interfaces ae0 esi 00:64:61:00:00:00:00:01:00:01",
            "set interfaces ae0 esi all-active",
            "set interfaces ae0 aggregated-ether-options lacp system-id 00:64:61:00:00:01",
            "set interfaces ae0 unit 0 family ethernet-switching interface-mode trunk",
            "set interfaces ae0 unit 0 family ethernet-switching vlan members LIB",
            "set interfaces ae0 unit 0 family ethernet-switching vlan members K12",
            "set chassis aggregated-devices ethernet device-count 1",
            "set protocols evpn extended-vni-list 10120",
            "set protocols evpn extended-vni-list 10140",
            "set forwarding-options storm-control-profiles EDGE all bandwidth-percentage 1",
            "set protocols rstp interface ae0 edge",
            "set protocols rstp interface ae0 no-root-port",
            "set protocols rstp bpdu-block-on-edge",
            "set protocols layer2-control bpdu-block disable-timeout 600",
            "set protocols loop-detect enhanced interface ae0.0 vlan-id 120",
            "set protocols loop-detect enhanced interface ae0.0 loop-detect-action interface-down",
            "set security macsec connectivity-association REPLICATION cipher-suite gcm-aes-xpn-256",
            "set security macsec connectivity-association REPLICATION security-mode static-cak",
            'set security macsec connectivity-association REPLICATION pre-shared-key cak "$SECRET$macsec-cak"',
            "set security macsec interfaces et-0/0/48 connectivity-association REPLICATION",
        ),
        (
            "set routing-instances LIB",
            "set security macsec connectivity-association REPLICATION fallback-key",
            "set protocols rstp interface all",
            "set protocols evpn default-gateway",
            "set routing-options forwarding-table chained",
        ),
    ),
    "site on the new network": Case(
        "site",
        (
            "set interfaces xe-0/2/0 vlan-tagging",
            "set interfaces xe-0/2/0 unit 120 family inet address 10.120.0.1/31",
            "set interfaces ge-0/0/0 unit 0 family ethernet-switching interface-mode access",
            "set interfaces ge-0/0/0 unit 0 family ethernet-switching storm-control EDGE",
            "set vlans LIB l3-interface irb.120",
            "set routing-instances LIB instance-type virtual-router",
            "set routing-instances LIB routing-options autonomous-system 4200000007",
            "set routing-instances LIB routing-options router-id 10.120.8.1",
            "set routing-instances LIB protocols bgp group PE neighbor 10.120.0.0 peer-as 65000",
            "set system ntp server 10.255.1.41 routing-instance LIB",
        ),
        (
            "set routing-instances LIB vrf",
            "set routing-instances LIB routing-options static",
            "set routing-options",
            "set interfaces ge-0/2/3",
            "set system management-instance",
        ),
    ),
    "site on the old network": Case(
        "site-as-is",
        (
            "set interfaces ge-0/2/3 vlan-tagging",
            "set routing-instances LIB routing-options static route 0.0.0.0/0 next-hop 10.180.0.0",
            "set routing-instances LIB routing-options static route 0.0.0.0/0 preference 200",
        ),
        ("set routing-instances LIB protocols", "set interfaces xe-0/2/0"),
    ),
    "site on both": Case(
        "site-coexistence",
        (
            "set routing-instances LIB interface xe-0/2/0.120",
            "set routing-instances LIB interface ge-0/2/3.120",
            "set routing-instances LIB routing-options static route 0.0.0.0/0 preference 200",
            "set routing-instances LIB protocols bgp group PE neighbor 10.120.0.0 peer-as 65000",
        ),
    ),
    "old router": Case(
        "legacy",
        (
            "set interfaces ge-0/0/1 vlan-tagging",
            "set routing-options static route 0.0.0.0/0 discard",
            "set routing-options static route 10.120.8.0/24 next-hop 10.180.0.1",
            "set protocols isis interface xe-1/0/1.0 level 2 metric 10",
            "set protocols bgp group MESH export STATICS",
            "set policy-options policy-statement STATICS term static then next-hop self",
        ),
        ("set protocols mpls", "set protocols isis source-packet-routing", "set chassis network-services"),
    ),
    "old router, retired": Case(
        "legacy-retired",
        ("set interfaces lo0 unit 0 family inet address 10.0.254.1/32", "set protocols lldp interface all"),
        ("set protocols isis", "set protocols bgp", "set policy-options", "set interfaces ge-0/0/1"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_statements(case: Case) -> None:
    lines = print_set(parse_text(render(MODELS[case.model]))).splitlines()
    assert [line for line in case.present if line not in lines] == [], "missing"
    assert [line for line in lines if line.startswith(case.absent or ("none",))] == [], "not wanted"


@pytest.mark.parametrize("name", MODELS)
def test_output_is_canonical(name: str) -> None:
    text = render(MODELS[name])
    assert canonical(text) == text


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_left_empty(name: str) -> None:
    """A container that a template opened for nothing would come out as a bare statement at the top."""
    assert [line for line in render(MODELS[name]).splitlines() if line.endswith(";") and line[0] != " "] == []
