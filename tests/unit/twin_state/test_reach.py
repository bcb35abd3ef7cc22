"""Who reaches a service: every kind of path, present and broken."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.faults import FaultError
from network_builder import commit
from statewide import GATEWAY, OLD, SERVICE, coexistence

SEVER_LEGACY = ("site", "delete routing-instances K12 routing-options static")
SEVER_NEW = ("site", "deactivate routing-instances K12 protocols bgp")
SEVER_INTERCONNECT = ("core", "deactivate interfaces xe-0/1/1:0")


def test_every_session_and_adjacency_of_the_miniature_is_up() -> None:
    state = coexistence()
    sessions = [session for host in state.fleet.devices for session in state.sessions(host)]
    adjacencies = [item for host in state.fleet.devices for item in state.adjacencies(host)]
    assert [session.reason for session in sessions] == [""] * 10
    assert [item.reason for item in adjacencies] == [""] * 4


def test_both_data_centers_are_reached() -> None:
    state = coexistence()
    assert state.reaches(SERVICE, [GATEWAY])
    assert state.reaches(SERVICE, [OLD])


def test_new_path_alone_reaches_the_gateway() -> None:
    state = coexistence()
    for host, command in (SEVER_LEGACY, SEVER_INTERCONNECT):
        commit(state, host, command)
    assert state.reaches(SERVICE, [GATEWAY])
    assert not state.reaches(SERVICE, [OLD])


def test_old_path_alone_reaches_the_gateway_over_the_interconnect() -> None:
    state = coexistence()
    commit(state, *SEVER_NEW)
    assert state.reaches(SERVICE, [GATEWAY])
    assert state.reaches(SERVICE, [OLD])
    commit(state, *SEVER_INTERCONNECT)
    assert not state.reaches(SERVICE, [GATEWAY])
    assert state.reaches(SERVICE, [OLD])


@pytest.mark.parametrize(
    ("host", "command"),
    [
        ("site", "delete interfaces irb unit 110 family inet"),
        ("site", "delete routing-instances K12 interface irb.110"),
        ("site", "set interfaces irb unit 110 disable"),
        ("site", "delete routing-instances K12 protocols bgp group PE export"),
        ("site", "set policy-options policy-statement OUT term own then reject"),
        ("site", "set interfaces xe-0/2/0 disable"),
        ("pe", "set interfaces xe-0/1/0 unit 110 disable"),
        ("pe", "delete routing-instances K12 vrf-target"),
        ("pe", "set routing-instances K12 vrf-target target:65000:11"),
        ("pe", "deactivate protocols isis"),
        ("pe", "deactivate protocols bgp"),
        ("pe", "delete interfaces et-0/0/0 unit 0 family mpls"),
        ("core", "deactivate routing-instances K12"),
        ("spine", "delete interfaces irb unit 110"),
        ("spine", "delete routing-instances K12 protocols bgp group WAN export"),
        ("spine", "deactivate routing-instances K12 protocols bgp"),
        ("spine", "set interfaces et-0/0/1 disable"),
    ],
)
def test_new_path_breaks(host: str, command: str) -> None:
    state = coexistence()
    for severed in (SEVER_LEGACY, SEVER_INTERCONNECT):
        commit(state, *severed)
    assert state.reaches(SERVICE, [GATEWAY])
    commit(state, host, command)
    assert not state.reaches(SERVICE, [GATEWAY])


@pytest.mark.parametrize(
    ("host", "command"),
    [
        ("site", "delete routing-instances K12 routing-options static"),
        ("site", "set interfaces ge-0/2/3 disable"),
        ("legacy", "delete routing-options static route 10.110.1.0/24"),
        ("legacy", "delete interfaces ge-1/0/0 unit 110 family inet"),
        ("legacy", "deactivate protocols isis"),
        ("legacy", "deactivate protocols bgp"),
        ("legacy-core", "deactivate protocols isis"),
        ("legacy-core", "delete interfaces ge-0/0/0"),
    ],
)
def test_old_path_breaks(host: str, command: str) -> None:
    state = coexistence()
    commit(state, *SEVER_NEW)
    assert state.reaches(SERVICE, [OLD])
    commit(state, host, command)
    assert not state.reaches(SERVICE, [OLD])


def test_static_route_back_may_be_wider() -> None:
    state = coexistence()
    commit(state, *SEVER_NEW)
    commit(
        state, "legacy",
        "delete routing-options static", "set routing-options static route 10.110.0.0/16 next-hop 10.2.0.1",
    )
    assert state.reaches(SERVICE, [OLD])


def test_reflector_joins_its_clients() -> None:
    state = coexistence()
    commit(state, "core", "set protocols bgp group CORE cluster 10.255.0.1")
    assert state.reaches(SERVICE, [GATEWAY])


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "link_down", "host": "core", "interface": "et-0/0/0"},
        {"kind": "device_down", "host": "core"},
        {"kind": "bgp_down", "host": "pe", "peer": "10.255.0.1"},
        {"kind": "bgp_down", "host": "pe", "peer": "core"},
        {"kind": "isis_down", "host": "pe", "interface": "et-0/0/0.0"},
    ],
)
def test_fault_moves_the_site_to_the_old_network_and_back(fault: dict[str, str]) -> None:
    state = coexistence()
    commit(state, *SEVER_INTERCONNECT)
    state.fault(**fault)
    assert not state.reaches(SERVICE, [GATEWAY])
    assert state.reaches(SERVICE, [OLD])
    state.clear_faults()
    assert state.reaches(SERVICE, [GATEWAY])


def test_site_without_power_is_down() -> None:
    state = coexistence()
    state.fault("site_power", site="adair-library")
    assert not state.reaches(SERVICE, [GATEWAY, OLD])
    assert not state.powered("site")


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        (
            "earthquake", {},
            "fault: kind: earthquake. Expected: alarm, bgp_down, card_down, clock_skew, ddos_violation, device_down, "
            "disk_full, isis_down, link_down, protocols_down, re_switchover, reboot, site_power, wrong_cabling.",
        ),
        ("device_down", {"host": "nobody"}, "fault: host: nobody. Expected: a device of the network."),
        ("site_power", {"site": "nowhere"}, "fault: site: nowhere. Expected: a site of the network."),
        (
            "link_down", {"host": "pe", "interface": "xe-7/7/7"},
            "fault: cable: pe xe-7/7/7. Expected: a port with a cable.",
        ),
        ("link_down", {"host": "pe"}, "fault: arguments: host. Expected: host, interface."),
    ],
)
def test_impossible_faults_are_refused(kind: str, arguments: dict[str, str], message: str) -> None:
    state = coexistence()
    with pytest.raises(FaultError) as caught:
        state.fault(kind, **arguments)
    assert str(caught.value) == message


OUT = "policy-options policy-statement OUT term own"


@pytest.mark.parametrize(
    ("host", "commands"),
    [
        # A filter for the wrong prefix, in each direction and at each place on the way.
        ("site", ["set policy-options policy-statement IN term all then reject",
                  "set routing-instances K12 protocols bgp group PE import IN"]),
        ("pe", ["set policy-options policy-statement IN term own from route-filter 10.110.2.0/24 exact",
                "set policy-options policy-statement IN term own then accept",
                "set policy-options policy-statement IN term rest then reject",
                "set routing-instances K12 protocols bgp group CE import IN"]),
        ("pe", ["set policy-options policy-statement NOTHING then reject",
                "set routing-instances K12 protocols bgp group CE export NOTHING"]),
        ("core", ["set policy-options policy-statement IN from route-filter 10.120.0.0/24 orlonger",
                  "set policy-options policy-statement IN then reject",
                  "set routing-instances K12 protocols bgp group CE neighbor 10.3.0.1 import IN"]),
        ("core", ["set policy-options policy-statement X from route-filter 10.110.0.0/16 orlonger",
                  "set policy-options policy-statement X then reject",
                  "set routing-instances K12 protocols bgp group CE neighbor 10.3.0.1 export X"]),
        ("spine", ["set policy-options policy-statement IN from route-filter 10.110.0.0/16 orlonger",
                   "set policy-options policy-statement IN then reject",
                   "set routing-instances K12 protocols bgp group WAN import IN"]),
        ("spine", [f"set {OUT} from route-filter 10.121.0.0/24 exact"]),
    ],
)
def test_wrong_filter_on_the_new_path_breaks_the_service(host: str, commands: list[str]) -> None:
    state = coexistence()
    for severed in (SEVER_LEGACY, SEVER_INTERCONNECT):
        commit(state, *severed)
    assert state.reaches(SERVICE, [GATEWAY])
    commit(state, host, *commands)
    assert not state.reaches(SERVICE, [GATEWAY])


@pytest.mark.parametrize(
    ("host", "commands"),
    [
        ("legacy", ["delete protocols bgp group LEGACY export"]),
        ("legacy", ["set policy-options policy-statement STATICS term all from route-filter 10.111.0.0/16 orlonger"]),
        ("legacy-core", ["delete routing-options static"]),
        ("legacy-core", ["delete protocols bgp group LEGACY export"]),
    ],
)
def test_wrong_announcement_in_the_old_network_breaks_the_service(host: str, commands: list[str]) -> None:
    state = coexistence()
    commit(state, *SEVER_NEW)
    commit(state, host, *commands)
    assert not state.reaches(SERVICE, [OLD])


def test_filter_at_the_interconnect_separates_old_and_new() -> None:
    state = coexistence()
    commit(state, *SEVER_NEW)
    assert state.reaches(SERVICE, [GATEWAY])
    commit(
        state, "legacy-core",
        "set policy-options policy-statement K12 term a from route-filter 10.111.0.0/16 orlonger",
        "set policy-options policy-statement K12 term z then reject",
    )
    assert not state.reaches(SERVICE, [GATEWAY])
    assert state.reaches(SERVICE, [OLD])


def test_site_that_takes_only_a_default_route_needs_one() -> None:
    state = coexistence()
    for severed in (SEVER_LEGACY, SEVER_INTERCONNECT):
        commit(state, *severed)
    commit(
        state, "site",
        "set policy-options policy-statement IN term default from route-filter 0.0.0.0/0 exact",
        "set policy-options policy-statement IN term default then accept",
        "set policy-options policy-statement IN term rest then reject",
        "set routing-instances K12 protocols bgp group PE import IN",
    )
    assert not state.reaches(SERVICE, [GATEWAY])
    commit(
        state, "spine",
        "set routing-instances K12 routing-options static route 0.0.0.0/0 discard",
        "set policy-options policy-statement OUT term default from protocol static",
        "set policy-options policy-statement OUT term default then accept",
    )
    assert state.reaches(SERVICE, [GATEWAY])


def test_route_does_not_come_back_into_an_as_that_it_has_left() -> None:
    state = coexistence()
    commit(state, "pe", "deactivate protocols")
    commit(state, *SEVER_LEGACY)
    # The only way left from PE to core would be AS 65000 - 65100 - 65000.
    commit(
        state, "pe",
        "set interfaces xe-0/1/2 unit 0 family inet address 10.5.0.0/31",
        "set routing-instances K12 interface xe-0/1/2.0",
        "set routing-instances K12 protocols bgp group CE neighbor 10.5.0.1 peer-as 65100",
    )
    assert not state.reaches(SERVICE, [GATEWAY])
