"""Ports, LLDP and IS-IS between two routers: everything right, then one thing wrong at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_builder import build, commit

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

ROUTER = """
system host-name {name}
interfaces et-0/0/0 mtu 9192
interfaces et-0/0/0 unit 0 family inet address 10.0.0.{last}/31
interfaces et-0/0/0 unit 0 family iso
interfaces et-0/0/0 unit 0 family mpls
interfaces lo0 unit 0 family inet address 10.255.0.{last}/32
interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{last}.00
protocols isis level 1 disable
protocols isis interface et-0/0/0.0 point-to-point
protocols isis interface lo0.0 passive
protocols lldp interface all
"""
CABLE = ["r0 et-0/0/0 r1 et-0/0/0 100g"]


def pair() -> NetworkState:
    return build({name: ROUTER.format(name=name, last=name[1]) for name in ("r0", "r1")}, CABLE)


def test_adjacency_comes_up_on_both_sides() -> None:
    state = pair()
    (mine,), (theirs,) = state.adjacencies("r0"), state.adjacencies("r1")
    assert (mine.unit, mine.neighbour, mine.up, mine.labelled) == ("et-0/0/0.0", "r1", True, True)
    assert (theirs.neighbour, theirs.up) == ("r0", True)
    assert state.isis.reaches("r0", "r1")


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        (["set interfaces et-0/0/0 disable"], "r1 et-0/0/0 is disabled"),
        (["set interfaces et-0/0/0 unit 0 disable"], "nothing is heard"),
        (["set protocols isis interface et-0/0/0.0 passive"], "r1 et-0/0/0.0 does not speak IS-IS"),
        (["set protocols isis interface et-0/0/0.0 disable"], "r1 et-0/0/0.0 does not speak IS-IS"),
        (["set protocols isis disable"], "r1 et-0/0/0.0 does not speak IS-IS"),
        (["deactivate protocols isis"], "r1 et-0/0/0.0 does not speak IS-IS"),
        (["delete protocols isis interface et-0/0/0.0"], "r1 et-0/0/0.0 does not speak IS-IS"),
        (["set protocols isis level 2 disable"], "r1 et-0/0/0.0: level 2 is disabled"),
        (["set protocols isis interface et-0/0/0.0 level 2 disable"], "r1 et-0/0/0.0: level 2 is disabled"),
        (["delete interfaces et-0/0/0 unit 0 family iso"], "r1 et-0/0/0.0: no family iso"),
        (["delete interfaces lo0 unit 0 family iso"], "r1: no network entity title"),
        (["set interfaces et-0/0/0 mtu 1514"], "MTU differs: 9178 and 1500 bytes"),
        (["delete protocols isis interface et-0/0/0.0 point-to-point"], "only one side is point-to-point"),
        (
            [
                "delete interfaces et-0/0/0 unit 0 family inet address 10.0.0.1/31",
                "set interfaces et-0/0/0 unit 0 family inet address 10.0.9.1/31",
            ],
            "no common subnet",
        ),
        (
            [
                "delete interfaces lo0 unit 0 family iso",
                "set interfaces lo0 unit 0 family iso address 49.0001.0102.5500.0000.00",
            ],
            "same system identifier on both sides",
        ),
        (["set chassis fpc 0 pic 0 port 0 speed 40g"], "speeds differ: 100g and 40g"),
    ],
)
def test_adjacency_stays_down(commands: list[str], reason: str) -> None:
    state = pair()
    commit(state, "r0", "set chassis fpc 0 pic 0 port 0 speed 100g")
    assert state.adjacencies("r0")[0].up
    commit(state, "r1", *commands)
    (mine,) = state.adjacencies("r0")
    assert (mine.up, mine.reason) == (False, reason)
    assert not any(theirs.up for theirs in state.adjacencies("r1"))
    assert not state.isis.reaches("r0", "r1")


def test_adjacency_recovers_when_the_change_is_undone() -> None:
    state = pair()
    commit(state, "r1", "deactivate protocols isis")
    assert not state.adjacencies("r0")[0].up
    commit(state, "r1", "activate protocols isis")
    assert state.adjacencies("r0")[0].up


def test_loopback_must_be_announced() -> None:
    state = pair()
    commit(state, "r1", "delete protocols isis interface lo0.0")
    assert state.adjacencies("r0")[0].up
    assert not state.isis.reaches("r0", "r1")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"kind": "link_down", "host": "r1", "interface": "et-0/0/0"}, "cable cut at r1 et-0/0/0"),
        ({"kind": "device_down", "host": "r1"}, "r1 has no power"),
        ({"kind": "isis_down", "host": "r1", "interface": "et-0/0/0.0"}, "silenced at r1 et-0/0/0"),
    ],
)
def test_faults_take_adjacencies_down_and_clearing_brings_them_back(fault: dict[str, str], reason: str) -> None:
    state = pair()
    state.fault(**fault)
    assert state.adjacencies("r0")[0].reason == reason
    state.clear_faults()
    assert state.adjacencies("r0")[0].up


def test_lldp_hears_the_other_end() -> None:
    state = pair()
    commit(state, "r1", "set interfaces et-0/0/0 description uplink")
    (heard,) = state.lldp_neighbours("r0")
    assert (heard.port, heard.system, heard.remote_port, heard.description) == ("et-0/0/0", "r1", "et-0/0/0", "uplink")


@pytest.mark.parametrize(
    "commands",
    [
        ["delete protocols lldp"],
        ["set protocols lldp interface et-0/0/0 disable"],
        ["set protocols lldp interface all disable"],
        ["set interfaces et-0/0/0 disable"],
    ],
)
def test_lldp_is_silent(commands: list[str]) -> None:
    state = pair()
    commit(state, "r1", *commands)
    assert state.lldp_neighbours("r0") == []


def test_port_without_configuration_has_light() -> None:
    state = build({"r0": "system host-name r0", "r1": "system host-name r1"}, ["r0 xe-0/1/0 r1 xe-0/1/1 10g"])
    assert state.port_status("r0", "xe-0/1/0").up
    assert state.ports("r0") == ["xe-0/1/0"]


def test_edge_port_and_loopback() -> None:
    state = build({"r0": "interfaces ge-0/0/3 unit 0\ninterfaces lo0 unit 0"})
    assert state.port_status("r0", "ge-0/0/3").reason == "no cable"
    assert state.port_status("r0", "lo0").up


def test_name_tells_the_speed() -> None:
    state = build({"r0": "", "r1": ""}, ["r0 xe-0/0/0 r1 ge-0/0/0"])
    assert state.port_status("r0", "xe-0/0/0").reason == "speeds differ: 10g and 1g"


LAG = """
chassis aggregated-devices ethernet device-count 1
interfaces xe-0/0/0 gigether-options 802.3ad ae0
interfaces xe-0/0/1 gigether-options 802.3ad ae0
interfaces ae0 unit 0 family inet address 10.0.0.{last}/31
interfaces ae0 unit 0 family iso
interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{last}.00
protocols isis interface ae0.0 point-to-point
"""


def test_aggregate_lives_as_long_as_one_member() -> None:
    cables = ["r0 xe-0/0/0 r1 xe-0/0/0 10g", "r0 xe-0/0/1 r1 xe-0/0/1 10g"]
    state = build({name: LAG.format(last=name[1]) for name in ("r0", "r1")}, cables)
    assert state.adjacencies("r0")[0].neighbour_unit == "ae0.0"
    commit(state, "r1", "set interfaces xe-0/0/0 disable")
    assert state.adjacencies("r0")[0].up
    commit(state, "r1", "set interfaces xe-0/0/1 disable")
    assert not state.adjacencies("r0")[0].up
    assert state.port_status("r0", "ae0").reason == "no member is up"


def test_units_need_the_same_vlan() -> None:
    tagged = """
    interfaces xe-0/0/0 vlan-tagging
    interfaces xe-0/0/0 unit 5 vlan-id {vlan}
    interfaces xe-0/0/0 unit 5 family inet address 10.0.0.{last}/31
    interfaces xe-0/0/0 unit 5 family iso
    interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{last}.00
    protocols isis interface xe-0/0/0.5 point-to-point
    """
    cable = ["r0 xe-0/0/0 r1 xe-0/0/0 10g"]
    assert build({f"r{n}": tagged.format(vlan=5, last=n) for n in (0, 1)}, cable).adjacencies("r0")[0].up
    assert not build({f"r{n}": tagged.format(vlan=5 + n, last=n) for n in (0, 1)}, cable).adjacencies("r0")[0].up


CHAIN = """
interfaces et-0/0/0 unit 0 family inet address 10.0.{n}.1/31
interfaces et-0/0/0 unit 0 family iso
interfaces et-0/0/1 unit 0 family inet address 10.0.{left}.0/31
interfaces et-0/0/1 unit 0 family iso
interfaces lo0 unit 0 family inet address 10.255.0.{n}/32
interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{n}.00
protocols isis interface et-0/0/0.0 point-to-point
protocols isis interface et-0/0/1.0 point-to-point
protocols isis interface lo0.0 passive
"""


@pytest.mark.parametrize(
    ("overload", "through"),
    [
        ("overload", False),
        ("overload advertise-high-metrics", True),
        ("overload timeout 300", True),
    ],
)
def test_nobody_goes_through_an_overloaded_device(overload: str, through: bool) -> None:
    state = build(
        {f"r{n}": CHAIN.format(n=n, left=n + 1) for n in (1, 2, 3)},
        ["r1 et-0/0/1 r2 et-0/0/0", "r2 et-0/0/1 r3 et-0/0/0"],
    )
    assert [item.up for item in state.adjacencies("r2")] == [True, True]
    assert state.isis.reaches("r1", "r3")
    commit(state, "r2", f"set protocols isis {overload}")
    assert [item.up for item in state.adjacencies("r2")] == [True, True]
    assert state.isis.reaches("r1", "r3") is through
    assert state.isis.reaches("r1", "r2")
    assert state.isis.reaches("r3", "r2")


def test_ports_of_an_interface_range_have_what_it_says() -> None:
    access = """
    system host-name r0
    interfaces interface-range OFFICE member-range ge-0/0/0 to ge-0/0/2
    interfaces interface-range OFFICE member-range ge-1/0/2 to ge-1/0/2
    interfaces interface-range OFFICE description Office
    interfaces interface-range OFFICE unit 0 family ethernet-switching
    interfaces interface-range UNUSED member ge-0/0/3
    interfaces interface-range UNUSED disable
    interfaces ge-0/0/1 description own
    """
    ports = build({"r0": access}).facts("r0").ports
    assert {name: (port.description, port.disabled, len(port.units)) for name, port in ports.items()} == {
        "ge-0/0/0": ("Office", False, 1),
        "ge-0/0/1": ("own", False, 1),
        "ge-0/0/2": ("Office", False, 1),
        "ge-1/0/2": ("Office", False, 1),
        "ge-0/0/3": ("", True, 0),
    }
