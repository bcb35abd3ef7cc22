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
            "fault: kind: earthquake. Expected: alarm, bgp_down, device_down, isis_down, link_down, site_power.",
        ),
        ("device_down", {"host": "nobody"}, "fault: host: nobody. Expected: a device of the network."),
        ("site_power", {"site": "nowhere"}, "fault: site: nowhere. Expected: a site of the network."),
        ("link_down", {"host": "pe"}, "fault: arguments: host. Expected: host, interface."),
    ],
)
def test_impossible_faults_are_refused(kind: str, arguments: dict[str, str], message: str) -> None:
    state = coexistence()
    with pytest.raises(FaultError) as caught:
        state.fault(kind, **arguments)
    assert str(caught.value) == message
