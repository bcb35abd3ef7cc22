"""IPv6 beside IPv4: sessions, routes, filters and probes of one family do not feel what happens to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies import handle
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.families import INET, INET6
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.probes import Probes
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.tables import tables
from lxml import etree
from network_builder import commit
from statewide import GATEWAY, OLD, SERVICE, coexistence

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState
    from lxml.etree import _Element

BOTH_CORE_ROUTERS = (
    "set protocols mpls ipv6-tunneling",
    "set protocols bgp group CORE family inet6-vpn unicast",
)
IPV6 = {
    "site": (
        "set interfaces irb unit 110 family inet6 address 2001:db8:a:1::1/64",
        "set interfaces xe-0/2/0 unit 110 family inet6 address 2001:db8:0:2::1:1/127",
        "set policy-options policy-statement OUT6 term own from protocol direct",
        "set policy-options policy-statement OUT6 term own from route-filter 2001:db8:a:1::/64 exact",
        "set policy-options policy-statement OUT6 term own then accept",
        "set policy-options policy-statement OUT6 term rest then reject",
        "set routing-instances K12 protocols bgp group PE6 type external",
        "set routing-instances K12 protocols bgp group PE6 export OUT6",
        "set routing-instances K12 protocols bgp group PE6 neighbor 2001:db8:0:2::1:0 peer-as 65000",
    ),
    "pe": (
        *BOTH_CORE_ROUTERS,
        "set interfaces xe-0/1/0 unit 110 family inet6 address 2001:db8:0:2::1:0/127",
        "set routing-instances K12 protocols bgp group CE6 type external",
        "set routing-instances K12 protocols bgp group CE6 neighbor 2001:db8:0:2::1:1 peer-as 4200000001",
    ),
    "core": (
        *BOTH_CORE_ROUTERS,
        "set interfaces et-0/1/2 unit 110 family inet6 address 2001:db8:0:1::1:0/127",
        "set routing-instances K12 protocols bgp group SPINE6 type external",
        "set routing-instances K12 protocols bgp group SPINE6 neighbor 2001:db8:0:1::1:1 peer-as 64610",
    ),
    "spine": (
        "set interfaces irb unit 110 family inet6 address 2001:db8:a:f000::2/64 virtual-gateway-address "
        "2001:db8:a:f000::1",
        "set interfaces et-0/0/1 unit 110 family inet6 address 2001:db8:0:1::1:1/127",
        "set routing-instances K12 routing-options rib K12.inet6.0 static route ::/0 discard",
        "set routing-instances K12 protocols bgp group WAN6 type external",
        "set routing-instances K12 protocols bgp group WAN6 export OUT",
        "set routing-instances K12 protocols bgp group WAN6 neighbor 2001:db8:0:1::1:0 peer-as 65000",
    ),
}


def dual_stack() -> NetworkState:
    """The miniature with IPv6 over the new path; the old network has none."""
    state = coexistence()
    for host, commands in IPV6.items():
        commit(state, host, *commands)
    return state


def test_every_session_is_up_in_its_family() -> None:
    state = dual_stack()
    found = {
        (session.statement.group, tuple(sorted(session.families))): session.reason
        for host in IPV6
        for session in state.sessions(host)
        if session.statement.group.endswith("6") or session.statement.group == "CORE"
    }
    assert found == {
        ("CORE", ("inet-vpn-unicast", "inet6-vpn-unicast")): "",
        ("CE6", ("inet6-unicast",)): "",
        ("PE6", ("inet6-unicast",)): "",
        ("SPINE6", ("inet6-unicast",)): "",
        ("WAN6", ("inet6-unicast",)): "",
    }


def test_service_works_in_both_families_where_both_are_offered() -> None:
    state = dual_stack()
    assert state.reaches(SERVICE, [GATEWAY], INET)
    assert state.reaches(SERVICE, [GATEWAY], INET6)
    assert state.reaches(SERVICE, [OLD], INET)
    assert not state.reaches(SERVICE, [OLD], INET6)


@pytest.mark.parametrize(
    ("host", "command"),
    [
        ("site", "delete interfaces irb unit 110 family inet6"),
        ("site", "delete interfaces xe-0/2/0 unit 110 family inet6"),
        ("site", "deactivate routing-instances K12 protocols bgp group PE6"),
        ("site", "set policy-options policy-statement OUT6 term own then reject"),
        ("pe", "deactivate routing-instances K12 protocols bgp group CE6"),
        ("pe", "delete protocols bgp group CORE family inet6-vpn"),
        ("pe", "delete protocols mpls ipv6-tunneling"),
        ("core", "delete protocols mpls ipv6-tunneling"),
        ("core", "deactivate routing-instances K12 protocols bgp group SPINE6"),
        ("spine", "delete interfaces irb unit 110 family inet6"),
        ("spine", "delete routing-instances K12 protocols bgp group WAN6 export"),
    ],
)
def test_loss_of_ipv6_leaves_ipv4_alone(host: str, command: str) -> None:
    state = dual_stack()
    commit(state, host, command)
    assert not state.reaches(SERVICE, [GATEWAY], INET6)
    assert state.reaches(SERVICE, [GATEWAY], INET)


def test_loss_of_ipv4_leaves_ipv6_alone() -> None:
    state = dual_stack()
    for host, command in (
        ("core", "deactivate interfaces xe-0/1/1:0"),
        ("site", "delete routing-instances K12 routing-options static"),
        ("site", "deactivate routing-instances K12 protocols bgp group PE"),
    ):
        commit(state, host, command)
    assert not state.reaches(SERVICE, [GATEWAY], INET)
    assert state.reaches(SERVICE, [GATEWAY], INET6)


@pytest.mark.parametrize(
    ("family", "condition", "lost"),
    [("inet", "protocol tcp", "PE"), ("inet6", "next-header tcp", "PE6")],
)
def test_filter_holds_for_its_family(family: str, condition: str, lost: str) -> None:
    state = dual_stack()
    commit(
        state, "site",
        f"set firewall family {family} filter RE term tcp from {condition}",
        f"set firewall family {family} filter RE term tcp from destination-port ssh",
        f"set firewall family {family} filter RE term tcp then accept",
        f"set firewall family {family} filter RE term rest then discard",
        f"set interfaces lo0 unit 0 family {family} filter input RE",
    )
    down = {session.statement.group: session.reason for session in state.sessions("site") if not session.up}
    assert down == {lost: "filtered between site and pe"}


def test_filter_admits_the_peers_that_an_apply_path_finds() -> None:
    state = dual_stack()
    commit(
        state, "site",
        "set policy-options prefix-list PEERS6 apply-path "
        '"routing-instances <*> protocols bgp group <*> neighbor <*:*>"',
        "set firewall family inet6 filter RE term bgp from source-prefix-list PEERS6",
        "set firewall family inet6 filter RE term bgp from next-header tcp",
        "set firewall family inet6 filter RE term bgp then accept",
        "set firewall family inet6 filter RE term rest then discard",
        "set interfaces lo0 unit 0 family inet6 filter input RE",
    )
    assert [session.reason for session in state.sessions("site")] == ["", ""]
    commit(state, "site", "delete policy-options prefix-list PEERS6 apply-path")
    assert [session.reason for session in state.sessions("site") if not session.up] == ["filtered between site and pe"]


def test_probes_count_each_family_for_itself() -> None:
    state = dual_stack()
    probes = Probes(state, state.fleet.spec)

    def advance(seconds: float) -> None:
        probes.sample(state.fleet.clock.now())
        state.fleet.clock.sleep(seconds)

    advance(10)
    commit(state, "site", "deactivate routing-instances K12 protocols bgp group PE6")
    advance(30)
    assert probes.down() == [("adair-library", "K12", "inet6")]
    commit(state, "site", "activate routing-instances K12 protocols bgp group PE6")
    advance(5)
    report = probes.report()
    assert (report["downtime_seconds"], report["per_family"]) == (30, {"inet": 0, "inet6": 30})
    assert report["per_site"] == {"adair-library": {"K12 inet6": 30.0}}
    assert [(event["family"], event["transition"], event["cause"]) for event in report["events"]] == [
        ("inet6", "down", "site"), ("inet6", "up", "site"),
    ]


def test_service_with_addresses_that_never_worked_is_awaited() -> None:
    state = coexistence()
    commit(state, "site", *IPV6["site"])
    probes = Probes(state, state.fleet.spec)
    probes.sample(state.fleet.clock.now())
    assert probes.report()["awaited"] == [{"site": "adair-library", "service": "K12", "family": "inet6"}]


def test_routes_of_ipv6_stand_in_tables_of_their_own() -> None:
    state = dual_stack()
    pe, spine = tables(state, "pe"), tables(state, "spine")
    ways = {prefix: [(way.protocol, way.to) for way in found] for prefix, found in pe["K12.inet6.0"].items()}
    assert ways == {
        "2001:db8:0:2::1:0/127": [("Direct", "")],
        "2001:db8:0:2::1:0/128": [("Local", "")],
        "2001:db8:a:1::/64": [("BGP", "2001:db8:0:2::1:1")],
        "2001:db8:0:1::1:0/127": [("BGP", "::ffff:10.255.0.1")],
    }
    assert [(way.protocol, way.preference) for way in spine["K12.inet6.0"]["::/0"]] == [("Static", 5)]
    assert not any(":" in prefix for name, found in pe.items() if "inet6" not in name for prefix in found)


def ask(state: NetworkState, host: str, name: str) -> _Element:
    """Send a request without arguments."""
    answer = handle(state, state.fleet.devices[host], etree.Element(name), "xml")
    assert isinstance(answer, etree._Element)
    return answer


def test_bgp_summary_counts_prefixes_per_family() -> None:
    answer = ask(dual_stack(), "pe", "get-bgp-summary-information")
    ribs = {
        peer.findtext("peer-address"): {
            rib.findtext("name"): rib.findtext("received-prefix-count") for rib in peer.findall("bgp-rib")
        }
        for peer in answer.findall("bgp-peer")
    }
    assert ribs == {
        "10.255.0.1": {"bgp.l3vpn.0": "2", "bgp.l3vpn-inet6.0": "1"},
        "10.1.0.1": {"K12.inet.0": "1"},
        "2001:db8:0:2::1:1": {"K12.inet6.0": "1"},
    }


def test_interfaces_and_neighbours_of_ipv6() -> None:
    state = dual_stack()
    units = {
        unit.findtext("name").strip(): [
            local.text
            for family in unit.iter("address-family")
            if family.findtext("address-family-name") == "inet6"
            for local in family.iter("ifa-local")
        ]
        for unit in ask(state, "spine", "get-interface-information").iter("logical-interface")
    }
    assert units["irb.110"] == ["2001:db8:a:f000::2", "2001:db8:a:f000::1"]
    neighbours = ask(state, "spine", "get-ipv6-nd-information").findall("ipv6-nd-entry")
    names = ("ipv6-nd-neighbor-address", "ipv6-nd-state", "ipv6-nd-interface-name")
    assert [[item.findtext(name) for name in names] for item in neighbours] == [
        ["2001:db8:0:1::1:0", "reachable", "et-0/0/1.110"]
    ]


def test_instances_have_a_table_per_family() -> None:
    answer = ask(dual_stack(), "pe", "get-instance-information")
    tables_of = {
        item.findtext("instance-name"): [rib.findtext("irib-name") for rib in item.findall("instance-rib")]
        for item in answer.findall("instance-core")
    }
    assert tables_of == {"K12": ["K12.inet.0", "K12.inet6.0"], "master": ["inet.0", "inet6.0"]}
